"""Answers a question from the client's own sentences: one that speaks of all the question does, or
that replied to the same question, and says what such a question wants to hear."""

# ruff: noqa: E501 (patterns read better whole)
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

from core.domain.said import Answer
from core.understanding.reask.draft import Question, Term
from core.understanding.reask.fitting import CORRECTS
from core.understanding.reask.index import AnswerIndex
from core.understanding.reask.lines import Line
from core.understanding.reask.numbers import numbered
from core.understanding.reask.shown import from_line
from core.understanding.reask.topics import Topic
from core.understanding.reask.words import is_generic, stem
from core.understanding.text import fold

_PREFERS: Final = re.compile(
    r"(?<!\w)(?:лучше|давайте|будем|хотим|хочу|нам|мне|только|пожалуйста|скорее|предпочита\w*|rather|prefer|preferred|please|want|only|let's|go for|go with|need)(?!\w)"
)
_PEOPLE: Final = re.compile(
    r"(?<!\w)(?:бригад\w*|курьер\w*|водител\w*|менеджер\w*|директор\w*|бухгалтер\w*|завхоз\w*|прораб\w*|кладовщик\w*|охран\w*|инженер\w*|"
    r"сам[аи]?|муж|жена|партнер\w*|коллег\w*|секретар\w*|администратор\w*|мы|я|our|we|manager|director|driver|courier|accountant|owner|ceo|coo|cfo|"
    r"contractor|team|crew|wife|husband|assistant|i)(?!\w)"
)
_OBJECT: Final = re.compile(r"(?<!\w)(?:на|для|от|for|of)\s+(?!\d)\w")
_POLAR: Final = re.compile(
    r"(?<!\w)(?:есть|нет|не|нету|у нас|у меня|имеется|имеются|будет|будут|нужен|нужн\w+|стоит|установлен\w*|подведен\w*|надо|без|отсутств\w+|да|нельзя|можно|"
    r"no|not|yes|there (?:is|are)|we have|we don't|i have|don't|available|required|must|needed|without|only)(?!\w)"
)
_WHERE: Final = re.compile(
    r"(?<!\w)(?:в|во|на|из|у|около|возле|со|под|за|при|через|in|at|on|from|near|behind|by|via|under)\s+\w"
)
_NEAR: Final = 110
_MOST: Final = 400
"""So many of the newest sentences that speak of it are looked at."""


def from_lines(asked: Question, topic: Topic | None, index: AnswerIndex, now: int) -> Answer | None:
    """The newest sentence of the client's that speaks of all the question does, and says more."""
    terms = _needed(asked, topic)
    if not terms:
        return None
    every = own(terms)
    places = _places(terms, index, asked.kind)
    fits = first(
        (index.lines[p] for p in sorted(places, reverse=True)),
        lambda line: _says(line, asked, terms, index),
    )
    if not fits:
        return None
    best = fits[0]
    if topic is not None and topic.kind and index.rejects(best, {topic.kind}):
        return None
    others = {line.said.message for line in fits} - {best.said.message}
    if others and len(terms) == 1 and not CORRECTS.search(best.low) and not best.asked & every:
        return None
    if index.open_since(best, every):
        return None
    at = [best.stems[s] for s in every if s in best.stems]
    return from_line(best, (min(at), max(at)) if at else (0, len(best.low)), 0.85)


def _places(terms: Sequence[Term], index: AnswerIndex, kind: str) -> set[int]:
    """The lines that have all terms, or all but one."""
    counts: Counter[int] = Counter()
    needed = [t for t in terms if not _may_miss(t, terms)]
    for term in needed:
        counts.update({p for s in term.stems for p in index.postings.get(s, ())})
    least = 1 if kind == "choice" else max(1, len(needed) - 1)
    return {p for p, count in counts.items() if count >= least}


def _needed(asked: Question, topic: Topic | None) -> tuple[Term, ...]:
    """The terms that an answer must speak of."""
    if topic is None:
        return asked.terms
    # «на какую дату свадьба»: a date answers, the word «дата» need not stand there
    return tuple(t for t in asked.terms if not (topic.kind == "deadline" and t.stems & topic.own))


def _may_miss(term: Term, terms: Sequence[Term]) -> bool:
    return term.category and len(terms) > 2


def _says(line: Line, asked: Question, terms: Sequence[Term], index: AnswerIndex) -> bool:
    if line.nature != "says" or not another(asked, line):
        return False
    in_line = [t for t in terms if t.stems & line.stems.keys()]
    at = [line.stems[s] for t in in_line for s in t.stems if s in line.stems]
    if at and max(at) - min(at) > _NEAR:
        return False
    if asked.kind == "choice" and not line.asked & own(terms):
        return _chooses(line, asked, terms, in_line)
    left = [t for t in terms if t not in in_line and not _may_miss(t, terms)]
    if not left:
        return _tells(line, asked, terms, at, replied=False)
    single = index.products[0] if len(index.products) == 1 else frozenset()
    if line.alone and any(t.stems & line.asked for t in left):
        # what we asked may have been about something else of the same kind
        else_ = line.about - own(terms)
        known = line.asked | (index.subject if not else_ else single)
        if not else_ - single and all(t.stems & known for t in left):
            return _tells(line, asked, terms, at, replied=True)
        return False
    if not in_line or len(left) > 1 or asked.kind in {"yesno", "choice", "how"}:
        return False
    beside = index.beside(line) | single | index.subject
    return (
        bool(left[0].stems & beside) and left[0] is not terms[0] and not _of_else(line, asked, max(at))
        and not _OBJECT.search(line.low[min(at) :]) and _tells(line, asked, in_line, at, replied=False)
    )  # fmt: skip


def _of_else(line: Line, asked: Question, place: int) -> bool:
    """Whether the word at ``place`` is of something else: «толщина подложки»."""
    if asked.kind not in {"what", "howmany"}:
        return False
    behind = re.match(r"[^\W_]+ ([^\W\d_]{4,})", line.low[place:])
    word = behind.group(1) if behind else ""
    told = re.search(r"(?:ое|ее|ая|яя|ый|ий|ой|ые|ие)$", word)  # «напряжение обычное»
    return bool(word) and not told and not is_generic(word)


def _chooses(line: Line, asked: Question, terms: Sequence[Term], in_line: Sequence[Term]) -> bool:
    """Whether the sentence takes one side of «A или B»."""
    if re.search(r"или (?:без|нет)\W|or (?:not|without)\W", asked.text):
        at = [line.stems[s] for t in in_line for s in t.stems if s in line.stems]
        near = line.low[max(0, min(at) - 12) : max(at) + 4] if at else ""
        return len(in_line) == len(terms) and bool(
            re.search(r"(?<!\w)(?:с|без|with|without)(?!\w)", near)
        )
    sides = re.split(r" (?:или|or) ", asked.text, maxsplit=1)
    if len(sides) != 2 or len(terms) < 2 or len(in_line) != 1:
        return False
    ends = [[t for t in terms if t.word in side] for side in sides]
    if not ends[0] or not ends[1]:
        return False
    pair = (ends[0][-1], ends[1][0])
    return sum(t in in_line for t in pair) == 1 and bool(_PREFERS.search(line.low))


def _tells(
    line: Line, asked: Question, terms: Sequence[Term], at: Sequence[int], *, replied: bool
) -> bool:
    """Whether the sentence has what this kind of question wants."""
    more = line.stems.keys() - own(terms)
    near = line.low[max(0, min(at) - 45) : max(at) + 60] if at else line.low
    label = (
        bool(at)
        and bool(re.match(r"[\w\s.,/()-]{0,40}:\s*\S", line.low))
        and min(at) < line.low.find(":")
    )
    kind = asked.kind
    if kind == "howmany":
        if replied and not at:
            return "number" in line.tags
        return any(
            numbered(line.low, line.stems[s]) for t in terms[:2] for s in t.stems if s in line.stems
        )
    if kind == "clock":
        return "clock" in line.tags
    if kind == "when":
        return "date" in line.tags or "clock" in line.tags
    if kind == "who":
        return bool(more) and (label or _names(line, terms))
    if kind == "where":
        placed = not {"date", "clock"} & line.tags or "address" in line.tags
        return (replied and placed) or label or (bool(more) and bool(_WHERE.search(near)))
    if kind == "yesno":
        return replied or len(terms) > 1 or label or bool(_POLAR.search(near))
    if kind in {"choice", "how"}:
        return replied
    if replied or label:
        return bool(more) or bool(re.search(r"\d", line.low))
    if len(terms) > 1:
        return bool(more)
    return bool(more) and _specified(line, at)


def _names(line: Line, terms: Sequence[Term]) -> bool:
    """Whether somebody is named in the sentence, by name or by what they are."""
    known = own(terms)
    for found in re.finditer(r"(?<=[\w,:-] )[A-ZА-ЯЁ][\w-]{2,}", line.text):
        if stem(fold(found.group())) not in known:
            return True
    return any(stem(m.group()) not in known for m in _PEOPLE.finditer(line.low))


def _specified(line: Line, at: Sequence[int]) -> bool:
    """Whether one word of a sentence is told more closely: a number by its side, or «is», a dash,
    or a sentence that says little else."""
    if len(line.low.split()) <= 6:
        return True
    before, after = line.low[: min(at)].split()[-1:], line.low[max(at) :]
    told = re.match(
        r"[^\W_]+(?:: | (?:у нас |у меня )?\w{3,}(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)\b| - |,? (?:\w+ ){0,3}(?=\S*\d)| (?:is|are|это|должн\w+) )",
        after,
    )
    placed = re.fullmatch(
        r".*\d.*|(?:перв|втор|трет|четверт|пят|шест|седьм|восьм)\w+", "".join(before)
    )
    return bool(told or placed)


def first(lines: Iterable[Line], fits: Callable[[Line], bool]) -> list[Line]:
    """The first of ``lines`` that fits, with the next one of another message: there is no need
    to know of more."""
    found: list[Line] = []
    for line in islice(lines, _MOST):
        if fits(line):
            found.append(line)
            if line.said.message != found[0].said.message:
                break
    return found


def own(terms: Iterable[Term]) -> frozenset[str]:
    """All stems of ``terms``."""
    return frozenset(s for t in terms for s in t.stems)


def another(asked: Question, line: Line) -> bool:
    """Whether a sentence too says «новый», «другой» and the like, where the question does."""
    return all(word in line.low for word in asked.another)
