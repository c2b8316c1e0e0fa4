"""Which of the quantities in a thread counts what is asked for."""

# ruff: noqa: SIM905 (patterns read better whole)
import re
from collections.abc import Sequence
from typing import Final

from core.understanding.reask.draft import Term
from core.understanding.reask.fitting import CORRECTS, NEEDED, fits, units
from core.understanding.reask.index import AnswerIndex, Known
from core.understanding.reask.words import is_generic, stem, stems, tokens
from core.understanding.text import fold

_STOPS: Final = frozenset("для на в с по и из к for in to on from at with and per of".split())


def _counted(k: Known) -> frozenset[str]:
    """What the number counts: its unit and the words right beside it."""
    if k.line is None:
        return units(k.row)
    low = k.line.low
    start, end = k.row.fact.start - k.line.start, k.row.fact.end - k.line.start
    after = re.split(r"[,.;:!?()]", low[end : end + 40])[0].split()[:3]
    beside: list[str] = []
    for word in after:
        if word in _STOPS:
            break
        beside.append(word)
    before = [w for w, _ in tokens(low[max(0, start - 40) : start])][-2:]
    words = [w for w in (*beside, *before) if w[0].isalpha() and not is_generic(w)]
    return units(k.row) | {stem(w) for w in words}


_AMOUNT: Final = re.compile(r"(?:qty|quantity|тираж\w*|количеств\w*|кол-во|объем\w*)\W*$")


def _of_thread(k: Known, term: Term, product: frozenset[str], index: AnswerIndex) -> bool:
    """Whether a number that names nothing beside it counts the one thing the thread is about."""
    if k.line is None or not term.stems & (product | index.subject) or not _bare(k, product):
        return False
    if _AMOUNT.search(k.line.low[: k.row.fact.start - k.line.start]):
        return True
    if not term.stems & product:
        return False
    near = k.line.stems.keys() | k.line.asked | index.beside(k.line)
    said = bool(term.stems & near)
    return said or _pieces(k) or bool(CORRECTS.search(k.line.low) or NEEDED.search(k.line.low))


def _bare(k: Known, product: frozenset[str]) -> bool:
    """Whether the number counts nothing that is named beside it, but the product."""
    if k.line is None:
        return True
    start, end = k.row.fact.start - k.line.start, k.row.fact.end - k.line.start
    label = re.match(r"([\w ]{2,40}):.{0,4}$", k.line.low[:start])
    behind = re.match(r"\s+([^\W\d_]{3,})", k.line.low[end:])
    word = behind.group(1) if behind else ""
    named = set(stems(label.group(1)) if label else ()) | (
        set() if word in _STOPS else set(stems(word))
    )
    return not named - product - units(k.row)


def quantity(known: Sequence[Known], rest: Sequence[Term], index: AnswerIndex) -> Known | None:
    """The quantity of what ``rest`` names, in its newest saying; without ``rest`` the only one that
    stands. ``known`` comes newest first."""
    known = [k for k in known if k.line is None or k.line.nature == "says"]
    if not rest:
        standing = [k for k in known if k.by is None]
        return standing[0] if len(standing) == 1 else None
    single = index.products[0] if len(index.products) == 1 else frozenset()
    fitting = [
        k for k in known
        if (rest[0].stems & _counted(k) or _of_thread(k, rest[0], single, index))
        and fits(k, rest, index)
    ]  # fmt: skip
    if not fitting:
        return None
    first = fitting[0]
    same = [k for k in fitting if k.line is not None and k.line is first.line]
    best = min(same, key=lambda k: _gap(k, rest)) if len(same) > 1 else first
    if len(same) > 1 and sum(_gap(k, rest) == _gap(best, rest) for k in same) > 1:
        return None
    return _replaced(best, known, rest, index)


def _gap(k: Known, rest: Sequence[Term]) -> int:
    """Characters between the number and the word it is asked with."""
    assert k.line is not None
    start, end = k.row.fact.start - k.line.start, k.row.fact.end - k.line.start
    gaps = [
        at - end if at >= end else max(0, start - at - len(t.word))
        for t in rest for s in t.stems if (at := k.line.stems.get(s)) is not None
    ]  # fmt: skip
    return min(gaps, default=1_000)


def _replaced(
    best: Known, known: Sequence[Known], rest: Sequence[Term], index: AnswerIndex
) -> Known:
    """What the client said in its place since, as far as it counts the same thing."""
    while best.by is not None:
        after = next((k for k in known if k.row.fact.id == best.by.fact.id), None)
        if after is None or after.line is None or not _counts_same(after, best, rest, index):
            return best
        best = after
    return best


def _counts_same(after: Known, before: Known, rest: Sequence[Term], index: AnswerIndex) -> bool:
    assert after.line is not None
    wanted = {s for t in rest for s in t.stems} | units(before.row)
    single = index.products[0] if len(index.products) == 1 else frozenset()
    counted = _counted(after) - _digits(after)
    if counted & wanted:
        return True
    if not _bare(after, single | frozenset(wanted)):
        return False
    return bool(CORRECTS.search(after.line.low)) or (_pieces(after) and _pieces(before))


def _digits(k: Known) -> frozenset[str]:
    return frozenset(s for s in _counted(k) if s[0].isdigit())


def _pieces(k: Known) -> bool:
    return bool(re.match(r"шт|ед|pcs|piece|unit", fold(k.row.fact.unit)))
