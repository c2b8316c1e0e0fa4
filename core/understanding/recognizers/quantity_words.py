"""Units, and the words around a number that tell whether it counts what is wanted."""

# ruff: noqa: E501 (patterns read better whole)

import re

COUNTS = (
    r"шт(?:ук\w{0,2}|\.)?|единиц\w*|ед\.?|экз(?:емпляр\w*|\.)?|комплект\w*|компл\.?|набор\w*|пар[аыу]?|паллет\w*|палет\w*|поддон\w*|"
    r"короб(?:ок|к[аиу])|упаков\w+|упак\.?|уп\.?|пач(?:ек|к[аиу])|рулон\w*|лист(?:ов|а|ы)?|мешк\w+|мешков|ящик\w*|боч(?:ек|к[аиу])|бухт\w*|катуш\w+|"
    r"лиценз\w+|пользовател\w+|рабочих\s+мест\w*|мест(?:а|о)?|сотрудник\w*|человек\w*|чел\.?|персон\w*|участник\w*|гост(?:ей|я)|детей|взрослых|школьников|ребят\w*|учеников|студентов|пассажир\w*|врач(?:ей|а)|сотрудников|"
    r"машин[аыу]?|фур[аыу]?|вагон\w*|контейнер\w*|банок|банк[аи]|бутыл\w+|канистр\w*|ведер|ведр[ао]|"
    r"позици\w+|слайд\w*|страниц\w*|стр\.?|рул\.?|пакет(?:ов|а)|бух\.?|бутыл\w*|аккаунт\w*|точ(?:ек|к[аиу])|секци\w+|блок(?:ов|а)|плит(?:ы)?|"
    r"pcs\.?|pieces?|units?|pallets?|box(?:es)?|cartons?|packs?|packages?|sets?|licen[sc]es?|seats?|users?|people|persons?|guests?|"
    r"rolls?|sheets?|containers?|trucks?|truckloads?|bags?|items?|copies|pairs?|bottles?|drums?|crates?|pages?|loads?|pax|ppl|heads?|kids|children|students|adults|staff|pupils|delegates|tubs?|tins?|jars?|trays?|employees|attendees|accounts?"
)
MEASURES = (
    r"тон(?:н\w*|ы|а)?|тн\.?|т\.?|килограмм\w*|кг\.?|грамм\w*|кубометр\w*|кубов|куба|куб\.?\s?м\w*|м3|м³|квадрат\w*|кв\.?\s?м(?:етр\w*)?\.?|м2|м²|"
    r"погонн\w+\s+метр\w*|п\.?\s?м\.?|м\.?п\.?|метр\w*|м\.?|литр\w*|л\.?|километр\w*|кило|кил|кубик\w*|соток|гектар\w*|га|"
    r"(?:square|cubic|running|linear|sq\.?|cu\.?)\s+(?:met(?:er|re)s?|feet|ft|m|yards?)|cbm|tons?|tonnes?|kgs?|kilos?|kilograms?|lbs?|pounds|met(?:er|re)s?|m|sq\.?\s?m|sqm|cubes?|lit(?:er|re)s?|gallons?|feet|ft|yards?|acres?|hectares?"
)
UNIT = re.compile(rf"\s*(?P<u>(?P<count>{COUNTS})|(?P<measure>{MEASURES}))(?![\w²³/])")
INVERTED = re.compile(
    r"(?<!\w)(?P<u>человек|штучек|штук|взрослых|детей|гостей|пар|погонных\s+метров|погонных|килограмма|литра|метра|тонны|штуки|упаковки|коробки|паллеты|комплекта|кило|кубов|квадратов|бутылок|пачек|ящиков|лицензий|тонн|паллет|упаковок|коробок|комплектов|мест|единиц|листов|мешков|рулонов|экземпляров|метров|килограмм|"
    r"литров|пользователей)\s+(?:(?:на|в|по|до|под|порядка|около|примерно|где-то|будет|будут)\s+)*$"
)
NEVER = re.compile(
    r"\s*-?\s*(?:дн\w*|день|дня|сут\w*|недел\w*|месяц\w*|мес\b|год\w*|лет\b|час\w*|минут\w*|мин\b|секунд\w*|процент\w*|%|раз(?:а)?\b|мм\b|см\b|вольт\w*|"
    r"в\b(?=\s*(?:,|$))|вт\b|квт\w*|ампер\w*|а\b(?=,)|градус\w*|°|дюйм\w*|этаж\w*|кадр\w*|бар\b|атм\w*|литров\w{2,}|км\b|гиг\w*|бит\b|гц\b|мгц\b|ггц\b|об/мин|"
    r"утра|вечера|ночи|дня|[ap]\.?m\b|o'clock|days?|weeks?|months?|years?|hours?|minutes?|mins?|percent|times?\b|mm\b|cm\b|inch\w*|\"|volts?|watts?|kw\b|gb\b|tb\b|гб\b|тб\b|мб\b|"
    r"(?:рабоч|календарн|банковск)\w+\s+дн|го\b|-го|й\b|ая\b|ый\b|ому\b|числа|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|"
    r"ноября|декабря|[хx*]\s?\d|\d|st\b|nd\b|rd\b|th\b|руб|р\.|₽|\$|€|usd|eur)"
)
NOT_BEFORE = re.compile(
    r"(?<![a-zа-я])(?:№|#|арт\.?|артикул\w*|гост\w*|ту|модель|размер\w*|диаметр\w*|толщин\w+|длин\w+|шириной|высотой|формат\w*|офис|дом|д\.|корп\w*|кв\.|оф\.|"
    r"ул\.|индекс|версии?|\bv|пункт\w*|п\.|стр\.|заказ[ау]?\s*№?|договор[ау]?\s*№?|счет[ау]?\s*№?|windows|win|size|model|item\s+no|no\.|"
    r"version|(?:order|invoice)\s*(?:no\.?|#|№)|\bper|фракци\w+|марк[аи]|класс\w*|сечени\w+|d=|ф|ø|[хx*]|через|region|soc|iso|class|grade|level|alarm|error|code|po|phase|room|unit|type|ref|номер\w*|школ[аыеу]|гимнази\w+|лице\w+|цех\w*|код|ошибк\w+|серия|тип)\s*[:№#-]?\s*$"
)
PACKED = re.compile(
    r"\s*(?:в\s+(?:упаковк|коробк|пачк|палл?ет|мешк|комплект|одн|год|месяц|день)\w*\s*\?|per\s+(?:box|pack|pallet|carton)|в\s+штате|сотрудников\s+в\s+компании)"
)
RATE = re.compile(
    r"\s*(?:/|в\s+(?:час|минуту|сутки|секунду)|per\s+(?:hour|minute|second|day)|an\s+hour)"
)
SHARE = re.compile(
    r"\s*(?:\w+\s+)?(?:из\s+(?:\d|двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти|них|наших|ваших)|"
    r"out\s+of\s|of\s+(?:them|our|the\s+(?:\d|two|three|four|five|six|seven|eight|nine|ten|twelve)))"
)
WHOLE = re.compile(r"\w+\s+(?:из|out\s+of|of\s+(?:the|our|your))\s+$")
NUMBERED = re.compile(r"(?:офис|дом|заказ[ау]?|договор[ау]?|счет[ау]?|цех\w*|школ[аыеу]|order)\s*$")
"""What has a number of its own, unless a unit or the thing that is counted follows it."""
DIFFERENT = re.compile(r"\s*(?:от|из)\s+(?:разных|других|трех|двух)|\s+from\s+different")
PEOPLE = re.compile(
    r"(?:сотрудник|человек|чел\b|чел\.|персон|участник|гост|детей|ребят|учеников|студентов|пассажир|взрослых|школьник|people|persons?|guests?|employees|attendees|ppl|pax|heads?|kids|children|students|adults|staff|pupils|delegates|members|players)"
)
PLACE_FOR = re.compile(
    r"(?:офис|каф|зал|команд|штат|компани|цех|столов|ресторан|школ|сад|групп|склад|дом|смен|office|team|"
    r"company|staff|crew)\w*\s+(?:на|из|в|of|for)\s+$|(?<!\w)(?:бригада|семья|команда|family\s+of|crew\s+of)\s+$"
)
HOLDS = re.compile(
    r"(?<!\w)(?:палатк|лодк|септик|сервиз|стол|бассейн|диван|скамь|лавк|купел|шат[её]р|шатр|байдарк|джакузи|гамак|автобус|микроавтобус|tent|boat|sofa|canoe|hot\s+tub|septic\s+tank)\w*\s+(?:на|for)\s+$"
)
"""Things made for so many people."""
OWNED = re.compile(
    r"(?<!\w)(?:у\s+(?:нас|меня)|имеем|мы\s+-|(?<!с )(?<!под )(?<!на )наш\w*|we\s+(?:have|run|own|are)|we've\s+got|our|с\s+опытом)"
    r"\s+(?:[\w-]+\s+){0,2}$"
    r"|(?<!\w)(?:(?:we|i|they)\s+(?:sell|make|ship|produce|process|serve)|(?:мы\s+)?(?:продаем|выпускаем|производим|обслуживаем))\s+(?:[\w-]+\s+){0,1}$"
)
BEFORE_NOW = re.compile(
    r"(?<!\w)(?:брал[аи]?|заказывал[аи]?|прислал[аи]?|привезл[аи]|привез|пришл[оаи]|получил[аи]?|отгрузил[аи]?|доставил[аи]?|положил[аи]?|received|got|delivered|arrived|sent|left|dropped|damaged|broke|lost|покупал[аи]?|закупал[аи]?|купил[аи]?|вычт\w*|продали|прошл\w+\s+(?:парти\w+|заказ\w*|поставк\w*)|shipped|deduct|прошл\w+\s+раз\w*|last\s+(?:time|year|month)|previously|"
    r"we\s+(?:bought|ordered))(?:\s+(?!нужн|надо|need|want)[\w-]+){0,4}\s+\(?$"
)
"""What was bought then is not what is wanted now."""
OUT_OF = re.compile(r"(?<!\w)(?:из|out\s+of)\s+$")
ADDRESS = re.compile(
    r"[a-z]?\s+(?:[a-z'-]+\s+){1,3}(?:road|rd|street|st|avenue|ave|lane|drive|boulevard|blvd|square|court|way|close|crescent|quay)(?!\w)"
)
FITS = re.compile(r"([а-я]{4,})\s+на\s+$")
ASKING = frozenset(
    {"заявка", "запрос", "договор", "скидка", "бюджет", "тендер", "бронь", "лицензия", "котировка"}
)
NEED = re.compile(
    r"нуж[ен]\w*|надо|необходим\w*|интерес\w*|требу\w+|заказ\w*|закаж\w*|купи\w*|закуп\w*|взять|возьм\w*|бер[еу]\w*|хо[чт]\w+|ищ[уе]\w*|"
    r"рассчита\w*|посчита\w*|просчита\w*|стоит|стоимост\w*|цен[аеуы]\w*|партия|партию|тираж\w*|объем\w*|кол-?во|количеств\w*|хватит|поставк\w*|поставить|"
    r"отгруз\w*|привез\w*|выйд\w+|обойд\w+|пошив\w*|изготов\w+|напечат\w+|take|на\s+складе|налич\w*|сколь\w*|скок\w*|почем\w*|прикин\w*|прикидочн\w*|сориентир\w*|докин\w*|закин\w*|просите|предложени\w*|огласи\w*|смет\w*|забронир\w*|брон\w*|запиш\w*|пиши|давай\w*|кп\b|счет\w*|сделайте|дайте|минимум|всего|итого|отправ\w*|добав\w*|"
    r"need\w*|order\w*|buy|purchase|want|looking|quote|price|pricing|cost|supply|require\w*|interested|take|get|ship|send|invoice|stock|quantity|qty|"
    r"total|add|reserve|how\s+much|what\s+(?:would|do|does|will|is|are)|run\s+us|come\s+to|charge|going\s+rate|rate\s+for|day\s+rate|outlay|thinking|whats\s+the|what's\s+the|ballpark|possible|happen|can\s+i\s+(?:get|have)|put\s+(?:me|us)|stick\s+(?:me|us)|chuck|bung|after\b|can\s+(?:you|u)\s+(?:do|make|supply|get|source)|would\s+like|could\s+do\s+with|'d\s+(?:like|take)|short\s+(?:on|of)|it's\s+for|this\s+is\s+for|tender|do\s+you\s+do|nuzh(?:en|n[oay])|nado|zakaz\w*"
)
SETTLES = re.compile(
    r"(?:(?:correction|поправка|поправлюсь|исправлюсь|точнее|вернее|ошибся|ошиблась)\s*[:,-]|(?:не|not)\s+(?:\w+\s+)?\d[\w\s]{0,16},|не\s+[\w\s]{1,20},?\s+а|пусть\s+будет|давайте(?:\s+(?:лучше|тогда|все-таки))?|лучше|сделаем|хватит|увеличим\s+до|уменьшим\s+до|тогда|остановимся\s+на|make\s+it|"
    r"let's\s+(?:do|make\s+it|say|go\s+with)|we'll\s+(?:take|do)|not\s+[\w\s]{1,20},?\s+but|go\s+with|rather|increase\s+to|down\s+to|up\s+to)\s+(?:ровно\s+)?$"
)
ORDER = re.compile(
    r"(?<!\w)(?:бер[еу]м?|возьм(?:у|ем)|заказыва[юе]\w*|закаж\w+|давай(?:те)?|пусть(?:\s+будет)?|нуж(?:ен|на|но|ны)|надо|шлите|отложи(?:те)?|запиши(?:те)?|пиши(?:те)?|отправ(?:ьте|ляйте)|докин\w+|добав\w+|хватит|привез\w+|вези(?:те)?|положи(?:те)?|заверни(?:те)?|"
    r"take|i'll\s+have|give\s+(?:me|us)|(?<!for )(?<!my )(?<!our )(?<!the )(?<!this )order(?:ing)?|need|want|send(?:\s+(?:me|us))?|ship|get\s+(?:me|us)|make\s+(?:it|that)|reserve|down\s+for|add|buy|grab)\s+(?:(?:тогда|ровно|пока|нам|мне|еще|только|всего|остальные|оставшиеся|все|just|only|about|around|like|another|the|those)\s+)*$"
)
FOR_BARE = re.compile(
    r"(?:(?<!\w)(?:(?:а|и|если|за|при|когда|возьм\w+|бер[еу]м?|беру|закаж\w+|заказыва\w+|давай(?:те)?|пусть(?:\s+будет)?|нас|лучше|тогда|стало|будет|пиши(?:те)?|хватит|ровно|нет|а\s+если|а\s+за)[\s,]+(?:теперь\s+|уже\s+|взять\s+|брать\s+|будет\s+|тогда\s+|все\s+же\s+)?|"
    r"(?:ship|send|(?<!for )(?<!my )(?<!our )(?<!the )(?<!this )order(?:ing)?|take|make\s+(?:it|that)|but|back\s+to|reduce\s+to|up\s+to|down\s+to|for|at|and|would|reserve|down\s+for|call\s+it|go\s+with|we\s+are|we're|meant|ok|okay|hmm?|right|actually|no|sorry|scratch\s+that|a\s+pair|what\s+about|if\s+(?:we|i)\s+(?:take|took|do|order|go))[\s,]+(?:say\s+|just\s+|about\s+|another\s+|like\s+|me\s+|us\s+|at\s+|for\s+)?)|^\W*)$"
)
BARE_END = re.compile(
    r"\s+(?!of\b)[a-zа-я-]{4,}\s+(?:then|please|тогда|пожалуйста)\s*(?:[.,!?;)]|$)|\s*(?:[.,!?;)]|$|\n|(?:уже|тогда|давай(?:те)?|взять|возьмем|брать|сколько|почем|выйдет|then|please|pls|plz|now|this\s+time|instead|and\s+(?:confirm|yes|go)|be\b|come\b|cost|does|in\s+(?:case|the\s+end)|of\s+us|ish\b|or\s+so|to\s+(?:start|begin)|for\s+now|first|для\s+начала|на\s+первый\s+раз|-?ish\b|if\b|если\b|unless\b)(?!\w))"
)
PRICE_ASKED = re.compile(
    r"сколько|скок|почем|во\s+что|цен[аыу]|стои[тм]|расценк|кп\b|how\s+much|what(?:'s|\s+is|\s+would|s)\s+(?:that|it|the)|price|quote|cost|charge|rate"
)
BROKEN = re.compile(
    r"\s*of\s+(?:the|your|these|those)\s+\w+\s+(?:are|were|is|was|came|arrived|have|has)(?!\w)|\s*(?:\w+\s+){0,3}?(?:лопн\w+|мят\w+|бит(?:ые|ый|ая|ых)|разбит\w*|сломан\w*|брак\w*|не\s+(?:работа|хвата|закрыва|отправля)\w+|списа\w+|сняли|снял|закрыва\w+|пришл\w+|damp|broken|damaged|split|missing|faulty|leaking|cracked)(?!\w)"
)
NOT_THAT = re.compile(r"\s*(?:,\s*)?(?:(?:а\s+)?не|not|instead\s+of|вместо)\s+\d")
"""“600, not 500”."""
COUNTED = re.compile(
    rf"(?:\d|\w+(?:ть|на|ва|ве|ри|сто|сот|сят))\s+(?:{COUNTS}|{MEASURES}|[а-яa-z][а-яa-z-]{{3,}})"
    r"|(?:down\s+for|ordering|заказыва[юе]\w*|бер[еу]м?|возьм\w+|around|about|около|нас)\s+\d"
)
GLUED_SIZE = re.compile(r"-?(?:ft|feet|foot|m|м)\s+[a-zа-я]{3,}")
STOPPED = re.compile(
    r"(?:цен[аы]|скидк\w+|прайс|заказ\w*|опт\w*|price|discount|minimum|moq)[^.?!,]{0,20}\b(?:от|from|over|above)\s*$"
)
NOT_NOUNS = {
    "день", "неделя", "месяц", "год", "час", "минута", "раз", "процент", "рубль", "тысяча",
    "миллион", "копейка", "доллар", "евро", "этаж", "число", "сторона", "вопрос", "вариант",
    "слово", "причина", "момент", "заказ", "счет", "договор", "письмо", "звонок", "сутки",
    "лето", "способ", "часть", "этап", "платеж", "поставщик", "компания", "предложение",
    "клиент", "отгрузка", "поставка", "предприниматель", "аптека", "объект", "класс", "цех",
    "сезон", "смена", "стирка", "круг", "ставка", "доктор", "подход", "человек", "тип",
    "фото", "фотография", "скан", "файл", "ссылка", "пример", "скриншот", "коллега", "вид",
    "абзац", "глава", "отзыв", "филиал", "магазин", "склад", "адрес", "ндс", "брат", "друг", "кп", "сообщение",
}  # fmt: skip
EN_NOT = {
    "works", "off", "net", "tops", "ticks", "tick", "singles", "brands", "lads", "blokes", "guys",
    "stores", "shops", "outlets", "branches", "offices", "showrooms", "factories", "clients",
    "customers", "lanes", "sides", "people's", "drives", "hours", "way", "words", "points",
    "into", "or", "not", "said", "no", "yes", "years'", "lines", "lakh", "lakhs", "quid", "bucks",
    "degrees", "seasons", "versions", "parts", "halves", "shifts", "surgeries", "kw", "kg", "hp",

    "of", "and", "for", "to", "is", "at", "in", "on", "by", "days", "weeks", "months",
    "years", "minutes", "am", "pm", "percent", "times", "options", "questions", "if",
    "per", "each", "more", "as", "the", "we", "i", "but", "with", "from", "it", "would",
    "thing", "things", "other", "are", "was", "max", "total", "please", "should",
    "different", "main", "reasons", "ways", "o", "will", "invoices", "offers", "quotes",
    "suppliers", "companies", "floors", "storeys", "vendors",
    "photos", "pictures", "pics", "colleagues", "miles", "examples", "screenshots", "links",
    "scans", "references", "instalments", "installments", "payments", "goes", "stages", "tranches",
    "emails", "calls", "orders", "issues", "problems",
}  # fmt: skip
AMOUNT_OF = re.compile(
    r"(?:кол-?во|количеств\w+|объем\w*|тираж\w*|qty|quantity)\s*[:-]?\s*(?:до\s+|на\s+)?$"
)
