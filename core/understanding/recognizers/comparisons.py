"""Sellers a client sets beside us without a word for it: “Hetzner is half the price”, «в Леруа 610»."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re
from collections.abc import Iterator

from core.understanding.context import Passage
from core.understanding.morph import is_first_name, word
from core.understanding.ngrams import logits
from core.understanding.recognizers.english import ORDINARY
from core.understanding.recognizers.names import NOT_NAMES, Named
from core.understanding.recognizers.product_words import EN_FILL, EN_NOT, EN_STOP, EN_VERBS
from core.understanding.text import Span, around

_BETTER = (
    r"дешевле|дешев\w*|бесплатн\w*|выгодн\w*|скидк\w*|рассрочк\w*|отсрочк\w*|половин\w*|вдвое|вполовину|такой\s+же|такая\s+же|такое\s+же|то\s+же|те\s+же|та\s+же|тот\s+же|лучше|быстрее|сразу|дороже|"
    r"cheaper|half|free|less|lower|better|similar|same|under|discount|flat\s+rate|per\s+cent|percent|undercut\w*|faster|beats?"
)
_LEFT = re.compile(
    r"(?<!\w)(?:пошл[иа]|пош[её]л|уш[её]л|ушл[иа]|уходим|перешл[иа]|отдал[иа]|взял[иа]|купил[иа]|заказал[иа]|лучше|went|gone|going|signed|switched)(?!\w)|'s\s+(?:pricing|price|offer|quote)"
)
_COMPARES = re.compile(
    rf"\d|(?<!\w)(?:{_BETTER}|ноль|две|три|четыре|пять|шесть|десять|двадцать|тридцать|сорок|сот\w{{0,2}}|двест\w+|трист\w+|тыс\w*|тыщ\w*|штук\w*|лям\w*|косар\w*|полтинник|hundred|grand|quid|k|ноль)(?!\w)"
)
_SAYS_RU = (
    r"предложил\w*|предлага[ею]т|дал[аи]?|да[юе]т|насчитал\w*|посчитал\w*|говор[ия]т|сказал\w*|бер[уе]т(?:ся)?|взял[аи]?|отгружа[ею]т|прос[ия]т|хот[ия]т|хочет|прислал\w*|выкатил\w*|выставил\w*|озвучил\w*|"
    r"став[ия]т|дела[ею]т|везет|везут|возит|отда[ею]т|прода[ею]т|обеща[ею]т|выход[ия]т|вышл[ои]|сто[ия]т|держ[ия]т|скинул\w*|привез\w*|готов[ыа]?|заявил\w*|назвал\w*|тян[еу]т|лома[ею]т|толка[ею]т|пообещал\w*|написал\w*|висит|лежит|есть"
)
_SAYS_EN = r"do|does|did|has|have|had|sells?|charges?|charged|quoted|quotes?|offers?|offered|gave|gives|wants?|wanted|asks?|asked|is|are|was|would|will|sits?|come|comes|came|can|says?|said|throws?|threw|lets?|undercuts?|beats?|matched|matches|are\s+doing|is\s+doing|got|start|starts|runs?|priced?"
_SUBJECT_RU = re.compile(
    rf"\s*[,-]?\s*(?:(?:[\w-]+\s+){{0,7}}?(?:{_SAYS_RU})(?!\w)|(?:это\s+)?(?:[\w-]+\s+){{0,2}}?(?:дешевле|выгоднее|бесплатно)(?!\w)|,\s*они\s)"
)
_SUBJECT_EN = re.compile(
    rf"(?:'s\s+(?:pricing|price|offer|quote|rate)|'ll|\s*,?\s*(?:\w+\s+){{0,2}}?(?:{_SAYS_EN})(?!\w))"
)
_NUMBER = re.compile(
    r"\s+(?:-\s+)?(?:по\s+|за\s+|от\s+|уже\s+|мне\s+|нам\s+|[$£€])*(?!0)\d{1,3}(?:[\s.,]?\d{3})*(?:[.,]\d+)?(?![\d/:-]|\s?(?:-|кв|подъезд|этаж|дом))"
)
_STRONG = re.compile(
    r"\s+(?:[\w-]+\s+){0,7}?(?:предл|насчит|посчит|дал|да[ею]т|прос[ия]т|выкат|озвуч|прода|отда|хоч|хот[ия]т|дешев)\w*"
)
_PRICED = re.compile(
    r"\d\s?(?:[₽$€£р]|руб|тыс|тр(?!\w)|к(?!\w)|k(?!\w)|eur|usd|gbp)|[$€£]\s?\d|\d{3}|(?:по|за|at|is)\s\d"
)
_PRICING = re.compile(r"'s\s+(?:pricing|price|offer|quote|rate)")
_LOWER_EN = re.compile(
    r"\s(?:does|do|did|sells?|charges?|charged|quoted|wants|gave)\s+(?:\w+\s+){0,3}?(?:\$|£|€)?\d|\s(?:has|sells?|does|do)\s+(?:the\s+)?(?:similar|same|it\s+for)|\s(?:sells?|does|do)\s+(?:it\s+)?at\s+\d"
)
_AT = re.compile(r"(?<!\w)(?:в|на|у|с|от|из|к|ко|at|from|with|to|on|than|against|чем)\s+$")
_TO_THEM = re.compile(
    r"(?<!\w)(?:пошл[иа]|пош[её]л|уш[её]л|ушл[иа]|уйд[уе]м?|уход[ия]м|отдал[иа]?|перешл[иа]|взял[иа]|купил[иа]|заказал[иа]|выбрал[иа]|остал[иа]сь|обратил[иа]сь|"
    r"лучше|хуже|чем|went|gone|going|got|paid|paying|pay|bought|ordered|booked|chose|picked|signed\s+with|switched|quote[ds]?|offer|compared|comparing|comparison)"
    r"(?:\s+(?!у\s|в\s|к\s|with\s|to\s|from\s)[\w,.$£€]+){0,4}?\s+(?:(?:у|в|к|на|с|with|to|from|at|for)\s+)?$"
)
_MARKETS = re.compile(
    r"(?<!\w)(?:авито|юл[аеу]|озон[еау]?|ozon|вб|wb|вайлдберри\w*|валдберис\w*|wildberries|али(?:экспресс\w*|ке|к)?|алибаб\w+|леруа(?:\s+мерлен\w*)?|лемана\s*про|петрович[ауе]?м?|ситилинк\w{0,2}|днс|мвидео|эльдорадо|ашан\w{0,2}|метро|икеа|степик\w?|"
    r"яндекс\.?\s?маркет\w*|маркетплейс\w*|amazon|ebay|etsy|temu|aliexpress|alibaba|ikea|costco|screwfix|toolstation|b&q|wickes|home\s+depot|lowe's|walmart|upwork|fiverr)(?!\w)"
)
_NO_NAMES = frozenset(
    """
    ндс кп инн кпп гост ооо ип ао зао пао тоо гк тд рф мск спб екб апи api crm црм erp usb led pdf fob exw cif ddp vat ок ok да нет
    бюджет цена срок доставка итого минимум максимум плюс минус скидка вы вам мы нам он она они это все тут там здесь
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
    november december christmas easter eur usd gbp rub xmas black deal price budget delivery total shipping boss wife husband
    po po: tel weds tues thurs zoom teams telegram whatsapp телеграм ватсап зум скайп допог эдо фото видео
    splendid brilliant smashing marvellous superb fab terrific magic champion cracking noted understood alas
    crikey blimey grandma grandad mum dad nan gran lottery guv
    cto ceo cfo gm mp совет дом год топ сегодня завтра
    neighbour neighbor mate lads guys everyone someone accounts finance procurement director manager mum dad son
    """.split()  # noqa: SIM905
)
_TOKEN = re.compile(r"\"[^\"\n]{2,40}\"|[^\W\d_][\w&'-]*(?:\.(?:ru|com|io))?")


def compared(place: Passage, ner: list[Named]) -> Iterator[tuple[Span, float]]:
    """Names of sellers in sentences that compare, and how sure each is."""
    for m in _MARKETS.finditer(place.low):
        sentence = around(place.sentences, m.start(), m.end())
        rest = place.low[sentence.start : m.start()] + " " + place.low[m.end() : sentence.end]
        prep = _AT.search(place.low[max(0, m.start() - 8) : m.start()])
        if (
            prep
            and _COMPARES.search(rest)
            and not re.search(r"(?<!\w)лет|опыт|работал", rest)
            and not _OWN.search(place.low[sentence.start : m.start()])
        ):
            yield Span(*m.span()), 0.8
    for sentence in place.sentences:
        compares = _COMPARES.search(place.low, sentence.start, sentence.end)
        if not compares and not _LEFT.search(place.low, sentence.start, sentence.end):
            continue
        for name in _names(place, sentence, ner):
            before = place.low[sentence.start : name.start]
            after = place.low[name.end : min(sentence.end, name.end + 70)]
            quoted = place.text[name.start] in '"«“'
            if _OWN.search(before):
                continue
            russian = place.russian
            if place.text[name.start].islower() and russian and not _STRONG.match(after):
                continue
            if (
                (
                    _subject(before, quoted)
                    and (
                        (_SUBJECT_RU if russian else _SUBJECT_EN).match(after)
                        or (
                            (russian and _acts(after))
                            and (_COMPARES.search(after) or (russian and _COMPARES.search(before)))
                        )
                    )
                )
                or _TO_THEM.search(before[-60:])
                or _PRICING.match(after)
            ):
                yield name, 0.8
            elif (
                _PRICED.search(place.context.ours)
                and (_NUMBER.match(after) or (not russian and _COMPARES.search(after)))
                and (re.search(rf"(?<!\w)(?:{_BETTER})(?!\w)", after) or _objects(place))
                and re.search(
                    r"(?:^|[.!?]\s*|(?<!\w)(?:а|но|и|вот|у|в|хм|долго|дорого|дороговато|but|and)\s*,?\s+)$",
                    before,
                )
                and not _genitive(place, name)
            ) or (
                _AT.search(before[-8:])
                and re.match(
                    rf"\s*(?:(?:уже|есть|висит|лежит|стоит|за|по|от|вообще|сейчас|щас|их|it's|it\s+is|for|at)\s+)*(?:\d|(?:{_BETTER})(?!\w))",
                    after,
                )
                and re.search(r"(?<!\w)(?:в|на|у|at|from)\s+$", before[-8:])
            ):
                yield name, 0.78


_OWN = re.compile(
    r"(?<!\w)(?:мы|наш\w*|я|моя|мой|our|we|my|доставк\w+|отправ\w+|через|бренд\w*|марк[аиу]|модел\w+|для|под|по|for|by|via|using|deliver\w*|ship\w*)\s+(?:\w+\s+)?(?:из\s+|в\s+|до\s+|from\s+|at\s+)?$"
)


def _acts(after: str) -> bool:
    """Whether a verb of the third person or of the past stands right behind the name."""
    for form in re.findall(r"[а-я]+|[.,;!?]", after)[:4]:
        if not re.match("[а-я]", form):
            return False
        entry = word(form)
        if entry.pos == "VERB" and entry.tags & {"3per", "past"}:
            return True
    return False


def _objects(place: Passage) -> bool:
    """Whether the turn sounds like an objection, a refusal or a question of price."""
    likely = logits(place.low, place.context.ours)
    best = sorted(likely, key=lambda tag: -likely[tag])[:3]
    return bool({"objection", "refusal"} & set(best)) or best[0] == "price_request"


def _genitive(place: Passage, name: Span) -> bool:
    """«Ленина 210»: a street."""
    form = place.low[slice(*name)]
    return re.fullmatch("[а-я-]+", form) is not None and not word(form).tags & {"nomn", "accs"}


def _subject(before: str, quoted: bool) -> bool:
    """Whether the name may be the subject: it opens, or follows a conjunction, a mark, a time."""
    return quoted or bool(
        re.search(
            r"(?:^|[,:;(!?.-]\s*|(?<!\w)(?:а|но|и|вот|вчера|сегодня|тут|у\s+вас|что|когда|же|ваши|конкуренты|сейчас|and|but|so|because|when|while|since|as|though|cos|us|agency|supplier|chandler|guys|lads|than|also|plus|now|that|then)\s+)$",
            before,
        )
    )


def _names(place: Passage, sentence: Span, ner: list[Named]) -> Iterator[Span]:
    """What in the sentence may be a firm's name: quoted, tagged, in capitals, unknown."""
    tokens = [Span(*m.span()) for m in _TOKEN.finditer(place.low, sentence.start, sentence.end)]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if place.low[token.start] == '"':
            yield token
            continue
        entity = next((n for n in ner if n.type == "ORG" and n.start <= token.start < n.end), None)
        if entity and entity.end <= sentence.end and entity.start >= sentence.start:
            if not _plain(place, Span(entity.start, entity.end), sentence):
                yield Span(entity.start, entity.end)
            while at < len(tokens) and tokens[at].start < entity.end:
                at += 1
            continue
        if not _proper(place, token, sentence):
            continue
        last = token
        while (
            at < len(tokens)
            and tokens[at].start - last.end
            <= 1 + (place.text[last.end : tokens[at].start] == " & ") * 2
            and place.text[tokens[at].start].isupper()
            and place.low[slice(*tokens[at])] not in _NO_NAMES
        ):
            if place.text[last.end : tokens[at].start].strip(" &"):
                break
            last = tokens[at]
            at += 1
        name = Span(token.start, last.end)
        if place.low.endswith("'s", name.start, name.end):
            name = Span(name.start, name.end - 2)
        yield name


def _plain(place: Passage, name: Span, sentence: Span) -> bool:
    form = place.low[slice(*name)]
    if form in _NO_NAMES or form in NOT_NAMES:
        return True
    written = place.text[slice(*name)]
    return written.isupper() and len(written) <= 5 and name.start != sentence.start


def _proper(place: Passage, token: Span, sentence: Span) -> bool:
    form, written = place.low[slice(*token)], place.text[slice(*token)]
    bare = form.removesuffix("'s")
    if bare in _NO_NAMES or bare in NOT_NAMES or len(bare) < 2:
        return False
    opens = not re.search(r"\w", place.low[sentence.start : token.start])
    if re.search("[а-я]", form):
        entry = word(form)
        if not entry.known and len(form) > 3:
            return written[0].isupper() or (opens and token.start == place.sentences[0].start)
        if not written[0].isupper():
            return False
        if opens and re.match(r" [А-ЯЁ][а-яё]", place.text[token.end :][:3]):
            return not entry.tags & {"Name", "Patr", "Geox", "Surn"} and entry.pos in {
                "ADJF",
                "NOUN",
            }
        if is_first_name(form) or entry.tags & {"Name", "Patr", "Geox"}:
            return False
        if (
            written.isupper()
            and len(written) >= 3
            and not place.text[sentence.start : sentence.end].isupper()
        ):
            return True
        return bool(entry.tags & {"Orgn", "Trad"}) or (not opens and entry.pos == "NOUN")
    if any(c.isdigit() for c in form):
        return False
    common = bare in EN_STOP or bare in EN_FILL or bare in EN_NOT or bare in EN_VERBS
    if written[0].isupper():
        common = common or bare in ORDINARY
        return not common and not (
            place.text[sentence.start : sentence.end].isupper() and not place.russian
        )
    if place.russian:
        return len(bare) > 3 and not common and opens
    return (
        opens
        and token.start == place.sentences[0].start and len(bare) > 3 and not common
        and _LOWER_EN.match(place.low, token.end) is not None
    )  # fmt: skip
