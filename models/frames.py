"""What the app and the model's process say to each other: length-prefixed msgpack frames."""

import struct
from typing import BinaryIO, Final, TypeVar

import msgspec

from core.domain.problems import Problem
from core.domain.reading import ModelReading
from models.prompts import Said

LIMIT: Final = 4 << 20
_HEAD: Final = struct.Struct(">I")


class ModelInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a loaded model is: its own name, bytes of weights, parameters, tokens of context, and
    whether the build that runs it can use a graphics card."""

    name: str
    size: int
    parameters: int
    context: int
    protocol: str
    gpu: bool = False


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The model is loaded."""

    info: ModelInfo


class Unfit(msgspec.Struct, frozen=True, tag=True):
    """The file cannot be loaded; the process ends after this."""

    problem: Problem


class Read(msgspec.Struct, frozen=True, tag=True):
    """Read the last of ``turns``."""

    id: int
    thread: str
    turns: list[Said]


class Write(msgspec.Struct, frozen=True, tag=True):
    """Write an answer to ``turns`` in ``lang``. Any request that comes meanwhile ends it."""

    id: int
    thread: str
    turns: list[Said]
    lang: str


class Written(msgspec.Struct, frozen=True, tag=True):
    """The raw text that was written."""

    id: int
    text: str


class Answer(msgspec.Struct, frozen=True, tag=True):
    """The reading; ``cached`` of ``prompt`` tokens were in the cache already, ``written`` is how
    many the answer took."""

    id: int
    reading: ModelReading
    prompt: int = 0
    cached: int = 0
    written: int = 0


class Refused(msgspec.Struct, frozen=True, tag=True):
    """This request failed, the process goes on."""

    id: int
    problem: Problem


FromWorker = Ready | Unfit | Answer | Written | Refused
ToWorker = Read | Write

_Frame = TypeVar("_Frame")

_encoder: Final = msgspec.msgpack.Encoder()
_from_worker: Final = msgspec.msgpack.Decoder(FromWorker)
_to_worker: Final = msgspec.msgpack.Decoder(ToWorker)


def pack(frame: FromWorker | ToWorker) -> bytes:
    """A frame with its length in front."""
    body = _encoder.encode(frame)
    return _HEAD.pack(len(body)) + body


def _body(stream: BinaryIO) -> bytes | None:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack(head)
    if length > LIMIT:
        raise ValueError(f"a frame of {length} bytes")
    body = stream.read(length)
    return body if len(body) == length else None


def _decoded(decoder: "msgspec.msgpack.Decoder[_Frame]", body: bytes | None) -> _Frame | None:
    if body is None:
        return None
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise ValueError(f"no frame of ours: {error}") from error


def read_from_worker(stream: BinaryIO) -> FromWorker | None:
    """The next frame, blocking; None at the end. Raises ValueError when it is none of ours."""
    return _decoded(_from_worker, _body(stream))


def read_to_worker(stream: BinaryIO) -> ToWorker | None:
    """The next request, blocking; None at the end. Raises ValueError when it is none of ours."""
    return _decoded(_to_worker, _body(stream))
