"""Live MTProto sessions, and what is pushed to them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import partial
from operator import methodcaller
from typing import Any, Protocol

from core.sandbox.telegram.centres import at_home
from core.sandbox.telegram.connected_views import business_update
from core.sandbox.telegram.records import AuthRecord, Change, Effect
from core.sandbox.telegram.views import View
from core.sandbox.telegram.world import World

KEPT_ANSWERS = 64
KEPT_SESSIONS = 256


class Line(Protocol):
    """The connection a session is on."""

    def push(self, session: LiveSession, body: bytes) -> None:
        """Send a server message to the session."""

    def drop(self) -> None:
        """Cut the connection."""

    def release(self) -> None:
        """Send what was written since the last release."""


def _packaged(channel: int, changes: list[Change], view: View) -> Any:
    return view.of(channel).package(changes)


class LiveSession:
    """One MTProto session: an auth key and the client's session id."""

    def __init__(self, auth: AuthRecord, session_id: int) -> None:
        self.auth = auth
        self.session_id = session_id
        self.line: Line | None = None
        self.wants_updates = False
        self._content = 0
        self._answers: OrderedDict[int, bytes] = OrderedDict()

    def seq_no(self, *, content: bool) -> int:
        """The next sequence number: 2n+1 for what asks to be acknowledged, else 2n."""
        number = self._content * 2 + (1 if content else 0)
        self._content += 1 if content else 0
        return number

    def remember(self, msg_id: int, body: bytes) -> None:
        """Keep an answer for a client that asks again under the same id."""
        self._answers[msg_id] = body
        if len(self._answers) > KEPT_ANSWERS:
            self._answers.popitem(last=False)

    def remembered(self, msg_id: int) -> bytes | None:
        """The answer already given to this message, if any."""
        return self._answers.get(msg_id)


class Hub:
    """All sessions of the server since it was started."""

    def __init__(self, world: World, dc_id: int) -> None:
        self._world = world
        self._dc_id = dc_id
        self._sessions: OrderedDict[tuple[int, int], LiveSession] = OrderedDict()
        self._silent_until = 0.0
        self._waiting: dict[Line, None] = {}

    def wait(self, line: Line) -> None:
        """The line has something to send at the next `settle`."""
        self._waiting[line] = None

    def settle(self) -> None:
        """Keep what changed, then send what was written: nothing is told before it is kept."""
        if self._world.state.held:
            return
        self._world.state.flush()
        waiting, self._waiting = self._waiting, {}
        for line in waiting:
            line.release()

    def view(self, user: int) -> View:
        """The world as this user sees it."""
        return View(self._world, user, self._dc_id)

    def enter(self, auth: AuthRecord, session_id: int, line: Line) -> tuple[LiveSession, bool]:
        """The session that speaks on `line`, and whether it is new."""
        key = (auth.key_id, session_id)
        session = self._sessions.get(key)
        created = session is None
        if session is None:
            session = self._sessions[key] = LiveSession(auth, session_id)
            self._forget_old()
        session.line = line
        return session, created

    def leave(self, line: Line) -> None:
        """A connection is gone; its sessions stay, without a line."""
        for session in self._sessions.values():
            if session.line is line:
                session.line = None

    def end_session(self, auth: AuthRecord, session_id: int) -> bool:
        """Destroy a session; False if there is none."""
        return self._sessions.pop((auth.key_id, session_id), None) is not None

    def clear(self) -> None:
        """Forget all sessions."""
        self._sessions.clear()

    def silence(self, seconds: float) -> None:
        """Push nothing for that long, so that only getDifference tells."""
        self._silent_until = time.monotonic() + seconds

    def tell(self, effects: Iterable[Effect], exclude: LiveSession | None = None) -> None:
        """Push changes to every session of the users they happened to, but one."""
        by_box: dict[int, list[Change]] = {}
        for effect in effects:
            by_box.setdefault(effect.user, []).append(effect.change)
        for owner, changes in by_box.items():
            if owner > 0:
                self.push(owner, methodcaller("package", changes), exclude)
                continue
            for user in self._world.rooms.members(owner):
                self.push(user, partial(_packaged, owner, changes), exclude)
        self.tell_bots(exclude)

    def tell_bots(self, exclude: LiveSession | None = None, *, push: bool = True) -> None:
        """Put down what connected bots are to be told, and push it."""
        business = self._world.connected
        due, business.due = business.due, []
        for bot, change in due:
            update, users = business_update(self._world, self._dc_id, bot, change)
            business.told(bot, change, bytes(update))
            if push:
                self.push(bot, methodcaller("bundle", [update], users), exclude)

    def push(
        self, user: int, build: Callable[[View], Any], exclude: LiveSession | None = None
    ) -> None:
        """Push what `build` makes for this user to the user's sessions."""
        sessions = [session for session in self.of(user) if session is not exclude]
        if sessions:
            self.push_to(sessions, build(self.view(user)))

    def push_to(self, sessions: Iterable[LiveSession], updates: Any) -> None:
        """Push the same updates to these sessions."""
        if time.monotonic() < self._silent_until:
            return
        body = bytes(updates)
        for session in sessions:
            if session.line is not None and session.wants_updates:
                session.line.push(session, body)

    def of(self, user: int) -> list[LiveSession]:
        """The sessions of a user that have a connection."""
        owner = self._world.auths.owner
        return [
            session
            for session in self._sessions.values()
            if session.line is not None
            and owner(session.auth).user == user
            and at_home(self._world, owner(session.auth))
        ]

    def on_key(self, auth: AuthRecord) -> list[LiveSession]:
        """The sessions of an authorisation that have a connection."""
        owner = self._world.auths.owner
        return [
            session
            for session in self._sessions.values()
            if session.line is not None and owner(session.auth) is auth
        ]

    def _forget_old(self) -> None:
        idle = [key for key, session in self._sessions.items() if session.line is None]
        for key in idle[: max(0, len(self._sessions) - KEPT_SESSIONS)]:
            del self._sessions[key]
