"""What one might answer, by rules: only where a deal says for sure what comes next. Pure.

Nothing here is worded, as in ``core.domain.deal``: a ``Suggestion`` names a sentence and the facts
that fill it, so that no price, day or number can stand in it that was not read in the thread.
"""

from typing import Final

import msgspec

from core.domain.deal import Deal
from core.domain.deal_view import PAPERS
from core.domain.reading import Fact

MOST: Final = 2
_WITH_A_QUESTION: Final = frozenset(
    {"price", "place-order", "confirm-meeting", "payment", "delivery", "offer-meeting",
     "send-quote", "send-invoice", "send-contract"}
)  # fmt: skip
"""Steps that what is still unknown stands in the way of."""
_SENT: Final = frozenset(PAPERS) - {"quote", "invoice", "contract"}
SENTENCES: Final = (
    "say-confirm-meeting", "say-price", "say-send-quote", "say-send-invoice", "say-send-contract",
    "say-send-paper", "say-place-order", "say-delivery", "say-check-payment", "say-come-back",
    "say-hello", "ask",
)  # fmt: skip


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """``sentence`` is one of SENTENCES, ``about`` the facts in it; ``what`` the kind that an
    ``ask`` asks about, or the paper of ``say-send-paper``."""

    sentence: str
    about: tuple[Fact, ...] = ()
    what: str = ""


def suggestions(deal: Deal) -> tuple[Suggestion, ...]:
    """At most two: what can be said, and the one thing to ask. None while it is the client's
    move, or where the next step is a person's to judge (a complaint, an objection)."""
    if not deal.ours:
        return ()
    found = [s for s in (_said(deal), _asked(deal)) if s is not None]
    return tuple(found[:MOST])


def _said(deal: Deal) -> Suggestion | None:
    step, about = deal.step, deal.next_about
    kinds = {fact.kind for fact in deal.about}
    if step == "confirm-meeting":
        timed = tuple(f for f in about if f.kind == "meeting_at" and "T" in f.value)
        return Suggestion(sentence="say-confirm-meeting", about=timed) if timed else None
    if step in ("price", "send-quote"):
        known = {"product", "quantity"} <= kinds
        return Suggestion(sentence=f"say-{step}", about=deal.about) if known else None
    if step == "place-order":
        return Suggestion(sentence="say-place-order", about=deal.about) if deal.about else None
    if step in ("send-invoice", "send-contract"):
        ready = "requisites" not in deal.unknown
        return Suggestion(sentence=f"say-{step}") if ready else None
    if step == "delivery":
        city = tuple(f for f in about if f.kind == "city")
        return Suggestion(sentence="say-delivery", about=city) if city else None
    if step in ("check-payment", "come-back", "hello"):
        return Suggestion(sentence=f"say-{step}")
    paper = step.removeprefix("send-")
    if paper != step and paper in _SENT:
        return Suggestion(sentence="say-send-paper", what=paper)
    return None


def _asked(deal: Deal) -> Suggestion | None:
    if deal.step not in _WITH_A_QUESTION or not deal.unknown:
        return None
    return Suggestion(sentence="ask", what=deal.unknown[0])
