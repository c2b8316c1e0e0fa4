"""Reading with the starter: labels over the turn's second reading, then its intents."""

from functools import lru_cache

import numpy as np

from core.domain.reading import INTENTS, Intent, ModelReading
from models.labels import character_spans, facts_of, log_softmax, marks_of
from models.prompts import Said, Special, starter_prompt
from models.vocabulary import END, INTENT, INTENT_TOKENS, LABELS
from models.worker.engine import Engine, Logits
from models.worker.errors import EngineError

MAX_INTENTS = 3
SECOND = 0.35
"""A further intent is kept from this probability on."""


class Labeller:
    """A model that speaks the starter's protocol. Raises EngineError when its vocabulary lacks
    our tokens."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tokenize = lru_cache(maxsize=256)(engine.tokenize)
        ids = [engine.special(name) for name in (*LABELS, *INTENT_TOKENS)]
        if ids != list(range(ids[0], ids[0] + len(ids))):
            raise EngineError("the label tokens are out of order")
        self._intent = engine.special(INTENT)
        self._end = engine.special(END)
        self._specials = {name: engine.special(name) for name in self._prompt_names()}
        self._first = min(ids[0], self._end)
        self._columns = slice(self._first, ids[-1] + 1)
        self._labels = slice(ids[0] - self._first, ids[0] - self._first + len(LABELS))
        tags = ids[len(LABELS)] - self._first
        self._tags = [*range(tags, tags + len(INTENTS)), self._end - self._first]
        self.prompt_tokens = self.cached_tokens = self.written_tokens = 0

    @staticmethod
    def _prompt_names() -> list[str]:
        prompt = starter_prompt([Said("us", ""), Said("client", "")])
        return [segment.name for segment in prompt if isinstance(segment, Special)]

    def begin(self) -> None:
        """It is fast enough to need no bound."""

    def read(self, thread: str, turns: list[Said]) -> ModelReading:
        """Read the last turn."""
        turns = list(turns)
        text = turns[-1].text
        second = self._tokenize(text)
        while True:
            prompt = self._tokens(turns)
            size = len(prompt) + len(second) + 4
            if size <= self._engine.context or len(turns) == 1:
                break
            turns.pop(0)
        tokens = [*prompt, *second, self._intent]
        logits, cached = self._engine.read(thread, tokens, len(prompt), self._columns)
        self.prompt_tokens, self.cached_tokens = len(tokens), cached
        spans = character_spans(text, [self._engine.piece(token) for token in second])
        scores = log_softmax(logits[:-1, self._labels].astype(np.float64))
        facts = facts_of(text, spans, scores)
        primary = logits[-1][self._tags[:-1]].astype(np.float64)
        return ModelReading(
            intents=tuple(self._intents(thread, logits[-1])),
            facts=tuple(facts),
            likely=tuple(round(float(share), 5) for share in np.exp(log_softmax(primary))),
            marks=tuple(marks_of(spans, scores)),
        )

    def _tokens(self, turns: list[Said]) -> list[int]:
        tokens: list[int] = []
        for segment in starter_prompt(turns):
            if isinstance(segment, Special):
                tokens.append(self._specials[segment.name])
            else:
                tokens += self._tokenize(segment)
        return tokens

    def _intents(self, thread: str, logits: Logits) -> list[Intent]:
        """The primary intent is always one; a further one, or the end, by its probability."""
        found: list[Intent] = []
        left = list(range(len(INTENTS)))
        while True:
            allowed = [self._tags[tag] for tag in left] + ([self._tags[-1]] if found else [])
            odds = np.exp(log_softmax(logits[allowed].astype(np.float64)))
            best = int(odds[: len(left)].argmax())
            sure = float(odds[best])
            if found and (sure < SECOND or sure < float(odds[-1])):
                return found
            tag = left.pop(best)
            found.append(Intent(INTENTS[tag], round(sure, 4)))
            if len(found) == MAX_INTENTS:
                return found
            logits = self._engine.step(thread, self._first + self._tags[tag], self._columns)
