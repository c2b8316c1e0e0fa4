"""Jobs that no list names, by their form: «я хозяйка кофейни», “I'm the head gardener at …”."""

import re
from collections.abc import Iterator, Sequence

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.text import Span

_NO_JOB = frozenset(
    """
    абонент бабушка брат ветеран внук внучка враг гость девочка девушка дед дедушка дилер
    дистрибьютор дочь дочка друг дурак жена женщина житель заказчик идиот инвалид клиент клиентка
    конкурент коллега любитель малыш мальчик мама мать муж мужчина новичок отец папа парень партнер
    пассажир пациент пенсионер пенсионерка подписчик подруга поклонник покупатель покупательница
    пользователь поставщик представитель подрядчик реселлер родитель сестра сосед соседка студент
    студентка супруг супруга сын теща тетя участник участница фанат человек чайник школьник
    читатель лицо лох сам член россиянин русский молодец персона один
    """.split()  # noqa: SIM905
)
"""People by what they are to somebody, and not by what they do (lemmas)."""
_SELF = re.compile(
    r"(?<![\w-])(?:я(?:\s+(?:тут|здесь|сам|сама|теперь|сейчас|же|ваш\w*))?|работаю|тружусь)\s*(?:-\s*)?"
    r"(?=[а-я])"
)
_AS = re.compile(r"(?<![\w-])как\s+(?=[а-я])")
_GREETED = re.compile(
    r"^\s*(?:(?:здравствуйте|добр\w+\s+\w+|приветствую|привет|доброго\s+\w+|коллеги)[\s,.!)]*)*"
)
_FORM = re.compile(r"(?P<w>[а-я]+(?:-[а-я]+)?)(?![\w-])\s*")
_PO = re.compile(r"по\s+(?P<w>[а-я]{4,})(?:\s+(?P<g>[а-я]{4,}))?(?![\w-])")


def job(form: str) -> bool:
    """Whether a Russian word, in any case, says what somebody does."""
    entry = word(form)
    living = entry.pos == "NOUN" and "anim" in entry.tags
    return (
        entry.known and (living or form.startswith(("управляющ", "заведующ")))
        and not entry.tags & {"Name", "Surn", "Patr", "Apro"}
        and entry.lemma.replace("ё", "е") not in _NO_JOB
    )  # fmt: skip


def trades(place: Passage, people: Sequence[Candidate]) -> Iterator[Span]:
    """Where the writer says what they are, whatever it is called."""
    low = place.low
    if re.search("[а-я]", low):
        starts = [(m.end(), True) for m in _SELF.finditer(low)]
        starts += [(m.end(), False) for m in _AS.finditer(low)]
        for start, self in starts:
            span = _title(low, start)
            if span and (self or re.match(r"\s*(?:,|хо[чт]|прошу|могу|инт)", low[span.end :])):
                yield span
        for person in people:
            after = re.match(r"\s*[,(-]\s*", low[person.end :])
            span = _title(low, person.end + after.end()) if after else None
            if span and re.match(r"\s*(?:[,.;)\n(]|$|из\s|в\s|\"|-\s)", low[span.end :]):
                yield span
        for m in _AFTER_NAME.finditer(place.text[:300]):
            span = _title(low, m.end())
            if span and _CLOSES.match(place.text[span.end :]):
                yield span
        opened = _GREETED.match(low)
        span = _title(low, opened.end() if opened else 0)
        if span and " " in low[slice(*span)] and _OPENS.match(place.text[span.end :]):
            yield span
    yield from _english(place)


_AFTER_NAME = re.compile(r"(?:(?<![\w-])[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ]\.)*|[»\"”]),\s+(?=[а-я])")
_CLOSES = re.compile(
    r"\s*(?:[,.;\n\"«]|$)|\s+[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ][а-яё]+){0,2}\s*[,.;\n]"
    r"|\s+[а-яё]+(?:ого|его|ой|ей|ых|их)\s+[а-яё]+\s*[\"«]"
)
_OPENS = re.compile(r"\s*(?:,|\"|«|-\s|из\s)|\s+(?:[А-ЯЁ][а-яё]+[.,\s]|\d)")
"""What follows who one is, at the start: «владелец пекарни «Колос», ищу печь»."""


def _title(low: str, start: int) -> Span | None:
    """A noun of a living being in the nominative at ``start``, with its adjectives before it and
    what it governs behind."""
    at, seen = start, 0
    while m := _FORM.match(low, at):
        entry = word(m["w"])
        if entry.pos == "ADJF" and "nomn" in entry.tags and not entry.tags & {"Apro", "Anum"}:
            if seen == 2:
                return None
            at, seen = m.end(), seen + 1
            if entry.lemma == "старший" and (tail := _PO.match(low, at)):
                return Span(start, tail.end("w"))  # «старший по дому»
            continue
        if entry.pos != "NOUN" or not {"anim", "nomn"} <= entry.tags or not entry.known:
            return None
        if entry.tags & {"Name", "Surn", "Patr", "plur"} or len(m["w"]) < 4:
            return None
        if entry.lemma.replace("ё", "е") in _NO_JOB:
            return None
        return Span(start, _governed(low, m.end("w")))
    return None


def _governed(low: str, end: int) -> int:
    of = re.compile(r"\s+(?P<a>[а-я]{3,}(?:ого|его|ой|ей|ых|их)\s+)?(?P<w>[а-я]{4,})(?![\w-])")
    m = of.match(low, end)
    if m is None:
        po = re.compile(r"\s+" + _PO.pattern).match(low, end)
        return po.end("w") if po else end
    entry = word(m["w"])
    if entry.pos == "NOUN" and "gent" in entry.tags and entry.known:
        firm = entry.tags & {"Name", "Geox", "Orgn"} or entry.lemma in _FIRMS
        called = m["a"] and low[m.end() :].lstrip()[:1] in {'"', "«"}  # «детского центра «Радуга»»
        return end if firm or called else m.end()
    return end


_FIRMS = {"компания", "фирма", "организация", "завод", "клиника", "гимназия", "театр", "ресторан"}
AGENT = (
    r"(?:[a-z]{2,}(?:er|or|ist|ian|man|woman|ant|eer|ess)|bursar|nurse|clerk|chef|rep|vet|warden|lead|head|"
    r"treasurer|registrar|chair|host|hostess|dean|provost|curate|vicar|steward|pa)"
)
_ENGLISH = re.compile(
    r"(?<![\w'])(?P<cue>i'm|i\s+am|im|as|being|become|became|been)\s+(?:just\s+|now\s+|currently\s+)?(?:(?P<det>an?|the|your)\s+)?"
    rf"(?P<t>(?:[a-z&-]+\s+){{0,2}}?{AGENT})(?=\s+(?:at|of|for|with|in|from|on|here|working|who|and|looking|over|i|we)(?!\w)|\s*[,.;!?\n-]|\s*$)"
)
_HERE = re.compile(
    rf"(?:^|[.!,]\s+|(?:hi|hello|hey|morning|afternoon)[,!.]?\s+)(?P<t>(?:[a-z&-]+\s+){{0,2}}{AGENT})(?:\s+(?:at|of|for)\s+[^,.!?\n]{{2,30}})?\s+here(?!\w)"
)
_NOT_EN = frozenset(
    """
    after another bigger better buyer's cheaper customer earlier either ever father fan faster
    further greater happier her however interior larger later longer lover member mother neither
    never newer number older order other our over owner's parent per prior quicker rather regular
    smaller sister brother daughter stranger sooner subscriber supper together under user utter
    whether your client believer beginner learner foreigner newcomer pensioner resident for or nor
    important distant instant relevant constant want interested looking going sure sorry trying
    hoping thinking wondering in on at to from not no all some any this that these those my his
    their about with without so very too also still just writing calling asking getting keen happy
    tenant consumer attendee viewer reader player minor major poor junior senior german russian
    italian indian norwegian egyptian canadian australian american ukrainian brazilian human
    """.split()  # noqa: SIM905
)


def _english(place: Passage) -> Iterator[Span]:
    for pattern in (_ENGLISH, _HERE):
        for m in pattern.finditer(place.low):
            words = m["t"].split()
            if words[-1] in _NOT_EN or any(w in _NOT_EN - _LEADS for w in words[:-1]):
                continue
            bare = m.groupdict().get("cue") in {"as", "being"} and not m.groupdict().get("det")
            if bare and len(words) < 2:
                continue
            if place.text[m.start("t") + len(m["t"]) - len(words[-1])].isupper() and len(words) < 2:
                continue  # “I am Carter”
            yield Span(*m.span("t"))


_LEADS = frozenset({"interior", "senior", "junior", "major"})
