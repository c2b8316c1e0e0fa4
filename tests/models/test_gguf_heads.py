"""The head of a GGUF: read as it was written, and never believed."""

import ctypes
import re
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.problems import ProblemError
from core.domain.reading import ModelRequest
from models.about import About, address_space, inspect, look, memory_need
from models.catalog import STARTER_PATH
from models.client import LocalModel
from models.gguf import _BLOCKS, KEPT, MAX_HEAD, GgufError, Head, MoreNeededError, parse_head
from models.machine import Memory
from models.starter.gguf_file import write_gguf


def text(value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(raw)) + raw


def head(*pairs: bytes, tensors: tuple[bytes, ...] = (), version: int = 3) -> bytes:
    start = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(pairs))
    return start + b"".join(pairs) + b"".join(tensors)


def u32(key: str, value: int) -> bytes:
    return text(key) + struct.pack("<II", 4, value)


def tensor(name: str, *shape: int, kind: int = 0, offset: int = 0) -> bytes:
    sizes = struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
    return text(name) + sizes + struct.pack("<IQ", kind, offset)


@pytest.fixture(scope="module")
def chat_bytes(chat_gguf: Path) -> bytes:
    return chat_gguf.read_bytes()


KEYS = st.text(min_size=1, max_size=12)
VALUES = st.one_of(
    st.integers(0, 2**32 - 1),
    st.booleans(),
    st.text(max_size=20),
    st.floats(width=32, allow_nan=False),
    st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=5),
    st.lists(st.text(max_size=6), max_size=5),
)


@settings(max_examples=60)
@given(metadata=st.dictionaries(KEYS, VALUES, max_size=6), kind=st.sampled_from(["f32", "q8_0"]))
def test_what_was_written_is_read(
    metadata: dict[str, Any], kind: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    metadata.pop("general.alignment", None)
    path = tmp_path_factory.mktemp("gguf") / "a.gguf"
    weights = {"one": np.ones((3, 64), np.float32), "two": np.ones(5, np.float32)}
    write_gguf(path, metadata, weights, kind)
    data = path.read_bytes()
    read = parse_head(data)
    for key, value in metadata.items():
        if isinstance(value, list):
            assert read.lengths[key] == len(value)
        if not isinstance(value, list):
            assert read.values[key] == value
        elif value and isinstance(value[0], int):
            assert read.values[key] == tuple(value)
    assert [(one.name, one.shape) for one in read.tensors] == [("one", (64, 3)), ("two", (5,))]
    assert read.parameters == 197
    assert read.end <= len(data) < read.end + 32


@settings(max_examples=200)
@given(cut=st.integers(0, 10**6))
def test_a_beginning_asks_for_more_or_says_the_same(cut: int, chat_bytes: bytes) -> None:
    whole = parse_head(chat_bytes)
    part = chat_bytes[: cut % (whole.data_at + 64)]
    try:
        assert parse_head(part) == whole
    except MoreNeededError:
        assert len(part) < whole.data_at


@settings(max_examples=300)
@given(data=st.data())
def test_any_bytes_are_read_or_refused_at_once(data: st.DataObject, chat_bytes: bytes) -> None:
    raw = bytearray(data.draw(st.sampled_from([chat_bytes, head(u32("a", 1)), b""])))
    for _ in range(data.draw(st.integers(0, 4))):
        if raw:
            # lengths stand at the start; that is where a lie costs most
            at = data.draw(st.integers(0, min(len(raw) - 1, 3000)))
            lie = data.draw(st.sampled_from([b"\xff" * 8, b"\0" * 8, struct.pack("<Q", 1 << 24)]))
            raw[at : at + 8] = data.draw(st.one_of(st.just(lie), st.binary(max_size=9)))
    started = time.process_time()
    for name in ("a", "b"):
        try:
            found = look(bytes(raw), len(raw) + 1, name)
            assert found is None or isinstance(found, About)
        except ProblemError as error:
            code = error.problem.code
            if code not in {"model-foreign", "model-truncated", "model-split"}:
                raise
    assert time.process_time() - started < 5


@given(st.binary(max_size=200))
def test_foreign_bytes_are_no_gguf(raw: bytes) -> None:
    try:
        parse_head(raw)
    except GgufError:
        return
    raise AssertionError("no 200 random bytes are a model")


ENDLESS = struct.pack("<Q", 1 << 62)


@pytest.mark.parametrize(
    "raw",
    [
        head(version=1),
        b"GGUF" + struct.pack(">IQQ", 3, 0, 0),
        b"GGUF" + struct.pack("<I", 3) + ENDLESS + struct.pack("<Q", 0),
        b"GGUF" + struct.pack("<IQ", 3, 0) + ENDLESS,
        head(ENDLESS),
        head(text("a") + struct.pack("<I", 8) + ENDLESS),
        head(text("a") + struct.pack("<II", 9, 4) + ENDLESS),
        head(text("a") + struct.pack("<II", 9, 8) + ENDLESS),
        head(text("a") + struct.pack("<IIQ", 9, 9, 1)),
        head(text("a") + struct.pack("<I", 13)),
        head(u32("a", 1), u32("a", 1)),
        head(u32("general.alignment", 0)),
        head(tensors=(text("t") + struct.pack("<I", 5),)),
        head(tensors=(text("t") + struct.pack("<I", 1 << 31),)),
    ],
)
def test_lengths_that_no_model_has_are_refused_without_waiting_for_more(raw: bytes) -> None:
    with pytest.raises(GgufError) as caught:
        parse_head(raw + b"\0" * 64)
    assert not isinstance(caught.value, MoreNeededError)


def test_a_head_is_never_longer_than_a_bound() -> None:
    count = MAX_HEAD // 8 - 100
    empty = text("a") + struct.pack("<IIQ", 9, 8, count) + b"\0" * 8 * count
    started = time.process_time()
    with pytest.raises(GgufError, match="no head"):
        parse_head(head(empty, text("b") + struct.pack("<I", 8) + text(b"x" * 10**6)))
    assert time.process_time() - started < 30


def test_long_arrays_are_counted_not_kept() -> None:
    long = text("long") + struct.pack("<IIQ", 9, 4, KEPT + 1) + b"\0" * 4 * (KEPT + 1)
    short = text("short") + struct.pack("<IIQ", 9, 4, 2) + struct.pack("<II", 7, 8)
    read = parse_head(head(long, short))
    assert read.lengths == {"long": KEPT + 1, "short": 2}
    assert read.values == {"short": (7, 8)}


def test_the_types_are_those_of_llama_cpp() -> None:
    folder = Path(llama_cpp.__file__).parent / "lib"
    library = ctypes.CDLL(str(next(folder.glob("*ggml-base*"))))
    library.ggml_type_name.restype = ctypes.c_char_p
    library.ggml_type_size.restype = ctypes.c_size_t
    library.ggml_blck_size.restype = ctypes.c_int64
    for kind, (name, weights, size) in _BLOCKS.items():
        assert library.ggml_type_name(kind).decode().upper() == name
        assert (library.ggml_blck_size(kind), library.ggml_type_size(kind)) == (weights, size)


def test_the_starter_is_told_about() -> None:
    about = inspect(STARTER_PATH)
    assert (about.kind, about.architecture, about.protocol != "") == ("chat", "llama", True)
    assert about.size == STARTER_PATH.stat().st_size
    assert about.size < about.memory < about.size + (200 << 20)


def test_a_chat_model_is_told_about(chat_gguf: Path) -> None:
    about = inspect(chat_gguf)
    assert (about.name, about.quantisation, about.context) == ("tiny", "Q8_0", 8192)
    assert (about.template, about.protocol) == (True, "")
    assert about.parameters > 50_000


def model(*pairs: bytes, vocabulary: int = 1000, size: int = 0) -> tuple[bytes, int]:
    """The head of a model whose weights would take ``size`` bytes."""
    keys = [text("general.architecture") + struct.pack("<I", 8) + text("x"), *pairs]
    keys.append(u32("x.vocab_size", vocabulary))
    blocks = tuple(tensor(f"blk.{n}", 32, kind=8) for n in range(40))
    raw = head(*keys, tensors=(*blocks, tensor("w", size, kind=24)))
    return raw, len(raw) + 64 + size


def need(*pairs: bytes, size: int = 10**9) -> int:
    raw, whole = model(*pairs, size=size)
    about = look(raw, whole, "m")
    assert about is not None
    return about.memory


def test_memory_is_weights_cache_and_one_batch() -> None:
    shape = (u32("x.block_count", 36), u32("x.embedding_length", 2560))
    heads = (u32("x.attention.head_count", 32), u32("x.context_length", 40_960))
    grouped = (*shape, *heads, u32("x.attention.head_count_kv", 8))
    cache = 36 * 4096 * (80 + 80) * 2 * 8
    assert cache < need(*grouped) - 10**9 < cache + (200 << 20)
    wide = (u32("x.attention.key_length", 128), u32("x.attention.value_length", 128))
    more = need(*grouped, *wide) - need(*grouped) - 36 * 4096 * 96 * 2 * 8
    assert 0 <= more < 200  # the two numbers themselves
    # without groups every head is kept; where layers differ each has its own number
    assert 0 <= 3 * cache - (need(*shape, *heads) - need(*grouped)) < 200
    numbers = [8, *[0] * 35]
    layers = text("x.attention.head_count_kv") + struct.pack("<IIQ36I", 9, 4, 36, *numbers)
    assert need(*shape, *heads, layers) > need(*grouped)


@pytest.mark.parametrize(
    "pairs",
    [
        (),
        (u32("x.block_count", 2**32 - 1), u32("x.attention.head_count", 2**32 - 1)),
        (u32("x.attention.head_count", 0), u32("x.embedding_length", 2**32 - 1)),
        (text("x.block_count") + struct.pack("<If", 6, float("nan")),),
        (text("x.attention.head_count") + struct.pack("<IIQ2d", 9, 12, 2, float("inf"), -1),),
    ],
)
def test_a_need_is_a_figure_whatever_the_file_says(pairs: tuple[bytes, ...]) -> None:
    assert 0 < need(*pairs, size=1000) <= 1 << 60


def test_a_process_is_held_to_more_than_its_model_needs_and_never_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.about.memory", lambda: Memory(16 << 30, 8 << 30))
    path = tmp_path / "a.gguf"
    keys = (u32("x.block_count", 40), u32("x.context_length", 8192))
    heads = (u32("x.attention.head_count", 32), u32("x.attention.key_length", 128))
    # a cache of gigabytes behind a file of some hundred kilobytes
    raw, whole = model(*keys, *heads, u32("x.attention.value_length", 128), size=100_000)
    path.write_bytes(raw + b"\0" * (whole - len(raw)))
    assert address_space(path) > (inspect(path).memory >> 20) + 1024
    assert inspect(path).memory > 2 << 30
    raw, whole = model(u32("x.block_count", 40), u32("x.embedding_length", 2**32 - 1), size=1000)
    path.write_bytes(raw + b"\0" * (whole - len(raw)))
    assert 2048 < address_space(path) < 20_000, "what a file says of itself is no licence"
    path.write_bytes(b"no model")
    assert address_space(path) == address_space(tmp_path / "none.gguf") == 2048


def test_a_head_without_anything_needs_no_more_than_the_process() -> None:
    assert memory_need(Head(3, {}, {}, (), 0)) > 0


@pytest.mark.parametrize(
    ("raw", "extra", "code"),
    [
        (head(u32("a", 1)), 0, "model-foreign"),
        (model(u32("split.count", 3))[0], 100, "model-split"),
        (model(size=10**6)[0], 100, "model-truncated"),
        (model(size=10**6)[0][:50], 0, "model-truncated"),
        (b"lmgg" + b"\0" * 100, 0, "model-foreign"),
        (b"lmg", 0, "model-truncated"),
        (b"", 0, "model-foreign"),
    ],
)
def test_what_cannot_be_used_is_told(raw: bytes, extra: int, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(raw + b"\0" * extra)
    with pytest.raises(ProblemError, match=code):
        inspect(path)


def test_a_speech_model_is_known_by_its_head(tmp_path: Path) -> None:
    numbers = (51_865, 1500, 768, 12, 12, 448, 768, 12, 12, 80, 2009)
    path = tmp_path / "ggml-small-q5_1.bin"
    path.write_bytes(b"lmgg" + struct.pack("<11i", *numbers) + b"\0" * 1000)
    about = inspect(path)
    assert (about.kind, about.name, about.quantisation) == ("speech", "whisper small", "Q5_1")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for memory")
async def test_the_need_covers_what_the_process_takes(
    local_model: Callable[..., LocalModel], ask: Callable[..., ModelRequest], chat_gguf: Path
) -> None:
    for path in (STARTER_PATH, chat_gguf):
        running = local_model(path)
        await running.read(ask("Добрый день, сколько стоит доставка? " * 20))
        status = Path(f"/proc/{running.pid}/status").read_text()
        (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
        assert int(peak) << 10 < inspect(path).memory
