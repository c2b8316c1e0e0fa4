"""The starter's answer in tokens: one label a token of the turn, then the turn's intents.

The starter reads the turn twice. Over the second reading every token gets one label, `B-kind`
where a fact begins, `I-kind` where it goes on, `O` elsewhere; after it come the intents, the
primary one first. Labels are tokens of the model's own vocabulary, and only sequences of them that
the little grammar here allows (`I-kind` follows its own kind) can come out.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

from core.domain.reading import ModelFact, ModelMark
from models.vocabulary import CLASSES, LABELS

Floats = npt.NDArray[np.floating]

LEAST: Final = 0.5
"""Below this confidence a fact is more often wrong than right, and is not said."""
FAINT: Final = 0.02
"""Below this a token is not worth a mark."""


def _allowed() -> npt.NDArray[np.bool_]:
    count = len(LABELS)
    table = np.ones((count, count), dtype=np.bool_)
    for label in range(2, count, 2):
        table[:, label] = False
        table[label - 1, label] = table[label, label] = True
    return table


_ALLOWED: Final = _allowed()
_BLOCKED: Final = np.where(_ALLOWED, 0.0, -np.inf)


def log_softmax(logits: Floats) -> Floats:
    """Over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def best_labels(scores: Floats) -> list[int]:
    """The most likely allowed sequence for log probabilities of shape (tokens, labels)."""
    if not len(scores):
        return []
    best = scores[0].copy()
    best[2::2] = -np.inf
    back: list[npt.NDArray[np.intp]] = []
    for row in scores[1:]:
        step = best[:, None] + _BLOCKED
        chosen = step.argmax(axis=0)
        back.append(chosen)
        best = step[chosen, np.arange(len(row))] + row
    label = int(best.argmax())
    path = [label]
    for chosen in reversed(back):
        label = int(chosen[label])
        path.append(label)
    return path[::-1]


_EDGE: Final = re.compile(r"^[\s\"'«»„“”().,;:!?…\-–—/*]+|[\s\"'«»„“”(),;:!?…\-–—/*]+$")


def character_spans(text: str, parts: Sequence[bytes]) -> list[tuple[int, int]]:
    """[start, end) in characters of ``text`` for tokens whose bytes are ``parts``; a token that
    ends inside a character reaches to its end."""
    offsets: list[int] = []
    for index, character in enumerate(text):
        offsets += [index] * len(character.encode())
    ends = list(accumulate(len(part) for part in parts))
    spans = []
    start = 0
    for end in ends:
        last = min(end, len(offsets)) - 1
        left = offsets[start] if start < len(offsets) else len(text)
        spans.append((left, offsets[last] + 1 if last >= start else left))
        start = end
    return spans


_DANGLING: Final = re.compile(
    r"(^|\s+)(?:в|во|на|до|к|ко|с|со|по|для|и|или|а|at|on|in|by|for|to|and|or|the|a)$",
    re.IGNORECASE,
)


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """Grow the span over words that it cuts, then drop white space and quote marks at its ends.

    A final full stop stays only in an abbreviation of up to three letters (`руб.`, `Inc.`).
    """
    while 0 < start < len(text) and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    piece = text[start:end]
    head = _EDGE.match(piece)
    if head and head.end() < len(piece):
        start += head.end()
    while end > start and _EDGE.match(text[end - 1]):
        if text[end - 1] == "." and re.search(r"\b\w{1,3}\.$", text[start:end]):
            break
        end -= 1
    for opening, closing in ("«»", "“”", "()"):
        piece = text[start:end]
        if piece.count(opening) > piece.count(closing) and text[end : end + 1] == closing:
            end += 1
        elif piece.count(closing) > piece.count(opening) and text[start - 1 : start] == opening:
            start -= 1
    if text[start:end].count('"') == 1:
        if text[end : end + 1] == '"':
            end += 1
        elif text[start - 1 : start] == '"':
            start -= 1
    return start, end


def facts_of(
    text: str,
    spans: Sequence[tuple[int, int]],
    scores: Floats,
) -> list[ModelFact]:
    """Facts of ``text`` from label log probabilities of shape (tokens, labels); ``spans`` are
    the tokens' [start, end) in characters."""
    path = best_labels(scores)
    probabilities = np.exp(scores)
    facts: list[ModelFact] = []
    at = free = 0
    while at < len(path):
        label = path[at]
        if label == 0:
            at += 1
            continue
        stop = at + 1
        while stop < len(path) and path[stop] == label + 1:
            stop += 1
        start, end = snap(text, spans[at][0], spans[stop - 1][1])
        start = max(start, free)
        while dangling := _DANGLING.search(text[start:end]):
            end = start + dangling.start()
        if end > start and any(character.isalnum() for character in text[start:end]):
            kind, value = CLASSES[(label - 1) // 2]
            sure = probabilities[at:stop, label] + probabilities[at:stop, label + 1]
            confidence = round(min(1.0, float(sure.mean())), 4)
            if confidence >= LEAST:
                free = end
                facts.append(
                    ModelFact(kind=kind, quote=text[start:end], value=value, confidence=confidence)
                )
        at = stop
    return facts


def marks_of(spans: Sequence[tuple[int, int]], scores: Floats) -> list[ModelMark]:
    """What each token may be, from label log probabilities of shape (tokens, labels): the classes
    that are likelier than FAINT there."""
    shares = np.exp(scores)
    classes = shares[:, 1::2] + shares[:, 2::2]
    return [
        ModelMark(kind, value, start, end, round(float(classes[at, number]), 3))
        for at, number in zip(*np.nonzero(classes >= FAINT), strict=True)
        for (kind, value), (start, end) in [(CLASSES[number], spans[at])]
    ]


def labels_for(
    spans: Sequence[tuple[int, int]], facts: Sequence[tuple[str, str, tuple[int, int]]]
) -> list[int]:
    """The labels that say ``facts``, (kind, value, [start, end)) each, over tokens at ``spans``.
    A fact that overlaps an earlier one is left out."""
    labels = [0] * len(spans)
    index = {name: number for number, name in enumerate(CLASSES)}
    for kind, value, (start, end) in facts:
        number = index.get((kind, value if kind in {"decision", "document"} else ""))
        touched = [at for at, (left, right) in enumerate(spans) if left < end and right > start]
        if number is None or any(labels[at] for at in touched):
            continue
        for at in touched:
            labels[at] = 1 + 2 * number + (at > touched[0])
    return labels
