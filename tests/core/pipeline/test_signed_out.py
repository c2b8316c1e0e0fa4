"""What waits for an account that nobody is signed in to waits without being asked for, and goes out
when somebody is; for one that was removed it ends with the reason."""

from functools import partial
from pathlib import Path

import pytest

from core.domain.channels import Channel, Peer
from core.domain.problems import ChannelError, Problem
from core.pipeline.actions import Actions
from core.pipeline.chats import ChatsStage, ChatWishes
from core.pipeline.sending import SendingStage
from core.ports import ChannelPort
from core.store.read import work
from core.store.read.chats import any_wish, wish_ended
from core.store.read.gestures import gesture_state
from core.store.store import Store

from .conftest import settle
from .far_side import TG, Clock, said
from .test_edits import Chat

OTHER = Peer(Channel.TELEGRAM, "2", "78")
GONE = Problem("telegram-account-removed", {"name": "Борис"})


class Desk:
    """Two accounts; the first is signed in or not, the second was never or is removed."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.clock, self.removed = store, Clock(), False
        self.messenger = Chat(TG)
        self.channels: dict[tuple[str, str], ChannelPort] = {("telegram", "1"): self.messenger}
        self.actions = Actions(store, folder, self._known, self.clock)
        self.wishes = ChatWishes(store, self.clock)
        self.sending = SendingStage(store, self._known, self.clock, self._closed)
        self.chats = ChatsStage(store, self._known, self.clock, self._closed)

    def _known(self) -> dict[tuple[str, str], ChannelPort]:
        return self.channels

    def _closed(self, peer: Peer) -> Problem | None:
        return GONE if self.removed and peer.account == "2" else None

    async def all_done(self) -> list[float | None]:
        """What both stages say once there is nothing more to do at once."""
        said = []
        for step in (self.sending.step, self.chats.step):
            while (pause := await step()) == 0:
                pass
            said.append(pause)
        return said


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> Desk:
    made = Desk(store, tmp_path)
    await store.append([said(TG, "m1", "Сколько?"), said(OTHER, "m2", "А вы?")])
    return made


async def test_nobody_is_asked_each_second_and_all_goes_out_at_the_next_sign_in(
    desk: Desk,
) -> None:
    await desk.actions.send(TG, "Сто")
    assert await desk.all_done() == [None, None]
    desk.messenger.state = "signed_out"
    await desk.actions.send(TG, "и ещё")
    await desk.actions.edit(TG, "sent-0", "Двести")
    (wish,) = await desk.wishes.archive([1], True)
    assert await desk.all_done() == [None, None]
    tried = "SELECT max(attempts) FROM messages UNION ALL SELECT max(attempts) FROM gestures"
    rows = await desk.store.read(lambda conn: conn.execute(tried).fetchall())
    assert [row[0] for row in rows] == [0, 0]
    # one that nobody signed in to holds up none that somebody did
    await desk.actions.send(OTHER, "по другому")
    desk.messenger.state = "online"
    desk.clock.pass_(1)
    assert await desk.all_done() == [None, None]
    assert set(desk.messenger.reads.values()) == {"Двести", "и ещё"}
    assert await desk.store.read(lambda conn: wish_ended(conn, wish)) == ""
    assert await desk.store.read(lambda conn: work.any_send(conn))


async def test_a_reaction_is_not_wanted_for_ever(desk: Desk) -> None:
    desk.messenger.state = "signed_out"
    desk.messenger.trouble = [ChannelError(Problem("telegram-signed-out"))]
    wished = [
        await desk.actions.react(peer, one, "👍") for peer, one in ((TG, "m1"), (OTHER, "m2"))
    ]
    assert (await desk.all_done())[0] == 1.0
    desk.clock.pass_(11 * 60)
    await settle(desk.sending.step)
    for one in wished:
        state = await desk.store.read(partial(gesture_state, client_ref=one))
        assert state[0] == "failed"


async def test_what_waits_for_a_removed_account_ends_with_the_reason(desk: Desk) -> None:
    await desk.actions.send(OTHER, "ответ")
    (wish,) = await desk.wishes.archive([2], True)
    assert await desk.all_done() == [None, None]
    desk.removed = True
    await desk.store.write(lambda conn: work.give_up(conn, "telegram", "2"))
    assert await desk.all_done() == [None, None]
    assert await desk.store.read(lambda conn: wish_ended(conn, wish)) == GONE.encode()
    assert not await desk.store.read(any_wish)
    assert not await desk.store.read(work.any_send)
