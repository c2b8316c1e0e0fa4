"""Reading with any chat model: its own template, an answer bound by the grammar."""

import contextlib
import ctypes
import time
from collections.abc import Iterator
from typing import Any

import llama_cpp as llama
import msgspec
import numpy as np
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from core.domain.reading import Intent, ModelFact, ModelReading
from models.grammar import answer_grammar, parse_answer, repeats
from models.prompts import Said, chat_messages, plain_prompt
from models.worker.engine import Engine, Logits
from models.worker.errors import EngineError, TooLongError, TooSlowError

MAX_TOKENS = 400
WARM_SECONDS = 90.0
"""What reading the instructions may take, before the first turn comes."""
ANSWER_SHARE = 0.4
"""Of its seconds an answer has this much, however long the reading of its turn took."""
PLACE = "{the thread stands here}"


class Chatter:
    """A chat model. ``seconds`` is what one reading may take, about: a turn that takes longer is
    refused and goes on where it stopped when it is asked again, an answer that takes longer is cut
    and what stands of it is read."""

    def __init__(self, engine: Engine, seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds
        self._grammar = answer_grammar().encode()
        self._room = min(MAX_TOKENS, max(16, engine.context // 3))
        template = engine.meta("tokenizer.chat_template")
        self._template = (
            Jinja2ChatFormatter(
                template=template,
                bos_token=self._word(llama.llama_vocab_bos(engine.vocab)),
                eos_token=self._word(llama.llama_vocab_eos(engine.vocab)),
            )
            if template
            else None
        )
        self.prompt_tokens = self.cached_tokens = 0

    def _word(self, token: int) -> str:
        text = llama.llama_vocab_get_text(self._engine.vocab, token) if token >= 0 else None
        return text.decode(errors="replace") if text else ""

    def warm(self) -> None:
        """Read what every prompt begins with, so that no turn has to wait for it. A machine that
        is too slow for that goes on with the first turn."""
        frame, _ = self._frame()
        with contextlib.suppress(TooSlowError, TooLongError):
            until = time.monotonic() + WARM_SECONDS
            self._engine.read("", frame, len(frame) - 1, until=until)

    def _frame(self) -> tuple[list[int], list[int]]:
        """What stands before and after the thread. The template is tokenized with special tokens,
        the thread in it without: no client's text can close its turn."""
        system, _ = chat_messages([])
        if self._template is None:
            frame = plain_prompt(system["content"], PLACE)
        else:
            messages = [system, {"role": "user", "content": PLACE}]
            frame = self._template(messages=messages).prompt
        before, _, after = frame.partition(PLACE)
        return (
            self._engine.tokenize(before, special=True),
            self._engine.tokenize(after, special=True),
        )

    def _prompt(self, turns: list[Said]) -> list[int]:
        before, after = self._frame()
        _, user = chat_messages(turns)
        return [*before, *self._engine.tokenize(user["content"]), *after]

    def read(self, thread: str, turns: list[Said]) -> ModelReading:
        """Read the last turn. Raises TooLongError when even that turn alone does not fit,
        TooSlowError when there was no time for all of it."""
        deadline = time.monotonic() + self._seconds
        turns = list(turns)
        prompt = self._prompt(turns)
        while len(prompt) + self._room > self._engine.context and len(turns) > 1:
            turns.pop(0)
            prompt = self._prompt(turns)
        if len(prompt) + self._room > self._engine.context:
            raise TooLongError(len(prompt), self._engine.context)
        logits, self.cached_tokens = self._engine.read(
            thread, prompt, len(prompt) - 1, until=deadline
        )
        self.prompt_tokens = len(prompt)
        deadline = max(deadline, time.monotonic() + ANSWER_SHARE * self._seconds)
        written, odds = self._answer(thread, logits[0], deadline)
        try:
            reading = parse_answer(written.decode(errors="ignore"))
        except ValueError as error:
            raise EngineError(str(error)) from error
        return _with_confidence(reading, written, odds)

    def _answer(self, thread: str, logits: Logits, deadline: float) -> tuple[bytes, list[float]]:
        """What the model writes, and the probability of each byte. A fact that it says a second
        time is the end: a small model would say it until its room is full."""
        written = b""
        odds: list[float] = []
        for token, probability in self._generate(thread, logits, deadline):
            piece = self._engine.piece(token)
            written += piece
            odds += [probability] * len(piece)
            if b"}" in piece and repeats(written):
                break
        return written, odds

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


def _with_confidence(reading: ModelReading, written: bytes, odds: list[float]) -> ModelReading:
    """Each tag and quote gets the mean probability of the bytes it was written with."""
    at = 0

    def sure(text: str) -> float:
        nonlocal at
        raw = msgspec.json.encode(text)
        start = written.find(raw, at)
        if start < 0:
            return 0.5
        at = start + len(raw)
        return round(float(np.mean(odds[start:at])), 4)

    intents = tuple(Intent(intent.tag, sure(intent.tag)) for intent in reading.intents)
    facts: list[ModelFact] = []
    for fact in reading.facts:
        facts.append(msgspec.structs.replace(fact, confidence=sure(fact.quote)))
    return ModelReading(intents=intents, facts=tuple(facts))
