"""Towns that no gazetteer has: by the word before, by the ending of a line, as an answer."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re
from collections.abc import Iterator

from core.understanding.context import Passage
from core.understanding.morph import is_first_name, word
from core.understanding.recognizers.english import FIRST_NAMES, ORDINARY
from core.understanding.text import Span

_EN = r"(?P<n>[A-Z][a-zà-ÿ]{2,}(?:[- ][A-Z][a-zà-ÿ]{2,})?)(?![\w@'’]|\.\w)"
_TO = re.compile(
    rf"(?<!\w)(?:in|to|near|past|(?:we're|we\s+are|live|come|coming|collect|pick\s?up|shipping|freight|runs?)\s+from|reach|around|outside|DAP|CIF|FOB|DDP|EXW|CPT|CFR|ETA|into|drop|delivered|up\s+in|serving)\s+{_EN}"
)
_ROUTE_EN = re.compile(
    r"(?<![\w'])(?P<a>[A-Z][a-zà-ÿ]{2,})\s*(?:to|->|→|—|>)\s*(?P<b>[A-Z][a-zà-ÿ]{2,})(?![\w'])"
)
_NOT_BEFORE = re.compile(
    r"(?<!\w)(?:talk(?:ing)?|speak(?:ing)?|spoke|give|given|gave|switch\w*|mov(?:ed|ing)|went|going|gone|invoice\w*|bill|attention|written|sent|reply|regards|offer|quote|price|got|heard|email|write|due|next|similar|compared|attn|name|according|pay|paid|payable|sell|marry|listen\w*|back|cheaper|licen[sc]e)"
    r"(?:\s+(?:\S+\s+){0,4}?net\s+\d+|\s+\S+\s+\+\s+vat)?(?:\s+(?:it|me|us|him|her|them|this|that|you|over|up|out|\d\S*))?\s+(?:in|to|near|past|from|around|into)\s*$"
)
_FIRM = re.compile(
    r"\s*(?:,?\s*(?:inc|llc|ltd|gmbh|corp|plc|group|dental|trust|hotel|vets|bio)(?!\w)|'s(?!\w)|\s(?:road|street|lane|ave|day|time|office|team|store)(?!\w))",
    re.I,
)
_NO_TOWNS = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday english german french russian spanish italian chinese arabic europe asia africa america britain germany france
    spain italy poland turkey china india russia ukraine england scotland wales ireland canada mexico brazil japan korea norway
    sweden finland denmark austria switzerland belgium portugal greece egypt kenya nigeria kazakhstan georgia armenia uzbekistan
    netherlands pdf excel word outlook shopify whatsapp telegram instagram facebook google windows android christmas easter
    east west north south turkish vat
    eid ramadan diwali australia ghana uae usa uk eu zealand vietnam thailand indonesia malaysia philippines pakistan
    """.split()  # noqa: SIM905
)
_RU = r"(?P<n>[А-ЯЁ][а-яё]{2,}(?:-[А-Яа-яЁё]+)*(?:\s[А-ЯЁ][а-яё]{3,})?)(?![\w-])"
_VILLAGE = re.compile(
    rf"(?<!\w)(?:дер(?:евн[яюеи]|\.)|д\.|пос(?:[её]л(?:ок|ка|ке)|\.)|пгт|сел[оае]|с\.|станиц[ауе]|хутор\w?|станция|рабочий\s+пос[её]лок|рп)\s+{_RU}"
)
_PREP_RU = re.compile(rf"(?<!\w)(?:до|в|во|из|под|на|около)\s+{_RU}")
_PIECE = re.compile(rf"(?:^|[,.;:!\n—-]\s*){_RU}\s*(?=[,.;!?\n]|$)")
_WHERE = re.compile(
    r"куда|адрес|город|где\s|откуда|регион|достав|where|city|address|deliver|ship\s+to|destination|postcode|town"
)
_STREET = re.compile(r"\s*,?\s*(?:д\.?\s*)?\d")
_ROUTE = re.compile(
    r"достав|вез|отправ|отгру|привез|довез|самовывоз|находи|работа|живе|базир|филиал|склад|транспорт|манипулятор|рейс|машин|адрес|объект|ехать|приед|груз|курьер"
)


def towns(place: Passage, asked: bool) -> Iterator[Span]:
    """Places of towns; ``asked``: we asked where."""
    text, low = place.text, place.low
    asked = asked or bool(_WHERE.search(place.context.ours))
    for m in _TO.finditer(text):
        span = Span(*m.span("n"))
        words = low[slice(*span)].split()
        if words[0] in _NO_TOWNS or words[0] in FIRST_NAMES or _FIRM.match(text, span.end):
            continue
        if len(words) > 1 and (words[1] in ORDINARY or words[1] in _NO_TOWNS):
            span = Span(span.start, span.start + len(words[0]))
        if words[0] in ORDINARY and words[0] not in {
            "bath",
            "split",
            "bend",
            "reading",
            "derby",
            "deal",
        }:
            continue
        if _NOT_BEFORE.search(low[max(0, span.start - 40) : span.start]):
            continue
        yield span
    for m in _ROUTE_EN.finditer(text):
        for name in ("a", "b"):
            first = m[name].lower().split()[0]
            if first not in ORDINARY | _NO_TOWNS | FIRST_NAMES:
                yield Span(*m.span(name))
    if asked:
        m2 = re.match(rf"\s*(?:[a-z]+,?\s+){{0,3}}?{_EN}\s*(?=[,.\n]|$)", text)
        if m2:
            first = low[slice(*m2.span("n"))].split()[0]
            if first not in ORDINARY | _NO_TOWNS | FIRST_NAMES and not _FIRM.match(
                text, m2.end("n")
            ):
                yield Span(*m2.span("n"))
    for m in _VILLAGE.finditer(text):
        if low[m.start() : m.start() + 2] not in {"с.", "д."} or not _STREET.match(low, m.end()):
            yield Span(*m.span("n"))
    for m in _PREP_RU.finditer(text):
        town = _russian(place, Span(*m.span("n")))
        if town and not _STREET.match(low, town.end):
            tags = word(low[slice(*town)].split()[-1]).tags
            if "Geox" in tags and (tags.isdisjoint({"Surn", "Name"}) or _ROUTE.search(low)):
                yield town
    for m in _PIECE.finditer(text):
        town = _russian(place, Span(*m.span("n")))
        if town is None or _STREET.match(low[town.end : town.end + 8].lstrip(" ") or " "):
            continue
        entry = word(low[slice(*town)].split()[-1])
        if "nomn" not in entry.tags and entry.known:
            continue
        opens = not low[: town.start].strip(" .,!") or re.fullmatch(
            r"\W*(?:ага|да|ок|хорошо|это|так)\W+", low[: town.start]
        )
        if ("Geox" in entry.tags and entry.tags.isdisjoint({"Name"})) or (
            asked
            and opens
            and ("Surn" not in entry.tags or not entry.known)
            and (not entry.known or entry.pos == "ADJF")
        ):
            yield town


def _russian(place: Passage, span: Span) -> Span | None:
    """The name cut to its first word unless both words are of the town."""
    words = place.low[slice(*span)].split()
    if len(words) == 2:
        second = word(words[1])
        both = ("Geox" in second.tags or not second.known) and word(words[0]).pos in {"ADJF"}
        if not both:
            span = Span(span.start, span.start + len(words[0]))
            words = words[:1]
    if is_first_name(words[-1]) or word(words[0]).tags & {"Apro"}:
        return None
    return span
