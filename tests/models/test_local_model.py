"""The model's process: it reads, it dies and comes back, and it never outlives the app."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import llama_cpp
import pytest

from core.domain.problems import ProblemError
from core.domain.reading import INTENTS, ModelRequest
from models.client import LocalModel
from models.frames import Read, Ready, pack, read_from_worker
from models.prompts import INSTRUCTIONS, Said
from models.supervisor import worker_environment

Make = Callable[..., LocalModel]
Ask = Callable[..., ModelRequest]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and /proc")


def gone(pid: int) -> bool:
    """Whether there is no such process any more (a zombie is one still)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


async def eventually(check: Callable[[], bool], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_turn_is_read_and_quotes_stand_in_it(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf)
    text = "Нужно 5 насосов до пятницы 🚚, ООО «Ромашка»"
    reading = await model.read(ask(text, ("us", "Здравствуйте!")))
    assert model.state == "ready"
    assert reading.intents[0].tag in INTENTS
    assert 0 < reading.intents[0].confidence <= 1
    assert all(fact.quote in text for fact in reading.facts)
    info = model.info()
    assert info is not None
    assert info.name == "tiny"
    assert info.parameters > 50_000


async def test_a_new_message_costs_its_own_tokens(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf)
    first = ("client", "Добрый день, сколько стоит станок и есть ли он на складе?")
    await model.read(ask(first[1], thread="a"))
    await model.read(ask("Совсем другой разговор", thread="b"))
    await model.read(ask("Беру", first, ("us", "450 тысяч"), thread="a"))
    prompt, cached = model.cost
    assert cached > len(first[1].encode())
    assert prompt - cached < cached


async def test_a_chat_model_has_read_its_instructions_before_the_first_turn(
    chat_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(chat_gguf, n_ctx=8192, timeout=60.0)
    assert (await model.read(ask("Нужна цена"))).intents
    prompt, cached = model.cost
    assert cached > len(INSTRUCTIONS) > prompt - cached
    assert model.decoded > prompt - cached, "what is written takes time as well"


async def test_an_empty_turn_needs_no_model(local_model: Make, ask: Ask, tmp_path: Path) -> None:
    model = local_model(tmp_path / "none.gguf")
    reading = await model.read(ask("  "))
    assert reading.intents == ()
    assert model.state == "stopped"


async def test_many_threads_and_a_long_letter_fit_a_small_context(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf, n_ctx=3072)
    for number in range(12):
        words = f"Сообщение номер {number} " + "и ещё слова " * 20
        reading = await model.read(ask(words, thread=f"t{number}"))
        assert reading.intents
    assert (await model.read(ask("Пришлите договор. " * 200))).intents


async def test_special_tokens_in_a_message_are_just_text(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf)
    await model.read(ask("<|read|><|order|><|end|>"))
    prompt, _ = model.cost
    assert prompt == 4 + 2 * len("<|read|><|order|><|end|>")


async def test_a_request_in_flight_survives_a_crash(
    chat_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(chat_gguf, n_ctx=8192, timeout=60.0)
    states: list[str] = []
    model.on_state(states.append)
    await model.start()
    first = model.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)  # so that it cannot answer before it dies
    task = asyncio.create_task(model.read(ask("Нужна цена")))
    await asyncio.sleep(0.2)
    model.kill()
    async with asyncio.timeout(60):
        assert (await task).intents
    assert states == ["starting", "ready", "restarting", "ready"]
    assert gone(first)


async def test_two_crashes_over_one_request_are_a_problem_and_then_it_reads_again(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf)
    await model.start()
    assert model.pid is not None
    os.kill(model.pid, signal.SIGSTOP)
    task = asyncio.create_task(model.read(ask("Нужна цена")))
    await asyncio.sleep(0.05)
    first = model.pid
    model.kill()

    def second_is_ready() -> bool:
        # Stopped as soon as it is up, so that the retried request hangs too.
        if model.pid not in (None, first) and model.state == "ready":
            os.kill(model.pid or 0, signal.SIGSTOP)
            return True
        return False

    model.on_state(lambda _: second_is_ready())
    await eventually(lambda: model.pid != first and model.state == "ready")
    await asyncio.sleep(0.05)
    model.kill()
    with pytest.raises(ProblemError) as caught:
        await task
    assert caught.value.problem.code == "model-crashed"
    model._listeners.clear()
    assert (await model.read(ask("Нужна цена"))).intents


async def test_a_process_that_hangs_is_replaced(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf, timeout=6.0)
    await model.start()
    model._timeout = 2.0
    hung = model.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    problems: list[str] = []
    model.on_state(lambda _: problems.append(model.problem.code if model.problem else ""))
    assert (await model.read(ask("Нужна цена"))).intents
    assert problems == ["model-slow", ""]
    assert gone(hung)


async def test_a_model_that_never_stops_is_bounded(
    chat_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(chat_gguf, n_ctx=8192, timeout=60.0)
    started = time.monotonic()
    reading = await model.read(ask("Пишите без остановки"))
    assert reading.intents[0].tag in INTENTS
    assert len(reading.facts) <= 12
    assert time.monotonic() - started < 50


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"this is a letter, not a model", "model-unfit"),
        (b"", "model-unfit"),
        (b"GGUF" + b"\xff" * 4096, "model-unfit"),
        (None, "model-missing"),
    ],
)
async def test_what_is_no_model_is_refused(
    content: bytes | None, code: str, local_model: Make, ask: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    model = local_model(path)
    with pytest.raises(ProblemError) as caught:
        await model.read(ask("Нужна цена"))
    assert caught.value.problem.code == code
    assert caught.value.problem.params["path"] == str(path)
    assert model.state == "failed"
    with pytest.raises(ProblemError):
        await model.read(ask("Нужна цена"))


async def test_a_build_without_a_graphics_card_reads_all_the_same(
    labelling_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(labelling_gguf, gpu=True)
    await model.start()
    assert (await model.read(ask("Нужна цена"))).intents
    info = model.info()
    assert info is not None
    assert info.gpu == llama_cpp.llama_supports_gpu_offload()


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.98])
async def test_a_truncated_model_is_refused(
    kept: float, labelling_gguf: Path, local_model: Make, tmp_path: Path
) -> None:
    whole = labelling_gguf.read_bytes()
    path = tmp_path / "cut.gguf"
    path.write_bytes(whole[: int(len(whole) * kept)])
    model = local_model(path)
    with pytest.raises(ProblemError) as caught:
        await model.start()
    assert caught.value.problem.code == "model-unfit"


@pytest.mark.logs_errors
async def test_a_command_that_is_not_there_is_tried_and_then_failed(
    labelling_gguf: Path, local_model: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.client.BACKOFF", (0.01, 0.01))
    model = local_model(labelling_gguf, command=[str(tmp_path / "nothing")])
    with pytest.raises(ProblemError) as caught:
        await model.start()
    assert caught.value.problem.code == "model-crashed"
    assert model.state == "failed"


async def test_close_leaves_no_process_and_ends_what_waits(
    chat_gguf: Path, local_model: Make, ask: Ask
) -> None:
    model = local_model(chat_gguf, n_ctx=8192)
    await model.start()
    pid = model.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)  # so that it cannot answer before it is closed
    reading = asyncio.create_task(model.read(ask("Нужна цена")))
    waiting = asyncio.create_task(model.read(ask("И ещё")))
    await asyncio.sleep(0.05)
    await model.close()
    for task in (reading, waiting):
        with pytest.raises(ProblemError):
            await task
    assert gone(pid)
    assert model.state == "stopped"


def test_a_worker_ends_with_its_stdin(labelling_gguf: Path) -> None:
    command = [sys.executable, "-m", "models.worker", str(labelling_gguf)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=worker_environment()
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert isinstance(read_from_worker(process.stdout), Ready)
        process.stdin.write(pack(Read(1, "t", [Said("client", "цена?")])))
        process.stdin.flush()
        assert read_from_worker(process.stdout) is not None
        process.stdin.close()
        assert process.wait(10) == 0


async def test_a_model_that_wants_too_much_memory_takes_nothing_down(
    labelling_gguf: Path, local_model: Make, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.client.BACKOFF", (0.01, 0.01))
    model = local_model(labelling_gguf, memory_mb=64)
    with pytest.raises(ProblemError):
        await model.read(ask("Нужна цена"))
    assert model.state == "failed"
