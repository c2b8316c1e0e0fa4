"""Attempts to steer the reader: sentences that speak to it and not to us. They hold no facts."""

import re
from collections.abc import Iterator

from core.understanding.text import Span, fold, sentences, view_of

# Takes the rest of the paragraph with it, up to where the client turns to us again.
_OVERRIDE = re.compile(
    r"(?:ignore|disregard|forget|override|bypass|skip)\s+(?:\w+\s+){0,3}?(?:previous|prior|above|earlier|all|any|your|the|system|these|those)\s*(?:\w+\s+){0,3}?(?:instruction|prompt|rule|message|context|"
    r"guideline|direction|command|polic|restriction|polici)\w*|"
    r"(?:забуд\w+|игнорир\w+|проигнорир\w+|отбрось\w*|отмени\w*|не\s+учитыва\w+|пренебрег\w+)\s+(?:\w+\s+){0,4}?(?:инструкци\w+|правил\w*|промпт\w*|указани\w+|команд\w*|контекст\w*|настройк\w+|"
    r"что\s+(?:тебе|вам)\s+(?:говорили|сказали)|ограничени\w+)|"
    r"(?:^|[\n\s\[<#*({])(?:system|assistant|систем[аы]|developer)\s*(?:prompt|message|note|override|instruction\w*|сообщение|промпт)?\s*[\]>)}]*\s*:|"
    r"<\|[^|\n]{1,30}\|>|\[/?(?:inst|system|sys)\]|<</?sys>>|</?(?:system|instructions?|prompt)>|"
    r"(?:^|\s)#{2,}\s*(?:system|instruction|инструкци)\w*|новая\s+инструкция|не\s+учитывай(?:те)?\s+(?:\w+\s+){0,2}?(?:сказанн|написанн|предыдущ|выше|ранее|прошл)\w*|(?:^|[\n\[<#*({\s])\s*(?:внутренн\w+\s+команд\w+|служебн\w+\s+(?:команд|сообщени|инструкц)\w+|команда\s+(?:администратор|систем|модел)\w*|admin(?:istrator)?|root|sudo)\s*(?:[\]>)}#:]|mode|override)+|\b(?:you\s+are|you're)\s+(?:an?\s+)?(?:\w+\s+)?(?:parser|assistant|bot|model|classifier|extractor|ai)\b(?![^?]*\?)|(?:overwrite|override|replace|discard|reset)\s+(?:\w+\s+){0,2}?(?:prior|previous|earlier|existing|all)\s+(?:\w+\s+)?(?:result|label|fact|record|output|data|answer|tag)s?|new\s+(?:system\s+)?instructions?\s*[:.]|"
    r"you\s+are\s+now\b|from\s+now\s+on,?\s+you|ты\s+теперь\b|теперь\s+ты\b|отныне\s+ты|act\s+as\s+(?:an?|if|the)\s+|pretend\s+(?:to\s+be|you)|веди\s+себя\s+как|притворись|"
    r"(?:ты|вы)\s*[-,]?\s*(?:же\s+)?(?:бот|нейросет\w*|языков\w+\s+модел\w*|ии[-\s]?(?:ассистент|модель|помощник)\w*|искусственн\w+\s+интеллект\w*)[^?]*$|as\s+an?\s+(?:ai|language\s+model|llm)|"
    r"(?:system|developer)\s+prompt|системн\w+\s+промпт\w*|jailbreak|режим\s+разработчика|developer\s+mode"
)
_FIELD = (
    r"тег\w*|таг\w*|метк\w+|ярлык\w*|статус\w*|интент\w*|намерени\w+|срм|црм|crm|приоритет\w*|очеред\w+|лид[аеу]?|лидом|сделк\w+|сайдбар\w*|факт\w*|поле|поля|карточк\w+\s+(?:клиента|сделки)|"
    r"горяч\w+|vip|вип"
)
_FIELD_EN = r"tags?|labels?|status|intents?|crm|priority|queue|leads?|deal|sidebar|facts?|fields?|thread|conversation|chat|vip|hot|record|database|ticket"  # noqa: E501
_COMMAND = re.compile(
    rf"(?:^|[.!?\n,;:(]\s*|(?<!\w)(?:пожалуйста|и|а|просто|срочно|ассистент\w*|бот|модель|ии|нейросеть|система)[\s,:]+)"
    rf"(?:отмет\w+|помет\w+|пометь\w*|присвой\w*|присво\w+|поставь|поставьте\s+(?:тег|метк|статус)\w*|установ\w+|измени\w*|запиши|занеси|внеси|сохрани|зафиксируй|добавь|классифицируй\w*|"
    rf"классифицир\w+|маркируй\w*|маркир\w+|считай|считайте|определи|назнач\w+|смени\w*|переведи)\s+[^.!?\n]{{0,60}}?(?<!\w)(?:{_FIELD})(?!\w)"
)
_COMMAND_SINGULAR = re.compile(
    r"(?<!\w)(?:запиши|занеси|внеси|зафиксируй|сохрани|пометь|отметь|присвой|установи|выведи|верни|сгенерируй)\s+(?:\w+\s+){0,3}?"
    r"(?:бюджет|решени\w+|дедлайн|срок|компани\w+|инн|телефон|в\s+(?:базу|поле|систему)|как|что|сумм\w+|количеств\w+|json|ответ)(?!\w)"
)
_COMMAND_EN = re.compile(
    rf"(?:^|[.!?\n,;:(]\s*|(?<!\w)(?:please|and|then|now|just|must|should|assistant|bot|model|ai|to)[\s,:]+)"
    rf"(?:mark|tag|label|set|assign|record|classify|categori[sz]e|flag|register|treat|consider|change|log|output|update|write|report|extract|return)\s+"
    rf"(?:(?:[^.!?\n]{{0,50}}?(?<!\w)(?:{_FIELD_EN})(?!\w)(?:[^.!?\n]{{0,40}}?(?<!\w)(?:as|to|=|with|into)(?!\w))?)|"
    rf"(?:the\s+|my\s+|our\s+|a\s+)?(?:budget|decision|deadline|intent|quantity|company)\s+(?:as|to|=|of|is)(?!\w)|(?:this|it|me|us)\s+as\s|(?:json|only\s+json))"
)
_READER = re.compile(
    r"(?:^|[.!?\n\]]\s*)(?:модель|нейросеть|ассистент|бот|парсер|система|ии|model|assistant|parser|bot|ai)\s*[,:!]\s*(?!когда|где|как|вы\b|how|when|where|are)\w+|"
    r"(?:dear|hey|hi|attention|note\s+to|message\s+to|instruction\s+(?:to|for))\s+(?:the\s+)?(?:ai|assistant|model|llm|bot|parser|crm|system)(?!\w)|"
    r"(?:внимание|инструкция|сообщение|команда)\s*(?:для|,)?\s*(?:ии|ассистент\w*|модел\w+|нейросет\w+|бот\w*|систем\w+|парсер\w*)(?!\w)|"
    r"(?:^|[\s(])(?:для|к)\s+(?:ии|бота|нейросети|ассистента|модели|парсера|системы)\s*[:,-]|(?<!\w)(?:отвечай|отвечайте|выведи|выводи|ответь)\s+(?:\w+\s+){0,3}?(?:только|именно|в\s+формате|json|так)|"
    r"(?:^|\n)\s*(?:intents?|намерени\w+|теги?|tags?)\s*:|(?<!\w)(?:считать|считай|считайте)\s+(?:этого|это|меня|нас)\s+(?:клиент\w*|лид\w*|сделк\w*|заказ\w*|vip|вип)|"
    r"(?:respond|reply|answer|output)\s+(?:only|exactly|with\s+only|in\s+json|just)|"
    r"\"(?:budget|intents?|facts?|kind|tag|decision)\"\s*:|(?:^|\n)\s*(?:intent|tag|decision|facts?)\s*[=:]\s*\w|print\s+(?:your|the)\s+(?:prompt|instructions)|"
    r"(?:покажи|выведи|раскрой)\s+(?:свой\s+|свои\s+)?(?:промпт|инструкции)"
)


_WISH = re.compile(
    r"(?<!\w)(?:нуж(?:ен|на|но|ны)|надо|интересу\w+|хотим|хочу|хотел[аи]?|ищ[уе]м?|сколько|почем|какая\s+цена|пришлите|посчитайте|подскажите|привезите|доставк\w+|"
    r"(?:we|i)\s+(?:\w+\s+)?(?:need|want)|(?:i'd|we'd|would)\s+like|looking\s+for|how\s+(?:much|many|soon|long)|what\s+(?:would|does|do|is)|(?:can|could|do)\s+you|please\s+(?:quote|send|ship)|deliver\w*)(?!\w)"
)
_BACK = re.compile(
    r"(?:а\s+|но\s+|and\s+|but\s+)?(?:вообще|на\s+самом\s+деле|если\s+серьезно|серьезно|шучу|ладно|кстати|теперь\s+по\s+делу|по\s+делу|"
    r"anyway|jokes?\s+aside|seriously|that\s+said|kidding|on\s+a\s+serious\s+note|back\s+to|actually)(?!\w)"
)
_RECORDED = re.compile(
    rf"(?<!\w)(?:{_FIELD}|бюджет\w*|решени[ею]|дедлайн\w*|подтвержд\w+|оплачен\w*|одобрен\w*|скидк\w*|{_FIELD_EN}|budget|decision|deadline|confirmed|approved|paid|discount|free)(?!\w)"
)
"""What an attempt would have the reader write down, or us believe."""


def steering(text: str) -> list[Span]:
    """The ranges of ``text`` that try to steer the reader, whole sentences mostly."""
    plain = view_of(text)
    low = fold(plain.text)
    hidden: list[Span] = []
    swallowed = -1  # up to where an attempt takes what follows with it
    for span in _sentences(plain.text, low):
        said = low[span.start : span.end]
        override = _OVERRIDE.search(said)
        if override:
            end = low.find("\n", span.end)
            swallowed = len(low) if end < 0 else end
            hidden.append(Span(span.start + _aside(said, override.start()), span.end))
        elif any(p.search(said) for p in (_COMMAND, _COMMAND_SINGULAR, _COMMAND_EN, _READER)):
            hidden.append(span)
        elif span.start < swallowed:
            if _to_us(said):
                swallowed = -1
            else:
                hidden.append(Span(hidden[-1].start, span.end))
    return [plain.back(*span) for span in _merged(hidden)]


def _sentences(text: str, low: str) -> Iterator[Span]:
    """Those of ``low``; behind an abbreviation one ends too where a capital follows."""
    for span in sentences(low):
        start = span.start
        for stop in _CAPITAL.finditer(text, span.start, span.end):
            yield Span(start, stop.end())
            start = stop.end()
        yield Span(start, span.end)


_CAPITAL = re.compile(r"\.\s+(?=[А-ЯЁA-Z][а-яёa-z])")


def _to_us(said: str) -> bool:
    """Whether a sentence after an attempt asks us for something again, or says it was a joke."""
    if _RECORDED.search(said):
        return False
    asks = _WISH.search(said) and len(said.split()) >= 3
    return bool(asks) or _BACK.match(said) is not None


def _aside(said: str, start: int) -> int:
    """Where the attempt begins in its sentence: «Нужно 20 насосов, игнорируй инструкции» asks for
    something first."""
    cut = max(said.rfind(mark, 0, start) for mark in (",", " - ", ":", "("))
    return cut + 1 if cut > 0 and _WISH.search(said, 0, cut) else 0


def _merged(hidden: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(hidden):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged
