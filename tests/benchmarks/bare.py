"""llama.cpp driven directly by its own functions: what our reading is held against."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

import llama_cpp as llama

from models.prompts import Said, Special, starter_prompt
from models.vocabulary import INTENT


@llama.llama_log_callback  # type: ignore[untyped-decorator]
def _silent(_level: int, _text: bytes, _user: object) -> None:
    """llama.cpp says a lot."""


class Bare:
    """A model, a context of one thread, a batch; on one thread of the processor, as ours is."""

    def __init__(self, path: Path, context: int = 4096, batch: int = 512) -> None:
        llama.llama_log_set(_silent, ctypes.c_void_p(0))
        llama.llama_backend_init()
        self._model = llama.llama_model_load_from_file(
            str(path).encode(), llama.llama_model_default_params()
        )
        options = llama.llama_context_default_params()
        options.n_ctx = context
        options.n_batch = options.n_ubatch = self._size = batch
        options.n_threads = options.n_threads_batch = 1
        self._context = llama.llama_init_from_model(self._model, options)
        self._memory = llama.llama_get_memory(self._context)
        self._batch = llama.llama_batch_init(batch, 0, 1)
        self._vocab = llama.llama_model_get_vocab(self._model)

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        raw = text.encode()
        buffer = (llama.llama_token * (len(raw) + 8))()
        count = llama.llama_tokenize(
            self._vocab, raw, len(raw), buffer, len(buffer), False, special
        )
        return list(buffer[:count])

    def decode(self, tokens: Sequence[int], first: int, kept: int = 0) -> None:
        """``tokens`` but the first ``kept``, which stand already; logits from ``first`` on."""
        llama.llama_memory_seq_rm(self._memory, 0, kept, -1)
        batch = self._batch
        for start in range(kept, len(tokens), self._size):
            part = tokens[start : start + self._size]
            for index, token in enumerate(part):
                batch.token[index] = token
                batch.pos[index] = start + index
                batch.n_seq_id[index] = 1
                batch.seq_id[index][0] = 0
                batch.logits[index] = start + index >= first
            batch.n_tokens = len(part)
            assert llama.llama_decode(self._context, batch) == 0
        llama.llama_get_logits(self._context)

    def close(self) -> None:
        llama.llama_batch_free(self._batch)
        llama.llama_free(self._context)
        llama.llama_model_free(self._model)


def tokens_of(bare: Bare, turns: Sequence[Said]) -> tuple[list[int], int]:
    """What the starter is shown of these turns, all of them, and where the second reading of the
    last one begins."""
    tokens: list[int] = []
    for segment in starter_prompt(turns):
        if isinstance(segment, Special):
            tokens += bare.tokenize(segment.name, special=True)
        else:
            tokens += bare.tokenize(segment)
    second = [*bare.tokenize(turns[-1].text), *bare.tokenize(INTENT, special=True)]
    return [*tokens, *second], len(tokens)
