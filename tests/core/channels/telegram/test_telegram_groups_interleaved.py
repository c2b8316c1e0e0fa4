"""Two desks of one account in a basic group and in a supergroup, with cuts, restarts, lost pushes
and absences too long for a difference, in any order: at the end every thread is the server's. The
account is put out and taken in again, and the basic group goes on as a supergroup."""

import asyncio
import random
from typing import Any

import pytest

from core.channels.telegram.ids import external, is_super, number_of
from core.domain.events import MessageReceived
from tests.core.channels.telegram.conftest import Stage, until
from tests.core.channels.telegram.test_telegram_interleaved import Desk

Told = list[tuple[str, str, str, dict[str, str]]]


def theirs(stage: Stage, group: int) -> Told:
    """(name, author, text, reactions) of what stands in a group at the server, without its lines
    of service."""
    me, found = stage.me, []
    people = stage.server._world.people
    for letter in stage.server.groups.letters(group, me):
        if letter.extra.action:
            continue
        writer = people.need(letter.sender)
        marks = {"us": letter.reactions[me]} if me in letter.reactions else {}
        if others := [one for one in letter.reactions if one != me]:
            newest = max(others, key=lambda one: (int(letter.reacted[one]), one))
            marks["client"] = letter.reactions[newest]
        name = external(group, letter.ids[group if is_super(group) else me])
        author = "" if letter.sender == me else f"{writer.first_name} {writer.last_name}".strip()
        found.append((name, author, letter.text, marks))
    return found


def ours(desk: Desk, group: int) -> Told:
    """The same as the desk's log has it."""
    written = {
        event.external_id: event.body
        for event in desk.log.events
        if isinstance(event.body, MessageReceived) and event.peer and not event.body.service
        and event.peer.id == str(group)
    }  # fmt: skip
    rows = [
        (name, body.author, desk.log.rows[name].text, desk.log.rows[name].reactions)
        for name, body in written.items()
        if not desk.log.rows[name].deleted
    ]
    return sorted(rows, key=lambda row: number_of(row[0]))


class Group:
    """What members do in one group; ``letters`` are the server's."""

    def __init__(self, stage: Stage, people: list[int], *, supergroup: bool) -> None:
        self.verbs, self.me, self.people = stage.server.groups, stage.me, people
        self.id = self.verbs.create("Группа", [*people, stage.me], supergroup=supergroup)
        self.ids = [self.id]
        """What it was before, too."""
        self.out = False

    def number(self, letter: Any, who: int) -> int:
        return int(letter.ids[self.id if is_super(self.id) else who])

    def act(self, dice: random.Random, turn: int) -> None:
        letters = [x for x in self.verbs.letters(self.id, self.me) if not x.extra.action]
        here = [*self.people] if self.out else [*self.people, self.me]
        luck, who = dice.random(), dice.choice(here)
        # A newcomer to a basic group has nothing of what was before.
        letters = [x for x in letters if is_super(self.id) or {who, x.sender} <= x.ids.keys()]
        if not letters or luck < 0.4:
            self.verbs.send(who, self.id, f"пишет {turn}", push=dice.random() < 0.8)
            return
        letter = dice.choice(letters)
        if luck < 0.6:
            author = letter.sender
            self.verbs.edit(self.id, author, self.number(letter, author), f"правка {turn}")
        elif luck < 0.7:
            at = letters.index(letter)
            gone = [self.number(x, who) for x in letters[at : at + dice.choice([1, 1, 3])]]
            self.verbs.delete(self.id, who, gone)
        else:
            emoji = dice.choice(["👍", "🔥", None])
            if emoji is not None or who in letter.reactions:
                self.verbs.react(self.id, who, self.number(letter, who), emoji)

    def change(self, dice: random.Random) -> None:
        """We are put out or taken in again, or the group goes on as a supergroup."""
        if self.out:
            self.take_in()
        elif is_super(self.id) or dice.random() < 0.6:
            self.verbs.remove(self.id, self.people[0], self.me)
            self.out = True
        else:
            self.id = self.verbs.upgrade(self.id, self.people[0])
            self.ids.append(self.id)

    def take_in(self) -> None:
        self.verbs.add(self.id, self.people[0], self.me)
        self.out = False


async def _play(stage: Stage, desks: list[Desk], groups: list[Group], dice: random.Random) -> None:
    server, up = stage.server, True
    for turn in range(60):
        group, luck = dice.choice(groups), dice.random()
        if luck < 0.65:
            group.act(dice, turn)
        elif luck < 0.7:
            group.change(dice)
        elif luck < 0.76:
            server.lose_pushes(0.2)
        elif luck < 0.81:
            await (server.stop() if up else server.start())
            up = not up
        elif luck < 0.88:
            desk = dice.choice(desks)
            await desk.stop()
            for n in range(dice.choice([0, 0, 20])):
                group.verbs.send(group.people[0], group.id, f"без нас {turn}/{n}", push=False)
            await desk.start()
        else:
            await asyncio.sleep(dice.random() / 5)
    await server.start()
    server.lose_pushes(0)
    for group in groups:
        if group.out:
            group.take_in()
            group.verbs.send(group.people[0], group.id, "снова вместе")


@pytest.mark.parametrize("seed", [2, 7, 11])
async def test_every_group_is_the_servers_on_every_desk(stage: Stage, seed: int) -> None:
    dice = random.Random(seed)
    server = stage.server
    people = [server.add_user(phone=f"+7916000{n:04}", first_name=f"Гость {n}") for n in range(2)]
    groups = [Group(stage, people, supergroup=True), Group(stage, people, supergroup=False)]
    server.groups.longest(12)
    for group in groups:
        for n in range(dice.choice([0, 4, 30])):
            server.groups.send(people[0], group.id, f"{n}", at=1_700_000_000 + n, push=False)
    desks = [Desk(stage, recheck_groups=0.3), Desk(stage, difference_limit=3, recheck_groups=0.3)]
    for desk in desks:
        await desk.start()
    await _play(stage, desks, groups, dice)

    def equal() -> bool:
        ids = [one for group in groups for one in group.ids]
        return all(ours(desk, one) == theirs(stage, one) for desk in desks for one in ids)

    await until(equal, 20.0)
    for desk in desks:
        assert desk.channel is not None
        sync = desk.channel._connection.sync
        assert sync is not None
        await until(lambda sync=sync: sync.chats.standing.comparing == 0, 20.0)  # type: ignore[misc]
    assert equal()
