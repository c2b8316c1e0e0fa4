"""A model that hangs, babbles or dies at its start: the app goes on, and it comes back."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from core.domain.reading import ModelRequest
from models.client import LocalModel

Make = Callable[..., LocalModel]
Ask = Callable[..., ModelRequest]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

_DIES = """
import os, sys
from pathlib import Path
count = Path({count!r})
lives = int(count.read_text()) if count.exists() else 0
count.write_text(str(lives + 1))
if lives < {deaths}:
    os.abort()
from models.worker.serve import main
raise SystemExit(main(sys.argv[1:]))
"""


def dies(tmp_path: Path, deaths: int) -> list[str]:
    """A worker that aborts at its first starts."""
    script = tmp_path / "dies.py"
    script.write_text(_DIES.format(count=str(tmp_path / "lives"), deaths=deaths))
    return [sys.executable, str(script)]


async def eventually(check: Callable[[], bool], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_reading_that_nobody_waits_for_holds_up_no_other_and_its_process_is_replaced(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf, timeout=30.0)
    await model.start()
    model._timeout = 1.0
    hung = model.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await model.read(ask("Нужна цена"))
    assert model.busy, "whoever has little patience need not ask"
    told: list[bool] = []
    model.on_state(lambda _: told.append(model.busy))
    await eventually(lambda: model.pid not in (None, hung) and model.state == "ready")
    model._timeout = 30.0
    assert not model.busy
    assert (await model.read(ask("Нужна цена"))).intents
    assert told, "whoever waits is told"


async def test_a_slow_answer_that_comes_after_all_frees_the_model(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf, timeout=30.0)
    await model.start()
    pid = model.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await model.read(ask("Нужна цена"))
    told: list[bool] = []
    model.on_state(lambda _: told.append(model.busy))
    os.kill(pid, signal.SIGCONT)
    await eventually(lambda: not model.busy)
    assert told == [False]
    assert model.pid == pid
    assert (await model.read(ask("Беру"))).intents


@pytest.mark.parametrize(
    "babble",
    [
        b"\xff" * 64,  # a length beyond all bounds
        b"\x00\x00\x00\x02\xc1\xc1",  # no msgpack
        b"\x00\x00\x00\x01\x01",  # msgpack, but no frame of ours
        b"\x00\x00\x00\x10Loading model...",  # text of some library
    ],
)
async def test_a_process_that_babbles_is_a_crashed_one(
    babble: bytes, labelling_gguf: Path, local_model: Make, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setattr("models.client.BACKOFF", (0.01, 0.01))
    script = tmp_path / "babbles.py"
    script.write_text(
        f"import sys, time; sys.stdout.buffer.write({babble!r}); sys.stdout.flush(); time.sleep(60)"
    )
    model = local_model(labelling_gguf, command=[sys.executable, str(script)], timeout=30.0)
    with pytest.raises(ProblemError) as caught:
        await model.start()
    assert caught.value.problem.code == "model-crashed"
    assert model.state == "failed"


async def test_a_model_that_failed_comes_back_by_itself_once_it_can(
    labelling_gguf: Path, local_model: Make, ask: Ask, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Nobody asks a model that is not ready: it must not wait to be asked."""
    monkeypatch.setattr("models.client.BACKOFF", (0.01, 0.01))
    model = local_model(labelling_gguf, command=dies(tmp_path, 7), timeout=30.0)
    with pytest.raises(ProblemError):
        await model.start()
    assert model.state == "failed"
    await eventually(lambda: model.state == "ready")
    assert (await model.read(ask("Нужна цена"))).intents


async def test_a_process_that_never_gets_ready_is_replaced(
    labelling_gguf: Path, local_model: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.client.LOAD_SECONDS", 0.3)
    monkeypatch.setattr("models.client.BACKOFF", (0.01, 0.01))
    script = tmp_path / "sleeps.py"
    script.write_text("import time; time.sleep(60)")
    model = local_model(labelling_gguf, command=[sys.executable, str(script)], timeout=30.0)
    with pytest.raises(ProblemError) as caught:
        await model.start()
    assert caught.value.problem.code == "model-slow"
    assert model.state == "failed"


async def test_a_model_of_another_architecture_is_refused(
    labelling_gguf: Path, local_model: Make, tmp_path: Path
) -> None:
    whole = labelling_gguf.read_bytes()
    path = tmp_path / "other.gguf"
    assert whole.count(b"llama") > 1
    path.write_bytes(whole.replace(b"llama", b"llxma"))
    model = local_model(path)
    with pytest.raises(ProblemError) as caught:
        await model.start()
    assert caught.value.problem.code == "model-unfit"
    assert model.state == "failed"
