"""Hands our reactions, votes, pins, edits and deletions over: what is wanted last, again until the
messenger has it or refuses."""

import logging
import sqlite3
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import ChannelError, Problem, ProblemError, StoreError
from core.domain.sends import Delete, Edit, Pin, Reaction, Vote
from core.domain.window import closes_at, window
from core.pipeline.away import Away
from core.ports import ChannelPort
from core.store.read.gestures import amended, any_gesture, next_gesture
from core.store.store import Store

log = logging.getLogger(__name__)

_UNKNOWN_RETRY = 5.0
_MOST_TRIES = 6
_STALE_MS = 10 * 60_000
"""A reaction that comes later than this says something else; an edit does not."""


_NOBODY = {
    Channel.TELEGRAM: "telegram-signed-out", Channel.WHATSAPP: "whatsapp-not-configured",
}  # fmt: skip


class Gestures:
    """The cursor is the state of the row: queued, then sent, failed or replaced by a later one."""

    def __init__(
        self,
        store: Store,
        channels: Callable[[], Mapping[tuple[str, str], ChannelPort]],
        now: Callable[[], int],
        closed: Callable[[Peer], Problem | None] = lambda _peer: None,
    ) -> None:
        """``closed`` says why nothing will ever go out to a peer through our account there."""
        self._closed, self._away = closed, Away(channels, closed)
        self._store = store
        self._channels = channels
        self._now = now
        self._busy: set[int] = set()

    async def step(self, channel: Channel | None) -> bool:
        """Hand one over; False where none can be."""
        now, busy, away = self._now(), tuple(self._busy), self._away.accounts()
        row = await self._store.read(lambda conn: next_gesture(conn, now, channel, busy, away))
        if row is None:
            return False
        if row["message"] in self._busy:
            return True
        self._busy.add(row["message"])
        try:
            await self._hand_over(row)
        finally:
            self._busy.discard(row["message"])
        return True

    async def waiting(self) -> bool:
        """Whether one is still to go out by an account that somebody is signed in to."""
        away = self._away.accounts()
        return await self._store.read(lambda conn: any_gesture(conn, away))

    async def _hand_over(self, row: sqlite3.Row) -> None:
        peer = Peer(Channel(row["channel"]), row["account"], row["peer"])
        event = await self._store.event(row["seq"])
        body = event.body
        assert isinstance(body, ev.SendRequested)
        assert event.peer is not None
        channel = self._channels().get((peer.channel.value, peer.account))
        ready = channel is not None and channel.state in ("online", "waiting")
        fresh = row["kind"] != "reaction" or self._now() - event.at < _STALE_MS
        gone = self._closed(peer) if channel is None else None
        if gone is not None:
            await self._failed(event.peer, body, gone)
            return
        if row["kind"] != "reaction" and self._away.takes(peer):
            return
        if not ready and fresh:
            await self._later(row, 1.0)
            return
        if channel is None:
            await self._failed(event.peer, body, Problem(_NOBODY[peer.channel]))
            return
        closes = closes_at(row["last_inbound"], row["window_closed"])
        shut = peer.channel is Channel.WHATSAPP and window(closes, self._now()).state == "closed"
        began = self._now()
        outcome: ev.Body
        try:
            if shut:
                raise ProblemError(Problem("whatsapp-window-closed"))
            sent = await channel.send(peer, _of_its_message(body, row["target"]))
        except StoreError:
            raise
        except ChannelError as error:
            # a second one changes nothing, so what is uncertain is said again
            wait = error.retry_in or (_UNKNOWN_RETRY if error.uncertain else None)
            if wait is not None and fresh:
                await self._later(row, wait)
                return
            if error.closes_window:
                closed = f"{body.client_ref}:closed"
                shut_now = ev.WindowClosed()
                await self._store.append(
                    [ev.Event(external_id=closed, at=began, peer=event.peer, body=shut_now)]
                )
            outcome = ev.SendFailed(client_ref=body.client_ref, problem=error.problem.encode())
        except ProblemError as error:
            outcome = ev.SendFailed(client_ref=body.client_ref, problem=error.problem.encode())
        except Exception as error:
            log.exception("a %s cannot be sent", row["kind"])
            if row["attempts"] < _MOST_TRIES:
                await self._later(row, 2.0 ** row["attempts"])
                return
            problem = Problem("other", {"text": type(error).__name__})
            outcome = ev.SendFailed(client_ref=body.client_ref, problem=problem.encode())
        else:
            outcome = ev.MessageSent(client_ref=body.client_ref, message_id=sent.external_id)
        taken_at = sent.at if isinstance(outcome, ev.MessageSent) else 0
        external_id, at = body.client_ref, taken_at or self._now()
        done = ev.Event(external_id=external_id, at=at, peer=event.peer, body=outcome)
        await self._store.append([done])

    async def _failed(self, peer: Peer, body: ev.SendRequested, problem: Problem) -> None:
        failed = ev.SendFailed(client_ref=body.client_ref, problem=problem.encode())
        await self._store.append(
            [ev.Event(external_id=body.client_ref, at=self._now(), peer=peer, body=failed)]
        )

    async def _later(self, row: sqlite3.Row, seconds: float) -> None:
        await self._store.write(
            lambda conn: conn.execute(
                "UPDATE gestures SET next_at = ?, attempts = attempts + 1 WHERE client_ref = ?",
                (self._now() + int(seconds * 1000), row["client_ref"]),
            )
        )


def _of_its_message(body: ev.SendRequested, target: str) -> ev.SendRequested:
    """What is wanted was asked of a message that may have got its name only since."""
    content = body.content
    if not isinstance(content, Reaction | Edit | Delete | Vote | Pin) or content.target == target:
        return body
    return replace(body, content=replace(content, target=target))


async def last_words(store: Store, message: int, body: ev.SendRequested) -> ev.SendRequested:
    """A send with the words that it got while it waited."""
    seq = await store.read(lambda conn: amended(conn, message))
    if seq is None:
        return body
    wanted = (await store.event(seq)).body
    assert isinstance(wanted, ev.SendRequested)
    assert isinstance(wanted.content, Edit)
    return replace(body, text=wanted.content.text, marks=wanted.content.marks)
