"""Names and firms by their neighbours: a piece of text that is just a name, next to a job, a phone,
a firm or a town, is the contact's."""

import re
from collections.abc import Callable

from core.understanding.context import Passage
from core.understanding.morph import is_first_name, word
from core.understanding.text import Span

_PIECE = re.compile(r"[^,;\n|!?()]+?(?=\.(?:\s|$)|[,;\n|!?()]|\s-\s|$)")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?\.?")
_CONTACT = re.compile(r"\+?\d[\d\s().-]{8,}\d|@|(?<!\w)(?:инн|inn|тел|tel|phone|моб)(?!\w)")
_GREETING = re.compile(
    r"\s*(?:здравствуйте|добр\w+\s+\w+|привет\w*|доброго|hi|hello|hey|dear|good\s+\w+|спасибо|thanks)(?!\w)"
)
_NAMED_BY = re.compile(
    r"(?<!\w)(?:контакт(?:ное\s+лицо|ы)?|спросит[ье]|спросить|примет|встретит|встречает|принимает|получатель|подписант|в\s+лице|(?:его|ее|зовут)\s+зовут|"
    r"ask\s+for|contact(?:\s+person)?(?:\s+(?:is|at\s+the\s+site\s+is))?|attn|отвечает|ответственн\w+)\s*[:-]?\s+$"
)
_FORM = re.compile(
    r"(?:[а-я]+\s+)?(?:отдел|служба|департамент|бухгалтерия)(?:\s.*)?|(?:[a-z]+\s+){1,2}(?:department|dept\.?|team)|\"[^\"\n]{2,40}\"|(?:ооо|оао|зао|пао|ао|ип|тоо|гк|тд|муп|гбуз)\s+\S.*|.*\s(?:inc|llc|ltd|gmbh|corp|bv|llp|plc|s\.?a|co|group)\.?"
)
_PLAIN_WORDS = frozenset(
    """
    afternoon all also and are as asap at be been best but by call can contract cost could dear
    delivery did do does each evening for friday from good great had has have hello here hey hi
    how if in interested invoice is it its kind let looking me meet monday morning my need needs
    new no not of office old on or order our per please price quote regards send sent shipping
    sincerely so sorry team thank thanks that the then there they this thursday to today tomorrow
    tuesday urgent us want was we wednesday were what when where who why will with would yes you
    your
    """.split()  # noqa: SIM905
)


def pieces(low: str) -> list[Span]:
    """The text between commas, stops and line ends, without the space around it."""
    found = []
    for m in _PIECE.finditer(low):
        start, end = m.span()
        while start < end and not (low[start].isalnum() or low[start] in '"+'):
            start += 1
        while end > start and not (low[end - 1].isalnum() or low[end - 1] in '".)'):
            end -= 1
        if start < end:
            found.append(Span(start, end))
    return found


def name_run(place: Passage, start: int, end: int, *, sure: bool) -> Span | None:
    """The name that begins at ``start``: Russian words a dictionary has as names, of which one is
    a first name, or (not ``sure``) two or three plain Latin words."""
    kept: list[Span] = []
    first = False
    latin = 0
    for m in _TOKEN.finditer(place.low, start, end):
        if place.low[kept[-1].end if kept else start : m.start()].strip():
            break
        form = m.group().rstrip(".")
        if re.search("[а-я]", form):
            entry = word(form)
            if (
                latin
                or entry.pos not in {"NOUN", "ADJF"}
                or not entry.tags & {"Name", "Surn", "Patr"}
            ):
                break
            if is_first_name(form):
                first = True
            elif not (entry.tags & {"Surn", "Patr"}) or len(form) < 3:
                break
        else:
            if first or form in _PLAIN_WORDS or len(form) < 3:
                break
            latin += 1
        kept.append(Span(m.start(), m.start() + len(form)))
        if len(kept) == 3:
            break
    if not kept:
        return None
    if latin:
        return None if sure or not 2 <= latin <= 3 else Span(kept[0].start, kept[-1].end)
    return Span(kept[0].start, kept[-1].end) if first else None


def neighbours(
    place: Passage, is_role: Callable[[int, int], bool], is_town: Callable[[int, int], bool]
) -> list[Span]:
    """Names that stand by themselves between marks beside a job, a contact, a firm or a town, and
    names after «контакт», «спросить», “ask for”."""
    parts = pieces(place.low)
    found: list[Span] = []

    def tells(index: int, name: Span) -> bool:
        if not 0 <= index < len(parts):
            return False
        start, end = parts[index]
        if min(abs(start - name.end), abs(name.start - end)) > 6:
            return False
        said = place.low[start:end]
        if re.fullmatch(r"\W*", said):
            return False
        return bool(
            _CONTACT.search(said)
            or is_role(start, end)
            or _FORM.fullmatch(said)
            or is_town(start, end)
        )

    for index, (start, end) in enumerate(parts):
        opening = _NAMED_BY.search(place.low[max(0, start - 30) : start])
        inner = None
        for m in re.finditer(_NAMED_BY.pattern.rstrip("$"), place.low[start:end]):
            inner = start + m.end()
        if inner is not None or opening:
            span = name_run(place, start if inner is None else inner, end, sure=False)
            single = _capital_word(place, start if inner is None else inner)
            if span or single:
                found.append(span or single)  # type: ignore[arg-type]
                continue
        if _GREETING.match(place.low, start, end):
            continue
        span = name_run(place, start, end, sure=False)
        if span is None:
            continue
        rest = place.low[span.end : end].strip()
        latin = not re.search("[а-я]", place.low[span.start : span.end])
        beside = (
            is_role(end - len(rest), end) or bool(_CONTACT.match(rest))
            if rest
            else tells(index + 1, span) or (not latin and tells(index - 1, span))
        )
        if latin and is_role(span.start, end):
            continue
        if (
            latin
            and not rest
            and not (
                index + 1 < len(parts)
                and (
                    is_role(*parts[index + 1])
                    or (
                        place.text[span.start].isupper()
                        and _CONTACT.search(place.low[slice(*parts[index + 1])])
                    )
                )
            )
        ):
            beside = False
        if beside:
            found.append(span)
    return found


def _capital_word(place: Passage, start: int) -> Span | None:
    m = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]+").match(place.text, start)
    if not m or not place.low[start : m.end()].strip():
        return None
    if re.search("[а-я]", place.low[start : m.end()]) and "Name" not in word(m.group()).tags:
        return None
    return Span(*m.span())
