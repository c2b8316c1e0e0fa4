"""What is asked for, by rules: the noun phrase after a word of need or price, or a quantity."""

import re
from typing import NamedTuple

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers.base import free, replaced
from core.understanding.recognizers.phrases import (
    WORD,
    names_a_thing,
    phrase_before,
    phrases,
    with_model,
)
from core.understanding.text import Span, around

_CUES = re.compile(
    r"(?<!\w)(?:"
    r"(?P<need>(?:nuzh(?:en|n[oay])|nado|нуж(?:ен|на|но|ны)|надо|необходим[аоы]?|требу[ею]тся|понадоб\w+|потребу\w+|ищ[уе]м?|ищете|"
    r"хо(?:чу|тим|тел[аи]?|телось)(?:\s+бы)?(?:\s+(?:у\s+вас|с\s+вами))?(?:\s+(?:заказать|купить|приобрести|взять|закупить|посмотреть|забронировать))?|"
    r"заказать|закажем|закажу|заказываем|заказываю|купить|куплю|купим|приобрести|закупить|закупаем|закупка|"
    r"бер[уе]м?|возьмем|возьму|взять|покупаем|дайте|"
    r"(?:за)?интерес(?:ует|уют|уемся|уюсь|овало|овали|ны|на)|рассматрива(?:ем|ю)|выбира(?:ем|ю)|подбира(?:ем|ю)|подберите|подобрать|"
    r"заявка(?:\s+на)?|запрос(?:\s+на)?|рассчитайте|посчитайте|просчитайте|рассчитать|просчитать|посчитать|поставить|поставьте|отгрузите|"
    r"(?:есть|имеется|имеются)(?:\s+ли)?(?:\s+у\s+вас)?(?:\s+(?:в\s+наличии|на\s+складе))?|в\s+наличии(?:\s+есть)?|наличие|"
    r"продаете(?:\s+ли)?|вы\s+делаете|делаете(?:\s+ли)?|производите|изготавливаете|поставляете|"
    r"(?:почем|скольк[оа]\s+(?:будет\s+|будут\s+)?(?:стоит|стоят|стоить|обойдется|обойдутся|выйдет)|сколько\s+за))"
    r")|"
    r"(?P<price>(?:цен[аыуе]|стоимост[ьи]|прайс(?:-лист)?|расчет|кп|коммерческое(?:\s+предложение)?|предложение|счет|смет[ау]|поставк[аеуи]|партия|партию|"
    r"образц?[ыа]?|сертификат\w*|паспорт\w*|даташит\w*|техлист\w*|каталог\w*|сроки?|срок\s+(?:поставки|изготовления)|(?:узнать|спросить)\s+(?:про|насчет|о|об)|насчет|по\s+поводу|касательно|вопрос\s+по)(?:\s+(?:на|за|для|по))?)|"
    r"(?P<en>(?:need|needs|looking\s+(?:for|to\s+(?:buy|order|purchase|source|get))|interested\s+in|(?:quot\w+|quotation|prices?|pricing|estimate|offer|rfq|inquiry|"
    r"enquiry|invoice)\s+(?:for|of|on|about)|how\s+much\s+(?:is|are|for|does|do|would|will)|(?:want|like|love|wish|plan\w*|ready)\s+(?:to\s+)?"
    r"(?:buy|order|purchase|get)|to\s+(?:buy|order|purchase)|order(?:ing)?|purchase|buy(?:ing)?|do\s+you\s+(?:have|sell|stock|carry|offer|make|supply|do)|want|"
    r"(?:ask\w*|enquir\w+|inquir\w+|wondering)\s+about|cost\s+of|lead\s+times?\s+(?:on|for|of)|availability\s+of|(?:is|are)\s+(?:the|your|this|these)(?=\s+[^.?!]{2,40}\s(?:compatible|in\s+stock|available|suitable|waterproof|certified|rated)\b)|(?:i'm|im|i\s+am|we're|we\s+are)\s+after|got\s+(?:any|those|these)|(?:would|'d)\s+(?:like|take)(?!\s+to\b)|could\s+do\s+with|short\s+(?:on|of)|(?:running|run)\s+(?:low|out)\s+(?:on|of)|what\s+do\s+you\s+(?:want|charge|ask)\s+for|moq\s+(?:for|on|of)|(?:evaluat\w+|consider\w*|looking\s+at)\s+your|can\s+(?:you|u)\s+(?:do|make|supply|get|source)|d'?(?:o)?\s*(?:u|ya)\s+(?:have|sell|do|make)|"
    r"(?:datasheets?|data\s+sheets?|spec(?:ification)?\s+sheets?|specs?|certificates?|samples?|catalog(?:ue)?s?)\s+(?:for|of|on)|require|requires|supply(?:\s+of)?|in\s+stock|take))"
    r")(?!\w)"
)
_BACKWARD = re.compile(
    r"(?<!\w)(?:есть\s+(?:ли\s+)?(?:у\s+вас\s+)?(?:в\s+наличии|на\s+складе)|сколько\s+(?:стоит|стоят|будет\s+стоить)|нуж(?:ен|на|ны|но)|интересу[юе]т|по\s+чем|почем|подойд[еу]т|подход[ия]т|годится|совместим\w*|выдерж\w+|"
    r"в\s+наличии|are\s+(?:they\s+)?in\s+stock|in\s+stock|what(?:'s|\s+is)\s+the\s+price)(?!\w)"
)
_IN_COUNT = re.compile(
    r"\s*[,-]?\s*(?:в\s+(?:общем\s+)?(?:количестве|объеме)|количеством|общим\s+объемом|in\s+(?:the|a)\s+quantity\s+of|totall?ing)\s+$"
)


class Cued(NamedTuple):
    """A noun phrase that a rule points at, how sure it is, and which rule."""

    span: Span
    confidence: float
    cue: str


def cued(place: Passage, taken: list[Span], amounts: list[Candidate]) -> list[Cued]:
    """What the rules take for products; ``taken`` spans end a phrase, ``amounts`` are the
    quantities they may follow."""
    found: list[Cued] = []

    def add(spans: list[Span], confidence: float, cue: str) -> None:
        for span in (with_model(place, s) for s in spans):
            if replaced(place.low, span.start) or not names_a_thing(place, span):
                continue
            if free(span, [c.span for c in found]):
                found.append(Cued(span, confidence, cue))

    nouns_first = _nouns_first(place, amounts, taken)
    for quantity in [] if nouns_first else amounts:
        add(phrases(place, quantity.end, taken, direct=True), 0.82, "count")
    for cue in _CUES.finditer(place.low):
        before = place.low[max(0, cue.start() - 12) : cue.start()]
        if re.search(r"(?:\bне|\bno|\bnot|n't)\s+(?:\w+\s)?$", before) or "вам " in before[-5:]:
            continue
        sure = 0.75 if cue["price"] else 0.78
        things = phrases(place, cue.end(), taken, price=bool(cue["price"]))
        things = things or ([] if cue["price"] else _container(place, cue.end()))
        add(things, sure, cue.group()[:6])
    if not found:
        for cue in _BACKWARD.finditer(place.low):
            span = phrase_before(place, cue.start(), taken)
            add([span] if span else [], 0.7, "back")
    for quantity in amounts:
        if not any(_beside(place.low, quantity, c.span) for c in found):
            count = _IN_COUNT.search(place.low, max(0, quantity.start - 30), quantity.start)
            span = phrase_before(place, count.start() if count else quantity.start, taken)
            add([span] if span else [], 0.65, "before")
    if not found and amounts:
        add(_heading(place, amounts[0], taken), 0.62, "heading")
    if not found and "product" in place.context.asked and len(place.text) < 90:
        start = place.sentences[0].start if place.sentences else 0
        add(phrases(place, start, taken), 0.65, "asked")
    return found


def _nouns_first(place: Passage, amounts: list[Candidate], taken: list[Span]) -> bool:
    """«мука 2 тонны, сахар 500 кг»: a list where the number stands behind its noun."""
    if len(amounts) < 2:
        return False
    closed = re.match(r"\s*(?:[.,;!?\n)]|$)", place.low[amounts[-1].end :])
    return bool(closed) and all(
        phrase_before(place, a.start, taken) for a in (amounts[0], amounts[-1])
    )


_CONTAINER = re.compile(
    r"\s+(?:(?:бы|ваши|еще|деревянные|новые|пустые|empty|wooden|some|new|used|plastic)\s+)?"
    r"(?P<n>поддоны|паллеты|палеты|мешки|ящики|коробки|рулоны|pallets|boxes|bags|crates|drums|cartons)(?!\w|\s+(?:of|с|для|из|под)\s)"
)


def _container(place: Passage, start: int) -> list[Span]:
    """«Нужны поддоны»: what usually counts the goods may be the goods."""
    m = _CONTAINER.match(place.low, start)
    return [Span(*m.span("n"))] if m else []


def _heading(place: Passage, amount: Candidate, taken: list[Span]) -> list[Span]:
    """«фанера ФК 18 мм, лист 1525 на 1525, 120 листов»: the noun phrase that opens the sentence."""
    sentence = around(place.sentences, amount.start, amount.end)
    first = WORD.search(place.low, sentence.start, amount.start)
    if first is None or not re.fullmatch("[а-я-]+", first.group()):
        return []
    entry = word(first.group())
    if entry.pos not in {"NOUN", "ADJF"} or not entry.tags & {"nomn", "accs"}:
        return []
    if entry.tags & {"Name", "Surn", "Geox", "Orgn", "Apro", "Anum"}:
        return []
    return phrases(place, first.start(), taken)[:1]


def _beside(low: str, quantity: Candidate, product: Span) -> bool:
    if 0 <= product.start - quantity.end <= 12:
        return not re.search("[,;.]", low[quantity.end : product.start])
    return 0 <= quantity.start - product.end <= 12
