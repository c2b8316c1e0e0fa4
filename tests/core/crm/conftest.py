"""A real Tryton on loopback: its database is made once and copied for every test run."""

import importlib.metadata
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PASSWORD = "only on loopback"
_SCHEMA = "2"
_SETUP_SECONDS, _START_SECONDS = 240, 30


@dataclass
class Tryton:
    """A running trytond. ``stop`` and ``start`` are an outage."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    database = "crm"
    login = "admin"
    password = PASSWORD

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        log = (self.folder / "trytond.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [_tool("trytond"), "-c", "trytond.conf", "-d", self.database],
                cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                self.rpc("common.db.login", self.login, {"password": self.password})
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    said = (self.folder / "trytond.log").read_text()[-2000:]
                    raise RuntimeError(f"trytond did not start: {said}") from None
                time.sleep(0.1)

    def stop(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)

    def rpc(self, method: str, *params: Any, header: str = "") -> Any:
        body = json.dumps({"id": 1, "method": method, "params": list(params)}).encode()
        request = urllib.request.Request(
            f"{self.url}/{self.database}/rpc/", body, {"Content-Type": "application/json"}
        )
        if header:
            request.add_header("Authorization", header)
        with urllib.request.urlopen(request, timeout=20) as answer:
            told = json.loads(answer.read())
        assert "error" not in told, told
        return told["result"]


class Eyes:
    """What a person sees in Tryton, by a session of their own."""

    def __init__(self, tryton: Tryton) -> None:
        import base64

        self._tryton = tryton
        user, token, _ = tryton.rpc("common.db.login", tryton.login, {"password": PASSWORD})
        said = base64.b64encode(f"{tryton.login}:{user}:{token}".encode()).decode()
        self._header = f"Session {said}"

    def call(self, method: str, *params: Any) -> Any:
        return self._tryton.rpc(f"model.{method}", *params, {}, header=self._header)

    def all(self, model: str, domain: list[Any], *names: str) -> list[dict[str, Any]]:
        found = self.call(f"{model}.search_read", domain, 0, None, [["id", "ASC"]], list(names))
        assert isinstance(found, list)
        return found


def _tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else name


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time (the workers of xdist share the template)."""
    with path.open("w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _configure(folder: Path, port: int) -> None:
    (folder / "trytond.conf").write_text(
        f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n"
        "[session]\nauthentications = password\n"
    )


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _make_template(folder: Path) -> None:
    """Tables of party and sale_opportunity, a company in roubles, its employee."""
    port = _free_port()
    _configure(folder, port)
    (folder / "crm.sqlite").touch()
    (folder / "password").write_text(PASSWORD)
    admin = [_tool("trytond-admin"), "-c", "trytond.conf", "-d", "crm", "-v"]
    environment = os.environ | {"TRYTONPASSFILE": str(folder / "password")}
    for more in (
        ["--all", "--email", "admin@example.com"],
        ["-u", "sale_opportunity", "--activate-dependencies"],
    ):
        subprocess.run(
            [*admin, *more], cwd=folder, env=environment, check=True,
            capture_output=True, timeout=_SETUP_SECONDS,
        )  # fmt: skip
    tryton = Tryton(folder, port)
    tryton.start()
    try:
        eyes = Eyes(tryton)
        rouble, _ = eyes.call(
            "currency.currency.create",
            [
                {"name": "Рубль", "code": "RUB", "symbol": "₽", "numeric_code": "643"},
                {"name": "Dollar", "code": "USD", "symbol": "$", "numeric_code": "840"},
            ],
        )
        ours, person = eyes.call("party.party.create", [{"name": "Мы"}, {"name": "Анна"}])
        (company,) = eyes.call("company.company.create", [{"party": ours, "currency": rouble}])
        (employee,) = eyes.call("company.employee.create", [{"party": person, "company": company}])
        eyes.call("res.user.write", [1], {"companies": [["add", [company]]]})
        eyes.call("res.user.write", [1], {"company": company, "employees": [["add", [employee]]]})
        eyes.call("res.user.write", [1], {"employee": employee})
    finally:
        tryton.stop()


def _copy_database(source: Path, copy: Path) -> None:
    """With what still stands in its write-ahead log."""
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)


@pytest.fixture(scope="session")
def tryton_template(request: pytest.FixtureRequest) -> Path:
    pytest.importorskip("trytond")
    assert request.config.cache is not None
    version = importlib.metadata.version("trytond")
    folder = request.config.cache.mkdir(f"tryton-{version}-{_SCHEMA}")
    with _alone(folder / "lock"):
        done = folder / "template.sqlite"
        if not done.exists():
            work = folder / "making"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            _make_template(work)
            _copy_database(work / "crm.sqlite", work / "whole.sqlite")
            (work / "whole.sqlite").replace(done)
            shutil.rmtree(work)
    return done


@pytest.fixture(scope="module")
def tryton(tryton_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tryton]:
    folder = tmp_path_factory.mktemp("tryton")
    shutil.copy(tryton_template, folder / "crm.sqlite")
    server = Tryton(folder, _free_port())
    _configure(folder, server.port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def eyes(tryton: Tryton) -> Eyes:
    return Eyes(tryton)
