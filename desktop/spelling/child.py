"""The speller's own process: answers on a pipe until the other end is gone.

Loading a dictionary takes a quarter of a second and a suggestion up to one, with the interpreter
lock held: none of that in the window's process.
"""

import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, Protocol

from desktop.spelling import dictionaries

MOST_SUGGESTIONS: Final = 6


class Speller(Protocol):
    """Hunspell, as far as we use it."""

    def spell(self, word: str) -> bool:
        """Whether the word is in the dictionary, in any of its forms."""

    def suggest(self, word: str) -> Sequence[str]:
        """What may have been meant, the likeliest first."""


def tongue_of(word: str) -> str:
    """``ru`` or ``en`` by the letters, '' for any other script and for mixed ones."""
    letters = [c for c in word.lower() if c.isalpha()]
    if letters and all("а" <= c <= "я" or c == "ё" for c in letters):
        return "ru"
    return "en" if letters and all("a" <= c <= "z" for c in letters) else ""


def wrong(spellers: Mapping[str, Speller], word: str) -> bool:
    """Whether a word is misspelt, for sure: there is a dictionary of its letters and it has
    neither the word nor, where there are several in it, all of its parts."""
    speller = spellers.get(tongue_of(word))
    if speller is None or _right(speller, word):
        return False
    parts = [part for part in word.split("-") if part]
    return not (len(parts) > 1 and all(_right(speller, part) for part in parts))


def _right(speller: Speller, word: str) -> bool:
    plain = word.replace("’", "'")
    return speller.spell(plain) or ("ё" in plain.lower() and speller.spell(_without_yo(plain)))


def _without_yo(word: str) -> str:
    return word.replace("ё", "е").replace("Ё", "Е")


def load(own: Path) -> dict[str, Speller]:
    """The dictionaries that there are; one that cannot be read is left out."""
    from hunspell import Hunspell

    shipped = dictionaries.bundled()
    found = dictionaries.find([*dictionaries.places(own), *([shipped] if shipped else [])])
    spellers: dict[str, Speller] = {}
    for tongue, path in found.items():
        with contextlib.suppress(Exception):  # whatever a file of somebody's does
            spellers[tongue] = Hunspell(path.stem, hunspell_data_dir=str(path.parent))
    return spellers


def serve(pipe: Connection, own: str) -> None:
    """Answer ``("wrong", words)`` with those that are misspelt, ``("suggest", word)`` with what
    may have been meant, ``("tongues", None)`` with the languages that there are."""
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)
    try:
        spellers = load(Path(own))
    except ImportError:
        spellers = {}
    while True:
        try:
            operation, argument = pipe.recv()
            pipe.send(_do(spellers, operation, argument))
        except (EOFError, OSError):
            return


def _do(spellers: Mapping[str, Speller], operation: str, argument: Any) -> Any:
    if operation == "wrong":
        return [word for word in argument if wrong(spellers, word)]
    if operation == "suggest":
        speller = spellers.get(tongue_of(argument))
        return list(speller.suggest(argument))[:MOST_SUGGESTIONS] if speller else []
    return sorted(spellers)
