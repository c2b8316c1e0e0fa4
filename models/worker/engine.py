"""llama.cpp as we use it: load a GGUF, decode tokens of many threads with their prefixes kept."""

import ctypes
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import llama_cpp as llama
import numpy as np
import numpy.typing as npt

from models.frames import ModelInfo
from models.worker.errors import EngineError, StoppedError, TooLongError, TooSlowError

SEQUENCES = 8
BATCH = 512
_LEAST = 32
_STRIDE_SECONDS: Final = 1.0
"""What is decoded at once takes about so long, so that a reading can be given up in time."""
ALL_LAYERS = 999

Logits = npt.NDArray[np.float32]


# llama.cpp logs by one function for the whole process, which must live as long as it does.
_said: Final[deque[str]] = deque(maxlen=8)


@llama.llama_log_callback  # type: ignore[untyped-decorator]
def _on_log(level: int, text: bytes, _user: object) -> None:
    if level >= 3:
        _said.append(text.decode(errors="replace").strip())


def last_words() -> str:
    """The last warnings and errors that llama.cpp logged."""
    return "; ".join(line for line in _said if line)[-300:]


class _Slot:
    """A sequence of the cache and the tokens in it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.thread: str | None = None
        self.tokens: list[int] = []
        self.used = 0


def common_prefix(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


class Engine:
    """A loaded model. Not thread safe.

    ``context`` is tokens, shared by all threads; ``gpu`` puts every layer on the graphics card
    where the build can. Raises EngineError where the file is no model that llama.cpp can run.
    """

    def __init__(self, path: Path, context: int, *, gpu: bool = False) -> None:
        llama.llama_log_set(_on_log, ctypes.c_void_p(0))
        llama.llama_backend_init()
        settings = llama.llama_model_default_params()
        offloads = bool(llama.llama_supports_gpu_offload())
        settings.n_gpu_layers = ALL_LAYERS if gpu and offloads else 0
        settings.check_tensors = True
        self._model = llama.llama_model_load_from_file(str(path).encode(), settings)
        if not self._model:
            raise EngineError(last_words())
        self.vocab = llama.llama_model_get_vocab(self._model)
        self.vocab_size = int(llama.llama_vocab_n_tokens(self.vocab))
        trained = int(llama.llama_model_n_ctx_train(self._model))
        self.context = min(context, trained) if trained > 0 else context
        options = llama.llama_context_default_params()
        options.n_ctx = self.context
        options.n_batch = options.n_ubatch = BATCH
        options.n_seq_max = SEQUENCES
        options.kv_unified = True
        options.n_threads = options.n_threads_batch = 1
        options.no_perf = True
        self._context = llama.llama_init_from_model(self._model, options)
        if not self._context:
            raise EngineError(last_words())
        self._memory = llama.llama_get_memory(self._context)
        self._batch = llama.llama_batch_init(BATCH, 0, 1)
        self._tokens = np.ctypeslib.as_array(self._batch.token, (BATCH,))
        self._places = np.ctypeslib.as_array(self._batch.pos, (BATCH,))
        self._wanted = np.ctypeslib.as_array(self._batch.logits, (BATCH,))
        np.ctypeslib.as_array(self._batch.n_seq_id, (BATCH,))[:] = 1
        self._slots = [_Slot(number) for number in range(SEQUENCES)]
        self._clock = 0
        self._stride = BATCH
        self._pieces: dict[int, bytes] = {}
        self.info = ModelInfo(
            name=self.meta("general.name") or path.stem,
            size=path.stat().st_size,
            parameters=int(llama.llama_model_n_params(self._model)),
            context=self.context,
            protocol=self.meta("threadline.protocol") or "chat",
            gpu=offloads,
        )

    def use_threads(self, count: int) -> None:
        """Decode on that many threads of the processor."""
        llama.llama_set_n_threads(self._context, count, count)

    def meta(self, key: str) -> str:
        """A value of the file's metadata as text, '' when there is none."""
        buffer = ctypes.create_string_buffer(1 << 16)
        length = llama.llama_model_meta_val_str(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode(errors="replace") if length >= 0 else ""

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        """Tokens of ``text``; names of special tokens count as such only with ``special``."""
        raw = text.encode()
        size = len(raw) + 8
        buffer = (llama.llama_token * size)()
        count = llama.llama_tokenize(self.vocab, raw, len(raw), buffer, size, False, special)
        if count < 0:
            raise EngineError(f"{-count} tokens from {len(raw)} bytes")
        return list(buffer[:count])

    def special(self, name: str) -> int:
        """The id of a special token. Raises EngineError when the model has none of that name."""
        tokens = self.tokenize(name, special=True)
        if len(tokens) != 1:
            raise EngineError(f"no token {name}")
        return tokens[0]

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes a token stands for."""
        known = self._pieces.get(token)
        if known is None:
            buffer = ctypes.create_string_buffer(256)
            count = llama.llama_token_to_piece(self.vocab, token, buffer, len(buffer), 0, special)
            known = self._pieces[token] = buffer.raw[: max(0, count)]
        return known

    def ends(self, token: int) -> bool:
        """Whether the token ends generation."""
        return bool(llama.llama_vocab_is_eog(self.vocab, token))

    def read(
        self,
        thread: str,
        tokens: Sequence[int],
        first: int,
        columns: slice = slice(None),
        until: float | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> tuple[Logits, int]:
        """Decode ``tokens`` as the thread's sequence; what it begins with already is kept.

        Returns the logits after each token from index ``first`` on, ``columns`` of the vocabulary
        only, and how many tokens were in the cache. Raises EngineError when they do not fit, and
        TooSlowError when there are some left at ``until`` (monotonic): asked again, it goes on
        where it stopped. With ``stop`` StoppedError as soon as that says so.
        """
        if len(tokens) > self.context:
            raise TooLongError(len(tokens), self.context)
        slot = self._slot(thread)
        while True:
            kept = self._prepare(slot, tokens, first)
            rows: list[Logits] = []
            if self._decode(slot, tokens, kept, first, columns, rows, until, stop):
                return np.concatenate(rows), kept
            self._evict(but=slot)

    def step(self, thread: str, token: int, columns: slice = slice(None)) -> Logits:
        """Decode one more token of the thread; the logits after it."""
        slot = self._slot(thread)
        tokens = [*slot.tokens, token]
        if len(tokens) > self.context:
            raise TooLongError(len(tokens), self.context)
        rows: list[Logits] = []
        first = len(tokens) - 1
        while not self._decode(slot, tokens, first, first, columns, rows):
            self._evict(but=slot)
        row: Logits = rows[0][0]
        return row

    def _slot(self, thread: str) -> _Slot:
        self._clock += 1
        slot = next((one for one in self._slots if one.thread == thread), None)
        if slot is None:
            slot = min(self._slots, key=lambda one: one.used)
            self._clear(slot)
            slot.thread = thread
        slot.used = self._clock
        return slot

    def _clear(self, slot: _Slot) -> None:
        llama.llama_memory_seq_rm(self._memory, slot.number, -1, -1)
        slot.tokens = []
        slot.thread = None

    def _evict(self, but: _Slot) -> None:
        """Give back the cells of the thread that was longest not read."""
        thread = but.thread
        others = [one for one in self._slots if one is not but and one.tokens]
        if others:
            self._clear(min(others, key=lambda one: one.used))
        elif but.tokens:
            self._clear(but)
            but.thread = thread
        else:
            raise EngineError("the context is too small")

    def _prepare(self, slot: _Slot, tokens: Sequence[int], first: int) -> int:
        """Leave in the slot what ``tokens`` begins with, from another thread if that is longer;
        returns how much."""
        kept = min(common_prefix(slot.tokens, tokens), first)
        other = max(self._slots, key=lambda one: common_prefix(one.tokens, tokens))
        shared = min(common_prefix(other.tokens, tokens), first)
        if shared > kept + 16:
            llama.llama_memory_seq_rm(self._memory, slot.number, -1, -1)
            llama.llama_memory_seq_cp(self._memory, other.number, slot.number, 0, shared)
            slot.tokens = list(tokens[:shared])
            return shared
        # Recurrent and sliding-window models cannot forget a part.
        if kept < len(slot.tokens) and not llama.llama_memory_seq_rm(
            self._memory, slot.number, kept, -1
        ):
            llama.llama_memory_seq_rm(self._memory, slot.number, -1, -1)
            kept = 0
        slot.tokens = list(tokens[:kept])
        return kept

    def _decode(
        self,
        slot: _Slot,
        tokens: Sequence[int],
        kept: int,
        first: int,
        columns: slice,
        rows: list[Logits],
        until: float | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> bool:
        batch = self._batch
        start = kept
        while start < len(tokens):
            began = time.monotonic()
            if stop is not None and stop():
                raise StoppedError
            if until is not None and began > until and start > kept:
                raise TooSlowError(start, len(tokens))
            part = tokens[start : start + (BATCH if until is None else self._stride)]
            size = len(part)
            self._tokens[:size] = part
            self._places[:size] = np.arange(start, start + size)
            self._wanted[:size] = self._places[:size] >= first
            for index in range(size):
                batch.seq_id[index][0] = slot.number
            batch.n_tokens = size
            code = llama.llama_decode(self._context, batch)
            if code == 1:
                return False
            if code != 0:
                raise EngineError(f"decode: {code}; {last_words()}")
            slot.tokens += part
            said = size - max(0, min(size, first - start))
            if said:
                pointer = llama.llama_get_logits(self._context)
                table = np.ctypeslib.as_array(pointer, (said, self.vocab_size))
                rows.append(table[:, columns].copy())
            start += size
            if size >= _LEAST:
                fitting = size * _STRIDE_SECONDS / max(time.monotonic() - began, 1e-3)
                self._stride = int(min(BATCH, max(_LEAST, fitting)))
        return True

    def close(self) -> None:
        """Give back what llama.cpp holds."""
        llama.llama_batch_free(self._batch)
        llama.llama_free(self._context)
        llama.llama_model_free(self._model)
