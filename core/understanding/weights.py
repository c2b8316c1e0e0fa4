"""The weights of the intent scorer: each tag's cues, in one place to be tuned.

Cues are matched in folded text; a tag's cues add up, each pattern counting once: 0.6 is a hint,
1.2 a good cue, 2.0 a sure one. The sum times BLEND is added to the log-odds that the learned
n-grams give the tag, and the logistic of that is its confidence.
"""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re

Cue = tuple[float, re.Pattern[str]]

BLEND = 1.2
"""What a cue's weight counts in log-odds."""
LEARNED = 0.85
"""What the n-grams' log-odds count: they are a little surer of themselves than they may be."""
UNSURE = 0.3
"""Where no tag is this sure, what was asked and wanted before decides."""
CHAT_WORTH = 0.6
"""What a chat model's confidence in a tag counts beside the rules'."""
THRESHOLD = 0.45
"""Below this a tag is not said (the best one always is)."""
SHARE = 0.55
"""A second tag needs this share of the best one's confidence."""
FALLBACK = 0.35
"""Confidence of a tag given for want of any cue."""
INHERITED = 0.55
"""Confidence of the earlier turn's tag, for an answer that has no cue of its own."""

_CUES: dict[str, tuple[tuple[float, str], ...]] = {
    "price_request": (
        (2.0, r"скольк[оа]\s+(?:\w+\s+){0,3}?(?:стоит|стоят|стоить|обойдется|обойдутся|будет|выйдет|денег|платить)|по\s?чем(?!у)|какая\s+(?:\w+\s+)?(?:цена|стоимость)|какова\s+(?:цена|стоимость)|"
              r"как(?:ие|ой)\s+(?:\w+\s+)?(?:цены|расценки|прайс|ценник)|how\s+much|во\s+(?:что|сколько)\s+(?:\w+\s+){0,2}?(?:встан|обойд|выйд|выльет|стан)\w+|сориентиру\w+\s+(?:\w+\s+){0,3}?(?:по\s+(?:цен|стоимост|деньг|сумм|бюджет))|сколько\s+(?:\w+\s+){0,2}?(?:в\s+итоге|итого|на\s+круг|выходит|получается|с\s+нас|с\s+меня|просите|хотите)|(?:come|comes|work|works)\s+(?:to|out\s+(?:at|to))\s*\?|what\s+(?:would|will|does|do)\s+[^?.!]{1,60}?\s(?:come\s+to|run\s+(?:me|us)|set\s+(?:me|us)\s+back|cost)|ballpark|going\s+rate|what's\s+(?:that|it|this)\s+(?:a|per)\s+(?:month|year|unit|piece)|price\s+tag|сколько\s+(?:денег|по\s+деньгам)|какой\s+(?:порядок|чек)|what(?:'s|\s+is|\s+are|\s+would\s+be)?\s+(?:\w+\s+){0,3}(?:price|cost|pricing|rate)s?|"
              r"что\s+по\s+(?:цене|ценам|стоимости|деньгам)|сколько\s+за\s"),
        (1.7, r"прайс\w*|price\s?list|(?:пришл\w+|присл\w+|направ\w+|вышл\w+|высла\w+|скин\w+|кинь\w*|отправ\w+|подготов\w+|сдела\w+|дайте|нуж\w+|жд\w+|хо\w+|прошу|можно|сформир\w+)\s+(?:\w+\s+){0,4}?(?:кп(?!\w)|коммерческ\w+|смет\w+|цен[уы]\b|расчет\w*|"
              r"стоимость|предложение)|quotation|(?:send|need|get|prepare|provide|request\w*|give|have|update\w*|revise\w*|resend)\s+(?:\w+\s+){0,5}?(?:quotes?|estimate|prices?|pricing|proposal|offer)(?!\w)|"
              r"quote\s+(?:for|on|me|us|please)|can\s+you\s+quote|оцен(?:ите|ить)(?!\w)|рассчита\w+|просчита\w+|посчита\w+|расчет\s+стоимости"),
        (1.3, r"(?:интересует|узнать|уточнить|подскаж\w+|назовите|озвучьте|скажите|сориентир\w+)\s+(?:\w+\s+){0,3}?(?:цен\w|стоимост\w|прайс\w*|ценник|расценк\w)|цен[аыу]\s+(?:на|за|по|вопроса|с\s+ндс)|"
              r"стоимость\s+(?!доставк)\w+|ценник|тариф\w*|расценк\w+|pricing|price\s+(?:for|of|per|on)|cost\s+of|what\s+would\s+(?:it|\w+)\s+cost"),
        (0.7, r"\bцен[аыуе]\b|стоимост\w+|\bкп\b|\bprices?\b|\bcosts?\b|\bquote\b|смет[аыу]"),
    ),
    "product_question": (
        (1.7, r"(?:есть|имеется|имеются|остал\w+|найдется)\s+(?:ли\s+)?(?:\w+\s+){0,4}?(?:в\s+наличии|на\s+складе)|в\s+наличии\s*(?:есть\s*)?\?|(?:в\s+)?наличи[ие]\s+(?:есть|имеется|какое|уточн)|in\s+stock|availab(?:le|ility)|"
              r"подойд[еу]т\s+ли|подходит\s+ли|совместим\w*|характеристик\w*|чем\s+отлича\w+|в\s+чем\s+(?:разница|отличие)|"
              r"difference\s+between|compatible|does\s+(?:it|the|this|your|that)\s+\w+(?:\s+\w+)*?\s?(?:support|work|fit|have|come|include|handle|run|meet|integrate)|specs?\b|specification\w*|is\s+it\s+(?:possible|suitable|compatible)"),
        (1.3, r"есть\s+(?:ли\s+)?(?:у\s+вас\s+)?\w+.*\?|у\s+вас\s+(?:есть|имеется|бывают?)|вы\s+(?:делаете|продаете|производите|поставляете|занимаетесь|работаете\s+с|печатаете|изготавливаете)|можно\s+ли\s+(?!оплат|верн|скид|встрет|созвон|достав|рассроч|получить\s+(?:скид|счет|кп|дог))|"
              r"do\s+you\s+(?:have|sell|make|offer|carry|stock|provide|support|do)\b|what\s+(?:size|color|colour|material|model|version|kind|type)s?|which\s+(?:model|version|one|size)|"
              r"из\s+(?:какого|чего)\s+(?:материал\w*|сделан\w*)|как(?:ой|ая|ие|ого|ую|ое)\s+(?:\w+\s+)?(?:размер|материал|цвет|мощност|модел|вес|объем|толщин|производител|ассортимент|вариант|гаранти|ресурс|"
              r"класс|состав|комплектаци|плотност|диаметр|высот|ширин|длин|бренд|марк|расход|максимальн|минимальн\w+\s+(?:парти|заказ))\w*|"
              r"какую\s+(?:модель|нагрузку|температуру|гарантию)|поддерживает\w*|выдержит|выдерживает|умеет\s|подбер\w+|посовет\w+|порекоменду\w+|recommend|подскаж\w+,?\s+(?:пожалуйста,?\s+)?(?:какой|какая|какие|есть|можно|подойд)"),
        (0.8, r"ассортимент|каталог\w*|catalog\w*|модел[ьи]\b|подробн\w+\s+(?:о|об|про|информаци)|расскажите\s+(?:подробнее\s+)?(?:о|об|про)|tell\s+me\s+more|more\s+(?:info|information|details)|интересует|интересуют|interested\s+in|"
              r"из\s+чего|как\s+(?:он|она|оно|это)\s+работает|features?|гаранти[яию]|warranty|аналог\w*|замен(?:а|у|ит)\s|образ(?:ец|цы|чик)\w*|samples?|есть\s+(?:ли|у\s+вас)|can\s+(?:it|this|they)\s"),
    ),
    "order": (
        (2.1, r"(?<!\w)(?:бер[еу]м?|оформля(?:ем|йте|ю)|оформите|заказыва(?:ем|ю)|подтвержда(?:ю|ем)\s+заказ|покупа(?:ем|ю)|заберу|забираем|возьмем|возьму)(?!\w)|(?:давайте|можем|готовы|готов)\s+(?:оформ\w+|брать|заказ\w+|взять|купить)|"
              r"(?:хо(?:чу|тим|тел\w*)(?:\s+бы)?|нужно|надо|готовы|готов|планируем|решили)\s+(?:\w+\s+){0,3}?(?:заказать|купить|приобрести|закупить|оформить\s+заказ)|"
              r"(?:place|placing|confirm|confirming)\s+(?:\w+\s+){0,2}order|(?:like|want|ready|wish|going|happy|decided)\s+to\s+(?:\w+\s+)?(?:order|buy|purchase|proceed)|(?:we'll|i'll|we\s+will|i\s+will)\s+(?:take|buy|order|go\s+with)|"
              r"let's\s+(?:go\s+ahead|do\s+it|proceed|order|go\s+with|sign|move\s+forward)|go\s+ahead(?!\s+and\s+send\s+(?:the\s+)?(?:quote|price))|purchase\s+order|запускайте|в\s+работу|отгружайте|по\s+рукам|we\s+accept|you\s+have\s+a\s+deal|it's\s+a\s+deal"),
        (1.1, r"(?<!не )(?<!\w)(?:нуж(?:ен|на|ны|но)|требу[ею]тся|необходим[аоы]?|понадоб\w+)(?=\s+(?:\w+\s+){0,4}?(?:\d|штук|тонн|комплект|парти|лиценз|двести|сто\b|пять|десять|\w+\s?шт))|"
              r"заявк[аиуе]\w*|заказ\s+на|(?:need|looking\s+for)\s+(?:\w+\s+){0,3}?\d|need\s+\d|добав(?:ьте|им|ить)\s+(?:\w+\s+){0,3}(?:в|к)\s+заказ\w*|еще\s+\d+\s|зарезервир\w+|забронир\w+|отложите\s+(?:для|нам|мне)|reserve|add\s+(?:\w+\s+){0,4}to\s+(?:the|our|my)\s+order|"
              r"согласен|согласн[аы]|нас\s+(?:все\s+)?устраивает|все\s+устраивает|утвержда\w+|договорились|подтвержда(?:ю|ем)|approved|confirmed|we\s+confirm|i\s+confirm|agreed"),
        (0.65, r"(?<!не )(?<!\w)(?:нуж(?:ен|на|ны|но)|купить|приобрести|заказать|закупить|закупк\w+|заказ(?:ать)?|ищ[уе]м?)(?!\w)|\b(?:need|buy|order|purchase|looking\s+(?:for|to\s+buy))\b"),
    ),
    "meeting": (
        (2.0, r"созвон\w*|созвани\w+|встрет\w+|встреч[аиуе]\w*|(?:назнач\w+|провести|показать|посмотреть|записаться\s+на|организу\w+)\s+(?:\w+\s+){0,2}(?:демо|презентаци\w+|показ)|\bдемо\b|демонстраци\w+|"
              r"(?:перенес\w+|сдвин\w+|подвин\w+)\s+(?:\w+\s+){0,3}?(?:встреч\w+|звонок|созвон|демо|на\s+(?:\w+\s+){0,2}(?:в\s+)?\d{1,2}(?::\d\d)?)|"
              r"(?:schedule|set\s+up|arrange|book|have|hop\s+on|jump\s+on|do|reschedule|move|confirm)\s+(?:\w+\s+){0,3}?(?:call|meeting|demo|visit|appointment)|\bmeet(?:ing)?\b|\bdemo\b|come\s+(?:by|over|visit)|can\s+we\s+(?:talk|speak|meet|chat)"),
        (1.6, r"(?:позвон\w+|перезвон\w+|набер\w+|звоните|наберите|call\s+(?:me|us|back)|give\s+(?:me|us)\s+a\s+call)|(?:подъе[дх]\w*|приед\w+|приехать|заед\w+|заехать|подойд(?:у|ем)|приезжай\w*)|\bzoom\b|\bзум\w*|замер\w*|"
              r"на\s+объект|в\s+(?:гости|шоурум|офис)\s|showroom|google\s+meet|\bteams\b|видео-?звон\w+|видеовстреч\w+|переговор\w*"),
        (0.6, r"обсуд(?:им|ить)|пообща\w+|discuss|\bcall\b|\btalk\b|звон(?:ок|ка|ку)"),
    ),
    "documents": (
        (1.9, r"(?<!по )(?:договор(?!ил)\w{0,2}|контракт\w{0,2})(?!\w)|\bnda\b|соглашени\w+|реквизит\w*|карточк\w+\s+(?:компании|предприятия|организации|контрагента|фирмы)|акт\w{0,2}(?:\s+сверки)?(?=\s|$|[.,!?])|закрывающ\w+|"
              r"сертификат\w*|декларац\w+|паспорт\w*\s+(?:качества|изделия|на)|накладн\w+|\bупд\b|\bттн\b|торг-?12|счет-?фактур\w*|техпаспорт\w*|даташит\w*|datasheet|data\s+sheet|waybill|packing\s+list|certificates?\b|\bcontract\b|"
              r"\bagreement\b|company\s+details|bank\s+details|bill\s+of\s+lading|учредительн\w+|доверенност\w+|\bэдо\b|уставн\w+\s+документ\w*|spec\s+sheet|non-disclosure"),
        (1.2, r"\bдокумент\w*|\bdocuments?\b|\bdocs\b|paperwork|коммерческ\w+(?:\s+предложени\w+)?|\bкп\b|quotation|(?:send|prepare|need)\s+(?:\w+\s+){0,3}(?:quote|proposal|estimate)|(?:пришл\w+|вышл\w+|выстав\w+|скин\w+|нужен|отправ\w+)\s+(?:\w+\s+){0,3}?сч[её]т"),
        (0.5, r"во\s+вложении|прикрепил\w*|прилага\w+|attached|attachment|подпис\w+|подпиш\w+|sign(?:ed)?\b|скан\w*|оригинал\w*"),
    ),
    "payment": (
        (2.0, r"(?:выстав\w+|выпи[сш]\w+|пришл\w+|скин\w+|вышл\w+|жд\w+|нужен|отправ\w+|дайте|переделайте|подготовьте|сделайте|обновите)\s+(?:\w+\s+){0,4}?(?:сч[её]т(?!-?фактур)\w{0,2}|инвойс\w*)|сч[её]т\s+(?:на\s+оплату|выстав\w+|пришл\w+|на\s+\d|на\s+всю|жд)|"
              r"оплат\w+|оплач\w+|платеж\w*|платёж\w*|предоплат\w*|аванс\w*|постоплат\w*|рассрочк\w*|отсрочк\w*|(?:перевел|перечислил|перевод|деньги\s+(?:ушли|отправ|пришли))\w*|платежк\w*|"
              r"invoice|prepay\w*|\bpay(?:ment|ing|s)?\b|\bpaid\b|wire(?:d)?\b|bank\s+transfer|deposit|down\s?payment|net\s?\d\d|installments?|remit\w*|proof\s+of\s+payment|swift|(?:кинул|скинул|отправил|перевел|закинул)\w*\s+(?:\w+\s+)?(?:\d[\d ]*|деньги|денежк|предоплат|задаток)\w*|деньги\s+(?:ждите|пришли|дошли|поступ|упали)\w*|пришл[аои]\s+ли\s+(?:оплат|деньг)|\bзадаток\w*|казначейств\w*|скрин\w*\s+(?:\w+\s+)?(?:надо|нужен|оплат|перевод|чек)|(?:поправ|исправ|измен|передела)\w+\s+(?:\w+\s+){0,3}?сч[её]т\w*|грузополучател\w*|venmo|paypal|card\s+details|money\s+(?:is|has|was)\s+(?:sent|on)"),
        (1.0, r"безнал\w*|наличн\w+|картой|картам|по\s+карте|на\s+карту|\bндс\b|\bvat\b|кредит\w*|лизинг\w*|credit\s+card|сбп\b|\bчек\w*(?=\s|$|[.,])|receipt|условия\s+оплаты|billing|\bсч[её]т(?:а|у|ом)?\b"),
    ),
    "delivery": (
        (2.0, r"(?:где|когда|что\s+с|статус|отследить|отслед\w+|трек)\s+(?:\w+\s+){0,4}?(?:заказ\w*|груз\w*|посылк\w*|товар\w*|доставк\w*|отгрузк\w*|машин\w*|отправк\w*|привез\w*|достав\w*|отгруз\w*)|трек-?\s?(?:номер|код)?\w*|"
              r"(?:стоимость|стоит|цена|срок\w*|условия|способ\w*|вариант\w*|сколько|адрес|график|дата|дату|время)\s+(?:\w+\s+){0,3}?(?:доставк\w+|поставк\w+|отгрузк\w+|отправк\w+)|доставк\w+\s+(?:\w+\s+){0,2}?(?:есть|входит|платн|бесплатн|сколько|когда|стоит|возможна)|(?:есть|возможна|делаете|осуществляете|организуете|включена|бесплатная)\s+(?:ли\s+)?(?:\w+\s+){0,2}доставк\w+|доставл?я?е?т\w*\s+(?:\w+\s+){0,4}\?|"
              r"(?:where\s+is|when\s+will|status\s+of|track(?:ing)?|update\s+on)\s+(?:\w+\s+){0,4}(?:order|shipment|package|delivery|goods|arrive|ship|deliver\w*|pallets?|parcel)|tracking|(?:delivery|shipping)\s+(?:time|cost|term|date|fee|to|address|status|schedule|options?)s?|"
              r"lead\s+times?|how\s+(?:long|soon|fast)\s+(?:\w+\s+){0,5}(?:deliver\w*|ship\w*|arrive|take)|самовывоз\w*|ship\s+(?:it\s+|them\s+)?to|"
              r"за\s+сколько\s+(?:дней\s+)?(?:привез|достав)\w*|как\s+быстро\s+(?:\w+\s+)?(?:привез|достав|отгруз)\w*"),
        (0.95, r"доставк\w+|доставит\w*|доставля\w+|доставьте|привез\w+|привоз\w+|отгруз\w+|отгруж\w+|отправк\w+|транспортн\w+|\bтк\b|сдэк|деловые\s+линии|\bпэк\b|курьер\w*|логистик\w*|deliver\w*|shipping|shipment|shipped|\bship\b|courier|freight|dispatch\w*|pick\s?up|"
              r"incoterms|\bfob\b|\bexw\b|\bcif\b|\bddp\b"),
        (0.6, r"срок\w*\s+(?:поставки|изготовления)|когда\s+(?:будет|ждать|приедет|придет)|успеете|забрать|arriv\w+"),
    ),
    "support": (
        (2.0, r"не\s+(?:работа[ею]т\w*|включа\w+|запуска\w+|открыва\w+|загружа\w+|печата\w+|подключа\w+|приход\w+\s+(?:код|смс|письм)\w*|могу\s+(?:войти|зайти|настро\w+|подключ\w+|найти\s+(?:кнопк|настройк|раздел)|открыть|скачать|установить)|получается\s+(?:войти|зайти|настро\w+|подключ\w+|"
              r"установ\w+|открыть|запустить)|видит|заряжа\w+|грузит\w*|реагиру\w+|отвечает\s+(?:сервер|кнопк|прибор)\w*|синхрониз\w+|обновля\w+)|перестал\w*\s+\w+|сломал\w*|выда[ею]т\s+ошибк\w*|ошибк\w+|глюч\w+|завис\w*|вылета\w+|слетел\w*|"
              r"(?:doesn't|does\s+not|isn't|is\s+not|won't|not|stopped|can't|cannot)\s+(?:work\w*|start\w*|turn\w*|load\w*|connect\w*|open\w*|log\s?in|print\w*|charg\w*|respond\w*|sync\w*|boot\w*|install\w*)|\berror\b|\bbug\b|crash\w*|broken|broke\s+down|troubleshoot\w*|"
              r"keeps\s+(?:crash|restart|disconnect|fail|beep)\w*|malfunction\w*"),
        (1.5, r"как\s+(?:\w+\s+)?(?:настроить|подключить|установить|включить|пользоваться|собрать|сбросить|обновить|активировать|войти|восстановить|добавить|удалить|поменять|изменить|заменить|сменить|выгрузить|импортировать|отключить|прошить|почистить|смонтировать)|инструкци\w+|"
              r"how\s+(?:do|can|to|should)\s+(?:i\s+|we\s+|you\s+)?(?:set\s?up|install|connect|configure|reset|use|assemble|activate|change|add|export|import|update|enable|disable|turn|integrate|calibrate|replace|clean)|manual\b|help\s+(?:me\s+|us\s+)?(?:with|to|set|install|configure)|"
              r"техподдержк\w+|поддержк[аеуи]\b|support\s+(?:team|ticket)|помогите|неисправн\w+|поломк\w+|ремонт\w*|сервис\w*\s+(?:центр|инженер)\w*|\bреши(?:ть|те)\s+проблем\w+|forgot\s+(?:my\s+)?password|парол\w+"),
        (0.6, r"проблем\w+|не\s+понимаю|не\s+получается|не\s+могу|issue\b|problem\b|trouble|настройк\w+|настрои\w+|troubl\w+"),
    ),
    "complaint": (
        (2.1, r"безобрази\w*|возмутительн\w*|возмущен\w*|отвратительн\w*|ужасн\w*|кошмар\w*|недовол\w+|разочарован\w*|жалоб\w+|пожал[уо]\w+с[ья]|претензи\w+|верните\s+(?:\w+\s+)?(?:деньги|средства|оплату|предоплату)|возврат\w*\s*(?:средств|денег)?|обман\w*|вы\s+обещали|обещали\s+\w+|"
              r"сколько\s+можно|(?:ваш\w*\s+)?(?:руководител\w+|начальник\w*|директор\w*)\s+(?:позовите|соедините|дайте)|(?:позовите|соедините\s+с|дайте)\s+(?:\w+\s+)?(?:руководител\w+|начальник\w*|директор\w*|старш\w+)|в\s+суд\b|роспотребнадзор\w*|"
              r"(?:unacceptable|outrageous|terrible|awful|horrible|disappointed|disappointing|frustrat\w+|complain\w*|complaint|ridiculous|worst|refund|money\s+back|speak\s+(?:to|with)\s+(?:\w+\s+){0,2}(?:manager|supervisor)|fed\s+up|angry|unhappy|dissatisfied|lawyer|sue\b|you\s+promised|promised\s+\w+)"),
        (1.6, r"(?:до\s+сих\s+пор|все\s+еще|опять|снова|третий\s+день|вторую\s+неделю|уже\s+\w+\s+(?:дн\w+|недел\w+|раз))\s+(?:\w+\s+){0,3}?(?:не|нет|нету)\b|не\s+соответств\w+|\bбрак\w*|бракован\w*|битый|битая|битые|разбит\w+|поврежд\w+|помят\w+|треснут\w+|некачествен\w+|"
              r"не\s+то\s+(?:привезли|прислали|что)|привезли\s+не\s+то|недостач\w*|недопостав\w*|задержива\w+|задержк\w+|просроч\w+|сорвали|срыва\w+|срыв\s|игнорир\w+|никто\s+не\s+(?:отвечает|перезвонил|звонит|берет)|(?:больше|никогда)\s+(?:\w+\s+)?(?:не\s+(?:буд\w+|закаж\w+|обращ\w+))|"
              r"уйдем\s+к|уходим\s+к|расторг\w+|defective|damaged|wrong\s+(?:item|product|order|size|goods)|still\s+(?:not|haven't|hasn't|no|waiting|nothing)|haven't\s+(?:received|heard)|never\s+(?:arrived|received|again)|nobody\s+(?:answers|replies|responds|calls)|late\s+again|overdue|delayed|cancel\s+(?:our|my|the)\s+(?:contract|account)|poor\s+quality"),
        (0.6, r"плох\w+|хуже|ужас|почему\s+(?:так|до|не|никто)|долго|устал\w*|надоел\w*|bad\b|poor\b|slow\b|late\b|!{2,}"),
    ),
    "objection": (
        (2.1, r"дорог(?:о|овато|ая|ое|ие|ой|их)(?!\w)|дороже|дороговато|дешевле|подешевле|скидк\w*|скид(?:ку|ок|очк\w+)|скинуть|скиньте\s+(?:цену|немного|процент)|завышен\w*|не\s+(?:укладыва\w+|вписыва\w+|влеза\w+|проходит\s+по)\s*(?:в\s+)?бюджет\w*|не\s+потян\w+|"
              r"(?:too|very|quite|bit|rather|pretty|so|more)\s+(?:\w+\s+)?(?:expensive|pricey|high)|(?:too|bit)\s+much|expensive|pricey|discount|cheaper|over\s+(?:our\s+)?budget|out\s+of\s+(?:our\s+)?budget|better\s+price|lower\s+(?:the\s+)?price|can't\s+afford|best\s+price|price\s+match"),
        (1.7, r"конкурент\w*|competitor\w*|(?:нам|мне)\s+(?:\w+\s+)?(?:предложил|предлага|да(?:ют|ли)|отда(?:ют|ли))\w*\s[^.?!]{0,60}(?:а\s+)?(?:у\s+вас|вы)(?!\w)|(?:у|в)\s+друг\w+\s+(?:поставщик\w*|компани\w+|мест\w*)|в\s+другом\s+месте|уступ\w+|снизить\s+цену|снизите|торг\s|подвин\w+(?:сь|тесь)?\s+по\s+цене|лучш\w+\s+(?:цен\w|услови\w)|не\s+сейчас|пока\s+не\s+(?:готов\w*|актуальн\w*|планиру\w+|надо|нужно|до\s+этого)|"
              r"(?:надо|нужно|нам\s+надо|мне\s+нужно)\s+(?:\w+\s+)?подумать|подумаем|подумаю|отложи\w+|отклад\w+|верн[ёе]мся|вернусь|после\s+(?:нового\s+года|праздников)|сомнева\w+|не\s+уверен\w*|смущает|not\s+(?:right\s+)?now|(?:need|have|want)\s+to\s+think|think\s+(?:about\s+it|it\s+over)|"
              r"посовет(?:уюсь|уемся)|да(?:м|дим)\s+(?:ответ|знать)|(?:надо|нужно|должен|должна|буду|будем)\s+(?:\w+\s+)?(?:согласов|посовет|обсуд\w+\s+с\s|показать\s+(?:директор|шеф|руковод))\w*|postpone|hold\s+(?:off|your)|slipped\s+to|pushed\s+(?:back|to)|on\s+hold|maybe\s+later|not\s+ready|get\s+back\s+to\s+(?:you|this)|not\s+sure|next\s+(?:quarter|year)|revisit|come\s+back\s+(?:to|in|later)|another\s+(?:supplier|vendor|offer)|concern(?:ed|s)?\b"),
        (0.7, r"предложили\s+за|нам\s+предлагают|многовато|бюджет\w*\s+(?:\w+\s+)?(?:меньше|ограничен\w*|не\s+позволя\w+)|по\s+цене\s+(?:не|сможете|можно)|услови\w+\s+лучше|\d\s?%|процент\w*"),
    ),
    "refusal": (
        (2.2, r"(?<!\w)не\s+интерес(?:но|ует|уют)|неинтересно|больше\s+не\s+(?:пиш\w+|звон\w+|беспоко\w+|присыл\w+|нужно|надо|актуальн\w+)|не\s+(?:пишите|звоните|беспокойте|присылайте|надо\s+мне\s+(?:писать|звонить))|отпиш\w+\s+меня|отписат\w+|отказыва\w+|отказ(?!\s*от\s+ответ)(?:\s|$|[.,!])|"
              r"удалите\s+(?:мой|меня|номер)|уберите\s+(?:меня|мой)|не\s+будем\s+(?:брать|покупать|заказывать|сотрудничать|работать|продолжать)|не\s+буду\s+(?:брать|покупать|заказывать)|не\s+актуально|неактуально|not\s+interested|stop\s+(?:writing|messaging|texting|contacting|sending|calling)|unsubscribe|"
              r"no,?\s+thank(?:s|\s+you)|do(?:n't|\s+not)\s+(?:contact|write|message|text|call)\s+(?:me|us)|remove\s+(?:me|us|my)|leave\s+(?:me|us)\s+alone|(?:we|i)(?:'ll|\s+will)?\s+pass\b|decided\s+(?:not\s+to|against)|going\s+with\s+(?:another|someone\s+else|a\s+different)|opt\s+out|no\s+longer\s+(?:need|interested)|отбой(?=\s|[.,!]|$)|уберите\s+(?:меня|мой|номер)|откуда\s+(?:у\s+вас\s+)?мой\s+номер|кто\s+(?:вам\s+)?дал\s+(?:вам\s+)?(?:этот|мой)\s+номер|в\s+черный\s+список|заблокиру\w+|чтоб(?:ы)?\s+(?:больше\s+)?(?:ни|не)\s+\w*\s*(?:смс|звон|пис)|lose\s+my\s+number|who\s+gave\s+you|take\s+(?:me|us)\s+off|block(?:ing)?\s+(?:you|this)|запретил\w*|передумал\w*|changed\s+(?:our|my)\s+mind"),
        (1.6, r"(?:^|[.!,\n]\s*)нет,?\s+спасибо|спасибо,?\s+(?:но\s+)?(?:не\s+(?:надо|нужно)|нет\b)|(?:нам|мне)\s+(?:\w+\s+)?не\s+(?:нужно|надо|подходит|подойдет|требуется)(?=\s*[.,!]|$|\s+спасибо)|уже\s+(?:купили|нашли|заказали|взяли|выбрали\s+друг\w+)|выбрали\s+друг\w+|взяли\s+у\s+друг\w+|"
              r"отмен(?:яем|яю|ите|ить|а)\s+(?:\w+\s+)?заказ|cancel\s+(?:the|our|my)\s+order|don't\s+need\s+(?:it|this|anything|them)|already\s+(?:bought|found|ordered|have\s+(?:a\s+)?(?:supplier|one))|не\s+будем(?=\s*[.,!]|$)|decline"),
        (0.9, r"^\W*(?:нет|no|nope|неа)\W*$|👎"),
    ),
    "partnership": (
        (2.1, r"(?:стать|быть|станем|являемся)\s+(?:вашим\w*\s+)?(?:дилер\w*|партнер\w*|дистрибьютор\w*|представител\w+|агент\w*)|дилер\w*|дистрибьютор\w*|дистрибуц\w+|реселл\w+|перепрода\w+|партнерск\w+|партнерств\w+|партнёр\w*|сотрудничеств\w+|франшиз\w*|франчайз\w*|представля\w+\s+(?:вас|вашу\s+(?:продукци\w+|марк\w+|компани\w+))|"
              r"partner(?:ship|ing)?\b|resell\w*|distribut(?:or|ors|ion|e)|dealer\w*|white[\s-]?label|franchis\w+|affiliate|represent\s+(?:you|your)|become\s+(?:a\s+|an\s+|your\s+)?(?:partner|agent|dealer|distributor|reseller)|referral\s+(?:program|fee)|joint\s+venture|collaborat\w+|(?:carry|carrying|stock|stocking|selling|sell|push|promote|bring)\s+your\s+(?:\w+\s+)?(?:brand|line|products?|range|goods|\w+s)\s+(?:in|to|at|on)\s|territor\w+|exclusiv\w+|(?:продава|реализов|двига|выставл|завест|поставить\s+на\s+полк)\w*\s+(?:\w+\s+){0,2}ваш\w*\s+(?:\w+\s+)?(?:продукци|товар|бренд|марк|вещ|издели)\w*|на\s+реализаци\w+|эксклюзив\w*|процент\w*\s+(?:с|от)\s+(?:продаж|клиент|сделк)\w*|рекомендова\w+\s+вас|(?:приводить|приведу|направлять)\s+(?:вам\s+)?клиент\w*"),
        (1.2, r"интегр(?:ация|ации|ацию|ироваться|ировать|ируем)\s+(?:с\s+)?(?:ваш\w*|наш\w*)|интегрирова\w+\s|наш\w*\s+(?:платформ\w+|сервис\w*|маркетплейс\w*)|integrat\w+\s+(?:with|your|our)|marketplace|взаимовыгодн\w+|оптовик\w*|мы\s+(?:сами\s+)?(?:продаем|торгуем)|комисси[яию]\w*|commission|агентск\w+|сотруднича\w+|co-?market\w+|партнер\w*"),
    ),
    "job": (
        (2.3, r"ваканси\w+|резюме|ищу\s+работу|устроиться|трудоустро\w+|(?:на|в)\s+работу\s+(?:к\s+вам|принима\w+|бер\w+)|берете\s+на\s+работу|соискател\w+|собеседовани\w+|стажировк\w+|стажер\w*|подработ\w+|откликнуть\w*|откликаюсь|кандидат\w*|"
              r"\bcv\b|\bresume\b|vacanc\w+|job\s+(?:opening|offer|application|opportunit)\w*|hiring|are\s+you\s+hiring|looking\s+for\s+(?:a\s+)?(?:job|work|position|employment)|apply\s+for|applying|internship|open\s+position\w*|position\s+of|job\b|набор\s+(?:\w+\s+)?(?:идет|открыт|сотрудник|персонал)|нужн\w*\s+(?:ли\s+)?(?:вам\s+)?(?:водител|кладовщик|комплектовщик|грузчик|сотрудник|монтажник|сварщик|курьер|оператор|работник|менеджер|курьеры|рабоч)\w*|(?:бер[её]те|возьм[её]те|принима\w+)\s+(?:\w+\s+)?(?:без\s+опыта|студент|на\s+(?:смен|вахт|стажировк|склад|производство))\w*|вахт\w+|смен[уы]\s+(?:есть|брать|свободн)\w*|хо(?:чу|тел\w*)\s+(?:бы\s+)?(?:у\s+вас\s+|к\s+вам\s+)(?:работать|устро\w+)|(?:have|any|got)\s+(?:\w+\s+){0,2}(?:shifts?|openings?|vacanc\w+)|shifts?\s+for|between\s+(?:jobs|contracts)|join\s+your\s+(?:team|crew|company)|taking\s+(?:people|anyone)\s+on|hir(?:e|ing)\b"),
        (1.0, r"опыт\s+работы|зарплат\w*|оклад\w*|удаленк\w*|график\s+работы|employment|salary|years\s+of\s+experience|my\s+experience|портфолио|portfolio"),
    ),
    "spam": (
        (2.3, r"казино|ставк(?:и|ах)\s+на\s+спорт|крипт\w+|биткоин\w*|bitcoin|crypto\w*|\bnft\b|forex|форекс|выигра(?:л|ли|ть)\s+(?:приз|миллион|айфон|iphone|деньг)\w*|вы\s+выиграли|пассивн\w+\s+доход\w*|заработ\w+\s+(?:от|до|без|в\s+интернет|на\s+дому|\d)|доход\s+от\s+\d|без\s+вложений|инвестируй\w*|"
              r"раскрутк\w+|продвижени[еюя]\s+(?:сайт|ваш|бизнес|в\s+(?:топ|соц))\w*|seo[\s-](?:продвижени|optimi|services|agency)\w*|\bseo\b|накрутк\w*|подписчик\w*\s+(?:за|от|дешево)|лидогенерац\w+|лиды\s+(?:от|по|для)|(?:приведем|привлечем|найдем)\s+(?:\w+\s+)?клиент\w*|увеличим\s+(?:\w+\s+)?продаж\w*|"
              r"(?:кредит|займ)\w*\s+(?:без\s+отказ|под|за\s+\d+\s+мин)\w*|одобрен\w*\s+кредит|микрозайм\w*|предлагаем\s+(?:\w+\s+)?(?:рассылк|базу|базы|продвижени|услуги\s+(?:по\s+)?(?:seo|продвиж|реклам|разработк|таргет))\w*|баз[ыау]\s+(?:клиентов|номеров|email|данных\s+клиентов)|"
              r"you(?:'ve|\s+have)\s+won|congratulations,?\s+you|claim\s+your\s+prize|lottery|100%\s+(?:free|guaranteed|profit)|make\s+money|earn\s+(?:up\s+to\s+)?\$?\d+|passive\s+income|rank(?:ing)?\s+(?:your\s+)?(?:website|site|#1|higher)|boost\s+your\s+(?:sales|traffic|website|business|ranking)|"
              r"(?:double|triple|10x)\s+your|viagra|casino|adult\s+dating|increase\s+your\s+(?:traffic|followers|sales)|backlinks?|buy\s+followers|limited[\s-]time\s+offer|act\s+now|prince\b|inheritance|western\s+union|we\s+offer\s+(?:\w+\s+){0,3}(?:seo|web\s+design|marketing|lead\s+generation|leads|outsourcing|app\s+development)|"
              r"подтвердите\s+(?:ваш\w*\s+)?(?:карт|парол|аккаунт|данные\s+карт)\w*|ваш\w*\s+(?:аккаунт|карта)\s+заблокирован\w*|account\s+(?:has\s+been\s+|is\s+|will\s+be\s+)?suspended|(?:re-?)?verify\s+(?:your|within|now|at|account)\w*|(?:badge|account|profile|page|access)\s+(?:\w+\s+){0,3}?(?:lapsed|expired?|restricted|limited|locked|blocked|removed)|(?:second|final|last)\s+notice|compliance\s+(?:desk|team|department)|подтвердите\s+(?:личность|владение)|(?:ваш\w*\s+)?(?:страниц|аккаунт|профил|канал)\w*\s+(?:будет\s+)?(?:удален|заблокирован|ограничен)\w*|розыгрыш\w*|бесплатно\s+получи\w*"),
        (1.1, r"переход\w+\s+по\s+ссылк\w+|жми\w*\s|click\s+(?:here|the\s+link)|t\.me/\+|bit\.ly|только\s+сегодня|акци[яи]\s+для\s+вас|успей\w*|рассылк\w+|специальное\s+предложение\s+для\s+ваш|заработ\w+|guaranteed|special\s+offer\s+for\s+you|реклам\w+\s+(?:ваш|вашей|вашего)|разместить\s+реклам\w+|🔥{2,}|💰|🎰|🚀"),
        (0.6, r"https?://\S+|выгодн\w+\s+предложени\w+\s+для\s+вас|наша\s+компания\s+предлагает|предлагаем\s+(?:вам\s+)?(?:свои\s+)?услуг\w+|we\s+are\s+(?:a\s+)?(?:leading|professional)\s+(?:\w+\s+){0,3}(?:company|agency|manufacturer)"),
    ),
    "smalltalk": (
        (1.5, r"^\W*(?:(?:спасибо(?:\s+(?:большое|огромное|вам|за\s+\w+))?|благодар\w+|ок(?:ей)?|хорошо|понял[аи]?|понятно|ясно|принято|ага|угу|отлично|супер|здорово|привет\w*|здравствуйте|добр(?:ый|ое|ого)\s+(?:день|дня|утро|утра|вечер|вечера)|здрасьте|доброго\s+времени(?:\s+суток)?|до\s+(?:свидания|связи|встречи)|"
              r"хорошего\s+(?:дня|вечера)|удачи|взаимно|как\s+(?:дела|вы)|с\s+(?:праздником|наступающим|новым\s+годом)|пожалуйста|договорились|жду|ждем|буду\s+ждать|да|ладно|класс|круто|вам|и|вас|тоже|большое|вы\s+тут|вы\s+здесь|на\s+связи|анна|всего\s+доброго|"
              r"hi|hello|hey|thanks(?:\s+a\s+lot|\s+so\s+much)?|thank\s+you(?:\s+(?:so|very)\s+much)?|ok(?:ay)?|got\s+it|great|cool|perfect|awesome|understood|noted|sure|good\s+(?:morning|afternoon|evening|day)|how\s+are\s+you|bye|goodbye|see\s+you|have\s+a\s+(?:nice|good|great)\s+(?:day|weekend|evening|one)|cheers|you\s+too|"
              r"there|everyone|again|will\s+wait|waiting|nice|alright|for\s+(?:the\s+)?(?:info|help|update|quick\s+(?:reply|response|answer)|your\s+help)|за\s+(?:помощь|информацию|ответ|оперативность|быстрый\s+ответ)|очень|приятно|👍|👌|🙏|😊|🙂|👋|❤️?|🤝|🔥|🎉|😀|😁|✅)[\s,.!?)(:;-]*)+\W*$"),
        (0.5, r"^\W*(?:спасибо|thanks|thank\s+you|привет|здравствуйте|добрый\s+(?:день|вечер)|доброе\s+утро|hello|hi\b|hey|good\s+(?:morning|afternoon|evening))"),
    ),
}  # fmt: skip

CUES: dict[str, tuple[Cue, ...]] = {
    tag: tuple((weight, re.compile(pattern)) for weight, pattern in cues)
    for tag, cues in _CUES.items()
}

FACT_HINTS: dict[tuple[str, str], dict[str, float]] = {
    ("decision", "yes"): {"order": 1.3},
    ("decision", "no"): {"refusal": 1.3},
    ("decision", "postponed"): {"objection": 1.4},
    ("meeting_at", ""): {"meeting": 1.5},
    ("competitor", ""): {"objection": 0.9},
    ("quantity", ""): {"order": 0.35},
    ("budget", ""): {"price_request": 0.9},
    ("document", "invoice"): {"payment": 0.8},
    ("document", "quote"): {"price_request": 0.6},
    ("document", ""): {"documents": 0.5},
}
"""(kind, value or '' for any) of a fact found in the turn, and what it adds to which tag."""

ANSWER_HINTS: dict[str, str] = {
    "quantity": "order",
    "budget": "price_request",
    "deadline": "order",
    "product": "product_question",
    "company": "documents",
    "inn": "documents",
    "city": "delivery",
    "meeting": "meeting",
}
"""What an answer to our question is about, where no earlier turn says it."""
