"""Competitors: who else offers, is cheaper, or supplies the client now."""

import re
from collections.abc import Iterator

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers.base import as_written, free
from core.understanding.recognizers.companies import proper_name
from core.understanding.recognizers.comparisons import compared
from core.understanding.recognizers.english import ORDINARY
from core.understanding.recognizers.names import Named
from core.understanding.recognizers.places import is_town
from core.understanding.recognizers.product_words import EN_FILL, EN_STOP
from core.understanding.text import Span

_TALK = (
    r"дешевл\w*|выгодн\w*|цена|цены|ценник|скидк\w*|за\s+\d|по\s+\d|предлага\w*|предложил\w*|предложение|лучше|быстрее|есть|стоит|берем|брали|"
    r"закупа\w*|покупа\w*|заказыва\w*|работа\w*|условия|\d|тоже|на\s+\d|обойд\w*|выйдет|срок\w*|отсрочк\w*|бесплатн\w*|дают|такой|такое|такая|то\s+же|аналог\w*|вышло"
)
_AT = re.compile(
    r"(?<!\w)у\s+(?:компании\s+|фирмы\s+|ребят\s+из\s+|конкурентов\s+(?:из\s+)?)?(?=[\w\"«])"
)
_OFFERS = re.compile(
    r"\s+(?:нам\s+|мне\s+|уже\s+|us\s+|me\s+|already\s+)?(?:предложил\w*|предлага\w+|дал[аи]?\b|да[юе]т|сделал\w*|просит|просят|прислал\w*|посчитал\w*|обеща\w+|готов[ыа]?\b|дешевле|"
    r"отда[ею]т|продает|продают|выставил\w*|озвучил\w*|скинул\w*|offer(?:s|ed)?|quoted|gave|is\s+(?:\w+\s+)?(?:cheaper|faster|better)|are\s+(?:\w+\s+)?cheaper|proposed|came\s+in|"
    r"charges?|has\s+(?:it|better|the\s+same)|sells?|can\s+do|does\s+(?:it|the\s+same)|wants|asks)"
)
_BEFORE = re.compile(
    r"(?<!\w)(?:конкурент\w*(?:\s*(?:-|:|,|из|в\s+лице))?|сравнива\w+\s+(?:(?:вас\s+)?с|ваше\s+предложение\s+с|вас\s+и)|"
    r"(?:смотрим|рассматриваем|изучаем|выбираем)\s+(?:еще\s+|также\s+|параллельно\s+)+|(?:сейчас|пока|сегодня|обычно|раньше|давно)\s+(?:\w+\s+)?(?:работаем\s+с|берем\s+у|"
    r"закупаем\s+у|покупаем\s+у|заказываем\s+у|берем\s+в)|работаем\s+с|(?:уйд\w+|перейд\w+|пойд\w+|обрат\w+|уходим)\s+к|в\s+отличие\s+от|по\s+сравнению\s+с|"
    r"(?:предложени\w|кп|цен[аыу]|счет)\s+(?:есть\s+)?от|выбрали|выбираем\s+между\s+вами\s+и|переговоры\s+с|общаемся\s+с|(?:взяли|купили|заказали|нашли\s+дешевле|дешевле|выгоднее)\s+(?:у|в)|"
    r"(?:текущ|нынешн|постоянн|прежн)\w*\s+(?:поставщик|подрядчик)\w*\s*[,:(-]?|(?:current|existing|present|usual|regular)\s+(?:supplier|vendor|provider|contractor)\s*(?:,|:|-|\(|is)?|"
    r"competitors?(?:\s*(?:like|such\s+as|is|are|,|:|-))?|(?:cheaper|better(?:\s+price)?|lower(?:\s+price)?|less)\s+(?:at|from|with)|(?:compar\w+|comparison)\s+(?:\w+\s+){0,3}(?:with|to|against)|"
    r"(?:also\s+)?(?:talking|speaking|talk|in\s+talks|negotiating|working|going|stick\w*)\s+(?:to|with)|(?:also\s+)?(?:looking\s+at|considering|evaluating|checking(?:\s+out)?)|"
    r"(?:switch\w*|mov\w+|go(?:ing)?)\s+(?:over\s+)?to|(?:offer|quote|proposal|price)s?\s+(?:\w+\s+)?from|(?:we|currently)\s+(?:currently\s+)?(?:use|using|buy\s+from|work\s+with|"
    r"order\s+from|buying\s+from)|chose|choose|than)\s+(?:компани[яи]\s+|компанией\s+|фирмы\s+|фирмой\s+|(?:the\s+)?(?:guys\s+at|people\s+at|company)\s+)?(?=[\w\"«])"
)
_AND = re.compile(r"\s*(?:,\s*(?:and\s+|и\s+)?|\s(?:and|or|и|или|&)\s+)(?=[\w\"«])")
"""The next of a list of them."""
_RATHER = r"дешевле|конкурент|ваш|у\s+вас|вы\s|cheaper|can\s+you|your\s"
"""Where we have not spoken yet, a comparison is one with us only if it says so."""
_PRONOUN = {
    "вас", "нас", "меня", "них", "него", "нее", "тебя", "всех", "кого", "кто-то", "кого-то",
    "других", "другого", "конкурентов", "конкурента", "соседей", "знакомых", "друзей",
    "клиента", "заказчика", "руководства", "директора", "нашего", "нашей", "вашего", "вашей",
    "ваших", "наших", "этого", "этих", "тех", "того", "поставщика", "поставщиков",
    "you", "us", "them", "others", "your", "our", "their", "the", "a", "i", "we", "me",
    "another", "other", "someone", "that", "this", "it", "what", "expected", "usual",
    "monday", "tuesday", "wednesday", "thursday", "friday", "anyone", "my", "more", "yours",
}  # fmt: skip
_NOT_TALK = {"buy", "order", "invoice", "yes", "ok", "да", "нет", "мы", "я"}


def competitors(place: Passage, ner: list[Named], taken: list[Span]) -> list[Candidate]:
    """Named competitors; «у других дешевле» names nobody."""
    found: list[Candidate] = []

    def add(span: Span | None, confidence: float) -> None:
        if span is None:
            return
        name = place.low[span.start : span.end].strip('"')
        if (
            len(name) < 2
            or name.split()[0] in _PRONOUN | _NOT_TALK
            or not re.search(r"[a-zа-я]{2}|[a-z]", name)
        ):
            return
        if free(span, [Span(c.start, c.end) for c in found]) and free(span, taken):
            found.append(as_written(place, "competitor", span.start, span.end, confidence))

    low = place.low
    for m in _AT.finditer(low):
        span = _name(place, m.end(), ner)
        if span is None:
            continue
        window = low[max(0, m.start() - 30) : m.start()] + " " + low[span.end : span.end + 40]
        if re.search(_TALK, window):
            add(span, 0.85)
    for span in _lower_sellers(place):
        add(span, 0.8)
    for m in _BEFORE.finditer(low):
        span = _name(place, m.end(), ner)
        if span and re.match(
            r"(?:than|going|chose|choose|talk|speak|выбрали|работаем|working|looking|go\b|mov)",
            m.group(),
        ):
            capital = place.text[span.start].isupper() or place.text[span.start] in '"«“'
            entry = word(low[span.start : span.end])
            if not capital or "Name" in entry.tags or "Geox" in entry.tags:
                continue
        add(span, 0.82)
        while span and (more := _AND.match(low, span.end)):
            span = _name(place, more.end(), ner)
            if (
                span
                and place.text[span.start] not in '"«“'
                and not place.text[span.start].isupper()
            ):
                break
            add(span, 0.8)
    for m in _OFFERS.finditer(low):
        span = _ending(place, m.start(), ner)
        money = re.search(
            r"\d|дешевл|скидк|цен|услов|cheaper|price|discount|less|faster|better|lower|отсрочк|бесплатн",
            low[m.start() : m.end() + 45],
        )
        if span and money:
            add(span, 0.82)
    if any(turn.sender == "us" for turn in place.context.earlier) or re.search(_RATHER, low):
        for named, sure in compared(place, ner):
            add(named, sure)
    if not found and "competitor" in place.context.asked and len(place.text) < 100:
        start = re.match(r"\s*(?:(?:с|у|да|это|из|with|from)\s+)?", low)
        add(_name(place, start.end() if start else 0, ner), 0.75)
    return found[:3]


_LOWER = re.compile(
    r"(?<!\w)(?:(?P<ru>(?:у|в|на)\s+(?P<w>[а-я][а-я-]{3,}))|(?P<en>(?:at|from)\s+(?P<e>[a-z][a-z-]{3,})))(?![\w-])"
)
_THEIR_PRICE = re.compile(
    r"\s+(?:(?:уже|есть|висит|лежит|стоит|видел[аи]?|брал[аи]?|за|по|от|вообще|ровно|сейчас|щас|тот|такой|такая|такое|же|они|их|это|is|it's|its|it|they|i\s+can\s+get|can\s+get|the|same|sell|for|at|only)\s+){0,5}"
    r"(?:[$€£]?\d{2,}|[$€£]?\d+\s?(?:k|к|тыс|\$|₽|руб)|дешев\w+|выгодн\w+|cheaper|less(?!\w))"
)
_LATER = re.compile(
    r"\d{1,2}[:.]\d\d|\d+\s*(?:шт|мм|см|лет|год|дн|час|мин|pcs|days?|years?|weeks?|am|pm)"
)


def _lower_sellers(place: Passage) -> Iterator[Span]:
    """«У петровича 610», «в стройдепо такой же за 540», “at toolmart it's 580”: a seller without
    its capital, by the price that stands behind it."""
    low = place.low
    likely = re.search(
        _RATHER + r"|дорог|так(?:ой|ая|ое|ие)\s+же|\bpricey|expensive|steep", low
    ) or _PRICED.search(place.context.ours)
    for m in _LOWER.finditer(low):
        name = Span(*m.span("w" if m["ru"] else "e"))
        price = _THEIR_PRICE.match(low, m.end())
        if price is None or place.text[name.start].isupper():
            continue
        form = low[slice(*name)]
        if form in _PRONOUN or _LATER.match(low, price.end() - len(price.group().split()[-1])):
            continue
        if m["en"]:
            common = form in ORDINARY or form in EN_STOP or form in EN_FILL or form in _PLACES_EN
            if likely and not place.russian and not common:
                yield name
            continue
        entry = word(form)
        sells = bool(entry.tags & {"Patr", "Orgn", "Trad"}) if entry.known else True
        whose = m["ru"].startswith("у") and "gent" in entry.tags and "Patr" in entry.tags
        if sells and (likely or whose) and not is_town(place, *name):
            yield name


_PRICED = re.compile(r"\d\s?(?:[₽$€£р]|руб|тыс|k(?!\w)|к(?!\w)|usd|eur|gbp)|[$€£]\s?\d|\d{3}")
_PLACES_EN = frozenset(
    """
    home work town least most once first last night best worst factory market auction wholesale
    abroad overseas scratch china india amazon site checkout retail cost
    """.split()  # noqa: SIM905
)


def _name(place: Passage, start: int, ner: list[Named]) -> Span | None:
    legal = re.compile(r"(?:ооо|ао|зао|пао|ип|тд|гк)\s+(?=[\"«\w])").match(place.low, start)
    inner = legal.end() if legal else start
    span = proper_name(place, inner, ner, limit=3)
    if span:
        return Span(start, span.end)
    m = re.compile(r"[а-яa-z][\w-]{3,}").match(place.low, inner)
    if not m or m.group() in _PRONOUN:
        return None
    if re.fullmatch(r"[a-z][\w-]*", m.group()):
        return Span(start, m.end()) if place.russian else None
    entry = word(m.group())
    if entry.known and "Orgn" not in entry.tags:
        return None
    return Span(start, m.end())


def _ending(place: Passage, end: int, ner: list[Named]) -> Span | None:
    """The proper name that ends right before ``end``."""
    for entity in ner:
        if entity.type == "ORG" and entity.end == end:
            return Span(entity.start, entity.end)
    m = re.search(
        r"(?:[\"«“][^\"»”\n]{2,50}[\"»”]|(?:[A-ZА-ЯЁ][\w&.-]*)(?:\s+(?:&\s+)?[A-ZА-ЯЁ][\w&.-]*){0,2})$",
        place.text[:end],
    )
    if not m or not place.low[m.start() : end].strip():
        return None
    begin = m.start()
    lead = re.match(
        r"(?:нам|мне|вчера|сегодня|а|но|и|вот|еще|тут|просто|but|and|so|also|then|now)\s+",
        place.low[begin:end],
    )
    if lead:
        begin += lead.end()
        m = re.compile(r".+", re.S).match(place.text, begin, end)
        if m is None:
            return None
    form = place.low[m.start() : end]
    first = form.strip('"').split()[0]
    if re.fullmatch("[а-я-]+", first):
        entry = word(first)
        opens = m.start() == 0 or place.text[: m.start()].rstrip()[-1:] in {".", "!", "?", "\n"}
        if entry.known and opens and "Orgn" not in entry.tags:
            return None
        if entry.tags & {"Name", "Geox"} and entry.known:
            return None
    return Span(m.start(), end)
