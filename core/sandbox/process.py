"""The sandbox as a process: JSON lines on stdin and stdout, logs on stderr.

Commands and events are listed at `main`. stdin is read with os.read in a thread, because a
thread that waits in sys.stdin's buffer would hold its lock when the interpreter ends, and event
loops cannot watch a pipe on every system.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.sandbox.scenario import ScenarioError
from core.sandbox.scenario_file import load
from core.sandbox.stack import Sandbox

log = logging.getLogger(__name__)


def main(argv: list[str]) -> int:
    """Run the sandbox's servers for one scenario until `stop`, the end of stdin, or a signal.

    stdin takes {"do": "webhook", "url"}, {"do": "code", "phone"}, {"do": "play"},
    {"do": "truth"}, {"do": "stop"}; stdout says ready, webhook, code, playing, sent, fault,
    done, truth, error. Returns 0, or 2 when the scenario cannot be read.
    """
    options = _options(argv)
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(asctime)s %(name)s %(levelname)s %(message)s",
    )
    try:
        scenario = load(options.scenario)
    except (ScenarioError, OSError) as error:
        _say({"event": "error", "error": str(error)})
        print(f"{options.scenario}: {error}", file=sys.stderr)
        return 2
    sandbox_options = {"state": options.state, "out_of_order": options.out_of_order}
    first: list[dict[str, Any]] = []
    if options.webhook is not None:
        first.append({"do": "webhook", "url": options.webhook})
    if options.play:
        first.append({"do": "play"})

    async def run() -> None:
        await _serve(Sandbox(scenario, _say, **sandbox_options), first, forever=options.serve)

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="sandbox-server",
        description="Loopback Telegram, WhatsApp Graph API and CRM that play a scenario.",
    )
    parser.add_argument("scenario", type=Path, help="scenario file (JSON)")
    parser.add_argument("--state", type=Path, help="folder that keeps the Telegram server's state")
    parser.add_argument("--webhook", help="callback to register at once")
    parser.add_argument("--play", action="store_true", help="play at once")
    parser.add_argument("--serve", action="store_true", help="stay when stdin ends")
    parser.add_argument(
        "--out-of-order", action="store_true", help="deliver webhooks in a shuffled order"
    )
    parser.add_argument("--verbose", action="store_true", help="more on stderr")
    return parser.parse_args(argv)


def _say(event: dict[str, Any]) -> None:
    """One line on stdout. A reader that is gone is noticed by the end of stdin."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
        sys.stdout.flush()


async def _serve(sandbox: Sandbox, first: list[dict[str, Any]], *, forever: bool) -> None:
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[bytes | None] = asyncio.Queue()
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows' loop has no signal handlers; Ctrl-C comes there as KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stopping.set)
    _read_stdin(lambda line: loop.call_soon_threadsafe(lines.put_nowait, line))
    try:
        await sandbox.start()
        for command in first:
            await sandbox.do(command)
        reading = asyncio.create_task(_commands(sandbox, lines, forever=forever))
        waiting = asyncio.create_task(stopping.wait())
        await asyncio.wait({reading, waiting}, return_when=asyncio.FIRST_COMPLETED)
        for task in (reading, waiting):
            task.cancel()
        for outcome in await asyncio.gather(reading, waiting, return_exceptions=True):
            if isinstance(outcome, Exception):
                log.error("the command loop broke", exc_info=outcome)
    finally:
        await sandbox.stop()


async def _commands(sandbox: Sandbox, lines: asyncio.Queue[bytes | None], *, forever: bool) -> None:
    """Carry out commands in order; waiting for a login code does not hold up the others."""
    codes: set[asyncio.Task[None]] = set()
    try:
        while True:
            line = await lines.get()
            if line is None:
                if forever:
                    continue
                return
            command = _command(line)
            if command is None:
                continue
            if command.get("do") == "stop":
                return
            if command.get("do") == "code":
                task = asyncio.create_task(sandbox.do(command))
                codes.add(task)
                task.add_done_callback(codes.discard)
            else:
                await sandbox.do(command)
    finally:
        for task in codes:
            task.cancel()
        await asyncio.gather(*codes, return_exceptions=True)


def _command(line: bytes) -> dict[str, Any] | None:
    if not line.strip():
        return None
    try:
        command = json.loads(line)
    except ValueError as error:
        _say({"event": "error", "error": f"not JSON: {error}"})
        return None
    if not isinstance(command, dict):
        _say({"event": "error", "error": "a command is a JSON object"})
        return None
    return command


def _read_stdin(put: Callable[[bytes | None], object]) -> None:
    """Read lines in a daemon thread; None at the end."""

    def read() -> None:
        rest = b""
        # The loop may be closed by the time a late line comes.
        with contextlib.suppress(OSError, RuntimeError):
            while chunk := os.read(0, 65536):
                *whole, rest = (rest + chunk).split(b"\n")
                for line in whole:
                    put(line)
            if rest:
                put(rest)
            put(None)

    threading.Thread(target=read, name="sandbox-stdin", daemon=True).start()
