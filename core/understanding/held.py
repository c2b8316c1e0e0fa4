"""Holds what the model says to its source: no quote, no fact; no canonical value, no fact."""

import re
from collections.abc import Sequence

import msgspec
from stdnum.ru import inn as ru_inn

from core.domain.reading import FACT_KINDS, Candidate, ModelFact, ModelReading, Turn
from core.understanding.context import Context, Passage, context_of, passage
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.contacts import emails, phones
from core.understanding.recognizers.dates import clocks, dates
from core.understanding.recognizers.money import amounts, canonical
from core.understanding.recognizers.numbers import plain
from core.understanding.recognizers.quantity import COUNTS, MEASURES
from core.understanding.recognizers.steering import steering
from core.understanding.text import Span, fold, trim

DOCUMENTS = frozenset(
    {"quote", "contract", "invoice", "act", "nda", "certificate", "requisites", "datasheet", "waybill"}  # noqa: E501
)  # fmt: skip
_UNIT = re.compile(rf"\s*(?P<u>{COUNTS}|{MEASURES})(?![\w²³])")
_PRONOUNS = {"я", "мы", "вы", "он", "она", "i", "we", "you", "he", "she", "it", "they", "это"}


def find(quote: str, low: str) -> Span | None:
    """Where ``quote`` stands in a folded text, whatever its case and spacing; whole words only."""
    words = fold(quote).split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    left = r"(?<!\w)" if words[0][0].isalnum() else ""
    right = r"(?!\w)" if words[-1][-1].isalnum() else ""
    m = re.search(left + pattern + right, low)
    return Span(*m.span()) if m else None


def held(reading: ModelReading, turns: Sequence[Turn]) -> tuple[Candidate, ...]:
    """The model's facts that stand literally in the last of ``turns``, canonical."""
    turn = turns[-1]
    context = context_of(turns)
    hidden = steering(turn.text)
    place = passage(turn.text, context, hidden)
    found = []
    for fact in reading.facts:
        made = _hold(fact, place) or _in_pages(fact, turn, context)
        if made:
            found.append(made)
    return tuple(found)


def _in_pages(fact: ModelFact, turn: Turn, context: Context) -> Candidate | None:
    for page in turn.pages:
        place = passage(page.text, context, steering(page.text))
        made = _hold(fact, place)
        if made:
            return msgspec.structs.replace(made, attachment=page.attachment, page=page.number)
    return None


def _hold(fact: ModelFact, place: Passage) -> Candidate | None:
    if fact.kind not in FACT_KINDS or len(fact.quote) > 300:
        return None
    span = find(fact.quote, place.low)
    if span is None:
        return None
    span = trim(place.text, *span)
    if span.start >= span.end or replaced(place.low, span.start):
        return None
    made = _canonical(fact, place, span)
    if made is None:
        return None
    value, unit, span = made
    sure = min(max(fact.confidence, 0.0), 0.95)
    return candidate(place, fact.kind, value, span.start, span.end, sure, unit=unit, source="model")


def _canonical(fact: ModelFact, place: Passage, span: Span) -> tuple[str, str, Span] | None:
    """Value, unit and span of the fact in its canonical form; None when it has none."""
    low = place.low[span.start : span.end]
    inside = passage(place.text[span.start : span.end], place.context)
    match fact.kind:
        case "budget":
            money = [a for a in amounts(low) if a.named or a.value >= 1000]
            if not money:
                return None
            return canonical(money[-1], "RUB" if place.russian else "USD"), "", span
        case "quantity":
            numbers = [a for a in amounts(low) if not a.currency and a.value > 0]
            if not numbers:
                return None
            unit = _UNIT.match(place.low, span.start + numbers[0].end)
            return plain(numbers[0].value), unit["u"].rstrip(".") if unit else "", span
        case "deadline":
            days = dates(low, place.context.at)
            return (days[-1].day.isoformat(), "", span) if days else None
        case "meeting_at":
            days = dates(low, place.context.at)
            times = clocks(low, [Span(d.start, d.end) for d in days])
            if not days or not times:
                return None
            return f"{days[0].day.isoformat()}T{times[0].time.strftime('%H:%M')}", "", span
        case "phone":
            numbers_ = phones(inside, [])
            return (numbers_[0].value, "", span) if numbers_ else None
        case "email":
            mails = emails(inside)
            return (mails[0].value, "", span) if mails else None
        case "inn":
            digits = re.sub(r"\D", "", low)
            return (digits, "", span) if ru_inn.is_valid(digits) else None
        case "decision":
            return (fact.value, "", span) if fact.value in {"yes", "no", "postponed"} else None
        case "document":
            return (fact.value, "", span) if fact.value in DOCUMENTS else None
        case _:
            if low in _PRONOUNS or len(low) < 2 or not any(c.isalpha() for c in low):
                return None
            return " ".join(place.text[span.start : span.end].split()), "", span


def merge(rules: Sequence[Candidate], model: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The rules' candidates, and of the model's those that add something.

    The model backs a fact that both see. It adds kinds that the rules did not find in the turn; it
    never overrides an exact recognizer, nor a kind the rules already read at that place.
    """
    found = list(rules)
    exact = {"phone", "email", "inn"}
    for c in model:
        same = [r for r in found if r.kind == c.kind and r.page == c.page]
        backed = [
            r
            for r in same
            if r.value == c.value or not free(Span(r.start, r.end), [Span(c.start, c.end)])
        ]
        if backed:
            best = backed[0]
            surer = min(0.98, 1 - (1 - best.confidence) * (1 - 0.5 * c.confidence))
            found[found.index(best)] = msgspec.structs.replace(best, confidence=round(surer, 3))
            continue
        single = {"budget", "deadline", "meeting_at", "decision", "person"}
        if c.kind in exact or (c.kind in single and same):
            continue
        found.append(c)
    return tuple(sorted(found, key=lambda c: (c.page or 0, c.start, c.end)))
