"""How much of it: numbers with a unit, before a noun after a word of need, or as an answer."""

import re

from msgspec.structs import replace

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.money import Amount, amounts
from core.understanding.recognizers.numbers import plain
from core.understanding.recognizers.product_words import RELAY
from core.understanding.text import Span, around, fold

COUNTS = (
    r"шт(?:ук\w{0,2}|\.)?|единиц\w*|ед\.?|экз(?:емпляр\w*|\.)?|комплект\w*|компл\.?|набор\w*|пар[аыу]?|паллет\w*|палет\w*|поддон\w*|"
    r"короб(?:ок|к[аиу])|упаков\w+|упак\.?|уп\.?|пач(?:ек|к[аиу])|рулон\w*|лист(?:ов|а|ы)?|мешк\w+|мешков|ящик\w*|боч(?:ек|к[аиу])|бухт\w*|катуш\w+|"
    r"лиценз\w+|пользовател\w+|рабочих\s+мест\w*|мест(?:а|о)?|сотрудник\w*|человек\w*|чел\.?|персон\w*|участник\w*|гост(?:ей|я)|"
    r"машин[аыу]?|фур[аыу]?|вагон\w*|контейнер\w*|банок|банк[аи]|бутыл\w+|канистр\w*|ведер|ведр[ао]|"
    r"позици\w+|слайд\w*|страниц\w*|аккаунт\w*|точ(?:ек|к[аиу])|секци\w+|блок(?:ов|а)|плит(?:ы)?|"
    r"pcs\.?|pieces?|units?|pallets?|box(?:es)?|cartons?|packs?|packages?|sets?|licen[sc]es?|seats?|users?|people|persons?|guests?|"
    r"rolls?|sheets?|containers?|trucks?|truckloads?|bags?|items?|copies|pairs?|bottles?|drums?|crates?|employees|attendees|accounts?"
)
MEASURES = (
    r"тон(?:н\w*|ы|а)?|тн\.?|т\.?|килограмм\w*|кг\.?|грамм\w*|кубометр\w*|кубов|куба|куб\.?\s?м\w*|м3|м³|квадрат\w*|кв\.?\s?м(?:етр\w*)?\.?|м2|м²|"
    r"погонн\w+\s+метр\w*|п\.?\s?м\.?|м\.?п\.?|метр\w*|м\.?|литр\w*|л\.?|километр\w*|кило|кил|кубик\w*|соток|гектар\w*|"
    r"(?:square|cubic|running|linear|sq\.?|cu\.?)\s+(?:met(?:er|re)s?|feet|ft|m|yards?)|cbm|tons?|tonnes?|kgs?|kilos?|kilograms?|lbs?|pounds|met(?:er|re)s?|m|sq\.?\s?m|sqm|lit(?:er|re)s?|gallons?|feet|ft|yards?"
)
_UNIT = re.compile(rf"\s*(?P<u>(?P<count>{COUNTS})|(?P<measure>{MEASURES}))(?![\w²³/])")
_INVERTED = re.compile(
    r"(?<!\w)(?P<u>человек|штук|пар|погонных\s+метров|погонных|килограмма|литра|метра|тонны|штуки|упаковки|коробки|паллеты|комплекта|кило|кубов|квадратов|бутылок|пачек|ящиков|лицензий|тонн|паллет|упаковок|коробок|комплектов|мест|единиц|листов|мешков|рулонов|экземпляров|метров|килограмм|"
    r"литров|пользователей)\s+(?:на\s+|в\s+)?$"
)
_NEVER = re.compile(
    r"\s*-?\s*(?:дн\w*|день|дня|сут\w*|недел\w*|месяц\w*|мес\b|год\w*|лет\b|час\w*|минут\w*|мин\b|секунд\w*|процент\w*|%|раз(?:а)?\b|мм\b|см\b|вольт\w*|"
    r"в\b(?=\s*(?:,|$))|вт\b|квт\w*|ампер\w*|а\b(?=,)|градус\w*|°|дюйм\w*|этаж\w*|кадр\w*|бар\b|атм\w*|литров\w{2,}|км\b|гиг\w*|бит\b|гц\b|мгц\b|ггц\b|об/мин|"
    r"утра|вечера|ночи|дня|[ap]\.?m\b|o'clock|days?|weeks?|months?|years?|hours?|minutes?|mins?|percent|times?\b|mm\b|cm\b|inch\w*|\"|volts?|watts?|kw\b|gb\b|tb\b|гб\b|тб\b|мб\b|"
    r"(?:рабоч|календарн|банковск)\w+\s+дн|го\b|-го|й\b|ая\b|ый\b|ому\b|числа|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|"
    r"ноября|декабря|[хx*]\s?\d|\d|st\b|nd\b|rd\b|th\b|руб|р\.|₽|\$|€|usd|eur)"
)
_NOT_BEFORE = re.compile(
    r"(?:№|#|арт\.?|артикул\w*|гост\w*|ту|модель|размер\w*|диаметр\w*|толщин\w+|длин\w+|шириной|высотой|формат\w*|офис|дом|д\.|корп\w*|кв\.|оф\.|"
    r"ул\.|индекс|версии?|\bv|пункт\w*|п\.|стр\.|заказ[ау]?\s*№?|договор[ау]?\s*№?|счет[ау]?\s*№?|windows|win|size|model|item\s+no|no\.|"
    r"version|(?:order|invoice)\s*(?:no\.?|#|№)|\bper|фракци\w+|марк[аи]|класс\w*|сечени\w+|d=|ф|ø|[хx*]|через|за)\s*[:№#-]?\s*$"
)
_PACKED = re.compile(
    r"\s*(?:в\s+(?:упаковк|коробк|пачк|палл?ет|мешк|комплект|одн|год|месяц|день)\w*\s*\?|per\s+(?:box|pack|pallet|carton)|в\s+штате|сотрудников\s+в\s+компании)"
)
_RATE = re.compile(
    r"\s*(?:/|в\s+(?:час|минуту|сутки|секунду)|per\s+(?:hour|minute|second|day)|an\s+hour)"
)
_SHARE = re.compile(
    r"\s*(?:\w+\s+)?(?:из\s+(?:\d|двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти|них|наших|ваших)|"
    r"out\s+of\s|of\s+(?:them|our|the\s+(?:\d|two|three|four|five|six|seven|eight|nine|ten|twelve)))"
)
_WHOLE = re.compile(r"\w+\s+(?:из|out\s+of|of\s+(?:the|our|your))\s+$")
_DIFFERENT = re.compile(r"\s*(?:от|из)\s+(?:разных|других|трех|двух)|\s+from\s+different")
_PEOPLE = re.compile(
    r"(?:сотрудник|человек|чел\b|чел\.|персон|участник|гост|people|persons?|guests?|employees|attendees)"
)
_PLACE_FOR = re.compile(
    r"(?:офис|каф|зал|команд|штат|компани|цех|столов|ресторан|школ|сад|групп|склад|дом|смен|office|team|"
    r"company|staff|crew)\w*\s+(?:на|из|в|of|for)\s+$"
)
_OWNED = re.compile(
    r"(?<!\w)(?:у\s+(?:нас|меня)|имеем|мы\s+-|наш\w*|we\s+(?:have|run|own|are)|we've\s+got|our|с\s+опытом)"
    r"\s+(?:[\w-]+\s+){0,2}$"
)
_BEFORE_NOW = re.compile(
    r"(?<!\w)(?:брал[аи]?|заказывал[аи]?|прислал[аи]?|привезл[аи]|привез|пришл[оаи]|получил[аи]?|отгрузил[аи]?|доставил[аи]?|положил[аи]?|received|got|delivered|arrived|sent|left|dropped|damaged|broke|lost|покупал[аи]?|закупал[аи]?|прошл\w+\s+раз\w*|last\s+(?:time|year|month)|previously|"
    r"we\s+(?:bought|ordered))(?:\s+(?!нужн|надо|need|want)[\w-]+){0,4}\s+$"
)
"""What was bought then is not what is wanted now."""
_OUT_OF = re.compile(r"(?<!\w)(?:из|out\s+of)\s+$")
_ADDRESS = re.compile(
    r"[a-z]?\s+(?:[a-z'-]+\s+){1,3}(?:road|rd|street|st|avenue|ave|lane|drive|boulevard|blvd|square|court|way|close|crescent|quay)(?!\w)"
)
_FITS = re.compile(r"([а-я]{4,})\s+на\s+$")
_ASKING = frozenset(
    {"заявка", "запрос", "договор", "скидка", "бюджет", "тендер", "бронь", "лицензия", "котировка"}
)
_NEED = re.compile(
    r"нуж[ен]\w*|надо|необходим\w*|интерес\w*|требу\w+|заказ\w*|закаж\w*|купи\w*|закуп\w*|взять|возьм\w*|бер[еу]\w*|хо[чт]\w+|ищ[уе]\w*|"
    r"рассчита\w*|посчита\w*|просчита\w*|стоит|стоимост\w*|цен[аеуы]\w*|партия|партию|тираж\w*|объем\w*|кол-?во|количеств\w*|хватит|поставк\w*|поставить|"
    r"отгруз\w*|привез\w*|выйд\w+|обойд\w+|пошив\w*|изготов\w+|напечат\w+|take|на\s+складе|налич\w*|кп\b|счет\w*|сделайте|дайте|минимум|всего|итого|отправ\w*|добав\w*|"
    r"need\w*|order\w*|buy|purchase|want|looking|quote|price|pricing|cost|supply|require\w*|interested|take|get|ship|send|invoice|stock|quantity|qty|"
    r"total|add|reserve|can\s+(?:you|u)\s+(?:do|make|supply|get|source)|would\s+like|could\s+do\s+with|'d\s+(?:like|take)|short\s+(?:on|of)|it's\s+for|this\s+is\s+for|tender|do\s+you\s+do|nuzh(?:en|n[oay])|nado|zakaz\w*"
)
_SETTLES = re.compile(
    r"(?:(?:correction|поправка|поправлюсь|исправлюсь|точнее|вернее|ошибся|ошиблась)\s*[:,-]|(?:не|not)\s+(?:\w+\s+)?\d[\w\s]{0,16},|не\s+[\w\s]{1,20},?\s+а|пусть\s+будет|давайте(?:\s+(?:лучше|тогда|все-таки))?|лучше|сделаем|хватит|увеличим\s+до|уменьшим\s+до|тогда|остановимся\s+на|make\s+it|"
    r"let's\s+(?:do|make\s+it|say|go\s+with)|we'll\s+(?:take|do)|not\s+[\w\s]{1,20},?\s+but|go\s+with|rather|increase\s+to|down\s+to|up\s+to)\s+(?:ровно\s+)?$"
)
_NOT_THAT = re.compile(r"\s*(?:,\s*)?(?:(?:а\s+)?не|not|instead\s+of|вместо)\s+\d")
"""“600, not 500”."""
_COUNTED = re.compile(
    rf"(?:\d|\w+(?:ть|на|ва|ве|ри|сто|сот|сят))\s+(?:{COUNTS}|{MEASURES}|[а-яa-z]{{4,}})"
)
_GLUED_SIZE = re.compile(r"-?(?:ft|feet|foot|m|м)\s+[a-zа-я]{3,}")
_STOPPED = re.compile(
    r"(?:цен[аы]|скидк\w+|прайс|заказ\w*|опт\w*|price|discount|minimum|moq)[^.?!,]{0,20}\b(?:от|from|over|above)\s*$"
)
_NOT_NOUNS = {
    "день", "неделя", "месяц", "год", "час", "минута", "раз", "процент", "рубль", "тысяча",
    "миллион", "копейка", "доллар", "евро", "этаж", "число", "сторона", "вопрос", "вариант",
    "слово", "причина", "момент", "заказ", "счет", "договор", "письмо", "звонок", "сутки",
    "лето", "способ", "часть", "этап", "платеж", "поставщик", "компания", "предложение",
    "филиал", "магазин", "склад", "адрес", "ндс", "брат", "друг", "кп", "сообщение",
}  # fmt: skip
_EN_NOT = {
    "of", "and", "or", "for", "to", "is", "at", "in", "on", "by", "days", "weeks", "months",
    "years", "hours", "minutes", "am", "pm", "percent", "times", "options", "questions", "if",
    "per", "each", "more", "as", "the", "we", "i", "but", "with", "from", "it", "would",
    "thing", "things", "other", "are", "was", "max", "total", "please", "should",
    "different", "main", "reasons", "ways", "o", "will", "invoices", "offers", "quotes",
    "suppliers", "companies", "floors", "storeys", "vendors",
    "emails", "calls", "orders", "issues", "problems",
}  # fmt: skip


def quantities(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Quantities; spans of phones, money, days and the like are ``taken``."""
    found: list[Candidate] = []
    for amount in amounts(place.low)[:_MOST_NUMBERS]:
        if amount.currency or not 0 < amount.value < 1e9:
            continue
        if not free(Span(amount.start, amount.end), taken):
            continue
        made = _quantity(place, amount)
        if made and free(Span(made.start, made.end), [Span(c.start, c.end) for c in found]):
            found.append(made)
    found = _corrected(place, found)
    if any(c.confidence > 0.7 for c in found):
        found = [c for c in found if c.confidence > 0.6]
    return found


_REACH = 300
_MOST_NUMBERS = 300
"""Numbers of one text that are weighed; what has more is no order written by hand."""
_RATHER = re.compile(
    r"(?:(?<!\w)(?:нет|ой|точнее|вернее|actually|no|sorry|scratch\s+that)\W+(?:[\w']+\s+){0,3}|make\s+(?:it|that)\s+)$"
)


def _corrected(place: Passage, found: list[Candidate]) -> list[Candidate]:
    """«500 коробок. Нет, лучше 700»: within a message the bare number takes the other's place."""
    kept: list[Candidate] = []
    for c in found:
        bare = not c.unit and re.match(r"\s*(?:[.,!;)]|$)", place.low[c.end :])
        if kept and bare and _RATHER.search(place.low[max(0, c.start - 40) : c.start]):
            c = replace(c, unit=kept.pop().unit)
        kept.append(c)
    return kept


def _barred(place: Passage, amount: Amount) -> bool:
    """Whether what is around the number makes it another's, past, a share, a name or a price."""
    low = place.low
    sentence = around(place.sentences, amount.start, amount.end)
    before = low[max(sentence.start, amount.start - 60) : amount.start]
    asked = "quantity" in place.context.asked
    after = low[amount.end : amount.end + 40]
    if replaced(low, amount.start) or _NOT_BEFORE.search(before) or _STOPPED.search(before):
        return True
    if re.match(r"\s*,?\s*(?:в\s+(?:количестве|объеме)|количеством)\s", after):
        return True  # «подшипники 22220 в количестве 340 штук»
    if re.search(r"(?<!\w)по\s+$", before) and not re.search(
        r"кажд|на\s+\w+|разных|вид", after + low[amount.end + 40 : sentence.end]
    ):
        return True
    if _SHARE.match(after) or _WHOLE.search(before[-24:]):
        return True
    if re.search(r"(?<!\w)an?\s+$", before) and re.match(r"\s*-?\s*[a-z]", after):
        return True  # “a 90 kg dog”, “a 20 ft container”
    if (_OWNED.search(before) and not asked) or _BEFORE_NOW.search(before):
        return True
    if _OUT_OF.search(before) and not asked:
        return True
    return _ADDRESS.match(low, amount.end) is not None


def _needed(low: str, sentence: Span, amount: Amount) -> bool:
    """Whether the sentence says, near the number, that something is needed."""
    start, end = amount.start - _REACH, amount.end + _REACH
    return bool(_NEED.search(low, max(sentence.start, start), min(sentence.end, end)))


def seems_counted(place: Passage, amount: Amount) -> bool:
    """Whether a number that only the model takes for a quantity may be one: it has a unit, is what
    we asked for, or stands before a noun where something is needed."""
    sentence = around(place.sentences, amount.start, amount.end)
    if _barred(place, amount):
        return False
    before = place.low[max(sentence.start, amount.start - 60) : amount.start]
    unit = _UNIT.match(place.low, amount.end)
    if unit and _PEOPLE.match(unit["u"]) and _PLACE_FOR.search(before):
        return False
    if unit or "quantity" in place.context.asked:
        return True
    needed = _needed(place.low, sentence, amount)
    return (needed or bool(_SETTLES.search(before))) and _noun_follows(place, amount.end)


def _quantity(place: Passage, amount: Amount) -> Candidate | None:
    low = place.low
    sentence = around(place.sentences, amount.start, amount.end)
    before = low[max(sentence.start, amount.start - 60) : amount.start]
    needed = _needed(low, sentence, amount)
    asked = "quantity" in place.context.asked
    after = low[amount.end : amount.end + 40]
    if _barred(place, amount):
        return None
    inverted = _INVERTED.search(before)
    if inverted and re.search(r"\d\s*$", before[: inverted.start()]):
        inverted = None  # «из 200 коробок 14 мятые»: the unit has its number
    unit = _UNIT.match(low, amount.end)
    if unit and _part_of_name(low, unit, amount.value):
        if unit["measure"]:
            return None
        unit = None
    if inverted and not unit:
        start = amount.start - len(before) + inverted.start()
        return _made(place, amount, start, amount.end, 0.8, inverted["u"])
    if unit and (low[unit.end() : unit.end() + 1] == "/" or _GLUED_SIZE.match(low, amount.end)):
        return None
    if unit and re.search(
        r"(?:офис|команд|коллектив|компани|зал|кабинет|office|team)\w*\s+(?:на|for|of)\s+$", before
    ):
        return None
    if unit and not _NEVER.match(after):
        tail = low[unit.end() :][:30]
        if _PACKED.match(tail) or _RATE.match(tail) or _DIFFERENT.match(tail):
            return None
        people = _PEOPLE.match(unit["u"])
        if _SHARE.match(tail) or (people and _PLACE_FOR.search(before)):
            return None
        if people and not (needed or asked):
            return None
        if not people and not asked and _describes(before):
            return None
        sure = 0.9 if needed or asked else 0.75
        if unit["measure"]:
            sure = _measured(place, amount, unit, before, needed or asked, sure)
        else:
            noun = re.match(r"\s*[а-я]", low[unit.end() :])
            sure = sure if needed or asked or noun or amount.value > 1 else 0.6
        if not sure:
            return None
        name = " ".join(place.text[unit.start("u") : unit.end("u")].split()).rstrip(".")
        return _made(place, amount, amount.start, unit.end(), sure, name)
    if _NEVER.match(after):
        return None
    settled = _SETTLES.search(before) or _NOT_THAT.match(low, amount.end)
    if (needed or asked or settled or _opens(place, amount)) and _noun_follows(place, amount.end):
        if not asked and _describes(before):
            return None
        if amount.value == 1 or 2020 <= amount.value <= 2035:
            return None
        return _made(place, amount, amount.start, amount.end, 0.78, "")
    if amount.scaled:
        return None
    ends = re.match(r"\s*(?:[.,!;)]|$|(?:а\s+)?не\b|not\b|instead\b)", after)
    if settled and ends and _counted_before(place, amount.start):
        return _made(place, amount, amount.start, amount.end, 0.75, "")
    said = low.strip(" .!\n")
    if asked and (len(said) < 40 or amount.end - amount.start == len(said)):
        return _made(place, amount, amount.start, amount.end, 0.82, "")
    if re.search(
        r"(?:кол-?во|количеств\w+|объем\w*|тираж\w*|qty|quantity)\s*[:-]?\s*(?:до\s+|на\s+)?$",
        before,
    ):
        return _made(place, amount, amount.start, amount.end, 0.85, "")
    if re.search(
        r"(?:нам\s+нужно|нужно|надо|возьм\w+|бер[еу]м|(?:i|we)\s+(?:need|want)|\'d\s+take|we\'ll\s+take)\s+(?:\w+\s+)?$",
        before,
    ) and re.match(r"\s*(?:[.,!;]|$)", after):
        return _made(place, amount, amount.start, amount.end, 0.65, "")
    return None


_SINGULAR = re.compile(
    r"pallet|box|carton|pack|package|set|bag|seat|user|container|truck|bottle|roll|sheet|drum|crate|litre|liter|"
    r"metre|meter|gallon|pound|ton|tonne|kilo|kilogram|foot"
)


def _part_of_name(low: str, unit: re.Match[str], value: float) -> bool:
    """“4 pallet wrappers”, “5 litre cans”: a unit in the singular before a noun is no unit."""
    return (
        value > 1
        and _SINGULAR.fullmatch(unit["u"]) is not None
        and re.match(
            r"\s+(?!of\b|for\b|to\b|by\b|at\b|and\b|per\b|in\b|on\b)[a-z]{3,}", low[unit.end() :]
        )
        is not None
    )


def _describes(before: str) -> bool:
    """«шкаф управления на два насоса»: the number is of the thing, unlike «заявка на два»."""
    noun = _FITS.search(before)
    if noun is None:
        return False
    entry = word(noun[1])
    base = entry.lemma.replace("ё", "е")
    return entry.pos == "NOUN" and base not in RELAY | _ASKING


def _counted_before(place: Passage, start: int) -> bool:
    """Whether the client spoke of a number of things, in this turn or an earlier one."""
    if _COUNTED.search(place.low[max(0, start - 200) : start]):
        return True
    return any(
        turn.sender == "client" and _COUNTED.search(fold(turn.text[:1500]))
        for turn in place.context.earlier
    )


def _opens(place: Passage, amount: Amount) -> bool:
    """Whether the number opens its line («500 коробов 60х40»), as in a list."""
    line = place.low.rfind("\n", 0, amount.start) + 1
    return not place.low[line : amount.start].strip(" -*•·.") and amount.value >= 2


def _measured(
    place: Passage, amount: Amount, unit: re.Match[str], before: str, needed: bool, sure: float
) -> float:
    """Metres and kilograms are a quantity unless they describe the thing («труба 6 м»)."""
    low = place.low
    tail = low[unit.end() : unit.end() + 30]
    if unit["u"] in {"ton", "tonne"} and amount.value != int(amount.value):
        return 0.0  # “a forklift, 2.5 ton”: its power
    if unit["u"] in {"litre", "liter", "gallon"} and amount.value > 1:
        return 0.0  # “a mixer, 40 litre”: its size
    if unit["u"] in {"ft", "feet", "m", "м"} and unit.group()[:1] != " ":
        noun = re.match(r"\s+([а-яa-z]{3,})", tail)
        if noun and not (re.match("[а-я]", noun[1]) and "gent" in word(noun[1]).tags):
            return 0.0  # «20ft container»: its size
    bulk = re.match(r"тонн|тн|т|куб|м3|м³|м2|кв|square|cubic|sq|cbm|tons?|tonnes?", unit["u"])
    of_noun = re.match(r"\s+(?:of\s+)?[a-zа-я]{3,}", tail) and not re.match(
        r"\s+(?:до|для|или|нужн\w*|каждый|в|на|с|по|for|each|by)\b", tail
    )
    direct = re.search(
        r"(?:нуж[ен]\w*|надо|необходимо|требу\w+|возьм\w+|бер[еу]м|заказ\w*|купить|need|order|buy|want|хотим|партия|всего|итого|объем\w*)\s+(?:\w+\s+)?$|[-:,]\s*$|^\s*$",
        before,
    )
    asked = "quantity" in place.context.asked
    if len(unit["u"].rstrip(".")) == 1 and amount.value != int(amount.value) and not bulk:
        return 0.0
    if of_noun or direct or asked or _SETTLES.search(before):
        return sure
    if bulk and _counted_before(place, amount.start):
        return sure
    if bulk and needed:
        return sure
    if needed and amount.value >= 50:
        return 0.72
    return 0.0


def _noun_follows(place: Passage, end: int) -> bool:
    m = re.match(
        r"\s+((?:[а-я]+(?:-[а-я]+)?\s+){0,2}?)([а-я]+(?:-[а-я]+)?)(?!\w)", place.low[end : end + 80]
    )
    if m:
        for form in (place.low[end : end + 80]).split()[:3]:
            form = re.sub(r"[^\w-]", "", form)
            if not form or not re.search("[а-я]", form):
                return bool(form)
            entry = word(form)
            if entry.pos in {"ADJF", "PRTF"} and "Apro" not in entry.tags:
                continue
            if entry.pos != "NOUN" and "NOUN" not in entry.tags:
                return False
            return entry.lemma.replace("ё", "е") not in _NOT_NOUNS and bool(
                entry.tags & {"gent", "accs", "nomn"}
            )
        return False
    latin = re.match(
        r"\s+(?:x\s+|of\s+(?:the|those|these|your)\s+)?([a-z][a-z-]+)(?:\s+([a-z-]+))?",
        place.low[end : end + 60],
    )
    return bool(latin) and latin is not None and latin[1] not in _EN_NOT


def _made(
    place: Passage, amount: Amount, start: int, end: int, confidence: float, unit: str
) -> Candidate:
    return candidate(place, "quantity", plain(amount.value), start, end, confidence, unit=unit)
