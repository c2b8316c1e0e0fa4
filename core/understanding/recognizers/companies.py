"""The client's firm: by its legal form, by what they say, by where they are from."""

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers.base import as_written, free
from core.understanding.recognizers.firms import firms_beside, no_firm
from core.understanding.recognizers.names import LEGAL, NOT_NAMES, WORD, Named
from core.understanding.recognizers.roles import ROLE_CUE, ROLE_EN, ROLE_RU
from core.understanding.text import Span

_LEGAL_NAME = re.compile(
    rf"(?<![\w-]){LEGAL}\s+(?P<q>\"[^\"\n]{{2,60}}\")|(?<![\w-]){LEGAL}\s+(?P<w>{WORD}(?:[\s-]+(?:и\s+)?{WORD}){{0,3}}(?:[\s-]?\d+)?)"
)
_IP = re.compile(
    r"(?<![\w-])(?:ип|индивидуальный\s+предприниматель)\s+(?P<w>[^\W\d_]{2,}(?:\s+(?:[^\W\d_]\.\s?[^\W\d_]\.?|[^\W\d_]{3,})){0,2})"
)
_COMPANY_CUE = re.compile(
    r"(?<!\w)(?:компани[яиюей]{1,2}|фирм[аыуе]|организаци[яиюей]{1,2}|предприяти[еяю]|холдинг\w?|завод\w?|магазин\w?|студи[яиюей]|агентств[оау]|"
    r"салон\w?|ресторан\w?|кафе|отел[ьея]|клиник[аиуе]|сет[ьи]|бренд\w?|фабрик[аиуе]|юр\.?\s?лицо|заказчик|покупатель|плательщик|грузополучатель|"
    r"наименование(?:\s+организации)?)\s*[:-]?\s*(?P<q>\"[^\"\n]{2,60}\"|)"
)
_FROM_CUE = re.compile(
    r"(?<!\w)(?:мы\s+(?:из|компания|фирма|-)|представля(?:ю|ем)(?:\s+компанию)?|работа(?:ю|ем)\s+в|я\s+из|от\s+(?:лица|имени)(?:\s+компании)?|"
    r"(?:company(?:\s+name)?|organization|organisation|employer|firm)\s*(?:is\s+|[:-]\s*)(?:called\s+)?|on\s+behalf\s+of|we\s+are(?:\s+called)?|we're|(?:i|we)\s+work\s+(?:at|for)|"
    r"i\s+represent|we\s+represent|(?:i'm|i\s+am|we\s+are|we're|im)\s+(?:\w+\s+){0,3}?(?:from|at|with))\s+"
)
_AFTER_NAME = re.compile(
    r"\s*[,(-]?\s*(?:из|от|компания|фирма|from|at|with|of|@)\s+(?:компании\s+|фирмы\s+|the\s+)?"
)
_SUFFIX_EN = re.compile(
    r"(?<![\w])(?P<n>[A-Z][\w&'-]*(?:\s+(?:[A-Z&][\w&'-]*|and|of)){0,4},?\s+(?:LLC|L\.L\.C\.|Ltd\.?|Limited|Inc\.?|GmbH|Corp\.?|Corporation|AG|S\.?A\.?|B\.?V\.?|PLC|"
    r"Co\.?(?:,?\s+Ltd\.?)?|LLP|Group|Holdings?|Industries|Solutions|Technologies|Logistics|Trading|Systems|Partners|S\.?r\.?l\.?|Oy|AB|AS|A/S|ApS|SpA|NV|KG|SE|Pty\s+Ltd))(?![\w])"
)
_SUFFIX_LOW = re.compile(
    r"(?:^|[\n.!,]\s*|(?<!\w)(?:at|with|from|of|it's|we're|company)\s+)(?P<n>(?:[a-z][\w&'-]+\s+){1,3}(?:llc|ltd|inc|gmbh|corp|bv|b\.v|llp|plc|s\.a|s\.l|s\.r\.l|srl|s\.p\.a|sarl|oy|pty(?:\s+ltd)?)\.?)(?![\w])"
)
_QUOTED = re.compile(r"\"[^\"\n]{2,40}\"")
_NUMBERED = re.compile(
    r"(?<![\w-])(?P<n>(?!ИНН|Инн)[A-ZА-ЯЁ][\w-]+(?:\s+[A-ZА-ЯЁ][\w-]+){0,2})\s*[,(]?\s*(?:ИНН|инн|INN)\s*:?\s*\d"
)
_FOREIGN = re.compile(
    r"(?:(?<!\w)(?:у|конкурент\w*|от|предложени\w+\s+от|сравнива\w+\s+с|доставк\w+|через|than|competitors?|offers?(?:\s+from)?|quote\s+from|against|vs\.?)\s+(?:компании\s+|фирмы\s+)?)$"
)
_ROLE_AT = re.compile(
    rf"(?<![\w-])(?:{ROLE_RU}|{ROLE_EN})\s+(?:в|at|of|for|компании|фирмы|,)\s*(?:компании\s+|the\s+)?"
)
KNOWN_SERVICES = re.compile(
    r"^(?:сдэк|cdek|деловые\s+линии|деллин|пэк|байкал\s?сервис|почта\s+россии|кит|энергия|dhl|ups|fedex|dpd|boxberry|телеграм\w*|telegram|whatsapp|ватсап|"
    r"вотсап|viber|сбер\w*|тинькофф|т-банк|альфа-?банк|втб|озон|ozon|wildberries|вайлдберриз|wb|вб|авито|avito|1с|битрикс\w*|bitrix\w*|amocrm|amo|kommo|hubspot|"
    r"salesforce|zoom|зум|google|гугл|яндекс\w*|yandex|excel|эксель|word|windows|microsoft|apple|ндс|кп|инн|кпп|огрн|рф|сро|фнс|эдо|диадок|контур|"
    r"упд|торг-12|ттн|снг|еаэс|ес|crm|erp|api|гост|мск|спб|sap|nda|usb|led|pdf|fob|exw|cif|ddp|vat)$"
)


def proper_name(place: Passage, start: int, ner: list[Named], limit: int = 4) -> Span | None:
    """A proper name that begins at ``start``: quoted, tagged, or in capitals."""
    text = place.text
    quoted = re.compile(r"[\"«“„']([^\"»”“\n]{2,60})[\"»”']").match(text, start)
    if quoted:
        return Span(start, quoted.end())
    for entity in ner:
        if entity.type == "ORG" and entity.start <= start + 1 < entity.end:
            return Span(start, entity.end)
    tokens: list[Span] = []
    for m in re.compile(r"[^\W_][\w&'.-]*(?<![.'-])").finditer(text, start):
        gap = text[tokens[-1].end if tokens else start : m.start()]
        if gap.strip() not in {"", "&"} or "\n" in gap or len(tokens) >= limit:
            break
        form = m.group()
        if not form[:1].isupper():
            break
        if tokens and form.lower() in {
            "мы",
            "нам",
            "нужно",
            "i",
            "we",
            "меня",
            "я",
            "здравствуйте",
        }:
            break
        tokens.append(Span(*m.span()))
        if text[m.end() : m.end() + 1] in {".", ",", "!", "?"}:
            break
    return Span(tokens[0].start, tokens[-1].end) if tokens else None


def companies(
    place: Passage, people: list[Candidate], ner: list[Named], cities: list[Span]
) -> list[Candidate]:
    """The client's firm, by its legal form, by what they say, by where they are from."""
    found: list[Candidate] = []
    low, text = place.low, place.text

    def add(span: Span | None, confidence: float) -> None:
        if span is None or span.end - span.start < 2:
            return
        before = low[max(0, span.start - 40) : span.start]
        name = low[span.start : span.end].strip('" ')
        if _FOREIGN.search(before) or name in NOT_NAMES:
            return
        if KNOWN_SERVICES.match(name) and confidence < 0.8:
            return
        if not re.search(r"[a-zа-я]", name) or _is_person(name) or no_firm(place, span):
            return
        if not free(span, [Span(c.start, c.end) for c in found]):
            return
        if not free(span, [Span(c.start, c.end) for c in people]):
            return
        if any(c.start <= span.start and span.end <= c.end for c in cities):
            return
        found.append(as_written(place, "company", span.start, span.end, confidence))

    for m in _LEGAL_NAME.finditer(low):
        if m["q"]:
            add(Span(m.start(), m.end()), 0.95)
            continue
        span = _capitals(text, m.start("w"), m.end("w"))
        if span:
            add(Span(m.start(), span.end), 0.92)
        elif low[m.start() : m.start() + 3] in {"ооо", "тоо", "зао", "оао", "пао"}:
            first = re.compile(WORD).match(text, m.start("w"))
            if first and word(first.group()).pos not in {"VERB", "PREP", "CONJ", "INFN"}:
                add(Span(m.start(), first.end()), 0.8)
    for m in _IP.finditer(low):
        span = _capitals(text, m.start("w"), m.end("w")) or _ip_lower(place, m)
        if span:
            add(Span(m.start(), span.end), 0.92)
    for m in _SUFFIX_EN.finditer(text):
        if low[m.start() : m.end()].strip():
            start = m.start("n")
            for lead in ("We ", "I ", "At ", "From ", "Hello ", "Hi ", "Dear ", "The ", "For "):
                if text.startswith(lead, start):
                    start += len(lead)
            joined = re.search(r"\S*\d\S*\s+and\s+", text[start : m.end("n")])
            if joined:  # “put CC-4471 and Halvorsen Marine AS”: a code is no part of a firm
                start += joined.end()
            add(Span(start, m.end("n")), 0.9)
    for m in _SUFFIX_LOW.finditer(low):
        add(Span(*m.span("n")), 0.8)
    for m in _QUOTED.finditer(low):
        if _beside_self(place, m.start(), m.end(), people):
            add(Span(*m.span()), 0.75)
    for m in _NUMBERED.finditer(text):
        if low[m.start() : m.end()].strip():
            add(Span(*m.span("n")), 0.8)
    for m in _COMPANY_CUE.finditer(low):
        if m["q"]:
            add(Span(m.start("q"), m.end("q")), 0.9)
        elif not re.search(
            r"(?:ваш\w*|други\w+|какая|какой|ваша)\s+$", low[max(0, m.start() - 10) : m.start()]
        ):
            add(proper_name(place, m.end(), ner), 0.85)
    for m in _FROM_CUE.finditer(low):
        add(_from(place, m.end(), ner, cities), 0.85)
    for person in people:
        m2 = _AFTER_NAME.match(low, person.end)
        if m2:
            span = _from(place, m2.end(), ner, cities)
            if span is None:
                span = _lower_firm(place, m2.end())
            add(span, 0.85)
        else:
            gap = re.compile(r"\s*[,|\n]\s*").match(low, person.end)
            after = gap.end() if gap else -1
            entity = next((n for n in ner if n.type == "ORG" and n.start == after), None)
            if entity:
                add(Span(entity.start, entity.end), 0.75)
    for m in _ROLE_AT.finditer(low):
        if ROLE_CUE.search(low[max(0, m.start() - 40) : m.start()]) or any(
            0 <= m.start() - c.end <= 6 for c in people
        ):
            add(_from(place, m.end(), ner, cities), 0.8)
    if not place.context.page:
        for span, sure in firms_beside(place, cities):
            add(span, sure)
    if "company" in place.context.asked and not found and len(text) < 120:
        opening = re.match(r"\s*(?:(?:мы|да|это|we\s+are|it's)\s*[,-]?\s*)?", low)
        add(proper_name(place, opening.end() if opening else 0, ner), 0.8)
    if not found:
        for entity in ner:
            if entity.type != "ORG":
                continue
            around_ = low[max(0, entity.start - 30) : entity.start]
            if re.search(
                r"(?:(?<!\w)(?:мы|нас|нашей|наша|для|я\s+из|представля\w+|работа\w+\s+в)\s+(?:\w+\s+)?[-,\"]?\s*)$",
                around_,
            ):
                add(Span(entity.start, entity.end), 0.6)
    return found[:3]


def _beside_self(place: Passage, start: int, end: int, people: list[Candidate]) -> bool:
    """Whether a quoted name follows the writer's name, job or «я», or a tax number follows it."""
    before = place.low[max(0, start - 60) : start]
    if any(0 <= start - c.end <= 3 for c in people):
        return True
    if re.match(r"\s*[,(]?\s*инн", place.low[end : end + 10]):
        return True
    role = re.search(rf"(?:{ROLE_RU})\s*,?\s*$", before)
    return bool(role) and (bool(people) or "\n" in before or "я " in before)


def _is_person(name: str) -> bool:
    """«Ирина Ковалёва» is who writes, not their firm."""
    words = name.split()
    if not 2 <= len(words) <= 3 or not all(re.fullmatch("[а-я-]+", w) for w in words):
        return False
    tags = [word(w).tags for w in words]
    return any("Name" in t for t in tags) and all(t & {"Name", "Surn", "Patr"} for t in tags)


def _capitals(text: str, start: int, end: int) -> Span | None:
    """The run of words from ``start`` that begin with capitals or digits."""
    last = None
    for m in re.compile(r"[^\W_][\w.-]*").finditer(text, start, end + 1):
        form = m.group()
        if not (form[:1].isupper() or form[:1].isdigit()):
            break
        last = m
        if "\n" in text[m.end() : m.end() + 1] or text[m.end() : m.end() + 1] in {",", ";"}:
            break
    if last is None:
        return None
    stop = last.end()
    while text[stop - 1] == "." and not re.search(r"\b\w\.\s?\w?\.?$", text[start:stop]):
        stop -= 1
    return Span(start, stop)


def _ip_lower(place: Passage, m: re.Match[str]) -> Span | None:
    first = re.compile(WORD).match(place.text, m.start("w"))
    if first and "Surn" in word(first.group()).tags:
        return Span(*first.span())
    return None


def _from(place: Passage, start: int, ner: list[Named], cities: list[Span]) -> Span | None:
    legal = re.compile(LEGAL + r"\b|ип\b").match(place.low, start)
    if legal:
        return None  # has its own rule
    if any(c.start <= start < c.end for c in cities):
        return None
    span = proper_name(place, start, ner)
    if span is None:
        return None
    form = place.low[span.start : span.end]
    entry = word(form) if re.fullmatch("[а-я-]+", form) else None
    if entry and "Geox" in entry.tags and entry.known:
        return None
    return span


def _lower_firm(place: Passage, start: int) -> Span | None:
    """«это сергей из стройснаба»: a firm in lower case is a word no dictionary knows."""
    m = re.compile(r"[а-яa-z][\w-]{3,}").match(place.low, start)
    if not m:
        return None
    if re.fullmatch(r"[a-z][\w-]*", m.group()):
        return None
    entry = word(m.group())
    if "Geox" in entry.tags:
        return None
    if not entry.known or "Orgn" in entry.tags:
        return Span(*m.span())
    return None
