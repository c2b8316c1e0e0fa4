"""The operator's corrections as labelled threads: a private evaluation set.

A line is a thread as it stood when the operator last looked, with ``gold`` as
``core.understanding.scoring`` describes it. What nobody looked at is not in it: a turn has gold
where its tags were set, or were shown and left while a fact was reviewed; a thread has gold facts
where one of its facts was reviewed.
"""

import sqlite3
from collections.abc import Sequence
from datetime import tzinfo

import msgspec

from core.domain.reading import INTENTS, Turn, TurnReading
from core.store.read import corrections as read
from core.store.read import facts as read_facts
from core.store.read import work
from core.understanding.batch import MessageLine, ThreadLine
from core.understanding.fold import fold
from core.understanding.scoring import Gold, GoldFact, GoldQueue, GoldTurn
from core.understanding.text import is_russian


class LabelledThread(ThreadLine, frozen=True, kw_only=True):
    """A line of the evaluation set."""

    lang: str
    channel: str
    gold: Gold


def corrected_threads(conn: sqlite3.Connection, zone: tzinfo | None = None) -> list[LabelledThread]:
    """The threads that the operator corrected, in the order of their numbers. Where facts were
    reviewed and something else was said later, the thread comes twice: as it stood then and then.
    """
    by_thread: dict[int, list[read.Word]] = {}
    for word in read.words(conn):
        by_thread.setdefault(word.thread, []).append(word)
    lines = []
    for thread in sorted(by_thread):
        said = by_thread[thread]
        reviewed = max((word.seq for word in said if word.kind == "fact"), default=0)
        if reviewed:
            seen = [word for word in said if word.message < reviewed]
            lines.append(_line(conn, f"{thread}", thread, reviewed, seen, zone, facts=True))
        later = [word for word in said if word.message > reviewed]
        if later:
            name = f"{thread}-later" if reviewed else f"{thread}"
            lines.append(_line(conn, name, thread, later[-1].seq, later, zone, facts=False))
    return [line for line in lines if line.gold != Gold()]


def _line(
    conn: sqlite3.Connection,
    name: str,
    thread: int,
    upto: int,
    words: Sequence[read.Word],
    zone: tzinfo | None,
    *,
    facts: bool,
) -> LabelledThread:
    """The thread as it stood at position ``upto`` of the log."""
    turns = [
        (turn, reading)
        for turn, reading in work.turns_with_readings(conn, thread, zone)
        if int(turn.id) < upto and (turn.text.strip() or turn.sender == "client")
    ]
    here = {int(turn.id) for turn, _ in turns}
    words = [word for word in words if word.message in here]
    known = facts and not read.changed_since(conn, thread, upto)
    client = " ".join(turn.text for turn, _ in turns if turn.sender == "client")
    return LabelledThread(
        id=name,
        lang="ru" if is_russian(client) else "en",
        channel=read.channel_of(conn, int(turns[-1][0].id)) if turns else "",
        messages=[
            MessageLine(id=int(turn.id), sender=turn.sender, at=turn.at, text=turn.text)
            for turn, _ in turns
        ],
        gold=Gold(
            turns=_turns(words),
            facts=_facts(conn, thread, turns) if known else None,
            queues=tuple(
                GoldQueue(message, queue)
                for message, queue in {w.message: w.queue for w in words if w.queue}.items()
            ),
        ),
    )


def _turns(words: Sequence[read.Word]) -> tuple[GoldTurn, ...]:
    """Tags that were set count over tags that were left; of either kind the last ones."""
    tags: dict[int, tuple[str, ...]] = {}
    for kind in ("fact", "intents"):
        for word in words:
            if word.kind == kind and (known := tuple(t for t in word.tags if t in INTENTS)):
                tags[word.message] = known
    return tuple(GoldTurn(message, tags[message]) for message in sorted(tags))


def _facts(
    conn: sqlite3.Connection, thread: int, turns: Sequence[tuple[Turn, TurnReading | None]]
) -> tuple[GoldFact, ...]:
    """What stands by the operator's word in the messages' own text: a line has no documents."""
    readings = {
        turn.id: msgspec.structs.replace(
            reading, candidates=tuple(c for c in reading.candidates if c.page is None)
        )
        for turn, reading in turns
        if reading is not None
    }
    folded = fold([turn for turn, _ in turns], readings, read_facts.reviews(conn, thread))
    return tuple(
        GoldFact(kind=fact.kind, value=fact.value, message=int(fact.message), unit=fact.unit)
        for fact in folded.standing
    )


def encode(lines: Sequence[LabelledThread]) -> bytes:
    """JSON lines."""
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
