"""Our reactions: shown at once, sent as what is wanted last, taken back where they are refused."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Peer
from core.domain.problems import ChannelError, Problem, ProblemError
from core.domain.sends import Button, Buttons, Reaction
from core.pipeline.actions import Actions
from core.pipeline.sending import SendingStage
from core.ports import Sent
from core.store.read import messages as read_messages
from core.store.rebuild import rebuild
from core.store.store import Store

from .conftest import settle
from .far_side import DAY, NOW, TG, WA, Clock, Messenger, said


class Reacting(Messenger):
    """A messenger that keeps the reactions it was told of, in order."""

    def __init__(self, peer: Peer) -> None:
        super().__init__(peer)
        self.reactions: list[str] = []

    async def send(self, peer: Peer, request: ev.SendRequested) -> Sent:
        if self.trouble:
            raise self.trouble.pop(0)
        assert isinstance(request.content, Reaction)
        self.reactions.append(request.content.emoji)
        return Sent(f"r{len(self.reactions)}", NOW)


@pytest.fixture(params=[WA, TG])
def peer(request: pytest.FixtureRequest) -> Peer:
    chosen: Peer = request.param
    return chosen


@pytest.fixture
def messenger(peer: Peer) -> Reacting:
    return Reacting(peer)


@pytest.fixture
async def desk(store: Store, peer: Peer, messenger: Reacting, tmp_path: Path) -> "Desk":
    await store.append([said(peer, "m1", "Беру!")])
    return Desk(store, peer, messenger, tmp_path)


class Desk:
    def __init__(self, store: Store, peer: Peer, messenger: Reacting, media: Path) -> None:
        self.store, self.peer, self.clock = store, peer, Clock()
        channels = {(peer.channel.value, peer.account): messenger}
        self.actions = Actions(store, media, lambda: channels, self.clock)
        self.stage = SendingStage(store, lambda: channels, self.clock)

    async def react(self, emoji: str) -> None:
        await self.actions.react(self.peer, "m1", emoji)
        self.clock.pass_(0.001)

    async def shows(self) -> list[str]:
        def read(conn: sqlite3.Connection) -> list[str]:
            rows = read_messages.messages(conn, 1, media=Path())
            assert [row.text for row in rows] == ["Беру!"]  # it is no message of its own
            return [emoji for actor, emoji in rows[0].reactions if actor == "us"]

        return await self.store.read(read)


async def test_it_is_shown_at_once_and_only_the_last_wish_goes_out(
    desk: Desk, messenger: Reacting
) -> None:
    await desk.react("👍")
    assert await desk.shows() == ["👍"]
    await desk.react("❤️")
    await settle(desk.stage.step)
    assert (await desk.shows(), messenger.reactions) == (["❤️"], ["❤️"])
    await desk.react("")
    await settle(desk.stage.step)
    assert (await desk.shows(), messenger.reactions) == ([], ["❤️", ""])


async def test_what_is_refused_gives_back_what_stood_before(
    desk: Desk, messenger: Reacting
) -> None:
    await desk.react("👍")
    await settle(desk.stage.step)
    messenger.trouble.append(ChannelError(Problem("whatsapp-refused")))
    await desk.react("❤️")
    await desk.react("🔥")
    await settle(desk.stage.step)
    assert (await desk.shows(), messenger.reactions) == (["👍"], ["👍"])


async def test_what_is_uncertain_is_said_again_and_a_rebuild_knows_it_all(
    desk: Desk, messenger: Reacting
) -> None:
    messenger.trouble.append(ChannelError(Problem("whatsapp-unsure"), uncertain=True))
    await desk.react("👍")
    await settle(desk.stage.step)
    assert messenger.reactions == []
    await desk.store.write(rebuild)
    assert await desk.shows() == ["👍"]
    desk.clock.pass_(10)
    await settle(desk.stage.step)
    assert messenger.reactions == ["👍"]
    await desk.store.write(rebuild)
    desk.clock.pass_(60)
    await settle(desk.stage.step)
    assert messenger.reactions == ["👍"]


async def test_one_that_could_not_go_for_long_is_given_up(desk: Desk, messenger: Reacting) -> None:
    messenger.trouble += [
        ChannelError(Problem("whatsapp-unreachable"), retry_in=1.0) for _ in range(2)
    ]
    await desk.react("👍")
    await settle(desk.stage.step)
    desk.clock.pass_(11 * 60)
    await settle(desk.stage.step)
    assert (await desk.shows(), messenger.reactions) == ([], [])


@pytest.mark.parametrize("peer", [WA])
async def test_whatsapp_hears_none_outside_the_window_and_none_that_is_no_emoji(
    desk: Desk, messenger: Reacting
) -> None:
    with pytest.raises(ProblemError) as caught:
        await desk.react("хорошо")
    assert caught.value.problem.code == "whatsapp-emoji"
    desk.clock.pass_(DAY / 1000)
    with pytest.raises(ProblemError) as caught:
        await desk.react("👍")
    assert caught.value.problem.code == "whatsapp-window-closed"
    assert messenger.reactions == []


async def test_who_waits_for_it_hears_why_it_was_taken_back(
    desk: Desk, messenger: Reacting
) -> None:
    refusal = ChannelError(Problem("whatsapp-window-closed"), closes_window=True)
    messenger.trouble += [refusal]
    ref = await desk.actions.react(desk.peer, "m1", "👍")
    outcome = asyncio.create_task(desk.actions.settled(ref))
    await settle(desk.stage.step)
    with pytest.raises(ProblemError) as caught:
        await outcome
    assert caught.value.problem.code == "whatsapp-window-closed"
    (closed,) = await desk.store.read(
        lambda conn: conn.execute("SELECT window_closed FROM identities").fetchall()
    )
    assert closed["window_closed"] is not None
    if desk.peer == TG:
        ref = await desk.actions.react(desk.peer, "m1", "👍")
        await asyncio.gather(desk.actions.settled(ref), settle(desk.stage.step))
    await desk.actions.settled("no such one")


@pytest.mark.parametrize("peer", [WA])
async def test_a_status_that_says_it_failed_takes_it_back(desk: Desk) -> None:
    await desk.react("👍")
    await settle(desk.stage.step)
    ref = await desk.store.read(
        lambda conn: conn.execute("SELECT client_ref FROM gestures").fetchone()[0]
    )
    body = ev.DeliveryChanged(status="failed", target="r1", client_ref=ref, problem="x")
    await desk.store.append([ev.Event(external_id="r1:failed", at=NOW, peer=WA, body=body)])
    assert await desk.shows() == []


@pytest.mark.parametrize("peer", [WA])
async def test_what_meta_would_refuse_is_never_queued(desk: Desk) -> None:
    four = Buttons(body="?", buttons=tuple(Button(title=str(n)) for n in range(4)))
    with pytest.raises(ProblemError) as caught:
        await desk.actions.send_content(WA, four)
    assert caught.value.problem == Problem("whatsapp-part-many", {"part": "button", "limit": "3"})
    assert await desk.shows() == []
