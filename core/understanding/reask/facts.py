"""Answers a question from what stands in the thread. The reader errs and supersedes too much (a
number of something else, a date of something else), so a fact answers only when the sentence it
stands in speaks of what is asked; of those that do the newest counts."""

# ruff: noqa: E501, SIM905 (patterns read better whole)

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from core.domain.said import Answer
from core.understanding.reask import numbers
from core.understanding.reask.counts import quantity
from core.understanding.reask.draft import Question, Term
from core.understanding.reask.fitting import NEEDED, fits
from core.understanding.reask.index import AnswerIndex, Known
from core.understanding.reask.lines import TAGS, Line, later
from core.understanding.reask.numbers import numbered
from core.understanding.reask.shown import from_line
from core.understanding.reask.topics import YOURS, Topic
from core.understanding.reask.words import is_generic, stem, tokens
from core.understanding.text import fold

_LEAST: Final = 0.55
_ONE_OF: Final = frozenset({"company", "email", "phone", "city", "competitor", "inn"})
"""Kinds of which several may stand: which one is meant is not known."""
_UNITS: Final = frozenset(stem(w) for w in "метр метров квадрат meters".split())
_MODEL: Final = re.compile(r"[^\W\d_]+[-\s]?\d|\d+[^\W\d_]")
_INTRODUCED: Final = re.compile(
    r"(?:зовут|меня|мне|я|это|имя|обращайтесь|с уважением|my name(?: is|'s)?|i'm|i am|im|this is|it's|call me|name:|regards|here)\W*(?:\w+\W+){0,2}$"
)
_THIRD: Final = re.compile(
    r"директор|бухгалтер|менеджер|водител|подписыва|подпиш|снабжен|прораб|кладовщик|начальник склад|на месте|на складе|встретит|примет|принима|"
    r"муж|жен[аыу]\b|партнер|коллег|контакт|"
    r"director|manager|accountant|driver|signed|sign |contact|receiv|wife|husband|colleague|partner|boss|owner is|c[eof]o\b|coo\b"
)


def from_facts(
    asked: Question, topic: Topic, rest: Sequence[Term], index: AnswerIndex, now: int
) -> Answer | None:
    """The fact of the topic's kind that answers; ``rest`` are the terms beyond the topic's own."""
    known = [
        k for k in index.known.get(topic.kind, ())
        if k.row.fact.confidence >= _LEAST and k.row.message is not None
        and (k.line is None or _another(asked, k.line.low))
    ]  # fmt: skip
    chosen: Known | None = None
    if known and topic.kind == "quantity":
        chosen = quantity(known, rest, index)
    elif known:
        chosen = _newest(known, topic, asked, rest, index, now)
    said = _said(topic, rest, asked, index)
    if said is not None and (chosen is None or chosen.line is None or later(said, chosen.line)):
        settled = chosen is not None and chosen.row.fact.review in {"confirmed", "corrected"}
        if not settled and not (topic.kind == "deadline" and known and chosen is None):
            return None if _open(said, topic, rest, index) else from_line(said, _spot(said), 0.85)
    if chosen is None or (chosen.line is not None and _open(chosen.line, topic, rest, index)):
        return None
    return _shown(chosen, known, asked)


def _open(line: Line, topic: Topic, rest: Sequence[Term], index: AnswerIndex) -> bool:
    return index.open_since(line, topic.own | {s for t in rest for s in t.stems})


def _said(topic: Topic, rest: Sequence[Term], asked: Question, index: AnswerIndex) -> Line | None:
    """The newest sentence that names the topic and gives a value, fact or not."""
    tag = "date" if topic.kind == "deadline" else "number"
    names = topic.core
    if topic.kind == "quantity" and rest:
        names = names | rest[0].stems
    places = {p for s in names for p in index.postings.get(s, ())}
    for place in sorted(places, reverse=True):
        line = index.lines[place]
        if (
            line.nature == "says" and tag in line.tags and names & line.stems.keys()
            and all(t.stems & line.stems.keys() for t in rest if not t.stems & _UNITS)
            and (topic.kind != "budget" or _MONEY.search(line.low))
            and _another(asked, line.low) and not index.rejects(line, {topic.kind})
            and (topic.kind != "quantity" or _counts(line, topic.core, names))
        ):  # fmt: skip
            return line
    return None


def _counts(line: Line, core: frozenset[str], names: frozenset[str]) -> bool:
    """Whether a number tells an amount: after «тираж» and the like, or right before what is
    counted (after it, it may be a size)."""
    return any(
        numbered(line.low, line.stems[s]) if s in core else numbers.before(line.low, line.stems[s])
        for s in names
        if s in line.stems
    )


def _spot(line: Line) -> tuple[int, int]:
    """Where the number is."""
    found = re.search(r"\d", line.low)
    return (found.start(), found.start()) if found else (0, 0)


def _shown(chosen: Known, known: Sequence[Known], asked: Question) -> Answer | None:
    fact = chosen.row.fact
    if fact.kind not in {"inn", "phone"} and _repeats(asked, fact.value, fact.quote):
        return None
    beside = [k for k in known if k.line is not None and k.line is chosen.line]
    if fact.kind == "competitor" and len(beside) > 1 and chosen.line is not None:
        at = [k.row.fact.start - chosen.line.start for k in beside]
        return from_line(chosen.line, (min(at), max(at)), fact.confidence)
    was = ""
    if chosen.by is None and chosen.row.history:
        was = next((f"{h.fact.value} {h.fact.unit}".strip() for h in chosen.row.history), "")
    return Answer(
        kind=fact.kind, value=fact.value, unit=fact.unit, quote=fact.quote, source=chosen.row,
        sure=fact.confidence, was=was if fact.kind in {"budget", "quantity", "deadline", "meeting_at"} else "",
    )  # fmt: skip


def _repeats(asked: Question, value: str, quote: str) -> bool:
    """A question that has the answer in it wants it confirmed."""
    said = set(re.findall(r"\d+", asked.text))
    return bool(said & (set(re.findall(r"\d+", value)) | set(re.findall(r"\d+", quote))))


def _another(asked: Question, low: str) -> bool:
    return all(word in low for word in asked.another)


_MONEY: Final = re.compile(
    r"руб|₽|тыс|млн|миллион|[$€£]|usd|eur|gbp|pound|dollar|euro|бюдж|budget|лимит|max|\bk\b|\dk\b|сто\b|сум"
)
_DAY: Final = TAGS["date"]


def _newest(
    known: Sequence[Known], topic: Topic, asked: Question, rest: Sequence[Term],
    index: AnswerIndex, now: int,
) -> Known | None:  # fmt: skip
    kind = topic.kind
    fitting = [k for k in known if _of_kind(k, topic, asked)]
    if kind == "product":
        standing = [k for k in fitting if k.by is None and k.row.fact.confidence >= 0.8]
        return standing[0] if len(standing) == 1 and fits(standing[0], rest, index) else None
    wanted = NEEDED.search(asked.text) is not None
    fitting = [k for k in fitting if fits(k, rest, index, wanted=wanted)]
    if not fitting:
        return None
    several = len({fold(k.row.fact.value) for k in fitting if k.by is None}) > 1
    if kind in _ONE_OF and several and not _picked(fitting, rest):
        return fitting[0] if kind == "competitor" else None
    best = fitting[0]
    if kind in {"deadline", "meeting_at"} and _past(best.row.fact.value, now):
        return None
    return best


def _picked(fitting: Sequence[Known], rest: Sequence[Term]) -> bool:
    """Whether what is asked tells the newest from the others."""
    return (
        bool(rest)
        and sum(k.line is not None and all(k.line.has(t.stems) for t in rest) for k in fitting) == 1
    )


def _of_kind(k: Known, topic: Topic, asked: Question) -> bool:
    fact, line = k.row.fact, k.line
    kind = topic.kind
    if fact.review in {"confirmed", "corrected"}:
        return True
    low = line.low if line is not None else ""
    place = fact.start - line.start if line is not None else 0
    if (
        line is not None
        and line.nature == "asks"
        and kind not in {"product", "phone", "email", "city", "company"}
    ):
        return False
    if kind == "person":
        before = low[max(0, place - 32) : place]
        if _THIRD.search(
            low[max(0, place - 40) : place + len(fact.quote) + 20]
        ) and not _INTRODUCED.search(before):
            return False
        alone = len(low.strip(" .,!").split()) <= len(fact.quote.split()) + 2
        mine = line is not None and bool(line.asked & topic.own)
        after = low[place + len(fact.quote) :]
        return (
            bool(
                _INTRODUCED.search(before)
                or re.match(r"\W*(?:here|speaking|на связи|из компании|from)\b", after)
            )
            or (alone and fact.page is None)
            or mine
        )
    if kind in {"phone", "email"} and YOURS.search(asked.text):
        return not _THIRD.search(low) and (
            kind == "email" or _mine(low, fact.quote, asked, topic, line)
        )
    if kind == "deadline":
        return bool(_DAY.search(fold(fact.quote))) and _nearest(k, asked, topic)
    if kind == "budget" and line is not None and line.asked and not line.asked & topic.own:
        return bool(_MONEY.search(low))
    if topic.name == "model":
        return bool(_MODEL.search(fact.value))
    return True


def _mine(low: str, quote: str, asked: Question, topic: Topic, line: Line | None) -> bool:
    """Whether a number is the client's own: they say so, or say little else."""
    if line is not None and line.asked & topic.own:
        return True
    if re.search(
        r"(?<!\w)(?:мой|моя|мо[её]|меня|мне|звоните|пишите|наберите|my|me|mine|call|reach|whatsapp)(?!\w)",
        low,
    ):
        return True
    left = [w for w, _ in tokens(low.replace(fold(quote), "")) if not is_generic(w)]
    return all(re.match(r"тел|моб|номер|phone|tel|mob|number", w) for w in left)


def _nearest(k: Known, asked: Question, topic: Topic) -> bool:
    """Whether of several days in a sentence this is the one by the word that is asked about."""
    if k.line is None:
        return True
    low = k.line.low
    at = [
        (k.line.stems[s], k.line.stems[s] + len(t.word)) for t in asked.terms
        if not t.stems & topic.own for s in t.stems if s in k.line.stems
    ]  # fmt: skip
    start, end = k.row.fact.start - k.line.start, k.row.fact.end - k.line.start
    others = [m for m in _DAY.finditer(low) if m.end() <= start or m.start() >= end]
    if not others:
        return True
    if not at:  # what is asked about stands only in our question
        return all(t.stems & topic.own for t in asked.terms)

    def gap(left: int, right: int) -> int:
        """Characters between, many where a clause ends in between."""
        between = [low[b:left] if b <= left else low[right:a] for a, b in at]
        return min(len(part) + 40 * part.count(",") for part in between)

    return gap(start, end) <= min(gap(m.start(), m.end()) for m in others)


def _past(value: str, now: int) -> bool:
    """Whether a day or time, ISO 8601 in the operator's zone, is over (a day's grace)."""
    try:
        at = datetime.fromisoformat(value[:10]).replace(tzinfo=UTC)
    except ValueError:
        return False
    return at.timestamp() * 1000 + 86_400_000 <= now
