"""Signing in: phone, code, password; every refusal is a problem the operator can act on."""

import asyncio
import base64
import time
from typing import Any

import pytest
from telethon import functions, types

from core.channels.telegram.session import SESSION_KEY
from core.domain.problems import ProblemError
from core.sandbox.telegram import TelegramServer
from core.sandbox.telegram.connection import ClientConnection
from core.sandbox.telegram.rpc.call import Refused

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
    assert refused.value.problem.params["seconds"] == "300"
    ends = int(refused.value.problem.params["until"]) - time.time() * 1000
    assert 290_000 < ends <= 300_000


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


async def test_a_code_may_be_a_word(stage: Any) -> None:
    def in_words(request: Any, usual: Any) -> Any:
        answer = usual()
        answer.type = types.auth.SentCodeTypeSmsWord()
        stage.server._world.codes._codes["79990001122"] = (answer.phone_code_hash, "торнадо 7")
        return answer

    stage.differ(functions.auth.SendCodeRequest, in_words)
    channel = await _fresh(stage)
    await channel.sign_in.request_code(PHONE)
    assert channel.sign_in.delivery == "sms"
    assert await channel.sign_in.submit_code(" торнадо 7 ") == "done"


async def test_a_server_that_falls_silent_is_told(stage: Any, monkeypatch: Any) -> None:
    channel = stage.channel(request_timeout=0.2)
    await channel.start()
    with monkeypatch.context() as patched:
        patched.setattr(ClientConnection, "_take", lambda self, frame: None)
        with pytest.raises(ProblemError) as refused:
            await channel.sign_in.request_code(PHONE)
    assert refused.value.problem.code == "telegram-unreachable"
    assert channel.sign_in.state == "phone"


async def test_another_code_goes_another_way(stage: Any, wait: Any) -> None:
    channel = await _fresh(stage)
    sign_in = channel.sign_in
    await sign_in.request_code(PHONE)
    assert (sign_in.delivery, sign_in.next_delivery) == ("app", "sms")
    first = stage.server.login_code(PHONE)
    assert await sign_in.resend() == "code"
    assert (sign_in.delivery, sign_in.next_delivery) == ("sms", "call")
    await sign_in.resend()
    assert (sign_in.delivery, sign_in.next_delivery) == ("call", "")
    await sign_in.resend()
    assert sign_in.delivery == "app"
    assert stage.server.login_code(PHONE) != first
    assert await sign_in.submit_code(stage.server.login_code(PHONE)) == "done"
    await wait(lambda: channel.state == "online")


async def test_a_banned_number(stage: Any) -> None:
    stage.server._world.codes.banned.add(PHONE.lstrip("+"))
    channel = await _fresh(stage)
    with pytest.raises(ProblemError) as refused:
        await channel.sign_in.request_code(PHONE)
    assert refused.value.problem.code == "telegram-phone-banned"


def _token(link: str) -> bytes:
    text = link.removeprefix("tg://login?token=")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def test_a_scanned_code_signs_in(stage: Any, wait: Any) -> None:
    channel = await _fresh(stage)
    shown: list[tuple[str, int]] = []
    scanning = asyncio.create_task(channel.sign_in.scan(lambda *code: shown.append(code)))
    await wait(lambda: bool(shown))
    assert shown[0][1] > time.time() * 1000
    assert stage.server.scan_qr(_token(shown[0][0]), stage.me)
    assert await scanning == "done"
    await wait(lambda: channel.state == "online")
    stage.write("вошли по коду")
    await stage.agree()


async def test_a_scanned_code_and_a_password(stage: Any, wait: Any) -> None:
    guarded = stage.server.add_user(phone=GUARDED, first_name="Пётр", password="не скажу")
    channel = await _fresh(stage)
    shown: list[str] = []
    scanning = asyncio.create_task(channel.sign_in.scan(lambda link, _: shown.append(link)))
    await wait(lambda: bool(shown))
    assert stage.server.scan_qr(_token(shown[0]), guarded)
    assert await scanning == "password"
    assert await channel.sign_in.submit_password("не скажу") == "done"
    await wait(lambda: channel.state == "online")


async def test_a_code_that_runs_out_is_shown_anew(stage: Any, wait: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("core.sandbox.telegram.rpc.auth.QR_SECONDS", 1)
    channel = await _fresh(stage)
    shown: list[str] = []
    scanning = asyncio.create_task(channel.sign_in.scan(lambda link, _: shown.append(link)))
    await wait(lambda: len(set(shown)) > 1)
    assert stage.server.scan_qr(_token(shown[-1]), stage.me)
    assert await scanning == "done"


async def test_showing_a_code_can_be_given_up(stage: Any, wait: Any) -> None:
    channel = await _fresh(stage)
    shown: list[str] = []
    scanning = asyncio.create_task(channel.sign_in.scan(lambda link, _: shown.append(link)))
    await wait(lambda: bool(shown))
    scanning.cancel()
    await asyncio.gather(scanning, return_exceptions=True)
    await channel.sign_in.request_code(PHONE)
    assert await channel.sign_in.submit_code(stage.server.login_code(PHONE)) == "done"


async def test_a_code_while_telegram_is_away(stage: Any, wait: Any) -> None:
    channel = await _fresh(stage)
    shown: list[str] = []
    scanning = asyncio.create_task(channel.sign_in.scan(lambda link, _: shown.append(link)))
    await wait(lambda: bool(shown))
    await stage.server.stop()
    with pytest.raises(ProblemError) as refused:
        await channel.sign_in.scan(lambda *_: None)
    assert refused.value.problem.code == "telegram-unreachable"
    scanning.cancel()
    await asyncio.gather(scanning, return_exceptions=True)


async def test_a_code_scanned_by_an_account_of_another_data_centre(stage: Any, wait: Any) -> None:
    other = TelegramServer(dc_id=4)
    await other.start()
    try:
        anna = other.add_user(phone=GUARDED, first_name="Анна")

        def elsewhere(request: Any, usual: Any) -> Any:
            return types.auth.LoginTokenMigrateTo(4, b"token")

        def with_both(request: Any, usual: Any) -> Any:
            config = usual()
            config.dc_options.append(types.DcOption(4, other.host, other.port))
            return config

        def taken(call: Any, request: Any) -> Any:
            assert request.token == b"token"
            call.auth.user = anna
            return types.auth.LoginTokenSuccess(
                types.auth.Authorization(user=call.hub.view(anna).user(anna))
            )

        stage.differ(functions.auth.ExportLoginTokenRequest, elsewhere)
        stage.differ(functions.help.GetConfigRequest, with_both)
        other._router._handlers[functions.auth.ImportLoginTokenRequest] = taken
        channel = await _fresh(stage)
        assert await channel.sign_in.scan(lambda *_: None) == "done"
        await wait(lambda: channel.state == "online")
        await channel.close()
    finally:
        await other.stop()
        other.close()


async def test_an_account_that_lives_in_another_data_centre(stage: Any, wait: Any) -> None:
    other = TelegramServer(dc_id=4)
    await other.start()
    try:
        anna = other.add_user(phone=GUARDED, first_name="Анна", password="не скажу")
        irina = other.add_user(phone="+79161112233", first_name="Ирина")

        def elsewhere(request: Any, usual: Any) -> Any:
            raise Refused("PHONE_MIGRATE_4", 303)

        def with_both(request: Any, usual: Any) -> Any:
            config = usual()
            config.dc_options.append(types.DcOption(4, other.host, other.port))
            return config

        stage.differ(functions.auth.SendCodeRequest, elsewhere)
        stage.differ(functions.help.GetConfigRequest, with_both)
        channel = await _fresh(stage)
        assert await channel.sign_in.request_code(GUARDED) == "code"
        assert await channel.sign_in.submit_code(other.login_code(GUARDED)) == "password"
        assert await channel.sign_in.submit_password("не скажу") == "done"
        await wait(lambda: channel.state == "online")
        await channel.close()
        # The kept session leads there at once.
        again = stage.channel()
        await again.start()
        await wait(lambda: again.state == "online")
        other.send(irina, anna, "я тоже здесь")
        await wait(lambda: len(stage.log.rows) == 1)
        await again.close()
    finally:
        await other.stop()
        other.close()
