"""Where the sources of a fact say different things, and nobody has chosen between them. Pure.

What a client says in messages and changes later is no contradiction: the later word stands and
the earlier is its history. It is one where a document says another thing than the messages, where
two documents differ, and where something new is said against what the operator confirmed.
"""

from collections.abc import Sequence

import msgspec

from core.domain.reading import Fact
from core.domain.views import FactRow

_ALONE = frozenset({"inn"})
"""A client has one: two that stand side by side contradict each other."""
_PEOPLE = frozenset({"person", "role"})
"""A paper names who signs it, who writes may be somebody else: that contradicts nothing."""
_ALONE_ON_PAPER = frozenset({"company"})
"""A client may speak of several; two papers of one client name the same."""


def with_conflicts(rows: Sequence[FactRow]) -> list[FactRow]:
    """Each standing fact with the others that contradict it, the newest first. One that the
    operator confirmed or corrected contradicts nothing that was said before."""
    return [msgspec.structs.replace(row, conflicts=_of(row, rows)) for row in rows]


def _of(row: FactRow, rows: Sequence[FactRow]) -> tuple[FactRow, ...]:
    if row.fact.review:
        return ()
    found = _behind(row) + _beside(row, rows)
    once = {(_source(other), said(other.fact)): other for other in reversed(found)}
    return tuple(sorted(once.values(), key=lambda other: other.fact.at, reverse=True))


def _behind(row: FactRow) -> list[FactRow]:
    """Of what it replaced: what the operator had confirmed, and the last word of each document,
    or of the messages where it stands in a document itself."""
    last: dict[object, FactRow] = {}
    for old in row.history:  # the newest first
        last.setdefault(_source(old), old)
    found = [
        o for source, o in last.items()
        if source != _source(row) and row.fact.kind not in _PEOPLE
    ]  # fmt: skip
    found += [o for o in row.history if o.fact.review and o not in found]
    return [o for o in found if said(o.fact) != said(row.fact)]


def _beside(row: FactRow, rows: Sequence[FactRow]) -> list[FactRow]:
    fact = row.fact
    if fact.kind not in _ALONE | _ALONE_ON_PAPER:
        return []
    others = [o for o in rows if o.fact.kind == fact.kind and o.fact.id != fact.id]
    return [
        o
        for o in others
        if said(o.fact) != said(fact)
        and _source(o) != _source(row)
        and (fact.kind in _ALONE or None not in (o.fact.page, fact.page))
    ]


def _source(row: FactRow) -> object:
    """A document, or all messages together: they correct one another."""
    fact = row.fact
    return None if fact.page is None else (fact.message, fact.attachment)


def said(fact: Fact) -> tuple[str, str]:
    """What tells two statements of a kind apart."""
    value = " ".join(fact.value.casefold().split())
    return value, (fact.unit.casefold()[:2] if fact.kind == "quantity" else "")
