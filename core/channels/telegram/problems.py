"""Telegram's errors as problems of the operator, in one table.

Names: https://core.telegram.org/api/errors and Telethon's ``errors``.
"""

from typing import Final

from telethon import errors

from core.domain.problems import ChannelError, Problem, ProblemError

OFFLINE: Final = Problem("telegram-unreachable")
NO_PROXY_WORKS: Final = Problem("telegram-proxies")
SIGNED_OUT: Final = Problem("telegram-signed-out")
OFFLINE_RETRY: Final = 2.0
SERVER_RETRY: Final = 5.0

_SIGN_IN: Final[dict[type[Exception], str]] = {
    errors.PhoneNumberInvalidError: "telegram-phone-invalid",
    errors.PhoneNumberBannedError: "telegram-phone-banned",
    errors.PhoneNumberUnoccupiedError: "telegram-phone-unregistered",
    errors.PhoneCodeInvalidError: "telegram-code-invalid",
    errors.PhoneCodeEmptyError: "telegram-code-invalid",
    errors.PhoneCodeHashEmptyError: "telegram-code-expired",
    errors.PhoneCodeExpiredError: "telegram-code-expired",
    errors.PasswordHashInvalidError: "telegram-password-invalid",
    errors.ApiIdInvalidError: "telegram-api-invalid",
    errors.ApiIdPublishedFloodError: "telegram-api-invalid",
}
_SEND: Final[dict[type[Exception], str]] = {
    errors.FreshResetAuthorisationForbiddenError: "telegram-session-fresh",
    errors.HashInvalidError: "telegram-session-gone",
    errors.UserIsBlockedError: "telegram-forbidden",
    errors.YouBlockedUserError: "telegram-forbidden",
    errors.UserPrivacyRestrictedError: "telegram-forbidden",
    errors.ChatWriteForbiddenError: "telegram-forbidden",
    errors.InputUserDeactivatedError: "telegram-peer-gone",
    errors.UserDeletedError: "telegram-peer-gone",
    errors.PeerIdInvalidError: "telegram-peer-gone",
    errors.UserIdInvalidError: "telegram-peer-gone",
    errors.PeerFloodError: "telegram-peer-flood",
    errors.MessageEditTimeExpiredError: "telegram-edit-late",
    errors.MessageAuthorRequiredError: "telegram-edit-not-ours",
    errors.MessageDeleteForbiddenError: "telegram-delete-forbidden",
    errors.ChatForwardsRestrictedError: "telegram-forwards-restricted",
    errors.ScheduleDateTooLateError: "telegram-later-far",
    errors.ScheduleDateInvalidError: "telegram-later-far",
    errors.ScheduleTooMuchError: "telegram-later-many",
    errors.ReactionInvalidError: "telegram-reaction-invalid",
    errors.MessageIdInvalidError: "message-gone",
    errors.MessageTooLongError: "telegram-message-too-long",
    errors.MediaCaptionTooLongError: "telegram-message-too-long",
}
_LOST_PARTS: Final = (
    errors.FilePartMissingError,
    errors.FilePart0MissingError,
    errors.Md5ChecksumInvalidError,
)


def is_signed_out(error: BaseException) -> bool:
    """Whether the session will never work again (revoked, expired, used from two places)."""
    return (
        isinstance(
            error,
            errors.UnauthorizedError | errors.AuthKeyDuplicatedError | errors.AuthKeyNotFound,
        )
        and not isinstance(error, errors.SessionPasswordNeededError)
    )  # fmt: skip


def is_of_one_chat(error: BaseException) -> bool:
    """Whether asking for one chat will never be answered, while others may be: it is refused, or
    holds what this version cannot read."""
    if isinstance(error, errors.TypeNotFoundError):
        return True
    return isinstance(
        error, errors.BadRequestError | errors.ForbiddenError | errors.NotFoundError
    ) and not is_signed_out(error)


def wait_of(error: BaseException) -> int:
    """The seconds that a flood error asks us to wait; 0 where it names none."""
    return int(getattr(error, "seconds", 0) or 0)


def sign_in_error(error: Exception) -> ProblemError:
    """What to tell the operator while signing in."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, errors.FloodError) and wait_of(error):
        return ProblemError(Problem("telegram-flood-wait", {"seconds": str(wait_of(error))}))
    if isinstance(error, OSError | TimeoutError):
        return ProblemError(OFFLINE)
    for kind, code in _SIGN_IN.items():
        if isinstance(error, kind):
            return ProblemError(Problem(code))
    if isinstance(error, errors.RPCError):
        return ProblemError(Problem("telegram-refused", {"text": _words(error)}))
    return ProblemError(OFFLINE)


def channel_error(error: BaseException) -> ChannelError:
    """What a failed send or fetch means: what to tell, and whether to try again."""
    if isinstance(error, ChannelError):
        return error
    if isinstance(error, errors.FloodError) and wait_of(error):
        problem = Problem("telegram-flood-wait", {"seconds": str(wait_of(error))})
        return ChannelError(problem, retry_in=float(wait_of(error)))
    if is_signed_out(error):
        return ChannelError(SIGNED_OUT)
    if isinstance(error, OSError | TimeoutError):
        return ChannelError(OFFLINE, retry_in=OFFLINE_RETRY, uncertain=True)
    if isinstance(error, _LOST_PARTS):
        # The server lost parts of the upload: it has to go up again, from the start.
        return ChannelError(
            Problem("telegram-server", {"text": _words(error)}), retry_in=SERVER_RETRY
        )
    if isinstance(error, errors.ServerError | errors.TimedOutError):
        return ChannelError(
            Problem("telegram-server", {"text": _words(error)}),
            retry_in=SERVER_RETRY,
            uncertain=True,
        )
    for kind, code in _SEND.items():
        if isinstance(error, kind):
            return ChannelError(Problem(code))
    return ChannelError(Problem("telegram-refused", {"text": _words(error)}))


def _words(error: BaseException) -> str:
    """What Telethon says of an error, without the name of the request."""
    return str(error).partition(" (caused by")[0] or type(error).__name__
