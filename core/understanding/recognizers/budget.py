"""Which amounts are the client's budget: theirs to spend or to be invoiced, and nobody else's."""

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.money import Amount, amounts, canonical
from core.understanding.text import Span, around, clause, fold, is_russian

_OWN = re.compile(
    r"бюджет\w*|не\s+(?:больше|более|выше|дороже|превыша\w+)|максимум|макс\b|в\s+пределах|уложит\w*|уклады\w*|"
    r"уложим\w*|впишем\w*|вписыва\w*|вписат\w*|вложит\w*|влез\w*|влезт\w*|выдел\w*|не\s+потян\w*|потян\w*|думал\w*\s+(?:\w+\s+){0,2}(?:в\s+|за\s+|до\s+)?|лимит\w*|потолок|потолк\w*|готов\w*\s+(?:\w+\s+){0,2}"
    r"(?:потратить|заплатить|выделить|дать|отдать|платить|тратить|вложить|инвестировать|оплатить|взять|купить)|"
    r"(?:мож|смож)\w+\s+(?:\w+\s+){0,2}(?:потратить|заплатить|выделить|дать|отдать|позволить|тратить|вложить)|"
    r"выделил\w*|выделен\w*|выделя\w+|заложен\w*|заложил\w*|заклад\w+|располага\w*|рассчитыва\w*\s+(?:\w+\s+)?на|рассчитыва\w*\s*$|"
    r"ориентир\w*|планиру\w*\s+(?:\w+\s+)?(?:потратить|вложить|на)|на\s+руках|есть\s+(?:\w+\s+)?(?:около|примерно|всего)?|"
    r"(?:выстав|выпиш|счет|счёт|пришл|сдела|офор)\w*[^.?!]{0,40}\bна\s+(?:сумму\s+)?$|счет\w*\s+(?:\w+\s+){0,4}на|"
    r"тратим|потрат\w+|(?:урез|пореза|сокра[тщ]|сниз|подня|увелич|повыс)\w*\s+(?:\w+\s+){0,3}до|(?:cut|trimmed|reduced|raised|increased|bumped|lowered)\s+(?:\w+\s+){0,4}to|заплат\w+|одобрил\w*|согласовал\w*|согласован\w*|утвердил\w*|утвержден\w*|сумма\s+(?:заказа|закупки|договора|сделки)|"
    r"(?:возьм|заберем|заберу|бер[еу]м?\b|куп\w+|договор\w+)[^.?!]{0,30}\bза\s*$|"
    r"бюдж\.?|по\s+деньгам|имею|имеем|хватит|(?:готов\w*|можем)\s+дать|дадим|смотрим[^.?!]{0,40}до|на\s+(?:все|всё)\s+про\s+(?:все|всё)|"
    r"\bbudget\w*|up\s+to|\bmax(?:imum)?\b|at\s+most|no\s+more\s+than|not\s+more\s+than|can(?:not|'t)?\s+(?:\w+\s+){0,2}"
    r"(?:spend|pay|go|afford|exceed|do)\b|(?:willing|ready|able|prepared|plan\w*|want\w*|going|looking)\s+to\s+(?:\w+\s+)?(?:spend|pay|invest)|"
    r"\bspend\w*|afford|\bcap\b|выше|capped|ceiling|limit\w*|set\s+aside|allocated?|earmarked|approved|"
    r"(?:invoice|deposit)\s+(?:\w+\s+){0,4}(?:for|of)|(?:closer\s+to|sign\s+(?:off\s+)?(?:on\s+)?(?:more\s+than)?)|инвойс\w*\s+на|within|under|below|not\s+exceed\w*|we\s+have\s+(?:about|around|only)?|"
    r"got\s+(?:about|around|roughly|only)|thinking\s+(?:about|around|of)|in\s+the\s+region\s+of|price\s+range|spending|funds?"
)
_UP_TO = re.compile(
    r"(?:\bдо|не\s+(?:больше|более|выше|дороже)(?:\s+чем)?|максимум|макс|в\s+пределах|\bup\s+to|\bunder|"
    r"\bno\s+more\s+than|\bmax|\bmaximum|\bat\s+most|\bbelow|\bwithin)\s*:?\s*$"
)
_LEAD = re.compile(
    r"(?:\b(?:не\s+(?:больше|более|выше|дороже)(?:\s+чем)?|до|от|максимум|около|примерно|порядка|где-то|в\s+пределах|в\s+районе|"
    r"up\s+to|under|no\s+more\s+than|not\s+more\s+than|around|about|roughly|max|at\s+most|within|below|from|between)\s+)+$"
)
_PER_UNIT = re.compile(
    r"^\s*(?:/|за\s+(?:1\s+|одн\w+\s+)?(?:шт\w*|единиц\w*|кг|килограмм|тонну|метр|литр|м2|м3|кв\w*|куб\w*|лист|коробк\w|"
    r"лицензи\w|упаков\w+|место|комплект|пару|рулон|мешок|час|паллет\w*|человека|позици\w|пользовател\w|экземпляр)|"
    r"с\s+(?:человека|носа)|per\b|each\b|a\s+piece|apiece|pcs\b|a\s+(?:unit|seat|month|user|kg|ton)\b|"
    r"в\s+(?:месяц|час|день|сутки)\s+за|ea\b|штука\b|(?:\w+\s+)?(?:штучка))"
)
_PER_UNIT_BEFORE = re.compile(
    r"(?:\bпо|\bat|за\s+(?:шт\w*|единиц\w+|кг|тонну|метр|литр|лист|коробк\w|квадрат)(?:\s+по)?|цена\s+за\s+\w+)\s*[-:]?\s*$"
)
_TAKE_AT = re.compile(r"\b(?:итого|всего|общ\w+|total)\b")
_OURS = re.compile(
    r"\bвы\s+(?:\w+\s+){0,3}(?:писали|предлож\w+|говорили|называли|озвуч\w+|прислали|назвали|сказали|выставили|"
    r"насчитали|хотите|просите|указали|посчитали)|ваш[аеиу]\w*\s+(?:\w+\s+)?(?:цен\w|предложени\w|кп|счет\w*|стоимост\w|ценник\w*|прайс\w*)|"
    r"в\s+(?:вашем\s+)?(?:кп|прайсе|счете|предложении|смете)|у\s+вас\b|вашем\s+(?:кп|прайсе|счете)|"
    r"на\s+сайте|\byou\s+(?:\w+\s+)?(?:quoted|offered|said|sent|asked|proposed|mentioned|charge)|"
    r"your\s+(?:\w+\s+)?(?:price|quote|offer|quotation|proposal|invoice)|on\s+(?:your|the)\s+(?:site|website)"
)
_OTHERS = re.compile(
    r"конкурент\w*|\bу\s+(?!нас\b|меня\b|вас\b)[\w\"«]+|нам\s+(?:\w+\s+)?(?:предлож\w+|предлага\w+|дали|дают|посчитали|прислали|озвучили)|"
    r"предлага[ею]т|предложил\w*|другие\s+(?:поставщик\w+|компани\w+)|друг\w+\s+поставщик\w*|дают\s+за|отдают\s+за|продают|"
    r"в\s+друг\w+\s+(?:мест|компани|магазин|фирм)\w*|"
    r"competitor\w*|another\s+(?:supplier|vendor|company)|other\s+(?:suppliers?|vendors?|companies)|quoted\s+(?:us|me)|"
    r"offer(?:s|ed|ing)?\s+(?:us|me|it|the\s+same|for)?|\bthey\b|someone\s+else|\bfrom\s+[A-Z]\w+\s+for|elsewhere|cheaper"
)
_ELSEWHERE = re.compile(
    r"оборот\w*|выручк\w*|прибыл\w*|зарплат\w*|оклад|уставн\w+|штраф\w*|убыт\w+|потеря\w+|ущерб\w*|"
    r"turnover|revenue|profit|salary|penalt\w+|loss(?:es)?|"
    r"скидк\w*|скин\w+|дешевле\s+на|дороже\s+на|разниц\w+|переплат\w*|доплат\w*|discount|difference|off\b|"
    r"(?:в\s+)?прошл\w+\s+(?:раз\w*|год\w*|заказ\w*)|раньше|ранее|last\s+(?:time|year|order)|previously|used\s+to|"
    r"доставк\w+\s+(?:за|стоит|обош\w+|вышла)|shipping\s+(?:cost|is|was)|"
    r"оплатил\w*|перевел\w*|перечислил\w*|заплатил\w*|списал\w*|прошла\s+оплата|\bpaid\b|transferred|wired|refund|вернит\w*|возврат\w*|"
    r"дорого\w*|дороговато|многовато|слишком|too\s+(?:expensive|much|high)|expensive|pricey|"
    r"заказ\w*\s+от|минимальн\w+|продали|продаем|просмотр\w*|подписчик\w*|заработ\w*|доход\w*|выигр\w+|"
    r"предоплат\w+\s+(?:в|на)\s*$|аванс\w*"
)
_BARGAIN = re.compile(r"\b(?:за|в|for|at)\s*$")
_DOWN_TO = re.compile(
    r"(?:(?:скин|сниз|уступ|подвин|опуст)\w*\s+(?:\w+\s+)?до|(?:drop|come\s+down|go\s+down|get\s+(?:it\s+)?down)\s+to|"
    r"\bcan\s+(?:match|meet|do))\s*$"
)
"""“If you can match 13k”: what they would pay, unlike «скиньте 13 тысяч»."""
_BARGAIN_VERB = re.compile(
    r"отда\w+|сдела\w+|уступ\w+|бер[еу]м?\b|возьм\w+|забер\w+|готов\w*|куп\w+|согласн\w*|подпи\w+|"
    r"can you do|could you do|take it|we(?:'ll| will) (?:take|sign|buy|go)|deal"
)
_COUNTED = re.compile(
    r"\s*(?:шт|штук|единиц|тонн|км|кг|метр|литр|человек|сотрудник|клиент|подписчик|лист|экземпляр|пар|упаков|"
    r"коробок|раз|лицензи|пользовател|лет|году|просмотр|показ|units|pieces|pcs|people|users|copies|items|boxes|"
    r"sheets|licen|seats|km|kg|times)"
)
_NEED_FOR = re.compile(
    r"(?:заказ|закупк\w|партию|нужн\w+|ищ[уе]м?\b|куп\w+|взять|возьмем|order|worth)[^.?!]{0,30}(?:\bна\s+|\bза\s+|\bfor\s+)$"
)
_CONTRACT_SUM = re.compile(
    r"(?:сумма|стоимость|цена)\s+(?:\w+\s+){0,2}(?:договор|контракт|поставк|заказ|работ|услуг)\w*[^.?!\d]{0,50}$|"
    r"(?:contract|order|total|purchase)\s+(?:price|value|sum|amount)[^.?!\d]{0,40}$"
)
_CHANGED = re.compile(
    r"(?:согласова\w*|одобр\w*|утверд\w*|выдел\w*|(?:урез|пореза|сокра[тщ]|сниз|подня|увелич|повыс)\w*|только|всего|теперь|"
    r"approved|cut|trimmed|reduced|raised|increased|lowered|only)\s+(?:\w+\s+){0,2}$"
)
_OFFERED = re.compile(
    r"(?:сдела\w+|отда\w+|уступ\w+|скин\w+\s+до|опуст\w+\s+до|если\s+(?:будет|за)|can\s+(?:you|u)\s+do|make\s+it|match)\s+(?:за\s+|at\s+|for\s+)?$"
)
"""«Сделаете 425 - подпишем»: the price at which they would sign."""
_CANNOT_ABOVE = re.compile(
    r"(?:не\s+(?:сможем|можем|получится|готовы|потянем|дадут)|can't|cannot|won't)\s+(?:[\w-]+\s+){0,3}(?:выше|больше|дороже|above|over|beyond)\s*$"
)
_CANNOT_AFTER = re.compile(
    r"\s*(?:[\w-]+\s+){0,2}(?:не\s+(?:сможем|можем|получится|пройдет|потянем|поднимемся|прыгнем))"
)
_HYPOTHETIC_OTHERS = re.compile(r"(?:если\s+бы\s+(?:вы|цена)|при\s+заказе\s+от|от\s+какой\s+суммы)")


_MOST_NUMBERS = 300
"""Numbers of one text that are weighed; what has more is no request written by hand."""


def budgets(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Budget facts of the passage; ``taken`` spans (phones, numbers of firms) hold no money."""
    found = []
    every = [a for a in amounts(place.low) if free(Span(a.start, a.end), taken)]
    money = [a for a in every if a.named]
    for amount in every[:_MOST_NUMBERS]:
        amount = _same_scale(place, amount, money)
        confidence = _is_budget(place, amount, money)
        if confidence <= 0:
            continue
        lead = _LEAD.search(place.low, max(0, amount.start - 30), amount.start)
        start = lead.start() if lead else amount.start
        value = canonical(amount, _currency(place))
        found.append(candidate(place, "budget", value, start, amount.end, confidence))
    return found


def _same_scale(place: Passage, amount: Amount, money: list[Amount]) -> Amount:
    """«450 тысяч дорого, максимум 380»: the 380 are thousands too."""
    if amount.named or not 10 <= amount.value < 1000:
        return amount
    before = place.low[max(0, amount.start - 40) : amount.start]
    cued = (
        _UP_TO.search(before)
        or _CHANGED.search(before)
        or re.search(r"(?:бюджет\w*|budget|потратить|уложиться)\D{0,25}$", before)
        or (_OFFERED.search(before) and not _COUNTED.match(place.low, amount.end))
    )
    if not (cued or "budget" in place.context.asked):
        return amount
    if _AFTER_NUMBER.match(place.low, amount.end) or _PER_UNIT.match(place.low, amount.end):
        return amount
    known = (
        [a for a in money if a.start < amount.start]
        or [a for a in amounts(place.context.ours) if a.named]
        or _said_before(place)
    )
    for scale in (1e3, 1e6):
        value = amount.value * scale
        if known and value / 5 <= known[-1].value <= value * 5:
            return Amount(amount.start, amount.end, value, known[-1].currency, True)
    return amount


def _said_before(place: Passage) -> list[Amount]:
    """The sums the client named in the turns before."""
    for turn in reversed(place.context.earlier[-12:]):
        if turn.sender == "client":
            named = [a for a in amounts(fold(turn.text[:1500])) if a.named]
            if named:
                return named
    return []


def _currency(place: Passage) -> str:
    """What an amount without a currency is in: the thread's last named one, else by language."""
    if place.russian:
        return "RUB"
    for turn in reversed(place.context.earlier):
        named = [a.currency for a in amounts(fold(turn.text[:2000])) if a.currency]
        if named:
            return named[-1]
    return "RUB" if any(is_russian(t.text) for t in place.context.earlier[-4:]) else "USD"


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
        r"бюджет|budget|лимит|потол|invoice us|уклад|улож|\bcapped|ceiling", left + "\x00" + after
    )
    if strong and strong.start() < len(left) and _OTHERS.search(tight) and "бюджет" not in tight:
        strong = None

    if replaced(low, amount.start) or _PER_UNIT.search(right) or not 1 <= amount.value < 1e12:
        return 0.0
    capped = re.search(r"cap(?:ped)?|limit|budget", tight)
    if _PER_UNIT_BEFORE.search(tight) and not (_TAKE_AT.search(whole) or capped):
        return 0.0
    if re.match(r"\s*(?:%|процент|percent)", right) or _HYPOTHETIC_OTHERS.search(whole):
        return 0.0
    if not amount.currency and _COUNTED.match(right):
        return 0.0
    if not amount.named:
        return _bare(place, amount, answers, left, right)
    if place.context.page and _CONTRACT_SUM.search(left):
        return 0.9
    clear = _OWN.search(tight[-45:]) and not (_OURS.search(tight) or _OTHERS.search(tight))
    if _CANNOT_ABOVE.search(left) or _CANNOT_AFTER.match(right):
        return 0.85
    if clear and not strong and not _ELSEWHERE.search(tight) and not _ELSEWHERE.search(right[:30]):
        return 0.9 if _UP_TO.search(tight) else 0.85
    if not strong and _DOWN_TO.search(tight):
        return 0.75
    if not strong:
        if _OURS.search(left[-60:]) or _OURS.search(here):
            return 0.0
        if _others(place, amount, tight, here, left):
            return 0.0
        if _ELSEWHERE.search(tight) or _ELSEWHERE.search(right[:30]):
            return 0.0
    elif re.search(r"(?:\bне|без)\s+бюджет|бюджет\w*\s+(?:у\s+вас|ваш)", whole):
        return 0.0
    if strong:
        return 0.93
    if _UP_TO.search(low[max(0, amount.start - 25) : amount.start]):
        return 0.9
    if _NEED_FOR.search(left) and place.text[sentence.end - 1 : sentence.end] != "?":
        return 0.75
    own = _OWN.search(tight) or _OWN.search(right[:30]) or _OWN.search(left[-45:])
    if own:
        return 0.85
    if answers:
        return 0.85
    if (_BARGAIN.search(left[-40:]) or _OFFERED.search(left[-40:])) and _BARGAIN_VERB.search(whole):
        return 0.65
    return 0.0


def _others(place: Passage, amount: Amount, tight: str, here: str, left: str) -> bool:
    """Whether it is another's price; «в районе» and «у нас бюджет» are the client's own."""
    if re.search(r"\bя\s+готов|\bмы\s+готов|\bwe\s+can|\bi\s+can", tight):
        return False
    return bool(
        _OTHERS.search(tight)
        or _OTHERS.search(here)
        or re.search(r"(?:конкурент|предлож|предлага|quoted|offer)\w*[^.?!]{0,25}$", left)
    )


_AFTER_NUMBER = re.compile(
    r"\s*(?:шт|ед|тонн|кг|г\b|м\b|мм|см|м2|м3|л\b|литр|штук|компл|упак|короб|палл|палет|рул|лист|лиценз|челов|"
    r"сотрудн|польз|дн|недел|месяц|год|час|мин|%|процент|х\s*\d|x\s*\d|[a-zа-я]{3,}|:\d\d|\.\d\d|/\d|-\w)"
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
