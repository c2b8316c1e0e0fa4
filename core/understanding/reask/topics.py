"""What is asked for most: a pattern a topic, and what counts as its answer. A topic that is asked
for and has no answer is not guessed at from other words."""

# ruff: noqa: E501 (patterns read better whole)

import re
from dataclasses import dataclass
from typing import Final

from core.understanding.reask.words import stem


@dataclass(frozen=True, slots=True)
class Topic:
    """``asks`` is searched in the question. ``own`` are stems that the topic itself means, so an
    answer need not repeat them. ``tag`` answers by a client's sentence that has such a value, a
    fact of ``kind`` otherwise. ``loose``: other sentences are looked through as well."""

    name: str
    asks: re.Pattern[str]
    own: frozenset[str]
    kind: str = ""
    tag: str = ""
    loose: bool = False
    never: re.Pattern[str] | None = None
    core: frozenset[str] = frozenset()
    """Stems that tell of the topic by themselves: a sentence with one and a fitting value speaks
    of it even where the reader found no fact."""


def _topic(
    name: str, asks: str, own: str, *, kind: str = "", tag: str = "", loose: bool = False,
    never: str = "", core: str = "",
) -> Topic:  # fmt: skip
    stems = frozenset(stem(word) for word in own.split())
    return Topic(
        name,
        re.compile(asks),
        stems,
        kind,
        tag,
        loose,
        re.compile(never) if never else None,
        frozenset(stem(word) for word in core.split()),
    )


_WE = "достав delivery deliver ship нужен"
TOPICS: Final = (
    _topic("email", r"на какую почт|почта\b|почту\b|на какой (?:адрес почты|e-?mail|имейл|мейл|ящик)|e-?mail|имейл|электронн\w+ (?:почт|адрес)|адрес почты",
           "почта email адрес address счет договор контракт кп документ документы предложение инвойс электронная ящик invoice invite contract quote offer documents proposal link calendar",
           kind="email", never=r"индекс|почтовый|почтой"),
    _topic("inn", r"(?<!\w)инн(?!\w)|tax id|\binn\b", "инн компания организация tax id номер счет счете договор", kind="inn"),
    _topic("phone", r"телефон|номер для связи|контактный номер|мобильн|phone|mobile|(?:your|best|a) (?:contact )?number", "телефон номер связь контакт number phone mobile contact reach позвонить звонить связаться call",
           kind="phone", never=r"модел|заказ|чехол|ip-"),
    _topic("bank", r"реквизит|банковск\w+ данн|bank details|account details", "реквизит компания банковские данные bank detail details account организация счет договор контракт", tag="bank"),
    _topic("meeting", r"(?:когда|во сколько|на когда|какое время|на какой день|в какой день|when|what time|which day|what day).*(?:созв|встре|демо|звон|видеозвон|\bcall\b|meet|\bdemo\b)",
           "созвон встреча демо звонок call meeting demo звоним", kind="meeting_at"),
    _topic("address", r"(?<!\w)адрес|куда (?:\w+ )?(?:достав|вез|привез|отправ|груз|отгру|постав|ехать|приехать|подъехать)|место (?:поставк|доставк|разгруз)|(?<!e-mail )(?<!email )(?<!ip )(?<!mac )address(?! you)|where (?:should|do|shall|can|to) (?:we |i )?(?:deliver|ship|send|bring|drop)",
           "адрес доставка доставить место address delivery везти точный полный куда груз товар заказ shipping ship full exact", tag="address",
           never=r"почт|mail|сайт|адресат|обращ"),
    _topic("city", r"(?:какой|каком|какого|каким) (?:у вас |вы )?(?:город|регион)|откуда вы|(?:which|what) (?:city|town|region)|where are you (?:based|located|from)", "город регион city town region based located достав", kind="city"),
    _topic("budget", r"бюдж|в какую сумму|на какую сумму|до какой сум|какой сумм|в каких предел|ценов\w+ (?:диапаз|рамк)|по деньгам|сколько (?:вы )?готовы (?:потрат|заплат|влож)|на что (?:вы )?рассч|\bbudget|price range|how much (?:are|can|would|do) you .{0,24}(?:spend|pay|invest)|your (?:limit|maximum|max|ceiling)\b",
           "бюджет сумма деньги диапазон рамки предел пределах максимум заложили заложен заложено потратить budget price range limit maximum spend invest укладываемся уложиться mind monthly month", kind="budget", core="бюджет budget лимит ceiling"),
    _topic("person", r"как (?:\w+ )?(?:вас|тебя) (?:\w+ )?(?:зовут|величать)|как (?:\w+ ){0,3}(?:к вам|к тебе|вам) (?:\w+ )?обращ|как (?:\w+ )?обращаться|ваше имя|с кем (?:я )?(?:общаюсь|говорю|имею)|your (?:\w+ )?name\b|who am i (?:speaking|talking|chatting)|(?:how|what) (?:should|can|may|do|shall) i (?:address|call) you", "имя name address call speaking talking общаюсь говорю зовут", kind="person", never=r"compan|компан|фирм|организ"),
    _topic("company", r"как называется (?:ваш\w* )?(?:компан|организ|фирм)|назван\w+ (?:\w+ )?(?:компан|организ|фирм)|(?:как(?:ая|ой|ую|ое)|от какой) (?:у вас )?(?:компан|организ|фирм|юр)|(?:which|what) company (?:are|do|is|should)|(?:name of )?your company|company(?:'s)? name|who do you work for",
           "компания организация фирма называется название юрлицо юридическое лицо company name business work оформляем оформить договор счет invoice issue документы", kind="company", never=r"транспорт|перевоз|логист|вози|delivery company"),
    _topic("competitor", r"с кем (?:\w+ ){0,2}сравнив|у кого (?:еще )?(?:запраш|смотр|берете сейч)|кто (?:еще|ваш\w* конкур)|who else|which other|compar\w+ (?:us|with)", "сравниваете сравнивать запрашивали смотрите compare comparing considering vendor supplier конкурент", kind="competitor"),
    _topic("role", r"ваша должн|должность|кем (?:вы )?работаете|ваша роль|your (?:role|position|job title|title)", "должность работаете роль role position job title", kind="role"),
    _topic("deadline", r"к как(?:ому|ой) (?:числ|сроку|дат|дню)|на как(?:ую|ое|ой) (?:дат|числ|день)|до какого (?:числ|срок)|какого числ|какая (?:\w+ )?дат|в какой день|как(?:ие|ой|им) (?:у вас )?срок|срок\w* (?:поставк|доставк)|(?:^|\W)когда(?:\W|$)|\bwhen\b|by when|(?:what|which) (?:date|day)|what(?:'s| is) the (?:\w+ )?(?:deadline|date|timeline)|deadline|timeline",
           f"число срок дата день {_WE} сроки поставка готово привезти монтаж deadline timeline date day done finished ready completion complete", kind="deadline", loose=True, core="срок deadline",
           never=r"созвон|перезвон|встреч|\bcall\b|meet|оплат|плат|\bpay|решен|реши|итог|дедлайн по оплате"),
    _topic("quantity", r"сколько(?! (?:врем|стои|лет\b|дней|час|минут|ждать|раз\b|ехать|будет стоить))|как(?:ое|ого) количеств|каков\w* (?:\w+ )?(?:объем|количеств)|какой (?:объем|тираж|метраж)|какая (?:\w+ )?(?:площад|квадратур)|how many|what quantity|how much .{0,24}do you need|square footage|how (?:big|large) is",
           "количество объем тираж метраж площадь quantity footage sqft необходимо big large long", kind="quantity", loose=True, core="количество метраж тираж quantity",
           never=r"(?:во|до|со) сколько|сколько стоит"),
    _topic("product", r"^(?:\W|и|а|так)*что (?:именно |конкретно )?(?:вас |вам )?(?:интересует|нужно|ищете|хотите|требуется)\W*$|^what (?:exactly )?(?:do you need|are you looking for|are you interested in)\W*$", "", kind="product"),
    _topic("model", r"как(?:ая|ой|ую|ие) (?:\w+ )?(?:марк|модел|артикул)|(?:which|what) (?:grade|model)", "марка модель артикул grade model", kind="product"),
    _topic("hours", r"до скольк|со скольк|(?:режим|график|час\w*) (?:\w+ )?(?:работ|приемк)|во сколько (?:\w+ )?(?:откры|закры)|(?:receiving|opening|working|business|office) h|what time do you (?:open|close)|when are you open", "режим график часы час работа работает приемка открываетесь закрываетесь receive receiving opening open close working business hour hours hou склад", tag="hours"),
    _topic("payment", r"как (?:\w+ ){0,3}(?:плат|оплач|рассчит|рассчет)|(?:форм|способ|услови|вид|порядок)\w* (?:\w+ )?(?:оплат|плат|расчет)|how (?:will|would|do|are|should|shall) you .{0,16}pay|payment (?:terms|method|option|condition)|(?:безнал|налич|картой|наличк)\w* или|или (?:безнал|налич|картой)|(?:cash|card|transfer) or",
           "плат оплата форма способ условия порядок вид payment pay terms term method option условие платить безнал наличные наличными безналом картой cash card transfer bank", tag="payment"),
    _topic("floor", r"(?<!\w)этаж(?!н)|(?:which|what) floor(?!ing)", "этаж floor level", tag="floor"),
    _topic("colour", r"как(?:ой|ого|ом|ие) (?:\w+ )?(?:цвет|оттен)|(?:^|\W)цвет\w*\W|(?:what|which) colou?r", "цвет colour", tag="colour", loose=True),
)  # fmt: skip
YOURS: Final = re.compile(r"(?<!\w)(?:ваш\w*|у вас|вам|вас|your|you)(?!\w)")


def topic_of(question: str) -> Topic | None:
    """What a folded question asks for; None where it is nothing of the list."""
    for topic in TOPICS:
        if topic.asks.search(question) and not (topic.never and topic.never.search(question)):
            return topic
    return None
