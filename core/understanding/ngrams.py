"""A learned reader of intents beside the cues: hashed words and letter groups, one weight a tag.

It hears what no cue was written for. The weights lie in ``ngrams.bin`` and are made by
``python -m core.understanding.train_ngrams`` from the examples of the starter's recipe. The file:
the tags' biases and scales (float32 each, little-endian), then a row of signed bytes a bucket.
"""

import math
import re
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.domain.reading import INTENTS
from core.understanding.text import fold

BUCKETS = 1 << 17
FILE = Path(__file__).with_name("ngrams.bin")
_TOKEN = re.compile(r"[^\W\d_]+|\d|[?!+👍👎]")
_LONGEST, _OURS, _EARLIER = 600, 250, 250
_SHORT = 4
"""A turn of at most so many words is read together with the words of ours that it answers."""


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(re.sub(r"\d+", "0", fold(text)))


def _groups(tokens: Sequence[str]) -> Iterable[str]:
    """Words, groups of 3 to 5 letters within them, pairs and triples of beginnings of words."""
    for token in tokens:
        yield "w" + token
        if len(token) > 3:
            padded = f"<{token}>"
            for size in (3, 4, 5):
                yield from ("c" + padded[i : i + size] for i in range(len(padded) - size + 1))
    framed = ["^", *tokens, "$"]
    yield from (f"b{a[:6]} {b[:6]}" for a, b in pairwise(framed))
    yield from (
        f"t{a[:5]} {b[:5]} {c[:5]}" for a, b, c in zip(framed, framed[1:], framed[2:], strict=False)
    )


def features(text: str, ours: str = "", earlier: str = "") -> list[int]:
    """Buckets of a client turn's ``text``, the end of ``ours`` (what we said before it) and the
    beginning of the client's ``earlier`` turn."""
    said, asked = _tokens(text[:_LONGEST]), _tokens(ours[-_OURS:])
    found = set(_groups(said))
    found.update("o" + token[:7] for token in asked)
    found.update(f"ob{a[:5]} {b[:5]}" for a, b in pairwise(asked))
    found.update("p" + token[:7] for token in _tokens(earlier[:_EARLIER]))
    found.add("o+" if asked else "o-")
    found.add(f"l{min(len(said) // 3, 8)}")
    if len(said) <= _SHORT:
        found.update(f"s{a[:7]}|{b[:7]}" for a in said for b in asked[-12:])
    return sorted({zlib.crc32(name.encode()) % BUCKETS for name in found})


@lru_cache(maxsize=1)
def _weights() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.int8]]:
    data, count = FILE.read_bytes(), len(INTENTS)
    head = np.frombuffer(data, "<f4", 2 * count)
    table = np.frombuffer(data, np.int8, BUCKETS * count, 8 * count).reshape(BUCKETS, count)
    return head[:count], head[count:], table


def logits(text: str, ours: str = "", earlier: str = "") -> dict[str, float]:
    """For each tag the log-odds that it is what the turn wants first of all."""
    return dict(_logits(text, ours, earlier))


@lru_cache(maxsize=16)
def _logits(text: str, ours: str, earlier: str) -> dict[str, float]:
    """Kept, for intents and products ask for those of one turn."""
    bias, scale, table = _weights()
    rows = features(text, ours, earlier)
    sums = table[rows].sum(0, dtype=np.int32) / math.sqrt(len(rows))
    raw = bias + scale * sums
    likely = np.exp(raw - raw.max())
    likely = np.clip(likely / likely.sum(), 1e-6, 1 - 1e-6)
    odds = np.log(likely / (1 - likely))
    return {tag: float(odds[at]) for at, tag in enumerate(INTENTS)}
