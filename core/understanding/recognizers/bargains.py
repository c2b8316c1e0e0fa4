"""A counter-offer to our total: «80 и заберу сегодня» after «96 000 ₽», “8.5 and I'll sign”."""

import re
from dataclasses import replace

from core.understanding.context import Passage
from core.understanding.recognizers import budget_words as words
from core.understanding.recognizers.money import Amount, amounts
from core.understanding.text import around, fold

_COMMITS = re.compile(
    r"(?:\s*(?:руб\w*|₽|тыс\w*|тыщ\w*|[$€£]|flat|all\s+in|за\s+(?:все|всё|оба|обе|комплект)))?[\s,.!-]*(?:(?:и|то|тогда|так|сразу|прямо|сейчас|сегодня|завтра|and|then|мы|я)[\s,]+)*"
    r"(?:забер\w+|забира\w+|бер[еу]м?(?!\w)|возьм\w+|оплач\w+|оплатим|плачу|подпи\w+|договорились|по\s+рукам|оформл\w+|заказыва\w+|купл\w+|куплю|да[мд](?:им|ут)?(?!\w)|наш[аи]?(?!\w)|"
    r"(?:(?:i|we)(?:'ll|\s+will|'d|\s+would|\s+can)|it's|you\s+have|you've\s+got)\s+(?:(?:a|an|the|happily|gladly|just)\s+)*(?:sign|take|deal|buy|go|move|order|book|done|commit|pay|switch|mine)(?!\w)|deal(?!\w)|done(?!\w))"
)
_HAVE = re.compile(
    r"(?<!\w)(?:у\s+(?:нас|меня)(?:\s+(?:только|всего|лишь|есть|на\s+\w+|максимум))*|есть\s+(?:только|всего)|наскреб\w+|осталось|(?:we|i)(?:'ve|\s+have)?(?:\s+(?:only|just))?\s+(?:have|got|budgeted|planned)(?:\s+(?:only|just|about))?)\s+$"
)
_HAVE_END = re.compile(
    r"\s*(?:[.,!;)]|$|\n|есть|на\s+(?:это|все|всё)|и\s+все|approved|for|to\s+spend|in\s+total|max|total)"
)
_TAKES = re.compile(
    r"(?<!\w)(?:ладно|хорошо|ок|окей|давай(?:те)?|пусть(?:\s+будет)?|согласен|согласна|so\s+be\s+it|ok|okay|fine|deal|alright|right)[\s,.]+(?:за\s+|for\s+|at\s+)?$"
)
_IF = re.compile(r"(?<!\w)(?:если|при|if(?:\s+it's|\s+you\s+do)?)\s+(?:будет\s+|за\s+)?$")
_KEEP = re.compile(
    r"(?<!\w)(?:keep|make|do|get|leave|call)\s+(?:it|that|them|this|us)\s+(?:at|for|to)\s+$"
)
_COUNTS = re.compile(r"\s*(?:шт|pcs|штук|единиц|units|из(?!\w)|of\s+them)")


def countered(place: Passage, amount: Amount) -> Amount | None:
    """The amount, in our total's scale and currency, where the client takes that total or says for
    what they would; None where it is no such thing."""
    if _COUNTS.match(place.low, amount.end) or words.PER_UNIT.match(place.low, amount.end):
        return None
    total = _our_total(place)
    if total is None or total.value <= 0:
        return None
    scales = (1.0,) if amount.named else (1.0, 1e3, 1e6)
    for scale in scales:
        value = amount.value * scale
        if 0.5 <= value / total.value <= 1.1 and _said(place, amount, value, total):
            currency = amount.currency or total.currency
            return replace(amount, value=value, currency=currency, scaled=True)
    return None


def _said(place: Passage, amount: Amount, value: float, total: Amount) -> bool:
    low = place.low
    sentence = around(place.sentences, amount.start, amount.end)
    before = low[max(sentence.start, amount.start - 60) : amount.start]
    if words.OTHERS.search(before) or re.search(r"(?<!\w)(?:не|not|по)\s+$", before):
        return False
    if value == total.value:
        return bool(_TAKES.search(low[max(0, amount.start - 24) : amount.start]))
    if value > total.value:
        return False
    if _HAVE.search(before) and _HAVE_END.match(low, amount.end):
        return True
    if _COMMITS.match(low, amount.end):
        return True
    rest = low[amount.end : amount.end + 60]
    return bool(_KEEP.search(before) or _IF.search(before)) and bool(_COMMITTED.search(rest))


_COMMITTED = re.compile(
    r"забер|забира|бер[еу]м?(?!\w)|возьм|оплач|оплатим|подпи|договор|по\s+рукам|оформ|куп[лю]|"
    r"(?:i|we)(?:'ll|\s+will|'d|\s+would)\s+(?:\w+\s+)?(?:sign|take|buy|go|move|order|book|commit|pay|switch|transfer)|deal(?!\w)"
)


def _our_total(place: Passage) -> Amount | None:
    """The largest sum of our last message that names one, unless it is for a unit of something."""
    for turn in list(reversed(place.context.earlier))[:4]:
        if turn.sender != "us":
            continue
        low = fold(turn.text[:1000])
        every = [a for a in amounts(low) if a.named] or [a for a in amounts(low) if a.value >= 1000]
        sums = [a for a in every if not _of_unit(low, a)]
        if sums:
            return max(sums, key=lambda a: a.value)
        alone = [a for a in amounts(low) if not _of_unit(low, a)]
        if len(alone) == 1 and re.search(
            r"and\s+it's\s+yours|ваш[ае]?(?!\w)|total|итого|all\s+in", low
        ):
            return alone[0]
        if amounts(low):
            return None
    return None


def _of_unit(low: str, amount: Amount) -> bool:
    before = low[max(0, amount.start - 4) : amount.start]
    return (
        bool(words.PER_UNIT.match(low, amount.end))
        or before.endswith("по ")
        or bool(
            re.match(
                r"\s*(?:each|apiece|а\s+шт|/|за\s+\w+[.,]?(?:\s|$)|per\s+(?!month|year|week|day)|an?\s+(?!month|year|week|day)\w+)",
                low[amount.end :],
            )
            and not re.match(
                r"\s*за\s+(?:все|всё|оба|обе|комплект|партию|заказ|месяц|год)", low[amount.end :]
            )
        )
    )
