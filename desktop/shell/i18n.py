"""The operator's language: Fluent messages, changed while running."""

from typing import Final

from PySide6.QtCore import QLocale, QObject, Signal

from core.domain.problems import Problem
from desktop.shell import sentences
from desktop.shell.sentences import GAPS

__all__ = ["GAPS", "LANGUAGES", "I18n", "system_language"]

LANGUAGES: Final = ("ru", "en")


def system_language() -> str:
    """The language of the system where we speak it, else English."""
    return "ru" if QLocale.system().name().startswith("ru") else "en"


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
        return key in sentences.sentences(self.lang)

    def say(self, key: str, **args: str | int | float) -> str:
        """The sentence ``key`` with its gaps filled. Raises KeyError for an unknown key."""
        return sentences.say(self.lang, key, **args)

    def problem(self, problem: Problem, now: int | None = None) -> str:
        """What happened and what to do about it, at ``now`` (ms)."""
        return sentences.tell(self.lang, problem, now)
