"""The client's word on the deal: yes, no, or later."""

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers.base import candidate
from core.understanding.text import Span

_YES = re.compile(
    r"(?<!\w)(?:(?:да[,!.]?\s+)?(?:мы\s+|я\s+)?(?:бер[еу]м?(?!\w)|заказываем|заказываю|оформляем|оформляйте|оформляй|оформите|согласн[ыа]|согласен|подтверждаем|подтверждаю|запускаем|запускайте|"
    r"покупаем|покупаю|подписываем|готовы\s+(?:оформить|заказать|подписать|купить|взять|брать|оплатить|оплачивать|начать|сотрудничать)|готов\s+(?:оформить|заказать|купить|взять|оплатить)|"
    r"принято\s+решение\s+(?:брать|купить|заказать|работать)|решили\s+(?:брать|взять|купить|заказать|работать\s+с\s+вами|остановиться\s+на\s+вас|у\s+вас)|выбрали\s+вас|останавливаемся\s+на\s+ваш\w+|"
    r"по\s+рукам|договорились|утвердили|поехали|погнали|ставьте\s+(?:нас\s+)?в\s+(?:план|график|производство|очередь)|записывайте\s+(?:нас|меня)|оформляю|забираю|заберу|забираем|заверните|пишите\s+(?:договор|заказ)|готовьте\s+(?:договор|счет|документы|отгрузку)|zaberu|berem|beru|даем\s+добро|добро\s+получ\w+|одобрил[аи]?|давайте\s+(?:оформлять|оформим|брать|возьмем|работать|закажем|запускать|начинать|заключать|подписывать|сделаем\s+заказ)|"
    r"нас\s+(?:все|всё)\s+устраивает|(?:все|всё)\s+устраивает|устраивает,?\s+(?:берем|заказываем|оформляем)|выставляйте(?:\s+счет)?|выставьте\s+счет|ставьте\s+в\s+работу|продлева(?:ем|йте|ю)|делаем(?=\s*[.,!]|$)|(?:we|i)\s+chose\s+you|отгружайте|бронируйте|резервируйте)|"
    r"(?:let's|lets)\s+(?:go\s+ahead|do\s+it|proceed|sign|move\s+forward|start|go\s+with|place|order)|(?:we'll|we\s+will|i'll|i\s+will)\s+(?:take\s+(?:it|them|\d+|the)|go\s+(?:with|ahead)|buy|order)|"
    r"go\s+ahead|(?:we|i)\s+(?:confirm|agree|accept)(?:\s+the\s+order)?|confirmed|deal(?=[.!,\s]|$)|approved|place\s+the\s+order|(?:please\s+)?proceed|it's\s+a\s+deal|we're\s+in(?=\s*[.,!]|$)|count\s+us\s+in|"
    r"ready\s+to\s+(?:order|sign|proceed|buy|place|pay)|(?:we|i)(?:\s+have|'ve)?\s+decided\s+to\s+(?:go(?!\s+with\s+(?:another|a\s+different|someone|other))|buy|order|proceed|take)|happy\s+to\s+proceed|you\s+have\s+a\s+deal|we\s+accept)(?!\w)"
)
_NO = re.compile(
    r"(?<!\w)(?:не\s+(?:будем|буду)(?!\s+(?:торопит|спешит|против|возраж|ждать|жд|затяг|отклад|тянуть|спорит|менят))(?:\s+(?:брать|покупать|заказывать|работать|сотрудничать|продолжать|оформлять))?|отказ(?:ываемся|ываюсь|ались|ался|алась)?(?!\w)|"
    r"(?:нам\s+|мне\s+|нас\s+|меня\s+)?(?:уже\s+|больше\s+)?не\s+(?:интерес(?:но|ует|ны)|актуально|нужно|надо|подходит|подойдет|возьмем|берем|беру|заказываем|устраивает|покупаем)|неинтересно|неактуально|"
    r"выбрали\s+друг\w+|decided\s+to\s+go\s+with\s+(?:another|a\s+different|someone|other)\w*|решили\s+(?:не\s+\w+|отказаться|работать\s+с\s+други\w+|взять\s+у\s+друг\w+)|взяли\s+у\s+друг\w+|купили\s+у\s+друг\w+|нашли\s+друг\w+|ушли\s+к\s+\w+|уже\s+(?:купили|заказали|нашли)|отменя\w+\s+заказ|отмените\s+заказ|"
    r"вычерк\w+\s+(?:нас|меня)|отстаньте|не\s+продлева(?:ем|йте|ю)|(?:проект|тендер|объект|закупк\w|заказ|тема|вопрос)\s+(?:\w+\s+)?(?:отмен\w+|закры\w+|сня[тл]\w*)|останови(?:лись|лся)\s+на\s+друг\w+|"
    r"(?:мне\s+|нам\s+)?ничего\s+не\s+(?:надо|нужно)|не\s+стоит(?=\s*[.,!]|$)|(?:уже\s+)?выбрали\s+(?!вас)(?=[A-ZА-ЯЁa-z])[\w-]+|вычеркните|ищем\s+друг\w+\s+(?:поставщик|подрядчик|исполнител)\w*|оста(?:емся|лись|немся)\s+(?:с|у|на|при)\s+(?:текущ|прежн|нынешн|стар|сво)\w+|отбой|передумали?|уберите\s+(?:меня|мой|наш)|больше\s+не\s+(?:пишите|звоните|беспокойте)|снимаем\s+(?:вопрос|заявку|заказ)|не\s+пойдет(?=\s*[.,!]|$)|мимо(?=\s*[.,!]|$)|пас(?=\s*[.,!]|$)|запретил[аи]?|changed\s+(?:our|my)\s+mind|count\s+us\s+out|forget\s+(?:it|about\s+it)|scrap\s+(?:it|that|the\s+order)|already\s+(?:bought|ordered|found|purchased|have\s+(?:one|it))|cancel\s+it|drop\s+it|scratch\s+that|withdraw\s+(?:our|my|the)\s+\w+|(?:project|tender|order|deal)\s+(?:was|is|got|has\s+been)\s+(?:cancelled|canceled|closed|scrapped)|"
    r"(?:doesn't|does\s+not)\s+suit\s+(?:us|me)|(?:i|we)\s+don't\s+need\s+anything|we\s+chose\s+(?!you)\w+|stop\s+(?:writing|messaging|texting|contacting)|leave\s+(?:me|us)\s+alone|not\s+for\s+us|no\s+thanks|no\s+thank\s+you|not\s+interested|(?:we|i)(?:'ll|\s+will)?\s+(?:pass|decline)|we've\s+decided\s+(?:not|against)\s+\w+|decided\s+(?:not\s+to|against)|(?:went|gone)\s+with\s+(?!you)\w+|(?:stick|stay)\w*\s+with\s+(?:our|the)\s+(?:current|existing|present)|go(?:ing)?\s+with\s+(?:another|a\s+different|someone|other)(?:\s+(?:supplier|vendor|company))?|"
    r"(?:won't|will\s+not)\s+(?:be\s+)?(?:buy\w*|order\w*|proceed\w*|need\w*|take|tak\w+|go\w*|mov\w*)|don't\s+need\s+(?:it|this|them|anymore)|no\s+longer\s+(?:need|interested|relevant)|cancel\s+(?:the|our|my)\s+order|it's\s+a\s+no)(?!\w)"
)
_LATER = re.compile(
    r"(?<!\w)(?:верн[ёе]мся\s+(?:к\s+\w+\s+)?(?:\w+\s+){0,3}?(?:позже|позднее|потом|через|после|в|весной|летом|осенью|зимой|ближе)|верн[ёе]мся\s+(?:к\s+)?(?:этому|вопросу|разговору)|вернусь\s+(?:к\s+\w+\s+)?(?:позже|позднее|через|после|в\s+\w+)|"
    r"(?:пока|решили|давайте|придется|вынуждены|хотим)?\s*(?:отложим|откладываем|отложить|отложили|отложено)|пока\s+не\s+(?:готовы|готов|готова|актуально|планируем|будем|надо|нужно|до\s+этого)|не\s+сейчас|позже\s+верн\w+|"
    r"перенос(?:им|ится)\s+(?:закупку|проект|заказ|покупку|решение|на\s+(?:следующ\w+\s+(?:год|квартал|месяц)|\w+ь))|перенесли\s+(?:закупку|проект|на\s+(?:следующ\w+\s+(?:год|квартал|месяц)))|поставим\s+на\s+паузу|на\s+паузе|на\s+паузу|взяли\s+паузу|берем\s+паузу|возьмем\s+паузу|"
    r"в\s+этом\s+(?:году|месяце|квартале)\s+(?:уже\s+)?не\s+(?:будем|получится|сможем|планируем)|(?:давайте\s+)?после\s+(?:нового\s+года|праздников|нг)(?!\s+нуж)|заморозили|напишите\s+(?:через|в|позже|после)|"
    r"hold\s+your\s+horses|park\s+(?:it|this)|(?:slipped|pushed|moved|delayed)\s+(?:back\s+)?(?:to|till|until)\s+\w+|ask\s+(?:me|us)\s+(?:again\s+)?(?:in|after|next)|not\s+before\s+\w+|сдвин(?:улось|ули|улся|улась)\s+на\s+\w+|(?:давай\w*|предлагаю)\s+верн[ёе]мся|пока\s+(?:\w+\s+)?(?:думаем|думаю|подождем|подожду|пауза|ждем|присматриваемся|сравниваем)|(?:надо|нужно|давайте|дайте)\s+(?:\w+\s+)?(?:подумать|подождем|подождать)|подума(?:ем|ю)(?=\s*[.,!]|$|\s+и)|напомните\s+(?:\w+\s+)?(?:через|в|после|позже)|"
    r"remind\s+(?:me|us)\s+(?:in|next|after|later|closer)|let\s+(?:me|us)\s+think|(?:need|want|have)\s+to\s+think|think\s+(?:it\s+over|about\s+it)|let's\s+(?:postpone|wait|revisit|hold\s+off|put\s+(?:it|this)\s+on\s+hold|pause|circle\s+back|delay)|(?:we|i)?(?:\s+have\s+to|\s+need\s+to|\s+decided\s+to|'ll|\s+will)?\s*(?:postpone|hold\s+off|put\s+(?:it|this)\s+on\s+hold)|"
    r"postponed|on\s+hold|not\s+(?:right\s+)?now|not\s+at\s+(?:the|this)\s+(?:moment|time|point)|not\s+this\s+(?:year|quarter|month)|(?:we'll|we\s+will|i'll|will)?\s*(?:come|get)\s+back\s+(?:to\s+(?:you|this|it)\s+)?(?:in|next|after|later)|maybe\s+(?:later|next\s+\w+)|"
    r"(?:ping|nudge|chase|try|contact)\s+(?:me|us)\s+(?:again\s+)?(?:in|after|next|later)|(?:budget|project|purchase|order)s?\s+(?:\w+\s+)?(?:frozen|on\s+ice)|revisit\s+(?:this|it)?|not\s+ready\s+(?:yet|to)|next\s+(?:quarter|year)\s+(?:maybe|perhaps)|touch\s+base\s+(?:in|next|after))(?!\w)"
)
_BARE_YES = re.compile(
    r"^\W*(?:(?:ну|а|ок|о|хорошо|отлично|супер|yes|ok|well|sure)[\s,!.]+){0,2}(?P<y>да|ага|угу|конечно|согласен|согласна|согласны|верно|хорошо|давайте|подтверждаю|ок|окей|ok|okay|идет|годится|подходит|устраивает|отлично|супер|так\s+точно|"
    r"договорились|все\s+верно|точно|разумеется|можно|го|плюс|\+|yes|yep|yeah|yup|sure|absolutely|of\s+course|definitely|correct|agreed|deal|fine|works|sounds\s+good|perfect|please\s+do|do\s+it|"
    r"👍|👌|✅|🤝|🔥|❤|❤️|💯|🙏|😍|🎉)(?!\w)"
)
_BARE_NO = re.compile(r"^\W*(?P<n>нет|неа|не,|не надо|не нужно|no|nope|nah|отказ|👎|❌|🚫)(?!\w)")
_HYPOTHETIC = re.compile(
    r"(?<!\w)(?:если|когда|вдруг|допустим|возможно|может(?:\s+быть)?|наверное|скорее\s+всего|думаем|подума\w+|if|maybe|perhaps|might|when|in\s+case|provided|unless|once|should\s+we|what\s+if|probably)(?!\w)"
)
_NEGATED = re.compile(
    r"(?<!\w)(?:не|пока\s+не|not|don't|never|can't|cannot|won't|еще\s+не|isn't|haven't)\s+(?:\w+\s+)?$"
)
_BARGAIN = re.compile(
    r"(?:скин|скид|урежьте|урезать|сдела|дайте|дадите|уступ|подвин|сниз|доложите|drop|knock|make\s+it|give)[^.!?]*(?:и|and|тогда|then|-)\s+$"
)
_TIME = re.compile(
    r"(?:через\s+[\w\s]{1,15}(?:дн|недел|месяц|квартал|полгода|год)\w*|(?:в|к|после)\s+\w+(?:\s+(?:год\w*|недел\w|месяц\w*|квартал\w*|праздник\w*))?|весной|летом|осенью|зимой|позже|"
    r"in\s+[\w\s]{1,12}(?:days?|weeks?|months?)|next\s+\w+|after\s+[\w\s]{2,14}|in\s+\w+|later)(?!\w)"
)
POSITIVE_EMOJI = re.compile(r"👍|👌|✅|🤝|🔥|❤|💯|🙏|😍|🎉|👏")
NEGATIVE_EMOJI = re.compile(r"👎|❌|🚫|😡|🤬")


def decisions(place: Passage) -> list[Candidate]:
    """At most one decision: the last that is said for sure."""
    low = place.low
    closing = "decision" in place.context.asked
    if place.context.reaction:
        return _reaction(place) if closing else []
    found: list[tuple[int, Candidate]] = []
    for value, pattern in (("postponed", _LATER), ("no", _NO), ("yes", _YES)):
        for m in pattern.finditer(low):
            span = _tidy(low, m)
            if any(span.start < c.end and c.start < span.end for _, c in found):
                continue
            if not stands(place, span, value):
                continue
            found.append(
                (span.start, candidate(place, "decision", value, span.start, span.end, 0.86))
            )
    if not found and "later" in place.context.asked and len(low) < 60:
        said = _TIME.search(low)
        if said:
            return [candidate(place, "decision", "postponed", *said.span(), 0.75)]
    if not found and closing:
        bare = _bare(place)
        if bare:
            return [bare]
    if not found:
        return []
    ordered = sorted((c for _, c in found), key=lambda c: c.start)
    last = next((c for c in ordered if c.value == "postponed"), ordered[-1])
    # The first words that say what holds in the end.
    return [next(c for c in ordered if c.value == last.value)]


def _tidy(low: str, m: re.Match[str]) -> Span:
    start, end = m.span()
    loose = re.search(r"\s+(?:в|через|после|к|in|next|after|на|ближе|to)$", low[start:end])
    if loose:
        end = start + loose.start()
    while start < end and low[start].isspace():
        start += 1
    return Span(start, end)


def stands(place: Passage, span: Span, value: str) -> bool:
    """Whether the words are a decision: no question, no «если», no negation before."""
    low = place.low
    sentence = next((s for s in place.sentences if s.start <= span.start < s.end), span)
    said = low[sentence.start : sentence.end]
    before = low[sentence.start : span.start]
    if said.rstrip().endswith("?") and value != "postponed":
        return False
    if value == "yes":
        if _NEGATED.search(before) or re.search(
            r"(?:почему|как|что|где|сколько|какой|which|how|what)\s+(?:\w+\s+)?$", before
        ):
            return False
        if _HYPOTHETIC.search(before) or re.search(
            r"(?<!\w)(?:если|if|unless|при\s+условии|provided)(?!\w)", low[span.end : sentence.end]
        ):
            return False
        verb = low[span.start : span.end]
        if (
            re.search(r"договорились|устраивает|согласн?|deal|confirmed|approved", verb)
            and "meeting" in place.context.asked
            and "decision" not in place.context.asked
        ):
            return False
        if _BARGAIN.search(before):
            return False
        if re.search(r"бер[еу]м", verb) and re.search(
            r"обычно|всегда|раньше|сейчас\s+$|usually|у\s+\w+\s*$",
            before[-25:] + low[span.end : span.end + 3],
        ):
            return False
        return not re.match(
            r"\s+(?:с\s+менеджером|встреч|созвон|звон|время|на\s+(?:завтра|встреч)|the\s+(?:meeting|call|time))|\s+(?:у|паузу|сейчас\s+у)\s",
            low[span.end :],
        )
    if value == "no":
        if _HYPOTHETIC.search(before[-40:]) and not before.strip().startswith("мы подумали"):
            return False
        word = low[span.start : span.end]
        if re.search(r"не\s+(?:нужно|надо|подходит|подойдет|устраивает)", word):
            rest = re.split(r"[,;.!]", low[span.end : sentence.end])[0].strip()
            # «доставка не нужна», «этот срок не подходит» is not a no to the deal.
            alone = len(rest) < 3 and re.fullmatch(
                r"(?:\W|нет|нам|мне|уже|больше|спасибо|это|к|сожалению|пока|ничего|,)*", before
            )
            return bool(alone)
        return not re.search(r"(?:почему|чтобы|надеюсь|надеемся|why|hope)\s", before)
    if re.match(r"пока\s+(?:\w+\s+)?не\s+(?:надо|нужн)", low[span.start : span.end]) and _thing(
        before
    ):
        return False  # «шприцы пока не надо»: one thing of several, not the deal
    return not re.search(
        r"(?:нельзя|не\s+хотелось|не\s+хотим|don't\s+want\s+to)\s+(?:\w+\s+)?$", before
    )


_THE_DEAL = frozenset({"заказ", "проект", "вопрос", "предложение", "тема", "закупка", "спасибо"})


def _thing(before: str) -> bool:
    """Whether a thing is named right before: «шприцы», «доставка»."""
    m = re.search(r"([а-я]{3,})\s+$", before)
    if m is None:
        return False
    entry = word(m[1])
    return entry.pos == "NOUN" and entry.lemma not in _THE_DEAL and "Name" not in entry.tags


def _bare(place: Passage) -> Candidate | None:
    """A short yes or no right after our closing question."""
    low = place.low
    no = _BARE_NO.search(low)
    if no and not re.match(
        r"\s*[,.!]?\s*(?:проблем|вопросов|problem|worries|возражений)", low[no.end() :]
    ):
        return candidate(place, "decision", "no", no.start("n"), no.end("n"), 0.85)
    yes = _BARE_YES.search(low)
    if not yes:
        return None
    rest = low[yes.end() : yes.end() + 90]
    if re.search(
        r"(?<!\w)(?:но|только\s+если|если|сначала|а\s+можно|подума\w*|but|if|however|first|не)(?!\w)",
        rest,
    ):
        return None
    first = low[: yes.end() + len(rest)]
    if "?" in first and not re.match(r"[,!.\s]", rest[:1] or "."):
        return None
    return candidate(place, "decision", "yes", yes.start("y"), yes.end("y"), 0.85)


def _reaction(place: Passage) -> list[Candidate]:
    for value, pattern in (("yes", POSITIVE_EMOJI), ("no", NEGATIVE_EMOJI)):
        m = pattern.search(place.text)
        if m:
            return [candidate(place, "decision", value, m.start(), m.end(), 0.8)]
    return []
