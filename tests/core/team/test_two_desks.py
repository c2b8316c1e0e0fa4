"""Two whole desks on one hub, the sandbox's Graph API behind it: the same threads on both."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.channel import WhatsAppChannel
from core.channels.whatsapp.receiver import WebhookReceiver
from core.channels.whatsapp.settings import WhatsAppSettings
from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.pipeline.actions import Actions
from core.pipeline.files import FilesStage
from core.pipeline.outgoing_files import OutgoingFiles
from core.pipeline.pipeline import Pipeline
from core.pipeline.sending import SendingStage
from core.pipeline.sharing import SharingStage
from core.pipeline.triage import Triage
from core.ports import Feed
from core.sandbox.graph import GraphServer
from core.sandbox.graph.account import Person
from core.sandbox.graph.payloads import text
from core.store.store import Store
from core.team.http_feed import HttpFeed
from core.team.nats_feed import NatsFeed
from core.understanding.page_text import PageText
from tests.core.channels.whatsapp.conftest import MemorySecrets
from tests.core.hub.conftest import TOKENS
from tests.core.team.conftest import NatsServer, NewHome, until
from tests.core.team.test_http import Here


class Pages:
    """Nobody reads documents here."""

    async def read_document(self, path: Path, name: str, mime: str) -> PageText:
        return PageText((), None)


class WholeDesk:
    """A desk without its window: log, channel, stages."""

    def __init__(self, folder: Path, graph: GraphServer, feed: Callable[[], Feed]) -> None:
        self.folder = folder
        self.graph = graph
        self._feed = feed
        folder.mkdir(exist_ok=True)

    async def start(self) -> None:
        account = self.graph.account
        self.store = Store(self.folder / "log.db")
        await self.store.open()
        settings = WhatsAppSettings(
            phone_number_id=account.phone_number_id, waba_id=account.waba_id,
            base_url=self.graph.base_url, timeout=5.0, media_root=str(self.folder / "media"),
        )  # fmt: skip
        secrets = MemorySecrets()
        secrets.set(settings.access_token_key, account.access_token)
        self.feed = self._feed()
        self.channel = WhatsAppChannel(settings, secrets, self.store, feed=self.feed)
        channels: Any = {("whatsapp", self.channel.account): self.channel}
        self.triage = Triage(self.store)
        self.actions = Actions(self.store, self.folder / "media", lambda: channels)
        self.files = OutgoingFiles(self.actions.request, self.folder / "media")
        sending = SendingStage(self.store, lambda: channels)
        files = FilesStage(self.store, self.folder / "media", Pages(), lambda: channels)
        self.sharing = SharingStage(self.store, self.feed, self.channel.account, self.channel.sent)
        workers = [*sending.workers, files.worker, self.sharing.worker]
        self.pipeline = Pipeline(self.store, workers)
        await self.sharing.step()
        await self.channel.start()
        self.pipeline.start()

    async def stop(self) -> None:
        await self.pipeline.close()
        await self.channel.stop()
        await self.store.close()

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return await self.store.read(lambda conn: [tuple(r) for r in conn.execute(sql)])

    async def thread(self) -> list[tuple[Any, ...]]:
        """What stands in the thread, as both desks should show it."""
        return await self.rows(
            "SELECT external_id, direction, text, status, reply_to, unread, (SELECT"
            " group_concat(actor || emoji) FROM reactions r WHERE r.message = m.id) FROM messages m"
            " WHERE deleted = 0 ORDER BY at, external_id"
        )

    async def until(self, sql: str, *wanted: tuple[Any, ...]) -> None:
        async with asyncio.timeout(60):
            while await self.rows(sql) != list(wanted):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    server = GraphServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(params=["nats", "http"])
async def new_feed(
    request: pytest.FixtureRequest,
    graph: GraphServer,
    server: NatsServer,
    new_home: NewHome,
    tmp_path: Path,
) -> AsyncIterator[Callable[[str], Feed]]:
    """Graph's webhooks go to a hub of either kind; makes the feed of a desk."""
    put: Callable[..., Awaitable[None]]
    if request.param == "nats":
        put = (await new_home()).put
        here = None
    else:
        folder = tmp_path / "hub"
        folder.mkdir()
        here = Here(folder)
        await here.start()
        put = here.home.put

    async def take(body: bytes) -> None:
        await put(hashlib.sha256(body).hexdigest(), body)

    account = graph.account
    receiver = WebhookReceiver(
        host="127.0.0.1", port=0, path="/webhook", app_secret=account.app_secret,
        verify_token=account.verify_token, take=take,
    )  # fmt: skip
    await receiver.start()
    await graph.register(receiver.url)

    def feed(desk: str) -> Feed:
        if here is not None:
            return HttpFeed(here.url, TOKENS["oleg" if desk == "boris" else desk])
        return NatsFeed(server.access(desk))

    yield feed
    await receiver.stop()
    if here is not None:
        await here.stop()


@pytest.fixture
async def desks(
    graph: GraphServer, new_feed: Callable[[str], Feed], tmp_path: Path
) -> AsyncIterator[tuple[WholeDesk, WholeDesk]]:
    anna, boris = (
        WholeDesk(tmp_path / name, graph, lambda name=name: new_feed(name))
        for name in ("anna", "boris")
    )
    for desk in (anna, boris):
        await desk.start()
    yield anna, boris
    for desk in (anna, boris):
        await desk.stop()


@pytest.fixture
def irina(graph: GraphServer) -> Person:
    person = graph.add_person("+79161112233", "Ирина")
    person.last_inbound = time.time()
    return person


async def same(anna: WholeDesk, boris: WholeDesk) -> list[tuple[Any, ...]]:
    """Wait until both show the same; returns it."""
    async with asyncio.timeout(60):
        while True:
            one, other = await anna.thread(), await boris.thread()
            settled = one and all(row[0] and row[3] in ("", "read") for row in one)
            if one == other and settled:
                return one
            await asyncio.sleep(0.02)


def peer_of(graph: GraphServer, person: Person) -> Peer:
    return Peer(Channel.WHATSAPP, graph.account.phone_number_id, person.wa_id)


async def test_what_one_desk_sends_stands_on_both(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    wamid = graph.post(irina, text("Сколько?"), at=time.time() - 5)
    count = "SELECT count(*) FROM messages"
    for desk in desks:
        await desk.until(count, (1,))
    peer = peer_of(graph, irina)
    await anna.actions.send(peer, "380 000", reply_to=wamid)
    await anna.until("SELECT count(*) FROM messages WHERE external_id IS NOT NULL", (2,))
    await boris.actions.react(peer, wamid, "👍")
    await boris.until(count, (2,))
    shown = await same(anna, boris)
    assert [(row[1], row[2], row[3]) for row in shown] == [
        ("in", "Сколько?", ""), ("out", "380 000", "read"),
    ]  # fmt: skip
    # neither a second message nor a second send came of it
    assert len(graph.sent_by_app) == 2
    assert await boris.rows("SELECT count(*) FROM log WHERE kind IN ('send')") == [(1,)]
    for desk in desks:
        await desk.until("SELECT actor, emoji FROM reactions", ("us", "👍"))


async def test_a_status_may_come_before_what_was_sent(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    graph.post(irina, text("Здравствуйте"), at=time.time() - 5)
    await boris.until("SELECT count(*) FROM messages", (1,))
    await anna.until("SELECT count(*) FROM messages", (1,))
    real = anna.feed.share
    told = asyncio.Event()

    async def late(key: str, body: bytes) -> None:
        await told.wait()
        await real(key, body)

    anna.feed.share = late  # type: ignore[method-assign]
    await anna.actions.send(peer_of(graph, irina), "Добрый день")
    await boris.until("SELECT count(*) FROM pending", (3,))
    told.set()
    await boris.until("SELECT text, status FROM messages WHERE direction = 'out'",
                      ("Добрый день", "read"))  # fmt: skip
    assert await boris.rows("SELECT count(*) FROM pending") == [(0,)]


async def test_a_file_that_one_desk_sends_is_here_on_the_other(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person, tmp_path: Path
) -> None:
    anna, boris = desks
    graph.post(irina, text("Счёт?"), at=time.time() - 5)
    await anna.until("SELECT count(*) FROM messages", (1,))
    bill = tmp_path / "bill.pdf"
    bill.write_bytes(b"%PDF-1.4 the bill")
    await anna.files.send_file(peer_of(graph, irina), bill, "Вот")
    await boris.until(
        "SELECT name, text, a.path != '' FROM attachments a JOIN messages m ON m.id = a.message",
        ("bill.pdf", "Вот", 1),
    )
    (path,) = (await boris.rows("SELECT path FROM attachments"))[0]
    assert (tmp_path / "boris" / "media" / path).read_bytes() == bill.read_bytes()


async def test_read_on_one_desk_is_read_on_the_other(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    graph.post(irina, text("Здравствуйте"), at=time.time() - 5)
    for desk in desks:
        await desk.until("SELECT unread FROM messages", (1,))
    ((thread,),) = await anna.rows("SELECT id FROM threads")
    await anna.actions.mark_read(thread)
    await boris.until("SELECT unread FROM messages", (0,))
    assert await same(anna, boris)


async def test_what_one_desk_puts_on_a_thread_is_on_it_at_the_other(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    graph.post(irina, text("Здравствуйте"), at=time.time() - 5)
    for desk in desks:
        await desk.until("SELECT count(*) FROM messages", (1,))
    ((thread,),) = await anna.rows("SELECT id FROM threads")
    await anna.triage.move([thread], "logistics", "")
    await anna.triage.assign([thread], "Борис")
    await anna.triage.follow_up([thread], 5_000_000_000_000, "позвонить")
    await anna.triage.done([thread], done=True)
    there = "SELECT queue, queue_by, owner, follow_up_at, done_at IS NOT NULL FROM threads"
    await boris.until(there, ("logistics", "operator", "Борис", 5_000_000_000_000, 1))
    await boris.triage.done([thread], done=False)
    await boris.triage.move([thread], "support", "")
    await anna.until("SELECT queue, done_at FROM threads", ("support", None))
    # nobody tells on what another one told
    assert len(await anna.rows("SELECT 1 FROM log WHERE kind = 'team'")) == 6


async def test_done_on_a_desk_that_had_not_heard_the_last_word_is_done_nowhere(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    graph.post(irina, text("Здравствуйте"), at=time.time() - 50)
    for desk in desks:
        await desk.until("SELECT count(*) FROM messages", (1,))
    ((thread,),) = await anna.rows("SELECT id FROM threads")
    await anna.channel.stop()
    graph.post(irina, text("Вы тут?"), at=time.time() - 5)
    await boris.until("SELECT count(*) FROM messages", (2,))
    await anna.triage.done([thread], done=True)
    await anna.channel.start()
    await boris.until("SELECT count(*) FROM log WHERE kind = 'team'", (1,))
    for desk in desks:
        await desk.until("SELECT count(*), (SELECT done_at FROM threads) FROM messages", (2, None))


async def test_it_is_told_which_desk_wrote(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    graph.post(irina, text("Сколько?"), at=time.time() - 5)
    await anna.until("SELECT count(*) FROM messages", (1,))
    await anna.actions.send(peer_of(graph, irina), "380 000")
    await boris.until("SELECT author, text FROM messages WHERE direction = 'out'",
                      ("anna", "380 000"))  # fmt: skip


async def test_a_desk_that_was_off_catches_up_and_tells_what_it_did(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    graph.post(irina, text("0"), at=time.time() - 60)
    await boris.until("SELECT count(*) FROM messages", (1,))
    await anna.until("SELECT count(*) FROM messages", (1,))
    await boris.stop()
    for n in range(1, 30):
        graph.post(irina, text(str(n)), at=time.time() - 60 + n)
        await anna.actions.send(peer_of(graph, irina), f"answer {n}") if n % 10 == 0 else None
    await anna.until("SELECT count(*) FROM messages WHERE external_id IS NOT NULL", (32,))
    # ended between the append and the share
    await anna.sharing.worker.close()
    await boris.start()
    await anna.stop()
    await anna.start()
    assert len(await same(anna, boris)) == 32


async def test_a_log_that_was_lost_is_made_again_from_the_hub(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    graph.post(irina, text("Сколько?"), at=time.time() - 5)
    await anna.until("SELECT count(*) FROM messages", (1,))
    await anna.actions.send(peer_of(graph, irina), "380 000")
    before = await same(anna, boris)
    await anna.stop()
    for file in anna.folder.glob("log.db*"):
        file.unlink()
    await anna.start()
    assert await same(anna, boris) == before


async def test_another_number_of_the_same_hub_is_not_ours(
    graph: GraphServer, desks: tuple[WholeDesk, WholeDesk], irina: Person
) -> None:
    anna, boris = desks
    event = ev.Event(
        external_id="wamid.x", at=1_700_000_000_000, peer=Peer(Channel.WHATSAPP, "999", "1"),
        body=ev.MessageReceived(direction="out", text="of another number"),
    )  # fmt: skip
    from core.domain.shared import pack

    await anna.feed.share("x", pack([event]))
    await anna.feed.share("y", b"what a newer version says")
    graph.post(irina, text("Здравствуйте"), at=time.time() - 5)
    await boris.until("SELECT text FROM messages", ("Здравствуйте",))
    await until(lambda: boris.feed.state == "online")
