"""Holds what the model says to its source: no quote, no fact; no canonical value, no fact."""

import re
from collections.abc import Sequence
from dataclasses import replace

import msgspec
from stdnum.ru import inn as ru_inn

from core.domain.reading import FACT_KINDS, Candidate, ModelFact, ModelReading, Turn
from core.understanding.context import Context, Passage, context_of, passage
from core.understanding.morph import Word, is_first_name, word
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.budget import currency_of, may_be_theirs
from core.understanding.recognizers.contacts import emails, phones
from core.understanding.recognizers.counting import upper_ends
from core.understanding.recognizers.dates import clocks, dates
from core.understanding.recognizers.decision import stands
from core.understanding.recognizers.money import Amount, amounts, canonical
from core.understanding.recognizers.numbers import plain
from core.understanding.recognizers.others import another
from core.understanding.recognizers.parties import sellers
from core.understanding.recognizers.phrases import completed
from core.understanding.recognizers.places import NOT_TOWNS, is_town
from core.understanding.recognizers.quantity import COUNTS, MEASURES, seems_counted
from core.understanding.recognizers.steering import steering
from core.understanding.text import Span, fold, trim

_BARE = {"да", "нет", "не", "ок", "yes", "no", "not", "ok", "okay"}
"""No decision by themselves, unless we asked for one."""
DOCUMENTS = frozenset(
    {"quote", "contract", "invoice", "act", "nda", "certificate", "requisites", "datasheet", "waybill"}  # noqa: E501
)  # fmt: skip
_UNIT = re.compile(rf"\s*(?P<u>{COUNTS}|{MEASURES})(?![\w²³])")
_PRONOUNS = {"я", "мы", "вы", "он", "она", "i", "we", "you", "he", "she", "it", "they", "это"}


MOST_WORDS = 6
"""A longer quote names no paper: a model that has read nothing copies the whole turn."""
ALONE = 0.88
"""A fact that only the model saw must be this sure to stand."""
_READ = frozenset(
    {"quantity", "budget", "deadline", "meeting_at", "phone", "email", "inn", "city", "person", "company", "competitor"}  # noqa: E501
)  # fmt: skip
_ALONE_BY_KIND = {"document": 0.6, "decision": 0.6}
_NO_QUANTITY = re.compile(
    r"\s*-?\s*(?:%|процент|percent|[xх*:/]\s?\d|[.:]\d|м[³3]/|квт|kw|вт\b|бар|bar|гиг|гб|тб|gb\b|tb\b|гц|hz|дн|нед|"
    r"мес|год|лет\b|час|мин|раз|days?|weeks?|months?|years?|hours?|min|times|am\b|pm\b|мм|см|mm|cm|"
    r"на\s+\d|руб|₽|\$|€|тыс|млн|eur|usd|gbp|л/|m3/|из\s+\d)"
)
_NO_QUANTITY_BEFORE = re.compile(
    r"(?:№|#|\$|€|£|\d[.:/x*х-]|\d\s?[xх*]\s?|заказ\w*|договор\w*|сч[её]т\w*|ду|dn|order|invoice|размер\w*|size|если|if|"
    r"model|модел\w+|за|через|within|по)\s*(?:no\.?|n|№)?\s*$"
)
_UNITS_OF_FIRM = {
    "отдел",
    "служба",
    "департамент",
    "бухгалтерия",
    "закупки",
    "department",
    "team",
    "dept",
}
_VERBS = {"VERB", "INFN", "GRND", "PRTS", "NPRO", "PREP", "CONJ", "PRCL", "INTJ", "ADVB", "PRED"}
_COMMON_EN = frozenset(
    """
    ahoj hola bonjour buongiorno ciao hallo salam namaste shalom guten buenos
    a an the i we you he she it they this that these those my our your his her their me us them do
    does did is are was were be been have has had can could will would shall should may might must
    not no yes ok okay please thanks thank hello hi hey dear good great need want send get give buy
    order price quote invoice contract today tomorrow yesterday monday tuesday wednesday thursday
    friday saturday sunday spring summer autumn winter and or but if when what how why where there
    here also still just very really suitable available urgent regards team manager
    """.split()  # noqa: SIM905
)


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
        place = passage(page.text, context, [*steering(page.text), *sellers(page.text)])
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
            start, end = span.start + money[-1].start, span.start + money[-1].end
            if not may_be_theirs(place, replace(money[-1], start=start, end=end)):
                return None
            return canonical(money[-1], currency_of(place)), "", span
        case "quantity":
            every = upper_ends(low, amounts(low))
            numbers = [a for a in every if not a.currency and a.value > 0]
            if not numbers or not _counts(place.low, span, numbers[0]):
                return None
            first = numbers[0]
            here = Amount(span.start + first.start, span.start + first.end, first.value)
            if not seems_counted(place, here):
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
            bare = low in _BARE and "decision" not in place.context.asked
            known = fact.value in {"yes", "no", "postponed"}
            if not known or bare or not stands(place, span, fact.value):
                return None
            return fact.value, "", span
        case "document":
            named = fact.value in DOCUMENTS and len(low.split()) <= MOST_WORDS
            return (fact.value, "", span) if named else None
        case _:
            if low in _PRONOUNS or len(low) < 2 or not any(c.isalpha() for c in low):
                return None
            quoted = place.text[max(0, span.start - 1) : span.start] in {'"', "«", "“", "„"}
            if fact.kind in {"person", "role"} and another(
                place.low, place.sentences, *_whole(place, span)
            ):
                return None
            if not quoted and not shaped(fact.kind, place.text[span.start : span.end]):
                return None
            if fact.kind == "person" and _another_person(place, span):
                return None
            if fact.kind == "role":
                span = _bare_title(place, span)
            if fact.kind == "product":
                span = completed(place, span, [])
            return " ".join(place.text[span.start : span.end].split()), "", span


def _another_person(place: Passage, span: Span) -> bool:
    """Whether the name is a town's, is thanked, or was given by us: our manager's."""
    if is_town(place, *span) or _THANKED.search(place.low[: span.start][-30:]):
        return True
    stem = place.low[slice(*span)].split()[0][:4]
    theirs = any(t.sender == "client" and stem in fold(t.text) for t in place.context.earlier)
    ours = any(t.sender == "us" and stem in fold(t.text) for t in place.context.earlier)
    vocative = place.low[span.end : span.end + 1] == "," and not place.low[: span.start].strip()
    return ours and not theirs and vocative


_THANKED = re.compile(r"(?:спасибо|благодар\w+|thanks?(?:\s+to)?)\s+(?:\w+\s+)?$")


def _bare_title(place: Passage, span: Span) -> Span:
    """The title without an adjective left over at its end: «методист детского»."""
    last = re.search(r"(?<=[а-я])\s+([а-я]{4,}(?:ого|его|ой|ых|их))$", place.low[slice(*span)])
    if last is None or word(last[1]).pos != "ADJF":
        return span
    return Span(span.start, span.start + last.start())


def _whole(place: Passage, span: Span) -> Span:
    """The quote with the name right before it: a job is another's when the name is."""
    m = re.search(
        r"(?:[A-ZА-ЯЁ][a-zа-яё]+ ){0,1}[A-ZА-ЯЁ][a-zа-яё]+(?:, | - | )$",
        place.text[: span.start][-60:],
    )
    return Span(span.start - len(m.group()), span.end) if m else span


def _counts(low: str, span: Span, number: Amount) -> bool:
    """Whether a number may be a quantity: no price, term, share, size, power or clock time."""
    start, end = span.start + number.start, span.start + number.end
    before = low[max(0, start - 14) : start]
    return not _NO_QUANTITY.match(low, end) and not _NO_QUANTITY_BEFORE.search(before)


def shaped(kind: str, said: str) -> bool:
    """Whether the words can be such a fact at all: «Пишу» is no city, “suitable” no product."""
    words = re.findall(r"[^\W_]+(?:[-'.&][^\W_]+)*", said)
    if not words or len(words) > 9:
        return False
    low = [fold(w) for w in words]
    entries = [word(w) if re.search("[а-я]", w) else None for w in low]
    if kind == "person":
        return len(words) <= 3 and all(
            w.isalpha() or "-" in w or "." in w for w in words
        ) and all(
            (e is None and w[0].isupper() and f not in _COMMON_EN)
            or (e is not None and _may_name(w, f))
            for w, f, e in zip(words, low, entries, strict=True)
        )  # fmt: skip
    if kind in {"city", "company", "competitor"}:
        if kind == "city" and (
            len(words) > 3 or low[0] in NOT_TOWNS or any(c.isdigit() for c in said)
        ):
            return False
        if entries[0] is None:
            return low[0] not in _COMMON_EN and (words[0][0].isupper() or kind == "competitor")
        proper = entries[0].tags & {"Geox", "Orgn", "Trad"} or not entries[0].known
        if kind == "city":
            return words[0][0].isupper() and bool(proper)
        quoted = said[:1] in '«"“' or len(words) > 1
        return bool(proper) or (quoted and entries[0].pos not in _VERBS)
    if kind == "role":
        if len(words) > 6 or "?" in said:
            return False
        return low[0] not in _UNITS_OF_FIRM and low[-1] not in _UNITS_OF_FIRM
    if kind == "product":
        if any(e is not None and _acts(e) for e in entries):
            return False
        nouns = any(e is not None and ("NOUN" in e.tags or not e.known) for e in entries)
        return nouns or (entries[-1] is None and not set(low) & _COMMON_EN)
    return True


def _acts(entry: Word) -> bool:
    """Whether it is surely a verb or a pronoun («мочи» may be a noun too)."""
    return entry.pos in {"VERB", "NPRO", "INFN", "GRND"} and "NOUN" not in entry.tags


def _may_name(written: str, form: str) -> bool:
    entry = word(form)
    if is_first_name(form):
        return True
    named = bool(entry.tags & {"Name", "Surn", "Patr", "Init"}) or not entry.known
    return written[0].isupper() and named and entry.pos not in {"VERB", "PREP", "NPRO"}


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
        if any(
            r.kind in _READ
            and r.kind != c.kind
            and r.page == c.page
            and r.start <= c.start < c.end <= r.end
            for r in rules
        ):
            continue  # the rules read these words as something else
        if backed:
            best = backed[0]
            surer = min(0.98, 1 - (1 - best.confidence) * (1 - 0.5 * c.confidence))
            found[found.index(best)] = msgspec.structs.replace(best, confidence=round(surer, 3))
            continue
        single = {"budget", "deadline", "meeting_at", "decision", "person"}
        if c.kind in exact or (c.kind in single and same):
            continue
        if c.confidence < _ALONE_BY_KIND.get(c.kind, ALONE):
            continue
        found.append(c)
    return tuple(sorted(found, key=lambda c: (c.page or 0, c.start, c.end)))
