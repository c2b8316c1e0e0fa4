"""A thread as the rules of a deal ask it: who has the word, what was named, wanted, paid. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from core.domain.reading import Fact, Intent, Sender

PAPERS: Final = (
    "quote", "contract", "invoice", "act", "nda", "certificate", "requisites", "datasheet",
    "waybill",
)  # fmt: skip
SURE: Final = 0.45
"""Below this a fact is a guess: it is still to be asked."""

BUYING: Final = frozenset({"price_request", "product_question", "order", "documents", "payment"})
"""Tags of a client who wants to buy."""
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_PRICE = re.compile(
    r"[$€£₽]\s?\d|\d\s?(?:[$€£₽]|руб|р\.|тыс|млн|тенге|usd|eur|gbp|rub|aed|k\b)", re.IGNORECASE
)
_PAID = re.compile(
    r"(?<!\w)(?:оплатил\w*|оплачен\w*|перев[её]л[аи]?|(?:с?кинул|отправил)[аи]?\s+\d[\d\s]*(?:тыс\w*|руб\w*|₽)?(?=\W|$)|деньги\s+ушли|платеж\w*\s+(?:ушел|прош[её]л)|"
    r"paid|(?:payment|money)\s+(?:is\s+|was\s+)?(?:sent|made|through)|transferred)(?!\w)",
    re.IGNORECASE,
)


_SENT = re.compile(
    r"(?<!\w)(?:отправ(?:ил|лен|ляю)\w*|прикреп\w+|прилагаю|во\s+вложении|выслал\w*|высылаю|"
    r"выставил\w*|скинул\w*|sent|attached|attaching|here\s+(?:is|are)|issued)(?!\w)",
    re.IGNORECASE,
)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A message as far as the deal goes; ``at`` in ms, UTC; ``files``: how many came with it;
    ``asks``: what it asks the client about, by the names of ``deal_needs.UNKNOWN``; ``wish``: the
    first tag it was read with, '' where that is not sure."""

    sender: Sender
    at: int
    text: str = ""
    files: int = 0
    asks: tuple[str, ...] = ()
    wish: str = ""


class View:
    """What the thread says; ``ours``: it is our move."""

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
        wished = [s for s in said if s.wish not in ("", "smalltalk")]
        if self.lead == "smalltalk" and wished:
            # «спасибо» is about what was wanted last; where that is answered there is nothing to do
            self.lead = wished[-1].wish
            if self.last_ours > wished[-1].at:
                self.ours = self.decided > self.last_ours

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

    def ordered(self) -> bool:
        """Whether the client agreed and has not gone back on it since."""
        if self.decision == "yes" or self.lead == "order":
            return True
        wishes = [s.wish for s in self.said if s.wish in ("order", "refusal")]
        return bool(wishes) and wishes[-1] == "order" and self.decision == ""

    def wished_since(self, at: int) -> bool:
        """Whether the client wanted to buy after that moment."""
        return at > 0 and any(s.wish in BUYING for s in self.said if s.at > at)

    def sent_since(self, at: int) -> bool:
        """Whether a paper of ours went out after that moment, or we say that one did."""
        ours = (s for s in self.said if s.sender == "us" and s.at > at)
        return any(s.files or _SENT.search(s.text) for s in ours)

    def wanted(self) -> Fact | None:
        """The paper that the client asked for last and that we have not sent since."""
        papers = [f for f in self.facts if f.kind == "document" and f.value in PAPERS]
        papers = [f for f in papers if f.page is None and self.sure(f) and not self._theirs(f)]
        if self.paid():
            papers = [f for f in papers if f.value != "invoice"]
        paper = max(papers, key=lambda f: f.at, default=None)
        return None if paper is None or self.sent_since(paper.at) else paper

    def _theirs(self, paper: Fact) -> bool:
        """Whether the client sends that paper rather than asks for it."""
        told = (s for s in self.said if s.sender == "client" and s.at == paper.at)
        return any(s.files or _SENT.search(s.text) for s in told)

    def meeting(self) -> Fact | None:
        """The meeting that is still to come."""
        found = self.by.get("meeting_at")
        today = _iso(self.now)
        return found if found and self.sure(found) and found.value[:10] >= today[:10] else None

    def told_whom_to_bill(self) -> bool:
        """The client has just given what an invoice is made out to."""
        inn = self.by.get("inn")
        return inn is not None and self.sure(inn) and inn.at > self.last_ours

    def quantity(self) -> tuple[Fact, ...]:
        return tuple(f for f in self.subject() if f.kind == "quantity")


def _iso(ms: int) -> str:
    """The moment in the operator's zone, as the values of facts are."""
    return datetime.fromtimestamp(ms / 1000).astimezone().isoformat()
