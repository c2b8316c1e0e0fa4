"""A server whose difference is ahead of itself: it says that we are equal, and tells the last of it
only afterwards (seen with Piltover, a server of its own)."""

from typing import Any

from telethon import functions, types

Difference = functions.updates.GetDifferenceRequest


async def test_what_a_difference_counts_and_does_not_tell_is_taken_when_it_comes(
    stage: Any, wait: Any
) -> None:
    channel = await stage.signed_in(heartbeat=60.0)
    said: list[int] = []

    def ahead(request: Any, usual: Any) -> Any:
        found = usual()
        if not said and isinstance(found, types.updates.Difference):
            for text in ("третье", "четвёртое", "пятое"):
                said.append(stage.write(text))
            stage.server.delete(stage.irina, [one.id for one in stage.server.history(
                stage.irina, stage.me) if one.text == "четвёртое"])  # fmt: skip
            found.state.pts += 4
        return found

    stage.differ(Difference, ahead)
    stage.write("первое", push=False)
    stage.write("второе")
    await stage.agree()
    assert [text for _, _, text, _ in stage.log.thread(stage.irina)][-1] == "пятое"
    stage.write("шестое")
    await stage.agree()
    assert channel.state == "online"


async def test_what_is_deleted_before_it_is_told_does_not_come_back(stage: Any) -> None:
    """The difference tells of the deletion alone, the message's own update waits behind it, and
    that of the deletion is lost."""
    await stage.signed_in(heartbeat=60.0)
    done: list[int] = []

    def slow(_: Any, usual: Any) -> Any:
        if not done:
            done.append(stage.write("не то"))
            stage.server.lose_pushes(30)
            (gone,) = [one for one in stage.server.history(stage.irina, stage.me)
                       if one.text == "не то"]  # fmt: skip
            stage.server.delete(stage.irina, [gone.id])
            stage.server.lose_pushes(0)
        return usual()

    stage.differ(Difference, slow)
    stage.write("первое", push=False)
    stage.write("второе")
    await stage.agree()
    stage.write("последнее")
    await stage.agree()
    assert [text for _, _, text, _ in stage.log.thread(stage.irina)] == [
        "первое", "второе", "последнее",
    ]  # fmt: skip


async def test_what_nobody_told_of_does_not_come_back_with_what_is_told_late(
    stage: Any, wait: Any
) -> None:
    """More happened than the difference tells, and only then a message comes that was deleted."""
    channel = await stage.signed_in(heartbeat=60.0, difference_limit=1)
    await wait(lambda: channel._connection.sync.chats.kept.book.sweep.listed)
    held: list[Any] = []
    hub = stage.server._hub
    push, hub.push_to = hub.push_to, lambda to, updates: held.append((list(to), updates))
    stage.write("не то")
    (gone,) = stage.server.history(stage.irina, stage.me)
    stage.server.delete(stage.irina, [gone.id])
    hub.push_to = push
    stage.write("первое")
    await stage.agree()
    await wait(lambda: channel._connection.sync.chats.kept.book.sweep.listed)
    late = [(to, one) for to, one in held if to and hasattr(one.updates[0], "message")]
    assert len(late) == 1
    push(*late[0])
    stage.write("последнее")
    await wait(lambda: any(row.text == "последнее" for row in stage.log.rows.values()))
    assert stage.same()
