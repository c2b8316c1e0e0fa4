"""The operator's language: Fluent messages, changed while running."""

from functools import lru_cache
from typing import Final

from fluent.runtime import FluentBundle, FluentResource
from PySide6.QtCore import QLocale, QObject, Signal

from core.domain.problems import Problem
from desktop.shell.places import translation_files

LANGUAGES: Final = ("ru", "en")
GAPS: Final = (
    "seconds", "limit", "name", "text", "port", "mb", "login", "database", "currency", "file",
    "place", "path", "detail",
)  # fmt: skip
"""Every gap a sentence about a problem may have; what a problem does not tell shows as ``…``."""


def system_language() -> str:
    """The language of the system where we speak it, else English."""
    return "ru" if QLocale.system().name().startswith("ru") else "en"


@lru_cache(maxsize=4)
def _bundle(lang: str) -> FluentBundle:
    bundle = FluentBundle([lang], use_isolating=False)
    for file in translation_files(lang):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


@lru_cache(maxsize=4096)
def _format(lang: str, key: str, args: tuple[tuple[str, object], ...]) -> str:
    bundle = _bundle(lang)
    if not bundle.has_message(key):
        raise KeyError(key)
    pattern = bundle.get_message(key).value
    text, _errors = bundle.format_pattern(pattern, dict(args))
    return str(text)


class I18n(QObject):
    """Gives sentences in the language in force. ``changed`` when it is another one."""

    changed = Signal()

    def __init__(self, lang: str = "system") -> None:
        super().__init__()
        self.choice = lang
        self.lang = lang if lang in LANGUAGES else system_language()

    def choose(self, lang: str) -> None:
        """Speak ``ru``, ``en`` or what the ``system`` speaks."""
        self.choice = lang
        self.lang = lang if lang in LANGUAGES else system_language()
        self.changed.emit()

    def has(self, key: str) -> bool:
        """Whether there is a sentence for ``key``."""
        return bool(_bundle(self.lang).has_message(key))

    def say(self, key: str, **args: str | int | float) -> str:
        """The sentence ``key`` with its gaps filled. Raises KeyError for an unknown key."""
        return _format(self.lang, key, tuple(sorted(args.items())))

    def problem(self, problem: Problem) -> str:
        """What happened and what to do about it."""
        key = f"problem-{problem.code}"
        if not self.has(key):
            return self.say("problem-other", text=problem.params.get("text", problem.code))
        return self.say(key, **{**dict.fromkeys(GAPS, "…"), **problem.params}).strip()
