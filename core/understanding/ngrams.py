"""A learned reader of intents beside the cues: hashed words and letter groups, one weight a tag.

It hears what no cue was written for. The weights lie in ``ngrams.bin`` and are made by
``python -m core.understanding.train_ngrams`` from the examples of the starter's recipe. The file:
the tags' biases and scales (float32 each, little-endian), then a row of signed bytes a bucket.
"""

import math
import re
import struct
import zlib
from functools import lru_cache
from pathlib import Path

from core.domain.reading import INTENTS
from core.understanding.text import fold

BUCKETS = 1 << 15
FILE = Path(__file__).with_name("ngrams.bin")
_TOKEN = re.compile(r"[^\W\d_]+|\d|[?!👍👎]")
_LONGEST = 600
_OURS = 200


def features(text: str, ours: str) -> list[int]:
    """Buckets of a client turn's ``text`` and of the end of ``ours``, our turn before it."""
    low = re.sub(r"\d+", "0", fold(text[:_LONGEST]))
    tokens = _TOKEN.findall(low)
    found: set[str] = set()
    for token in tokens:
        found.add("w" + token)
        if len(token) > 3:
            padded = f"<{token}>"
            for size in (3, 4, 5):
                found.update("c" + padded[i : i + size] for i in range(len(padded) - size + 1))
    for a, b in zip(["^", *tokens], [*tokens, "$"], strict=True):
        found.add(f"b{a[:6]} {b[:6]}")
    found.update("o" + token[:6] for token in _TOKEN.findall(fold(ours)[-_OURS:]))
    if not ours:
        found.add("o-")
    return sorted({zlib.crc32(name.encode()) % BUCKETS for name in found})


@lru_cache(maxsize=1)
def _weights() -> tuple[tuple[float, ...], tuple[float, ...], memoryview]:
    data = FILE.read_bytes()
    count = len(INTENTS)
    head = struct.unpack_from(f"<{2 * count}f", data)
    return head[:count], head[count:], memoryview(data)[8 * count :].cast("b")


def logits(text: str, ours: str) -> dict[str, float]:
    """For each tag the log-odds that the turn has it."""
    bias, scale, table = _weights()
    count = len(INTENTS)
    rows = [table[b * count : (b + 1) * count] for b in features(text, ours)]
    norm = math.sqrt(len(rows) or 1)
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * count
    return {tag: bias[i] + scale[i] * sums[i] / norm for i, tag in enumerate(INTENTS)}
