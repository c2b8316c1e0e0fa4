"""Where a deal stands, what the rep does next, and what is still to be asked. Pure.

Nothing here is worded: a ``Deal`` names sentences of the translations and gives the facts that
fill them, so that no value can appear that was not read in the thread.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from core.domain.deal_needs import missing
from core.domain.reading import Fact, Intent, Sender
from core.domain.window import Window, window

Stage = Literal[
    "asking", "priced", "objecting", "agreed", "paying", "delivering", "after_sale", "postponed",
    "lost", "no_deal",
]  # fmt: skip
STAGES: Final[tuple[Stage, ...]] = (
    "asking", "priced", "objecting", "agreed", "paying", "delivering", "after_sale", "postponed",
    "lost", "no_deal",
)  # fmt: skip
PAPERS: Final = (
    "quote", "contract", "invoice", "act", "nda", "certificate", "requisites", "datasheet",
    "waybill",
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
SURE: Final = 0.45
"""Below this a fact is a guess: it is still to be asked."""

_BUYING = frozenset({"price_request", "product_question", "order", "documents", "payment"})
_NO_DEAL = frozenset({"spam", "job", "partnership"})
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_PRICE = re.compile(
    r"[$€£₽]\s?\d|\d\s?(?:[$€£₽]|руб|р\.|тыс|млн|тенге|usd|eur|gbp|rub|aed|k\b)", re.IGNORECASE
)
_PAID = re.compile(
    r"(?<!\w)(?:оплатил\w*|оплачен\w*|перев[её]л[аи]?|деньги\s+ушли|платеж\w*\s+(?:ушел|прош[её]л)|"
    r"paid|(?:payment|money)\s+(?:is\s+|was\s+)?(?:sent|made|through)|transferred)(?!\w)",
    re.IGNORECASE,
)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A message as far as the deal goes; ``at`` in ms, UTC; ``files``: how many came with it;
    ``asks``: what it asks the client about, by the names of ``deal_needs.UNKNOWN``."""

    sender: Sender
    at: int
    text: str = ""
    files: int = 0
    asks: tuple[str, ...] = ()


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
    view = _View(intents, [f for f in facts if f.status == "standing"], said, now)
    stage = view.stage()
    step, about = view.step(stage)
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


class _View:
    """What the thread says, asked for by the rules below."""

    def __init__(
        self, intents: Sequence[Intent], facts: Sequence[Fact], said: Sequence[Said], now: int
    ) -> None:
        self.lead = intents[0].tag if intents else ""
        self.now, self.said, self.facts = now, said, facts
        self.by: dict[str, Fact] = {}
        for fact in sorted(facts, key=lambda f: f.at):
            self.by[fact.kind] = fact
        decision = self.by.get("decision")
        self.decision, self.decided = ("", 0)
        if decision is not None and self.sure(decision):
            self.decision, self.decided = decision.value, decision.at
        self.last_theirs = max((s.at for s in said if s.sender == "client"), default=0)
        self.last_ours = max((s.at for s in said if s.sender == "us"), default=0)
        # a thumb on our question is an answer too, though no message
        self.ours = bool(said) and max(self.last_theirs, self.decided) > self.last_ours

    def sure(self, fact: Fact) -> bool:
        return bool(fact.review) or fact.confidence >= SURE

    def known(self) -> set[str]:
        """The kinds that need not be asked. A firm abroad has no INN to ask for."""
        kinds = {kind for kind, fact in self.by.items() if self.sure(fact)}
        if "company" in kinds and not _CYRILLIC.search(self.by["company"].value):
            kinds.add("inn")
        return kinds

    def asked(self) -> set[str]:
        """What we asked since the client wrote last."""
        ours = (s.asks for s in self.said if s.sender == "us" and s.at > self.last_theirs)
        return {kind for asks in ours for kind in asks}

    def subject(self) -> tuple[Fact, ...]:
        """Product and quantity, as far as they are known."""
        return tuple(
            f for kind in ("product", "quantity") if (f := self.by.get(kind)) and self.sure(f)
        )

    def priced(self) -> bool:
        """Whether we named a price, and nothing of the kind was asked since."""
        named = max((s.at for s in self.said if s.sender == "us" and _PRICE.search(s.text)),
                    default=0)  # fmt: skip
        asks_again = self.lead == "price_request" and self.ours and self.last_theirs > named
        return bool(named) and not asks_again

    def paid(self) -> bool:
        """Whether the client says that the money is on its way."""
        theirs = [s.text for s in self.said if s.sender == "client"]
        return any(_PAID.search(text) for text in theirs[-3:])

    def sent_since(self, at: int) -> bool:
        """Whether a file of ours went out after that moment."""
        return any(s.files for s in self.said if s.sender == "us" and s.at > at)

    def wanted(self) -> Fact | None:
        """The paper that the client asked for last and that we have not sent since."""
        papers = [f for f in self.facts if f.kind == "document" and f.value in PAPERS]
        papers = [f for f in papers if f.page is None and self.sure(f)]
        paper = max(papers, key=lambda f: f.at, default=None)
        return None if paper is None or self.sent_since(paper.at) else paper

    def meeting(self) -> Fact | None:
        """The meeting that is still to come."""
        found = self.by.get("meeting_at")
        today = _iso(self.now)
        return found if found and self.sure(found) and found.value[:10] >= today[:10] else None

    def stage(self) -> Stage:
        """The first that holds."""
        lead = self.lead
        later = self.last_theirs > self.decided  # something was said after the decision
        if lead in _NO_DEAL:
            return "no_deal"
        if lead in ("support", "complaint"):
            return "after_sale"
        if lead == "refusal" or (self.decision == "no" and not (later and lead in _BUYING)):
            return "lost"
        if self.decision == "postponed" and not (later and lead in _BUYING):
            return "postponed"
        if lead == "objection" and (later or self.decision != "yes"):
            return "objecting"
        agreed = self.decision == "yes" or lead == "order"
        if lead == "payment" or (agreed and self.paid()):
            return "paying"
        if lead == "delivery" and (self.decision == "yes" or not self.subject()):
            return "delivering"
        if agreed:
            return "paying" if self.decided and self.sent_since(self.decided) else "agreed"
        return self._early()

    def _early(self) -> Stage:
        if self.priced():
            return "priced"
        wants = self.subject() or self.by.get("budget") or self.wanted() or self.meeting()
        return "asking" if wants or self.lead not in ("", "smalltalk") else "no_deal"

    def step(self, stage: Stage) -> tuple[str, tuple[Fact, ...]]:
        """What comes next, and the facts it speaks of."""
        if stage == "no_deal" and self.lead in _NO_DEAL:
            return self.lead, ()
        paper, meeting = self.wanted(), self.meeting()
        unanswered = meeting is not None and meeting.at > self.last_ours
        if stage not in ("lost", "no_deal", "after_sale", "postponed"):
            newer = paper is not None and (meeting is None or paper.at > meeting.at)
            if meeting is not None and unanswered and not newer:
                return "confirm-meeting", (meeting,)
            if paper is not None:
                return f"send-{paper.value}", self._quantity()
        if self.ours:
            return self._our_move(stage)
        if meeting is not None and stage not in ("lost", "no_deal"):
            return "meet", (meeting,)
        if stage == "no_deal" or stage == "lost":
            return "wait", ()
        if self.said and self.now - self.said[-1].at >= SILENCE_MS:
            return "remind", ()
        return ("wait-payment" if stage == "paying" else "wait"), ()

    def _our_move(self, stage: Stage) -> tuple[str, tuple[Fact, ...]]:
        subject = self.subject()
        match stage:
            case "asking" | "priced" if self.lead == "meeting":
                return "offer-meeting", ()
            case "asking" | "priced" if self.lead == "delivery":
                return "delivery", tuple(f for f in [self.by.get("city")] if f)
            case "asking" if self.lead in ("price_request", "order", "documents"):
                return "price", subject
            case "asking" | "priced":
                return "question", tuple(f for f in subject if f.kind == "product")
            case "objecting":
                return "objection", tuple(f for f in [self.by.get("competitor")] if f)
            case "agreed":
                return "place-order", subject
            case "paying":
                return ("check-payment" if self.paid() else "payment"), ()
            case "delivering":
                return "when-delivered", subject
            case "after_sale":
                return self.lead, tuple(f for f in subject if f.kind == "product")
            case "postponed":
                return "come-back", ()
            case "lost":
                return "reason", ()
        return "hello", ()

    def _quantity(self) -> tuple[Fact, ...]:
        return tuple(f for f in self.subject() if f.kind == "quantity")


def _iso(ms: int) -> str:
    """The moment in the operator's zone, as the values of facts are."""
    return datetime.fromtimestamp(ms / 1000).astimezone().isoformat()
