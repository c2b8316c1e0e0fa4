"""A client writes to an account that has connected a bot: it comes, and an answer goes out."""

from typing import Any

from core.domain.events import MessageReceived


async def test_a_client_writes_and_is_answered(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    await wait(lambda: [one.name for one in channel.links] == ["Анна"])
    bots.write("Здравствуйте, есть насосы?")
    await bots.heard("Здравствуйте, есть насосы?")
    (account,) = channel.accounts
    assert (account.account, account.state) == (str(bots.anna), "online")
    sent = await account.send(bots.peer(), bots.text("Есть, какие нужны?"))
    assert bots.theirs() == ["Здравствуйте, есть насосы?", "Есть, какие нужны?"]
    assert sent.external_id == str(bots.server.history(bots.anna, bots.irina)[-1].id)
    await bots.heard("Здравствуйте, есть насосы?", "Есть, какие нужны?")
    first, ours = bots.log.bodies(MessageReceived)
    assert (first.profile.name, first.profile.phone) == ("Ирина Ковалёва", None)
    assert (ours.client_ref, ours.around.via) == ("a1", "@sales_bot")
