"""Sentences in the operator's language, for commands and windows alike: Fluent messages, no Qt."""

import locale
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from core.domain.problems import Problem
from desktop.shell.places import translation_files

GAPS: Final = (
    "seconds", "limit", "name", "text", "port", "mb", "login", "database", "currency", "file",
    "minutes", "place", "path", "detail", "key", "part", "button", "kind",
)  # fmt: skip
"""Every gap a sentence about a problem may have; what a problem does not tell shows as ``…``."""


_ENTRY: Final = re.compile(r"(?m)^([a-zA-Z][\w-]*) *=")
"""A message begins at the margin; nothing else of it stands there but a closing brace."""


class Sentences:
    """All messages of a language. Each is parsed when it is first said: all of them take 0.1 s.
    A message names no other."""

    def __init__(self, lang: str) -> None:
        self._bundle = FluentBundle([lang], use_isolating=False)
        self._written: dict[str, str] = {}
        for file in translation_files(lang):
            text = file.read_text(encoding="utf-8")
            found = list(_ENTRY.finditer(text))
            ends = [*(entry.start() for entry in found[1:]), len(text)]
            for entry, end in zip(found, ends, strict=False):
                self._written.setdefault(entry[1], text[entry.start() : end])

    def __contains__(self, key: str) -> bool:
        return key in self._written

    def format(self, key: str, args: Mapping[str, object]) -> str:
        """The sentence with its gaps filled. Raises KeyError for an unknown key."""
        written = self._written[key]
        if "{" not in written and "\n " not in written:  # a line of words and no more
            return written.partition("=")[2].partition("\n")[0].strip(" ")
        if not self._bundle.has_message(key):
            self._bundle.add_resource(FluentResource(written))
        pattern = self._bundle.get_message(key).value
        text, _errors = self._bundle.format_pattern(pattern, dict(args))
        return str(text)


@lru_cache(maxsize=4)
def sentences(lang: str) -> Sentences:
    """What can be said in a language (``ru``, ``en``)."""
    return Sentences(lang)


@lru_cache(maxsize=4096)
def _format(lang: str, key: str, args: tuple[tuple[str, object], ...]) -> str:
    return sentences(lang).format(key, dict(args))


def say(lang: str, key: str, /, **args: str | int | float) -> str:
    """The sentence ``key`` with its gaps filled. Raises KeyError for an unknown key."""
    return _format(lang, key, tuple(sorted(args.items())))


def tell(lang: str, problem: Problem) -> str:
    """What happened and what to do about it."""
    key = f"problem-{problem.code}"
    if key not in sentences(lang):
        return say(lang, "problem-other", text=problem.params.get("text", problem.code))
    return say(lang, key, **{**dict.fromkeys(GAPS, "…"), **problem.params}).strip()


def terminal_language() -> str:
    """``ru`` where the terminal speaks it, else ``en``."""
    named = next(
        (os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)),
        locale.getlocale()[0] or "",
    )
    return "ru" if named.lower().startswith("ru") else "en"
