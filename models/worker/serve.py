"""The worker's main: frames in on stdin, frames out on stdout, until stdin closes."""

import argparse
import os
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

import msgspec

from core.domain.problems import Problem
from core.domain.reading import Intent, ModelReading
from models.frames import (
    Answer,
    FromWorker,
    Read,
    Ready,
    Refused,
    ToWorker,
    Unfit,
    Write,
    Written,
    pack,
    read_to_worker,
)
from models.prompts import Said, pieces
from models.vocabulary import PROTOCOL
from models.worker.errors import EngineError, StoppedError, TooLongError, TooSlowError

MEGABYTE = 1 << 20
CHAT_PIECES = 3


class Reader(Protocol):
    """What reads one turn, long ones apart."""

    prompt_tokens: int
    cached_tokens: int
    written_tokens: int

    def begin(self) -> None:
        """A request comes, whose parts share the time there is for it."""

    def read(self, thread: str, turns: list[Said]) -> ModelReading:
        """Read the last turn."""


@runtime_checkable
class Writer(Protocol):
    """What can write an answer too."""

    def write(self, thread: str, turns: list[Said], lang: str, stop: Callable[[], bool]) -> str:
        """The raw text; given up as soon as ``stop`` says so."""


def combine(readings: Sequence[ModelReading]) -> ModelReading:
    """One reading of a turn that was read in pieces: all facts, the surest intents first, small
    talk only where there is nothing else."""
    if len(readings) == 1:
        return readings[0]
    best: dict[str, float] = {}
    for reading in readings:
        for intent in reading.intents:
            best[intent.tag] = max(best.get(intent.tag, 0.0), intent.confidence)
    if len(best) > 1:
        best.pop("smalltalk", None)
    ranked = sorted(best.items(), key=lambda item: -item[1])[:3]
    return ModelReading(
        intents=tuple(Intent(tag, confidence) for tag, confidence in ranked),
        facts=tuple(fact for reading in readings for fact in reading.facts),
        likely=_of_all([reading.likely for reading in readings if reading.likely]),
        marks=tuple(mark for reading in readings for mark in reading.marks),
    )


def _moved(reading: ModelReading, by: int) -> ModelReading:
    """The reading of a part that begins at ``by`` in its turn."""
    if not by:
        return reading
    marks = tuple(
        msgspec.structs.replace(mark, start=mark.start + by, end=mark.end + by)
        for mark in reading.marks
    )
    return msgspec.structs.replace(reading, marks=marks)


def _of_all(likely: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """How likely each tag is where several pieces say so: by the piece that is surest of it."""
    most = [max(shares) for shares in zip(*likely, strict=True)]
    return tuple(round(share / sum(most), 5) for share in most)


def own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Stdin and stdout for frames alone: whatever native code prints goes to stderr instead."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 0)
    try:
        os.dup2(2, 1)
    except OSError:
        os.dup2(silent, 1)
    os.close(silent)
    return incoming, outgoing


def humble(memory_mb: int) -> None:
    """Take less than the window takes: lower priority, bounded memory (where there is such)."""
    if hasattr(os, "nice"):
        os.nice(5)
    if memory_mb and sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory_mb * MEGABYTE
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def fitting(small: bool) -> int:
    """Threads for a model: two for a small one where they sleep while they wait for each other
    (`models.supervisor`), for where they spin a busy machine loses more than the second brings."""
    if small:
        return min(2, cores()) if sys.platform == "linux" else 1
    return max(1, min(4, cores() - 1))


def load(
    path: Path, context: int, threads: int, seconds: float, *, gpu: bool = False
) -> tuple[Reader, Ready]:
    """The model, ready to read. Raises ValueError or EngineError where the file is none."""
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise ValueError("not a GGUF file")
    from models.worker.chatting import Chatter
    from models.worker.engine import Engine
    from models.worker.labelling import Labeller

    engine = Engine(path, context, gpu=gpu)
    speaks = engine.info.protocol
    engine.use_threads(threads or fitting(speaks == PROTOCOL))
    if speaks == PROTOCOL:
        return Labeller(engine), Ready(engine.info)
    if speaks != "chat":
        raise ValueError(f"protocol {speaks}")
    chatter = Chatter(engine, seconds)
    chatter.warm()
    return chatter, Ready(engine.info)


def read_parts(
    reader: Reader, thread: str, before: list[Said], parts: list[str], at: int = 0
) -> list[ModelReading]:
    """The readings of the parts of one turn, the first of which begins at ``at`` in it; where there
    is no time for all, of the first ones."""
    readings: list[ModelReading] = []
    for part in parts:
        try:
            readings += read_part(reader, thread, [*before, Said("client", part)], at)
        except TooSlowError:
            if not readings:
                raise
            break
        at += len(part)
    return readings


def read_part(reader: Reader, thread: str, turns: list[Said], at: int) -> list[ModelReading]:
    """The readings of a part that begins at ``at`` in its turn, in halves when it has more tokens
    than the context."""
    text = turns[-1].text
    if not text.strip():
        return []
    try:
        return [_moved(reader.read(thread, turns), at)]
    except TooLongError:
        if len(text) < 40:
            raise
    return read_parts(reader, thread, [], pieces(text, (len(text) + 1) // 2), at)


def answer(reader: Reader, request: Read, chat: bool) -> FromWorker:
    """Read the request's turn; what goes wrong with it is told, not thrown."""
    try:
        reader.begin()
        turns = request.turns
        parts = pieces(turns[-1].text)
        if chat:
            parts = parts[:CHAT_PIECES]
        readings = read_parts(reader, request.thread, turns[:-1], parts)
    except Exception as error:
        return Refused(request.id, Problem("model-refused", {"detail": str(error)[:300]}))
    reading = combine(readings) if readings else ModelReading()
    return Answer(
        request.id, reading, reader.prompt_tokens, reader.cached_tokens, reader.written_tokens
    )


def compose(reader: Reader, request: Write, stop: Callable[[], bool]) -> FromWorker:
    """Write what is asked for, unless ``stop`` says that something else waits."""
    try:
        if stop():
            raise StoppedError
        if not isinstance(reader, Writer):
            raise EngineError("this model only reads")
        return Written(request.id, reader.write(request.thread, request.turns, request.lang, stop))
    except Exception as error:
        return Refused(request.id, Problem("model-refused", {"detail": str(error)[:300]}))


def listen(incoming: BinaryIO, requests: "queue.SimpleQueue[ToWorker]") -> None:
    """Take requests; at the end of stdin end the process at once, whatever it is doing, so that
    none outlives the app."""
    try:
        while (request := read_to_worker(incoming)) is not None:
            requests.put(request)
    finally:
        os._exit(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stdin closes. Ends with 3 where the file is no model."""
    parser = argparse.ArgumentParser(prog="models.worker", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--context", type=int, default=2048)
    parser.add_argument("--threads", type=int, default=0, help="0: by the model's size")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--memory", type=int, default=0, help="megabytes, 0: no bound")
    parser.add_argument("--gpu", action="store_true", help="where the build can")
    options = parser.parse_args(arguments)
    incoming, outgoing = own_streams()

    def send(frame: FromWorker) -> None:
        outgoing.write(pack(frame))
        outgoing.flush()

    humble(options.memory)
    try:
        reader, ready = load(
            options.path, options.context, options.threads, options.seconds, gpu=options.gpu
        )
    except FileNotFoundError:
        send(Unfit(Problem("model-missing", {"path": str(options.path)})))
        return 3
    except Exception as error:
        detail = {"path": str(options.path), "detail": str(error)[:300]}
        send(Unfit(Problem("model-unfit", detail)))
        return 3
    requests: queue.SimpleQueue[ToWorker] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(incoming, requests), daemon=True).start()
    send(ready)
    chat = ready.info.protocol != PROTOCOL
    while True:
        request = requests.get()
        if isinstance(request, Write):
            # whatever is to be read comes first, and a newer writing before an older
            send(compose(reader, request, lambda: not requests.empty()))
        else:
            send(answer(reader, request, chat))
