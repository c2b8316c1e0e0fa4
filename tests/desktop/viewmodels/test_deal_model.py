"""The deal of the open thread: its language, what is read of it, and what fails."""

import asyncio

import pytest

from core.domain.deal_view import Said
from core.domain.problems import Problem, ProblemError
from core.domain.views import ThreadFiles
from desktop.shell.tasks import Tasks
from desktop.viewmodels.deal import DealModel
from desktop.viewmodels.facts import FactListModel
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import NOW, SampleBackend


def made(backend: SampleBackend, tasks: Tasks) -> tuple[DealModel, FactListModel]:
    facts = FactListModel(backend, tasks)
    return DealModel(backend, tasks, facts, lambda: NOW), facts


def us(text: str) -> Said:
    return Said(sender="us", at=1, text=text)


def they(text: str) -> Said:
    return Said(sender="client", at=1, text=text)


@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ([they("Сколько стоит LED-панель?")], "ru"),
        ([they("How much is it?")], "en"),
        ([they("skolko stoit plitka"), us("Здравствуйте! 1 190 ₽ за м².")], "ru"),
        ([they("👍"), us("+7 916 111-22-33")], ""),
        ([], ""),
    ],
)
async def test_one_writes_to_the_client_as_one_did(said: list[Said], lang: str) -> None:
    tasks = Tasks()
    model, _ = made(SampleBackend(Feed(), "ru"), tasks)
    model.said = said
    assert model.client_lang == lang
    await tasks.close()


async def test_the_words_are_there_at_once_and_the_files_when_they_come() -> None:
    tasks, backend = Tasks(), SampleBackend(Feed(), "ru")
    model, facts = made(backend, tasks)
    await asyncio.gather(facts.open(1), model.open(1))
    assert model.state == "ready"
    row = await backend.thread(1)
    assert row is not None
    assert model.stands_for(row)
    assert model.deal(row).stage == "agreed"
    came = asyncio.Event()
    model.changed.connect(came.set)
    if not model.files.documents:
        async with asyncio.timeout(30):
            await came.wait()
    assert len(model.files.documents) == 2
    await model.open(None)
    assert (model.state, model.files) == ("empty", ThreadFiles())
    await tasks.close()


async def test_what_cannot_be_read_is_said_and_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tasks, backend = Tasks(), SampleBackend(Feed(), "ru")
    model, _ = made(backend, tasks)

    async def broken(thread: int) -> list[Said]:
        raise ProblemError(Problem("store-unreadable"))

    works = backend.last_words
    monkeypatch.setattr(backend, "last_words", broken)
    await model.open(1)
    assert model.state == "failed"
    monkeypatch.setattr(backend, "last_words", works)
    await model.refresh()
    assert model.state == "ready"
    await tasks.close()
