"""Which of the newest hits are best, where the words stand in them, and how they are grouped."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec

from core.search.found import Hit, Span
from core.search.terms import Token, tokens

_AROUND: Final = 22
"""Characters before the first lit word in a snippet."""
SNIPPET: Final = 160
A_THREAD: Final = 2
"""Hits of one thread that are shown; the last says how many more there are."""
_HALF_LIFE_MS: Final = 21 * 86_400_000
_AT_ONCE: Final = 90
"""Words this near to each other are lit as one place."""


class Term(NamedTuple):
    """A word or phrase as it is looked for: ``typed`` are its folded words. One word may be any of
    ``forms``; where it is a beginning, of the words that begin so as well."""

    typed: tuple[str, ...]
    forms: frozenset[str] = frozenset()
    prefix: bool = False

    def fits(self, form: str) -> bool:
        """Whether a folded word of a text is this one."""
        return form in self.forms or (self.prefix and form.startswith(self.typed[0]))


def places(terms: Sequence[Term], said: Sequence[Token]) -> list[Span]:
    """Where the words stand, in their order; a phrase as one place."""
    found: list[Span] = []
    for term in terms:
        if len(term.typed) == 1:
            found += [(t.start, t.end) for t in said if term.fits(t.form)]
            continue
        size = len(term.typed)
        for i in range(len(said) - size + 1):
            there = tuple(t.form for t in said[i : i + size])
            if there[:-1] == term.typed[:-1] and (
                there[-1] == term.typed[-1]
                or (term.prefix and there[-1].startswith(term.typed[-1]))
            ):
                found.append((said[i].start, said[i + size - 1].end))
    return sorted(set(found))


def says_all(terms: Sequence[Term], words: str) -> bool:
    """Whether a text of folded words says every one of them."""
    said = words.split()
    known = set(said)
    for term in terms:
        if len(term.typed) > 1:
            if f" {' '.join(term.typed)}{'' if term.prefix else ' '}" not in f" {words} ":
                return False
        elif not (known & term.forms) and not any(map(term.fits, said)):
            return False
    return True


def quality(terms: Sequence[Term], said: Sequence[Token]) -> float:
    """How well a text fits, 0..1: words as they were typed before their other forms, and words
    that stand together before words far from each other."""
    if not terms:
        return 1.0
    known = {token.form for token in said}
    exact = sum(len(t.typed) > 1 or t.typed[0] in known for t in terms) / len(terms)
    found = places(terms, said)
    apart = min((b[0] - a[1] for a, b in pairwise(found)), default=0) if len(terms) > 1 else 0
    return 0.7 * exact + 0.3 / (1 + max(0, apart - 1) / 12)


def score(fits: float, at: int, now: int) -> float:
    """Best and newest: a month weighs about as much as the difference of a form."""
    return fits + float(0.5 ** (max(0, now - at) / _HALF_LIFE_MS))


def snippet(text: str, found: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """One line around the first place, and the places in it."""
    first = found[0][0] if found else 0
    start = 0
    if first > _AROUND + 12:
        start = text.find(" ", first - _AROUND)
        start = first if start < 0 or start > first else start + 1
    cut = text[start : start + SNIPPET]
    line = "".join(" " if c.isspace() else c for c in cut)
    lead = "… " if start else ""
    shift = len(lead) - start
    lit = tuple(
        (s + shift, min(e, start + SNIPPET) + shift)
        for s, e in found
        if start <= s < start + SNIPPET
    )
    return lead + line + ("…" if start + SNIPPET < len(text) else ""), lit


def span(found: Sequence[Span]) -> Span:
    """What is lit in the whole text: the first place with what stands near it."""
    if not found:
        return (0, 0)
    start, end = found[0]
    for s, e in found[1:]:
        if s - start > _AT_ONCE:
            break
        end = max(end, e)
    return (start, end)


def placed(
    hit: Hit, terms: Sequence[Term], text: str, now: int, beside: str = ""
) -> tuple[float, Hit]:
    """The hit with its snippet and place, and its score. Where the text says none of the words
    they are in what stands ``beside`` it, the names of its files."""
    said = tokens(text)
    found = places(terms, said)
    start, end = span(found)
    if beside and not found:
        there = places(terms, tokens(beside))
        if there or not text:
            said, found, text = tokens(beside), there, beside
    line, lit = snippet(text, found)
    made = msgspec.structs.replace(hit, snippet=line, lit=lit, start=start, end=end)
    return score(quality(terms, said), hit.at, now), made


def grouped(scored: Iterable[tuple[float, Hit]], most: int) -> tuple[Hit, ...]:
    """The hits of a thread together, the thread with the best one first."""
    threads: dict[int, list[tuple[float, Hit]]] = {}
    for one in sorted(scored, key=lambda one: (-one[0], -one[1].at)):
        threads.setdefault(one[1].thread, []).append(one)
    made: list[Hit] = []
    for hits in threads.values():
        shown = [hit for _, hit in hits[:A_THREAD]]
        if len(hits) > A_THREAD:
            shown[-1] = msgspec.structs.replace(shown[-1], more=len(hits) - A_THREAD)
        made += shown
        if len(made) >= most:
            break
    return tuple(made[:most])
