"""Shapes in which numbers count what is wanted: ranges, packs of a size, people, bare answers."""

import re
from dataclasses import replace
from functools import lru_cache

from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers import quantity_words as words
from core.understanding.recognizers.money import Amount
from core.understanding.recognizers.product_words import EN_VERBS
from core.understanding.text import Span

_RANGE = re.compile(
    r"\s*[-–]\s*|\s*,?\s*(?:ну\s+|а\s+)?(?:может|maybe|possibly|ну)\s+(?:и\s+|быть\s+|even\s+)?"
)
_TO = re.compile(r"\s+(?:до|to|and)\s+")
_FROM = re.compile(r"(?<!\w)(?:от|from|between)\s+$")


def upper_ends(low: str, found: list[Amount]) -> list[Amount]:
    """«14-15», «от трёх до пяти», “from 20 to 30”: one number, the upper end."""
    merged: list[Amount] = []
    for amount in found:
        last = merged[-1] if merged else None
        if last and last.value < amount.value <= 4 * last.value and _range(low, last, amount):
            merged[-1] = replace(amount, start=last.start)
        else:
            merged.append(amount)
    return merged


def _range(low: str, first: Amount, last: Amount) -> bool:
    if first.currency or last.currency or last.start - first.end > 14:
        return False
    gap = low[first.end : last.start]
    if _RANGE.fullmatch(gap):
        return not re.search(r"[\d./хx*-]$", low[: first.start][-1:]) and not re.match(
            r"[/хx*-]|[.,]\d", low[last.end : last.end + 2]
        )
    return bool(_TO.fullmatch(gap)) and bool(_FROM.search(low[: first.start][-9:]))


_DESCRIBES = re.compile(
    rf"\s*(?:{words.MEASURES}|лист(?:ов|а)|страниц\w*|стр\.?|полос|полок|секци[йи]|pages?|sheets?|ply)(?![\w²³/])"
    rf"\s*,\s*(?:по\s+)?\d[\d ]*\s*(?:{words.COUNTS})(?!\w)"
)
_SIZED = re.compile(r"\s?(?:kg|g|l|ml|кг|г|л|мл)\s+(?:[a-zа-я]+\s+){1,3}[xх]\s?\d")
_PER_TIME = re.compile(
    r"\s*[а-яa-z³²\d]{1,6}\s?/\s?(?:мин|час|ч|сек|сут|min|h|hr|hour|sec|day)(?!\w)"
)
_ONE_PACK = re.compile(
    r"(?<!\w)(?:бухта|рулон|мешок|упаковка|коробка|пачка|канистра|бочка|ведро|банка|бутылка|катушка|ящик|паллета|биг-?б[эе]г|"
    r"(?<!\d )(?:roll|drum|bag|box|can|bottle|pack|tub|coil))\s+(?:по\s+|на\s+|of\s+)?$"
)
"""One pack of so much: «труба, бухта 100 м»."""
_NOUN_BEFORE = re.compile(r"[а-яa-z]{3,}\s+$")
_PACK = re.compile(r"\s*[xх]\s*\d+(?:[.,]\d+)?\s?(?:l|ltr|litres?|kg|g|ml|oz|lb|л|кг|г|мл)(?!\w)")


def describes_the_thing(low: str, amount: Amount, before: str) -> bool:
    """«Тетради 48 листов, 1000 шт», “50kg flour x 20”: the first number is no count."""
    if _SIZED.match(low, amount.end) or _PER_TIME.match(low, amount.end):
        return True
    unit = words.UNIT.match(low, amount.end)
    if unit and unit["measure"] and _ONE_PACK.search(before):
        return True
    return bool(_DESCRIBES.match(low, amount.end)) and bool(_NOUN_BEFORE.search(before))


def nominal(place: Passage, amount: Amount, sentence: Span) -> bool:
    """Whether a sentence without a verb just lists what a turn that asks for something is about:
    «Шлагбаум с пультами, 86 пультов», “3 storey house, 22 windows”."""
    said = place.low[sentence.start : sentence.end]
    if amount.value < 5 or len(said) > 90 or place.context.page or not wishes(place.low):
        return False
    before = place.low[sentence.start : amount.start]
    if not re.search(r"(?:^|,)\s*$", before):
        return False
    if re.search("[а-я]", said):
        return not any(word(w).pos in {"VERB", "INFN"} for w in re.findall("[а-я]{3,}", said))
    return not set(re.findall("[a-z']+", said)) & (EN_VERBS | _VERBS)


_VERBS = frozenset({
    "is", "are", "was", "were", "have", "has", "had", "be", "been", "do", "does", "did",
    "we", "i", "they", "you", "he", "she",
})  # fmt: skip


def packs(low: str, amount: Amount, before: str) -> bool:
    """“2 x 10L of paint”, «ноутбук х 3»: so many of that size, so many of what stands before."""
    if _PACK.match(low, amount.end):
        return True
    times = re.search(r"[а-яa-z)\"]{2,}\s+[xх]\s?$", before)
    return (
        bool(times)
        and re.match(r"\s*(?:[,.;!?)\n]|$|шт|pcs|bags?|boxe?s?)", low[amount.end :]) is not None
    )


_COMING = re.compile(
    r"(?<!\w)(?:нас(?:\s+(?:будет|уже|тут|всего|пока))?|буд(?:ет|ем|ут)|прид[еу]т|приед[еу]т|приед[еу]м|жд[её]м|ожида\w+|участвует|"
    r"(?:there(?:'ll|\s+will)\s+be|there(?:'s|\s+are)|we(?:'ll|\s+will)\s+be|we're|we\s+are|expecting|party\s+of|group\s+of))\s+(?:\w+\s+){0,3}$"
)
_BODIES = re.compile(
    r"\s*(?:of\s+us|adults?|staff|drivers|players|workers|engineers|managers|teachers|operators|attendees|members|delegates)(?!\w)"
)
_NO_BODIES = {"клиент", "подписчик", "покупатель", "партнер", "конкурент", "поставщик", "друг"}
_TEAM = re.compile(
    r"(?<!\w)(?:team|staff|crew|group|party|class|family|команда|бригада|группа|класс|штат)\s+(?:of|из|в)\s+$"
)


def household(before: str) -> bool:
    """«Семья пять человек», «бригада из шести»: who they are, not how many they want."""
    return bool(_HOUSEHOLD.search(before))


def bodies(place: Passage, amount: Amount, before: str) -> bool:
    """Whether the number counts people for whom something is wanted: «у нас 23 продажника, во что
    встанет», “9 of us. what's that a month”, “a team of 14 who need hats”."""
    low = place.low
    if amount.value < 2 or household(before) or _AGED.match(low, amount.end):
        return False
    if not (_TEAM.search(before) or _people(low, amount.end)):
        return False
    return wishes(low) or (bool(_COMING.search(before)) and not _VISIT.search(low))


_HOUSEHOLD = re.compile(
    r"(?<!\w)(?:семья|бригада|экипаж|family|crew|household)(?:\s+(?:из|в|of))?\s+$"
)
_AGED = re.compile(r"\s*\w+\s+(?:лет|года?|years?)(?!\w)")
_VISIT = re.compile(
    r"посмотр|встре[чт]|созвон|приед|подъед|\d:\d\d|(?<!\w)(?:visit|meet|call|viewing)"
)


def _people(low: str, end: int) -> bool:
    if _BODIES.match(low, end):
        return True
    unit = words.UNIT.match(low, end)
    if unit:
        return words.PEOPLE.match(unit["u"]) is not None
    noun = re.match(r"\s+([а-я]{4,})(?!\w)", low[end : end + 40])
    if noun is None:
        return False
    entry = word(noun[1])
    if not entry.known:
        return _TRADE.search(noun[1]) is not None
    return (
        entry.pos == "NOUN" and "anim" in entry.tags and "gent" in entry.tags
        and "inan" not in entry.tags and entry.lemma.replace("ё", "е") not in _NO_BODIES
    )  # fmt: skip


_TRADE = re.compile(r"(?:ник|щик|чик|ист|лог|тель|тел|ер|ор)(?:а|ов|я|ей)$")
"""«23 продажника»: a trade that no dictionary has."""


_WISHES = re.compile(
    r"сколько(?!\s+лет)|скольк|скок|почем|во\s+что|цен[аыу](?!\w)|стоимост|нуж[ен]|надо(?!\w)|хотим|хочу|можно|сможете|ищем|ищу|"
    r"how\s+much|what(?:'s|s|\s+is|\s+would|\s+do|\s+will)|interested\s+in|wholesale|price|quote|cost|charge|need|looking\s+for|could\s+you|can\s+(?:you|u|we)|do\s+you|you\s+(?:guys|lot|folks)\s+do|after\s+a"
)


@lru_cache(maxsize=64)
def wishes(low: str) -> bool:
    """Whether the turn asks for a price or for something, anywhere in it."""
    return bool(_WISHES.search(low))


_ASKS_US = re.compile(
    r"(?<!\w)(?:можно|(?:can|could|would|will|do)\s+(?:you|u|ya|we|i)|please|pls|let's|give|throw\s+in)(?!\w)"
)


def asked_of_us(low: str, sentence: Span, amount: Amount) -> bool:
    """Whether the sentence bids or asks us to do something with the number behind it: «привезите
    две», «сделаете гравировку на 15 кружках», “can you print 300 flyers”."""
    before = low[max(sentence.start, amount.start - 90) : amount.start]
    if re.search(r"(?<!\w)(?:in|within|after|over|under|в|за|через)\s+$", before):
        return False  # “in two languages”
    if _ASKS_US.search(before):
        return True
    for form in re.findall(r"(?<![\w-])[а-я]{4,}", before):
        entry = word(form)
        if (
            entry.pos == "VERB"
            and "tran" in entry.tags
            and ("impr" in entry.tags or {"2per", "plur"} <= entry.tags)
        ):
            return True
    return False


_MINIMUM = re.compile(
    r"(?<!\w)(?:парти[яию]\w*|заказ\w*|тираж\w*|объем\w*|минимум|минимальн\w+|moq|minimum|orders?)(?:\s+[а-яa-z]+){0,2}\s+(?:от|of|is|-)?\s*\d+(?!\s?(?:\d|₽|руб|р\b|тыс|[$€£]))"
    r"|(?<!\w)for\s+\d+\s+(?:plus|or\s+more|and\s+(?:up|over))(?!\w)"
)


_PER_UNIT = re.compile(
    r"(?:(?<!\w)(?:за|в|per|a)\s+|/\s?)(?:кг|килограмм|кило|тонну|куб\w*|м2|м²|м3|м³|кв\.?\s?м\w*|метр|литр|kg|kilo|tonne?|m2|sqm|m3|cbm|lit(?:re|er)|met(?:re|er)|sq)(?!\w)"
)


def unit_priced(place: Passage) -> bool:
    """Whether our last words price a kilogram, a square metre: what the client then has, counts."""
    return bool(_PER_UNIT.search(place.context.ours))


def batch_named(place: Passage) -> bool:
    """Whether our last words name a batch from which a price holds."""
    return bool(_MINIMUM.search(place.context.ours))


_PRICE_FOR = re.compile(
    r"(?:(?:price|prices|pricing|cost|quote|how\s+much|rate|what\s+about)\s+(?:\w+\s+){0,2}(?:for|on|at)|(?:цен[ау]|почем|сколько|стоимость|посчитайте|прайс)\s+(?:\w+\s+){0,2}(?:за|на|при|от))\s+$"
)
_PRICE_FOR_ANY = re.compile(_PRICE_FOR.pattern.removesuffix("$") + r"\d")
_AND_FOR = re.compile(r"(?:^|[?.!]\s*)(?:and|а|и)\s+(?:for|за|при|на)\s+$")
_TAKEN_AFTER = re.compile(
    r"\s+(?:сразу\s+)?(?:возьм\w+|взять|бер[еу]м?|закаж\w+|заказать|купи\w+|it\s+is|it'll\s+be|will\s+do|would\s+do)(?!\w)"
)
_CHANGE_TO = re.compile(
    r"(?<!\w)(?:(?:увелич|уменьш|сократ|сниз|измен|исправ|помен|округл)\w*\s+(?:\w+\s+){0,2}(?:до|на)|(?:increase|reduce|change|bump|raise|cut|round|drop)(?:\s+\w+){0,3}\s+to|make\s+(?:it|that)|let's\s+(?:do|say|make\s+it|go\s+(?:for|with))|call\s+it)\s+$"
)
_MONEY = re.compile(r"бюджет|сумм|цен[аеу]|стоимост|руб|budget|price|total|invoice")
_RATHER_THAN = re.compile(r"\s*(?:,\s*)?(?:rather\s+than|instead\s+of|вместо|а\s+не|not)\s+\d")
_FOR_ME = re.compile(
    r"^\W*(?:а\s+|и\s+|тогда\s+|да\s+)?(?:.{0,20}[.!,]\s*)?(?:мне|нам|беру|бер[её]м|забираю|забираем)(?:\s+(?:еще|пока|тогда|бы|всего|все|ровно))*\s+$"
)
_SEATS = re.compile(
    r"(?:table|room|booking|spots?|seats?|boat|стол(?:ик)?|мест[ао]|домик\w*|беседк\w+|бан[юяе]|саун\w+|квест|билет\w*|запиш\w+|заброн\w+)\s+(?:for|на)\s+$|(?<!\w)(?:запишите|забронируйте|посадите|нас)\s+$"
)
_SEATS_END = re.compile(
    r"\s*(?:[.,!?;)]|$|\n|(?:on|at|this|next|tomorrow|tonight|в|во|на|сегодня|завтра)\s)"
)


_MONTHLY = re.compile(
    r"\s+(?:a|per|each|every|в|за)\s+(?:month|week|year|day|quarter|месяц|неделю|год|день|квартал)(?!\w)|\s+(?:monthly|weekly|ежемесячно|еженедельно)(?!\w)"
)
_SPENT = re.compile(
    r"(?<!\w)(?:spend\w*|pay\w*|cost\w*|lose|make|earn|за|платим|плачу|тратим|зарабат\w+)(?!\w)"
)
_ONLY = re.compile(r"(?<!\w)(?:только|всего|лишь|ровно|just|only)\s+$")
_DO_IT = re.compile(
    r"(?<!\w)(?:давай(?:те)?|нуж(?:ен|на|но|ны)|надо|беру|бер[её]м|let's|need|want|take)(?!\w)"
)
_HOSTS = re.compile(
    r"(?<!\w)(?:seat|feed|host|accommodate|cater\s+for|накормить|рассадить|разместить|усадить)\s+(?:(?:about|around|roughly|up\s+to|около|примерно|до|человек)\s+)*$"
)
_OF_US = re.compile(r"\s*of\s+us(?!\w)")
_FOR_US = re.compile(r"(?:^|[.,!?]\s*|(?<!\w)(?:for|there(?:'s|\s+are|'re)|with|and)\s+)$")
_OF_THEM = re.compile(
    r"(?<![\w-])(?P<n>[а-я]{4,})\s+(?:выйдет|выходит|будет|получ\w+|нужно|надо|понадобится|потребуется|хватит)\s+(?:(?:где-то|около|примерно|наверное|штук)\s+)*$"
)
"""«Ступеней выйдет 16»: after the thing it counts, with the verb between."""


def bare_count(place: Passage, amount: Amount, before: str, sentence: Span) -> bool:
    """Whether a number without unit or noun is surely how many: “price for 100?”, «если 50
    возьмём», «увеличим до 25», “make that 8 rather than 6”, «стол на шестерых»."""
    low = place.low
    if amount.value != int(amount.value) or amount.scaled:
        return False
    if _SEATS.search(before) and amount.value <= 60 and _SEATS_END.match(low, amount.end):
        return not re.search(r"(?:к|до|после|at|by)\s+$", before)
    ends = words.BARE_END.match(low, amount.end)
    if _PRICE_FOR.search(before) and ends:
        return amount.value > 1
    if _AND_FOR.search(before) and low[amount.end :][:1] == "?":
        return bool(_PRICE_FOR_ANY.search(low[: amount.start]))
    taken = _TAKEN_AFTER.match(low, amount.end)
    if (
        taken
        and not re.match(r"\s+(?:\w+\s+)?\d", low[taken.end() :])
        and not re.search(r"(?:за|по)\s+$", before)
    ):
        return True
    if _CHANGE_TO.search(before) and not _MONEY.search(low[sentence.start : sentence.end]):
        return bool(_RATHER_THAN.match(low, amount.end)) or bool(ends)
    if _MONTHLY.match(low, amount.end) and wishes(low) and not _SPENT.search(before):
        return amount.value > 1
    if _HOSTS.search(before) or (_OF_US.match(low, amount.end) and _FOR_US.search(before)):
        return amount.value > 1
    inverted = _OF_THEM.search(before)
    if inverted and ends:
        noun = word(inverted["n"])
        many = noun.pos == "NOUN" and {"gent", "plur"} <= noun.tags
        return many and noun.lemma.replace("ё", "е") not in words.NOT_NOUNS
    if _ONLY.search(before) and ends and amount.value < 1000:
        return bool(words.ORDER.search(before) or _DO_IT.search(low[sentence.start : amount.start]))
    if _FOR_ME.search(before) and amount.value < 1000:
        return bool(ends)
    return False
