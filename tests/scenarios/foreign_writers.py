"""Two clients with TL code of their own write at once, run by hand:

    python -m tests.scenarios.foreign_writers [--seconds 300] [--rate 50] [--kills 6] [--cuts 20]

One is another device of the account, the other a client of it (kurigram both): in private chats, a
basic group and a supergroup they send, edit, delete, react, read, keep on top, begin drafts, pin
and archive chats, together as many times a second as asked. Meanwhile the line of the application
is cut and its process killed. In the end every thread is the server's, with what was read, begun,
pinned and archived.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest
from telethon.crypto import AES

import tests.guard  # noqa: F401 - kurigram knows Telegram's own addresses
from core.channels.telegram.ids import is_super
from tests.desktop.app.several import PHONES
from tests.foreign import foreign_client
from tests.scenarios.kill_telegram import PATIENCE, Town

EMOJI: Final = ("👍", "🔥", "")
RECENT: Final = 30
DEVICE: Final = "Threadline"


class Writer:
    """One of the two: what it does is drawn by weight, its targets from what the server has."""

    def __init__(self, town: Town, client: Any, user: int, phone: bool, seed: int) -> None:
        self.town, self.client, self.user, self.phone = town, client, user, phone
        self.dice = random.Random(seed)
        self.done, self.refused = Counter[str](), Counter[str]()
        self.chats = town.chats if phone else [town.me, *town.groups]

    async def write(self, seconds: float, rate: float) -> None:
        """As often as asked, or as often as it can."""
        from pyrogram.errors import RPCError

        began = time.monotonic()
        for turn in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, began + turn / rate - time.monotonic()))
            if time.monotonic() > began + seconds:
                break
            name, work = self._next(turn)
            try:
                await work
                self.done[name] += 1
            except RPCError as error:
                self.refused[f"{name}: {error.ID}"] += 1

    def _next(self, turn: int) -> tuple[str, Awaitable[Any]]:
        dice, client, chat = self.dice, self.client, self.dice.choice(self.chats)
        text = f"{'телефон' if self.phone else 'клиент'} {turn}"
        own, every = self._targets(chat)
        luck = dice.random()
        if luck < 0.4 or not own:
            return "send", client.send_message(chat, text)
        if luck < 0.52:
            return "edit", client.edit_message_text(chat, dice.choice(own), f"правка: {text}")
        if luck < 0.6:
            return "delete", client.delete_messages(chat, [dice.choice(own)])
        if luck < 0.74:
            return "react", client.send_reaction(chat, dice.choice(every), dice.choice(EMOJI))
        if luck < 0.82:
            return "read", client.read_chat_history(chat)
        if luck < 0.88:
            return "keep on top", client.pin_chat_message(chat, dice.choice(every), both_sides=True)
        if luck < 0.92 or not self.phone:
            return "let go", client.unpin_chat_message(chat, dice.choice(every))
        return self._set(chat, text)

    def _set(self, chat: int, text: str) -> tuple[str, Awaitable[Any]]:
        if self.dice.random() < 0.5:
            return "draft", self._draft(chat, self.dice.choice(["", text]))
        if self.dice.random() < 0.5:
            return "pin", self._pin(chat, self.dice.random() < 0.5)
        if self.dice.random() < 0.5:
            return "archive", self.client.archive_chats(chat)
        return "unarchive", self.client.unarchive_chats(chat)

    async def _draft(self, chat: int, text: str) -> None:
        from pyrogram import raw

        peer = await self.client.resolve_peer(chat)
        await self.client.invoke(raw.functions.messages.SaveDraft(peer=peer, message=text))

    async def _pin(self, chat: int, pinned: bool) -> None:
        from pyrogram import raw

        peer = raw.types.InputDialogPeer(peer=await self.client.resolve_peer(chat))
        await self.client.invoke(
            raw.functions.messages.ToggleDialogPin(peer=peer, pinned=pinned or None)
        )

    def _targets(self, chat: int) -> tuple[list[int], list[int]]:
        """The newest messages there by their numbers: its own, and all."""
        owner = chat if is_super(chat) else self.user
        box = self.town.server._world.post.box(owner)
        found = [box.letters[number] for number in box.thread(chat)[-RECENT:]]
        named = [(one.ids[owner], one.sender) for one in found if not one.extra.action]
        return [n for n, who in named if who == self.user], [n for n, _ in named]


def differs(town: Town) -> str:
    """'' once everything is as the server has it; else what is not."""
    if found := town.differs():
        return found + _sides(town)
    shelf = town.server._world.shelves.of(town.me)
    for chat in town.chats:
        ((pinned,),) = town.desk.rows(
            "SELECT chat_pinned FROM identities WHERE account = ? AND peer = ?",
            str(town.me), str(chat),
        )  # fmt: skip
        if bool(pinned) != (chat in shelf.pinned):
            return f"pinned {chat}: {pinned}, there {chat in shelf.pinned}"
        unread = town.desk.rows(
            "SELECT m.external_id FROM messages m JOIN identities i ON i.id = m.identity"
            " WHERE i.account = ? AND i.peer = ? AND m.unread = 1 AND NOT m.deleted",
            str(town.me), str(chat),
        )  # fmt: skip
        there = is_super(chat)
        head = town.server._world.post.box(chat if there else town.me).head
        read = head.read_in.get(town.me if there else chat, 0)
        if late := [x for (x,) in unread if int(x.rpartition("/")[2].partition(":")[0]) <= read]:
            return f"read there up to {read} and unread here: {chat} {late}"
    return ""


def _sides(town: Town) -> str:
    """What is here alone, and there alone, chat by chat."""
    both = [(c, set(town.ours(town.me, c)), set(town.theirs(town.me, c))) for c in town.chats]
    return "".join(
        f"\n  {chat}: here {here - there}, there {there - here}"
        for chat, here, there in both
        if here != there
    )


def cut(town: Town) -> int:
    """Break the application's connections; how many there were."""
    there = [
        session
        for session in town.server._hub.of(town.me)
        if session.line is not None
        and town.server._world.auths.owner(session.auth).device == DEVICE
    ]
    for session in there:
        if session.line is not None:
            session.line.drop()
    return len(there)


def _quicken(patch: pytest.MonkeyPatch) -> None:
    """Without a library of its own kurigram ciphers in Python, and is too slow for the rate."""
    from pyrogram.crypto import aes

    patch.setattr(aes, "ige256_encrypt", AES.encrypt_ige)
    patch.setattr(aes, "ige256_decrypt", AES.decrypt_ige)


async def _disturb(town: Town, seconds: float, kills: int, cuts: int) -> Counter[str]:
    done, end = Counter[str](), time.monotonic() + seconds
    works = ["kill"] * kills + ["cut"] * cuts + ["lose"] * cuts
    town.dice.shuffle(works)
    for n, work in enumerate(works):
        at = end - seconds * (len(works) - n) / (len(works) + 1)
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        if work == "kill":
            await town.desk.kill()
            await asyncio.sleep(town.dice.random() * 2)
            await town.desk.start()
        elif work == "cut":
            done["lines broken"] += cut(town)
        else:
            town.server.lose_pushes(town.dice.random())
        done[work] += 1
    return done


async def agree(
    folder: Path, seed: int, seconds: float, rate: float, kills: int, cuts: int,
    say: Callable[[str], None] = print,
) -> str:  # fmt: skip
    """Play; '' or what differs in the end."""
    town, patch = Town(folder, seed), pytest.MonkeyPatch()
    server, writers = town.server, list[Writer]()
    _quicken(patch)
    try:
        await town.sign_in()
        friend = town.clients[0]
        server.groups.rule(town.groups[1], admins={town.me: "", friend: ""})
        for user, phone in ((town.me, PHONES[0]), (friend, "+79160000000")):
            client = await foreign_client(server, patch)
            sent = await client.send_code(phone)
            await client.sign_in(phone, sent.phone_code_hash, server.login_code(phone))
            [_ async for _ in client.get_dialogs()]
            writers.append(Writer(town, client, user, user == town.me, seed + len(writers)))
        await town.desk.start()
        await asyncio.wait_for(town.desk.ready.wait(), PATIENCE)
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            disturbing = group.create_task(_disturb(town, seconds, kills, cuts))
            for one in writers:
                group.create_task(one.write(seconds, rate / len(writers)))
        disturbed = disturbing.result()
        wrote = time.monotonic() - began
        end = time.monotonic() + PATIENCE
        while (found := differs(town)) and time.monotonic() < end:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.2)
        say(_table(town, writers, disturbed, wrote, time.monotonic() - began - wrote))
        return found
    finally:
        for one in writers:
            await one.client.disconnect()
        patch.undo()
        await town.desk.kill()
        await town.two.app.close()
        await server.stop()
        server.close()


def _table(
    town: Town, writers: list[Writer], disturbed: Counter[str], wrote: float, after: float
) -> str:
    done = sum((one.done for one in writers), Counter[str]())
    refused = sum((one.refused for one in writers), Counter[str]())
    (counts,) = town.desk.rows("SELECT count(*), count(DISTINCT thread) FROM messages")
    verbs = ", ".join(f"{name} {count}" for name, count in sorted(done.items()))
    return (
        f"  {done.total()} writes in {wrote:.0f} s ({done.total() / wrote:.0f}/s) by"
        f" {len(writers)} foreign sessions: {verbs}\n"
        f"  refused: {dict(refused) or 'none'}\n"
        f"  {disturbed['kill']} kills, {disturbed['cut']} cuts of {disturbed['lines broken']} lines"
        f" and {disturbed['lose']} losses of pushes; equal after {after:.1f} s\n"
        f"  {counts[0]} messages in {counts[1]} threads"
    )


def main() -> int:
    """By hand."""
    ask = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("seconds", 300), ("rate", 50), ("kills", 6), ("cuts", 20), ("seed", 1)):
        ask.add_argument(f"--{name}", type=int, default=usual)
    told = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(
            agree(Path(folder), told.seed, told.seconds, told.rate, told.kills, told.cuts)
        )
    print(found or "  every thread is the server's; read, begun, pinned, archived as there")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
