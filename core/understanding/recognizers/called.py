"""Names by what is said beside them: a phone, a job, “ask for”, «спросить», or nothing else at all."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re
from collections.abc import Iterator

from core.understanding.context import Passage
from core.understanding.morph import is_first_name, word
from core.understanding.recognizers.english import FIRST_NAMES, ORDINARY
from core.understanding.recognizers.others import another
from core.understanding.recognizers.roles import MORE_EN, MORE_RU, ROLE
from core.understanding.text import Span

_WORD_RU = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"
_NAME_RU = rf"(?:{_WORD_RU}(?:\s+{_WORD_RU}){{0,2}}(?:\s+{_INITIALS})?|{_INITIALS}\s?{_WORD_RU})"
_WORD_EN = r"[A-ZÀ-Þ][\w'’-]*[a-zà-ÿ][\w'’-]*"
_NAME_EN = rf"(?:(?:Dr|Prof|Mr|Mrs|Ms|Eng)\.?\s+)?{_WORD_EN}(?:\s+(?:[A-Z]\.\s?)?{_WORD_EN}){{0,2}}"
_NAME = rf"(?P<n>{_NAME_RU}|{_NAME_EN})"
_PHONE = r"(?:\+|(?<!\d))\d[\d\s().-]{7,16}\d(?!\d)"
_BEFORE_PHONE = re.compile(
    rf"(?:^|[.!?,;\n]\s*|(?:^|\s)(?:звонит|звонить|звоните|спросить|тел|это|it's|call|ring|or)\s+){_NAME}\s*[,:-]?\s*(?=(?:тел\.?|моб\.?|tel\.?|т\.)?\s*:?\s*{_PHONE})"
)
_AFTER_PHONE = re.compile(
    rf"{_PHONE}\s*[,(-]?\s*(?:это\s+|its\s+|it's\s+|зовут\s+|спросить\s+)?{_NAME}(?=\s*(?:$|[.,)\n!]))"
)
_CUED = re.compile(
    r"(?<!\w)(?:спросить|спросите|спрашивайте|пусть\s+спросит|звать|зовите|зовут|(?:пусть\s+)?(?:на|по)?звонит[ьею]?|(?:на|по)?звоните|набер(?:ите|и|ет)|на\s+имя|(?:оформ\w+|запиш\w+|пиш\w+|бумаг\w+|счет|договор)\s+на|встретит|встречает|примет|принимает|подпишет|подписывает|"
    r"ask\s+for|asks?\s+for|ring|call|phone|cc|attn\.?:?|attention:?|запишите\s+меня|speak\s+(?:to|with)|(?:it'?s|that'?s)\s+me,|names?|name's|signed\s+by|coming\s+from|care\s+of|from:)\s+(?:(?:вас|нас|вам|там|сам[аи]?|охранника|дежурного|мастера|бригадира|прораба|менеджера|director|mr|mrs|ms)\s+)?$"
)
_THEN = re.compile(
    r"\s+(?:(?:вас|вам|всех|все|лично|уже|сам[аи]?)\s+)?(?:встретит|примет|подпишет|подписывает|посмотрит|ответит|решает|принимает|встречает|расписывается|signs|will\s+sign|receives|meets\s+(?:you|them|him))(?!\w)"
)
_AGENT = re.compile(
    r"\s*[,(-]\s*(?:(?:a|an|the|our|my)\s+)?(?:[a-z&-]+\s+){0,3}?[a-z-]*(?:manager|owner|director|officer|engineer|warden|keeper|buyer|chief|head|lead|rep|clerk|chef|assistant|specialist|accountant|foreman|supervisor|coordinator|secretary|technician|chemist|teacher|nurse|driver|designer|developer|founder|planner|purchaser|architect|partner|operator|surveyor|electrician|plumber|builder|landlord|caretaker|principal|vet|dentist|mum|dad)"
    r"(?:\s+(?:at|of|in|for)\s+[^.,;\n]{2,40})?\s*(?=$|[.,;)\n])"
)
_GREETS = re.compile(
    r"(?<!\w)(?:здравств\w+|добр\w+|привет\w*|приветствую|спасибо\w*|благодар\w+|понял\w*|принял\w*|ок|окей|хорошо|ладно|да|нет|пожалуйста|прости\w*|извини\w*|уважаем\w+|слушай\w*|ну|hi|hello|hey|dear|thanks?|thank\s+you|cheers|morning|afternoon|evening|ok|okay|yes|no|sure|sorry|great|perfect|please)\W*$"
)
_SELF = re.compile(
    r"(?<!\w)(?:я|мы|нас|меня|ооо|ао|ип|домофон|кв|ул|д|компания|фирма|завод|больница|клиника|i|i'm|we|me)(?!\w)|\d|\"|@|ваш\w*\s+клиент"
)


_JOB = re.compile(rf"(?:{ROLE.pattern}|(?<![\w-])(?:{MORE_RU}|{MORE_EN}))\s+$")
_THANKS = re.compile(r"спасибо|благодар|передайте|thank|tell\s|ваш|your")


def called(place: Passage) -> Iterator[tuple[Span, float]]:
    """Names of the contact or of who is to be asked for, and how sure each is."""
    text, low = place.text, place.low
    for pattern in (_BEFORE_PHONE, _AFTER_PHONE):
        for m in pattern.finditer(text):
            span = _name(place, m)
            if span and not _GREETS.search(low[: span.start][-20:]):
                yield span, 0.85
    yield from _surnames(place)
    for m in re.finditer(rf"(?<!\w){_NAME}(?![\w-])", text):
        span = _name(place, m)
        if span is None:
            continue
        before, after = low[max(0, span.start - 50) : span.start], low[span.end : span.end + 80]
        then = _THEN.match(after)
        if _CUED.search(before) or (then and (_full(place, span) or "ва" in then.group()[:4])):
            yield span, 0.82
        elif (
            _JOB.search(before)
            and not _THANKS.search(before)
            and not _ours(place, span)
            and not another(low, place.sentences, *span)
        ) or (
            _alone(place, span, before, after)
            and not _ours(place, span)
            and not another(place.low, place.sentences, *span)
        ):
            yield span, 0.8


_SURNAME = re.compile(rf"(?:^|[.!?,\n]\s*)(?P<n>{_WORD_RU}(?:\s+{_INITIALS})?)(?=\s*(?:[.,\n]|$))")


def _surnames(place: Passage) -> Iterator[tuple[Span, float]]:
    """«инженер по охране труда, Зайцева», «Борисова, исполнительный директор»."""
    for m in _SURNAME.finditer(place.text):
        span = Span(*m.span("n"))
        entry = word(place.low[slice(*span)].split()[0])
        if "Surn" not in entry.tags or "nomn" not in entry.tags or entry.tags & {"Geox"}:
            continue
        mark = re.match(r"\s*,\s*", place.low[span.end : span.end + 4])
        comma = re.search(r"([^.!?\n,]*),\s*$", place.low[max(0, span.start - 50) : span.start])
        opens = not place.low[: span.start].strip()
        if (comma and ROLE.search(comma[1])) or (
            opens and mark and ROLE.match(place.low, span.end + mark.end())
        ):
            yield span, 0.8


def _alone(place: Passage, span: Span, before: str, after: str) -> bool:
    """Whether the name is all of the turn or of a sentence, or a piece beside who they are."""
    opens = not before.strip() or bool(re.search(r"[.!?\n]\s*$", before))
    ends = re.match(r"\s*(?:[.!]?\s*$|[.\n])", after)
    greeted = bool(
        re.fullmatch(
            r"(?:здравств\w+|добр\w+\s+\w+|приветствую|hi|hello|good\s+\w+)\W+",
            before.strip() + " ",
        )
    )
    if opens and ends:
        whole = not before.strip() and len(after.strip(" .!")) == 0
        return whole or _full(place, span)
    if opens or greeted:
        if _AGENT.match(after) or re.match(r"\s*,\s*\d\d\s*(?:,|лет|years)", after):
            return True
        if re.match(r"\s+(?:из|с|от)\s+\"|\s*,\s*(?:[а-я-]+\s+){0,2}\"", after):
            return True
        mark = re.match(r"\s*[,(-]\s*", after)
        return mark is not None and ROLE.match(after, mark.end()) is not None
    if re.search(r"\"\s+$", before) and _full(place, span) and ROLE.search(before):
        return True
    if re.search(r"(?<!\w)(?:я|меня|it's\s+me|that's\s+me),\s*$", before) and after[:1] in {
        ",",
        ".",
        "",
    }:
        return True
    comma = re.search(r"([^.!?\n,]*),\s*$", before)
    if comma and ends and not _GREETS.search(comma[1]):
        return bool(
            _SELF.search(comma[1])
            or ROLE.search(comma[1])
            or (before[:1].isalpha() and _firm_like(place, span, comma[1]))
        )
    return False


def _firm_like(place: Passage, span: Span, piece: str) -> bool:
    """«Квантум, Злата»: a capitalised unknown word before the name."""
    start = place.low.rfind(piece, 0, span.start) if piece.strip() else -1
    words = piece.split()
    if start < 0 or not 1 <= len(words) <= 3:
        return False
    first = place.text[start : span.start].lstrip()[:1]
    return first.isupper() and not word(words[-1]).known


def _name(place: Passage, m: re.Match[str]) -> Span | None:
    """The name of a match, cut to what may be one."""
    start, end = m.span("n")
    if not place.low[start:end].strip():
        return None
    words = [
        Span(start + w.start(), start + w.end())
        for w in re.finditer(r"[^\s]+", place.text[start:end])
    ]
    kept: list[Span] = []
    first = False
    for w in words:
        form = place.low[w.start : w.end]
        bare = form.rstrip(".")
        if re.search("[а-я]", form):
            if re.fullmatch(r"(?:[а-я]\.)+", form):
                kept.append(w)
                first = True
                continue
            entry = word(bare)
            if is_first_name(bare):
                first = True
            elif not entry.tags & {"Surn", "Patr"} and (entry.known or not kept):
                break
        elif (
            bare in {"dr", "prof", "mr", "mrs", "ms", "eng"}
            or bare.removesuffix("'s") in FIRST_NAMES
        ):
            first = True
        elif (bare in ORDINARY and not (kept and first)) or (not kept and not first):
            break
        kept.append(w)
    if (
        not kept
        or not first
        or (
            len(kept) == 1
            and place.low[slice(*kept[0])].rstrip(".") in {"dr", "prof", "mr", "mrs", "ms", "eng"}
        )
    ):
        return None
    return Span(kept[0].start, kept[-1].end)


def _full(place: Passage, span: Span) -> bool:
    return " " in place.text[span.start : span.end].strip()


def _ours(place: Passage, span: Span) -> bool:
    """Whether it is a name that we gave: our manager's."""
    stem = place.low[span.start : span.end].split()[0][:4]
    return any(stem in t.text.lower() for t in place.context.earlier if t.sender == "us")
