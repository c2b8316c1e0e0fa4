"""Sentences in the operator's language, for commands and windows alike: Fluent messages, no Qt."""

import locale
import os
from functools import lru_cache
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from core.domain.problems import Problem
from desktop.shell.places import translation_files

GAPS: Final = (
    "seconds", "limit", "name", "text", "port", "mb", "login", "database", "currency", "file",
    "place", "path", "detail", "key", "part", "button", "kind",
)  # fmt: skip
"""Every gap a sentence about a problem may have; what a problem does not tell shows as ``…``."""


@lru_cache(maxsize=4)
def bundle(lang: str) -> FluentBundle:
    """All messages of a language (``ru``, ``en``)."""
    made = FluentBundle([lang], use_isolating=False)
    for file in translation_files(lang):
        made.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return made


@lru_cache(maxsize=4096)
def _format(lang: str, key: str, args: tuple[tuple[str, object], ...]) -> str:
    messages = bundle(lang)
    if not messages.has_message(key):
        raise KeyError(key)
    pattern = messages.get_message(key).value
    text, _errors = messages.format_pattern(pattern, dict(args))
    return str(text)


def say(lang: str, key: str, /, **args: str | int | float) -> str:
    """The sentence ``key`` with its gaps filled. Raises KeyError for an unknown key."""
    return _format(lang, key, tuple(sorted(args.items())))


def tell(lang: str, problem: Problem) -> str:
    """What happened and what to do about it."""
    key = f"problem-{problem.code}"
    if not bundle(lang).has_message(key):
        return say(lang, "problem-other", text=problem.params.get("text", problem.code))
    return say(lang, key, **{**dict.fromkeys(GAPS, "…"), **problem.params}).strip()


def terminal_language() -> str:
    """``ru`` where the terminal speaks it, else ``en``."""
    named = next(
        (os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)),
        locale.getlocale()[0] or "",
    )
    return "ru" if named.lower().startswith("ru") else "en"
