"""Who writes: their own name, by what they say of themselves and how they sign."""

import re
from functools import partial

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import is_first_name, word
from core.understanding.recognizers.base import as_written, free
from core.understanding.recognizers.called import called
from core.understanding.recognizers.english import FIRST_NAMES, ORDINARY
from core.understanding.recognizers.names import LEGAL, NOT_NAMES, WORD, Named
from core.understanding.recognizers.others import another
from core.understanding.recognizers.places import is_town
from core.understanding.recognizers.roles import ROLE, ROLE_EN, ROLE_NOT, is_role, title
from core.understanding.recognizers.signature import neighbours
from core.understanding.text import Span

_NAME_CUES = re.compile(
    r"(?<!\w)(?:меня\s+зовут|зовут\s+меня|мое\s+имя|имя\s*[:-]|фио\s*[:-]|контактное\s+лицо\s*[:-]?|контакт\s*[:-]|получатель\s*[:-]|"
    r"с\s+уважением|с\s+ув\.|спасибо,\s*\n|(?:thanks|thank\s+you|many\s+thanks|thx)\s*[,!.]?\s*\n|ответственн\w+\s*[:-]|обращаться\s+к|можно\s+просто|"
    r"my\s+name\s+is|my\s+name's|name\s*[:-]|contact\s+person\s*[:-]?|contact\s*:|(?:best|kind|warm|many)\s+regards|regards|sincerely|cheers|"
    r"best\s+wishes|yours\s+(?:truly|faithfully))[\s,:!-]*"
)
_SELF_CUES = re.compile(
    r"(?<![\w])(?P<cue>это|я|вас\s+беспокоит|беспокоит|пишет\s+вам|вам\s+пишет|на\s+связи|i'm|i\s+am|this\s+is|it's|its|it\s+is|im)\s+(?:снова\s+|again\s+|-\s*)?"
)
_LOWER_SELF = re.compile(
    rf"(?<!\w)(?:i'm|i\s+am|this\s+is|it's)\s+(?P<n>[a-z]{{3,}}(?:\s+[a-z]{{3,}})?)(?=\s+(?:from|here|{ROLE_EN})(?!\w)|,\s+(?:{ROLE_EN})(?!\w))"
)
_FIRM_END = re.compile(
    r"(?<!\w)(?:inc|llc|ltd|gmbh|corp|bv|llp|plc|s\.a|s\.?l|s\.?r\.?l|s\.?p\.?a|oy|pty|n\.?v|ag|kft|group|tech|labs|trading)(?!\w)"
)
_HERE = re.compile(
    r"(?:^|[\n.!,]\s*)(?P<n>[A-Za-z][a-z]+(?:\s+[A-Z][a-z]+)?)\s+(?:here|speaking)\b"
)
_FROM = re.compile(
    r"(?:^|[.!,\n]\s*)(?P<n>[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?)(?:\s+(?:from|of)\s+(?=[A-Z])|"
    r"\s*,\s*(?=\+\d{2})|\s*[,-]\s*(?:[Ii]|[Ww]e)\s+(?:run|am|manage|own|work|lead|head|look\s+after|handle)\b)"
)
_TROUBLES = re.compile(
    r"(?<!\w)(?P<n>[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ][а-яё]+){0,2})\s+(?:беспокоит|вас\s+беспокоит|пишет|на\s+связи)(?!\w)"
)
_SIGNED = re.compile(
    r"[ ,:]+(?P<n>(?:[A-ZА-ЯЁ]\.[ ]?){1,2}[A-ZА-ЯЁ][a-zа-яё]+(?:-[A-ZА-ЯЁ][a-zа-яё]+)?"
    r"|[А-ЯЁ][а-яё]+[ ](?:[А-ЯЁ]\.[ ]?){2})(?=[ ,.]*(?:\n|$))"
)
"""«начальник отдела Р. А. Гущин», at the end of its line."""
_DEPARTMENT = (
    r"(?:отдел|служба|закупк|снабжени|бухгалтери|логистик|склад|сбыт|procurement|purchasing|"
    r"logistics|accounting|accounts)\w*(?!\w)"
)
_FIRM_AFTER = re.compile(
    rf"\s*[,(-]\s*(?:{LEGAL}\b|(?:компания|завод|фабрика|магазин|клиника)\b|ип\b|\"|{_DEPARTMENT})"
)
_LAST_INITIALS = re.compile(r"(?:[.!?]\s+|\n\s*)(?P<n>[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.)\s*$")
_FULL = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+(?:[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+|[А-ЯЁ]\.\s?[А-ЯЁ]\.)"
_FULL_LINE = re.compile(
    r"(?:^|\n)[ ]*(?P<n>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?[ ]+[А-ЯЁ][а-яё]+[ ]+"
    r"[А-ЯЁ][а-яё]+(?:вич|вна|чна|лыч|оглы|кызы))[ ]*(?=\n|$)"
)
_SIGNATORY = re.compile(
    rf"(?:[Вв]\s+лице\s+(?:[а-яё.-]+\s+){{1,5}}|(?:^|\n)\s*(?:Генеральный\s+директор|Директор|Руководитель|"
    rf"Управляющий|Председатель\s+правления)\s*[:\n-]\s*)(?P<n>{_FULL})"
)
"""Who signs a paper: «в лице директора …», «Генеральный директор» with the name under it."""
_CALLED = re.compile(r"(?<!\w)меня\s+(?P<n>[а-я-]{3,}(?:\s+[а-я-]{3,}){0,2})\s+зовут(?!\w)")
_AFTER_PHONE = re.compile(r"(?:\d[\s-]?){7}\s*[,-]?\s+(?=[А-ЯЁ][а-яё]{2})")
_INITIALS_AFTER = re.compile(r"\s+(?:[A-ZА-ЯЁ]\.\s?){1,2}(?<=\.)")
_INITIALS_BEFORE = re.compile(r"(?<!\w)(?:[A-ZА-ЯЁ]\.\s?){1,2}$")
_SURNAME_FIRST = re.compile(
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+(?:(?:[А-ЯЁ]\.\s?){1,2}(?<=\.)|(?P<first>[А-ЯЁ][а-яё]+)(?:\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична|ьич|оглы|кызы)(?![а-яё]))?)"
)
_TITLES_EN = {"mr", "mrs", "ms", "dr", "prof", "eng"}


def _cap(word_: str) -> bool:
    return word_[:1].isupper()


def _name_at(place: Passage, start: int, ner: list[Named], *, strict: bool) -> Span | None:
    """A person's name that begins at ``start``. ``strict``: only what is surely a name."""
    text, low = place.text, place.low
    m = re.compile(rf"(?:{WORD})(?:[ ]+(?:{WORD})){{0,3}}").match(text, start)
    if not m or not low[start : m.end()].strip():
        return None
    tokens = [Span(*t.span()) for t in re.compile(WORD).finditer(text, m.start(), m.end())]
    if low[tokens[0].start : tokens[0].end] in _TITLES_EN:
        tokens = tokens[1:]
    person = next((n for n in ner if n.type == "PER" and n.start <= start < n.end), None)
    kept: list[Span] = []
    for token in tokens[:3]:
        form = low[token.start : token.end]
        if form in NOT_NAMES:
            break
        russian = bool(re.search("[а-я]", form))
        entry = word(form) if russian else None
        proper = _cap(text[token.start : token.end])
        if entry:
            fits = bool(entry.tags & {"Name", "Surn", "Patr"}) and entry.known
            odd = (
                entry.known
                and not fits
                and entry.pos
                in {
                    "VERB",
                    "PREP",
                    "CONJ",
                    "INFN",
                    "PRCL",
                    "NPRO",
                    "ADVB",
                    "PRED",
                    "ADJS",
                    "PRTS",
                    "COMP",
                    "INTJ",
                }
            )
            if odd and not (proper and kept and person and token.end <= person.end):
                break
            if kept and not proper and not fits:
                break
            if kept and not proper and not (entry.tags & {"Surn", "Patr"}):
                break
            if not kept and not proper and not (is_first_name(form)):
                break
            if not kept and strict and not (is_first_name(form) or (person and proper)):
                break
            if kept and "Geox" in entry.tags and not entry.tags & {"Surn", "Patr"}:
                break
            if not kept and not strict and entry.known and not fits and not person:
                break
        elif (not proper and (kept or strict)) or (
            not kept and form in ORDINARY and form not in FIRST_NAMES
        ):
            break
        kept.append(token)
    if not kept:
        return None
    if len(kept) == 1 and strict and not re.search("[а-я]", low[kept[0].start : kept[0].end]):
        form = text[kept[0].start : kept[0].end]
        if not form[:1].isupper() or (form.isupper() and len(form) > 3):
            return None
    return Span(kept[0].start, kept[-1].end)


def persons(place: Passage, ner: list[Named]) -> list[Candidate]:
    """The writer's own name."""
    found: list[Candidate] = []

    def add(span: Span | None, confidence: float, *, cued: bool = False) -> None:
        if span and not cued and another(place.low, place.sentences, *span):
            return
        if span and _FIRM_END.search(place.low[span.start : span.end + 8]):
            return
        if span and (_plain(place, span) or is_town(place, *span)):
            return
        if span and re.search(
            r"(?:спасибо|благодар\w+|thanks?(?:\s+to)?)\s+(?:[\w]+\s+)?$",
            place.low[: span.start][-30:],
        ):
            return
        if span and not place.low[span.start : span.end].strip():
            return  # hidden from the recognizers
        span = _with_initials(place.text, span) if span else None
        if span and free(span, [Span(c.start, c.end) for c in found]):
            found.append(as_written(place, "person", span.start, span.end, confidence))

    for cue in _NAME_CUES.finditer(place.low):
        add(_name_at(place, cue.end(), ner, strict=cue.group()[:7] == "контакт"), 0.93, cued=True)
    for cue in _SELF_CUES.finditer(place.low):
        if re.search(r"(?:что|а|не|если|и)\s+$", place.low[max(0, cue.start() - 5) : cue.start()]):
            continue
        add(_name_at(place, cue.end(), ner, strict=True), 0.88, cued=True)
    for m in _SIGNATORY.finditer(place.text):
        add(Span(*m.span("n")), 0.92, cued=True)
    for m in _FULL_LINE.finditer(place.text) if place.context.page else ():
        add(Span(*m.span("n")), 0.9, cued=True)
    for m in _CALLED.finditer(place.low):
        span = _name_at(place, m.start("n"), ner, strict=False)
        add(span if span and span.end <= m.end("n") else None, 0.93, cued=True)
    for m in ROLE.finditer(place.low):
        end = title(place, m).end
        if re.match(r"\s+(?=\S)", place.low[end : end + 3]) and not ROLE_NOT.search(
            place.low[max(0, m.start() - 40) : m.start()]
        ):
            span = _surname(place, end + 1) or _name_at(place, end + 1, ner, strict=True)
            if span and place.text[span.start].isupper():
                add(span, 0.8)
    for m in _SIGNED.finditer(place.text):
        line = place.low.rfind("\n", 0, m.start()) + 1
        if is_role(place, line, m.start()) and not ROLE_NOT.search(place.low[line : m.start()]):
            add(Span(*m.span("n")), 0.9)
    for m in _LAST_INITIALS.finditer(place.text):
        add(Span(*m.span("n")), 0.8, cued=True)
    for m in _LOWER_SELF.finditer(place.low):
        if not set(m["n"].split()) & NOT_NAMES:
            add(Span(*m.span("n")), 0.8)
    for m in _HERE.finditer(place.text):
        if m["n"].lower().split()[0] not in NOT_NAMES and m["n"][:1].isupper():
            add(Span(*m.span("n")), 0.85)
    for m in _FROM.finditer(place.text):
        if m["n"].lower().split()[0] not in NOT_NAMES:
            add(Span(*m.span("n")), 0.85, cued=True)
    for m in _TROUBLES.finditer(place.text):
        entry = word(m["n"].split()[0])
        if entry.tags & {"Surn", "Name"} and "nomn" in entry.tags:
            add(Span(*m.span("n")), 0.85, cued=True)
    if not place.context.page:
        for span, sure in called(place):
            add(span, sure, cued=True)
    if not found:
        add(_signature(place, ner), 0.75)
    if not found and "name" in place.context.asked and len(place.text) < 120:
        start = re.match(
            r"\s*(?:(?:я|да|здравствуйте|добрый\s+день|это|конечно|sure|hi)[\s,!.-]+)?", place.low
        )
        add(_name_at(place, start.end() if start else 0, ner, strict=False), 0.85)
    if not found:
        add(_opening(place, ner), 0.75)
    if not found:
        add(_sign_off(place, ner), 0.72)
    if not found:
        for m in _AFTER_PHONE.finditer(place.text):
            add(_name_at(place, m.end(), ner, strict=True), 0.75)
    if not found:
        for span in neighbours(place, partial(is_role, place), partial(is_town, place)):
            add(span, 0.75)
    return found[:2]


def _plain(place: Passage, span: Span) -> bool:
    """Whether the name is an ordinary English word: “Sent here”, “Hey, we run …”."""
    words = place.low[span.start : span.end].split()
    if words[0] in FIRST_NAMES or (len(words) > 1 and words[-1] not in ORDINARY):
        return False
    return words[0] in ORDINARY or words[-1] in _FIRM_WORDS


_FIRM_WORDS = frozenset(
    """
    gym trust dental marina clinic school college church council hotel cafe bakery brewery farm
    farms studio foods group services
    """.split()  # noqa: SIM905
)


def _with_initials(text: str, span: Span) -> Span:
    """«Кравец» with the initials beside it: «Кравец Н. П.», «Н. П. Кравец»."""
    if span.end - span.start < 3 or " " in text[span.start : span.end].strip():
        return span
    after = _INITIALS_AFTER.match(text, span.end)
    if after:
        return Span(span.start, after.end())
    before = _INITIALS_BEFORE.search(text, max(0, span.start - 8), span.start)
    return Span(before.start(), span.end) if before else span


def _surname(place: Passage, start: int) -> Span | None:
    """A full name that begins with the surname, or a surname with its initials."""
    m = _SURNAME_FIRST.match(place.text, start)
    if m is None:
        return None
    second = m["first"]
    if second and not is_first_name(second.lower()):
        return None
    return Span(m.start(), m.end())


def _sign_off(place: Passage, ner: list[Named]) -> Span | None:
    """«…пришлём сегодня. Иван»: a last sentence that is just a Russian name."""
    if len(place.sentences) < 2:
        return None
    last = place.sentences[-1]
    said = place.text[last.start : last.end].rstrip(" .!)")
    names = said.split()
    if not 1 <= len(names) <= 3 or not all(_cap(w) for w in names):
        return None
    if not re.fullmatch(r"[А-ЯЁа-яё -]+", said) or not any(is_first_name(w) for w in names):
        return None
    span = _name_at(place, last.start, ner, strict=True)
    return span if span and span.end - span.start == len(said) else None


def _signature(place: Passage, ner: list[Named]) -> Span | None:
    """A last line, or one before phone and firm, that is just a name."""
    lines = [Span(*m.span()) for m in re.finditer(r"[^\n]+", place.low)]
    if len(lines) < 2:
        return None
    for line in lines[1:][-4:]:
        head = re.split(r"[,|]", place.text[line.start : line.end])[0].strip(" .-")
        if (
            not 2 <= len(head) <= 50
            or not all(_cap(w) for w in head.split())
            or len(head.split()) > 3
        ):
            continue
        start = place.text.index(head, line.start)
        span = _name_at(place, start, ner, strict=True)
        if span and span.end - span.start == len(head):
            if (
                not re.search("[а-я]", head.lower())
                and len(head.split()) < 2
                and line is not lines[-1]
            ):
                continue
            return span
    return None


def _opening(place: Passage, ner: list[Named]) -> Span | None:
    """«Ирина Ковалёва, ООО «Ромашка»»: a full name that opens a sentence, firm or role after."""
    for sentence in place.sentences[:3]:
        span = _surname(place, sentence.start) or _name_at(place, sentence.start, ner, strict=True)
        if span is None:
            continue
        rest = place.low[span.end : span.end + 40]
        from_firm = re.match(r"\s*,?\s*(?:из\s+\w|from\s+[a-z])", rest)
        firm = _FIRM_AFTER.match(rest) or ROLE.match(
            place.low, span.end + len(rest) - len(rest.lstrip(" ,-"))
        )
        if (firm or from_firm) and re.match(r"\s*(?:[,(-]|из|from)", rest):
            return span
    return None
