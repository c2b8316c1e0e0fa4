"""Phones, e-mail addresses and taxpayer numbers (ИНН)."""

import re

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher
from stdnum.ru import inn as ru_inn

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers.base import candidate, free
from core.understanding.text import Span

_EMAIL = re.compile(
    r"(?<![\w.+-])[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9а-я-]{1,63}\.){1,4}[a-zа-я]{2,15}(?![\w-])"
)
_INN = re.compile(
    r"(?<![\d+.,/-])(?:\d{12}|\d{10}|\d{2}\s\d{2}\s\d{6}|\d{4}\s\d{6})(?![\d]|[.,-]\d)"
)
_INN_LABEL = re.compile(r"\b(?:инн|inn)\b[^\d]{0,16}$")
_PHONE_LABEL = re.compile(
    r"(?:тел|моб|номер|звон|набер|whats|ватсап|viber|phone|call|tel|cell)[^\d]{0,25}$"
)
_ACCOUNT_LABEL = re.compile(
    r"(?:р/с|к/с|расч\w+ сч\w+|сч[её]т\w*|кпп|огрн\w*|бик|снилс|паспорт|артикул|арт\.?|заказ\w*|"
    r"договор\w*|invoice|order|account|№|#|no\.?)\s*[:№#]?\s*$"
)
_DIGIT_RUN = re.compile(r"\d{7,}|\d[\d\s().-]{6,}\d")


def emails(place: Passage) -> list[Candidate]:
    """E-mail addresses, lower case."""
    return [
        candidate(place, "email", m.group(), *m.span(), 0.97)
        for m in _EMAIL.finditer(_mail_fold(place))
    ]


def _mail_fold(place: Passage) -> str:
    # The folded text turns ё into е, which an address may not suffer; blanked ranges stay blank.
    written = place.text.lower()
    if len(written) != len(place.low):
        return place.low
    return "".join(b if b == " " else a for a, b in zip(written, place.low, strict=True))


def inns(place: Passage) -> list[Candidate]:
    """Taxpayer numbers with a right check digit. A bare ten-digit mobile number is a phone."""
    found = []
    for m in _INN.finditer(place.low):
        digits = re.sub(r"\s", "", m.group())
        before = place.low[max(0, m.start() - 16) : m.start()]
        labelled = bool(_INN_LABEL.search(before)) or "инн" in before
        if not ru_inn.is_valid(digits):
            continue
        if not labelled:
            if " " in m.group() or _ACCOUNT_LABEL.search(before):
                continue
            wants = "inn" in place.context.asked
            looks_phone = len(digits) == 10 and digits[0] in "9"
            if looks_phone and (not wants or _PHONE_LABEL.search(before)):
                continue
        found.append(candidate(place, "inn", digits, *m.span(), 0.98 if labelled else 0.85))
    return found


def phones(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Phone numbers in E.164; a number without a country code is Russian, in a text of Latin
    letters North American where it can be."""
    if not _DIGIT_RUN.search(place.low):
        return []
    found: list[Candidate] = []
    seen: list[Span] = []
    regions = ("RU",) if place.russian else ("US", "RU")
    found += _british(place, taken)
    seen += [Span(c.start, c.end) for c in found]
    for region in regions:
        for match in PhoneNumberMatcher(place.low, region, leniency=Leniency.VALID):
            span = Span(match.start, match.end)
            raw = match.raw_string
            digits = re.sub(r"\D", "", raw)
            if not free(span, taken) or not free(span, seen):
                continue
            if not raw.startswith("+"):
                before = place.low[max(0, span.start - 20) : span.start]
                if region == "US" and (len(digits) != 10 or (digits.isdigit() and raw == digits)):
                    continue
                if region == "RU" and len(digits) not in (10, 11):
                    continue
                if _ACCOUNT_LABEL.search(before):
                    continue
                if len(digits) == 10 and digits[0] not in "9348":
                    continue
                labelled = bool(_PHONE_LABEL.search(before)) or "phone" in place.context.asked
                if len(digits) == 10 and raw == digits and digits[0] != "9" and not labelled:
                    continue
            value = phonenumbers.format_number(match.number, PhoneNumberFormat.E164)
            seen.append(span)
            found.append(candidate(place, "phone", value, span.start, span.end, 0.97))
    for match in PhoneNumberMatcher(place.low, None, leniency=Leniency.POSSIBLE):
        span = Span(match.start, match.end)
        if match.raw_string.startswith("+") and free(span, taken) and free(span, seen):
            # Written in full; not every range that is in use stands in the metadata.
            value = phonenumbers.format_number(match.number, PhoneNumberFormat.E164)
            seen.append(span)
            found.append(candidate(place, "phone", value, span.start, span.end, 0.85))
    for m in _ABROAD.finditer(place.low):
        span = Span(*m.span())
        match_ = next(iter(PhoneNumberMatcher("+" + m["n"], None)), None)
        if match_ and free(span, taken) and free(span, seen):
            value = phonenumbers.format_number(match_.number, PhoneNumberFormat.E164)
            seen.append(span)
            found.append(candidate(place, "phone", value, span.start, span.end, 0.9))
    found.extend(_unformatted(place, taken + seen))
    return found


_BRITISH = re.compile(r"(?<![\w+.,-])07\d{3}[\s-]?\d{3}[\s-]?\d{3}(?![\w-]|[.,]\d)")


def _british(place: Passage, taken: list[Span]) -> list[Candidate]:
    """A mobile number as people in Britain write it, in a text of Latin letters: 07400 900123."""
    if place.russian:
        return []
    found = []
    for m in _BRITISH.finditer(place.low):
        before = place.low[max(0, m.start() - 20) : m.start()]
        if free(Span(*m.span()), taken) and not _ACCOUNT_LABEL.search(before):
            value = "+44" + re.sub(r"\D", "", m.group())[1:]
            found.append(candidate(place, "phone", value, *m.span(), 0.9))
    return found


_ABROAD = re.compile(r"(?<![\w+.,-])00[\s-]?(?P<n>[1-9]\d(?:[\s().-]{0,2}\d){6,13})(?!\d)")
"""The international prefix in digits: 00353 21 …"""
_ELEVEN = re.compile(r"(?<![\d+])(?:\+?7|8)[\s(-]*\d{3}[\s)-]*(?:\d[\s-]?){6}\d(?!\d)")


def _unformatted(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Eleven digits from 7 or 8 the matcher passed over because of odd grouping."""
    found = []
    for m in _ELEVEN.finditer(place.low):
        span = Span(*m.span())
        digits = re.sub(r"\D", "", m.group())
        before = place.low[max(0, span.start - 20) : span.start]
        if not free(span, taken) or len(digits) != 11 or _ACCOUNT_LABEL.search(before):
            continue
        if digits[1] not in "3489":
            continue
        found.append(candidate(place, "phone", "+7" + digits[1:], span.start, span.end, 0.8))
    return found
