"""Words as they are indexed and looked for: folded forms, and what dictionary forms they have."""

import re
import unicodedata
from typing import Final, NamedTuple

from core.support import morph

LONGEST: Final = 40
MOST: Final = 4_000
"""Words of one text that are indexed: a page of any size ends somewhere."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_CYRILLIC = re.compile(r"[а-я]+")
_LATIN = re.compile(r"[a-z]+")


class Token(NamedTuple):
    """A word of a text, folded, and the characters [start, end) that it stands in."""

    form: str
    start: int
    end: int


def fold(word: str) -> str:
    """Lower case, е for ё, Latin letters without their marks; й stays."""
    if word.isascii():
        return word.lower()
    low = word.casefold().replace("ё", "е")
    if _CYRILLIC.fullmatch(low):
        return low
    made, base = [], ""
    for c in unicodedata.normalize("NFKD", low):
        if not unicodedata.combining(c):
            base = c
        elif base.isascii():
            continue
        made.append(c)
    kept = unicodedata.normalize("NFC", "".join(made)).replace("ё", "е")
    return "".join(c for c in kept if c.isalnum())


def tokens(text: str) -> list[Token]:
    """The words of a text in their order; letters and digits are parted («500шт»)."""
    found = []
    for match in _WORD.finditer(text):
        form = fold(match[0][:LONGEST])
        if form:
            found.append(Token(form, match.start(), match.end()))
            if len(found) == MOST:
                break
    return found


def forms(text: str) -> list[str]:
    """The folded words of a text."""
    return [token.form for token in tokens(text)]


def lemmas(form: str) -> tuple[str, ...]:
    """What a folded word may be a form of: Russian by the dictionary, English by its ending."""
    if _CYRILLIC.fullmatch(form):
        return morph.lemmas(form)
    if _LATIN.fullmatch(form):
        return (stem(form),)
    return (form,)


def stem(form: str) -> str:
    """An English word without its ending: the same for ``deliver``, ``delivers``, ``delivered``,
    ``delivering``; not a word in itself."""
    if len(form) < 4:
        return form
    for ending, instead in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ss", "ss"), ("s", "")):
        if form.endswith(ending) and len(form) - len(ending) >= 2:
            form = form[: -len(ending)] + instead
            break
    for ending in ("ing", "ed"):
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form[: -len(ending)]
            if len(form) > 3 and form[-1] == form[-2] and form[-1] not in "lsz":
                form = form[:-1]
            break
    return form[:-1] if form.endswith("e") and len(form) > 3 else form
