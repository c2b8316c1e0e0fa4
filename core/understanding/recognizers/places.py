"""Cities: a gazetteer of Russian and foreign ones in all their cases."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import lemma, word
from core.understanding.recognizers.base import as_written, free, replaced
from core.understanding.recognizers.names import Named
from core.understanding.recognizers.towns import towns
from core.understanding.text import Span

_RUSSIAN = ["москва", "санкт-петербург", "новосибирск", "екатеринбург", "казань", "нижний_новгород", "челябинск", "самара", "омск", "ростов-на-дону", "уфа", "красноярск", "воронеж", "пермь", "волгоград", "краснодар", "саратов", "тюмень", "тольятти", "ижевск", "барнаул", "ульяновск", "иркутск", "хабаровск", "ярославль", "владивосток", "махачкала", "томск", "оренбург", "кемерово", "новокузнецк", "рязань", "астрахань", "набережные_челны", "пенза", "липецк", "киров", "чебоксары", "тула", "калининград", "балашиха", "курск", "севастополь", "сочи", "ставрополь", "улан-удэ", "тверь", "магнитогорск", "иваново", "брянск", "белгород", "сургут", "владимир", "нижний_тагил", "архангельск", "чита", "симферополь", "калуга", "смоленск", "волжский", "якутск", "саранск", "череповец", "курган", "вологда", "орел", "владикавказ", "подольск", "грозный", "мурманск", "тамбов", "петрозаводск", "стерлитамак", "нижневартовск", "кострома", "новороссийск", "йошкар-ола", "химки", "таганрог", "комсомольск-на-амуре", "сыктывкар", "нижнекамск", "нальчик", "шахты", "дзержинск", "братск", "орск", "энгельс", "ангарск", "благовещенск", "старый_оскол", "великий_новгород", "королев", "псков", "мытищи", "бийск", "люберцы", "прокопьевск", "южно-сахалинск", "балаково", "армавир", "рыбинск", "северодвинск", "петропавловск-камчатский", "абакан", "норильск", "сызрань", "волгодонск", "каменск-уральский", "новочеркасск", "златоуст", "уссурийск", "электросталь", "находка", "копейск", "альметьевск", "миасс", "салават", "хасавюрт", "керчь", "пятигорск", "коломна", "березники", "домодедово", "одинцово", "рубцовск", "ковров", "нефтекамск", "майкоп", "каспийск", "кисловодск", "новочебоксарск", "батайск", "щелково", "красногорск", "серпухов", "обнинск", "дербент", "новомосковск", "первоуральск", "раменское", "черкесск", "орехово-зуево", "назрань", "невинномысск", "димитровград", "камышин", "муром", "новошахтинск", "евпатория", "жуковский", "ноябрьск", "пушкино", "артем", "сергиев_посад", "бердск", "арзамас", "ачинск", "элиста", "ногинск", "новый_уренгой", "железногорск", "ялта", "елец", "зеленодольск", "тобольск", "зеленоград", "долгопрудный", "минеральные_воды", "гатчина", "выборг", "всеволожск", "видное", "клин", "дмитров", "лобня", "реутов", "ессентуки", "геленджик", "анапа", "туапсе", "магадан", "биробиджан", "кызыл", "горно-алтайск", "ханты-мансийск", "салехард", "нарьян-мар", "нефтеюганск", "дубна", "минск", "гомель", "брест", "гродно", "витебск", "могилев", "алматы", "астана", "шымкент", "караганда", "актау", "актобе", "атырау", "павлодар", "усть-каменогорск", "ташкент", "самарканд", "бухара", "бишкек", "ош", "душанбе", "баку", "ереван", "тбилиси", "батуми", "кишинев", "рига", "вильнюс", "таллин", "хельсинки", "варшава", "прага", "берлин", "мюнхен", "гамбург", "франкфурт", "вена", "будапешт", "белград", "стамбул", "анкара", "дубай", "абу-даби", "пекин", "шанхай", "гуанчжоу", "шэньчжэнь", "гонконг", "сеул", "токио", "дели", "мумбаи", "лондон", "париж", "милан", "рим", "мадрид", "барселона", "амстердам", "стокгольм", "нью-йорк", "киев", "одесса", "харьков", "львов"]  # fmt: skip
_ENGLISH = """
moscow|saint petersburg|st\\.? petersburg|novosibirsk|yekaterinburg|ekaterinburg|kazan|nizhny novgorod|samara|
rostov-on-don|ufa|krasnoyarsk|voronezh|perm|krasnodar|tyumen|sochi|vladivostok|kaliningrad|minsk|almaty|astana|
tashkent|bishkek|baku|yerevan|tbilisi|batumi|riga|vilnius|tallinn|helsinki|warsaw|krakow|prague|brno|berlin|
munich|hamburg|frankfurt|cologne|stuttgart|dusseldorf|leipzig|dresden|vienna|budapest|belgrade|sofia|bucharest|
athens|istanbul|ankara|izmir|dubai|abu dhabi|sharjah|doha|riyadh|jeddah|kuwait city|tel aviv|haifa|cairo|
casablanca|lagos|nairobi|cape town|johannesburg|beijing|shanghai|guangzhou|shenzhen|hong kong|taipei|seoul|
busan|tokyo|osaka|singapore|kuala lumpur|bangkok|jakarta|manila|hanoi|ho chi minh city|delhi|new delhi|mumbai|
bangalore|bengaluru|chennai|hyderabad|pune|kolkata|karachi|lahore|dhaka|sydney|melbourne|brisbane|perth|auckland|
london|manchester|birmingham|liverpool|leeds|glasgow|edinburgh|bristol|cardiff|belfast|dublin|cork|paris|lyon|
marseille|toulouse|lille|bordeaux|brussels|antwerp|amsterdam|rotterdam|the hague|utrecht|eindhoven|luxembourg|
zurich|geneva|basel|milan|rome|turin|naples|bologna|florence|venice|madrid|barcelona|valencia|seville|lisbon|
porto|stockholm|gothenburg|malmo|oslo|bergen|copenhagen|aarhus|reykjavik|new york|nyc|los angeles|san francisco|
san diego|san jose|seattle|portland|denver|chicago|boston|philadelphia|washington|atlanta|miami|orlando|tampa|
houston|dallas|austin|phoenix|las vegas|salt lake city|minneapolis|detroit|cleveland|columbus|pittsburgh|
charlotte|nashville|kansas city|st\\.? louis|toronto|montreal|vancouver|calgary|ottawa|edmonton|mexico city|
guadalajara|monterrey|sao paulo|rio de janeiro|buenos aires|santiago|lima|bogota|kyiv|kiev|odesa|lviv|kharkiv|
hull|plymouth|nottingham|sheffield|leicester|southampton|portsmouth|newcastle|norwich|coventry|swansea|aberdeen|exeter|oxford|galway|limerick|ghent|nantes|nice|hanover|bremen|nuremberg|graz|salzburg|kaunas|tartu|tampere|turku|bergamo|palermo|bilbao|malaga|sacramento|memphis|louisville|milwaukee|tucson|omaha|raleigh|cincinnati|indianapolis|baltimore|winnipeg|quebec city|zagreb|ljubljana|bratislava|sarajevo|skopje|tirana|nicosia|limassol|larnaca|valletta|poznan|gdansk|wroclaw|lodz
""".replace("\n", "")  # fmt: skip
_SHORT = r"спб|питер(?:а|е|у|ом)?|мск|екб|екат(?:а|е|у)?|нск|нн|ростов(?:а|е|у|ом)?|нью-йорк\w?|н\.\s?новгород\w?|с\.?-петербург\w?|челны|петербург\w?|новгород\w?"
# Words that are also names of cities: a capital, and a preposition or «г.» before.
_AMBIGUOUS = {
    "орел", "киров", "владимир", "шахты", "клин", "артем", "находка", "королев", "видное", "грозный",
    "жуковский", "волжский", "энгельс", "мир", "пушкино", "рим", "вена", "ош", "ростов", "брест", "чита", "тула",
    "дубна", "муром", "рига", "дели", "одесса", "курган", "кызыл", "дзержинск", "раменское",
}  # fmt: skip
_AMBIGUOUS_EN = {
    "nice", "perm", "cork", "lima", "orlando", "phoenix", "columbus", "portland", "austin",
    "charlotte", "denver", "florence", "perth", "washington", "bergen", "leeds", "dallas",
    "santiago", "valencia", "porto", "sofia", "cleveland", "victoria", "hull", "oxford", "exeter", "memphis", "hanover", "birmingham", "kitchener",
}  # fmt: skip


def _form(city: str) -> str:
    """A pattern for the city in any case: stems, then up to three letters of ending."""
    parts = []
    for part in city.split("_"):
        stem = part
        if part == "челны":
            parts.append(r"челн[ыаоемх]{1,3}")
            continue
        if len(stem) > 4 or stem in {"уфа", "омск", "чита", "тула", "ялта", "рига", "киев", "рим"}:
            stem = re.sub(r"(?:ые|ый|ий|ая|ое|[аьяйое])$", "", stem)
        if part == "орел":
            parts.append(r"ор(?:ел|л[ауео]м?)")
            continue
        if part.endswith("ец") and len(part) > 4:
            parts.append(re.escape(part[:-2]) + r"(?:ец|ц[ауе]|цом)")
            continue
        parts.append(re.escape(stem) + r"(?:[а-я]{1,3})?" if stem != "ош" else "ош")
    return r"\s+".join(parts)


_PATTERNS = "|".join(
    f"(?P<c{i}>{_form(city)})" for i, city in sorted(enumerate(_RUSSIAN), key=lambda e: -len(e[1]))
)
_CITY = re.compile(
    rf"(?<![\w-])(?P<g>(?:г\.|гор\.|город\w{{0,2}})\s*)?(?:{_PATTERNS}|(?P<short>{_SHORT}))(?![\w]|-[а-яa-z])"
)
_CITY_EN = re.compile(rf"(?<![\w-])(?:{_ENGLISH})(?![\w-])")
_TOWN = re.compile(
    r"(?<!\w)(?<!\d )(?:г\.[ ]?|гор\.[ ]?|город(?:е|а|у)?\s*:?\s+|city\s*:\s*)(?P<n>[^\W\d_]+(?:-[^\W\d_]+)*)"
)
_SHIP_TO = re.compile(
    r"(?i:(?:deliver(?:y|ed|ies)?|ship(?:ping|ped|ment)?|freight|transport)\s+(?:\w+\s+)?to|based\s+in|located\s+in|"
    r"(?:warehouse|office|plant|factory|store|shop|site|branch)\s+in)\s+(?P<n>[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)*)(?!\w|\s+[A-Z])"
)
"""An English place that no gazetteer has, where goods go or the client works."""
_FIRM = re.compile(r"\s*(?:,?\s*(?:inc|llc|ltd|gmbh|corp|plc)\b|'s\b|road\b|street\b)")
NOT_TOWNS = frozenset(
    """
    the our your my a an site warehouse customer customers monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december germany france spain italy poland turkey china india
    russia ukraine england scotland wales ireland britain europe asia africa america canada mexico brazil japan korea norway
    sweden finland denmark austria switzerland belgium netherlands portugal greece egypt kenya nigeria kazakhstan georgia
    armenia uzbekistan dhl ups fedex
    """.split()  # noqa: SIM905
)
_PLACE_PREP = re.compile(
    r"(?:(?<!\w)(?:в|во|из|до|по|на|под|г\.|город\w?|адрес\w*|доставк\w+|склад\w?|in|to|from|near|at|based\s+in|city)\s*[:,-]?\s*)$"
)
_OURS = re.compile(r"(?<!\w)(?:вы|у\s+вас|ваш\w*|вас|are\s+you|you|your)\s+(?:[\w-]+\s+){0,3}$")
_SENT = re.compile(r"достав|вез[еу]|отправ|отгру|привез|довез|deliver|ship|send|bring")
_PLAIN = {
    "тула",
    "дзержинск",
    "энгельс",
    "курган",
    "чита",
    "рига",
    "одесса",
    "муром",
    "дубна",
    "брест",
    "шахты",
    "ростов",
    "вена",
    "рим",
}
_COUNTRIES = {
    "россия", "рф", "беларусь", "белоруссия", "казахстан", "китай", "турция", "украина", "германия",
    "европа", "азия", "сша", "польша", "италия", "франция", "узбекистан", "киргизия", "армения",
    "грузия", "азербайджан", "индия", "сибирь", "урал", "кавказ", "крым", "поволжье", "подмосковье",
    "снг", "корея", "япония", "оаэ", "испания", "чехия", "сербия", "татарстан", "башкирия",
    "москвич", "дагестан", "чечня", "якутия", "латвия", "литва", "эстония", "финляндия",
}  # fmt: skip
_INITIALS = re.compile(r"\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.|$)")
_STEM_CHECK = {f"c{i}": city for i, city in enumerate(_RUSSIAN)}


def cities(place: Passage, ner: list[Named], taken: list[Span]) -> list[Candidate]:
    """Cities the client names, as written; not a city we are asked about as ours."""
    found: list[Candidate] = []

    def add(start: int, end: int, confidence: float) -> None:
        span = Span(start, end)
        before = place.low[max(0, start - 30) : start]
        question = "?" in place.low[end : end + 25] and bool(
            _OURS.search(re.sub(r"(?:в|из|во|in|from)\s+$", "", before))
        )
        question = question and not _SENT.search(place.low[max(0, start - 60) : start])
        if _INITIALS.match(place.text, end):
            return  # «Иванова И. И.» is who signs
        if _CLOCK.search(place.low[max(0, start - 24) : start]):
            return  # «в 16:30 по мск»
        if re.match(r"\s\d", place.low[end : end + 2]) and not place.low[start:end].endswith(
            ("ск", "ь")
        ):
            form = place.low[start:end]
            if re.fullmatch("[а-я]+", form) and not word(form).tags & {"nomn"}:
                return  # «Кирова 38» is a street
        if replaced(place.low, start) or question or re.search(r"(?:банк|bank)\s+$", before):
            return
        if free(span, [Span(c.start, c.end) for c in found]) and free(span, taken):
            found.append(as_written(place, "city", start, end, confidence))

    for m in _CITY.finditer(place.low):
        start = m.end("g") if m["g"] else m.start()
        written = place.text[start : m.end()]
        name = (
            ""
            if m["short"]
            else _STEM_CHECK[next(k for k, v in m.groupdict().items() if v and k[0] == "c")]
        )
        prep = bool(m["g"]) or bool(_PLACE_PREP.search(place.low[max(0, start - 14) : start]))
        if name and not _is_form(m.group()[start - m.start() :], name):
            continue
        capital = written[:1].isupper()
        whole = not place.low[:start].strip() and not place.low[m.end() :].strip(" .!")
        if name in _AMBIGUOUS and not (
            (prep and (capital or name in _PLAIN))
            or m["g"]
            or ("city" in place.context.asked and whole)
            or (capital and _alone(place.low, start, m.end()))
            or (_IN_LOWER.search(place.low[:start][-4:]) and _in_lower(place, name))
        ):
            continue
        if (
            not capital
            and not prep
            and "city" not in place.context.asked
            and not whole
            and len(written) < 5
        ):
            continue
        add(start, m.end(), 0.9 if capital or prep else 0.75)
    for m in _CITY_EN.finditer(place.low):
        capital = place.text[m.start() : m.start() + 1].isupper()
        prep = bool(_PLACE_PREP.search(place.low[max(0, m.start() - 14) : m.start()]))
        alone = _alone(place.low, m.start(), m.end())
        whole = "city" in place.context.asked and alone
        if m.group() in _AMBIGUOUS_EN and not ((capital and prep) or whole):
            continue
        if capital or prep or alone or "city" in place.context.asked:
            add(m.start(), m.end(), 0.88)
    for m in _TOWN.finditer(place.low):
        if place.text[m.start("n")].isupper() and m["n"] not in _COUNTRIES:
            add(m.start("n"), m.end("n"), 0.8)
    for m in _SHIP_TO.finditer(place.text):
        form = m["n"].lower()
        if form.split()[0] not in NOT_TOWNS and not _FIRM.match(place.low, m.end()):
            add(m.start("n"), m.end("n"), 0.75)
    for entity in ner:
        if entity.type != "LOC":
            continue
        form = place.low[entity.start : entity.end]
        prep = bool(_PLACE_PREP.search(place.low[max(0, entity.start - 12) : entity.start]))
        single = re.fullmatch(r"[а-я-]+", form) is not None
        meant = single and (prep or "city" in place.context.asked)
        if meant and "Geox" in word(form).tags and lemma(form) not in _COUNTRIES:
            add(entity.start, entity.end, 0.65)
    if not place.context.page:
        for span in towns(place, "city" in place.context.asked):
            if (
                place.low[slice(*span)] not in _COUNTRIES
                and lemma(place.low[slice(*span)]) not in _COUNTRIES
            ):
                add(span.start, span.end, 0.72)
    return found[:4]


_CLOCK = re.compile(r"(?:\d|час\w*|дня|утра|вечера|времени|время|четверг\w*|пятниц\w*)\s+по\s+$")
_IN_LOWER = re.compile(r"(?<!\w)(?:в|во|из)\s+$")


def _in_lower(place: Passage, name: str) -> bool:
    """«в клин», where the client writes no capitals at all and the name is no adjective."""
    return place.text.islower() and word(name).pos != "ADJF" and name not in {"находка", "рим"}


def is_town(place: Passage, start: int, end: int) -> bool:
    """Whether a piece of text is just a city."""
    return bool(_CITY.fullmatch(place.low, start, end) or _CITY_EN.fullmatch(place.low, start, end))


def _alone(low: str, start: int, end: int) -> bool:
    """Whether the word stands between marks or ends of lines, as in a signature or a list."""
    before = low[:start].rstrip(" ")
    after = low[end:].lstrip(" ")
    return before[-1:] in {"", ",", ".", "\n", ":", ";", "!", "(", '"'} and after[:1] in {
        "", ",", ".", "\n", ":", ";", "!", ")",
    }  # fmt: skip


def _is_form(form: str, city: str) -> bool:
    """Whether ``form`` is a case of the city, and not a longer word with the same beginning."""
    if "_" in city or "-" in city:
        return True
    if form == city:
        return True
    entry = word(form)
    lemma = entry.lemma.replace("ё", "е")
    if lemma == city or "Geox" in entry.tags:
        return True
    return not entry.known and abs(len(form) - len(city)) <= 2
