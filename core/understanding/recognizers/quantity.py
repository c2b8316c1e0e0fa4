"""How much of it: numbers with a unit, before a noun after a word of need, or as an answer."""

import re

from msgspec.structs import replace

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers import quantity_words as words
from core.understanding.recognizers.agreement import allied, said_of_alliance
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.counting import (
    asked_of_us,
    bare_count,
    batch_named,
    bodies,
    describes_the_thing,
    household,
    nominal,
    packs,
    unit_priced,
    upper_ends,
)
from core.understanding.recognizers.money import Amount, amounts
from core.understanding.recognizers.numbers import plain
from core.understanding.recognizers.product_words import RELAY
from core.understanding.text import Span, around, fold

COUNTS, MEASURES = words.COUNTS, words.MEASURES


WITH_UNIT, UNIT_ALONE, INVERTED = 0.86, 0.78, 0.75
OF_NOUN, ANSWER, BARE, LISTED = 0.8, 0.62, 0.76, 0.75
"""How often each way of reading is right, measured on labelled threads."""


def quantities(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Quantities; spans of phones, money, days and the like are ``taken``."""
    found: list[Candidate] = []
    for amount in upper_ends(place.low, amounts(place.low)[:_MOST_NUMBERS]):
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
    if replaced(low, amount.start) or words.STOPPED.search(before):
        return True
    if words.NOT_BEFORE.search(before) and not _counts_anyway(place, amount, before):
        return True
    if re.match(r"\s*,?\s*(?:в\s+(?:количестве|объеме)|количеством)\s", after):
        return True  # «подшипники 22220 в количестве 340 штук»
    if re.search(r"(?<!\w)по\s+$", before) and not (
        words.INVERTED.search(before)
        or re.search(
            r"кажд|(?<!\w)на\s+\w+|разных|вид", after + low[amount.end + 40 : sentence.end]
        )
    ):
        return True
    if re.search(r"(?<!\w)(?:кажд\w+|each|apiece)\s+(?:по\s+)?$", before):
        return True
    if words.BROKEN.match(low, amount.end) and not _ordered(low, amount.start):
        return True
    apposed = re.search(r"[a-z]{3,},\s*$", before) and re.match(
        r"\s*of\s+them\s*(?:[.,;!?]|$|please|pls)", after
    )  # “mattresses, eight of them”
    if apposed:
        return False
    if words.SHARE.match(after) or words.WHOLE.search(before[-24:]):
        return True
    if (
        _DONE.match(low, amount.end)
        or _LAST_YEAR.match(low, amount.end)
        or (re.search(r"(?<!\w)во?\s+$", before) and _UPON.match(low, amount.end))
    ):
        return True  # «80 штук в прошлом году», «в двух экземплярах»
    if before.endswith(" into ") or _GIVEN_BACK.search(before):
        return True
    if _LOADED.search(before) and words.UNIT.match(low, amount.end):
        return True
    if re.search(r"(?<!\w)(?:an?|the)\s+$", before) and re.match(
        r"\s*-?\s*(?:ft|feet|foot|kg|m|cm|mm|inch|litres?|liters?|ton)\s+[a-z]", after
    ):
        return True
    if re.search(r"(?<!\w)an?\s+$", before) and re.match(r"\s*-?\s*[a-z]", after):
        return True  # “a 90 kg dog”, “a 20 ft container”
    owned = words.OWNED.search(before) and not asked and not words.PRICE_ASKED.search(low)
    measured = (unit := words.UNIT.match(low, amount.end)) and unit["measure"]
    more = re.search(r"(?<!\w)we(?:'re|\s+are)\s+$", before) and _counted_before(
        place, amount.start
    )
    if owned and not (more or (measured and unit_priced(place)) or bodies(place, amount, before)):
        return True
    has = re.search(r"(?:^|[.!?]\s*)got\s+$", before) and words.PRICE_ASKED.search(low)
    if words.BEFORE_NOW.search(before) and not has and not re.search(r"\bteam\s+of\s+$", before):
        return True
    if words.OUT_OF.search(before) and not asked:
        return True
    return not words.UNIT.match(low, amount.end) and bool(words.ADDRESS.match(low, amount.end))


_LAST_YEAR = re.compile(
    r"\s*(?:[а-яa-z]+\s+){0,2}(?:в\s+прошл\w+|в\s+тот\s+раз|last\s+(?:year|month|time|week|spring|summer|autumn|winter))(?!\w)"
)
_GIVEN_BACK = re.compile(
    r"(?<!\w)(?:swap|return|exchange|cancel|replace|refund|обменять|вернуть|отменить|заменить)\s+(?:(?:the|my|мои|эти)\s+)?$"
)
_DONE = re.compile(
    r"\s*(?:[а-яa-z]+\s+){0,2}?(?:уже\s+(?:привез|получ|пришл|забра|отгруз|взял|сдела|оплат|есть)\w*|(?:have\s+|has\s+)?already\s+(?:arrived|came|here|got|paid|delivered))"
)
_LOADED = re.compile(
    r"(?<!\w)(?:hold|carry|lift|support|withstand|bear|cope\s+with|weigh\w*|takes?\s+up\s+to|выдерж\w+|держит|держать|поднима\w+|весит|весом|"
    r"(?:по|в)\s+(?:накладной|факту|документам|счету|акту|ттн|упд))\s+(?:a\s+|до\s+|около\s+)?$"
)
"""How much a thing bears, or what a paper says came."""


def _counts_anyway(place: Passage, amount: Amount, before: str) -> bool:
    """«К заказу 2 тюбика», «дом 140 м²», “2 x 10L”: what is in front is not what has the number."""
    unit = words.UNIT.match(place.low, amount.end)
    if words.NUMBERED.search(before):
        return bool(unit) or _noun_follows(place, amount.end, amount.value)
    return packs(place.low, amount, before) or bool(unit and re.search(r"за\s+$", before))


def _ordered(low: str, start: int) -> bool:
    """Whether a word of ordering stands in the few words before."""
    return bool(words.ORDER.search(low[max(0, start - 40) : start]))


def _like_a_price(place: Passage, value: float) -> bool:
    """Whether a bare number is about what we asked for it: a counter-offer."""
    if value < 20:
        return False
    for turn in [t for t in place.context.earlier[-6:] if t.sender == "us"][-3:]:
        low = fold(turn.text[:800])
        every = amounts(low)
        for said in every:
            alone = (
                len(every) == 1
                and not batch_named(place)
                and said.value >= 20
                and not _COUNTS.match(low, said.end)
            )
            price = said.named or alone
            if price and said.value and 0.6 <= value / said.value <= 1.4:
                return True
            if price and _thousands(value, said):
                return True
    return False


_COUNTS = re.compile(rf"{words.UNIT.pattern}|\s*(?:%|x|х|[a-zа-я]{{3,}})|[:/]\d")


def _thousands(value: float, said: Amount) -> bool:
    return said.value >= 10_000 and 0.6 <= value * 1000 / said.value <= 1.4


def _needed(low: str, sentence: Span, amount: Amount) -> bool:
    """Whether the sentence says, near the number, that something is needed."""
    start, end = amount.start - _REACH, amount.end + _REACH
    return bool(words.NEED.search(low, max(sentence.start, start), min(sentence.end, end)))


def seems_counted(place: Passage, amount: Amount) -> bool:
    """Whether a number that only the model takes for a quantity may be one: it has a unit, is what
    we asked for, or stands before a noun where something is needed."""
    sentence = around(place.sentences, amount.start, amount.end)
    if _barred(place, amount):
        return False
    before = place.low[max(sentence.start, amount.start - 60) : amount.start]
    if describes_the_thing(place.low, amount, before):
        return False
    unit = words.UNIT.match(place.low, amount.end)
    if unit and _part_of_name(place.low, unit, amount.value):
        return False
    if unit and words.PEOPLE.match(unit["u"]) and words.PLACE_FOR.search(before):
        return False
    if unit or "quantity" in place.context.asked:
        return True
    needed = _needed(place.low, sentence, amount)
    return (needed or bool(words.SETTLES.search(before))) and _noun_follows(
        place, amount.end, amount.value
    )


def _quantity(place: Passage, amount: Amount) -> Candidate | None:
    if _barred(place, amount):
        return None
    low = place.low
    sentence = around(place.sentences, amount.start, amount.end)
    before = low[max(sentence.start, amount.start - 60) : amount.start]
    asked = "quantity" in place.context.asked
    needed = asked or _needed(low, sentence, amount)
    if describes_the_thing(low, amount, before):
        return None
    if packs(low, amount, before):
        return _made(place, amount, amount.start, amount.end, OF_NOUN, "")
    inverted = words.INVERTED.search(before)
    if inverted and re.search(r"\d\s*$", before[: inverted.start()]):
        inverted = None  # «из 200 коробок 14 мятые»: the unit has its number
    unit = words.UNIT.match(low, amount.end)
    if unit and _part_of_name(low, unit, amount.value):
        if unit["measure"]:
            return None
        unit = None
    if inverted and "-" in low[amount.start : amount.end] and inverted["u"] == "детей":
        return None  # «веду детей 10-14»: how old they are
    if inverted and not unit:
        start = amount.start - len(before) + inverted.start()
        return _made(place, amount, start, amount.end, INVERTED, inverted["u"])
    if unit and not words.NEVER.match(low, amount.end):
        return _with_unit(place, amount, unit, before, needed)
    if unit or words.NEVER.match(low, amount.end):
        return None
    needed = needed or asked_of_us(low, sentence, amount) or nominal(place, amount, sentence)
    made = _before_a_noun(place, amount, before, needed) or _bare(place, amount, before)
    if made is None and re.match(r"\s*of\s+(?:them|these|those)(?!\w)", low[amount.end :]):
        return _made(place, amount, amount.start, amount.end, OF_NOUN, "") if needed else None
    if made is None and bodies(place, amount, before):
        return _made(place, amount, amount.start, amount.end, OF_NOUN, "")
    return made


def _with_unit(
    place: Passage, amount: Amount, unit: re.Match[str], before: str, needed: bool
) -> Candidate | None:
    low = place.low
    asked = "quantity" in place.context.asked
    tail = low[unit.end() :][:30]
    if tail[:1] == "/" or words.GLUED_SIZE.match(low, amount.end):
        return None
    if re.search(
        r"(?:офис|команд|коллектив|компани|зал|кабинет|office|team)\w*\s+(?:на|for|of)\s+$", before
    ):
        return None
    if words.PACKED.match(tail) or words.RATE.match(tail) or words.DIFFERENT.match(tail):
        return None
    people = words.PEOPLE.match(unit["u"])
    counted = people and (
        bodies(place, amount, before)
        or asked_of_us(place.low, around(place.sentences, amount.start, amount.end), amount)
    )
    if people and (words.HOLDS.search(before) or (household(before) and not asked)):
        return None
    if words.SHARE.match(tail) or (people and words.PLACE_FOR.search(before) and not counted):
        return None
    if people and not (needed or counted):
        return None
    if not people and not asked and _describes(before):
        return None
    sure = WITH_UNIT if needed else UNIT_ALONE
    if unit["measure"]:
        sure = _measured(place, amount, unit, before, needed, sure)
    elif not needed and amount.value <= 1 and not re.match(r"\s*[а-я]", low[unit.end() :]):
        sure = 0.6
    if not sure:
        return None
    name = " ".join(place.text[unit.start("u") : unit.end("u")].split()).rstrip(".")
    return _made(place, amount, amount.start, unit.end(), sure, name)


def _before_a_noun(place: Passage, amount: Amount, before: str, needed: bool) -> Candidate | None:
    settled = words.SETTLES.search(before) or words.NOT_THAT.match(place.low, amount.end)
    ordered = _ordered(place.low, amount.start)
    if not ordered and (allied(place) or said_of_alliance(place.low)):
        return None
    if not (needed or settled or ordered or _opens(place, amount)):
        return None
    upon = _UPON.match(place.low, amount.end)  # «гравировка на 15 кружках»
    if not (upon or _noun_follows(place, amount.end, amount.value)):
        return None
    if "quantity" not in place.context.asked and not upon and _describes(before):
        return None
    if (amount.value == 1 and not ordered) or 2020 <= amount.value <= 2035:
        return None
    return _made(place, amount, amount.start, amount.end, OF_NOUN, "")


_UPON = re.compile(r"\s+(?:[а-я]{2,}[ыи]х\s+)?[а-я]{3,}[ая]х(?!\w)")


def _bare(place: Passage, amount: Amount, before: str) -> Candidate | None:
    """A number without unit or noun: an answer, a correction, “and at 1,500?”."""
    low = place.low
    if place.context.page:
        found = words.AMOUNT_OF.search(before)
        return _made(place, amount, amount.start, amount.end, 0.85, "") if found else None
    asked = "quantity" in place.context.asked
    price = _like_a_price(place, amount.value)
    if amount.scaled and (price or amount.value >= 1e6 or "к" in low[amount.start : amount.end]):
        return None
    settled = words.SETTLES.search(before) or words.NOT_THAT.match(low, amount.end)
    sentence = around(place.sentences, amount.start, amount.end)
    if not price and bare_count(place, amount, before, sentence):
        return _made(place, amount, amount.start, amount.end, BARE, "")
    ends = re.match(r"\s*(?:[.,!;)]|$|(?:а\s+)?не\b|not\b|instead\b)", low[amount.end :])
    counted = _counted_before(place, amount.start) or batch_named(place)
    if settled and ends and counted and not price:
        return _made(place, amount, amount.start, amount.end, BARE, "")
    said = low.strip(" .!?\n")
    if asked and not price and (len(said) < 40 or amount.end - amount.start == len(said)):
        return _made(place, amount, amount.start, amount.end, ANSWER, "")
    if words.AMOUNT_OF.search(before):
        return _made(place, amount, amount.start, amount.end, 0.85, "")
    if not price and not amount.scaled and _listed(place, amount, before):
        return _made(place, amount, amount.start, amount.end, LISTED, "")
    if amount.value == int(amount.value) and not price and words.BARE_END.match(low, amount.end):
        ordered = _ordered(low, amount.start)
        led = words.FOR_BARE.search(before) or words.FOR_BARE.search(before.rsplit(",", 1)[-1])
        answers = not before.strip(" -~") and "?" in place.context.ours  # something else we asked
        if ordered or (led and counted and amount.value > 1 and not answers):
            return _made(place, amount, amount.start, amount.end, BARE, "")
    return None


def _listed(place: Passage, amount: Amount, before: str) -> bool:
    """«Бирки на телят, пятьсот, сколько?», «столов 8»: after the thing it counts."""
    low = place.low
    if not 2 <= amount.value < 100_000 or amount.value != int(amount.value):
        return False
    if 1990 <= amount.value <= 2035 or "?" in place.context.ours:
        return False
    if not re.match(r"\s*(?:[,.?!)]|$|\n)(?!\d)", low[amount.end :][:3]):
        return False
    sentence = around(place.sentences, amount.start, amount.end)
    if re.search(r"[a-zа-я\d][a-zа-я]{1,},\s*$", before):
        return _needed(low, sentence, amount)
    noun = re.search(r"(?:^|[^а-я-])([а-я]{4,})\s+$", before)
    if re.search(r"(?:стоимост|цен[аы]|тариф|плат)\w*\s+(?:\w+\s+)?$", before):
        return False
    if noun is None or not (_needed(low, sentence, amount) or len(low.split()) <= 3):
        return False
    entry = word(noun[1])
    plural = entry.pos == "NOUN" and "plur" in entry.tags and bool(entry.tags & {"gent", "nomn"})
    return plural and entry.lemma.replace("ё", "е") not in words.NOT_NOUNS


_SINGULAR = re.compile(
    r"piece|person|page|head|guest|unit|pallet|box|carton|pack|package|set|bag|seat|user|container|truck|bottle|roll|sheet|drum|crate|litre|liter|"
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
    noun = words.FITS.search(before)
    if noun is None:
        return False
    entry = word(noun[1])
    base = entry.lemma.replace("ё", "е")
    return entry.pos == "NOUN" and base not in RELAY | words.ASKING


def _counted_before(place: Passage, start: int) -> bool:
    """Whether the client spoke of a number of things, in this turn or an earlier one."""
    if words.COUNTED.search(place.low[max(0, start - 200) : start]):
        return True
    return any(words.COUNTED.search(fold(turn.text[:1500])) for turn in place.context.earlier)


def _opens(place: Passage, amount: Amount) -> bool:
    """Whether the number opens its line («500 коробов 60х40»), as in a list."""
    line = place.low.rfind("\n", 0, amount.start) + 1
    sentence = around(place.sentences, amount.start, amount.end)
    before = place.low[line : sentence.start]
    few = len(before.split()) <= 3 and "?" not in before and not place.context.page
    if sentence.start == amount.start and few:
        return amount.value >= 2  # «срочно! 2 баллона аргона»
    opened = _GREETING.match(place.low, line)
    start = opened.end() if opened else line
    return not place.low[start : amount.start].strip(" -*•·.") and amount.value >= 2


_GREETING = re.compile(
    r"(?:(?:здравствуйте|добр\w+\s+\w+|привет\w*|hi|hello|hey|good\s+\w+)(?:\s+(?:all|there|team))?[\s,.!)]+)+"
)


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
    if unit["u"] in {"m", "ft", "feet"} and re.match(r"\s+(?!of\s)[a-z]{3,}s(?!\w)", tail):
        return 0.0  # “6 m lengths”
    bulk = re.match(r"тонн|тн|т|куб|м3|м³|м2|кв|square|cubic|sq|cbm|tons?|tonnes?", unit["u"])
    of_noun = re.match(r"\s+(?:of\s+)?[a-zа-я]{3,}", tail) and not re.match(
        r"\s+(?:до|для|или|нужн\w*|каждый|в|на|с|по|for|each|by)\b", tail
    )
    direct = re.search(
        r"(?:нуж[ен]\w*|надо|необходимо|требу\w+|возьм\w+|бер[еу]м|заказ\w*|купить|площад\w+|метраж\w*|need|order|buy|want|хотим|партия|всего|итого|объем\w*)\s+(?:\w+\s+)?$|[-:,]\s*$|^\s*$",
        before,
    )
    asked = "quantity" in place.context.asked
    if len(unit["u"].rstrip(".")) == 1 and amount.value != int(amount.value) and not bulk:
        return 0.0
    if of_noun or direct or asked or words.SETTLES.search(before) or unit_priced(place):
        return sure
    if bulk and _counted_before(place, amount.start):
        return sure
    if bulk and needed:
        return sure
    if needed and amount.value >= 50:
        return 0.72
    return 0.0


def _noun_follows(place: Passage, end: int, value: float) -> bool:
    """Whether the number is followed by what it counts, in the case and number it asks for."""
    tail = place.low[end : end + 80]
    if re.match(r"\s+(?:[а-я]+(?:-[а-я]+)?\s+){0,2}?[а-я]+(?:-[а-я]+)?(?!\w)", tail):
        for form in tail.split()[:3]:
            form = re.sub(r"[^\w-]", "", form)
            if not form or not re.search("[а-я]", form):
                return bool(form)
            entry = word(form)
            if entry.pos in {"ADJF", "PRTF"} and "Apro" not in entry.tags:
                continue
            if (entry.pos != "NOUN" and "NOUN" not in entry.tags) or len(form) < 3:
                return False
            if entry.lemma.replace("ё", "е") in words.NOT_NOUNS:
                return False
            cases = {"gent"} if value % 10 != 1 or value % 100 == 11 else {"accs", "nomn"}
            return bool(entry.tags & cases) or not entry.known
        return False
    return _plural_follows(tail, value)


_PLURAL = re.compile(r"(?:[a-z-]{2,}(?<![suiy])s|people|men|women|feet|geese|stairs|dice|sheep)$")


def _plural_follows(tail: str, value: float) -> bool:
    m = re.match(r"\s+(?:x\s+|of\s+(?:the|those|these|your)\s+)?((?:[\w/&.'-]+\s*){1,4})", tail)
    if m is None:
        return False
    for form in m[1].split()[:4]:
        form = form.strip(".")
        if form in {"more", "extra", "additional", "other", "different"}:
            continue
        if form in words.EN_NOT:
            return False
        if re.match("[а-я]{3}", form):
            return "NOUN" in word(form).tags
        if not re.match(r"[a-z]", form) and not re.match(r"[\d.,/-]+[a-z]", form):
            return False
        if value == 1 or _PLURAL.search(form):
            return True
    return False


def _made(
    place: Passage, amount: Amount, start: int, end: int, confidence: float, unit: str
) -> Candidate:
    return candidate(place, "quantity", plain(amount.value), start, end, confidence, unit=unit)
