"""Where an account is signed in, and signing out."""

from typing import Any

import pytest
from telethon import functions

from core.channels.telegram.session import SESSION_KEY
from core.domain.problems import ChannelError
from core.sandbox.telegram.rpc.call import Refused


async def _two(stage: Any) -> tuple[Any, Any]:
    first = await stage.signed_in(device="Ноутбук")
    stage.secrets = type(stage.secrets)()
    second = await stage.signed_in(device="Threadline")
    return first, second


async def test_devices_are_listed_and_ended(stage: Any, wait: Any) -> None:
    first, second = await _two(stage)
    found = await second.devices()
    assert [(one.name, one.here) for one in found] == [("Threadline", True), ("Ноутбук", False)]
    assert found[1].created > 0
    await second.end_device(found[1].id)
    await wait(lambda: first.state == "signed_out")
    assert [one.here for one in await second.devices()] == [True]
    with pytest.raises(ChannelError) as refused:
        await second.end_device(found[1].id)
    assert refused.value.problem.code == "telegram-session-gone"


async def test_all_others_are_ended_at_once(stage: Any, wait: Any) -> None:
    first, second = await _two(stage)
    await second.end_device("")
    await wait(lambda: first.state == "signed_out")
    assert second.state == "online"


async def test_a_fresh_session_may_not_end_others(stage: Any) -> None:
    _, second = await _two(stage)

    def refuse(request: Any, usual: Any) -> Any:
        raise Refused("FRESH_RESET_AUTHORISATION_FORBIDDEN", 406)

    stage.differ(functions.account.ResetAuthorizationRequest, refuse)
    with pytest.raises(ChannelError) as refused:
        await second.end_device((await second.devices())[1].id)
    assert refused.value.problem.code == "telegram-session-fresh"


async def test_signing_out_here(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    await channel.sign_out()
    await wait(lambda: channel.state == "signed_out")
    assert channel.problem is None
    assert SESSION_KEY not in stage.secrets.kept
    await wait(lambda: channel._connection._signed_in is not None)
    await channel.sign_in.request_code("+79990001122")
    await channel.sign_in.submit_code(stage.server.login_code("+79990001122"))
    await wait(lambda: channel.state == "online")
    stage.write("снова")
    await stage.agree()
