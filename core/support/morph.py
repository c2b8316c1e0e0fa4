"""Russian word forms by pymorphy2's dictionary. Loaded on first use (50 ms, 20 MB)."""

import inspect
from functools import lru_cache
from typing import Any, NamedTuple


class Word(NamedTuple):
    """The likeliest reading of a word form and everything it may be."""

    pos: str
    lemma: str
    tags: frozenset[str]
    known: bool


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    # pymorphy2 0.9.1 asks for inspect.getargspec, gone since Python 3.11, and looks dictionaries
    # up through pkg_resources, gone from setuptools 81 on: give it the one, and the path so that
    # it needs not the other. https://github.com/pymorphy2/pymorphy2/issues/159
    if not hasattr(inspect, "getargspec"):
        inspect.getargspec = lambda function: inspect.getfullargspec(function)[:4]  # type: ignore[attr-defined]
    import pymorphy2_dicts_ru  # type: ignore[import-untyped]
    from pymorphy2 import MorphAnalyzer

    return MorphAnalyzer(path=pymorphy2_dicts_ru.get_path(), lang="ru")


_NO_NAMES = {"инн", "кпп", "март", "мая", "из"}
"""Words that the dictionary also has as forms of names (ИНН as «many an Инна»)."""


@lru_cache(maxsize=20_000)
def word(form: str) -> Word:
    """The reading of one word form (any case)."""
    parses = _analyzer().parse(form.lower())
    best = parses[0]
    tags: set[str] = set()
    for parse in parses:
        tags.update(parse.tag.grammemes)
    return Word(str(best.tag.POS or ""), best.normal_form, frozenset(tags), bool(best.is_known))


def lemma(form: str) -> str:
    """Dictionary form, ё as е."""
    return word(form).lemma.replace("ё", "е")


@lru_cache(maxsize=20_000)
def lemmas(form: str) -> tuple[str, ...]:
    """Every dictionary form that the word may be of, the likeliest first, ё as е. Readings that
    are a guess stand behind one that the dictionary has: they are left out."""
    parses = _analyzer().parse(form)
    known = [parse for parse in parses if parse.is_known] or parses[:2]
    return tuple(dict.fromkeys(parse.normal_form.replace("ё", "е") for parse in known))


def is_first_name(form: str) -> bool:
    """Whether the form can be a first name (Сергей, Сергею, ирина)."""
    entry = word(form)
    closed = entry.pos in {"PREP", "CONJ", "PRCL", "NPRO", "ADVB", "INFN", "VERB", "NUMR"}
    return "Name" in entry.tags and entry.known and not closed and form.lower() not in _NO_NAMES
