"""Where a deal stands, what the rep does next, and what is still to be asked. Pure.

Nothing here is worded: a ``Deal`` names sentences of the translations and gives the facts that
fill them, so that no value can appear that was not read in the thread.
"""

from collections.abc import Collection, Sequence
from typing import Final, Literal

import msgspec

from core.domain.deal_needs import missing
from core.domain.deal_view import BUYING, PAPERS, Said, View
from core.domain.reading import Fact, Intent
from core.domain.window import Window, window

Stage = Literal[
    "asking", "priced", "objecting", "agreed", "paying", "delivering", "after_sale", "postponed",
    "lost", "no_deal",
]  # fmt: skip
STAGES: Final[tuple[Stage, ...]] = (
    "asking", "priced", "objecting", "agreed", "paying", "delivering", "after_sale", "postponed",
    "lost", "no_deal",
)  # fmt: skip
STEPS: Final = (
    "price", "question", "confirm-meeting", "offer-meeting", "meet", "delivery", "when-delivered",
    "payment", "check-payment", "complaint", "support", "objection", "reason", "come-back",
    "place-order", "partnership", "job", "spam", "hello", "wait", "wait-payment", "remind",
    *(f"send-{paper}" for paper in PAPERS),
)  # fmt: skip
"""What the rep may have to do; each is a sentence."""
SILENCE_MS: Final = 24 * 3600 * 1000
"""A client who has been silent so long may be reminded."""

_NO_DEAL = frozenset({"spam", "job", "partnership"})


class Deal(msgspec.Struct, frozen=True, kw_only=True):
    """``about`` are the facts that say what it is about, ``next_about`` those of the next step,
    ``unknown`` the kinds still to be asked, the most needed first. ``ours``: it is our move since
    ``since`` (ms; 0 where nobody wrote). ``window`` is the service window."""

    stage: Stage
    about: tuple[Fact, ...] = ()
    step: str = "hello"
    next_about: tuple[Fact, ...] = ()
    unknown: tuple[str, ...] = ()
    ours: bool = False
    since: int = 0
    window: Window = Window("none")


def deal(
    intents: Sequence[Intent],
    facts: Sequence[Fact],
    said: Sequence[Said],
    now: int,
    *,
    closes: int | None = None,
    has_window: bool = False,
    known: Collection[str] = (),
) -> Deal:
    """The deal of a thread with these tags, standing facts and last messages (oldest first) at
    ``now``, ms; ``closes`` and ``has_window`` as in ``core.domain.window``. ``known`` are kinds
    that need not be asked though no fact says them: a number the messenger told. What we have
    just asked is not to be asked again."""
    view = View(intents, [f for f in facts if f.status == "standing"], said, now)
    stage = _stage(view)
    step, about = _step(view, stage)
    last = said[-1] if said else None
    return Deal(
        stage=stage,
        about=view.subject(),
        step=step,
        next_about=about,
        unknown=missing(stage, view.lead, view.known() | view.asked() | {*known}),
        ours=view.ours,
        since=last.at if last else 0,
        window=window(closes, now, exists=has_window),
    )


def _stage(view: View) -> Stage:
    """The first that holds."""
    lead = view.lead
    later = view.last_theirs > view.decided  # something was said after the decision
    if lead in _NO_DEAL:
        return "no_deal"
    if lead in ("support", "complaint"):
        return "after_sale"
    again = (later and lead in BUYING) or view.wished_since(view.decided)
    if lead == "refusal" or (view.decision == "no" and not again):
        return "lost"
    if view.decision == "postponed" and not again:
        return "postponed"
    if lead == "objection" and (later or view.decision != "yes"):
        return "objecting"
    agreed = view.ordered()
    if lead == "payment" or (agreed and view.paid() and lead != "delivery"):
        return "paying"
    if lead == "delivery" and (agreed or not view.subject()):
        return "delivering"
    if agreed:
        return "paying" if view.decided and view.sent_since(view.decided) else "agreed"
    return _early(view)


def _early(view: View) -> Stage:
    if view.priced():
        return "priced"
    wants = view.subject() or view.by.get("budget") or view.wanted() or view.meeting()
    return "asking" if wants or view.lead not in ("", "smalltalk") else "no_deal"


def _step(view: View, stage: Stage) -> tuple[str, tuple[Fact, ...]]:
    """What comes next, and the facts it speaks of."""
    if stage == "no_deal" and view.lead in _NO_DEAL:
        return view.lead, ()
    paper, meeting = view.wanted(), view.meeting()
    unanswered = meeting is not None and meeting.at > view.last_ours
    if stage not in ("lost", "no_deal", "after_sale", "postponed"):
        newer = paper is not None and (meeting is None or paper.at > meeting.at)
        if meeting is not None and unanswered and not newer:
            return "confirm-meeting", (meeting,)
        if paper is not None:
            return f"send-{paper.value}", view.quantity()
    if view.ours:
        return _our_move(view, stage)
    if meeting is not None and stage not in ("lost", "no_deal"):
        return "meet", (meeting,)
    if not view.said:
        return "hello", ()  # it is for us to begin
    if stage == "no_deal" or stage == "lost":
        return "wait", ()
    if view.said and view.now - view.said[-1].at >= SILENCE_MS:
        return "remind", ()
    return ("wait-payment" if stage == "paying" and not view.paid() else "wait"), ()


def _our_move(view: View, stage: Stage) -> tuple[str, tuple[Fact, ...]]:
    subject = view.subject()
    match stage:
        case "asking" | "priced" if view.lead == "meeting":
            return "offer-meeting", ()
        case "asking" | "priced" if view.lead == "delivery":
            return "delivery", tuple(f for f in [view.by.get("city")] if f)
        case "asking" if view.lead in ("price_request", "order", "documents"):
            return "price", subject
        case "asking" | "priced":
            return "question", tuple(f for f in subject if f.kind == "product")
        case "agreed" | "paying" if view.lead == "product_question":
            return "question", tuple(f for f in subject if f.kind == "product")
        case "objecting":
            return "objection", tuple(f for f in [view.by.get("competitor")] if f)
        case "paying" if view.paid():
            return "check-payment", ()
        case "agreed" | "paying" if view.told_whom_to_bill():
            return "send-invoice", view.quantity()
        case "agreed":
            return "place-order", subject
        case "paying":
            return ("payment" if view.lead == "payment" else "wait-payment"), ()
        case "delivering":
            return "when-delivered", subject
        case "after_sale":
            return view.lead, tuple(f for f in subject if f.kind == "product")
        case "postponed":
            return "come-back", ()
        case "lost" if not 0 < view.decided < view.last_ours:
            return "reason", ()
        case "lost":
            return "wait", ()
    return "hello", ()
