"""From weights and a tokenizer to the GGUF that llama.cpp loads. Needs numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.starter.gguf_file import TensorType, Value, Weights, write_gguf
from models.vocabulary import END, PAD, PROTOCOL, SPECIAL_TOKENS, THREAD

_NORMAL, _CONTROL = 1, 3


@dataclass(frozen=True)
class Shape:
    """Of a llama: all matrices are [out, in], embeddings tied with the head."""

    vocab: int
    width: int
    layers: int
    heads: int
    hidden: int
    context: int = 2048
    rope_base: float = 10000.0
    epsilon: float = 1e-5


def byte_letters() -> list[str]:
    """GPT-2's printable letter for each byte, by byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in plain}
    extra = 0
    for byte in range(256):
        if byte not in letters:
            letters[byte] = chr(256 + extra)
            extra += 1
    return [letters[byte] for byte in range(256)]


def metadata(
    name: str,
    shape: Shape,
    tokens: Sequence[str],
    merges: Sequence[str],
    *,
    protocol: str = PROTOCOL,
    template: str = "",
) -> dict[str, Value]:
    """GGUF keys of a llama with a byte-level BPE; special tokens are of type control."""
    special = set(SPECIAL_TOKENS)
    index = {token: number for number, token in enumerate(tokens)}
    values: dict[str, Value] = {
        "general.architecture": "llama",
        "general.name": name,
        "general.file_type": 7,
        "general.quantization_version": 2,
        "llama.vocab_size": shape.vocab,
        "llama.context_length": shape.context,
        "llama.embedding_length": shape.width,
        "llama.block_count": shape.layers,
        "llama.feed_forward_length": shape.hidden,
        "llama.rope.dimension_count": shape.width // shape.heads,
        "llama.rope.freq_base": float(shape.rope_base),
        "llama.attention.head_count": shape.heads,
        "llama.attention.head_count_kv": shape.heads,
        "llama.attention.layer_norm_rms_epsilon": float(shape.epsilon),
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": list(tokens),
        "tokenizer.ggml.token_type": [
            _CONTROL if token in special else _NORMAL for token in tokens
        ],
        "tokenizer.ggml.merges": list(merges),
        "tokenizer.ggml.bos_token_id": index[THREAD],
        "tokenizer.ggml.eos_token_id": index[END],
        "tokenizer.ggml.padding_token_id": index[PAD],
        "tokenizer.ggml.add_bos_token": False,
    }
    if protocol:
        values["threadline.protocol"] = protocol
    if template:
        values["tokenizer.chat_template"] = template
    return values


def random_weights(shape: Shape, seed: int) -> dict[str, npt.NDArray[np.float32]]:
    """Weights of an untrained model, in llama.cpp's names."""
    rng = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> npt.NDArray[np.float32]:
        return rng.normal(0, columns**-0.5, (rows, columns)).astype(np.float32)

    ones = np.ones(shape.width, dtype=np.float32)
    weights = {"token_embd.weight": matrix(shape.vocab, shape.width)}
    for layer in range(shape.layers):
        block = f"blk.{layer}."
        weights[block + "attn_norm.weight"] = ones
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights[f"{block}{name}.weight"] = matrix(shape.width, shape.width)
        weights[block + "ffn_norm.weight"] = ones
        weights[block + "ffn_gate.weight"] = matrix(shape.hidden, shape.width)
        weights[block + "ffn_up.weight"] = matrix(shape.hidden, shape.width)
        weights[block + "ffn_down.weight"] = matrix(shape.width, shape.hidden)
    weights["output_norm.weight"] = ones
    return weights


def tiny_model(
    path: Path, *, seed: int = 1, chat: bool = False, template: str = "", context: int = 2048
) -> Path:
    """An untrained model of some 100 kB over single bytes, for tests of everything around it."""
    tokens = [*SPECIAL_TOKENS, *byte_letters()]
    shape = Shape(vocab=len(tokens), width=64, layers=2, heads=2, hidden=96, context=context)
    keys = metadata(
        "tiny", shape, tokens, ["a b"], protocol="" if chat else PROTOCOL, template=template
    )
    write_gguf(path, keys, random_weights(shape, seed))
    return path


def export(
    path: Path,
    name: str,
    shape: Shape,
    tokens: Sequence[str],
    merges: Sequence[str],
    weights: Weights,
    kind: TensorType = "q8_0",
) -> None:
    """Write a trained starter."""
    write_gguf(path, metadata(name, shape, tokens, merges), weights, kind)
