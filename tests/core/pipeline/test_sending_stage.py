"""What the operator sends: in order, once, and never free text into a closed window."""

import asyncio
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Peer
from core.domain.problems import ChannelError, Problem, ProblemError
from core.domain.sends import Values
from core.domain.views import MessageRow
from core.pipeline.actions import Actions
from core.pipeline.outgoing_files import MAX_FILE, OutgoingFiles
from core.pipeline.sending import SendingStage
from core.store.read import messages as read_messages
from core.store.store import Store
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import DAY, NOW, TG, TG2, WA, Clock, Messenger, said

LATER = ChannelError(Problem("telegram-offline"), retry_in=5)
UNSURE = ChannelError(Problem("whatsapp-unsure"), uncertain=True)


@pytest.fixture
def telegram() -> Messenger:
    return Messenger(TG)


@pytest.fixture
def whatsapp() -> Messenger:
    return Messenger(WA)


@pytest.fixture
def channels(telegram: Messenger, whatsapp: Messenger) -> dict[tuple[str, str], Messenger]:
    return {(m.channel, m.account): m for m in (telegram, whatsapp)}


@pytest.fixture
def actions(store: Store, tmp_path: Path, channels: dict, clock: Clock) -> Actions:  # type: ignore[type-arg]
    return Actions(store, tmp_path / "media", lambda: channels, clock)


@pytest.fixture
def files(actions: Actions, tmp_path: Path) -> OutgoingFiles:
    return OutgoingFiles(actions.request, tmp_path / "media")


@pytest.fixture
def stage(store: Store, channels: dict, clock: Clock) -> SendingStage:  # type: ignore[type-arg]
    return SendingStage(store, lambda: channels, clock)


async def rows(store: Store, thread: int = 1) -> list[MessageRow]:
    return await store.read(lambda c: read_messages.messages(c, thread, media=Path("media")))


async def statuses(store: Store, thread: int = 1) -> list[str | None]:
    return [row.status for row in await rows(store, thread) if row.direction == "out"]


async def test_a_chat_keeps_its_order_and_holds_up_no_other_chat(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger, clock: Clock
) -> None:
    await actions.send(TG, "one")
    await actions.send(TG, "two")
    await actions.send(TG2, "elsewhere")
    telegram.trouble = [LATER]
    await settle(stage.step)
    assert telegram.texts == ["elsewhere"]
    clock.pass_(6)
    await settle(stage.step)
    assert telegram.texts == ["elsewhere", "one", "two"]
    assert await statuses(store) == ["sent", "sent"]


async def test_a_send_that_takes_long_holds_up_its_own_chat_alone(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger, whatsapp: Messenger
) -> None:
    await store.append([said(WA, "w1", "hi")])
    telegram.slow = {TG.id: asyncio.Event()}
    for peer, text in ((TG, "long"), (TG, "after it"), (TG2, "elsewhere"), (WA, "other messenger")):
        await actions.send(peer, text)
    for worker in stage.workers:
        worker.start()
    try:
        async with asyncio.timeout(5):
            while telegram.texts != ["elsewhere"] or not whatsapp.texts:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            telegram.slow[TG.id].set()
            while len(telegram.texts) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    finally:
        for worker in stage.workers:
            await worker.close()
    assert telegram.texts == ["elsewhere", "long", "after it"]


async def test_what_is_written_offline_goes_out_when_the_line_is_back(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger, clock: Clock
) -> None:
    telegram.state = "connecting"
    await actions.send(TG, "later")
    await settle(stage.step)
    assert (telegram.texts, await statuses(store)) == ([], ["queued"])
    telegram.state = "online"
    clock.pass_(2)
    await settle(stage.step)
    assert telegram.texts == ["later"]


async def crash_while_sending(
    stage: SendingStage, messenger: Messenger, store: Store, clock: Clock
) -> SendingStage:
    """The messenger has the text; the process ends before its answer is in the log."""
    messenger.answers = False
    for worker in stage.workers:
        worker.start()
    async with asyncio.timeout(5):
        await messenger.sending.wait()
    for worker in stage.workers:
        await worker.close()
    messenger.answers = True
    channels = {(messenger.channel, messenger.account): messenger}
    return SendingStage(store, lambda: channels, clock)


async def test_telegram_is_asked_again_after_a_crash_and_shows_it_once(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger, clock: Clock
) -> None:
    await actions.send(TG, "hello")
    stage = await crash_while_sending(stage, telegram, store, clock)
    assert await statuses(store) == ["sending"]
    await settle(stage.step)
    assert (telegram.texts, await statuses(store)) == (["hello"], ["sent"])


async def test_after_a_crash_it_is_in_doubt_and_looked_for_before_it_goes_out_again(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger, clock: Clock
) -> None:
    ref = await actions.send(TG, "hello")
    stage = await crash_while_sending(stage, telegram, store, clock)
    telegram.state = "connecting"
    await settle(stage.step)
    (row,) = await rows(store)
    assert (row.status, Problem.decode(row.problem)) == ("sending", Problem("telegram-in-doubt"))
    telegram.state = "online"
    clock.pass_(2)
    await settle(stage.step)
    assert telegram.doubted == [(ref, row.at)]
    assert [(one.status, one.problem) for one in await rows(store)] == [("sent", "")]


async def test_whatsapp_waits_for_a_status_after_a_crash_and_then_says_it_does_not_know(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi")])
    await actions.send(WA, "hello")
    await actions.send(WA, "second")
    stage = await crash_while_sending(stage, whatsapp, store, clock)
    await settle(stage.step)
    assert whatsapp.texts == ["hello"]
    clock.pass_(25)
    await settle(stage.step)
    first, second = [row for row in await rows(store) if row.direction == "out"]
    assert (first.status, Problem.decode(first.problem)) == ("failed", Problem("whatsapp-unsure"))
    assert second.status == "sent"
    assert whatsapp.texts == ["hello", "second"]


async def test_a_status_names_the_send_that_nobody_answered(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi")])
    ref = await actions.send(WA, "hello")
    stage = await crash_while_sending(stage, whatsapp, store, clock)
    delivered = ev.DeliveryChanged(status="delivered", target="wamid.9", client_ref=ref)
    await store.append([ev.Event(external_id="wamid.9:d", at=NOW, peer=WA, body=delivered)])
    clock.pass_(25)
    await settle(stage.step)
    assert (whatsapp.texts, await statuses(store)) == (["hello"], ["delivered"])


async def test_an_uncertain_send_is_repeated_where_that_is_harmless(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger, whatsapp: Messenger,
    clock: Clock,
) -> None:  # fmt: skip
    await store.append([said(WA, "w1", "hi")])
    telegram.trouble = [ChannelError(Problem("telegram-offline"), retry_in=1, uncertain=True)]
    whatsapp.trouble = [UNSURE]
    await actions.send(TG, "tg")
    await actions.send(WA, "wa")
    await settle(stage.step)
    clock.pass_(5)
    await settle(stage.step)
    assert (telegram.texts, whatsapp.texts) == (["tg"], [])
    assert await statuses(store, 1) == ["failed"]


async def test_a_closed_window_is_refused_before_anything_is_queued(
    store: Store, actions: Actions, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi", NOW - DAY)])
    with pytest.raises(ProblemError) as refused:
        await actions.send(WA, "too late")
    assert refused.value.problem.code == "whatsapp-window-closed"
    assert await statuses(store) == []


async def test_the_window_is_open_until_the_last_second_and_a_template_goes_after_it(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi", NOW - DAY + 1000)])
    await actions.send(WA, "in time")
    await settle(stage.step)
    clock.pass_(1)
    with pytest.raises(ProblemError):
        await actions.send(WA, "too late")
    await actions.send_template(WA, "hello", "ru", Values(), "Здравствуйте!")
    await settle(stage.step)
    assert whatsapp.texts == ["in time", "Здравствуйте!"]


async def test_a_peer_who_never_wrote_has_no_window(actions: Actions) -> None:
    with pytest.raises(ProblemError):
        await actions.send(Peer(WA.channel, WA.account, "7900"), "hello")


async def test_a_window_that_closes_while_the_text_waits_keeps_it_here(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi", NOW - DAY + 5000)])
    whatsapp.state = "connecting"
    await actions.send(WA, "waits")
    await settle(stage.step)
    clock.pass_(60)
    whatsapp.state = "online"
    await settle(stage.step)
    assert (whatsapp.texts, await statuses(store)) == ([], ["failed"])
    (row,) = [row for row in await rows(store) if row.direction == "out"]
    assert Problem.decode(row.problem) == Problem("whatsapp-window-closed")


async def test_a_window_that_meta_calls_closed_is_closed_here(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger
) -> None:
    await store.append([said(WA, "w1", "hi", NOW - 1000)])
    whatsapp.trouble = [ChannelError(Problem("whatsapp-window-closed"), closes_window=True)]
    await actions.send(WA, "refused")
    await settle(stage.step)
    assert await statuses(store) == ["failed"]
    with pytest.raises(ProblemError):
        await actions.send(WA, "again")
    await store.append([said(WA, "w2", "I am here", NOW + 1000)])
    await actions.send(WA, "again")
    await settle(stage.step)
    assert whatsapp.texts == ["again"]


async def test_a_failed_send_is_tried_again_in_its_place_or_taken_away(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger
) -> None:
    telegram.trouble = [ChannelError(Problem("telegram-peer-unknown"))] * 2
    first = await actions.send(TG, "first")
    second = await actions.send(TG, "second")
    await settle(stage.step)
    assert await statuses(store) == ["failed", "failed"]
    await actions.retry(first)
    await actions.discard(second)
    await settle(stage.step)
    assert [(r.text, r.status) for r in await rows(store)] == [("first", "sent")]
    with pytest.raises(ProblemError) as gone:
        await actions.retry(first)
    assert gone.value.problem.code == "send-gone"


async def test_the_echo_of_a_send_that_crashed_stands_once(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger, clock: Clock
) -> None:
    await actions.send(TG, "hello")
    stage = await crash_while_sending(stage, telegram, store, clock)
    echo = ev.MessageReceived(direction="out", text="hello")
    await store.append([ev.Event(external_id="sent-0", at=NOW, peer=TG, body=echo)])
    await settle(stage.step)
    assert [(r.external_id, r.status) for r in await rows(store)] == [("sent-0", "sent")]


async def test_an_echo_that_comes_while_the_stage_looks_away_is_not_undone(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The stage read the row, then the channel showed the message, then the stage wrote."""
    await actions.send(TG, "hello")
    stage = await crash_while_sending(stage, telegram, store, clock)
    telegram.state = "connecting"
    body_of = store.event

    async def meanwhile(seq: int) -> ev.Event:
        echo = ev.MessageReceived(direction="out", text="hello")
        await store.append([ev.Event(external_id="sent-0", at=NOW, peer=TG, body=echo)])
        return await body_of(seq)

    monkeypatch.setattr(store, "event", meanwhile)
    await stage.step()
    assert [(r.external_id, r.status) for r in await rows(store)] == [("sent-0", "sent")]


async def test_what_the_operator_takes_back_at_the_last_moment_does_not_go_out(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ref = await actions.send(TG, "hello")
    body_of = store.event

    async def meanwhile(seq: int) -> ev.Event:
        body = await body_of(seq)
        monkeypatch.undo()
        await actions.discard(ref)
        return body

    monkeypatch.setattr(store, "event", meanwhile)
    await settle(stage.step)
    assert (telegram.texts, await rows(store)) == ([], [])


async def test_the_echo_of_a_send_whose_answer_was_lost_stands_once(
    store: Store, actions: Actions, stage: SendingStage, telegram: Messenger
) -> None:
    telegram.trouble = [ChannelError(Problem("telegram-offline"), retry_in=1, uncertain=True)]
    await actions.send(TG, "hello")
    await settle(stage.step)
    echo = ev.MessageReceived(direction="out", text="hello")
    await store.append([ev.Event(external_id="9", at=NOW, peer=TG, body=echo)])
    assert [(r.external_id, r.status) for r in await rows(store)] == [("9", "sent")]


async def test_a_file_is_kept_before_it_is_sent_and_a_huge_one_is_refused(
    store: Store, files: OutgoingFiles, stage: SendingStage, tmp_path: Path
) -> None:
    paper = tmp_path / "offer.pdf"
    paper.write_bytes(b"%PDF-")
    await files.send_file(TG, paper, "here")
    paper.unlink()
    await settle(stage.step)
    (row,) = await rows(store)
    assert (row.status, row.attachments[0].name) == ("sent", "offer.pdf")
    huge = tmp_path / "huge.bin"
    with huge.open("wb") as out:
        out.truncate(MAX_FILE + 1)
    with pytest.raises(ProblemError) as refused:
        await files.send_file(TG, huge)
    assert refused.value.problem.code == "file-too-large"
    with pytest.raises(ProblemError) as missing:
        await files.send_file(TG, paper)
    assert missing.value.problem == Problem("file-unreadable", {"name": "offer.pdf"})


async def test_several_files_are_albums_on_telegram_and_one_by_one_elsewhere(
    store: Store, files: OutgoingFiles, stage: SendingStage, tmp_path: Path, clock: Clock
) -> None:
    paths = [tmp_path / name for name in ("a.jpg", "b.png", "c.pdf")]
    for path in paths:
        path.write_bytes(b"x")
    await files.send_files(TG, paths, "**Объект**")
    first, second = await rows(store)
    assert (first.text, [a.name for a in first.attachments]) == ("Объект", ["a.jpg", "b.png"])
    assert (second.text, [a.name for a in second.attachments]) == ("", ["c.pdf"])
    assert all(item.path for item in first.attachments)
    await settle(stage.step)
    assert await statuses(store) == ["sent", "sent"]
    await store.append([said(WA, "1", "привет")])
    await files.send_files(WA, paths[:2], "Объект")
    thread = 2 if len(await rows(store, 2)) else (await rows(store))[-1].thread
    ours = [row for row in await rows(store, thread) if row.direction == "out"][-2:]
    assert [(row.text, len(row.attachments)) for row in ours] == [("Объект", 1), ("", 1)]


async def test_seen_here_is_told_to_the_messenger_and_survives_its_refusal(
    store: Store, actions: Actions, telegram: Messenger
) -> None:
    await store.append([said(TG, "1", "a"), said(TG, "2", "b", NOW + 1)])
    await actions.mark_read(1)
    await actions.mark_read(1)
    assert telegram.read == ["2"]


async def test_a_text_waits_as_long_as_it_may_be_taken_back(
    store: Store, stage: SendingStage, telegram: Messenger, channels: dict, clock: Clock,
    tmp_path: Path,
) -> None:  # type: ignore[type-arg]  # fmt: skip
    actions = Actions(store, tmp_path / "media", lambda: channels, clock, lambda: 5000)
    taken_back = await actions.send(TG, "oops")
    await actions.send(TG, "right")
    await settle(stage.step)
    assert telegram.texts == []
    await actions.discard(taken_back)
    clock.pass_(6)
    await settle(stage.step)
    assert telegram.texts == ["right"]
