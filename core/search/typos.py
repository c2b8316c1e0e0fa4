"""Words that a mistyped one may have been, to be looked up in the words that there are."""

from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 4
"""Shorter words are too like each other."""
_RUSSIAN: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_ENGLISH: Final = "abcdefghijklmnopqrstuvwxyz"


def once(word: str) -> set[str]:
    """Everything one slip away: a letter left out, doubled, changed, or two that changed places.
    Letters of the alphabet that the word is written in; none for numbers and short words."""
    if len(word) < SHORTEST or not word.isalpha():
        return set()
    letters = _ENGLISH if word.isascii() else _RUSSIAN
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    made = {a + b[1:] for a, b in parts if b}
    made |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    for a, b in parts:
        made.update(a + c + b for c in letters)
        if b:
            made.update(a + c + b[1:] for c in letters)
    made.discard(word)
    return made


def near(word: str, words: Iterable[str], most: int = 2) -> list[tuple[int, str]]:
    """Of ``words`` those at most so many slips away, as (slips, word), the nearest first."""
    found = [(slips(word, other, most), other) for other in words]
    return sorted(one for one in found if one[0] <= most)


def slips(one: str, other: str, most: int = 2) -> int:
    """How many letters were left out, put in, changed, or changed places (optimal string
    alignment); ``most`` + 1 where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
