"""What a deal needs to be known at each of its stages, the most needed first. Pure."""

from collections.abc import Collection, Mapping
from typing import Final

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "asking": ("product", "quantity", "deadline", "city", "budget"),
    "priced": ("decision", "quantity", "deadline", "city"),
    "objecting": ("budget", "competitor", "deadline"),
    "agreed": ("requisites", "quantity", "deadline", "city", "phone"),
    "paying": ("requisites", "city", "deadline"),
    "delivering": ("city", "phone"),
    "after_sale": ("product", "phone"),
    "postponed": ("return", "budget"),
    "lost": (),
    "no_deal": (),
}
"""``requisites`` are what a paper is made out to, ``return`` when to come back to the client."""
UNKNOWN: Final = tuple(
    dict.fromkeys(kind for kinds in (*NEEDS.values(), ("meeting_at",)) for kind in kinds)
)
"""Every kind that may be asked about; each has a name and a question."""
_UNASKED = frozenset({"spam", "job", "partnership"})


def missing(stage: str, lead: str, known: Collection[str]) -> tuple[str, ...]:
    """The kinds still to be asked at that stage; ``lead`` is the first tag of the thread and
    ``known`` the kinds of fact that stand for sure."""
    kinds = NEEDS[stage]
    if lead == "meeting" and stage in ("asking", "priced"):
        kinds = ("meeting_at", "phone", *kinds)
    elif lead == "smalltalk" and stage == "no_deal":
        kinds = ("product",)
    elif lead in _UNASKED:
        kinds = ()
    return tuple(kind for kind in kinds if not _known(kind, known))


def _known(kind: str, known: Collection[str]) -> bool:
    if kind == "requisites":  # a paper is made out to an INN; a name alone is not enough
        return "inn" in known or kind in known
    return kind in known
