"""What Telegram's refusals mean for the operator and for the next attempt."""

import pytest
from telethon import errors

from core.channels.telegram.problems import channel_error, is_signed_out, sign_in_error


@pytest.mark.parametrize(
    ("error", "code", "retry_in", "uncertain"),
    [
        (errors.FloodWaitError(None, 90), "telegram-flood-wait", 90, False),
        (errors.UserIsBlockedError(None), "telegram-forbidden", None, False),
        (errors.InputUserDeactivatedError(None), "telegram-peer-gone", None, False),
        (errors.PeerFloodError(None), "telegram-peer-flood", None, False),
        (errors.AuthKeyUnregisteredError(None), "telegram-signed-out", None, False),
        (errors.SessionRevokedError(None), "telegram-signed-out", None, False),
        (errors.ServerError(None, "RPC_CALL_FAIL"), "telegram-server", 5, True),
        (ConnectionError("cut"), "telegram-unreachable", 2, True),
        (TimeoutError(), "telegram-unreachable", 2, True),
        (errors.MediaInvalidError(None), "telegram-refused", None, False),
        (ValueError("odd"), "telegram-refused", None, False),
    ],
)
def test_a_failed_send(
    error: Exception, code: str, retry_in: float | None, uncertain: bool
) -> None:
    made = channel_error(error)
    assert (made.problem.code, made.retry_in, made.uncertain) == (code, retry_in, uncertain)
    assert channel_error(made) is made


def test_a_refusal_says_why_in_words() -> None:
    request = type("SendMediaRequest", (), {})()
    text = channel_error(errors.MediaInvalidError(request)).problem.params["text"]
    assert text == "Media invalid"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.PhoneNumberInvalidError(None), "telegram-phone-invalid"),
        (errors.PhoneNumberBannedError(None), "telegram-phone-banned"),
        (errors.PhoneNumberUnoccupiedError(None), "telegram-phone-unregistered"),
        (errors.PhoneCodeExpiredError(None), "telegram-code-expired"),
        (errors.FloodWaitError(None, 300), "telegram-flood-wait"),
        (errors.PhoneNumberFloodError(None), "telegram-refused"),
        (errors.ApiIdInvalidError(None), "telegram-api-invalid"),
        (ConnectionError(), "telegram-unreachable"),
    ],
)
def test_a_refused_sign_in(error: Exception, code: str) -> None:
    assert sign_in_error(error).problem.code == code


def test_what_ends_a_session() -> None:
    assert is_signed_out(errors.AuthKeyDuplicatedError(None))
    assert is_signed_out(errors.AuthKeyNotFound())
    assert not is_signed_out(errors.SessionPasswordNeededError(None))
    assert not is_signed_out(errors.FloodWaitError(None, 1))
    assert not is_signed_out(ConnectionError())
