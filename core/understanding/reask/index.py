"""What the client of one thread said, ready to be asked: sentences by their words, facts with the
sentence they stand in. Made off the GUI thread; a new one takes over what did not change."""

from __future__ import annotations

# ruff: noqa: E501 (patterns read better whole)
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from core.domain.reading import Fact
from core.domain.said import SaidText, Told
from core.domain.views import FactRow
from core.understanding.reask.draft import ADDRESSED, is_asking, questions, stated
from core.understanding.reask.words import is_generic, stem, stems, tokens
from core.understanding.text import fold, sentences

Nature = Literal["says", "asks", "open"]

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
_SURE: Final = 0.8
"""So sure must the reader be of what the thread is about."""
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


@dataclass(frozen=True, slots=True)
class Known:
    """A fact, where it stands, and whether something replaced it."""

    row: FactRow
    line: Line | None
    by: FactRow | None = None


@dataclass(slots=True)
class AnswerIndex:
    """Made by ``of``. ``lines`` in order of time; ``postings`` are places in it by stem,
    ``tagged`` by tag."""

    lines: list[Line] = field(default_factory=list)
    postings: dict[str, list[int]] = field(default_factory=dict)
    tagged: dict[str, list[int]] = field(default_factory=dict)
    known: dict[str, list[Known]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    products: tuple[frozenset[str], ...] = ()
    subject: frozenset[str] = frozenset()
    """What the client came with: the stems of their first message."""
    _rejected: dict[tuple[int, int | None], list[Fact]] = field(default_factory=dict)
    _open: list[Line] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _texts: dict[tuple[int, int | None, int | None], tuple[SaidText, list[Line]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, told: Told, before: AnswerIndex | None = None) -> AnswerIndex:
        """The index of a thread; ``before`` is the one it had, whose unchanged texts are kept."""
        made = cls()
        old = before._texts if before is not None else {}
        made.lines = list(_placed(told.said, old, made._texts))
        first = made.lines[0].said.message if made.lines else 0
        made.subject = frozenset(
            s for line in made.lines[:12] if line.said.message == first for s in line.stems
        )
        made._post()
        made._know(told)
        return made

    def completions(self, prefix: str) -> frozenset[str]:
        """Stems of the words said that begin with ``prefix``."""
        found = set()
        for word in self._words[bisect_left(self._words, prefix) :]:
            if not word.startswith(prefix):
                break
            found.add(stem(word))
        return frozenset(found)

    def rejects(self, line: Line, kinds: Iterable[str]) -> bool:
        """Whether the operator rejected a fact of one of ``kinds`` read in this line."""
        return any(
            f.kind in kinds and line.start <= f.start < line.end
            for f in self._rejected.get((line.said.message, line.said.page), ())
        )

    def line_at(
        self, message: int, page: int | None, attachment: int | None, at: int
    ) -> Line | None:
        """The sentence of a text that the character ``at`` is in."""
        _, found = self._texts.get((message, page, attachment), (None, []))
        return next((line for line in found if line.start <= at < line.end), None)

    def beside(self, line: Line) -> frozenset[str]:
        """The stems of the sentence before it in the same text."""
        _, found = self._texts.get(
            (line.said.message, line.said.page, line.said.attachment), (None, [])
        )
        before = [other for other in found if other.end <= line.start]
        return frozenset(before[-1].stems) if before else frozenset()

    def open_since(self, line: Line, about: frozenset[str]) -> bool:
        """Whether the client has said since that ``about`` (stems) is no longer, or not yet,
        settled."""
        return any(
            later(other, line) and not about.isdisjoint(other.stems.keys() | other.asked)
            for other in self._open
        )

    def _post(self) -> None:
        postings: defaultdict[str, list[int]] = defaultdict(list)
        tagged: defaultdict[str, list[int]] = defaultdict(list)
        words: set[str] = set()
        for place, line in enumerate(self.lines):
            for one in line.stems.keys() | line.asked:
                postings[one].append(place)
            if line.nature == "open":
                self._open.append(line)
            for tag in line.tags:
                tagged[tag].append(place)
            words.update(w for w, _ in tokens(line.low) if not is_generic(w))
        self.postings, self.tagged = dict(postings), dict(tagged)
        self._words = sorted(words)

    def _know(self, told: Told) -> None:
        rejected: defaultdict[tuple[int, int | None], list[Fact]] = defaultdict(list)
        for fact in told.rejected:
            rejected[int(fact.message), fact.page].append(fact)
        self._rejected = dict(rejected)
        known: defaultdict[str, list[Known]] = defaultdict(list)
        for row in told.facts:
            known[row.fact.kind].append(Known(row, self._line_of(row)))
            for old in row.history:
                known[old.fact.kind].append(Known(old, self._line_of(old), row))
        for rows in known.values():
            rows.sort(
                key=lambda k: (k.row.message_at, k.row.fact.page or 0, k.row.fact.start),
                reverse=True,
            )
        self.known = dict(known)
        self.names = frozenset(
            stem(word)
            for k in known.get("person", ())
            for word, _ in tokens(fold(k.row.fact.value))
        )
        self.products = tuple(
            frozenset(stems(fold(k.row.fact.value)))
            for k in known.get("product", ())
            if k.by is None and k.row.fact.confidence >= _SURE
        )

    def _line_of(self, row: FactRow) -> Line | None:
        if row.message is None:
            return None
        fact = row.fact
        return self.line_at(
            row.message, fact.page, fact.attachment if fact.page else None, fact.start
        )


def later(one: Line, other: Line) -> bool:
    """Whether ``one`` was said after ``other``."""
    return (one.said.at, one.said.message, one.start) > (
        other.said.at,
        other.said.message,
        other.start,
    )


def _placed(
    said: Iterable[SaidText],
    old: dict[tuple[int, int | None, int | None], tuple[SaidText, list[Line]]],
    texts: dict[tuple[int, int | None, int | None], tuple[SaidText, list[Line]]],
) -> Iterator[Line]:
    """The client's sentences, each with what we had asked."""
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
