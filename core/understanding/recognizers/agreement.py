"""What the client's words answer: whether a price was named, whether we asked for the final word."""

# ruff: noqa: E501 (patterns read better whole)

import re

from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.text import Span, fold, sentences

_MONEY = re.compile(
    r"[$€£₽₹¥]\s?\d|\d\s?(?:[$€£₽₹]|руб|р\.|р\b|тыс|млн|тенге|юан|долл|usd|eur|gbp|aed|aud|k\b|к\b|grand|%)|(?<![\d:.])\d{1,3}[ \u00a0,]\d{3}(?!\d)|(?<![\d:.№#])\d{3,6}(?![\d:]|\s?(?:шт|мм|см|мл|г\b|кг|мкм|mm|cm|ml|kg|pcs|gsm|вт|квт|м\b))"
)
_CONCEDES = re.compile(
    r"(?<!\w)(?:мо(?:гу|жем)|отдад\w+|отдам|сделаем|сделаю|уступ\w+|скид\w+|скин\w+|ладно|хорошо|минус|тогда|без\s|подарок|подарим|бесплатно|повторим|зафикс\w+|последн\w+|минимум|can|could|we'll|best|match|floor|off|waive|free|instead|without|let's say)(?!\w)"
)
_HAGGLES = re.compile(
    r"дорог|дешевл|скид|скин|уступ|подвин|торг|многоват|кусает|конкурент|бюджет|максимум|потолок|лимит|рассчитыва|думал|потян|вытян|нагл|жесть|ого(?!\w)|ой(?!\w)|а\s+(?:если|за|без)\s|если\s|хоть|подешев|полегче|expensive|steep|pricey|discount|cheaper|budget|better\s+price|can\s+(?:you|u)\s+do|any\s+(?:chance|movement)|too\s+much|ouch|oof|hmm|ceiling|limit|knock|shave|match"
)
_PAPERS = re.compile(
    r"(?<!\w)(?:сч[её]т\w*|договор(?!ил)\w*|кп|коммерческ\w+|акт[ыа]?|накладн\w+|реквизит\w*|документ\w*|чек|образец|расч[её]т|скан\w*|смет[ау]|презентац\w*|каталог|прайс|предложен\w*|бумаг\w*|письм\w*|выписк\w*|сверк\w*|спецификац\w*|оплат\w*|предоплат\w*|ссылк\w*|samples?|spec(?:s|\s+sheets?)?|sheets?|invoice|contract|quote|quotation|nda|statement|paperwork|agreement|datasheet|brochure|catalogue)(?!\w)"
)
_ELSE = re.compile(
    r"(?<!\w)(?:созвон\w*|встре[чт]\w*|позвон\w*|набр?[аеи]\w*|перезвон\w*|напомн\w*|удал\w*|убра\w*|отпис\w*|звонит\w*|подним\w*|подъ[её]м\w*|нуж\w+\s+ли|включить|добавить|самовывоз\w*|вакансии?|собеседовани\w*|send|include|attach|add|extra|insured|адрес\w*|телефон\w*|номер\w*|почт\w*|как\s+вас|юрлиц\w*|зач[её]т\w*|зачт[её]\w*|call|ring|meet\w*|remind|remove|unsubscribe|delete|refund|chat|demo|email|phone|pick\s+(?:it|them)?\s*up|resend|partner\w*|stocking|distribut\w*)(?!\w)"
)
_PROPOSES = re.compile(
    r"(?<!\w)(?:оформ\w+|брон\w+|резерв\w+|запис\w+|запуск\w+|запуст\w+|став(?:им|ить|лю)|поставить|дела(?:ем|ть|ю)|сделать|готовим|готовить|бер(?:ем|ете|ешь)|возьм\w+|начина\w+|начн\w+|начать|приступа\w+|отгруж\w+|отправля(?:ем|ть|ю)|вез(?:ем|ти|у)|заказ\w*|подтвержда\w+|подключ\w+|работаем|верно|по\s+рукам|устраива\w+|устроит|подойд\w+|подходит|годится|пойдет|реши\w+|решен\w+|скажете|думаете|актуальн\w*|продлева\w+|продл\w+|печата\w+|собира\w+|откладыва\w+|отложить|закреп\w+|фиксир\w+|нуж(?:ен|на|но|ны)|интерес\w*|готовы|договорились|вернуться|стартуем|"
    r"deal|shall\s+(?:i|we)|should\s+(?:i|we)|want\s+(?:me|us)\s+to|would\s+you\s+like|like\s+(?:me|us)\s+to|proceed|go\s+ahead|book|reserve|confirm|interested|agreed|happy|put\s+you\s+down|still\s+(?:keen|thinking|looking|after|on\s+your\s+mind|need\w*)|any\s+(?:thoughts|news)|thoughts|have\s+(?:you\s+had|a\s+chance)|a\s+chance\s+to|renew|decided|your\s+decision|ready|start(?:ing)?|hold\s+it)(?!\w)"
)
_LOOKED = re.compile(
    r"(?<!\w)(?:удалось|успели|посмотрели|смотрели|обсудить|возвращаюсь\s+к|напоминаю\s+о|had\s+(?:time|a\s+(?:chance|look|moment))|following\s+up|did\s+you\s+have)(?!\w)"
)
_ABOUT = frozenset(
    {
        "скинуть", "прислать", "присылать", "сказать", "подсказать", "написать", "писать", "посчитать", "рассчитать", "уточнить",
        "дать", "показать", "позвонить", "подождать", "проверить", "вернуть", "объяснить", "снизить", "убрать", "сделать",
        "смотреть", "посмотреть", "глянуть", "простить", "извинить", "помочь", "ответить", "сообщить", "перезвонить", "набрать",
        "выслать", "высылать", "кинуть", "переслать", "напомнить", "подумать", "думать", "знать", "понять", "слушать", "звонить", "представить",
        "сориентировать", "назвать", "огласить", "озвучить", "прикинуть", "учесть", "забыть", "ждать", "погодить", "стоять",
        "удалить", "отстать", "перестать", "исправить", "переделать", "поправить", "заменить", "перенести", "разобраться", "найти",
        "подойти", "обновить", "добавить", "прощать", "верить", "понимать", "скидывать", "уступить", "подвинуться", "держать", "быть",
        "отменить", "отменять", "притормозить", "подержать", "оставить", "выбрать", "советовать", "посоветовать", "рассказать", "описать",
        "пускать", "говорить", "торопить", "обижаться", "ругаться", "спать", "поймать", "бояться", "волноваться", "стукнуться",
        "приезжать", "приехать", "подъезжать", "подъехать", "приходить", "прийти", "заезжать", "заехать", "проходить", "давать",
        "ловить", "проверять", "считать", "прибавить", "приложить", "указать", "прописать", "аннулировать", "снимать", "снять", "молчать",
        "пожелать", "хранить", "спасти", "спасать", "придержать", "положить", "зачесть", "сбросить", "сбрасывать", "закрыть", "просить", "приносить",
        "принести", "привезти", "сравнить", "решить", "попросить", "поставить", "довезти", "подвезти", "встретить", "ускорить", "объяснять",
        "подтвердить", "передать", "позвать", "соединить", "пересчитать", "поторопить", "поторопиться", "звать", "хотеть", "мочь", "видеть",
    }
)  # fmt: skip
"""Verbs by which one asks for an answer, a paper or a change, and not for the work to begin."""


_WH = re.compile(
    r"^\W*(?:(?:а|и|ну|тогда|хорошо|and|so|ok|great)[\s,!.]+)*(?:когда(?!\s+верн)|сколько|как(?:ой|ая|ое|ие|ого|ую)|где|куда|кому|кто|when|which|where|how\s+(?:many|much|big|long)|who|what\s+(?!do\s+you\s+say|did\s+you\s+decide))"
)
_HOUR = re.compile(
    r"(?<!\d)\d{1,2}:\d\d(?!\d)|(?<!\w)в\s+\d{1,2}(?![\d.,]*\s*(?:раз|\d))(?!\w)|\d\s?[ap]m(?!\w)|(?<!\w)at\s+\d{1,2}(?!\w)"
)
_HIRED = re.compile(
    r"(?<!\w)(?:вакансии?|вакансия|ваканси\w+|резюме|собеседовани\w+|оклад|ищу\s+работу|возьмете\s+на\s+работу|на\s+работу|подработк\w*|трудоустро\w+|hiring|vacanc\w+|cv|resume|interview|apprentice\w*|work\s+going|looking\s+for\s+(?:a\s+job|work))(?!\w)"
)


_SIGN = re.compile(rf"{_LOOKED.pattern}|готовы\s+(?:\w+\s+)?подпис\w+|ready\s+to\s+sign")


_POST = re.compile(
    r"(?<!\w)(?:вакансии?|вакансия|собеседовани\w+|самозанят\w*|на\s+руки|evening\s+shifts?|night\s+shifts?|role\s+of|position\s+of|interview)(?!\w)"
)
_ALLIED = re.compile(
    r"(?<!\w)(?:дилер\w*|партнер(?!ш\w+\s+сказ)\w*|франшиз\w*|агентск\w+|перепрода\w*|реселлер\w*|комисси\w+|реферал\w*|сотрудничеств\w*|resell\w*|distribut\w+|stockists?|affiliate\w*|commission|white.?label|finders?\s+fee|partnership|partner\s+program\w*)(?!\w)"
)


def said_of_alliance(low: str) -> bool:
    """Whether the words are about reselling, commissions and the like."""
    return bool(_ALLIED.search(low))


def allied(place: Passage) -> bool:
    """Whether the client came to sell or to work together, not to buy."""
    said = [t.text for t in place.context.earlier[-12:] if t.sender == "client"][:3]
    return any(_ALLIED.search(fold(text[:600])) for text in said)


def hired(place: Passage) -> bool:
    """Whether the thread is about work for the client, where a yes buys nothing."""
    return any(
        (_HIRED if t.sender == "client" else _POST).search(fold(t.text[:600]))
        for t in place.context.earlier[-12:]
    ) or bool(_HIRED.search(place.low))


def papers(low: str) -> bool:
    """Whether the words speak of papers, links and the like."""
    return bool(_PAPERS.search(low))


def proposed(place: Passage) -> bool:
    """Whether our last words ask for the client's yes or no to the deal."""
    ours = place.context.ours
    found = False
    for start, end in sentences(ours):
        said = ours[start:end]
        if said.rstrip(" \"')»").endswith("?"):
            about = _LOOKED.search(said) or (_PROPOSES.search(said) and not _WH.search(said))
            if len(said.split()) <= 2:
                said = ours[:end]  # «Зачтём в новую поставку. Подтверждаете?»
            paper = _PAPERS.search(said) and not _SIGN.search(said)
            hour = _HOUR.search(said) and not _MONEY.search(ours)
            found = bool(about) and not paper and not hour and not _ELSE.search(said)
        elif _LOOKED.search(said):
            found = True
    return found


def asks_else(place: Passage) -> bool:
    """Whether our last question is about papers, calls and the like: a «да» to it is no deal."""
    questions = [
        place.context.ours[s:e]
        for s, e in sentences(place.context.ours)
        if place.context.ours[s:e].rstrip().endswith("?")
    ]
    return bool(questions) and bool(_PAPERS.search(questions[-1]) or _ELSE.search(questions[-1]))


def priced(place: Passage) -> bool:
    """Whether we named a price in the thread."""
    return any(
        turn.sender == "us" and _MONEY.search(fold(turn.text[:1000]))
        for turn in place.context.earlier[-14:]
    )


def offered(place: Passage) -> bool:
    """Whether our last words name a price and ask nothing but the client's word on it."""
    ours = place.context.ours
    if not _MONEY.search(ours):
        return False
    return "?" not in ours or proposed(place)


def conceded(place: Passage) -> bool:
    """Whether our last words give way, after the client haggled or asked for more."""
    if not _CONCEDES.search(place.context.ours):
        return False
    said = next((t.text for t in reversed(place.context.earlier) if t.sender == "client"), "")
    return bool(_HAGGLES.search(fold(said[:500]))) and "?" not in place.context.ours


def told_to_begin(place: Passage) -> Span | None:
    """«Стелите ясень»: in a few words the client bids us do the work whose price we named."""
    if not place.russian or "?" in place.low or len(place.low.split()) > 7:
        return None
    for m in re.finditer(r"(?<![\w-])[а-я]{4,}(?![\w-])", place.low):
        entry = word(m.group())
        if "impr" not in entry.tags or entry.tags & {"1per", "Name", "past"}:
            continue
        bids = entry.pos == "VERB" or m.group().endswith("ите")
        if not bids or entry.lemma.replace("ё", "е") in _ABOUT:
            continue
        before = place.low[: m.start()]
        if re.search(
            r"(?<!\w)(?:не|сколько|скок|скока|вы|почем)\s+(?:\w+\s+)?$", before
        ) or _PAPERS.search(place.low):
            continue
        return Span(*m.span())
    return None
