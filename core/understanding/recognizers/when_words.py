"""What a day or an hour is for: needed by, met at, or neither."""

# ruff: noqa: E501 (patterns read better whole)

import re

MEETING = re.compile(
    r"созвон\w*|созвани\w*|встре[чт]\w*|(?:по|пере|на)звон\w*|звон[ок]\w*|набер\w+|набр\w+|\bzoom|\bзум\w*|\bдемо\b|демонстрац\w*|презентац\w*|"
    r"подъед\w*|подъех\w*|приед[уе]м?\b|приех\w*|заед[уе]м?\b|заех\w*|подойд[уе]м\b|показ\w*|на\s+объект|замер\w*|"
    r"переговор\w*|видео.?связ\w*|пообща\w*|обсудим|обсудить|посмотреть\b|глянуть|взглянуть|увидеться|google\s?meet|\bмит\b|\bмиту\b|teams|скайп\w*|skype|"
    r"\bcall\b|\bcalls\b|\bmeet\w*|\bdemo\b|\bvisit\w*|come\s+(?:by|over)|stop\s+by|\bchat\b|catch\s+up|\btalk\b|appointment|would\s+[^?.]{2,40}\s+work|(?:свободн\w+|удобн\w+)\s+время|"
    r"presentation|walkthrough|reschedul\w*|перенес\w*|перенос\w*"
)
DELIVERY = re.compile(
    r"машин\w*|отгру\w*|достав\w*|груз\w*|курьер\w*|привез\w*|забер\w+|самовывоз\w*|разгру\w*|постав\w+|водител\w*|"
    r"работа(?:ем|ете|ет)\s+(?:с|до)|график|режим|deliver\w*|ship\w*|courier|truck|driver|pick\s?up|shut\w*|clos(?:e|es|ed|ing)\b|open\s+(?:until|from)|hours"
)
CANNOT = re.compile(
    r"не\s+(?:могу|смогу|можем|сможем|получ\w+|подход\w+|подойд\w+|удобно|успе\w+|устраива\w*|выйдет|вариант|буду|будет)|"
    r"неудобно|занят\w*|отмен\w*|can(?:'t|not)|won't|doesn't\s+work|not\s+(?:available|free|good)|unavailable|busy|cancel\w*"
)
WANTED = re.compile(r"(?<!\w)(?:нуж(?:ен|на|но|ны)|надо|необходим\w*|требу[ею]тся|need|order)\s")
PAST = re.compile(
    r"вчера|позавчера|yesterday|\bбыл[аио]?\b|обсуждали|созванивались|прош\w+\s+встреч\w*"
)
RATHER = re.compile(
    r"лучше|давайте|перенес\w*|вместо|может|сдвин\w*|instead|rather|move|how\s+about|let's|reschedul\w*|удобнее|можно"
)
YES = re.compile(
    r"(?:^|[\s,.!])(?P<yes>да(?=[\s,.!)]|$)(?:[, ]+(?:конечно|удобно|давайте|подходит|подойдет|отлично|хорошо|могу|смогу|в\s+силе))?|"
    r"давайте|удобно|подходит|подойдет|договорились|хорошо|ок(?:ей)?|отлично|супер|идет|годится|согласен|согласна|подтвержда\w+|буду|"
    r"устраива\w+|устроит|в\s+силе|ладно|"
    r"yes|yep|yeah|sure|ok(?:ay)?|works(?:\s+for\s+(?:me|us))?|sounds?\s+good|perfect|great|confirmed?|see\s+you(?:\s+then)?|that\s+works|fine|"
    r"deal|agreed|👍|👌|✅|🤝)(?=[\s,.!?)]|$|👍)"
)
NO = re.compile(
    r"(?:^|[\s,.!])(?:нет|неудобно|не|no|not|can't|cannot|но|but|лучше|перенес\w*|instead|👎)(?=[\s,.!?]|$)"
)

HARD = {
    "до", "к", "ко", "не позднее", "не позднее чем", "не позже", "не позже чем", "самое позднее",
    "крайний срок", "by", "before", "no later than", "not later than", "due", "within",
    "в течение", "не позднее чем через", "не позже чем через", "until", "till",
    "максимум через",
}  # fmt: skip
NOT_FOR = {"с", "со", "от", "from", "since"}
NEED = re.compile(
    r"нуж[ен]\w*|надо|необходим\w*|требу\w*|срок\w*|срочн\w*|дедлайн\w*|привез\w*|достав\w*|отгру\w*|успе\w*|постав\w*|"
    r"получ(?!а)\w*|готов\w*|сда[тч]\w*|монтаж\w*|старт\w*|запуск\w*|открыва\w*|открыти\w*|должн\w*|изготов\w*|сдела\w*|заказ\w*|закуп\w*|"
    r"чтоб\w*|drop|start\w*|commenc\w*|begin\w*|w/c|running|хотим|хотелось|хочу|ждем|жду|желательн\w*|крайн\w*|пришл\w*|прислать|отправ\w*|напечат\w*|произвест\w*|"
    r"мероприят\w*|корпоратив\w*|конференц\w*|фестивал\w*|банкет\w*|выставк\w*|свадьб\w*|юбиле\w*|ивент\w*|"
    r"deadline|need\w*|deliver\w*|ship\w*|arriv\w*|receiv\w*|ready|require\w*|\bdue\b|must|have\s+(?:it|them)|get\s+(?:it|them)|in\s+hand|"
    r"timeline|urgent\w*|launch\w*|event|want|order\w*|send|install\w*|done|latest|conference|wedding|anniversary|party|exhibition|expo|trade\s+(?:show|fair)|opening|festival"
)
ACTS = re.compile(
    r"подпиш\w*|(?:при|от|вы|пере|за)шл(?:ю|ем)(?!\w)|отправ(?:лю|им)(?!\w)|скин(?:у|ем)(?!\w)|(?:we|i)(?:'ll|\s+will)\s+(?:send|sign|pay|confirm|check)|отвеч\w*|ответ\w*|дам\s+(?:ответ|знать)|верн[уе]\w*|дума\w*|подума\w*|реши\w*|решени\w*|сообщ\w*|отпиш\w*|напиш[уе]\w*|(?:по|пере|со)звон\w*|"
    r"отпуск\w*|командировк\w*|акци[яиюе]\w*|скидк\w*|действ\w*|оплат\w*|оплач\w*|платеж\w*|заплат\w*|работа[ею]\w*\s+до|свяж\w*|рассмотр\w*|"
    r"согласу[юе]\w*|узна\w*|уточн[юи]\w*|обсуд\w*|обеща\w*|должны\s+были|сломал\w*|заказывал\w*|получил\w*|вернут\w*|отлож\w*|откладыва\w*|не\s+раньше|замор[оа][жз]\w*|приостан\w*|frozen|freez\w*|froze|"
    r"не\s+актуальн\w*|прошл\w+|не\s+работа\w*|не\s+буд\w*|уезжа\w*|болн?[еи]\w*|гаранти\w*|"
    r"подерж\w*|держи\w*|park\w*|\bhold\w*|settle\w*|of\s+(?:delivery|invoice)|in\s+writing|думат\w*|решать|let\s+(?:you|u)\s+know|get\s+back|come\s+back|\bcall\b|reply|respond|decide|decision|discuss|vacation|holiday|out\s+of\s+office|"
    r"\bpay\b|payment|\bpaid\b|valid|meet\w*|\btalk\b|ping|promised|supposed\s+to|postpone\w*|delay\w*|touch\s+base|revisit|not\s+before|"
    r"broke\w*|ordered|received|last\s+\w+|warranty|expire\w*"
)

PAPER = re.compile(
    r"(?<!\w)(?:сч[её]т\w*|договор\w*|кп|акт[аы]?|накладн\w+|сверк\w*|соглашени\w*|протокол\w*|закрывающ\w+|отчет\w*|доверенност\w*|report|реквизит\w*|документ\w*|предоплат\w*|аванс\w*|чек|смет\w+|waybill|invoice|contract|quote|quotation|advance|deposit|statement|certificate|paperwork|draft)(?!\w)"
)
PAST_VERB = re.compile(
    r"(?<!\w)(?!хотел|нужн|было\s+бы|бы\s)(?:[а-я]{2,}(?:ал|ил|ел|ул|ла|ли|ло|ял)(?:ась|ись|ось|ся)?|[а-я]+(?:ленн|енн|анн)(?:ые|ый|ая|ое)|was|were|said|promised|arrived|broke|came|delivered|bought|told|had)(?!\w)"
)
FAREWELL = re.compile(
    r"(?:[^\w]*(?:спасибо|понял[аи]?|хорошо|ок(?:ей)?|супер|отлично|договорились|тогда|ну|вс[её]|да|ага|добро|ладно|приняла?|super|thanks|thank\s+you|ok|great|good|see\s+you|see\s+ya|cheers|till|until))*[\s,.!]*(?:до|до\s+встречи|till|until|do)?\s*[^\w]*$"
)
ORDERS = re.compile(
    r"(?<!\w)(?:брон\w+|запи[шс]\w+|оформ\w+|бер[еу]м?|давай(?:те)?|делай(?:те)?|вез\w+|привоз\w+|заказ\w+|отправ\w+|ставь\w*|ставить|тогда|грузи\w*|пиши\w*|начн\w+|присыл\w+|устраива\w+|перенес\w+|сдвин\w+|lock|book\w*|make\s+it|move\s+it|hire|order\w*|deal|ok|okay|take|arrange|pencil|put\s+(?:us|me))(?!\w)"
)
COUNTED = re.compile(r"(?<!\w)\d+\s+(?:[а-я]{3,}|[a-z]{3,}s)(?!\w)")
INVITES = re.compile(
    r"(?<!\w)(?:приех\w+|приезж\w+|подъех\w+|подъезж\w+|подойд\w+|приходите|ждем|ждём|жду|собеседовани\w*|замер\w*|мастер|инженер|набер\w+|набрать|удобно|surveyor|engineer|fitter|come|ring|interview|see\s+you|visit|pop\s+(?:in|by|over)|still\s+on)(?!\w)"
)
COMPLAINS = re.compile(
    r"(?<!\w)(?:no|said|promised|where|where's|still|nothing|нет|где|почему|обеща\w+|так\s+и\s+не|до\s+сих)(?!\w)"
)
BOOKS = re.compile(
    r"(?<!\w)(?:брон\w+|запи[шс]\w+|lock|book\w*|reserve\w*|make\s+it|move\s+it|monta\w+|монтаж\w*|выгрузк\w*|отгрузк\w*|заезд\w*|вылет\w*|праздник\w*|свадьб\w*|wedding|party)(?!\w)"
)
GOODS = re.compile(
    r"(?<!\w)(?:вез(?:ти|ем|ите)|привез\w+|достав\w+|отгру\w+|машин\w*|курьер\w*|забер\w+|забрать|самовывоз\w*|груз(?:ить|ите)|чтоб\w*|поставк\w*|на\s+какое\s+время|drop|deliver\w*|ship\w*|courier|truck|driver|alongside|collect\w*|pick\s?up|dispatch\w*)(?!\w)"
)
