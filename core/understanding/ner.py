"""Names, places and organisations in Russian text, by natasha's news tagger.

Pure Python and slow to load: made to live in the recognizers' own process.
"""

import re
from typing import Any

from core.understanding.recognizers.names import Named

LONGEST = 4000
_CYRILLIC = re.compile(r"[А-Яа-яЁё]{2}")
_CAPITAL = re.compile(r"[А-ЯЁA-Z]")
"""The tagger learned from news: where nothing has a capital it finds nothing."""


class Tagger:
    """Finds PER, ORG and LOC. Loading takes one to four seconds and about 60 MB."""

    def __init__(self) -> None:
        # Only what the tagger needs: natasha's MorphVocab would pull in pkg_resources, which
        # setuptools 81 dropped. https://github.com/pymorphy2/pymorphy2/issues/159
        from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

        self._doc: Any = Doc
        self._segmenter = Segmenter()
        self._tagger = NewsNERTagger(NewsEmbedding())

    def tag(self, text: str) -> list[Named]:
        """Entities of the first characters of ``text``, in order."""
        if not (_CYRILLIC.search(text) and _CAPITAL.search(text)):
            return []
        doc = self._doc(text[:LONGEST])
        doc.segment(self._segmenter)
        doc.tag_ner(self._tagger)
        return [Named(s.start, s.stop, s.type) for s in doc.spans]
