"""Looks a draft's question up in what the client said."""

# ruff: noqa: SIM905 (patterns read better whole)

import re
from collections.abc import Sequence
from typing import Final

from core.domain.said import Answer
from core.understanding.reask.draft import Question, Term, question
from core.understanding.reask.facts import from_facts
from core.understanding.reask.fitting import CORRECTS
from core.understanding.reask.index import AnswerIndex
from core.understanding.reask.lines import TAGS, Line
from core.understanding.reask.sentences import another, first, from_lines
from core.understanding.reask.shown import from_line
from core.understanding.reask.topics import Topic, topic_of

__all__ = ["Answer", "answer"]

_EARLY: Final = frozenset(
    "budget inn phone email person company city role competitor meeting bank payment".split()
)
"""Topics that are told apart before the question ends."""


def answer(draft: str, index: AnswerIndex, now: int) -> Answer | None:
    """What the client has said to the question that ``draft`` asks, at ``now`` (ms since the
    epoch): at most one answer, None where there is any doubt."""
    asked = question(draft, index.names, index.completions)
    if asked is None:
        return None
    topic = topic_of(asked.text)
    if not asked.whole and (topic is None or topic.name not in _EARLY):
        return None
    if topic is not None:
        found = _on_topic(asked, topic, index, now)
        if found is not None or not topic.loose:
            return found
    elif asked.kind == "request":
        return None  # a file is asked for, not a word
    return from_lines(asked, topic, index, now)


def _on_topic(asked: Question, topic: Topic, index: AnswerIndex, now: int) -> Answer | None:
    rest = tuple(t for t in asked.terms if not t.stems & topic.own)
    if topic.kind:
        found = from_facts(asked, topic, rest, index, now)
        if found is not None or topic.kind != "city":
            return found
        return None
    places = index.tagged.get(topic.tag, ())
    fits = first(
        (index.lines[p] for p in reversed(places)),
        lambda line: _tagged(line, topic, rest, asked, index),
    )
    if not fits:
        return _from_city(asked, rest, index, now) if topic.name == "address" else None
    best = fits[0]
    if topic.name == "bank":  # the details begin where the first of them stands
        best = [line for line in fits if line.said == best.said][-1]
    others = {line.said.message for line in fits if line.said.message != best.said.message}
    if others and not rest and not CORRECTS.search(best.low):
        return None
    if index.open_since(best, topic.own | frozenset(s for t in rest for s in t.stems)):
        return None
    return from_line(best, _spot(best, topic, rest), 0.9)


def _from_city(
    asked: Question, rest: Sequence[Term], index: AnswerIndex, now: int
) -> Answer | None:
    """«Куда везти?» is answered by a town where nothing closer is known; an address is not."""
    if not re.search(r"куда|where", asked.text) or rest:
        return None
    city = topic_of("какой город")
    assert city is not None
    return from_facts(asked, city, (), index, now)


def _tagged(
    line: Line, topic: Topic, rest: Sequence[Term], asked: Question, index: AnswerIndex
) -> bool:
    if line.nature != "says" or not another(asked, line):
        return False
    about = bool(line.asked & topic.own) and line.alone
    unmet = any(not line.has(t.stems) for t in rest)
    one = len(index.products) == 1
    if unmet and not (about and one and _of_product(rest, line, topic, index)):
        return False
    if (
        line.asked - topic.own
        and not rest
        and about is False
        and topic.name == "colour"
        and not line.stems.keys() & topic.own
    ):
        return False
    if topic.name == "colour":
        return about or bool(line.stems.keys() & topic.own) or bool(rest)
    if topic.name == "hours":
        return about or bool(
            re.search(r"работ|прием|график|режим|час|будн|hours|open|mon|пн|дн[яи]м", line.low)
        )
    if topic.name == "payment":
        return about or bool(
            re.search(r"плат|расч|нал|pay|terms|аванс|net \d|transfer|debit|по счету", line.low)
        )
    return True


def _of_product(rest: Sequence[Term], line: Line, topic: Topic, index: AnswerIndex) -> bool:
    """Whether what is left of the question only names the one thing the thread is about."""
    (product,) = index.products
    return (
        all(t.stems & product or line.has(t.stems) for t in rest)
        and line.about - topic.own <= product
    )


def _spot(line: Line, topic: Topic, rest: Sequence[Term]) -> tuple[int, int]:
    tag = TAGS[topic.tag].search(line.low)
    at = [line.stems[s] for t in rest for s in t.stems if s in line.stems]
    if tag is not None:
        at += [tag.start(), tag.end()]
    return (min(at), max(at)) if at else (0, len(line.low))
