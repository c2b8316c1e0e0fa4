"""What a client does on Telegram stands in the log."""

from typing import Any

from core.domain.events import ChatSet, MessageReceived, ReadUpTo


async def test_a_message_arrives(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    assert channel.account == str(stage.me)
    one = stage.write("Добрый день!")
    await stage.agree()
    event = next(e for e in stage.log.events if e.external_id == str(one))
    assert event.peer == stage.peer()
    assert isinstance(event.body, MessageReceived)
    assert not event.body.history
    assert event.body.profile.name == "Ирина Ковалёва"
    assert event.body.profile.phone == "+79161112233"
    assert event.body.profile.username == "irina_k"
    assert event.raw


async def test_what_was_there_before_is_history(stage: Any) -> None:
    for n in range(130):
        stage.write(f"раньше {n}", at=1_700_000_000 + n, push=False)
    await stage.signed_in(first_page=20, backfill_page=25)
    await stage.agree()
    received = stage.log.bodies(MessageReceived)
    assert len(received) == 130
    assert all(one.history for one in received)


async def test_edits_deletions_reactions_and_reads(stage: Any, wait: Any) -> None:
    await stage.signed_in()
    first, second = stage.write("сто штук"), stage.write("ой")
    ours = stage.server.send(stage.me, stage.irina, "с телефона").ids
    await stage.agree()
    theirs = stage.server.history(stage.irina, stage.me)
    stage.server.edit(stage.irina, theirs[0].id, "двести штук")
    stage.server.edit(stage.irina, theirs[0].id, "триста штук")
    stage.server.delete(stage.irina, [theirs[1].id])
    stage.server.react(stage.irina, theirs[2].id, "👍")
    stage.server.react(stage.me, first, "🔥")
    stage.server.read(stage.irina, stage.me, theirs[2].id)
    stage.server.read(stage.me, stage.irina, first)
    await stage.agree()
    assert stage.log.rows[str(second)].deleted
    assert stage.log.rows[str(ours[stage.me])].direction == "out"
    await wait(lambda: len(stage.log.reads()) == 2)
    assert stage.log.reads() == {("client", str(ours[stage.me])), ("us", str(first))}
    stage.server.react(stage.irina, theirs[2].id, None)
    await stage.agree()
    stage.server.react(stage.irina, theirs[2].id, "👍")
    await stage.agree()


async def test_typing_is_told_and_not_logged(stage: Any, wait: Any) -> None:
    await stage.signed_in()
    stage.write("я тут")
    await stage.agree()
    stage.server.typing(stage.irina, stage.me)
    await wait(lambda: bool(stage.typed))
    assert stage.typed == [stage.peer()]
    assert [one.text for one in stage.log.bodies(MessageReceived)] == ["я тут"]
    # a contact is told of as one a moment after she wrote
    assert {type(one.body) for one in stage.log.events} <= {MessageReceived, ChatSet}


async def test_nothing_is_read_unasked(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    one = stage.write("прочтите")
    await stage.agree()
    assert not stage.log.bodies(ReadUpTo)
    await channel.mark_read(stage.peer(), str(one))
    assert stage.log.reads() == {("us", str(one))}
