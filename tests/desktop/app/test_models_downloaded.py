"""The model manager's downloads, against a hub on this machine that cuts the line."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from desktop import models_backend
from desktop.application import Application
from desktop.models_backend import ModelsBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from desktop.viewmodels.models_port import LoadStage, ModelRow
from models.catalog import Entry
from models.starter.export import tiny_model
from tests.models.loopback_hub import LoopbackHub

PLACE = "acme/chat-GGUF/chat-q8.gguf"
ENTRY = Entry("acme", "chat", "acme/chat-GGUF", "chat-q8.gguf", ("ru",), "Для проб.", "To try.")


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[LoopbackHub]:
    content = tiny_model(tmp_path / "chat.gguf", chat=True, template="{{ x }}").read_bytes()
    async with LoopbackHub({PLACE: content + os.urandom(3 << 20)}, etag='"v1"') as served:
        yield served


@pytest.fixture
def backend(hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelsBackend:
    monkeypatch.setattr(models_backend, "load_catalog", lambda: (ENTRY,))
    profile = Profile(tmp_path / "p", FileSecrets(tmp_path / "p"))
    profile.save({"models.hub": hub.address})
    return ModelsBackend(
        Application(
            profile, on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None
        )
    )


async def acme(backend: ModelsBackend) -> ModelRow:
    return next(row for row in (await backend.shelf()).rows if row.name == "acme")


async def test_a_model_comes_over_a_line_that_is_cut(
    hub: LoopbackHub, backend: ModelsBackend
) -> None:
    assert (await acme(backend)).place == "offered"
    hub.cuts = [1 << 20]
    seen: list[tuple[LoadStage, int, int]] = []
    await backend.download("acme", lambda *progress: seen.append(progress))
    row = await acme(backend)
    assert (row.place, row.ref, row.fit, row.problem) == ("here", "acme", "yes", None)
    assert "waiting" in {stage for stage, _, _ in seen}
    assert seen[-1][1] == seen[-1][2] == row.size


async def test_a_download_is_paused_goes_on_and_is_thrown_away(
    hub: LoopbackHub, backend: ModelsBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.pause = 0.02
    some = asyncio.Event()
    loading = asyncio.create_task(
        backend.download("acme", lambda _stage, done, _total: some.set() if done else None)
    )
    await some.wait()
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    row = await acme(backend)
    assert row.place == "unfinished"
    assert 0 < row.done < row.size
    monkeypatch.setattr(models_backend, "load_catalog", lambda: ())
    assert not (await acme(backend)).resumable
    monkeypatch.setattr(models_backend, "load_catalog", lambda: (ENTRY,))
    hub.pause = 0
    await backend.download("acme", lambda *_: None)
    assert hub.starts[-1] >= row.done > 0
    await backend.remove("acme")
    assert (await acme(backend)).place == "offered"


async def test_what_the_hub_refuses_is_told_and_nothing_stays(
    hub: LoopbackHub, backend: ModelsBackend
) -> None:
    hub.files.clear()
    with pytest.raises(ProblemError, match="model-hub-missing"):
        await backend.download("acme", lambda *_: None)
    assert (await acme(backend)).place == "offered"
