"""Voice messages: heard once, read as what the client says, led back to their second."""

from pathlib import Path

import msgspec
import pytest

from core.domain.events import Attachment, Event, MessageEdited, Part
from core.domain.problems import ChannelError, Problem
from core.pipeline.files import FilesStage
from core.pipeline.hearing import HearingStage
from core.pipeline.indexing import IndexingStage
from core.pipeline.understanding import UnderstandingStage
from core.store.read import facts as read_facts
from core.store.read import messages as read_messages
from core.store.read import threads as read_threads
from core.store.store import Store
from models.speech.words import Heard
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import (
    NOW,
    TG,
    BudgetReader,
    Clock,
    Messenger,
    Pages,
    Texts,
    judge,
    said,
    to_sales,
)

WORDS = (Part(0, "Добрый день."), Part(4200, "Наш бюджет 450000,"), Part(9000, "спасибо"))


class Ear:
    """A Listener. ``lacks`` is what is missing, ``heard`` what it hears."""

    def __init__(self, heard: Heard | None = None, lacks: Problem | None = None) -> None:
        self.heard = heard or Heard(WORDS)
        self.lacks = lacks
        self.files: list[bytes] = []

    def missing(self) -> Problem | None:
        return self.lacks

    async def hear(self, file: Path) -> Heard:
        self.files.append(file.read_bytes())
        return self.heard


def voice(ext: str, text: str = "") -> Event:
    file = Attachment(kind="voice", mime="audio/ogg", seconds=12, ref=f"ref-{ext}")
    return said(TG, ext, text, attachments=(file,))


@pytest.fixture
def understanding(store: Store) -> UnderstandingStage:
    return UnderstandingStage(store, BudgetReader(), judge, to_sales, model=lambda: "none")


@pytest.fixture
def files(store: Store, tmp_path: Path, clock: Clock) -> FilesStage:
    telegram = Messenger(TG)
    telegram.files.update({f"ref-{n}": b"OggS" for n in (1, 2)})
    channels = {("telegram", "1"): telegram}
    return FilesStage(store, tmp_path / "media", Pages(Texts()), lambda: channels, clock)


async def rows(store: Store, media: Path) -> list[tuple[str, str]]:
    found = await store.read(lambda c: read_messages.messages(c, 1, media=media))
    problems = [Problem.decode(row.attachments[0].problem) for row in found]
    return [
        (row.text, problem.code if problem else "")
        for row, problem in zip(found, problems, strict=True)
    ]


async def test_a_recording_without_words_is_called_by_what_it_is(store: Store) -> None:
    """Telegram's have no name, and other names say nothing."""
    file = Attachment(kind="voice", name="audio_2026-11.ogg", mime="audio/ogg", ref="ref-1")
    await store.append([said(TG, "1", "", attachments=(file,))])
    (found,) = await store.read(lambda c: read_threads.threads(c, now=NOW))
    assert (found.last_text, found.last_note) == ("", "voice")
    paper = Attachment(kind="document", name="смета.pdf", mime="application/pdf", ref="ref-2")
    await store.append([said(TG, "2", "", NOW + 1, attachments=(paper, file))])
    (found,) = await store.read(lambda c: read_threads.threads(c, now=NOW))
    assert (found.last_text, found.last_note) == ("смета.pdf", "document")
    await store.append([said(TG, "3", "вот", NOW + 2)])
    (found,) = await store.read(lambda c: read_threads.threads(c, now=NOW))
    assert (found.last_text, found.last_note) == ("вот", "")


async def test_what_is_said_stands_in_the_thread_and_its_facts_lead_to_their_second(
    store: Store, files: FilesStage, understanding: UnderstandingStage, tmp_path: Path,
    clock: Clock,
) -> None:  # fmt: skip
    ear = Ear()
    hearing = HearingStage(store, tmp_path / "media", ear, now=clock)
    await store.append([voice("1", "послушайте")])
    await settle(files.step, hearing.step, understanding.step)
    spoken = "послушайте\nДобрый день. Наш бюджет 450000, спасибо"
    assert await rows(store, tmp_path) == [(spoken, "")]
    assert ear.files == [b"OggS"], "once"
    (row,) = await store.read(lambda c: read_facts.facts(c, 1))
    assert (row.fact.value, row.second, row.fact.page) == ("450000 RUB", 4, None)
    await settle(IndexingStage(store, rest=0).step)
    (found,) = await store.read(lambda c: read_threads.threads(c, search="бюджет", now=NOW))
    assert found.last_text == spoken
    before = await rows(store, tmp_path)
    await store.rebuild()
    assert await rows(store, tmp_path) == before


async def test_a_caption_that_is_edited_keeps_the_words_of_the_voice(
    store: Store, files: FilesStage, tmp_path: Path, clock: Clock
) -> None:
    await store.append([voice("1", "раз")])
    await settle(files.step, HearingStage(store, tmp_path / "media", Ear(), now=clock).step)
    body = MessageEdited(target="1", text="два", edited_at=NOW + 1)
    await store.append([Event(external_id="1@e", at=NOW + 1, peer=TG, body=body)])
    ((text, _),) = await rows(store, tmp_path)
    assert text == "два\nДобрый день. Наш бюджет 450000, спасибо"


async def test_without_a_model_each_says_what_to_do_and_is_heard_when_there_is_one(
    store: Store, files: FilesStage, tmp_path: Path, clock: Clock
) -> None:
    ear = Ear(lacks=Problem("speech-no-model"))
    hearing = HearingStage(store, tmp_path / "media", ear, now=clock)
    await store.append([voice("1"), voice("2")])
    await settle(files.step, hearing.step)
    assert await rows(store, tmp_path) == [("", "speech-no-model")] * 2
    assert (await hearing.step() or 0) > 1, "it looks for a model now and then"
    ear.lacks = None
    await settle(hearing.step)
    assert await rows(store, tmp_path) == [("Добрый день. Наш бюджет 450000, спасибо", "")] * 2
    assert len(ear.files) == 2
    assert await hearing.step() is None


@pytest.mark.parametrize(
    ("heard", "code"),
    [(Heard(), "speech-nothing"), (Heard(problem=Problem("speech-broken")), "speech-broken")],
)
async def test_a_voice_that_is_not_heard_says_why_and_is_not_tried_for_ever(
    store: Store, files: FilesStage, tmp_path: Path, clock: Clock, heard: Heard, code: str
) -> None:
    ear = Ear(heard)
    await store.append([voice("1"), said(TG, "3", "бюджет 7")])
    await settle(files.step, HearingStage(store, tmp_path / "media", ear, now=clock).step)
    found = await store.read(lambda c: read_messages.messages(c, 1, media=tmp_path))
    problem = Problem.decode(found[0].attachments[0].problem)
    assert problem is not None
    assert problem.code == code
    assert len(ear.files) == 1


class Line:
    """A stage without a model, on a messenger that transcribes."""

    def __init__(self, store: Store, media: Path, clock: Clock, **said: str | Exception) -> None:
        self.ear = Ear(lacks=Problem("speech-no-model"))
        self.telegram = Messenger(TG)
        self.telegram.hears = "all"
        self.telegram.said = {name.removeprefix("m"): words for name, words in said.items()}
        channels = {("telegram", "1"): self.telegram}
        self.stage = HearingStage(store, media, self.ear, lambda: channels, clock)


async def test_without_a_model_the_messenger_hears_and_its_facts_lead_to_the_voice(
    store: Store, files: FilesStage, understanding: UnderstandingStage, tmp_path: Path,
    clock: Clock,
) -> None:  # fmt: skip
    line = Line(store, tmp_path / "media", clock, m1="Наш бюджет\n450000", m2="  ")
    await store.append([voice("1", "послушайте"), voice("2")])
    await settle(files.step, line.stage.step, understanding.step)
    assert await rows(store, tmp_path) == [
        ("послушайте\nНаш бюджет 450000", ""),
        ("", "speech-nothing"),
    ]
    (row,) = await store.read(lambda c: read_facts.facts(c, 1))
    assert (row.fact.value, row.second, row.external_id) == ("450000 RUB", 0, "1")
    assert sorted(line.telegram.asked) == ["1", "2"], "once each"
    assert await line.stage.step() is None


async def test_what_the_messenger_cannot_hear_offers_the_model_and_is_not_asked_for_ever(
    store: Store, files: FilesStage, tmp_path: Path, clock: Clock
) -> None:
    cannot = ChannelError(Problem("telegram-refused", {"text": "TRANSCRIPTION_FAILED"}))
    not_now = ChannelError(Problem("telegram-unreachable"), retry_in=1)
    line = Line(store, tmp_path / "media", clock, m1=cannot, m2=not_now)
    await store.append([voice("1"), voice("2")])
    await settle(files.step, line.stage.step)
    assert await rows(store, tmp_path) == [("", "speech-no-model")] * 2
    assert (await line.stage.step() or 0) > 1
    assert sorted(line.telegram.asked) == ["1", "2"]
    line.ear.lacks = None
    await settle(line.stage.step)
    assert [text for text, _ in await rows(store, tmp_path)] == [
        "Добрый день. Наш бюджет 450000, спасибо"
    ] * 2


async def test_a_messenger_that_may_be_asked_later_hears_what_waited(
    store: Store, files: FilesStage, tmp_path: Path, clock: Clock
) -> None:
    line = Line(store, tmp_path / "media", clock, m1="раз", m2="два")
    line.telegram.hears = "nothing"
    old = voice("1")
    old = msgspec.structs.replace(old, body=msgspec.structs.replace(old.body, history=True))
    await store.append([old, voice("2")])
    await settle(files.step, line.stage.step)
    assert await rows(store, tmp_path) == [("", "speech-no-model")] * 2
    line.telegram.hears = "new"
    await settle(line.stage.step)
    assert await rows(store, tmp_path) == [("", "speech-no-model"), ("два", "")]
    line.telegram.hears = "all"
    await settle(line.stage.step)
    assert await rows(store, tmp_path) == [("раз", ""), ("два", "")]
