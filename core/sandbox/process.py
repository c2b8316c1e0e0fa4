"""The sandbox as a process: JSON lines on stdin and stdout, logs on stderr."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from core.sandbox.lines import Mouth, listen, nobody_speaks
from core.sandbox.player import Emit
from core.sandbox.scenario import ScenarioError
from core.sandbox.scenario_file import load
from core.sandbox.stack import Sandbox

log = logging.getLogger(__name__)

_COMMANDS = """\
commands, one JSON object a line on stdin:
  {"do": "code", "phone": "+7..."}   the login code sent to that phone (the operator's, a contact's)
  {"do": "webhook", "url": "..."}    register a WhatsApp callback
  {"do": "play"}                     begin the live events
  {"do": "truth"}                    what stands on the servers now
  {"do": "stop"}

events, one JSON object a line on stdout:
  ready    addresses, ids, keys and tokens of the servers
  code, webhook, playing, truth      answers to the commands
  sent, fault, done                  what is played
  error

It ends with `stop`, SIGTERM, Ctrl-C, or the end of stdin where stdin is a pipe or a terminal."""


def main(argv: list[str]) -> int:
    """Run the sandbox's servers for one scenario until `stop`, the end of stdin, or a signal.

    Returns 0, or 2 when the scenario cannot be read.
    """
    options = _options(argv)
    mouth = Mouth()
    try:
        return _run(options, mouth.say)
    finally:
        mouth.close()


def _run(options: argparse.Namespace, say: Emit) -> int:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(asctime)s %(name)s %(levelname)s %(message)s",
    )
    try:
        scenario = load(options.scenario)
    except (ScenarioError, OSError) as error:
        say({"event": "error", "error": str(error)})
        return 2
    sandbox_options = {"state": options.state, "out_of_order": options.out_of_order}
    first: list[dict[str, Any]] = []
    if options.webhook is not None:
        first.append({"do": "webhook", "url": options.webhook})
    if options.play:
        first.append({"do": "play"})

    async def run() -> None:
        sandbox = Sandbox(scenario, say, **sandbox_options)
        await _serve(sandbox, say, first, forever=options.serve or nobody_speaks())

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="sandbox-server",
        description="Loopback Telegram, WhatsApp Graph API and CRM that play a scenario.",
        epilog=_COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
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


async def _serve(
    sandbox: Sandbox, say: Emit, first: list[dict[str, Any]], *, forever: bool
) -> None:
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[bytes | None] = asyncio.Queue()
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows' loop has no signal handlers; Ctrl-C comes there as KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stopping.set)
    listen(lambda line: loop.call_soon_threadsafe(lines.put_nowait, line))
    try:
        await sandbox.start()
        for command in first:
            await sandbox.do(command)
        reading = asyncio.create_task(_commands(sandbox, say, lines, forever=forever))
        waiting = asyncio.create_task(stopping.wait())
        await asyncio.wait({reading, waiting}, return_when=asyncio.FIRST_COMPLETED)
        for task in (reading, waiting):
            task.cancel()
        for outcome in await asyncio.gather(reading, waiting, return_exceptions=True):
            if isinstance(outcome, Exception):
                log.error("the command loop broke", exc_info=outcome)
    finally:
        await sandbox.stop()


async def _commands(
    sandbox: Sandbox, say: Emit, lines: asyncio.Queue[bytes | None], *, forever: bool
) -> None:
    """Carry out commands in order; waiting for a login code does not hold up the others."""
    codes: set[asyncio.Task[None]] = set()
    try:
        while True:
            line = await lines.get()
            if line is None:
                if forever:
                    continue
                return
            command = _command(line, say)
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


def _command(line: bytes, say: Emit) -> dict[str, Any] | None:
    if not line.strip():
        return None
    try:
        command = json.loads(line)
    except ValueError as error:
        say({"event": "error", "error": f"not JSON: {error}"})
        return None
    if not isinstance(command, dict):
        say({"event": "error", "error": "a command is a JSON object"})
        return None
    return command
