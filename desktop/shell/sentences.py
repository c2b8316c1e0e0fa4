"""Sentences in the operator's language, for commands and windows alike: Fluent messages, no Qt."""

import locale
import os
import re
import time
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from core.domain.problems import Problem
from desktop.shell.places import translation_files

GAPS: Final = (
    "seconds", "limit", "name", "text", "port", "mb", "login", "database", "currency", "file",
    "minutes", "place", "path", "detail", "key", "part", "button", "kind", "wait", "count",
)  # fmt: skip
"""Every gap a sentence about a problem may have; what a problem does not tell shows as ``…``."""


_LONGEST: Final = 400 * 24 * 3600 * 1000
"""Further ahead than this no wait is named (ms): whoever asks for more means never."""
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


def tell(lang: str, problem: Problem, now: int | None = None) -> str:
    """What happened and what to do about it. A problem that names its end (``until``, ms) says how
    long that is from ``now`` on (ms; None: by the machine's clock)."""
    key = f"problem-{problem.code}"
    if key not in sentences(lang):
        return say(lang, "problem-other", text=problem.params.get("text", problem.code))
    gaps: dict[str, str] = {**dict.fromkeys(GAPS, "…"), **problem.params}
    if problem.params.get("until", "").isdecimal():
        now = time.time_ns() // 1_000_000 if now is None else now
        gaps["wait"] = until_words(lang, int(problem.params["until"]), now)
    elif "seconds" in problem.params:
        gaps["wait"] = say(lang, "wait-seconds", n=problem.params["seconds"])
    return say(lang, key, **gaps).strip()


def until_words(lang: str, until: int, now: int) -> str:
    """How long a wait is, both ms, by the clock on the wall: ``45 s`` under a minute, else ``until
    14:35``, with the day where that is not today."""
    if until - now < 60_000:
        return say(lang, "wait-seconds", n=str(max(1, -(-(until - now) // 1000))))
    if until - now >= _LONGEST:
        until = now + _LONGEST
    # up to the minute at which it is over
    end = datetime.fromtimestamp(-(-until // 60_000) * 60).astimezone()
    days = (end.date() - datetime.fromtimestamp(now / 1000).astimezone().date()).days
    if days == 0:
        return say(lang, "wait-until", time=f"{end:%H:%M}")
    if days == 1:
        return say(lang, "wait-until-tomorrow", time=f"{end:%H:%M}")
    from babel.dates import format_date  # a second of imports, for a wait of days

    day = format_date(end.date(), "d MMMM", locale=lang)
    return say(lang, "wait-until-day", day=day, time=f"{end:%H:%M}")


def terminal_language() -> str:
    """``ru`` where the terminal speaks it, else ``en``."""
    named = next(
        (os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)),
        locale.getlocale()[0] or "",
    )
    return "ru" if named.lower().startswith("ru") else "en"
