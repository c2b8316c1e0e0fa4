"""The stage asks a cautious channel before it sends: who has to wait holds up nobody else."""

from pathlib import Path

from core.domain.channels import Channel, Peer
from core.domain.problems import ChannelError, Problem
from core.pipeline.actions import Actions
from core.pipeline.sending import SendingStage
from core.store.store import Store
from tests.core.pipeline.far_side import TG, TG2, Clock, Messenger, phone, said


class Careful(Messenger):
    """Lets one stranger in a minute; ``admitted`` is who was asked about, and whether first."""

    def __init__(self, peer: Peer) -> None:
        super().__init__(peer)
        self.admitted: list[tuple[str, bool]] = []
        self.held = True

    async def admit(self, peer: Peer, *, first: bool) -> None:
        self.admitted.append((peer.id, first))
        if first and self.held:
            raise ChannelError(Problem("telegram-pace-new"), retry_in=60.0)


async def statuses(store: Store) -> list[tuple[str, str]]:
    rows = await store.read(
        lambda c: c.execute(
            "SELECT status, problem FROM messages WHERE direction = 'out' ORDER BY id"
        ).fetchall()
    )
    return [(row[0], row[1]) for row in rows]


async def test_a_stranger_waits_and_says_why_and_a_client_does_not(tmp_path: Path) -> None:
    store, clock = Store(tmp_path / "t.db"), Clock()
    await store.open()
    try:
        channel = Careful(TG)
        channels = {(channel.channel, channel.account): channel}
        actions = Actions(store, tmp_path, lambda: channels, clock)
        stage = SendingStage(store, lambda: channels, clock)
        await store.append([said(TG, "1", "здравствуйте"), phone(TG2, "+79160000000")])
        await actions.send(TG2, "мы вам пишем впервые")
        await actions.send(TG, "отвечаем")
        for _ in range(4):
            await stage.step()
        assert channel.texts == ["отвечаем"]
        assert channel.admitted == [(TG2.id, True), (TG.id, False)]
        assert await statuses(store) == [
            ("queued", Problem("telegram-pace-new").encode()), ("sent", ""),
        ]  # fmt: skip
        channel.held = False
        clock.pass_(61)
        for _ in range(2):
            await stage.step()
        assert channel.texts == ["отвечаем", "мы вам пишем впервые"]
        await actions.send(TG2, "и ещё")
        await stage.step()
        assert channel.admitted[-1] == (TG2.id, False), "the chat is known by now"
    finally:
        await store.close()


async def test_what_waits_for_a_removed_account_fails_with_the_reason(tmp_path: Path) -> None:
    store, clock = Store(tmp_path / "t.db"), Clock()
    await store.open()
    try:
        gone = Problem("telegram-account-removed", {"name": "Борис"})
        other = Peer(Channel.TELEGRAM, "2", "77")
        stage = SendingStage(store, dict, clock, lambda peer: gone if peer.account == "2" else None)
        actions = Actions(store, tmp_path, dict, clock)
        for peer in (other, TG):
            await store.append([said(peer, f"{peer.account}1", "здравствуйте")])
            await actions.send(peer, "ответ")
        for _ in range(3):
            await stage.step()
        assert [status for status, _ in await statuses(store)] == ["failed", "queued"]
        assert (await statuses(store))[0][1] == gone.encode()
    finally:
        await store.close()
