"""What is misspelt in a draft: each word is asked about once, away from the window's thread."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.shell.tasks import Latest, Tasks

SETTING: Final = "desk.spell"
OWN: Final = "desk.spell_words"
"""Words of one's own, apart by spaces."""
MOST_KNOWN: Final = 20_000
_SKIP: Final = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+|@\w+|\[[^\]\n]{1,24}\]|(?m:^/[\w-]*)|\w+\.(?:\w+\.)*\w+"
)
_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]+(?:[-'’][^\W\d_]+)*(?!\w)")


class Spelling(Protocol):
    """What is asked of the backend."""

    async def misspelt(self, words: Sequence[str]) -> Sequence[str]:
        """Those of ``words`` that no dictionary here has; none where there is none."""

    async def spellings(self, word: str) -> Sequence[str]:
        """What may have been meant, the likeliest first."""


def words(text: str) -> Iterator[tuple[int, int]]:
    """The words of a text that can be misspelt, as [start, end): no addresses, marks, numbers,
    abbreviations."""
    skipped = [match.span() for match in _SKIP.finditer(text)]
    for match in _WORD.finditer(text):
        start, end = match.span()
        if end - start < 2 or (end - start < 7 and match.group().isupper()):
            continue
        if not skipped or not any(a < end and start < b for a, b in skipped):
            yield start, end


class SpellingModel(QObject):
    """``wrong(word)`` is what is known of a word; what is not is asked about and ``changed`` tells
    of the answer. Names of the open thread and one's own words are right."""

    changed = Signal()

    def __init__(self, backend: "Spelling", tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self._latest = Latest(tasks, self._look)
        self._known: dict[str, bool] = {}
        self._due: set[str] = set()
        self._names: frozenset[str] = frozenset()
        self._own: list[str] = []
        self.enabled = True

    def configure(self, settings: Mapping[str, str]) -> None:
        """Take over settings, all of them or those that changed."""
        on = settings.get(SETTING, "on" if self.enabled else "off") != "off"
        own = settings.get(OWN)
        if own is not None:
            self._own = own.split()
        if on != self.enabled or own is not None:
            self.enabled = on
            self.changed.emit()

    def accept(self, texts: Iterable[str]) -> None:
        """Names that stand in the open thread."""
        names = frozenset(
            part for text in texts for word in _WORD.findall(text.casefold())
            for part in (word, *word.split("-"))
        )  # fmt: skip
        if names != self._names:
            self._names = names
            self.changed.emit()

    def wrong(self, word: str) -> bool:
        """Whether it is known to be misspelt; a word that is met for the first time is asked
        about."""
        verdict = self._known.get(word)
        if verdict is False or not self.enabled:
            return False
        low = word.casefold()
        if low in self._own or self._is_name(low):
            return False
        if verdict is None:
            self._due.add(word)
            self._latest.ask()
        return bool(verdict)

    def _is_name(self, word: str) -> bool:
        if word in self._names:
            return True
        # «Ирине» of «Ирина»: a name is right in its other cases too
        stem = word[:-2] if len(word) > 5 else word[:-1]
        return len(stem) >= 3 and any(
            name.startswith(stem) and abs(len(name) - len(word)) <= 2 for name in self._names
        )

    async def suggestions(self, word: str) -> Sequence[str]:
        """What may have been meant."""
        return await self._backend.spellings(word)

    def add(self, word: str) -> Mapping[str, str]:
        """Take a word among one's own; the setting to keep."""
        low = word.casefold()
        if low not in self._own:
            self._own.append(low)
            self.changed.emit()
        return {OWN: " ".join(self._own)}

    async def _look(self) -> None:
        due, self._due = self._due, set()
        if not due:
            return
        bad: Collection[str] = set(await self._backend.misspelt(sorted(due)))
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        self._known.update((word, word in bad) for word in due)
        if bad:
            self.changed.emit()
