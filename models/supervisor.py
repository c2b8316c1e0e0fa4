"""One life of the model's process: spawn, frames to and fro, its end. No asyncio subprocesses:
qasync's are weak, so a thread of its own reads the pipe and hands what comes to the loop.
"""

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Final, TypeVar, cast

from models.frames import FromWorker, ToWorker, pack, read_from_worker

_T = TypeVar("_T")

log = logging.getLogger(__name__)

DEFAULT_COMMAND: Final = (sys.executable, "-m", "models.worker")
_ROOT: Final = Path(__file__).resolve().parent.parent


def worker_environment() -> dict[str, str]:
    """Ours, with the packages importable from any directory and no thread pools beside
    llama.cpp's own, whose threads sleep while they wait for each other: on a busy machine they
    would take from whatever they wait for."""
    environment = dict(os.environ)
    paths = [str(_ROOT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}
    environment.setdefault("OMP_WAIT_POLICY", "passive")
    return environment


class ModelProcess:
    """A worker process from its start to its end.

    ``on_frame`` and ``on_exit`` (with the exit code, or None where it could not be started) are
    called on the loop that is running now; ``on_exit`` comes once and last.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_frame: Callable[[FromWorker], None],
        on_exit: Callable[[int | None], None],
    ) -> None:
        self._command = list(command)
        self._on_frame = on_frame
        self._on_exit = on_exit
        self._loop = asyncio.get_running_loop()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._killed = False
        self._thread = threading.Thread(target=self._live, name="model-reader", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """Of the process, once it is started."""
        return None if self._process is None else self._process.pid

    def send(self, frame: ToWorker) -> bool:
        """Whether the frame could be written; not, once the process is gone."""
        process = self._process
        if process is None or process.stdin is None:
            return False
        try:
            process.stdin.write(pack(frame))
            process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def kill(self) -> None:
        """End the process at once; ``on_exit`` follows."""
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    def join(self, seconds: float = 5.0) -> bool:
        """Wait for the reader thread after the exit; whether it has ended."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _live(self) -> None:
        process = self._spawn()
        if process is None:
            self._tell(self._on_exit, None)
            return
        try:
            with contextlib.suppress(OSError, ValueError):
                stream = cast(BinaryIO, process.stdout)
                while (frame := read_from_worker(stream)) is not None:
                    self._tell(self._on_frame, frame)
        finally:
            process.kill()
            code = process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._tell(self._on_exit, code)

    def _spawn(self) -> "subprocess.Popen[bytes] | None":
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=worker_environment(),
                creationflags=flags,
            )
        except OSError as error:
            log.warning("the model's process could not be started: %s", error)
            return None
        with self._lock:
            self._process = process
            if self._killed:
                process.kill()
        return process

    def _tell(self, callback: Callable[[_T], None], value: _T) -> None:
        # The loop may be closed already when the app dies in disorder.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback, value)
