"""Which templates are shown, in which order, and which one fits best. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from desktop.shell.fuzzy import score
from desktop.shell.layouts import swapped
from desktop.viewmodels.templates import TemplateRow, prefilled

_CATEGORIES: Final = ("UTILITY", "MARKETING", "AUTHENTICATION")
MOST_RECENT: Final = 12


class Wanted(NamedTuple):
    """What narrows the list; '' for everything."""

    typed: str = ""
    lang: str = ""
    category: str = ""


def key(row: TemplateRow) -> str:
    """What a template is known by."""
    return f"{row.name} {row.lang}"


def title(row: TemplateRow) -> str:
    """Its name as one reads it."""
    return row.name.replace("_", " ")


def plain_lang(lang: str) -> str:
    """``pt_BR`` is ``pt``."""
    return lang.replace("-", "_").partition("_")[0].lower()


def arranged(
    rows: Sequence[TemplateRow], wanted: Wanted, client_lang: str, recent: Sequence[str],
    known: Mapping[str, str],
) -> list[TemplateRow]:  # fmt: skip
    """What fits, the best first: while something is typed what fits it best; else those that can be
    sent, in the client's language, used last, needing least to be typed."""
    found = []
    for i, row in enumerate(rows):
        if wanted.lang not in ("", row.lang) or wanted.category not in ("", row.category):
            continue
        fit = _fit(wanted.typed, row)
        if fit is None:
            continue
        used = recent.index(key(row)) if key(row) in recent else len(recent)
        place = _CATEGORIES.index(row.category) if row.category in _CATEGORIES else 9
        found.append((
            not row.sendable, -fit, plain_lang(row.lang) != client_lang, used,
            _empty(row, known), place, i, row,
        ))  # fmt: skip
    return [one[-1] for one in sorted(found, key=lambda one: one[:-1])]


def best(
    rows: Sequence[TemplateRow], client_lang: str, recent: Sequence[str], known: Mapping[str, str]
) -> TemplateRow | None:
    """The one to offer at once: in the client's language, the one that says most of what is known
    and leaves least to be typed, the one used last among equals. None where none can be sent."""
    fits = [row for row in rows if row.sendable]
    own = [row for row in fits if plain_lang(row.lang) == client_lang] or fits
    if not own:
        return None

    def rank(row: TemplateRow) -> tuple[int, int, int, int]:
        filled = sum(bool(value) for value in prefilled(row, known))
        used = recent.index(key(row)) if key(row) in recent else len(recent)
        dear = row.category == "MARKETING"
        return filled - _empty(row, known), -used, -dear, -rows.index(row)

    return max(own, key=rank)


def used(recent: Sequence[str], row: TemplateRow) -> list[str]:
    """The ones used last, after this one was."""
    return [key(row), *(one for one in recent if one != key(row))][:MOST_RECENT]


def _empty(row: TemplateRow, known: Mapping[str, str]) -> int:
    return sum(not value for value in prefilled(row, known))


def _fit(typed: str, row: TemplateRow) -> float | None:
    """How well what was typed fits the name, else the words of the text; in either layout."""
    if not typed.strip():
        return 0.0
    named = score(typed, f"{title(row)} {row.lang}")
    if named is not None:
        return named
    words = f"{row.header} {row.body} {row.footer}".casefold()
    for way in (typed.casefold(), swapped(typed.casefold())):
        if all(word in words for word in way.split()):
            return -50.0
    return None
