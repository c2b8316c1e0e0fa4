"""Whether a fact speaks of what is asked: its sentence, its unit, or what the thread is about."""

# ruff: noqa: E501 (patterns read better whole)
import re
from collections.abc import Sequence
from typing import Final

from core.domain.views import FactRow
from core.understanding.reask.draft import Term
from core.understanding.reask.index import AnswerIndex, Known
from core.understanding.reask.words import is_generic, stem, tokens
from core.understanding.text import fold

CORRECTS: Final = re.compile(
    r"(?<!\w)(?:нет,|не [\w-]+, а|не \d|лучше|все-таки|передумали|вместо|исправл|ошибл|точнее|поправк|пересчит|посовещ|actually|instead|sorry|rather|correction|make it|change|not \d)"
)
NEEDED: Final = re.compile(
    r"нужн|нужен|надо|требу|берем|возьм|закаж|сроки?\b|срок |достав|постав|привез|need|want|order|take|deliver|deadline|ready"
)
_WHOLE: Final = frozenset({"deadline", "inn", "email", "company", "city", "budget"})
"""Kinds that hold for all the client came with."""
_VERB: Final = re.compile(
    r"[а-я]{3,}(?:ться|ть|емся|имся|етесь|итесь|ете|ешь|ите|ишь|аем|яем|уем)$|(?:go|put|use|issue|send|write|address|work|set|aim)$"
)


def fits(k: Known, rest: Sequence[Term], index: AnswerIndex, *, wanted: bool = False) -> bool:
    """Whether the fact's sentence, its unit or the one product of the thread have every term."""
    unit = units(k.row)
    single = index.products[0] if len(index.products) == 1 else frozenset()
    whole = k.row.fact.kind in _WHOLE and (k.row.fact.kind != "deadline" or wanted)
    for term in rest:
        if k.row.fact.kind not in {"quantity", "deadline", "meeting_at"} and _VERB.match(term.word):
            continue
        if whole and term.stems & index.subject:
            continue
        if term.stems & unit or (k.line is not None and k.line.has(term.stems)):
            continue
        if term.stems & single:
            continue
        return False
    return True


def units(row: FactRow) -> frozenset[str]:
    """What is counted, by the fact's unit and the words of its quote."""
    words = {w for w, _ in tokens(fold(f"{row.fact.unit} {row.fact.quote}")) if w[0].isalpha()}
    return frozenset(stem(w) for w in words if not is_generic(w))
