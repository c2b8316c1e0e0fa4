"""The stage that sends: in order within a chat, once, and never free text into a closed window."""

import logging
import sqlite3
import time
from collections.abc import Callable, Mapping
from functools import partial

import msgspec

from core.domain import events as ev
from core.domain.changes import Change
from core.domain.channels import Channel, Peer
from core.domain.problems import ChannelError, Problem, ProblemError, StoreError
from core.domain.window import closes_at, window
from core.pipeline.away import Away
from core.pipeline.gestures import Gestures, last_words
from core.pipeline.uploads import Uploads
from core.ports import Cautious, ChannelPort, Doubting, Uploader
from core.store.read import work
from core.store.store import Store
from core.support.worker import Worker

log = logging.getLogger(__name__)

_UNSURE_AFTER_MS = 20_000
_ON_THE_WAY_MS = 2_000
"""So long before the window closes a text goes out rather than wait to be taken back."""
_POLL = 1.0
_MOST_TRIES = 6
LANES = 3
"""Chats of one channel that are sent to at the same time: a long upload holds up no text."""
_IN_DOUBT = Problem("telegram-in-doubt")
_UNSENT = "status IN ('queued', 'sending') AND external_id IS NULL"


def refuse_closed_window(
    body: ev.SendRequested, channel: Channel, closes: int | None, now: int
) -> None:
    """Raises ProblemError(``whatsapp-window-closed``) for free text outside the service window.

    This is asked when the operator sends and again before anything leaves the machine.
    """
    if channel is not Channel.WHATSAPP or body.template:
        return
    if window(closes, now).state == "closed":
        raise ProblemError(Problem("whatsapp-window-closed"))


def in_time(
    body: ev.SendRequested, channel: Channel, closes: int | None, now: int
) -> ev.SendRequested:
    """The send, held no longer than the service window lets it."""
    if channel is not Channel.WHATSAPP or body.template or closes is None or not body.hold_ms:
        return body
    left = max(0, closes - now - _ON_THE_WAY_MS)
    return msgspec.structs.replace(body, hold_ms=min(body.hold_ms, left))


class SendingStage:
    """Its cursor is the state of the message: queued, sending, then what the channel said.

    A send found in ``sending``, after a crash or an answer that never came, may be out. On Telegram
    it is looked for in its chat first and then goes out again under the same reference, of which
    the server refuses a second one; until then it is shown as in doubt. WhatsApp has no such
    reference: its status webhook names the send; when none comes, the operator is told that it is
    not known.
    """

    def __init__(
        self,
        store: Store,
        channels: Callable[[], Mapping[tuple[str, str], ChannelPort]],
        now: Callable[[], int] = lambda: int(time.time() * 1000),
        closed: Callable[[Peer], Problem | None] = lambda _peer: None,
    ) -> None:
        """``closed`` says why nothing will ever go out to a peer through our account there."""
        self._store = store
        self._channels = channels
        self._closed = closed
        self._now = now
        self._started = now()
        self._busy: set[int] = set()
        self._away = Away(channels, closed)
        self._gestures = Gestures(store, channels, now, closed)
        self.uploads = Uploads(store.notify)
        self.workers = tuple(
            Worker("sending", partial(self.step, channel))
            for channel in (Channel.TELEGRAM, Channel.WHATSAPP)
            for _ in range(LANES)
        )

    async def step(self, channel: Channel | None = None) -> float | None:
        """Hand one message to ``channel`` (None: to any), of a chat that no other step is at."""
        now, busy, away = self._now(), tuple(self._busy), self._away.accounts()
        row = await self._store.read(lambda conn: work.next_send(conn, now, channel, busy, away))
        if row is None:
            if await self._gestures.step(channel):
                return 0
            waiting = await self._store.read(lambda conn: work.any_send(conn, away))
            return _POLL if waiting or await self._gestures.waiting() else None
        if row["identity"] in self._busy:
            return 0  # another step took the chat while this one looked
        self._busy.add(row["identity"])
        try:
            await self._hand_over(row)
        finally:
            self._busy.discard(row["identity"])
            self.uploads.ends(row["client_ref"])
        return 0

    async def _hand_over(self, row: sqlite3.Row) -> None:
        peer = Peer(Channel(row["channel"]), row["account"], row["peer"])
        body = (await self._store.event(row["seq"])).body
        assert isinstance(body, ev.SendRequested)
        channel = self._channels().get((peer.channel.value, peer.account))
        if self._away.takes(peer):
            return
        if channel is None or channel.state not in ("online", "waiting"):
            gone = self._closed(peer) if channel is None else None
            if gone is not None:
                await self._fail(peer, body, gone)
            else:
                doubt = row["status"] == "sending" and peer.channel is Channel.TELEGRAM
                await self._later(row, 1.0, _IN_DOUBT if doubt else None)
            return
        if row["status"] == "sending" and peer.channel is Channel.WHATSAPP:
            if self._now() - self._started < _UNSURE_AFTER_MS:
                await self._later(row, 1.0)
            else:
                await self._fail(peer, body, Problem("whatsapp-unsure"))
            return
        began = self._now()
        try:
            refuse_closed_window(
                body, peer.channel, closes_at(row["last_inbound"], row["window_closed"]), began,
            )  # fmt: skip
            if isinstance(channel, Cautious):
                first = await self._store.read(lambda c: work.nothing_written(c, row["identity"]))
                await channel.admit(peer, first=first)
            if not await self._claim(row):
                return
            body = await last_words(self._store, row["id"], body)
            if body.file and isinstance(channel, Uploader):
                channel.on_upload = self.uploads.told
                self.uploads.begins(body.client_ref, row["thread"])
            if row["status"] == "sending" and isinstance(channel, Doubting):
                channel.doubt(body.client_ref, row["at"])
            sent = await channel.send(peer, body)
        except ChannelError as error:
            await self._channel_refused(row, peer, body, error, began)
            return
        except StoreError:
            raise  # the message is where it was: whether it went out is found out later
        except ProblemError as error:
            await self._fail(peer, body, error.problem)
            return
        except Exception as error:
            # a bug over one message must not hold back those behind it
            log.exception("message %d cannot be sent", row["id"])
            await self._channel_refused(row, peer, body, _broken(row, peer, error), began)
            return
        await self._store.append(
            [
                ev.Event(
                    external_id=body.client_ref,
                    at=sent.at,
                    peer=peer,
                    body=ev.MessageSent(client_ref=body.client_ref, message_id=sent.external_id),
                )
            ]
        )

    async def _channel_refused(
        self, row: sqlite3.Row, peer: Peer, body: ev.SendRequested, error: ChannelError, began: int
    ) -> None:
        if error.closes_window:
            # what the client wrote meanwhile opens it again, what they had written does not,
            # however late this machine's clock thinks that was
            closed = ev.Event(
                external_id=f"{body.client_ref}:closed",
                at=max(began, row["last_inbound"] or 0),
                peer=peer,
                body=ev.WindowClosed(),
            )
            await self._store.append([closed])
        if error.retry_in is not None and not error.uncertain:
            log.info("send put off for %.0f s: %s", error.retry_in, error.problem.code)
            await self._later(row, error.retry_in, error.problem, row["status"])
        elif error.uncertain and peer.channel is Channel.TELEGRAM:
            await self._later(row, error.retry_in or 1.0, _IN_DOUBT)
        else:
            await self._fail(peer, body, error.problem)

    async def _claim(self, row: sqlite3.Row) -> bool:
        """Note that it goes out now. False where it is no longer to be sent: the channel showed
        it since the row was read, or the operator took it back."""
        claimed = await self._store.write(
            lambda conn: conn.execute(
                "UPDATE messages SET status = 'sending',"
                " problem = CASE WHEN status = 'queued' THEN '' ELSE problem END WHERE id = ?"
                f" AND next_at <= ? AND {_UNSENT}",
                (row["id"], self._now()),
            )
        )
        return claimed.rowcount == 1

    async def _later(
        self,
        row: sqlite3.Row,
        seconds: float,
        problem: Problem | None = None,
        status: str | None = None,
    ) -> None:
        """Try again after ``seconds``; ``status`` is put back where this try certainly did
        nothing. Whatever was said of the message since the row was read stands."""
        await self._store.write(
            lambda conn: conn.execute(
                "UPDATE messages SET next_at = ?, attempts = attempts + 1, problem = ?,"
                f" status = coalesce(?, status) WHERE id = ? AND {_UNSENT}",
                (
                    self._now() + int(seconds * 1000),
                    problem.encode() if problem else row["problem"],
                    status,
                    row["id"],
                ),
            )
        )
        if problem and problem.encode() != row["problem"]:
            self._store.notify(Change(frozenset({"send"}), frozenset({row["thread"]}), 0))

    async def _fail(self, peer: Peer, body: ev.SendRequested, problem: Problem) -> None:
        failed = ev.SendFailed(client_ref=body.client_ref, problem=problem.encode())
        await self._store.append(
            [
                ev.Event(
                    external_id=f"{body.client_ref}:{self._now()}",
                    at=self._now(),
                    peer=peer,
                    body=failed,
                )
            ]
        )


def _broken(row: sqlite3.Row, peer: Peer, error: Exception) -> ChannelError:
    """It may have gone out. Where a second try cannot show twice, there are a few more."""
    if peer.channel is Channel.TELEGRAM and row["attempts"] < _MOST_TRIES:
        problem = Problem("other", {"text": type(error).__name__})
        return ChannelError(problem, retry_in=2.0 ** row["attempts"], uncertain=True)
    unsure = Problem(
        "telegram-sent-unseen" if peer.channel is Channel.TELEGRAM else "whatsapp-unsure"
    )
    return ChannelError(unsure)


def same_content(body: ev.SendRequested, client_ref: str) -> ev.SendRequested:
    """The same words as a new send, for an operator who tries again after a failure."""
    return msgspec.structs.replace(body, client_ref=client_ref)
