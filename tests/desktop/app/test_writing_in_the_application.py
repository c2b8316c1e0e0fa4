"""Help with writing through the real application: a chat model's process, dictionaries."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from desktop.application import Application
from desktop.backend import CoreBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from models.starter.export import tiny_model

TEMPLATE = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}<|assistant|>"


@pytest.fixture
async def application(tmp_path: Path) -> AsyncIterator[Application]:
    profile = Profile(tmp_path, FileSecrets(tmp_path))
    (tmp_path / "dictionaries").mkdir()
    (tmp_path / "dictionaries/ru_RU.aff").write_text("SET UTF-8\n", "utf-8")
    (tmp_path / "dictionaries/ru_RU.dic").write_text("1\nпривет\n", "utf-8")
    made = Application(
        profile,
        on_change=lambda _c: None, on_health=lambda: None, on_typing=lambda _t: None,
    )  # fmt: skip
    await made.open()
    peer = Peer(Channel.TELEGRAM, "1", "71")
    body = ev.MessageReceived(direction="in", text="Сколько стоят панели?")
    now = int(time.time() * 1000)
    await made.store.append([ev.Event(external_id="1", at=now, peer=peer, body=body)])
    yield made
    await made.close()


async def test_the_profiles_dictionary_checks_russian(application: Application) -> None:
    backend = CoreBackend(application)
    assert await backend.writing.misspelt(["привет", "превет", "hello"]) == ["превет"]
    assert await backend.writing.spellings("превет") == ["привет"]


async def test_without_a_chat_model_nothing_is_written(application: Application) -> None:
    backend = CoreBackend(application)
    assert not backend.writing.can_write()
    assert await backend.writing.suggest(1, "ru") == ""


async def test_a_chat_model_in_use_is_asked_and_its_nonsense_dropped(
    application: Application, tmp_path: Path
) -> None:
    path = tiny_model(tmp_path / "chat.gguf", chat=True, template=TEMPLATE, context=8192)
    application.profile.save({"model.path": str(path), "crm.target": "off"})
    backend = CoreBackend(application)
    await application.connect()
    for _ in range(1200):
        row = await backend.lists.thread(1)
        if backend.writing.can_write() and row is not None and row.understood >= row.seq:
            break
        await asyncio.sleep(0.05)
    assert backend.writing.can_write()
    text = await backend.writing.suggest(1, "ru")  # of an untrained model: none, or a harmless one
    assert len(text) <= 500
    assert not any(letter.isdigit() for letter in text)
    said = await backend.deal.last_words(1)
    assert [s.sender for s in said] == ["client"]  # and nothing was sent
