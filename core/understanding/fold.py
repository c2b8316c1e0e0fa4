"""What stands in a thread: a pure fold over its turns and their readings, in order of time.

Two facts of the same kind that cannot both hold: the later one stands, the earlier is superseded.
That is so for budget, deadline, meeting, decision, the quantity of the same product, and the
contact's own name. The same thing said again is one fact and keeps its first source, unless
something else was said in between: then the later saying is a statement of its own. Facts that may
stand side by side (phones, documents, products, …) are only folded when they say the same.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from core.domain.reading import Candidate, Fact, Intent, Review, Turn, TurnReading
from core.understanding.ranking import of_block
from core.understanding.text import fold as folded

_ONE = frozenset({"budget", "deadline", "meeting_at", "decision", "person", "role"})
_MORE = re.compile(
    r"(?<!\w)(?:еще|также|плюс|дополнительно|добавь|добавьте|и\s+еще|also|plus|another|additional|in\s+addition|as\s+well|more)(?!\w)"
)
_ENDINGS = re.compile(
    r"(?:ами|ями|ов|ев|ей|ах|ях|ам|ям|ом|ем|ой|ый|ий|ые|ие|ая|яя|ое|ее|ых|их|ую|а|я|ы|и|у|ю|е|о|ь|es|s)$"
)
_FLEETING = re.compile(r"(?:[ое]?к|ь)$")
"""What comes and goes before an ending: коробка, коробок; ноутбуки, ноутбуков."""


class Folded(msgspec.Struct, frozen=True):
    """``standing``, ``superseded`` and ``rejected`` facts of a thread, oldest first."""

    standing: tuple[Fact, ...] = ()
    superseded: tuple[Fact, ...] = ()
    rejected: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All of them: standing ones first."""
        return self.standing + self.superseded + self.rejected


def fact_id(message: str, candidate: Candidate) -> str:
    """Stable name of a fact: the same words at the same place of the same message."""
    parts = (
        candidate.kind, message, str(candidate.attachment), str(candidate.page),
        str(candidate.start), str(candidate.end), candidate.value,
    )  # fmt: skip
    return hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()[:16]


def fold(
    turns: Sequence[Turn],
    readings: Mapping[str, TurnReading],
    reviews: Iterable[Review] = (),
) -> Folded:
    """The facts of a thread. ``turns`` in order of time, ``readings`` by turn id, ``reviews`` in
    the order they were given (the last on a fact counts).

    A reading's candidate whose quote no longer stands in its turn (it was edited) is dropped, as
    is anything read in a turn of ours.
    """
    verdicts = {review.fact: review for review in reviews}
    standing: list[_Entry] = []
    gone: list[Fact] = []
    rejected: list[Fact] = []
    ordered = sorted(turns, key=lambda t: t.at)
    for turn in ordered:
        reading = readings.get(turn.id)
        if turn.sender != "client" or reading is None:
            continue
        entries = _entries(turn, reading, verdicts)
        for entry in entries:
            if entry.fact.status == "rejected":
                rejected.append(entry.fact)
                continue
            _place(entry, standing, gone)
    place = {turn.id: i for i, turn in enumerate(ordered)}
    facts = sorted((e.fact for e in standing), key=lambda f: (place[f.message], f.start))
    return Folded(tuple(facts), tuple(gone), tuple(rejected))


class _Entry(msgspec.Struct):
    """A fact on its way, with what decides whether it meets another one."""

    fact: Fact
    key: str
    product: str = ""
    more: bool = False
    settled: int = 0  # when the operator confirmed or corrected it, ms UTC


def _entries(turn: Turn, reading: TurnReading, verdicts: Mapping[str, Review]) -> list[_Entry]:
    at = int(turn.at.timestamp() * 1000)
    low = folded(turn.text)
    entries = []
    valid = [c for c in reading.candidates if _stands(turn, c)]
    for c in sorted(valid, key=lambda c: (c.page or 0, c.start)):
        fact = Fact(
            id=fact_id(turn.id, c), kind=c.kind, value=c.value, quote=c.quote, message=turn.id,
            start=c.start, end=c.end, confidence=c.confidence, source=c.source, at=at,
            unit=c.unit, attachment=c.attachment, page=c.page,
        )  # fmt: skip
        review = verdicts.get(fact.id)
        if review:
            fact = _reviewed(fact, review)
        product = _product_of(c, valid) if c.kind == "quantity" else ""
        more = c.page is None and bool(_MORE.search(low[max(0, c.start - 30) : c.start]))
        settled = review.at if review else 0
        entries.append(_Entry(fact, _key(fact), product, more, settled))
    return entries


def _stands(turn: Turn, c: Candidate) -> bool:
    if c.page is None:
        return turn.text[c.start : c.end] == c.quote and bool(c.quote)
    return any(
        p.number == c.page and p.attachment == (c.attachment or 0)
        and p.text[c.start : c.end] == c.quote and bool(c.quote)
        for p in turn.pages
    )  # fmt: skip


def _reviewed(fact: Fact, review: Review) -> Fact:
    change = msgspec.structs.replace
    if review.verdict == "rejected":
        return change(fact, status="rejected", review="rejected")
    if review.verdict == "corrected":
        return change(
            fact, value=review.value, unit=review.unit or fact.unit, confidence=1.0,
            source="operator", review="corrected",
        )  # fmt: skip
    return change(fact, confidence=1.0, review="confirmed")


def _key(fact: Fact) -> str:
    """What makes two facts of a kind the same statement."""
    value = folded(fact.value)
    if fact.kind in {"product", "company", "competitor", "role"}:
        value = re.sub(r"[\"'.,()]", " ", value)
        if fact.kind != "product":
            value = re.sub(
                r"(?<!\w)(?:ооо|оао|ао|зао|пао|ип|тд|гк|llc|ltd|inc|gmbh)(?!\w)", " ", value
            )
        return " ".join(_stem(w) for w in value.split())
    if fact.kind == "city":
        return _stem(value)
    if fact.kind == "quantity":
        return f"{value}"
    return " ".join(value.split())


def _stem(word: str) -> str:
    if len(word) <= 3 or any(c.isdigit() for c in word):
        return word
    stem = _ENDINGS.sub("", word)
    stem = stem if len(stem) >= 3 else word
    bare = _FLEETING.sub("", stem)
    return bare if len(bare) >= 3 else stem


def _product_of(quantity: Candidate, found: list[Candidate]) -> str:
    """The key of the product next to a quantity, '' when none stands near."""
    near = [
        c for c in found
        if c.kind == "product" and c.page == quantity.page
        and (0 <= c.start - quantity.end <= 40 or 0 <= quantity.start - c.end <= 40)
    ]  # fmt: skip
    if not near:
        return ""
    best = min(
        near,
        key=lambda c: (
            c.start - quantity.end if c.start >= quantity.end else 3 + quantity.start - c.end
        ),
    )
    words = folded(best.value).split()
    return " ".join(_stem(w) for w in words[:2])


def _place(entry: _Entry, standing: list[_Entry], gone: list[Fact]) -> None:
    """Put ``entry`` beside, on, or in place of what stands."""
    fact = entry.fact
    same = [e for e in standing if e.fact.kind == fact.kind]
    if fact.kind in _ONE:
        for other in same:
            if fact.kind in {"person", "role"} and _less(entry, other):
                return
            if other.key == entry.key:
                _again(entry, other, standing)
                return
            if _settled(other, fact):
                return
            _supersede(other, fact, standing, gone)
        standing.append(entry)
        return
    if fact.kind == "quantity":
        _quantity(entry, same, standing, gone)
        return
    if fact.kind == "product" and _by_the_way(fact, same):
        return
    for other in same:
        if other.key == entry.key:
            _again(entry, other, standing)
            return
        if fact.kind in {"product", "company"}:
            mine, theirs = set(entry.key.split()), set(other.key.split())
            if mine < theirs:  # a shorter name of what stands already
                return
            if theirs < mine and theirs:
                if other.fact.review:
                    return
                _supersede(other, fact, standing, gone)
    standing.append(entry)


def _by_the_way(fact: Fact, same: list[_Entry]) -> bool:
    """Whether a thing that a later message speaks of is hardly asked for: of those that come up
    after the first, only what is surely a product is one more."""
    later = any(e.fact.message != fact.message and e.fact.at < fact.at for e in same)
    return later and fact.page is None and not fact.review and fact.confidence < ONE_MORE


ONE_MORE = 0.7
"""So sure must a product be that comes up after another: one in nine of the others was right."""


def _less(entry: _Entry, other: _Entry) -> bool:
    """«Ирина» after «Ирина Ковалёва» says nothing new."""
    mine, theirs = set(entry.key.split()), set(other.key.split())
    if mine < theirs:
        return True
    sure = other.fact.confidence - entry.fact.confidence > 0.08
    return other.key != entry.key and not theirs < mine and sure


def _again(entry: _Entry, other: _Entry, standing: list[_Entry]) -> None:
    """Said again: the first source stays, the surer reading of the same words counts."""
    if entry.fact.review and not other.fact.review:
        standing[standing.index(other)] = entry
    elif entry.fact.unit and not other.fact.unit:
        other.fact = msgspec.structs.replace(other.fact, unit=entry.fact.unit)


def _quantity(entry: _Entry, same: list[_Entry], standing: list[_Entry], gone: list[Fact]) -> None:
    fact = entry.fact
    for other in same:
        if other.fact.message == fact.message and other.fact.page == fact.page:
            if other.key == entry.key and other.product == entry.product:
                return
            continue  # one message lists several things
        differs = bool(entry.product and other.product) and not _alike(entry.product, other.product)
        if differs or entry.more:
            continue
        if not _same_unit(fact.unit, other.fact.unit) and entry.product != other.product:
            continue
        if other.key == entry.key:
            _again(entry, other, standing)
            return
        if _settled(other, fact):
            return
        _supersede(other, fact, standing, gone)
    standing.append(entry)


def _settled(other: _Entry, fact: Fact) -> bool:
    """The operator's word stands over everything that had been said when it was given."""
    if other.fact.review not in {"corrected", "confirmed"}:
        return False
    return fact.at <= max(other.settled, other.fact.at)


def _alike(a: str, b: str) -> bool:
    return bool(set(a.split()) & set(b.split()))


def _same_unit(a: str, b: str) -> bool:
    if not a or not b:
        return True
    return folded(a)[:2] == folded(b)[:2]


def _supersede(other: _Entry, fact: Fact, standing: list[_Entry], gone: list[Fact]) -> None:
    standing.remove(other)
    gone.append(msgspec.structs.replace(other.fact, status="superseded", by=fact.id))


def thread_intents(
    turns: Sequence[Turn], readings: Mapping[str, TurnReading]
) -> tuple[Intent, ...]:
    """The thread's tags: what the last block of client turns wants (the client's messages since
    our last one). A reaction or a «спасибо» that follows only our own message stands for itself.
    """
    return next(_blocks(turns, readings), ())


def last_wish(turns: Sequence[Turn], readings: Mapping[str, TurnReading]) -> tuple[Intent, ...]:
    """The tags of the last block that wants something, where the last of all is small talk;
    () where it is not, or there is no such block."""
    first, *earlier = [*_blocks(turns, readings)] or [()]
    if not first or first[0].tag != "smalltalk":
        return ()
    return next((tags for tags in earlier if tags[0].tag != "smalltalk"), ())


def _blocks(
    turns: Sequence[Turn], readings: Mapping[str, TurnReading]
) -> Iterator[tuple[Intent, ...]]:
    """The tags of each block of client turns that was read, newest first."""
    block: list[tuple[Intent, ...]] = []
    for turn in reversed(sorted(turns, key=lambda t: t.at)):  # of one moment the last one first
        if turn.sender != "client":
            if block:
                yield of_block(list(reversed(block)))
                block = []
            continue
        reading = readings.get(turn.id)
        if reading is not None and reading.intents:
            block.append(reading.intents)
    if block:
        yield of_block(list(reversed(block)))
