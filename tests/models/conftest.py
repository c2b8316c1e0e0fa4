"""Untrained models and running processes for the tests of the local model."""

import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.domain.reading import ModelRequest, Turn
from models.client import LocalModel
from models.starter.export import tiny_model

Open = Callable[..., Awaitable[LocalModel]]


@pytest.fixture(scope="session")
def labelling_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained model that speaks the starter's protocol."""
    return tiny_model(tmp_path_factory.mktemp("models") / "labels.gguf")


@pytest.fixture(scope="session")
def chat_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained model that any chat GGUF could be; it never stops by itself."""
    template = (
        "{% for m in messages %}<|{{ m['role'] }}|>\n{{ m['content'] }}\n{% endfor %}<|assistant|>"
    )
    path = tmp_path_factory.mktemp("models") / "chat.gguf"
    return tiny_model(path, chat=True, template=template, context=8192)


@pytest.fixture
async def local_model() -> AsyncIterator[Callable[..., LocalModel]]:
    """Makes models, closes them, and sees that no thread is left."""
    made: list[LocalModel] = []

    def make(path: Path, **options: Any) -> LocalModel:
        model = LocalModel(path, **options)
        made.append(model)
        return model

    yield make
    for model in made:
        await model.close()
    assert not [one for one in threading.enumerate() if one.name == "model-reader"]


@pytest.fixture
def ask() -> Callable[..., ModelRequest]:
    """A request of the client's last words, with earlier turns as (sender, text)."""

    def make(text: str, *earlier: tuple[str, str], thread: str = "t1") -> ModelRequest:
        at = datetime(2026, 11, 18, 10, tzinfo=UTC)
        said = [*earlier, ("client", text)]
        turns = tuple(
            Turn(id=str(number), sender="us" if sender == "us" else "client", at=at, text=words)
            for number, (sender, words) in enumerate(said)
        )
        return ModelRequest(thread=thread, turns=turns)

    return make
