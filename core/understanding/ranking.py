"""From how likely each tag is to the tags that are said: the rules' word and a model's together."""

from collections.abc import Mapping, Sequence

from core.domain.reading import INTENTS, Intent
from core.understanding.weights import CHAT_WORTH, FALLBACK, SHARE, THRESHOLD

SURE = 0.85
"""A chat model is measured by the turns of which the rules are so sure."""
GOOD, BAD = 0.7, 0.3
"""What it agrees in with the rules there, to be heard in full, and to be heard at all."""
CREDIT, MEMORY = 6, 200
_SOLID = frozenset(INTENTS) - {"smalltalk"}


def ranked(found: Mapping[str, float]) -> tuple[Intent, ...]:
    """The tags worth saying, the likeliest first; there is always one."""
    if not found:
        return (Intent("smalltalk", FALLBACK),)
    order = sorted(found.items(), key=lambda i: (-i[1], INTENTS.index(i[0])))
    best = order[0][1]
    kept = [
        (tag, c) for tag, c in order if (c >= THRESHOLD and c >= best * SHARE) or tag == order[0][0]
    ]
    if len(kept) > 1:
        kept = [(tag, c) for tag, c in kept if tag != "smalltalk"] or kept[:1]
    return tuple(Intent(tag, round(0.99 * c, 3)) for tag, c in kept[:4])


class Agreement:
    """How far a chat model is to be heard: by how often it says what the rules are sure of. It
    begins with the credit of a few right answers; a model that guesses has soon used it up."""

    def __init__(self) -> None:
        self._right, self._of = CREDIT * GOOD, float(CREDIT)

    def note(self, rules: Sequence[Intent], model: Sequence[Intent]) -> None:
        """What both said of a turn."""
        if not rules or not model or rules[0].confidence < SURE:
            return
        if self._of >= MEMORY:
            self._right, self._of = self._right / 2, self._of / 2
        self._of += 1
        self._right += any(model[0].tag == intent.tag for intent in rules)

    @property
    def worth(self) -> float:
        """From 0 to 1: what its confidence is multiplied by."""
        share = self._right / self._of
        return round(min(1.0, max(0.0, (share - BAD) / (GOOD - BAD))), 3)


def combine(rules: Sequence[Intent], model: Sequence[Intent]) -> tuple[Intent, ...]:
    """The rules' tags and a chat model's in one ranking.

    Where both say a tag they back each other; a tag that only the model says counts by what its
    word is worth, and in full when that is sure and the rules are not. Small talk that the rules
    are sure of gives way to nothing less sure, and a steering attempt cannot be talked away.
    """
    mine = {i.tag: i.confidence for i in rules}
    theirs = {i.tag: i.confidence for i in model if i.tag in INTENTS}
    leads = max(mine.values(), default=0.0) < 0.6
    doubt = 0.15 * max(theirs.values(), default=0.0) if leads else 0.0
    found: dict[str, float] = {}
    for tag in mine.keys() | theirs.keys():
        a, b = mine.get(tag, 0.0), theirs.get(tag, 0.0)
        if a and b:
            found[tag] = 1 - (1 - a) * (1 - CHAT_WORTH * b)
        elif b:
            found[tag] = b if leads and b >= 0.6 else CHAT_WORTH * b
        else:
            found[tag] = a * (1 - doubt)
    if not leads and (quiet := mine.get("smalltalk", 0.0)):
        found = {tag: sure for tag, sure in found.items() if tag in mine or sure > quiet}
    if mine.get("spam", 0.0) >= 0.9:
        found["spam"] = max(found["spam"], 0.95)
    return ranked(found)


def of_block(readings: Sequence[tuple[Intent, ...]]) -> tuple[Intent, ...]:
    """The tags of consecutive client turns together: the last that wants something leads, a
    «спасибо» after it does not erase it, what the others want comes behind."""
    solid = [tags for tags in readings if tags[0].tag in _SOLID]
    if not solid:
        return readings[-1]
    found = {i.tag: i.confidence for i in solid[-1]}
    most = solid[-1][0].confidence - 0.01
    for age, tags in enumerate(reversed(solid[:-1]), 1):
        for intent in tags:
            if intent.confidence >= THRESHOLD:
                found.setdefault(intent.tag, min(most, intent.confidence * 0.9**age))
    return ranked(found)
