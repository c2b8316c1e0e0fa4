"""An answer written by a chat model: bounded, and given up for anything that is to be read."""

import time
from collections.abc import Callable
from typing import Final

from models.prompts import Said
from models.worker.engine import Engine
from models.worker.errors import StoppedError, TooLongError
from models.worker.template import PLACE, around
from models.writing import MOST_TOKENS, writing_messages

Stop = Callable[[], bool]
WRITING_SHARE: Final = 0.6
"""Of a request's seconds the writing has this much after its prompt was read."""


class Scribe:
    """Writes with the engine of a chat model, in sequences of its own: what is kept of a thread
    for reading stays."""

    def __init__(self, engine: Engine, seconds: float) -> None:
        self._engine, self._seconds = engine, seconds
        self._frames: dict[str, tuple[list[int], list[int]]] = {}

    def _frame(self, lang: str) -> tuple[list[int], list[int]]:
        found = self._frames.get(lang)
        if found is None:
            told = writing_messages([], lang)[0]["content"]
            before, _, after = around(self._engine, told).partition(PLACE)
            tokenize = self._engine.tokenize
            found = tokenize(before, special=True), tokenize(after, special=True)
            self._frames[lang] = found
        return found

    def _prompt(self, turns: list[Said], lang: str) -> list[int]:
        before, after = self._frame(lang)
        data = writing_messages(turns, lang)[1]["content"]
        return [*before, *self._engine.tokenize(data), *after]

    def write(self, thread: str, turns: list[Said], lang: str, stop: Stop) -> str:
        """The raw text. Raises StoppedError as soon as ``stop`` says so, TooLongError where even
        the last turn does not fit, TooSlowError where there was no time for the turns."""
        engine, turns = self._engine, list(turns)
        room = min(MOST_TOKENS, max(16, engine.context // 4))
        prompt = self._prompt(turns, lang)
        while len(prompt) + room > engine.context and len(turns) > 1:
            turns.pop(0)
            prompt = self._prompt(turns, lang)
        if len(prompt) + room > engine.context:
            raise TooLongError(len(prompt), engine.context)
        key = f"write {thread}"
        until = time.monotonic() + self._seconds
        rows, _ = engine.read(key, prompt, len(prompt) - 1, until=until, stop=stop)
        logits, text = rows[0], b""
        deadline = time.monotonic() + WRITING_SHARE * self._seconds
        for _ in range(room):
            token = int(logits.argmax())
            if engine.ends(token) or b"\n\n" in text.lstrip() or time.monotonic() > deadline:
                break
            text += engine.piece(token)
            if stop():
                raise StoppedError
            logits = engine.step(key, token)
        return text.decode(errors="ignore")
