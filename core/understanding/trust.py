"""How much the rules' and the starter's words count, together: a fact's confidence is how often
such a fact is right, a tag's how often it is the primary one.

The weights in ``trust.json`` are made by ``python -m desktop.fit`` from labelled threads.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from core.domain.reading import INTENTS, Candidate, Intent, ModelMark
from core.understanding.ranking import ranked
from core.understanding.text import Span

Floats = npt.NDArray[np.float64]
FILE = Path(__file__).with_name("trust.json")
KEPT = 0.41
"""A fact less sure than this is not said."""
SECOND = 0.8
"""What the starter's word on a further tag counts."""
NAMED = 12
"""A product's name is backed by so many characters: where it ends, readers seldom agree."""
_LEAST = 0.004


class IntentWeights(msgspec.Struct, frozen=True):
    """What log-likelihoods count: a rule's and the starter's for the tag that they speak of
    (``own``, ``theirs``); a bias for each of INTENTS; and for each tag that the rules, then the
    starter speak of, what that says of each of INTENTS (30 x 15): who is taken for whom."""

    own: float
    theirs: float
    bias: tuple[float, ...]
    mistaken: tuple[tuple[float, ...], ...]


class Weights(msgspec.Struct, frozen=True):
    """``facts`` by source and kind: a bias, and what the log-odds of the source's confidence and
    of the marks' support count."""

    facts: dict[str, dict[str, tuple[float, float, float]]]
    intents: IntentWeights


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Those of ``trust.json``."""
    return msgspec.json.decode(FILE.read_bytes(), type=Weights)


@lru_cache(maxsize=1)
def _intents() -> tuple[float, float, Floats, Floats]:
    told = weights().intents
    return told.own, told.theirs, np.array(told.bias), np.array(told.mistaken)


def likelihoods(rules: Sequence[float], starter: Sequence[float]) -> Floats:
    """The log-likelihoods of INTENTS by the rules, then by the starter (30)."""
    whole = sum(rules) or 1.0
    return np.log(np.maximum([*(a / whole for a in rules), *starter], [1e-4] * 15 + [1e-5] * 15))


def odds(share: float) -> float:
    """Log-odds of a share, bounded."""
    bounded = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded))


def support(candidate: Candidate, marks: Sequence[ModelMark]) -> float:
    """The share, 0..1, that the starter gives the candidate's characters to be such a fact."""
    valued = candidate.kind in {"decision", "document"}
    total = 0.0
    for mark in marks:
        over = min(mark.end, candidate.end) - max(mark.start, candidate.start)
        same = mark.kind == candidate.kind and (not valued or mark.value == candidate.value)
        if over > 0 and same:
            total += over * mark.share
    length = max(1, candidate.end - candidate.start)
    return min(1.0, total / (min(length, NAMED) if candidate.kind == "product" else length))


def sure(candidate: Candidate, marks: Sequence[ModelMark]) -> float:
    """How likely the candidate is right. A kind that was never weighed keeps its confidence."""
    source = "model" if candidate.source == "model" else "rules"
    counts = weights().facts.get(source, {}).get(candidate.kind)
    if counts is None or candidate.page is not None:
        return candidate.confidence
    bias, own, theirs = counts
    raw = bias + own * odds(candidate.confidence) + theirs * odds(support(candidate, marks))
    return round(1 / (1 + math.exp(-raw)), 3)


def trusted(
    rules: Sequence[Candidate], model: Sequence[Candidate], marks: Sequence[ModelMark]
) -> tuple[Candidate, ...]:
    """Of the rules' candidates and the starter's those that are likelier right than not, each with
    how sure it is. Where two read the same words, the surer one stands; of a shorter and a
    longer name of a thing or a job the longer («кухни с радиусными фасадами», not «кухни»)."""
    weighed = [msgspec.structs.replace(c, confidence=sure(c, marks)) for c in (*rules, *model)]
    kept: list[Candidate] = []
    for one in sorted(weighed, key=lambda c: (-c.confidence, c.source == "model")):
        if one.confidence < KEPT:
            break
        rivals = [other for other in kept if _contests(one, other)]
        if not rivals:
            kept.append(one)
        elif len(rivals) == 1 and _says_more(one, rivals[0]):
            sure_of = rivals[0].confidence
            kept[kept.index(rivals[0])] = msgspec.structs.replace(one, confidence=sure_of)
    return tuple(sorted(kept, key=lambda c: (c.page or 0, c.start, c.end)))


def _contests(one: Candidate, other: Candidate) -> bool:
    """Whether both read the same words of one text, and one of them is the starter's."""
    if (one.attachment, one.page) != (other.attachment, other.page):
        return False
    if one.source != "model" and other.source != "model":
        return False
    return Span(one.start, one.end).overlaps(Span(other.start, other.end))


def together(
    rules: Sequence[float], starter: Sequence[float], further: Sequence[Intent] = ()
) -> tuple[Intent, ...]:
    """The tags by how likely the rules and the starter find each of INTENTS to be the primary one;
    ``further`` are tags that the starter says beside it."""
    own, theirs, bias, mistaken = _intents()
    heard = likelihoods(rules, starter)
    mine, its = np.split(heard, 2)
    raw = own * mine + theirs * its + bias + heard @ mistaken
    shares = np.exp(raw - raw.max())
    found = dict(zip(INTENTS, (shares / shares.sum()).tolist(), strict=True))
    best = max(found.values())
    for intent in further:
        said = min(best - 0.01, SECOND * intent.confidence)
        found[intent.tag] = max(found[intent.tag], said)
    return ranked(found)


def _says_more(one: Candidate, other: Candidate) -> bool:
    """Whether ``one`` is the name of a product or a job of which ``other`` is a part."""
    both = one.kind == other.kind and one.kind in {"product", "role"}
    within = one.start <= other.start and other.end <= one.end
    return both and within and one.end - one.start > other.end - other.start
