"""Edits and deletions of ours, of another device, and what is told of them, however they meet: in
the end the thread reads as the messenger does."""

from collections import deque

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.domain import events as ev
from core.domain.sends import Content, Delete, Edit
from core.store.read.gestures import next_gesture
from core.store.rebuild import rebuild

from .test_any_order import NOW, TG, Log, event, log

PEER = TG[0]
OPS = st.lists(
    st.sampled_from(
        ["edit", "edit", "delete", "hand over", "answer", "refuse", "elsewhere", "gone", "told"]
    ),
    max_size=30,
)


class World:
    """A messenger with one message of ours, its news on their way, and our log."""

    def __init__(self, kept: Log) -> None:
        self.kept, self.clock, self.count = kept, NOW + 1000, 0
        self.text: str | None = "начало"
        self.news: deque[ev.Event] = deque()
        self.flying: tuple[ev.SendRequested, int | None] | None = None
        body = ev.MessageReceived(direction="out", text=self.text or "")
        kept.append([event(PEER, "5", body)])

    def tick(self) -> int:
        self.clock += 1000
        return self.clock

    def wish(self, content: Content) -> None:
        self.count += 1
        ref = f"w{self.count}"
        body = ev.SendRequested(client_ref=ref, content=content)
        self.kept.append([event(PEER, ref, body, self.clock)])

    def hand_over(self) -> None:
        """The messenger gets the next wish, and does it; the answer is on its way."""
        row = next_gesture(self.kept.conn, 1 << 60)
        if self.flying is not None or row is None:
            return
        log_row = self.kept.conn.execute("SELECT body FROM log WHERE seq = ?", (row["seq"],))
        body = msgspec.json.decode(log_row.fetchone()["body"], type=ev.SendRequested)
        at: int | None = None
        if isinstance(body.content, Delete):
            self.text, at = None, self.tick()
        elif self.text is not None:
            assert isinstance(body.content, Edit)
            self.text, at = body.content.text, self.tick()
        self.flying = (body, at)

    def answer(self) -> None:
        if self.flying is None:
            return
        (body, at), self.flying = self.flying, None
        outcome: ev.Body = ev.SendFailed(client_ref=body.client_ref, problem="x")
        if at is not None:
            outcome = ev.MessageSent(client_ref=body.client_ref, message_id="5")
        self.kept.append([event(PEER, body.client_ref, outcome, at or self.clock)])

    def refuse(self) -> None:
        row = next_gesture(self.kept.conn, 1 << 60)
        if self.flying is None and row is not None:
            failed = ev.SendFailed(client_ref=row["client_ref"], problem="x")
            self.kept.append([event(PEER, row["client_ref"], failed, self.clock)])

    def elsewhere(self) -> None:
        """Another device of ours edits."""
        if self.text is not None:
            at = self.tick()
            self.text = f"там {at}"
            body = ev.MessageEdited(target="5", text=self.text, edited_at=at)
            self.news.append(event(PEER, f"5@{at}", body, at))

    def gone(self) -> None:
        """The client deletes it."""
        if self.text is not None:
            self.text = None
            self.news.append(event(PEER, "5", ev.MessageDeleted(target="5")))

    def told(self) -> None:
        if self.news:
            self.kept.append([self.news.popleft()])

    def do(self, op: str) -> None:
        match op:
            case "edit":
                self.wish(Edit(target="5", text=f"тут {self.count}"))
            case "delete":
                self.wish(Delete(target="5"))
            case _:
                getattr(self, op.replace(" ", "_"))()

    def settle(self) -> None:
        while self.news or self.flying or next_gesture(self.kept.conn, 1 << 60):
            self.answer()
            self.hand_over()
            self.answer()
            self.told()


@given(OPS)
@example(["edit", "delete", "refuse"])
@example(["edit", "delete", "refuse", "refuse"])
@example(["edit", "hand over", "delete", "answer", "refuse"])
@settings(max_examples=150)
def test_in_the_end_the_thread_reads_as_the_messenger_does(ops: list[str]) -> None:
    with log() as kept:
        world = World(kept)
        for op in ops:
            world.do(op)
        world.settle()
        (row,) = kept.conn.execute("SELECT text, deleted FROM messages").fetchall()
        assert (None if row["deleted"] else row["text"]) == world.text
        grown = kept.dump()
        with kept.conn:
            rebuild(kept.conn)
        assert kept.dump() == grown
