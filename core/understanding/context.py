"""What stands around a client turn: what we asked just before, and what was agreed on earlier."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.reading import Turn
from core.understanding.text import Span, fold, is_russian, sentences

_ASKED = {
    "budget": r"бюджет|во сколько [^?]*уложить|на что (?:вы )?рассчит|ориентир[^?]*(?:деньг|сумм|цен)|по деньгам|на какую сумму|на какую сумму|какой суммой|в какую сумму|сколько (?:вы )?готовы|"
    r"какую сумму|какая (?:у вас )?сумма|ценов\w+ (?:диапазон|рамк)|лимит|"
    r"\bbudget|\bceiling|\byour (?:limit|max)|how much (?:are you|can you|would you|do you (?:want|plan) to) (?:\w+ )?"
    r"(?:spend|pay|invest|willing)|price range|\bspend\b",
    "quantity": r"(?<!во )сколько\s*\?|(?<!во )сколько (?:штук|вам(?! лет)|нужно|надо|единиц|человек|лиценз|тонн|пользоват|коробок|"
    r"паллет|рабочих|метров|мест|машин|упаков|комплект|позиц|их|всего|планиру)|"
    r"(?<!во )сколько (?:у вас |вас |вам |их |нам |будет |надо |нужно |берете |возьмете )*(?!стоит|времени|лет\b|дней|часов|минут|готов|денег|плат|ехать|ждать|трат|это|раз\b|за |по |вы |сейчас|у вас|вас|вам|их|будет|надо|нужно|бер|возьм|рублей)[а-я]{3,}|на сколько (?:гостей|человек|персон|мест|рабочих)|(?:какая|какой|какую) (?:\w+ )?(?:длина|площадь|метраж|квадратура|периметр)|"
    r"как(?:ое|ом|ого) (?:\w+ )?количеств|каков\w* (?:\w+ )?(?:объем|количеств)|"
    r"как(?:ой|ая) (?:\w+ )?(?:объем|тираж|партия)|количество|how many|what quantity|quantity|"
    r"what volume|how much do you need|"
    r"how (?:big|large) is|what(?:'s| is) the (?:area|square|footage|length)|how many square",
    "deadline": r"на как(?:ую|ое|ой) (?:дату|число|день)|(?:^|[\s,.])дата\b|какая дата|с какой даты|какого числа|на когда|когда (?:вам |к вам |вас |у вас )?(?:везти|привезти|доставить|отгру[жз]\w*|начина\w*|начать|стартуем|монтир\w*|мероприятие|праздник|свадьба|корпоратив|планируете (?:открыт|запуск|монтаж|праздн))|when (?:is|'s) (?:the|your) (?:big day|event|wedding|party|opening|show)|(?:which|what) (?:date|day)|delivery when|for when|when would you (?:like|want|need)|which fair and when|к как(?:ому|ой) (?:числу|сроку|дате|дню)|когда (?:вам |это |его |их |товар |все )*"
    r"(?:нуж[ен]|надо|требу|необходим|планиру|хот)|как(?:ие|ой|им) (?:у вас |вам )?срок|"
    r"в какие сроки|до какого (?:числа|срока)|по срокам|сроки\b|"
    r"when (?:do|would|will|are) you (?:need|want|like|require|expect)|by when|deadline|timeline|"
    r"what date|how soon|how urgent",
    "meeting": r"созвон|встре[чт]|(?:по|пере|со)звон|\bzoom\b|зум[еу]?\b|\bдемо|демонстрац|во сколько|"
    r"как(?:ое|ой) (?:время|день)|подъехать|приехать|заехать|видео.?звонок|"
    r"(?:завтра|сегодня|послезавтра|понедельник|вторник|сред[ау]|четверг|пятниц[ау])[^.?!]*"
    r"(?:удобно|подойдет|сможете|устроит)|"
    r"удобно[^.?!]*(?:завтра|сегодня|послезавтра|понедельник|вторник|сред[ау]|четверг|пятниц|"
    r"\d{1,2}[:.]\d\d|в \d{1,2}\b)|"
    r"\bcall\b|\bmeet|\bdemo\b|what time|when works|hop on|visit",
    "name": r"как (?:вас|тебя) зовут|с кем (?:я )?(?:общаюсь|говорю|имею)|кто (?:вы|спрашивает|пишет)|who(?:'s| is) this|who am i (?:talking|speaking)|как (?:могу |к вам |вас )|как (?:я могу |можно )?к вам обращаться|ваше имя|"
    r"представьтесь|кто (?:будет )?контактн|контактное лицо|как вас записать|"
    r"your name|who (?:am i|should|will be)|contact person",
    "company": r"как(?:ая|ую|ой) (?:у вас )?(?:компани|организац|фирм)|название (?:\w+ )?"
    r"(?:компании|организации|фирмы)|от какой|юр\.? ?лиц|реквизит|как называется|"
    r"какую компанию|(?:which|what|your) company|company name|who do you work|legal entity",
    "city": r"как(?:ой|ом|ого) (?:у вас )?(?:город|регион)|регион|region|город|куда (?:\w+ )?(?:доставить|везти|отправ|нужн|"
    r"доставл|привез)|откуда вы|адрес|где вы|which city|what city|where (?:should|to|do|are|is)|"
    r"destination|address",
    "phone": r"телефон|номер\b|phone|number to|your number",
    "email": r"почт|e-?mail|мейл|имейл",
    "inn": r"\bинн\b|реквизит|карточк[уа] (?:компани|предприят|организац)|\binn\b|tax id",
    "role": r"должност|кем (?:вы )?работаете|ваша роль|your (?:role|position|title|job)",
    "product": r"что (?:именно |конкретно |вас )?(?:нужно|интересует|ищете|хотите|требуется)|"
    r"как(?:ой|ая|ие|ую|ое) (?:именно |конкретно )?(?:товар|продукц|модел|позици|оборудован|"
    r"вариант|материал)|чем (?:могу|можем|я могу)? ?(?:быть )?(?:полез|помо)|"
    r"what (?:exactly )?(?:do you need|are you looking|product|would you like|are you interested)|"
    r"which (?:product|model|item)|how can (?:i|we) help",
    "competitor": r"с кем (?:\w+ )?сравнива|у кого (?:еще|дешевле|сейчас)|кто (?:еще|вам)|"
    r"как(?:ого|ие|ой) (?:\w+ )?(?:поставщик|конкурент|альтернатив)|who else|which (?:other )?"
    r"(?:supplier|vendor|competitor)|current (?:supplier|vendor)",
    "later": r"когда (?:\w+ )?(?:планируете|будете|сможете|ждать|примете|определитесь|решите|вернуться|напомнить)[^?]*(?:реш|заказ|куп|брать|верн|ответ|определ|напомн)|"
    r"когда (?:решите|определитесь|вам напомнить|вернуться)|when (?:do|will|are|can) you (?:plan\w*|going|expect|be able)? ?(?:to )?(?:decide|order|buy|make a decision|know|return)|when should (?:we|i) (?:follow up|get back|check)",
    "document": r"как(?:ие|ой) документ|what documents|which documents",
}  # fmt: skip
_ASKED_RE = {kind: re.compile(pattern) for kind, pattern in _ASKED.items()}

_CLOSING = re.compile(
    r"оформля|оформим|оформить|бер[её]те|заказыва|заказ(?:ать)? (?:в работу|подтвержд)|подтвержда|"
    r"подтверд|согласн|запуска|бронир|резервир|выставля|выставить|выставлю|готовим|готовить|"
    r"устраива|устроит|договорились|по рукам|начина[ею]|приступа|что (?:вы )?решили|"
    r"ваше решение|принимаете|отгружа|ставим в|в работу|продолжа|продлева|продлить|подписыва|"
    r"актуальн|планируете (?:брать|покупать|заказ)|готовы (?:взять|заказать|купить|подписать|"
    r"оплатить|двигаться|начать)|двигаемся|работаем\?|подойдет|подходит|годится|"
    r"shall (?:we|i)|should (?:we|i) (?:proceed|go|start|place|prepare|send the (?:contract|invoice))|"
    r"go ahead|confirm|place (?:the|your|an) order|ready to (?:order|sign|proceed|buy|start)|"
    r"do we have a deal|deal\?|proceed|move forward|are you in\?|sound good|works? for you|"
    r"does (?:that|this|it) (?:work|suit)|happy with|want to (?:buy|order|proceed|go)|"
    r"have you decided|your decision|still interested|reserve|book it|agreed\?"
)
_LABEL = re.compile(r"[^\d?!]{2,60}")


@dataclass(frozen=True, slots=True)
class Context:
    """``ours`` is our block of messages right before the client's, folded; ``asked`` are the
    fact kinds it asks about, with ``decision`` for a closing question."""

    at: datetime
    ours: str = ""
    asked: frozenset[str] = frozenset()
    earlier: tuple[Turn, ...] = ()
    reaction: bool = False
    page: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to recognize in: as written, folded (steering blanked out), and what is around."""

    text: str
    low: str
    context: Context
    sentences: list[Span] = field(default_factory=list)
    russian: bool = True


def passage(text: str, context: Context, hidden: Sequence[Span] = ()) -> Passage:
    """``text`` ready for the recognizers; the ``hidden`` ranges are blank to them."""
    low = fold(text)
    if context.page and "\t" in text:
        low = _cells_apart(text, low)
    for span in hidden:
        low = low[: span.start] + " " * (span.end - span.start) + low[span.end :]
    letters = text if any(c.isalpha() for c in text) else context.ours
    return Passage(text, low, context, sentences(low), is_russian(letters))


def _cells_apart(text: str, low: str) -> str:
    """``low`` with the cells of each row apart: a label and its value are told so, the cells of
    a longer row have nothing to do with each other."""
    rows = []
    at = 0
    for line in text.split("\n"):
        said = low[at : at + len(line)]
        if "\t" in line:
            filled = [cell.strip() for cell in line.split("\t") if cell.strip()]
            form = len(filled) == 2 and _LABEL.fullmatch(filled[0])
            apart = ":" if form else ";"
            said = "".join(apart if c == "\t" else f for c, f in zip(line, said, strict=True))
        rows.append(said)
        at += len(line) + 1
    return "\n".join(rows)


def asked(ours: str) -> frozenset[str]:
    """What our (folded) message asks about."""
    found: set[str] = set()
    for start, end in sentences(ours):
        said = ours[start:end]
        question = "?" in said
        please = re.search(
            r"подскаж|уточн|напиш|пришл|скаж|укаж|сообщ|дайте|жду|please|let me know|tell|could you",
            said,
        )
        if not question and not please:
            continue
        found.update(kind for kind, pattern in _ASKED_RE.items() if pattern.search(said))
        if question and _CLOSING.search(said):
            found.add("decision")
    if (
        "meeting" in found
        and "decision" in found
        and not re.search(r"заказ|счет|договор|бер[еу]|order|invoice|contract|deal", ours)
    ):
        found.discard("decision")
    return frozenset(found)


def context_of(turns: Sequence[Turn]) -> Context:
    """The context of the last of ``turns``, a client's."""
    last = turns[-1]
    earlier = tuple(turns[:-1])
    block: list[str] = []
    for turn in reversed(earlier):
        if turn.sender == "us":
            block.append(turn.text)
        elif block:
            break
    ours = fold("\n".join(reversed(block[:4])))
    return Context(last.at, ours, asked(ours), earlier, last.reaction)
