"""Russian word forms; the search speaks of them as well (``core.support.morph``)."""

from core.support.morph import Word, is_first_name, lemma, word

__all__ = ["Word", "is_first_name", "lemma", "word"]
