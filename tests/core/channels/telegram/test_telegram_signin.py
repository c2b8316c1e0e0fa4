"""Signing in: phone, code, password; every refusal is a problem the operator can act on."""

from typing import Any

import pytest

from core.channels.telegram.session import SESSION_KEY
from core.domain.problems import ProblemError

PHONE = "+79990001122"
GUARDED = "+79990003344"


async def _fresh(stage: Any) -> Any:
    channel = stage.channel()
    await channel.start()
    assert channel.state == "signed_out"
    assert channel.problem is None
    assert channel.sign_in.state == "phone"
    return channel


async def test_phone_code_done(stage: Any, wait: Any) -> None:
    channel = await _fresh(stage)
    assert await channel.sign_in.request_code("8 (999) 000-11-22") == "code"
    assert await channel.sign_in.submit_code(stage.server.login_code(PHONE)) == "done"
    await wait(lambda: channel.state == "online")
    assert SESSION_KEY in stage.secrets.kept
    assert not any(b"session" in value for value in stage.log.states.values())


async def test_a_wrong_code_can_be_corrected(stage: Any) -> None:
    channel = await _fresh(stage)
    await channel.sign_in.request_code(PHONE)
    code = stage.server.login_code(PHONE)
    with pytest.raises(ProblemError) as refused:
        await channel.sign_in.submit_code(str(int(code) - 1))
    assert refused.value.problem.code == "telegram-code-invalid"
    assert channel.sign_in.state == "code"
    assert await channel.sign_in.submit_code(code) == "done"


async def test_an_account_with_a_password(stage: Any, wait: Any) -> None:
    stage.server.add_user(phone=GUARDED, first_name="Пётр", password="не скажу")
    channel = await _fresh(stage)
    await channel.sign_in.request_code(GUARDED)
    assert await channel.sign_in.submit_code(stage.server.login_code(GUARDED)) == "password"
    with pytest.raises(ProblemError) as refused:
        await channel.sign_in.submit_password("не то")
    assert refused.value.problem.code == "telegram-password-invalid"
    assert await channel.sign_in.submit_password("не скажу") == "done"
    await wait(lambda: channel.state == "online")


@pytest.mark.parametrize(
    ("phone", "code"),
    [("", "telegram-phone-invalid"), ("+7", "telegram-phone-invalid")],
)
async def test_a_wrong_phone(stage: Any, phone: str, code: str) -> None:
    channel = await _fresh(stage)
    with pytest.raises(ProblemError) as refused:
        await channel.sign_in.request_code(phone)
    assert refused.value.problem.code == code


async def test_a_phone_without_an_account(stage: Any) -> None:
    channel = await _fresh(stage)
    assert await channel.sign_in.request_code("+79995556677") == "code"
    code = stage.server.login_code("+79995556677")
    with pytest.raises(ProblemError) as refused:
        await channel.sign_in.submit_code(code)
    assert refused.value.problem.code == "telegram-phone-unregistered"


async def test_a_long_flood_wait_is_told(stage: Any) -> None:
    channel = await _fresh(stage)
    stage.server.flood_wait("auth.sendCode", 300)
    with pytest.raises(ProblemError) as refused:
        await channel.sign_in.request_code(PHONE)
    assert refused.value.problem.code == "telegram-flood-wait"
    assert refused.value.problem.params == {"seconds": "300"}


async def test_signing_in_while_telegram_is_away(stage: Any, wait: Any) -> None:
    channel = await _fresh(stage)
    await stage.server.stop()
    await wait(lambda: not channel._connection.client.alive)
    with pytest.raises(ProblemError) as refused:
        await channel.sign_in.request_code(PHONE)
    assert refused.value.problem.code == "telegram-unreachable"


async def test_a_session_ended_from_elsewhere(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    for record in stage.server._world.auths.of(stage.me):
        record.user = None
    await wait(lambda: channel.state == "signed_out")
    assert channel.problem.code == "telegram-signed-out"
    assert SESSION_KEY not in stage.secrets.kept
    await wait(
        lambda: channel.sign_in.state == "phone" and channel._connection._signed_in is not None
    )
    await channel.sign_in.request_code(PHONE)
    await channel.sign_in.submit_code(stage.server.login_code(PHONE))
    await wait(lambda: channel.state == "online")
    stage.write("снова здесь")
    await stage.agree()


async def test_a_spoilt_session_asks_to_sign_in(stage: Any) -> None:
    stage.secrets.set(SESSION_KEY, "не то")
    await _fresh(stage)
