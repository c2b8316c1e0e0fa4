"""Which amounts are the client's budget: theirs to spend or to be invoiced, and nobody else's."""

import re
from dataclasses import replace

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers import budget_words as words
from core.understanding.recognizers.bargains import countered
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.money import Amount, amounts, canonical
from core.understanding.text import Span, around, clause, fold, is_russian

COUNTERED = 0.8
"""How often a counter-offer is what they will spend."""
_MOST_NUMBERS = 300
"""Numbers of one text that are weighed; what has more is no request written by hand."""


def budgets(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Budget facts of the passage; ``taken`` spans (phones, numbers of firms) hold no money."""
    found = []
    every = [a for a in amounts(place.low) if free(Span(a.start, a.end), taken)]
    money = [a for a in every if a.named]
    for said in every[:_MOST_NUMBERS]:
        amount = _same_scale(place, said, money)
        confidence = _is_budget(place, amount, money)
        if confidence <= 0:
            offer = None if replaced(place.low, said.start) else countered(place, said)
            if offer is None:
                continue
            amount, confidence = offer, COUNTERED
        lead = words.LEAD.search(place.low, max(0, amount.start - 30), amount.start)
        start = lead.start() if lead else amount.start
        value = canonical(amount, currency_of(place))
        found.append(candidate(place, "budget", value, start, amount.end, confidence))
    return found


def _same_scale(place: Passage, amount: Amount, money: list[Amount]) -> Amount:
    """«450 тысяч дорого, максимум 380»: the 380 are thousands too; after prices of 41 000,
    «у меня 35 000» is money."""
    if amount.named or not 1.5 <= amount.value < 1e9:
        return amount
    before = place.low[max(0, amount.start - 60) : amount.start]
    strong = _BUDGET_WORD.search(before[-40:])
    cued = (
        strong
        or (words.UP_TO.search(before) and amount.value >= 30)
        or words.CHANGED.search(before)
        or words.OWN_AFTER.match(place.low, amount.end)
        or words.OWN_BEFORE.search(before)
        or (words.INVOICED.search(before) and amount.value >= 1000)
        or (_adjacent(before) and amount.value >= 10)
        or (words.OFFERED.search(before) and not words.COUNTED.match(place.low, amount.end))
    )
    if not (cued or "budget" in place.context.asked):
        return amount
    if "quantity" in place.context.asked and not strong:
        return amount
    if not words.OWN_AFTER.match(place.low, amount.end) and (
        _AFTER_NUMBER.match(place.low, amount.end) and not _GOES_ON.match(place.low, amount.end)
    ):
        return amount
    if words.PER_UNIT.match(place.low, amount.end):
        return amount
    known = _known(place, [a for a in money if a.start < amount.start])
    if amount.value >= 1000 and (
        strong
        or _adjacent(before)
        or words.OWN_AFTER.match(place.low, amount.end)
        or words.INVOICED.search(before)
    ):
        return replace(amount, currency=known.currency if known else "", scaled=True)
    if known is None:
        answers = "budget" in place.context.asked and len(place.low) < 60
        if not (strong or answers) or amount.value < (100 if strong else 20):
            return amount
        scale = (
            1e3 if place.russian and amount.value < 1000 else 1.0
        )  # nobody has 350 roubles to spend
        return replace(amount, value=amount.value * scale, scaled=True)
    for scale in (1.0, 1e3, 1e6):
        value = amount.value * scale
        if value / 5 <= known.value <= value * 5:
            return replace(amount, value=value, currency=known.currency, scaled=True)
    return amount


def _adjacent(before: str) -> bool:
    """Whether words of having or spending stand right before the amount."""
    ends = [m.end() for m in words.OWN.finditer(before[-32:])]
    between = before[-32:][ends[-1] :] if ends else ","
    return len(between) <= 12 and not re.search(r"[,;.\d]", between)


_BUDGET_WORD = re.compile(
    r"(?:бюджет\w*|budget|spend(?:ing)?|потратить|уложиться|потолок|лимит|ceiling|limit|put\s+aside|set\s+aside)\D{0,25}$"
)
_GOES_ON = re.compile(
    r"\s*(?:максимум|всего|не\s+больше|max|total|на\s+(?:все|это|него|нее|круг|всю|весь)|или|и\b|но|а\b|если|иначе|но|but|for|or|if|and|net|right|это|тогда|сейчас|с\s|в\s|the|please|as\b|бы\b|только|at\s+all)"
)
"""What may follow an amount that has no currency."""


def _known(place: Passage, here: list[Amount]) -> Amount | None:
    """The last sum named before, in this turn or, by either side, in an earlier one."""
    if here:
        return here[-1]
    for turn in reversed(place.context.earlier[-12:]):
        said = amounts(fold(turn.text[:1500]))
        ours = turn.sender == "us"
        sums = [a for a in said if a.named or (ours and a.value >= 1000)]
        if sums:
            return max(sums, key=lambda a: a.value) if ours else sums[-1]
    return None


def currency_of(place: Passage) -> str:
    """What an amount without a currency is in: the thread's last named one, else by language."""
    if place.russian:
        return "RUB"
    for turn in reversed(place.context.earlier):
        named = [a.currency for a in amounts(fold(turn.text[:2000])) if a.currency]
        if named:
            return named[-1]
    return "RUB" if any(is_russian(t.text) for t in place.context.earlier[-4:]) else "USD"


_WORTH = re.compile(r"(?:тысяч|тыщ|рублей|миллион\w*|лям\w*)\s+(?:на|в|до)\s")
"""«Подарок, тысяч на пять»."""
_TOO_MUCH = re.compile(r"[\s,-]*(?:\w+\s+){0,2}не\s+(?:потян|вытян|осил|наскреб)\w*")
_MORE_THAN = re.compile(r"(?<!\w)(?:больше|более|выше|дороже|свыше|чем)(?!\w)")
_COME_DOWN = re.compile(r"(?:скин|сниз|уступ|подвин|опуст)\w*\s+(?:\w+\s+)?до\s*$")
_THEN_YES = re.compile(r"забира|забер|бер[еу]м?\b|возьм|подпи|куп[лиу]|оформ|заказ")


def _is_budget(place: Passage, amount: Amount, money: list[Amount]) -> float:
    """How surely the amount is a budget; 0 when it is not."""
    low = place.low
    sentence = around(place.sentences, amount.start, amount.end)
    near = clause(low, amount.start, amount.end)
    left = low[max(sentence.start, amount.start - 70) : amount.start]
    tight = low[max(near.start, sentence.start) : amount.start]
    right = low[amount.end : min(sentence.end, amount.end + 40)]
    here = low[max(near.start, sentence.start) : min(near.end, sentence.end)]
    whole = low[sentence.start : sentence.end]
    answers = "budget" in place.context.asked and len(money) <= 2
    after = re.split(r"[,.;]\s|\n", right[:25])[0]
    strong = re.search(
        r"бюджет|budget|лимит|потол(?:ок|к[аеу])(?!\w)|invoice us|уклад|улож|\bcapped|ceiling",
        left + "\x00" + after,
    )
    if (
        strong
        and strong.start() < len(left)
        and words.OTHERS.search(tight)
        and "бюджет" not in tight
    ):
        strong = None

    if replaced(low, amount.start) or words.PER_UNIT.search(right) or not 1 <= amount.value < 1e12:
        return 0.0
    capped = re.search(r"cap(?:ped)?|limit|budget", tight)
    if words.PER_UNIT_BEFORE.search(tight) and not (words.TAKE_AT.search(whole) or capped):
        return 0.0
    if re.match(r"\s*(?:%|процент|percent)", right) or words.HYPOTHETIC_OTHERS.search(whole):
        return 0.0
    if not amount.currency and words.COUNTED.match(right):
        return 0.0
    if not amount.named:
        return _bare(place, amount, answers, left, right)
    if place.context.page and words.CONTRACT_SUM.search(left):
        return 0.9
    if (
        words.INVOICED.search(left)
        and not words.ELSEWHERE.search(tight)
        and not re.search(r"получил|пришел|почему|за\s+что|received|why", whole)
    ):
        return 0.85
    refused = _TOO_MUCH.match(right)
    if refused and not strong and not _MORE_THAN.search(tight + refused.group()):
        return 0.0  # «полтора миллиона, не потяну»
    alien = words.OURS.search(tight) or words.OTHERS.search(tight)
    if not alien and not words.ELSEWHERE.search(tight) and not words.COUNTED.match(right):
        if words.OWN_AFTER.match(low, amount.end):
            return 0.88
        if words.OWN_BEFORE.search(tight):
            return 0.88
    clear = words.OWN.search(tight[-45:]) and not (
        words.OURS.search(tight) or words.OTHERS.search(tight)
    )
    if words.CANNOT_ABOVE.search(left) or words.CANNOT_AFTER.match(right):
        return 0.85
    if (
        clear
        and not strong
        and not words.ELSEWHERE.search(tight)
        and not words.ELSEWHERE.search(right[:30])
    ):
        return 0.92 if words.UP_TO.search(tight) else 0.87
    if not strong and (
        words.DOWN_TO.search(tight) or (_COME_DOWN.search(tight) and _THEN_YES.search(whole))
    ):
        return 0.75
    if not strong:
        if words.OURS.search(left[-60:]) or words.OURS.search(here):
            return 0.0
        if _others(place, amount, tight, here, left):
            return 0.0
        if words.ELSEWHERE.search(tight) or words.ELSEWHERE.search(right[:30]):
            return 0.0
    elif re.search(r"(?:\bне|без)\s+бюджет|бюджет\w*\s+(?:у\s+вас|ваш)", whole):
        return 0.0
    if strong:
        return 0.93
    if words.UP_TO.search(low[max(0, amount.start - 25) : amount.start]):
        return 0.9
    if _WORTH.match(low, amount.start):
        return 0.7
    if words.NEED_FOR.search(left) and place.text[sentence.end - 1 : sentence.end] != "?":
        return 0.75
    own = words.OWN.search(tight) or words.OWN.search(right[:30]) or words.OWN.search(left[-45:])
    if own:
        return 0.85
    if answers:
        return 0.85
    if (
        words.BARGAIN.search(left[-40:]) or words.OFFERED.search(left[-40:])
    ) and words.BARGAIN_VERB.search(whole):
        return 0.65
    return 0.0


def may_be_theirs(place: Passage, amount: Amount) -> bool:
    """Whether a sum that only the model takes for a budget can be one: not another's price, no
    turnover, loss or discount, not the price of one, nothing asked back («с нас 340 тысяч?»)."""
    low = place.low
    sentence = around(place.sentences, amount.start, amount.end)
    near = clause(low, amount.start, amount.end)
    tight = low[max(near.start, sentence.start) : amount.start]
    right = low[amount.end : min(sentence.end, amount.end + 40)]
    if replaced(low, amount.start) or words.PER_UNIT.search(right):
        return False
    if re.match(r"\s*\?", right) and not words.OWN.search(tight):
        return False
    alien = words.OTHERS.search(tight) or words.OURS.search(tight) or _ELSE.search(tight)
    return not (alien or words.ELSEWHERE.search(tight)) or bool(words.OWN.search(tight[-45:]))


_ELSE = re.compile(
    r"(?<!\w)(?:i|we)\s+(?:can|could|will)\s+(?:\w+\s+)?(?:fix|do|build|deliver|offer|provide)|salary|wage|оклад|зарплат|(?<!нам\s)(?<!мне\s)(?<!нас\s)(?<!\w)(?:дал[аи]?|ставят|просят|просит)(?!\w)"
)


def _others(place: Passage, amount: Amount, tight: str, here: str, left: str) -> bool:
    """Whether it is another's price; «в районе» and «у нас бюджет» are the client's own."""
    if re.search(r"\bя\s+готов|\bмы\s+готов|\bwe\s+can|\bi\s+can", tight):
        return False
    return bool(
        words.OTHERS.search(tight)
        or words.OTHERS.search(here)
        or re.search(
            r"(?:конкурент|предлож(?!ите|ить)|предлага|quoted|offer)\w*[^.?!]{0,25}$", left
        )
    )


_AFTER_NUMBER = re.compile(
    r"\s*(?:шт|ед|тонн|кг|г\b|м\b|мм|см|м2|м3|л\b|литр|штук|компл|упак|короб|палл|палет|рул|лист|лиценз|челов|"
    r"сотрудн|польз|дн|недел|месяц|год|час|мин|%|процент|х\s*\d|x\s*\d|of\s|[a-zа-я]{3,}|:\d\d|\.\d\d|/\d|-\w)"
)


def _bare(place: Passage, amount: Amount, answers: bool, left: str, right: str) -> float:
    """A number without currency: money only after the word, or as the answer to our question."""
    if _AFTER_NUMBER.match(right) and not re.match(
        r"\s*(?:максимум|всего|не\s+больше|max|total|на\s+все|или|и\b|but|for)", right
    ):
        return 0.0
    if amount.value < 1000 or re.fullmatch(r"20[2-3]\d", place.low[amount.start : amount.end]):
        return 0.0
    if re.search(
        r"(?:бюджет\w*|budget|лимит|потолок|can spend|потратить|уложиться в)[^\d.?!]{0,30}$", left
    ):
        return 0.88
    if answers and len(place.text) < 80:
        return 0.8
    return 0.0
