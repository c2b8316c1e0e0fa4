"""The sandbox's servers in a process of their own, spoken to in JSON lines."""

import asyncio
import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

Message = dict[str, Any]


class SandboxError(Exception):
    """The sandbox could not be started or broke; the text says why."""


def server_command() -> list[str]:
    """How to start the servers: the module, or the bundle itself where there is no Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "sandbox-server"]
    return [sys.executable, "-m", "core.sandbox"]


class SandboxChild:
    """Sends commands, keeps every event in the order it came.

    Events that nobody waits for (``sent``, ``fault``, ``done``) go to ``events``.
    """

    def __init__(self, scenario: Path, *, state: Path | None = None) -> None:
        self._command = [*server_command(), str(scenario)]
        if state is not None:
            self._command += ["--state", str(state)]
        self.events: list[Message] = []
        self._changed = asyncio.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None

    async def start(self, wait: float = 30.0) -> Message:
        """Start the servers; returns ``ready``. Raises SandboxError with the scenario's fault."""
        loop = asyncio.get_running_loop()
        self._process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once; a thread reads
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._reader = threading.Thread(
            target=self._read, args=(loop, self._process), name="sandbox-reader", daemon=True
        )
        self._reader.start()
        event = await self.wait_for("ready", "error", "ended", seconds=wait)
        if event["event"] != "ready":
            raise SandboxError(str(event.get("error", "the sandbox did not start")))
        return event

    def _read(self, loop: asyncio.AbstractEventLoop, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                try:
                    message = json.loads(line)
                except ValueError:
                    log.warning("sandbox said no JSON: %r", line[:200])
                    continue
                loop.call_soon_threadsafe(self._take, message)
            loop.call_soon_threadsafe(self._take, {"event": "ended"})
        except RuntimeError:  # the loop is closed: nobody listens any more
            return

    def _take(self, message: Message) -> None:
        self.events.append(message)
        self._changed.set()

    def do(self, verb: str, **more: str) -> None:
        """Send a command."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": verb, **more}).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise SandboxError("the sandbox has ended") from error

    async def ask(self, verb: str, answer: str, seconds: float = 30.0, **more: str) -> Message:
        """Send a command and wait for the event that answers it."""
        seen = len(self.events)
        self.do(verb, **more)
        return await self.wait_for(answer, "ended", seconds=seconds, after=seen)

    async def wait_for(self, *names: str, seconds: float, after: int = 0) -> Message:
        """The first event of one of these names from position ``after`` on."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    for event in self.events[after:]:
                        if event["event"] in names:
                            return event
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise SandboxError(f"no {' or '.join(names)} in {seconds:.0f} s") from None

    async def stop(self) -> None:
        """End the servers."""
        process = self._process
        if process is None:
            return
        try:
            self.do("stop")
        except SandboxError:
            log.debug("the sandbox had ended already")
        await asyncio.to_thread(self._join, process)
        self._process = None

    def _join(self, process: "subprocess.Popen[bytes]") -> None:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        if self._reader is not None:
            self._reader.join(5)
