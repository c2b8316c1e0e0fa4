"""What a model file is: architecture, size, quantisation, context, what memory it will take."""

import struct
from collections import Counter
from pathlib import Path
from typing import Final, Literal

import msgspec

from core.domain.problems import Problem, ProblemError
from models.gguf import GgufError, Head, MoreNeededError, parse_head
from models.machine import memory

Kind = Literal["chat", "speech"]

CONTEXT: Final = 4096
"""Tokens that the worker asks for; a model's own context bounds it."""
BATCH: Final = 512
"""Tokens that the worker decodes at once."""

_PROCESS: Final = 100 << 20
_FIRST_LOOK: Final = 1 << 20
_SPARE_MB: Final = 2048
_STACK_MB: Final = 8
"""Of address space for one thread."""
_FILE_TYPES: Final = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0",
    38: "MXFP4_MOE", 39: "NVFP4", 40: "Q1_0", 41: "Q2_0",
}  # fmt: skip
"""llama.cpp's `enum llama_ftype`."""
_WHISPER: Final = b"lmgg"
_MANY_TONGUES: Final = 51_865
"""Words of a whisper model that knows more languages than English."""
_WHISPER_HEAD: Final = struct.Struct("<4s11i")


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Of one file. ``size`` and ``memory`` are bytes, ``context`` tokens; '' and 0 stand where
    the file does not say. ``protocol`` is set in models that were made for Threadline,
    ``english`` in speech models that understand nothing else."""

    kind: Kind
    size: int
    name: str = ""
    architecture: str = ""
    parameters: int = 0
    quantisation: str = ""
    context: int = 0
    template: bool = False
    protocol: str = ""
    memory: int = 0
    tensors: int = 0
    english: bool = False


def look(head: bytes, size: int, name: str) -> About | None:
    """What the file of ``size`` bytes that begins with ``head`` is; None while that is too little
    to tell.

    Raises ProblemError: ``model-foreign``, ``model-truncated``, ``model-split``.
    """
    about = _look(head, size, name)
    if about is None and len(head) >= size:
        raise ProblemError(Problem("model-truncated" if head else "model-foreign", {"name": name}))
    return about


def _look(head: bytes, size: int, name: str) -> About | None:
    if head.startswith(_WHISPER):
        return _of_whisper(head, size, name)
    if head and _WHISPER.startswith(head):
        return None
    try:
        parsed = parse_head(head)
    except MoreNeededError:
        return None
    except GgufError as error:
        detail = {"name": name, "detail": str(error)}
        raise ProblemError(Problem("model-foreign", detail)) from error
    if not parsed.tensors:
        raise ProblemError(Problem("model-foreign", {"name": name, "detail": "no weights"}))
    if parsed.number("split.count") > 1:
        raise ProblemError(Problem("model-split", {"name": name}))
    if parsed.end > size:
        raise ProblemError(Problem("model-truncated", {"name": name}))
    return _of_gguf(parsed, size)


def inspect(path: Path) -> About:
    """Look at a file. Raises ProblemError as `look` does, or ``model-missing``."""
    length = _FIRST_LOOK
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            while True:
                file.seek(0)
                about = look(file.read(length), size, path.name)
                if about is not None:
                    return about
                length *= 2
    except OSError as error:
        raise ProblemError(Problem("model-missing", {"path": str(path)})) from error


def address_space(path: Path) -> int:
    """Megabytes of address space that a worker with this model is held to: well above what it
    takes, so that no sound model is refused, and bounded all the same."""
    size = path.stat().st_size if path.is_file() else 0
    try:
        about = inspect(path)
    except ProblemError:
        return _SPARE_MB + (3 * size >> 20)
    # what no machine has is no need of a model; the file is mapped, and may be laid out anew
    need = min(about.memory, memory().total or about.memory)
    # a thread each checks the tensors
    return _SPARE_MB + ((2 * size + need) >> 20) + _STACK_MB * about.tensors


def _of_gguf(head: Head, size: int) -> About:
    arch = head.text("general.architecture")
    weights = Counter[str]()
    for tensor in head.tensors:
        weights[tensor.type_name] += tensor.weights
    written = _FILE_TYPES.get(head.number("general.file_type", -1))
    return About(
        kind="chat",
        size=size,
        name=head.text("general.name")[:200],
        architecture=arch[:80],
        parameters=head.parameters,
        quantisation=written or weights.most_common(1)[0][0],
        context=head.number(f"{arch}.context_length"),
        template=bool(head.text("tokenizer.chat_template")),
        protocol=head.text("threadline.protocol")[:80],
        memory=memory_need(head),
        tensors=len(head.tensors),
    )


def memory_need(head: Head, context: int = CONTEXT) -> int:
    """Bytes that the worker will take, about: weights, a cache of ``context`` tokens in 16 bits,
    and what one batch is computed in."""
    arch = head.text("general.architecture")
    layers = min(head.number(f"{arch}.block_count"), len(head.tensors))
    width = head.number(f"{arch}.embedding_length")
    heads = _each_layer(head, f"{arch}.attention.head_count", layers, 1)
    key_heads = _each_layer(head, f"{arch}.attention.head_count_kv", layers, 0)
    one = width // max(1, *heads, 1)
    key = head.number(f"{arch}.attention.key_length", one)
    value = head.number(f"{arch}.attention.value_length", one)
    tokens = min(context, head.number(f"{arch}.context_length") or context)
    cached = 2 * tokens * (key + value) * sum(k or h for k, h in zip(key_heads, heads, strict=True))
    vocabulary = max(
        head.number(f"{arch}.vocab_size"), head.lengths.get("tokenizer.ggml.tokens", 0)
    )
    hidden = max(_each_layer(head, f"{arch}.feed_forward_length", layers, 0), default=0)
    batch = 4 * BATCH * (vocabulary + 4 * width + 2 * hidden)
    # a figure that no machine has stands for lengths that no model has
    return min(head.end + cached + batch + _PROCESS, 1 << 60)


def _each_layer(head: Head, key: str, layers: int, default: int) -> list[int]:
    """A number of the metadata, which may be one for all layers or one for each."""
    value = head.values.get(key)
    if isinstance(value, tuple):
        return [max(0, int(number)) for number in (*value, *[default] * layers)[:layers]]
    return [head.number(key, default)] * layers


def _of_whisper(head: bytes, size: int, name: str) -> About | None:
    """whisper.cpp's own format: a magic and eleven numbers, then filters, words, weights."""
    if len(head) < _WHISPER_HEAD.size:
        return None
    _, words, frames, _state, _heads, layers, *_rest, mels, file_type = _WHISPER_HEAD.unpack_from(
        head
    )
    sizes = {4: "tiny", 6: "base", 12: "small", 24: "medium", 32: "large"}
    if layers not in sizes or mels not in (80, 128) or not 50_000 < words < 60_000:
        raise ProblemError(Problem("model-foreign", {"name": name, "detail": "no speech model"}))
    return About(
        kind="speech",
        size=size,
        name=f"whisper {sizes[layers]}" + (".en" if words < _MANY_TONGUES else ""),
        architecture="whisper",
        # the quantisation's version stands in the thousands
        quantisation=_FILE_TYPES.get(file_type % 1000, ""),
        context=frames,
        memory=size + size // 4 + _PROCESS,
        english=words < _MANY_TONGUES,
    )
