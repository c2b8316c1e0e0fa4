"""What a GGUF says of itself, read from its first bytes.

No length in the file is believed: what is read is bounded, whatever the bytes are. Versions 2 and
3, little endian, as llama.cpp's `docs/gguf.md` and `ggml/include/gguf.h` describe them.
"""

import struct
from typing import Final

import msgspec

Value = int | float | bool | str | tuple[int, ...] | tuple[float, ...]

MAGIC: Final = b"GGUF"
MAX_HEAD: Final = 48 << 20
"""Bytes; the longest head known (a vocabulary of 260,000 with merges) has about 15 MB."""
KEPT: Final = 1024
"""Numbers of an array that are kept; of a longer one only how many there are."""

_MAX_KEYS, _MAX_TENSORS, _MAX_DIMENSIONS, _MAX_ALIGNMENT = 1 << 16, 1 << 18, 4, 1 << 16
_STRING, _ARRAY = 8, 9
_SCALARS: Final = {
    0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
}  # fmt: skip
_BLOCKS: Final = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 36),
    10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66),
    17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4),
    27: ("I64", 1, 8), 28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2),
    34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
    40: ("NVFP4", 64, 36), 41: ("Q1_0", 128, 18), 42: ("Q2_0", 64, 18),
}  # fmt: skip
"""ggml's tensor types: name, weights in a block, bytes of a block."""


class GgufError(ValueError):
    """These bytes begin no GGUF that can be read; the text says why."""


class MoreNeededError(GgufError):
    """As far as they go the bytes are right, but the head goes on."""


class Tensor(msgspec.Struct, frozen=True):
    """One of the model's arrays of weights; ``offset`` is in the data, after the head."""

    name: str
    shape: tuple[int, ...]
    type: int
    offset: int

    @property
    def weights(self) -> int:
        """How many numbers."""
        count = 1
        for length in self.shape:
            count *= length
        return count

    @property
    def type_name(self) -> str:
        """As llama.cpp calls the type; '' for one that is not known here."""
        return _BLOCKS[self.type][0] if self.type in _BLOCKS else ""

    @property
    def size(self) -> int:
        """Bytes; 0 where the type is not known here."""
        _, weights, size = _BLOCKS.get(self.type, ("", 1, 0))
        return -(-self.weights // weights) * size


class Head(msgspec.Struct, frozen=True):
    """Everything before the weights. ``lengths`` has the length of every array, ``values`` the
    scalars, the texts and the short arrays of numbers."""

    version: int
    values: dict[str, Value]
    lengths: dict[str, int]
    tensors: tuple[Tensor, ...]
    data_at: int

    @property
    def parameters(self) -> int:
        """Weights of all tensors."""
        return sum(tensor.weights for tensor in self.tensors)

    @property
    def end(self) -> int:
        """Bytes that the whole file has at least."""
        return self.data_at + max((t.offset + t.size for t in self.tensors), default=0)

    def number(self, key: str, default: int = 0) -> int:
        """A whole number that is not negative, else ``default``."""
        value = self.values.get(key)
        return value if type(value) is int and value >= 0 else default

    def text(self, key: str) -> str:
        """A text, '' where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""


class _Cursor:
    """Walks over the bytes and never past them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def skip(self, length: int) -> int:
        """Where the bytes that are skipped begin."""
        start, end = self.at, self.at + length
        if end > MAX_HEAD:
            raise GgufError(f"a length that no head has at byte {start}")
        if end > len(self._data):
            raise MoreNeededError(f"the head goes on after byte {len(self._data)}")
        self.at = end
        return start

    def numbers(self, kind: str, count: int = 1) -> tuple[int, ...]:
        layout = struct.Struct(f"<{count}{kind}")
        return layout.unpack_from(self._data, self.skip(layout.size))

    def number(self, kind: str) -> int:
        return self.numbers(kind)[0]

    def text(self) -> str:
        length = self.number("Q")
        start = self.skip(length)
        return self._data[start : start + length].decode("utf-8", "replace")

    def skip_texts(self, count: int) -> None:
        """Half a million of them in a large vocabulary, so this loop does the least it can."""
        data, at, end = self._data, self.at, min(len(self._data), MAX_HEAD) - 8
        unpack = struct.Struct("<Q").unpack_from
        for _ in range(count):
            if at > end:
                break
            at += 8 + unpack(data, at)[0]
        else:
            self.skip(at - self.at)
            return
        # past the end: of the bytes at hand, or of any head
        self.at = min(at, MAX_HEAD)
        self.skip(8)

    def count(self, limit: int, smallest: int) -> int:
        """A number of things of at least ``smallest`` bytes each, which must have room."""
        count = self.number("Q")
        if count > limit or self.at + count * smallest > MAX_HEAD:
            raise GgufError(f"{count} things at byte {self.at - 8}")
        return count


def parse_head(data: bytes) -> Head:
    """The head at the start of ``data``, which may be any part of a file from its beginning.

    Raises MoreNeededError where ``data`` is too short to tell, GgufError where more would not
    help.
    """
    if not data.startswith(MAGIC[: len(data)]):
        raise GgufError("no GGUF")
    cursor = _Cursor(data)
    cursor.skip(len(MAGIC))
    version = cursor.number("I")
    if version not in (2, 3):
        raise GgufError(f"version {version}")
    tensor_count = cursor.count(_MAX_TENSORS, 24)
    key_count = cursor.count(_MAX_KEYS, 13)
    values: dict[str, Value] = {}
    lengths: dict[str, int] = {}
    for _ in range(key_count):
        key = cursor.text()
        if key in values or key in lengths:
            raise GgufError(f"twice: {key[:80]}")
        _read_value(cursor, key, values, lengths)
    tensors = tuple(_read_tensor(cursor) for _ in range(tensor_count))
    alignment = values.get("general.alignment", 32)
    if type(alignment) is not int or not 0 < alignment <= _MAX_ALIGNMENT:
        raise GgufError("an alignment that no file has")
    return Head(version, values, lengths, tensors, cursor.at + (-cursor.at % alignment))


def _read_value(
    cursor: _Cursor, key: str, values: dict[str, Value], lengths: dict[str, int]
) -> None:
    kind = cursor.number("I")
    if kind == _STRING:
        values[key] = cursor.text()
    elif kind in _SCALARS:
        values[key] = cursor.number(_SCALARS[kind])
    elif kind != _ARRAY:
        raise GgufError(f"a value of type {kind}")
    else:
        item = cursor.number("I")
        if item == _STRING:
            count = lengths[key] = cursor.count(MAX_HEAD, 8)
            cursor.skip_texts(count)
        elif item in _SCALARS:
            size = struct.calcsize(f"<{_SCALARS[item]}")
            count = lengths[key] = cursor.count(MAX_HEAD, size)
            if count <= KEPT:
                values[key] = cursor.numbers(_SCALARS[item], count)
            else:
                cursor.skip(count * size)
        else:
            raise GgufError(f"an array of type {item}")


def _read_tensor(cursor: _Cursor) -> Tensor:
    name = cursor.text()
    dimensions = cursor.number("I")
    if dimensions > _MAX_DIMENSIONS:
        raise GgufError(f"{dimensions} dimensions")
    shape = cursor.numbers("Q", dimensions)
    return Tensor(name, shape, cursor.number("I"), cursor.number("Q"))
