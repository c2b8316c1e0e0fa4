"""The application as a process that is killed and started again, on the sandbox's servers.

The servers run in a child with a kept state, so they outlive every start of the application and
know what must stand at the end.
"""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

from desktop.application import Application
from desktop.profile import Profile
from desktop.sandbox.child import SandboxChild
from desktop.sandbox.run import point_at_sandbox
from desktop.secrets import FileSecrets

Key = tuple[str, str]
"""(channel, external id) of a message."""


def free_port() -> int:
    """A port of this machine that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Rig:
    """Servers, a profile that is signed in to them, and the application as a process."""

    def __init__(self, folder: Path, scenario: dict[str, Any]) -> None:
        self.folder = folder
        file = folder / "scenario.json"
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(scenario, ensure_ascii=False), "utf-8")
        self.servers = SandboxChild(file, state=folder / "servers")
        self.profile = Profile(folder / "profile", FileSecrets(folder / "profile"))
        self.log = folder / "application.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._ready: dict[str, Any] = {}

    async def __aenter__(self) -> Self:
        self._ready = await self.servers.start()
        point_at_sandbox(self.profile, self._ready)
        # the callback is registered once; every start of the application listens there again
        self.profile.save({"whatsapp.port": str(free_port())})
        await self.sign_in()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.kill()
        await self.servers.stop()

    async def sign_in(self) -> None:
        """Sign in once, without a window; the session stays in the profile."""
        application = self.application()
        await application.open()
        try:
            await application.connect()
            await until(lambda: application.telegram_state == "signed_out")
            assert application.telegram is not None
            assert application.whatsapp is not None
            answer = await self.servers.ask(
                "webhook", "webhook", url=application.whatsapp.webhook_url
            )
            assert answer["ok"], answer
            phone = self._ready["operator"]["phone"]
            await application.telegram.sign_in.request_code(phone)
            code = await self.servers.ask("code", "code", phone=phone)
            await application.telegram.sign_in.submit_code(str(code["code"]))
            await until(lambda: application.telegram_state == "online")
        finally:
            await application.close()

    def application(self) -> Application:
        """The application in this process, without a window."""
        return Application(
            Profile(self.profile.folder, FileSecrets(self.profile.folder)),
            on_change=lambda _change: None,
            on_health=lambda: None,
            on_typing=lambda _threads: None,
        )

    def start(self) -> None:
        """Start the real application on the profile, headless."""
        assert self.process is None
        command = [sys.executable, "-m", "desktop", "--profile", str(self.profile.folder)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--headless"], stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """SIGKILL, to the application alone: its children must find out by themselves."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """Ask it to end; returns its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self.process = None
        return code

    async def truth(self) -> dict[str, Any]:
        """What the servers know."""
        return await self.servers.ask("truth", "truth")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Ask the log as it lies on the disk; nothing while there is none."""
        if not self.profile.database.exists():
            return []
        connection = sqlite3.connect(f"file:{self.profile.database}?mode=ro", uri=True, timeout=5)
        connection.row_factory = sqlite3.Row
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def standing(self) -> list[Key]:
        """Every message that stands, once for each row."""
        rows = self.rows("SELECT channel, external_id FROM messages WHERE deleted = 0")
        return [(row["channel"], row["external_id"]) for row in rows]

    def logged_errors(self) -> list[str]:
        """Lines of the application's own log that say ERROR or worse, or that it broke."""
        lines = self.log.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line]


def keys(contacts: Iterable[dict[str, Any]]) -> list[Key]:
    """The messages in the servers' truth."""
    return [(m["channel"], m["external_id"]) for c in contacts for m in c["messages"]]


async def until(reached: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for it. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not reached in {seconds:.0f} s")
        await asyncio.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether the process still runs."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1]
    except OSError:
        return False
    return state != "Z" and os.path.exists(f"/proc/{pid}")


def children(pid: int) -> set[int]:
    """Processes that it started."""
    found: set[int] = set()
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found |= {int(child) for child in listing.read_text().split()}
        except OSError:
            continue
    return found
