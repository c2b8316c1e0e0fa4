"""Writes GGUF files: metadata, then tensors, F32, F16 or Q8_0; and reads back what it wrote.

The layout (version 3, little endian, data aligned to 32 bytes) is the one that llama.cpp's
`docs/gguf.md` and `ggml/include/gguf.h` describe.
"""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
import numpy.typing as npt

Weights = Mapping[str, npt.NDArray[np.float32]]
Value = int | float | bool | str | list[str] | list[int]
TensorType = Literal["f32", "f16", "q8_0"]

ALIGNMENT = 32
BLOCK = 32
_TYPE_CODES: dict[TensorType, int] = {"f32": 0, "f16": 1, "q8_0": 8}
_UINT32, _INT32, _FLOAT32, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9


def quantize_q8_0(rows: npt.NDArray[np.float32]) -> bytes:
    """Blocks of 32 weights: one float16 scale and 32 signed bytes. The last axis is a multiple
    of 32."""
    blocks = rows.reshape(-1, BLOCK).astype(np.float32)
    scale = np.abs(blocks).max(axis=1, keepdims=True) / 127.0
    safe = np.where(scale == 0, 1.0, scale)
    whole = np.clip(np.rint(blocks / safe), -127, 127).astype(np.int8)
    out = np.empty((len(blocks), 2 + BLOCK), dtype=np.uint8)
    out[:, :2] = scale.astype(np.float16).view(np.uint8)
    out[:, 2:] = whole.view(np.uint8)
    return out.tobytes()


def _text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def _value(value: Value) -> bytes:
    if isinstance(value, bool):
        return struct.pack("<IB", _BOOL, value)
    if isinstance(value, int):
        return struct.pack("<II", _UINT32, value)
    if isinstance(value, float):
        return struct.pack("<If", _FLOAT32, value)
    if isinstance(value, str):
        return struct.pack("<I", _STRING) + _text(value)
    if value and isinstance(value[0], int):
        numbers = [int(item) for item in value]
        return struct.pack(f"<IIQ{len(numbers)}i", _ARRAY, _INT32, len(numbers), *numbers)
    head = struct.pack("<IIQ", _ARRAY, _STRING, len(value))
    return head + b"".join(_text(str(item)) for item in value)


def _pad(file: BinaryIO) -> None:
    file.write(b"\0" * (-file.tell() % ALIGNMENT))


def write_gguf(
    path: Path, metadata: Mapping[str, Value], weights: Weights, kind: TensorType = "q8_0"
) -> None:
    """Write the file. Vectors, and matrices whose rows do not fill blocks, stay F32."""
    infos: list[bytes] = []
    blobs: list[bytes] = []
    offset = 0
    for name, weight in weights.items():
        tensor_type = kind if weight.ndim > 1 else "f32"
        if tensor_type == "q8_0" and weight.shape[-1] % BLOCK:
            tensor_type = "f32"
        if tensor_type == "q8_0":
            blob = quantize_q8_0(weight)
        else:
            blob = weight.astype(np.float16 if tensor_type == "f16" else np.float32).tobytes()
        shape = tuple(reversed(weight.shape))
        dimensions = struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        infos.append(
            _text(name) + dimensions + struct.pack("<IQ", _TYPE_CODES[tensor_type], offset)
        )
        blobs.append(blob)
        offset += len(blob) + (-len(blob) % ALIGNMENT)
    with path.open("wb") as file:
        file.write(b"GGUF" + struct.pack("<IQQ", 3, len(infos), len(metadata)))
        for key, value in metadata.items():
            file.write(_text(key) + _value(value))
        for info in infos:
            file.write(info)
        _pad(file)
        for blob in blobs:
            file.write(blob)
            _pad(file)


def read_gguf(path: Path) -> tuple[dict[str, Value], dict[str, npt.NDArray[np.float32]]]:
    """Metadata and weights of a file that ``write_gguf`` wrote (``models.gguf`` reads the heads
    of foreign ones). Q8_0 weights come back rounded as they are kept."""
    data = path.read_bytes()
    at = 0

    def numbers(kind: str) -> tuple[Any, ...]:
        nonlocal at
        found = struct.unpack_from("<" + kind, data, at)
        at += struct.calcsize("<" + kind)
        return found

    def text() -> str:
        nonlocal at
        (length,) = numbers("Q")
        at += length
        return data[at - length : at].decode()

    def value() -> Value:
        (kind,) = numbers("I")
        if kind == _STRING:
            return text()
        if kind == _ARRAY:
            item, count = numbers("IQ")
            if item == _STRING:
                return [text() for _ in range(count)]
            return list(numbers(f"{count}i"))
        found: Value = numbers({_BOOL: "?", _UINT32: "I", _FLOAT32: "f"}[kind])[0]
        return found

    _magic, _version, tensors, keys = numbers("4sIQQ")
    metadata = {text(): value() for _ in range(keys)}
    infos = []
    for _ in range(tensors):
        name = text()
        (axes,) = numbers("I")
        infos.append((name, tuple(reversed(numbers(f"{axes}Q"))), *numbers("IQ")))
    begin = at + -at % ALIGNMENT
    return metadata, {
        name: _weights(data, begin + offset, shape, code) for name, shape, code, offset in infos
    }


def _weights(data: bytes, at: int, shape: tuple[int, ...], code: int) -> npt.NDArray[np.float32]:
    count = int(np.prod(shape))
    if code == _TYPE_CODES["q8_0"]:
        blocks = np.frombuffer(data, np.uint8, count // BLOCK * (2 + BLOCK), at)
        blocks = blocks.reshape(-1, 2 + BLOCK)
        scale = np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)
        whole = np.ascontiguousarray(blocks[:, 2:]).view(np.int8).astype(np.float32)
        return (whole * scale).reshape(shape)
    kind = np.float16 if code == _TYPE_CODES["f16"] else np.float32
    return np.frombuffer(data, kind, count, at).astype(np.float32).reshape(shape)
