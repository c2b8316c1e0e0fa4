"""`threadline models` as an operator types it, against a hub on this machine."""

import asyncio
import os
import random
import resource
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.starter.export import tiny_model
from tests.models.loopback_hub import LoopbackHub, self_signed

ROOT = Path(__file__).parents[3]
PLACE = "acme/chat-GGUF/chat-q8.gguf"

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def model_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("models") / "chat.gguf"
    return tiny_model(path, chat=True, template="{{ x }}").read_bytes() + random.randbytes(3 << 20)


@pytest.fixture
def tls() -> ssl.SSLContext | None:
    """What the hub proves itself with."""
    return None


@pytest.fixture
def hub(model_bytes: bytes, tls: ssl.SSLContext | None) -> Iterator[LoopbackHub]:
    """A hub that serves from a thread of its own while a test waits for a command."""
    served = LoopbackHub({PLACE: model_bytes}, etag='"v1"', tls=tls)
    loop = asyncio.new_event_loop()
    ready, stop = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with served:
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield served
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@pytest.fixture
def start(hub: LoopbackHub, tmp_path: Path) -> Iterator[Start]:
    """Starts `threadline models` on a profile of its own."""
    running: list[subprocess.Popen[str]] = []

    def begin(
        *arguments: str, language: str = "en", limit: int = 0, trusted: str = ""
    ) -> "subprocess.Popen[str]":
        environment = {
            "THREADLINE_MODELS_HUB": hub.address, "THREADLINE_LANGUAGE": language,
            "PYTHONUTF8": "1", **({"SSL_CERT_FILE": trusted} if trusted else {}),
        }  # fmt: skip
        command = [sys.executable, "-m", "desktop", "--profile", str(tmp_path / "p"), "models"]
        bound = (limit, limit) if limit else (resource.RLIM_INFINITY,) * 2

        def prepare() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, bound)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # jobs of a shell may ignore it

        process = subprocess.Popen(
            [*command, *arguments], cwd=ROOT, env=os.environ | environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=prepare,
        )  # fmt: skip
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
            process.communicate()


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors, errors
    return process.returncode, out, errors


def came(process: "subprocess.Popen[str]", percent: int) -> None:
    """Wait until that much is told to have come."""
    assert process.stderr is not None
    for line in process.stderr:
        if "%" in line and int(line.split("%")[0].split()[-1]) >= percent:
            return
    raise AssertionError("it ended before")


def test_a_model_is_got_listed_checked_and_removed(
    start: Start, hub: LoopbackHub, tmp_path: Path, model_bytes: bytes
) -> None:
    code, out, errors = ended(start("get", PLACE))
    path = tmp_path / "p" / "models" / "chat-q8.gguf"
    assert (code, out.splitlines()[0]) == (0, str(path)), errors
    assert path.read_bytes() == model_bytes
    assert "100 % of" in errors
    assert errors.count("\n") < 20
    code, out, _ = ended(start("list"))
    (line,) = [line for line in out.splitlines() if "chat-q8" in line]
    for word in ("llama", "Q8_0", "context 2048", "chat template", "3.3 MB", "memory"):
        assert word in line
    assert "* starter" in out
    assert "qwen3-4b" in out
    code, out, _ = ended(start("check", "chat-q8"))
    assert (code, f"that of {PLACE}" in out) == (0, True)
    path.write_bytes(model_bytes[:-1] + b"?")
    code, out, errors = ended(start("check", "chat-q8", language="ru"))
    assert (code, "контрольная сумма" in errors) == (1, True)
    assert ended(start("remove", "chat-q8"))[:2] == (0, "chat-q8 was removed.\n")
    code, _, errors = ended(start("remove", "chat-q8"))
    assert (code, "not installed" in errors) == (1, True)


def test_a_killed_download_goes_on_where_it_was(
    start: Start, hub: LoopbackHub, tmp_path: Path, model_bytes: bytes
) -> None:
    hub.chunk, hub.pause = 32 << 10, 0.02
    for percent in (20, 50):
        process = start("get", PLACE)
        came(process, percent)
        process.kill()
        process.communicate()
    part = tmp_path / "p" / "models" / "chat-q8.gguf.part"
    before = part.stat().st_size
    assert before > len(model_bytes) * 0.4
    assert "chat-q8" in ended(start("list"))[1].partition("Unfinished")[2]
    hub.pause = 0
    code, _, errors = ended(start("get", PLACE))
    assert code == 0, errors
    assert "checking what is here" in errors
    assert hub.starts[-1] == before
    assert hub.asked[-1][1]["If-Range"] == '"v1"'
    assert (tmp_path / "p" / "models" / "chat-q8.gguf").read_bytes() == model_bytes
    assert not part.exists()


def test_an_interrupt_pauses(start: Start, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.chunk, hub.pause = 32 << 10, 0.3
    process = start("get", PLACE)
    came(process, 10)
    hub.pause = 2  # the rest is still to come, however long the other one takes
    other = ended(start("get", PLACE))
    assert (other[0], "already" in other[2]) == (1, True)
    process.send_signal(signal.SIGINT)
    code, _, errors = ended(process)
    assert (code, "Paused" in errors) == (130, True)
    assert (tmp_path / "p" / "models" / "chat-q8.gguf.part").stat().st_size > 0


def test_a_disk_that_fills_up_on_the_way_is_told_and_gone_on_with(
    start: Start, hub: LoopbackHub, tmp_path: Path, model_bytes: bytes
) -> None:
    code, _, errors = ended(start("get", PLACE, limit=1_000_000, language="ru"))
    assert (code, "мало места" in errors) == (1, True)
    assert ended(start("get", PLACE))[0] == 0
    assert 0 < hub.starts[-1] <= 1_000_000
    assert (tmp_path / "p" / "models" / "chat-q8.gguf").read_bytes() == model_bytes


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("get", "nobody"), "no model nobody in the list"),
        (("get", "acme/chat-GGUF/other.gguf"), "The hub has no acme/chat-GGUF/other.gguf"),
        (("get", "acme/none/m.gguf"), "The hub has no acme/none"),
        (("check", "nowhere.gguf"), "not there"),
        (("check", "pyproject.toml"), "no model file"),
        (("remove", "starter"), "reads the threads now"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    arguments: tuple[str, ...], words: str, start: Start
) -> None:
    code, out, errors = ended(start(*arguments))
    assert (code, out) == (1, "")
    assert words in errors
    assert len(errors.splitlines()) == 1


def test_a_repository_alone_tells_its_models(
    start: Start, hub: LoopbackHub, model_bytes: bytes
) -> None:
    hub.files["acme/chat-GGUF/notes.txt"] = b"words"
    code, _, errors = ended(start("get", "acme/chat-GGUF"))
    assert (code, f"{PLACE}  3.3 MB" in errors, "notes" in errors) == (1, True, False)


class TestSecure:
    """Over https."""

    @pytest.fixture
    def tls(self, tmp_path: Path) -> ssl.SSLContext:
        return self_signed(tmp_path)

    def test_a_hub_is_believed_when_its_certificate_is(
        self, start: Start, hub: LoopbackHub, tmp_path: Path, model_bytes: bytes
    ) -> None:
        assert hub.address.startswith("https:")
        code, _, errors = ended(start("get", PLACE))
        assert (code, "certificate is wrong" in errors) == (1, True)
        assert hub.asked == []
        code, _, errors = ended(start("get", PLACE, trusted=str(tmp_path / "hub.pem")))
        assert code == 0, errors
        assert (tmp_path / "p" / "models" / "chat-q8.gguf").read_bytes() == model_bytes


def test_a_name_that_was_got_is_a_model_for_every_command(
    start: Start, hub: LoopbackHub, tmp_path: Path
) -> None:
    assert ended(start("get", PLACE))[0] == 0
    threads = tmp_path / "threads.jsonl"
    threads.write_text('{"id": "t", "messages": []}\n')
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--profile", str(tmp_path / "p"), "understand",
         str(threads), "--model", "chat-q8"],
        cwd=ROOT, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert (done.returncode, '"id":"t"' in done.stdout.replace(" ", "")) == (0, True), done.stderr
