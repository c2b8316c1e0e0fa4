"""What tells whose money an amount is and what it is for."""

import re

OWN = re.compile(
    r"бюджет\w*|не\s+(?:больше|более|выше|дороже|превыша\w+)|не\s+(?:\w+\s+){1,2}превы[шс]\w+|максимум|макс\b|в\s+пределах|в\s+рамках|рамки|уложит\w*|уклады\w*|"
    r"уложим\w*|впишем\w*|вписыва\w*|вписат\w*|вложит\w*|влез\w*|влезт\w*|выдел\w*|не\s+потян\w*|потян\w*|думал\w*\s+(?:\w+\s+){0,2}(?:в\s+|за\s+|до\s+)?|лимит\w*|потолок|потолк\w*|готов\w*\s+(?:\w+\s+){0,2}"
    r"(?:потратить|заплатить|выделить|дать|отдать|платить|тратить|вложить|инвестировать|оплатить|взять|купить)|"
    r"(?:мож|смож)\w+\s+(?:\w+\s+){0,2}(?:потратить|заплатить|выделить|дать|отдать|позволить|тратить|вложить)|"
    r"нам\s+бы|хотелось\s+бы|найд(?:у|ем)|наскреб\w+|накопил\w*|насобирал\w*|собрал\w*|осил\w+|вытян\w+|дороже\s+чем\s+за|больше\s+чем|(?:муж|жена|шеф|директор|хозя\w+|начальств\w+|руководств\w+|совет|супруг\w*)\s+(?:нам\s+|мне\s+)?(?:сказал[аи]?|разрешил[аи]?|велел[аи]?|дал[аи]?|одобрил[аи]?|выделил[аи]?|согласн\w+\s+на)|нмцк|допускает|отпустил[аи]?|нам\s+дали|грант|чтоб\s+влезло\s+в|протокол\s+допуска\w+|(?:теперь|осталось|остается|остаётся)|выделил\w*|выделен\w*|выделя\w+|заложен\w*|заложил\w*|заклад\w+|располага\w*|рассчитыва\w*\s+(?:\w+\s+)?на|рассчитыва\w*\s*$|"
    r"ориентир\w*|планиру\w*\s+(?:\w+\s+)?(?:потратить|вложить|на)|на\s+руках|есть\s+(?:\w+\s+)?(?:около|примерно|всего)?|"
    r"(?:выстав|выпиш|счет|счёт|пришл|сдела|офор)\w*[^.?!]{0,40}\bна\s+(?:сумму\s+)?$|счет\w*\s+(?:\w+\s+){0,4}на|"
    r"тратим|потрат\w+|(?:урез|пореза|сокра[тщ]|сниз|подня|увелич|повыс)\w*\s+(?:\w+\s+){0,3}до|(?:cut|trimmed|reduced|raised|increased|bumped|lowered)\s+(?:\w+\s+){0,4}to|заплат\w+|одобрил\w*|согласовал\w*|согласован\w*|утвердил\w*|утвержден\w*|сумма\s+(?:заказа|закупки|договора|сделки)|"
    r"(?:возьм|заберем|заберу|бер[еу]м?\b|куп\w+|договор\w+)[^.?!]{0,30}\bза\s*$|"
    r"бюдж\.?|по\s+деньгам|имею|имеем|хватит|(?:готов\w*|можем)\s+дать|дадим|смотрим[^.?!]{0,40}до|на\s+(?:все|всё)\s+про\s+(?:все|всё)|"
    r"\bbudget\w*|up\s+to|\bmax(?:imum)?\b|at\s+most|no\s+more\s+than|not\s+more\s+than|(?:would|will|could)\s+(?:you|u)\s+(?:take|accept)|signed\s+off(?:\s+on)?|okayed|green-?lit|authori[sz]ed|(?:allowed|given|granted)\s+(?:us|me)|can(?:not|'t)?\s+(?!you\b|u\b|ya\b)(?:\w+\s+){0,2}"
    r"(?:spend|pay|go|afford|target|north\s+of|in\s+the\s+plan|plan\s+(?:was|is)|смета\s+\w+|exceed|do)\b|(?:willing|ready|able|prepared|plan\w*|want\w*|going|looking)\s+to\s+(?:\w+\s+)?(?:spend|pay|invest)|"
    r"\bspend\w*|lifted\s+(?:it\s+)?to|past|tie\s+up\s+more\s+than|threshold\s+is|would\s+pay|(?:pta|treasury|trustees|club|union|school|council|church|mum|dad)\s+gave|not\s+a\s+penny\s+over|raffle\s+made|grants?\b(?:\s+(?:gives?|us|is|of))*|allocat\w+|sanction\w*|ceiling|left\s+(?:me|us)|keep\s+(?:it|this|that)\s+(?:under|at|to|below|within)|chip\w*\s+in|(?:put|have|got)\s+aside|put\s+aside|set\s+aside|scrape\s+together|squeezed\s+[^.?!]{2,30}got|(?:we'd|we\s+had|i'd)\s+(?:said|in\s+mind|hoped|allowed)|more\s+like|(?:owner|boss|accountant|finance|committee|board|husband|wife|vp|cfo|partners?)\s+(?:says?|said|gave|approved|agreed\s+to|allowed)|afford|target|north\s+of|in\s+the\s+plan|plan\s+(?:was|is)|смета\s+\w+|\bcap\b|выше|capped|ceiling|limit\w*|set\s+aside|allocated?|earmarked|approved|"
    r"(?:invoice|deposit)\s+(?:\w+\s+){0,4}(?:for|of)|(?:closer\s+to|sign\s+(?:off\s+)?(?:on\s+)?(?:more\s+than)?)|инвойс\w*\s+на|within|under|below|not\s+exceed\w*|we\s+have\s+(?:about|around|only)?|"
    r"got\s+(?:about|around|roughly|only)|thinking\s+(?:about|around|of)|in\s+the\s+region\s+of|price\s+range|spending|funds?\s+(?:of|are|is)|limit"
)
UP_TO = re.compile(
    r"(?:\bдо|не\s+(?:больше|более|выше|дороже)(?:\s+чем)?|максимум|макс|в\s+пределах|\bup\s+to|\bunder|"
    r"\bno\s+more\s+than|\bmax|\bmaximum|\bat\s+most|\bbelow|\bwithin)\s*:?\s*$"
)
LEAD = re.compile(
    r"(?:\b(?:не\s+(?:больше|более|выше|дороже)(?:\s+чем)?|до|от|максимум|около|примерно|порядка|где-то|в\s+пределах|в\s+районе|"
    r"up\s+to|under|no\s+more\s+than|not\s+more\s+than|around|about|roughly|max|at\s+most|within|below|from|between)\s+)+$"
)
PER_UNIT = re.compile(
    r"^\s*(?:/|на\s+(?:кажд\w+\s+)?(?:человека|персону|сотрудника|место)(?!\w)|за\s+(?:1\s+|одн\w+\s+)?(?:шт\w*|единиц\w*|кг|килограмм|тонну|метр|литр|м2|м3|кв\w*|куб\w*|лист|коробк\w|"
    r"лицензи\w|упаков\w+|место|комплект|пару|рулон|мешок|час|паллет\w*|человека|позици\w|пользовател\w|экземпляр)|"
    r"с\s+(?:человека|носа)|per\b|each\b|a\s+piece|apiece|pcs\b|a\s+(?:unit|seat|month|user|kg|ton)\b|"
    r"в\s+(?:месяц|час|день|сутки)\s+за|ea\b|штука\b|(?:\w+\s+)?(?:штучка))"
)
PER_UNIT_BEFORE = re.compile(
    r"(?:\bпо|\bat|за\s+(?:шт\w*|единиц\w+|кг|тонну|метр|литр|лист|коробк\w|квадрат)(?:\s+по)?|цена\s+за\s+\w+)\s*[-:]?\s*$"
)
TAKE_AT = re.compile(r"\b(?:итого|всего|общ\w+|total)\b")
OURS = re.compile(
    r"\bвы\s+(?:\w+\s+){0,3}(?:писали|предлож\w+|говорили|называли|озвуч\w+|прислали|назвали|сказали|выставили|"
    r"насчитали|хотите|просите|указали|посчитали)|ваш[аеиу]\w*\s+(?:\w+\s+)?(?:цен\w|предложени\w|кп|счет\w*|стоимост\w|ценник\w*|прайс\w*)|"
    r"в\s+(?:вашем\s+)?(?:кп|прайсе|счете|предложении|смете)|у\s+вас\b|вашем\s+(?:кп|прайсе|счете)|"
    r"на\s+сайте|\byou\s+(?:\w+\s+)?(?:quoted|offered|said|sent|asked|proposed|mentioned|charge)|"
    r"your\s+(?:\w+\s+)?(?:price|quote|offer|quotation|proposal|invoice)|on\s+(?:your|the)\s+(?:site|website)"
)
OTHERS = re.compile(
    r"конкурент\w*|\bу\s+(?!нас\b|меня\b|вас\b)[\w\"«]+|нам\s+(?:\w+\s+)?(?:предлож\w+|предлага\w+|дали|дают|посчитали|прислали|озвучили)|"
    r"предлага[ею]т|предложил\w*|другие\s+(?:поставщик\w+|компани\w+)|друг\w+\s+поставщик\w*|дают\s+за|отдают\s+за|продают|"
    r"в\s+друг\w+\s+(?:мест|компани|магазин|фирм)\w*|"
    r"competitor\w*|another\s+(?:supplier|vendor|company)|other\s+(?:suppliers?|vendors?|companies)|quoted\s+(?:us|me)|"
    r"offer(?:s|ed|ing)?\s+(?:us|me|it|the\s+same|for)?|\bthey\b(?!\s+(?:approved|sanctioned|gave|allow\w*))|\btold\b|\bcharges?\b|\bsells?\b|\bdoes\s+(?:it|them)\b|someone\s+else|\bfrom\s+[A-Z]\w+\s+for|elsewhere|cheaper"
)
ELSEWHERE = re.compile(
    r"оборот\w*|выручк\w*|прибыл\w*|зарплат\w*|оклад|уставн\w+|штраф\w*|убыт\w+|потеря\w+|ущерб\w*|"
    r"turnover|revenue|profit|salary|earn\w*|wages?|penalt\w+|loss(?:es)?|"
    r"скидк\w*|скин\w+|дешевле\s+на|дороже\s+на|разниц\w+|переплат\w*|доплат\w*|discount|difference|(?<!signed\s)off\b|"
    r"(?:в\s+)?прошл\w+\s+(?:раз\w*|год\w*|заказ\w*)|раньше|ранее|last\s+(?:time|year|order)|previously|used\s+to|"
    r"доставк\w+\s+(?:за|стоит|обош\w+|вышла)|shipping\s+(?:cost|is|was)|"
    r"оплатил\w*|перевел\w*|перечислил\w*|заплатил\w*|списал\w*|прошла\s+оплата|\bpaid\b|transferred|wired|refund|вернит\w*|возврат\w*|"
    r"отдал[аи]?\b|выкинул\w*|превышени\w*|дорого\w*|дороговато|многовато|слишком|too\s+(?:expensive|much|high)|expensive|pricey|"
    r"заказ\w*\s+от|минимальн\w+|продали|продаем|просмотр\w*|подписчик\w*|заработ\w*|доход\w*|выигр\w+|"
    r"предоплат\w+\s+(?:в|на)\s*$|аванс\w*"
)
BARGAIN = re.compile(r"\b(?:за|в|for|at)\s*$")
DOWN_TO = re.compile(
    r"(?:(?:drop|come\s+down|go\s+down|get\s+(?:it\s+)?down)\s+to|"
    r"\bcan\s+(?:match|meet|do))\s*$"
)
"""“If you can match 13k”: what they would pay, unlike «скиньте 13 тысяч»."""
BARGAIN_VERB = re.compile(
    r"отда\w+|сдела\w+|уступ\w+|бер[еу]м?\b|возьм\w+|забер\w+|готов\w*|куп\w+|согласн\w*|подпи\w+|"
    r"take it|we(?:'ll| will) (?:take|sign|buy|go)|deal"
)
COUNTED = re.compile(
    r"\s*(?:(?:живых|активных|новых|разных|active|live|new)\s+)?(?:шт|штук|единиц|тонн|км|кг|метр|литр|человек|сотрудник|клиент|подписчик|лист|экземпляр|пар|упаков|"
    r"коробок|раз|лицензи|пользовател|лет|году|просмотр|показ|читател|отзыв|units|pieces|pcs|people|users|copies|items|boxes|"
    r"sheets|licen|seats|km|kg|times)"
)
NEED_FOR = re.compile(
    r"(?:заказ|закупк\w|партию|нужн\w+|ищ[уе]м?\b|куп\w+|взять|возьмем|order|worth)[^.?!]{0,30}(?:\bна\s+|\bза\s+|\bfor\s+)$"
)
CONTRACT_SUM = re.compile(
    r"(?:сумма|стоимость|цена)\s+(?:\w+\s+){0,2}(?:договор|контракт|поставк|заказ|работ|услуг)\w*[^.?!\d]{0,50}$|"
    r"(?:contract|order|total|purchase)\s+(?:price|value|sum|amount)[^.?!\d]{0,40}$"
)
CHANGED = re.compile(
    r"(?:согласова\w*|одобр\w*|утверд\w*|выдел\w*|(?:урез|пореза|сокра[тщ]|сниз|подня|увелич|повыс)\w*|только|всего|теперь|"
    r"approved|cut|trimmed|reduced|raised|increased|lowered|only)\s+(?:\w+\s+){0,2}$"
)
OFFERED = re.compile(
    r"(?:сдела\w+|отда\w+|уступ\w+|скин\w+\s+до|опуст\w+\s+до|если\s+(?:будет|за)|can\s+(?:you|u)\s+do|make\s+it|match)\s+(?:за\s+|at\s+|for\s+)?$"
)
"""«Сделаете 425 - подпишем»: the price at which they would sign."""
CANNOT_ABOVE = re.compile(
    r"(?:не\s+(?:сможем|можем|получится|готовы|потянем|дадут)|can't|cannot|won't)\s+(?:[\w-]+\s+){0,3}(?:выше|больше|дороже|above|over|beyond)\s*$"
)
CANNOT_AFTER = re.compile(
    r"\s*(?:[\w-]+\s+){0,2}(?:не\s+(?:сможем|можем|получится|пройдет|потянем|поднимемся|прыгнем))"
)
HYPOTHETIC_OTHERS = re.compile(r"(?:если\s+бы\s+(?:вы|цена)|при\s+заказе\s+от|от\s+какой\s+суммы)")

OWN_AFTER = re.compile(
    r"\s*(?:(?:руб\w*|тыс\w*|\u20bd)\s*)?[-,]?\s*(?:и\s+)?(?:ни\s+(?:рубл\w+|копе\w+|цент\w*)\s+(?:больше|выше|сверх)|точка(?!\w)|край(?!\w)|потолок|предел(?!\w)|максимум|макс(?!\w)|(?:это\s+)?(?:мой|наш)\s+(?:потолок|максимум|предел|лимит)|(?:и\s+)?не\s+больше|больше\s+(?:нет|не\s+(?:дам|дадим|дают|могу|можем|потян\w+|выйдет)|никак|жаба)|дальше\s+никак|найду|найдем|наскреб\w+|потян\w+|осил\w+|мо(?:гу|жем)(?!\s+(?:\w+\s+)?(?:дешевле|найти))|забрал\s+бы|взял[аи]?\s+бы|влез\w+|уложимся|"
    r"tops(?!\w)|(?:is\s+)?(?:the\s+|my\s+|our\s+|absolute\s+)?(?:max|maximum|limit|ceiling|cap)(?!\w)|hard\s+stop|at\s+(?:most|the\s+most)|and\s+(?:not\s+a\s+(?:penny|cent)|no\s+more|that's\s+it)|all\s+in(?!\w))"
)
"""What makes the amount before it the most they will pay."""
OWN_BEFORE = re.compile(
    r"(?<!\w)(?:(?:у|а\s+у)\s+(?:нас|меня)(?:\s+(?:на\s+)?(?:это|него|нее|все|всё|них|весь|всю|вообще|есть|только|всего|тут|же|лишь|в\s+кармане))*(?:\s+(?:максимум|примерно|около|где-то|тысяч))?|"
    r"(?:мо(?:гу|жем)|смогу|сможем|готов[аы]?)\s+(?:за\s+|на\s+|дать\s+|максимум\s+|до\s+)?|^\s*(?:у\s+\w+\s+|но\s+|а\s+|и\s+)?есть|(?:денег|сумма|потолок|предел|край|лимит|рамки|ориентир|бюджет\w*)(?:\s*[:-]|\s+(?:у\s+нас|у\s+меня|это|был\w*|всего|около|примерно|где-то|до|в|на|не\s+больше))*|"
    r"(?:i|we)(?:'ve|\s+have|'ve\s+got|\s+got|\s+only\s+have|\s+can\s+(?:do|pay|go|stretch\s+to))(?:\s+(?:only|about|around|to|up))*|(?:at|for)\s+most)\s*$"
)
"""Words right before an amount that make it the client's own."""
INVOICED = re.compile(
    r"(?:сч[её]т\w*(?!\s*(?:№|n\b|от\b))[^.?!\d]{0,40}?(?:\bна(?:\s+(?:сумму|остаток|доплату|предоплату))?|остаток|сумм[ау])[\s,:-]*|(?:остаток|сумма|общая|итого)\s+(?:\w+\s+){0,2}(?:будет|составит|составляет|теперь|выходит)\s*|"
    r"(?:invoice|bill|proforma|pro-forma)\s+(?:us\s+|me\s+|it\s+)?(?:for\s+|at\s+|of\s+)?|(?<!\w)(?:po|p\.o\.|purchase\s+order)\s+(?:for|of)\s+|(?:invoice|bill|proforma)[^.?!\d]{0,40}\b(?:for|put|of|reads?|say)\s+|\bput\s+|"
    r"(?<!number )(?:it|invoice|total|sum|that|which)\s+should\s+(?:read|be|say)\s+)$"
)
"""What they ask to be invoiced."""
