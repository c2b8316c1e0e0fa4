"""Reading with any chat model: its own template, an answer bound by the grammar."""

import contextlib
import ctypes
import math
import time
from collections.abc import Iterator
from typing import Any

import llama_cpp as llama
import msgspec
import numpy as np

from core.domain.reading import Intent, ModelFact, ModelReading
from models.grammar import answer_grammar, parse_answer, repeats
from models.prompts import Said, chat_messages
from models.worker.engine import Engine, Logits
from models.worker.errors import EngineError, TooLongError, TooSlowError
from models.worker.template import PLACE, around
from models.worker.writing import Scribe, Stop

MAX_TOKENS = 400
WARM_SECONDS = 90.0
"""What reading the instructions may take, before the first turn comes."""
ANSWER_SHARE = 0.4
"""Of its seconds an answer has this much, however long the reading of its turn took."""


class Written:
    """An answer as far as it is written. Of each byte: how likely its token was, and its share of
    that token's log-probability."""

    def __init__(self) -> None:
        self.text = b""
        self.odds: list[float] = []
        self.logs: list[float] = []

    def add(self, piece: bytes, probability: float) -> None:
        """One more token."""
        size = len(piece)
        self.text += piece
        self.odds += [probability] * size
        self.logs += [math.log(max(probability, 1e-9)) / max(1, size)] * size


class Chatter:
    """A chat model. ``seconds`` is what one request may take, about: a turn that takes longer is
    refused and goes on where it stopped when it is asked again, an answer that takes longer is cut
    and what stands of it is read."""

    def __init__(self, engine: Engine, seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds
        self._scribe = Scribe(engine, seconds)
        self._grammar = answer_grammar().encode()
        self._room = min(MAX_TOKENS, max(16, engine.context // 3))
        before, _, after = around(engine, chat_messages([])[0]["content"]).partition(PLACE)
        self._before = engine.tokenize(before, special=True)
        self._after = engine.tokenize(after, special=True)
        self.prompt_tokens = self.cached_tokens = self.written_tokens = 0
        self._until = 0.0
        self.begin()

    def begin(self) -> None:
        """A request comes: its time runs from now."""
        self._until = time.monotonic() + self._seconds
        self.written_tokens = 0

    def warm(self) -> None:
        """Read what every prompt begins with, so that no turn has to wait for it. A machine that
        is too slow for that goes on with the first turn."""
        with contextlib.suppress(TooSlowError, TooLongError):
            until = time.monotonic() + WARM_SECONDS
            self._engine.read("", self._before, len(self._before) - 1, until=until)

    def _prompt(self, turns: list[Said]) -> list[int]:
        _, user = chat_messages(turns)
        return [*self._before, *self._engine.tokenize(user["content"]), *self._after]

    def write(self, thread: str, turns: list[Said], lang: str, stop: Stop) -> str:
        """Write an answer, see ``Scribe``."""
        return self._scribe.write(thread, turns, lang, stop)

    def read(self, thread: str, turns: list[Said]) -> ModelReading:
        """Read the last turn. Raises TooLongError when even that turn alone does not fit,
        TooSlowError when there was no time for all of it."""
        turns = list(turns)
        prompt = self._prompt(turns)
        while len(prompt) + self._room > self._engine.context and len(turns) > 1:
            turns.pop(0)
            prompt = self._prompt(turns)
        if len(prompt) + self._room > self._engine.context:
            raise TooLongError(len(prompt), self._engine.context)
        logits, self.cached_tokens = self._engine.read(
            thread, prompt, len(prompt) - 1, until=self._until
        )
        self.prompt_tokens = len(prompt)
        deadline = max(self._until, time.monotonic() + ANSWER_SHARE * self._seconds)
        written = self._answer(thread, logits[0], deadline)
        try:
            reading = parse_answer(written.text.decode(errors="ignore"))
        except ValueError as error:
            raise EngineError(str(error)) from error
        return with_confidence(reading, written)

    def _answer(self, thread: str, logits: Logits, deadline: float) -> Written:
        """What the model writes. A fact that it says a second time is the end: a small model would
        say it until its room is full."""
        written = Written()
        for token, probability in self._generate(thread, logits, deadline):
            piece = self._engine.piece(token)
            written.add(piece, probability)
            self.written_tokens += 1
            if b"}" in piece and repeats(written.text):
                break
        return written

    def _generate(
        self, thread: str, logits: Logits, deadline: float
    ) -> Iterator[tuple[int, float]]:
        sampler = llama.llama_sampler_init_grammar(self._engine.vocab, self._grammar, b"root")
        if not sampler:
            raise EngineError("the grammar was refused")
        try:
            for _ in range(self._room):
                token, probability = self._choose(sampler, logits)
                if token < 0 or self._engine.ends(token):
                    return
                llama.llama_sampler_accept(sampler, token)
                yield token, probability
                if time.monotonic() > deadline:
                    return
                logits = self._engine.step(thread, token)
        finally:
            llama.llama_sampler_free(sampler)

    def _choose(self, sampler: Any, logits: Logits) -> tuple[int, float]:
        """The likeliest token that the grammar allows, and its probability; -1 for none. The
        grammar is asked about all tokens only when it refuses the likeliest."""
        top = int(logits.argmax())
        total = float(np.exp(logits - logits[top]).sum())
        if self._filter(sampler, np.array([top]), logits)[0] > -np.inf:
            return top, 1.0 / total
        allowed = self._filter(sampler, np.arange(len(logits)), logits)
        best = int(allowed.argmax())
        if allowed[best] == -np.inf:
            return -1, 0.0
        return best, float(np.exp(logits[best] - logits[top])) / total

    @staticmethod
    def _filter(sampler: Any, tokens: Any, logits: Logits) -> Logits:
        data = np.zeros(len(tokens), dtype=[("id", "i4"), ("logit", "f4"), ("p", "f4")])
        data["id"] = tokens
        data["logit"] = logits[tokens]
        array = llama.llama_token_data_array(
            data=ctypes.cast(data.ctypes.data, ctypes.POINTER(llama.llama_token_data)),
            size=len(data),
            selected=-1,
            sorted=False,
        )
        llama.llama_sampler_apply(sampler, ctypes.byref(array))
        result: Logits = data["logit"].copy()
        return result


def with_confidence(reading: ModelReading, written: Written) -> ModelReading:
    """Each tag gets the probability that its word has, and is no surer than the one before it;
    each fact that of its kind and its value times the mean one of its quote's bytes: copying is
    easy, and says nothing of what it is."""
    at = 0

    def place(text: str) -> slice | None:
        nonlocal at
        raw = msgspec.json.encode(text)
        start = written.text.find(raw, at)
        if start < 0:
            return None
        at = start + len(raw)
        return slice(start + 1, at - 1)

    def word(text: str) -> float:
        found = place(text)
        return 0.5 if found is None else math.exp(sum(written.logs[found]))

    def quote(text: str) -> float:
        found = place(text)
        return 0.5 if found is None else float(np.mean(written.odds[found]))

    least = 1.0
    intents: list[Intent] = []
    for intent in reading.intents:
        least = min(least, word(intent.tag))
        intents.append(Intent(intent.tag, round(least, 4)))
    facts: list[ModelFact] = []
    for fact in reading.facts:
        sure = word(fact.kind) * quote(fact.quote) * (word(fact.value) if fact.value else 1.0)
        facts.append(msgspec.structs.replace(fact, confidence=round(sure, 4)))
    return ModelReading(intents=tuple(intents), facts=tuple(facts))
