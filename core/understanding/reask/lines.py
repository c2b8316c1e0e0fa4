"""What the client said, sentence by sentence: its words, the kinds of value in it, what we had
asked, and whether it tells, asks or leaves open."""

from __future__ import annotations

# ruff: noqa: E501 (patterns read better whole)
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from core.domain.said import SaidText
from core.understanding.reask.draft import ADDRESSED, is_asking, questions, stated
from core.understanding.reask.words import stems
from core.understanding.text import fold, sentences

Nature = Literal["says", "asks", "open"]
Key = tuple[int, int | None, int | None]
"""Message, page and attachment of a text."""

OPEN: Final = re.compile(
    r"не знаю|не уверен|не помню|не решил|не определил|не выбрал|не в курсе|неизвестно|непонятно|пока нет ответа|пока не|"
    r"уточн(?:ю|им|ите)|узна(?:ю|ем)|спрошу|спросим|сообщ(?:у|им)|скаж(?:у|ем) позже|позже (?:скаж|пришл|сообщ|напиш|уточн|дам|скин)|пришлю позже|"
    r"скину позже|напишу позже|подума(?:ю|ем)|посмотрим|посоветуюсь|переносит|перенос(?:им|ят|$|\W)|сдвин|сдвига|отмен|передума|неактуальн|не актуальн|"
    r"не надо уже|дума(?:ем|ю)\b|решаем\b|(?:номер |список |адрес )?скину\b|пришлю\b|вышлю\b|thinking|considering|(?:i|we)(?:'ll| will) (?:get|send|ask|find|bring|look|see|try)|\bеще (?!раз|надо|нуж)\w+(?:ет|ют|ит|ят)\b|не готов|в процессе|на днях|скоро будет|завтра будет|(?:надо|нужно|должн\w+) (?:спросить|уточнить|узнать|посмотреть)|спрошу|сейчас (?:меня|дела|оформ|реша)|меняем сейчас|(?:have|need) to (?:ask|check)|ask my|not yet|still (?:working|waiting|deciding|drawing)|in progress|вернусь с|определимся|решим позже|чуть позже|"
    r"not sure|no idea|don't know|do not know|unsure|let me check|let me ask|will (?:check|ask|confirm|find out|let you know|get back|send)|"
    r"get back to you|haven't decided|not decided|undecided|to be (?:confirmed|decided)|\btb[cd]\b|scrap|ignore|cancel|postpon|delay|"
    r"on hold|changed (?:our|my) mind|no longer|i'll (?:check|ask|confirm|find|let you|send)|we'll (?:check|ask|confirm|let you|see|send)|depends"
)
_IF: Final = re.compile(r"(?:^|[,;] )(?:а )?(?:если(?! что)|if|unless)\b")
_DATE = (
    r"\d{1,2}[./]\d{1,2}|январ|феврал|март|апрел|\bма[яей]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|понедельник|вторник|"
    r"\bсред[уы]|четверг|пятниц|суббот|воскресень|завтра|сегодня|недел|месяц|выходн|утром|вечером|"
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]*)\b|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|tomorrow|today|weekend|\bweeks?\b|\bmonths?\b|\bday of\b"
)
_NUMERAL = (
    r"\d|\b(?:один|одна|одно|два|две|дв[ау]х|три|трех|четыре|пять|шесть|семь|восемь|девять|десять|двадцать|тридцать|сорок|сто|"
    r"пара|пару|пятеро|двое|трое|четверо|полтора|дюжин\w*|one|two|three|four|five|six|seven|eight|nine|ten|dozen|twenty|thirty|hundred)\b"
)
_CLOCK = r"\d{1,2}[:.]\d\d|\bв \d{1,2}\b|\b(?:с|со|до|по|к) \d{1,2}\b(?! ?(?:тыс|шт|м\b|мм|кг|руб|чел|гост|млн|лет|дн|мес|%|числ|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|к\b))|\bпосле [а-я]+ (?:вечера|утра|дня|часов)|после (?:шести|семи|пяти|обеда)|\d ?(?:час|утра|вечера|am\b|pm\b)|\b(?:noon|полдень|полдня)\b|\bat \d{1,2}\b"
TAGS: Final = {
    "address": re.compile(
        r"\b(?:ул\.|улиц|просп|пр-т|пр-кт|шоссе|переул|пер\.|бульвар|наб\.|набережн|проезд|тупик|мкр)[^.;\n]{0,40}\d|"
        r"\b(?:д\.|дом) ?\d|\d+[a-z]? [a-z' ]{2,30}\b(?:street|st|road|rd|lane|ln|avenue|ave|boulevard|blvd|drive|dr|way|square|court)\b|"
        r"\b(?:lane|street|road|avenue|blvd) \d|\b(?:suite|unit) \w+,"
    ),
    "payment": re.compile(
        r"безнал|\bнал\b|наличк|наличн|картой|на карту|перевод|по счету|по инвойсу|аванс|предоплат|постоплат|после (?:выгрузк|отгрузк|приемк|доставк|монтаж)|по факту|в течение \w+ \w*(?:дней|дня)|financ|prepay|deposit|on delivery|отсрочк|рассрочк|в кредит|лизинг|"
        r"\bnet \d+|bank transfer|wire|by card|credit card|\bcash\b|direct debit|paypal|upfront|instal?lment|by invoice|on invoice|cheque"
    ),
    "hours": re.compile(rf"(?:{_CLOCK}).{{0,12}}(?:до|to|-|until|till) ?(?:{_CLOCK}|\d)|круглосуточно|24/7|[сc] \d{{1,2}} до \d{{1,2}}"),
    "colour": re.compile(
        r"\b(?:бел|черн|красн|зелен|желт|оранжев|корич?нев|беж|голуб|розов|фиолет|золот|серебр|прозрачн|графит|антрацит|бордов|венге)\w*|"
        r"\bсер(?:ый|ая|ое|ые|ого|ой|ых|ую|ым)\b|\bсин(?:ий|яя|ее|ие|его|ей|юю|им)\b|\b(?:дуб|орех|ral \d+)\b|"
        r"\b(?:white|black|gr[ea]y|red|blue|green|yellow|orange|brown|beige|pink|purple|gold|silver|transparent|navy|cream)\b"
    ),
    "floor": re.compile(
        r"\d+[- ]?(?:й|м|ый|ом|ем|st|nd|rd|th)? (?:этаж|floor)|этаж\w*:? ?\d|(?:перв|втор|трет|четв|пят|шест|седьм|восьм|девят|десят|последн|цокольн|подвальн|верхн|нижн)\w+ этаж|"
        r"подвал|цокол|(?:ground|first|second|third|fourth|fifth|top|basement|lower) (?:floor|level)|basement|floor \d"
    ),
    "bank": re.compile(r"\bбик\b|р/с|расчетн\w+ счет|\biban\b|swift|sort code|account (?:no|number)"),
    "date": re.compile(_DATE),
    "number": re.compile(_NUMERAL),
    "clock": re.compile(_CLOCK),
}  # fmt: skip
_STREET = re.compile(r"(?:(?<=, )|(?<= на )|(?<= по )|(?<=^))[А-ЯЁ][а-яё]{3,}(?:ая|ой|ую|ого|его|ва|на|ина|ской|а),? (?:д\.? ?)?\d{1,3}(?:[а-яА-Я]|/\d+)?(?![\w.:]| ?(?:шт|тыс|руб|м\b|кг|мая|янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек|числ|час|дн|чел|гост|мин|м2|квадр|кв))")  # fmt: skip
_TRIED: Final = (
    "address",
    "payment",
    "hours",
    "colour",
    "floor",
    "bank",
    "date",
    "number",
    "clock",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the client's. ``asked`` are the content stems of our question right before
    it (with ``alone``: we asked nothing else), ``tags`` the kinds of value in it."""

    said: SaidText
    start: int
    end: int
    low: str
    stems: dict[str, int]
    nature: Nature
    tags: frozenset[str]
    asked: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    """``asked`` without its verbs."""
    alone: bool = False

    @property
    def text(self) -> str:
        """As it was written."""
        return self.said.text[self.start : self.end]

    def has(self, wanted: frozenset[str]) -> bool:
        """Whether a stem of ``wanted`` is in it or in what it answers."""
        return any(s in self.stems or s in self.asked for s in wanted)


def later(one: Line, other: Line) -> bool:
    """Whether ``one`` was said after ``other``."""
    return (one.said.at, one.said.message, one.start) > (
        other.said.at,
        other.said.message,
        other.start,
    )


def placed(
    said: Iterable[SaidText],
    old: Mapping[Key, tuple[SaidText, list[Line]]],
    texts: MutableMapping[Key, tuple[SaidText, list[Line]]],
) -> Iterator[Line]:
    """The client's sentences, each with what we had asked; those of texts in ``old`` that did not
    change are taken over, all are kept in ``texts``."""
    block: list[tuple[str, int]] = []
    answered = 0
    for part in said:
        if part.direction == "out":
            if answered:
                block, answered = [], 0
            block += _our_questions(part.text)
            continue
        key = (part.message, part.page, part.attachment)
        kept = old.get(key)
        lines = list(kept[1]) if kept is not None and kept[0] == part else _lines(part)
        if any(line.asked for line in lines):
            lines = [
                replace(line, asked=frozenset(), about=frozenset(), alone=False) for line in lines
            ]
        if part.page is None and block and not answered and part.text.strip():
            answered = part.message
            first = next((n for n, line in enumerate(lines) if line.stems), None)
            if first is not None:
                asked = "\n".join(text for text, _ in block)
                about = frozenset(stems(ADDRESSED.sub(" ", asked)))
                alone = sum(count for _, count in block) == 1
                lines[first] = replace(
                    lines[first], asked=frozenset(stems(asked)), about=about, alone=alone
                )
        texts[key] = (part, lines)
        yield from lines


def _our_questions(text: str) -> list[tuple[str, int]]:
    """Each sentence that asks, folded, and how many things it asks."""
    low = fold(text)
    return [
        ("" if stated(low[a:b]) else _asked(low[a:b]), questions(low[a:b]))
        for a, b in sentences(low)
        if low[a:b].endswith("?")
    ]


def _asked(question: str) -> str:
    """Without what it offers to choose from («какой насос, 28 или 32?»)."""
    before, comma, behind = question.partition(",")
    kept = before if comma and re.search(r" (?:или|or) ", behind) else question
    return kept


def _lines(part: SaidText) -> list[Line]:
    low = fold(part.text)
    found = []
    for start, end in sentences(low):
        said = low[start:end]
        if OPEN.search(said):
            nature: Nature = "open"
        elif is_asking(said) or _IF.search(said):
            nature = "asks"
        else:
            nature = "says"
        tags = {tag for tag in _TRIED if TAGS[tag].search(said)}
        if _STREET.search(part.text, start, end):
            tags.add("address")
        found.append(Line(part, start, end, said, stems(said), nature, frozenset(tags)))
    return found
