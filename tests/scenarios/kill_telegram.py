"""Telegram under kill -9, run by hand:

    python -m tests.scenarios.kill_telegram [--kills 20] [--seed 1]

The whole application is a process that is killed at random moments, while clients write in private
chats, a basic group and a supergroup, the phone edits, deletes, archives and begins drafts, and the
operator sends, reacts, edits, archives, begins drafts and sends a quick reply of two messages; a
connected bot answers for a second account. In the end nothing is lost or stands twice, every thread
is the server's, and what was wished is set there.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from core.channels.telegram.ids import external, is_super
from core.domain.business import read as read_business
from core.domain.channels import Channel, Peer
from core.domain.problems import ProblemError
from core.sandbox.telegram.drafts import DraftRecord
from core.sandbox.telegram.rpc.drafts import tell_draft
from core.sandbox.telegram.shop import Held, Reply
from desktop.application import Application
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from tests.desktop.app.several import PHONES, Two

ROOT: Final = Path(__file__).parents[2]
QUICK: Final = ("Держите прайс", "Вопросы?")
PATIENCE: Final = 90.0
Line = tuple[str, str, str, str, int]
"""A message of a thread: its name, words, the newest reaction of others, ours, pinned."""


# -- the application's process ---------------------------------------------------------------------


async def desk(folder: Path) -> None:
    """Each line on its input is something the operator does; each line it says, what is durable."""
    application = Application(
        Profile(folder, FileSecrets(folder)),
        on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None,
    )  # fmt: skip
    await application.open()
    await application.connect()
    print("{}", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        told = json.loads(line)
        try:
            await _does(application, told)
        except ProblemError as error:
            told["refused"] = error.problem.code
        print(json.dumps(told), flush=True)


async def _does(application: Application, told: dict[str, Any]) -> None:
    peer = Peer(Channel.TELEGRAM, told["account"], told["chat"])
    rows = await application.store.read(
        lambda conn: conn.execute(
            "SELECT thread FROM identities WHERE account = ? AND peer = ?", (peer.account, peer.id)
        ).fetchall()
    )
    match told["does"]:
        case "send":
            await application.actions.send(peer, told["text"])
        case "quick":
            kept = await application.store.get_state(f"telegram/{peer.account}/business")
            (reply,) = read_business(kept).shortcuts
            await application.actions.send_quick_reply(peer, reply)
        case "react":
            await application.actions.react(peer, told["target"], told["emoji"])
        case "edit":
            await application.actions.edit(peer, told["target"], told["text"])
        case "delete":
            await application.actions.delete(peer, [told["target"]])
        case "archive":
            await application.chats.archive([rows[0][0]], told["archived"])
        case "draft":
            await application.drafts.keep(rows[0][0], told["text"], peer)


class Desk:
    """The process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "desk.log"
        self._database = Profile(folder, FileSecrets(folder)).database
        self.took: list[dict[str, Any]] = []
        """What it said is durable."""
        self.asked: list[dict[str, Any]] = []
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.ready = asyncio.Event()

    async def start(self) -> None:
        """Returns when it is under way; ``ready`` is set once it takes what the operator does."""
        self.ready.clear()
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.scenarios.kill_telegram", "--desk"),
                str(self.folder), cwd=ROOT, stderr=log,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
        self._reading = asyncio.create_task(self._read(self._process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            told = json.loads(line)
            self.ready.set()
            if told:
                self.took.append(told)

    async def kill(self) -> None:
        """SIGKILL; what it had said until then counts."""
        process, self._process = self._process, None
        if process is not None and self._reading is not None:
            process.kill()
            await process.wait()
            await self._reading

    def do(self, **what: Any) -> None:
        """The operator does this."""
        if self._process is not None and self._process.stdin is not None and self.ready.is_set():
            self.asked.append(what)
            self._process.stdin.write(json.dumps(what).encode() + b"\n")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Asked of the file, beside the process."""
        conn = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=10)
        try:
            return conn.execute(query, values).fetchall()
        finally:
            conn.close()


# -- the town --------------------------------------------------------------------------------------


class Town:
    """Two accounts of ours, their clients and groups, and what happens there."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.two = Two(folder)
        server, self.me = self.two.server, self.two.anna
        self.server, self.served = server, self.two.boris
        server._world.people.need(self.me).premium = True
        people = [server.add_user(phone=f"+7916000{n:04}", first_name=f"К{n}") for n in range(4)]
        self.clients, self.guests = people[:3], people[3:]
        for ours in (self.me, self.served):
            for one in people:
                server.add_contact(ours, one)
        members = [*self.guests, self.clients[0], self.me]
        self.groups = [
            server.groups.create("Группа", members, supergroup=kind) for kind in (False, True)
        ]
        for one in self.clients:
            for n in range(self.dice.choice([1, 8, 60])):
                server.send(one, self.me, f"{n}", at=1_700_000_000 + n, push=False)
        shop = server._world.shops.of(self.me)
        shop.replies.append(
            Reply(1, "прайс", [Held(n, text, time.time()) for n, text in enumerate(QUICK, 1)])
        )
        shop.last_reply, shop.last_message = 1, 2
        server._world.shops.save(shop)
        self.turn = 0
        self.touched = set[str]()
        """Words that the phone changed or deleted: a send whose answer was lost is not known by
        them any more."""
        self.unsure = 0
        self.desk = Desk(folder)

    @property
    def chats(self) -> list[int]:
        """Of the account that is signed in."""
        return [*self.clients, *self.groups]

    async def sign_in(self) -> None:
        """The first account as itself, the second by its bot."""
        await self.server.start()
        await self.two.app.open()
        self.two.app.profile.save(
            {
                "desk.undo_seconds": "0", "telegram.api_id": "17349", "telegram.api_hash": "0" * 32,
                "telegram.host": self.server.host, "telegram.port": str(self.server.port),
                "telegram.public_key": self.server.public_key_pem,
            }
        )  # fmt: skip
        await self.two.app.connect()
        await self.two.sign_in("1", PHONES[0])
        bot, token = self.server.add_bot("Отдел продаж", "sales_bot")
        await self.two.app.add_bot(token)
        self.server.connect_bot(self.served, bot, ["reply", "delete_sent_messages"])
        self.server.send(self.guests[0], self.served, "Здравствуйте")
        await self.two.app.close()

    def act(self) -> None:
        """One thing happens: at the clients', on the phone, or at the desk."""
        self.turn += 1
        self.dice.choice([self._client, self._client, self._phone, self.operate])()

    def _client(self) -> None:
        dice, server, push = self.dice, self.server, self.dice.random() < 0.8
        text = f"пишет {self.turn}"
        luck = dice.random()
        if luck < 0.15:
            server.send(self.guests[0], self.served, text, push=push)
        elif luck < 0.45:
            server.groups.send(self.guests[0], dice.choice(self.groups), text, push=push)
        elif luck < 0.55:
            server.lose_pushes(0.2)
        else:
            one = dice.choice(self.clients)
            theirs = server.history(one, self.me)
            mine = [letter for letter in theirs if letter.sender == one]
            if not mine or luck < 0.8:
                server.send(one, self.me, text, push=push)
            elif luck < 0.9:
                server.edit(one, dice.choice(mine).id, f"правка {self.turn}")
            else:
                server.react(one, dice.choice(theirs).id, dice.choice(["👍", "🔥", None]))

    def _phone(self) -> None:
        dice, server, one = self.dice, self.server, self.dice.choice(self.clients)
        box = server.history(self.me, one)
        ours = [letter for letter in box if letter.sender == self.me]
        luck = dice.random()
        if luck < 0.2:
            server.send(self.me, one, f"с телефона {self.turn}")
        elif luck < 0.35 and ours:
            letter = dice.choice(ours)
            self.touched.add(letter.text)
            server.edit(self.me, letter.id, f"правка с телефона {self.turn}")
        elif luck < 0.5 and box:
            letter = dice.choice(box)
            self.touched.add(letter.text)
            server.delete(self.me, [letter.id])
        elif luck < 0.7:
            folder = dice.choice([0, 1])
            server._done(server._world.shelves.move(self.me, [dice.choice(self.chats)], folder))
        elif luck < 0.85:
            self._begin(one, dice.choice(["", f"черновик с телефона {self.turn}"]))
        else:
            server.groups.send(self.me, dice.choice(self.groups), f"с телефона {self.turn}")

    def _begin(self, one: int, text: str) -> None:
        """As `TelegramServer.begin`, told to the devices."""
        if self.server._world.drafts.put(DraftRecord(self.me, one, time.time(), text)):
            tell_draft(self.server._hub, self.me, one)
        self.server._hub.settle()

    def operate(self) -> None:
        """The operator does something at the desk."""
        self.turn += 1
        dice, chat, luck = self.dice, self.dice.choice(self.chats), self.dice.random()
        told: dict[str, Any] = {"account": str(self.me), "chat": str(chat)}
        known = self.desk.rows(
            "SELECT m.external_id, m.direction FROM messages m JOIN identities i ON"
            " i.id = m.identity WHERE i.account = ? AND i.peer = ? AND m.deleted = 0"
            " AND m.external_id IS NOT NULL AND m.service = 0",
            str(self.me), str(chat),
        )  # fmt: skip
        ours = [name for name, direction in known if direction == "out"]
        if luck < 0.3:
            self.desk.do(does="send", text=f"ответ {self.turn}", **told)
        elif luck < 0.4:
            told |= {"account": str(self.served), "chat": str(self.guests[0])}
            self.desk.do(does="send", text=f"через бота {self.turn}", **told)
        elif luck < 0.5:
            self.desk.do(does="quick", **told | {"chat": str(dice.choice(self.clients))})
        elif luck < 0.6 and known:
            target, emoji = dice.choice(known)[0], dice.choice(["👍", "🔥", ""])
            self.desk.do(does="react", target=target, emoji=emoji, **told)
        elif luck < 0.68 and ours:
            text = f"правка оператора {self.turn}"
            self.desk.do(does="edit", target=dice.choice(ours), text=text, **told)
        elif luck < 0.74 and ours:
            self.desk.do(does="delete", target=dice.choice(ours), **told)
        elif luck < 0.88:
            self.desk.do(does="archive", archived=dice.random() < 0.5, **told)
        else:
            text = dice.choice(["", f"черновик {self.turn}"])
            self.desk.do(does="draft", text=text, **told | {"chat": str(dice.choice(self.clients))})

    # -- what stands in the end --------------------------------------------------------------------

    def theirs(self, account: int, chat: int) -> list[Line]:
        """A thread as the server has it."""
        if chat < 0:
            letters = self.server.groups.letters(chat, account)
        else:
            box = self.server._world.post.box(account)
            letters = [box.letters[number] for number in box.thread(chat)]
        found = []
        for letter in letters:
            if letter.extra.action:
                continue
            name = external(chat, letter.ids[chat if is_super(chat) else account])
            others = [one for one in letter.reactions if one != account]
            newest = max(others, key=lambda one: (int(letter.reacted[one]), one), default=None)
            theirs = letter.reactions[newest] if newest is not None else ""
            ours = letter.reactions.get(account, "")
            found.append((name, letter.text, theirs, ours, int(letter.extra.pinned)))
        return sorted(found)

    def ours(self, account: int, chat: int) -> list[Line]:
        """The same as it stands in the file."""
        rows = self.desk.rows(
            "SELECT coalesce(m.external_id, ''), m.text, coalesce(c.emoji, ''),"
            " coalesce(u.emoji, ''), m.pinned FROM messages m"
            " JOIN identities i ON i.id = m.identity"
            " LEFT JOIN reactions c ON c.message = m.id AND c.actor = 'client'"
            " LEFT JOIN reactions u ON u.message = m.id AND u.actor = 'us'"
            " WHERE NOT m.deleted AND m.service = 0 AND i.account = ? AND i.peer = ?"
            " AND m.status != 'failed'",
            str(account), str(chat),
        )  # fmt: skip
        return sorted(tuple(row) for row in rows)

    def differs(self) -> str:
        """'' once everything is as it is to be; else what is not."""
        left = "SELECT count(*) FROM"
        for name, query in (
            ("sends wait", f"{left} messages WHERE status IN ('queued', 'sending')"),
            ("gestures wait", f"{left} gestures WHERE status = 'queued'"),
            ("wishes wait", f"{left} chat_wishes"),
            ("drafts wait", f"{left} chat_drafts WHERE pending = 1"),
        ):
            if count := self.desk.rows(query)[0][0]:
                return f"{name}: {count}"
        if found := self._sent_differs():
            return found
        for account, chat in (*((self.me, c) for c in self.chats), (self.served, self.guests[0])):
            here, there = self.ours(account, chat), self.theirs(account, chat)
            if here != there:
                return f"{account} {chat}: {set(here) ^ set(there) or 'twice'}"
        return self._set_differs()

    def _set_differs(self) -> str:
        shelf = self.server._world.shelves.of(self.me)
        wished: dict[int, bool] = {}
        for one in self.desk.took:
            if one["does"] == "archive" and one.get("last"):
                wished[int(one["chat"])] = one["archived"]
        for chat in self.chats:
            (row,) = self.desk.rows(
                "SELECT archived FROM identities WHERE account = ? AND peer = ?",
                str(self.me), str(chat),
            )  # fmt: skip
            there = chat in shelf.archived
            if bool(row[0]) != there or wished.get(chat, there) != there:
                return f"archived {chat}: {row[0]}, there {there}, wished {wished.get(chat)}"
            draft = self.desk.rows(
                "SELECT text FROM chat_drafts WHERE account = ? AND peer = ?",
                str(self.me), str(chat),
            )  # fmt: skip
            begun = self.server.begun(self.me, chat)
            if (draft[0][0] if draft else "") != (begun.message if begun else ""):
                return f"draft {chat}: {draft}, there {begun and begun.message}"
        return ""

    def _sent_differs(self) -> str:
        """What was taken went out once (it may have been edited or deleted since), and what was
        not taken at most once."""
        said = Counter[str]()
        for user, chats in ((self.me, self.chats), (self.served, self.guests)):
            for chat in chats:
                said.update(line[1] for line in self.theirs(user, chat))
        for one in self.desk.asked:
            if one["does"] == "send" and said[one["text"]] > 1:
                return f"twice: {one['text']}"
        for one in self.desk.took:
            if one["does"] != "send":
                continue
            (count,) = self.desk.rows(
                "SELECT count(*) FROM log WHERE kind = 'send' AND CAST(body AS TEXT) LIKE ?",
                f'%"text":"{one["text"]}"%',
            )[0]
            if count != 1:
                return f"{one['text']} is in the log {count} times"
        rows = self.desk.rows(
            "SELECT text, problem FROM messages WHERE status = 'failed' OR (client_ref IS NOT NULL"
            " AND external_id IS NULL)"
        )
        unsure = [r for r in rows if r[0] in self.touched and "sent-unseen" in r[1]]
        self.unsure = len(unsure)
        return f"failed or unnamed: {rows}" if len(unsure) < len(rows) else ""


async def agree(folder: Path, seed: int, kills: int, say: Callable[[str], None] = print) -> str:
    """Play; '' or what differs in the end."""
    town = Town(folder, seed)
    desk, dice = town.desk, town.dice
    began = time.monotonic()
    try:
        await town.sign_in()
        await desk.start()
        for n in range(kills):
            if n % 3 != 2:  # else it dies while it opens and connects
                await asyncio.wait_for(desk.ready.wait(), PATIENCE)
            end = time.monotonic() + dice.uniform(0.1, 2.5)
            while time.monotonic() < end:
                town.act()
                await asyncio.sleep(dice.random() / 10)
            for _ in range(dice.choice([0, 3, 6])):  # it dies over what it was just told
                town.operate()
            await asyncio.sleep(dice.random() / 20)
            await desk.kill()
            for _ in range(dice.choice([0, 3, 20])):
                town.act()
            await desk.start()
        await asyncio.wait_for(desk.ready.wait(), PATIENCE)
        for chat in town.chats:
            desk.do(
                does="archive", account=str(town.me), chat=str(chat),
                archived=dice.random() < 0.5, last=True,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while sum(1 for one in desk.took if one.get("last")) < len(town.chats):
            assert time.monotonic() < end, "the wishes were not taken"
            await asyncio.sleep(0.05)
        await desk.kill()
        await desk.start()
        played, end = time.monotonic() - began, time.monotonic() + PATIENCE
        while (found := town.differs()) and time.monotonic() < end:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.2)
        say(_table(town, kills + 1, played, time.monotonic() - began))
        return found
    finally:
        await desk.kill()
        await town.two.app.close()
        await town.server.stop()
        town.server.close()


def _table(town: Town, kills: int, played: float, whole: float) -> str:
    asked, took = (
        Counter(one["does"] for one in found) for found in (town.desk.asked, town.desk.took)
    )
    verbs = ", ".join(f"{name} {took[name]} of {count}" for name, count in sorted(asked.items()))
    (counts,) = town.desk.rows("SELECT count(*), count(DISTINCT thread) FROM messages")
    return (
        f"  {kills} kills, {town.turn} happenings in {played:.0f} s,"
        f" equal after {whole - played:.1f} s\n"
        f"  durable of what the operator did: {verbs}\n"
        f"  {counts[0]} messages in {counts[1]} threads; of {town.unsure} sends the operator is"
        " told that they went out and are not there as they were"
    )


def main() -> int:
    """A seed by hand."""
    if sys.argv[1:2] == ["--desk"]:
        asyncio.run(desk(Path(sys.argv[2])))
        return 0
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--kills", type=int, default=20)
    ask.add_argument("--seed", type=int, default=1)
    told = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(agree(Path(folder), told.seed, told.kills))
    print(found or "  0 lost, 0 twice; every thread is the server's, what was wished is set")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
