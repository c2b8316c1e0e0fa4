"""Telegram's errors as problems of the operator, in one table.

Names: https://core.telegram.org/api/errors and Telethon's ``errors``.
"""

import time
from typing import Final

from telethon import errors

from core.domain.problems import ChannelError, Problem, ProblemError

OFFLINE: Final = Problem("telegram-unreachable")
NO_PROXY_WORKS: Final = Problem("telegram-proxies")
SIGNED_OUT: Final = Problem("telegram-signed-out")
OFFLINE_RETRY: Final = 2.0
SERVER_RETRY: Final = 5.0
NOT_IMPLEMENTED: Final = 501

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
    errors.YouBlockedUserError: "telegram-blocked-by-us",
    errors.UserPrivacyRestrictedError: "telegram-privacy",
    errors.ChatWriteForbiddenError: "telegram-group-forbidden",
    errors.ChatGuestSendForbiddenError: "telegram-group-forbidden",
    errors.UserBannedInChannelError: "telegram-account-muted",
    errors.ChatAdminRequiredError: "telegram-group-admins",
    errors.ChatRestrictedError: "telegram-group-restricted",
    errors.ChannelPrivateError: "telegram-group-private",
    errors.ChatForbiddenError: "telegram-group-private",
    errors.UserNotParticipantError: "telegram-group-private",
    errors.ChatIdInvalidError: "telegram-group-private",
    errors.ChannelInvalidError: "telegram-group-private",
    errors.ChatSendMediaForbiddenError: "telegram-group-no-media",
    errors.ChatSendPhotosForbiddenError: "telegram-group-no-media",
    errors.ChatSendVideosForbiddenError: "telegram-group-no-media",
    errors.ChatSendVoicesForbiddenError: "telegram-group-no-media",
    errors.ChatSendPlainForbiddenError: "telegram-group-no-text",
    errors.SlowModeMultiMsgsDisabledError: "telegram-group-one-by-one",
    errors.TopicDeletedError: "telegram-topic-gone",
    errors.ChatTitleEmptyError: "telegram-group-untitled",
    errors.UsersTooFewError: "telegram-group-nobody",
    errors.UsersTooMuchError: "telegram-group-full",
    errors.UserChannelsTooMuchError: "telegram-member-many",
    errors.ChannelsTooMuchError: "telegram-groups-many",
    errors.UserAdminInvalidError: "telegram-member-admin",
    errors.UserCreatorError: "telegram-group-owner",
    errors.UserNotMutualContactError: "telegram-member-private",
    errors.UserKickedError: "telegram-member-kicked",
    errors.InputUserDeactivatedError: "telegram-peer-gone",
    errors.UserDeletedError: "telegram-peer-gone",
    errors.PeerIdInvalidError: "telegram-peer-gone",
    errors.UserIdInvalidError: "telegram-peer-gone",
    errors.PeerFloodError: "telegram-peer-flood",
    errors.UsernameInvalidError: "telegram-username-wrong",
    errors.UsernameNotOccupiedError: "telegram-username-nobody",
    errors.PhoneNotOccupiedError: "telegram-number-nobody",
    errors.ContactIdInvalidError: "telegram-contact-own",
    errors.ContactNameEmptyError: "telegram-contact-name",
    errors.MessageEditTimeExpiredError: "telegram-edit-late",
    errors.MessageAuthorRequiredError: "telegram-edit-not-ours",
    errors.MessageDeleteForbiddenError: "telegram-delete-forbidden",
    errors.ChatForwardsRestrictedError: "telegram-forwards-restricted",
    errors.ScheduleDateTooLateError: "telegram-later-far",
    errors.ScheduleDateInvalidError: "telegram-later-far",
    errors.ScheduleStatusPrivateError: "telegram-online-hidden",
    errors.ScheduleTooMuchError: "telegram-later-many",
    errors.MediaPrevInvalidError: "telegram-file-fixed",
    errors.MediaNewInvalidError: "telegram-file-fixed",
    errors.ReactionInvalidError: "telegram-reaction-invalid",
    errors.MessagePollClosedError: "telegram-poll-closed",
    errors.OptionInvalidError: "telegram-poll-option",
    errors.OptionsTooMuchError: "telegram-poll-option",
    errors.RevoteNotAllowedError: "telegram-poll-final",
    errors.PinRestrictedError: "telegram-pin-restricted",
    errors.BotResponseTimeoutError: "telegram-bot-silent",
    errors.MsgTooOldError: "telegram-read-old",
    errors.ChatTooBigError: "telegram-read-big",
    errors.PremiumAccountRequiredError: "business-premium",
    errors.MessageIdInvalidError: "message-gone",
    errors.MessageTooLongError: "telegram-message-too-long",
    errors.MediaCaptionTooLongError: "telegram-message-too-long",
}
_UNNAMED: Final = {
    "TOPIC_CLOSED": "telegram-topic-closed",
    "TOPIC_DELETED": "telegram-topic-gone",
    "CHAT_SEND_DOCS_FORBIDDEN": "telegram-group-no-media",
    "CHAT_SEND_AUDIOS_FORBIDDEN": "telegram-group-no-media",
    "CHAT_SEND_ROUNDVIDEOS_FORBIDDEN": "telegram-group-no-media",
    "USER_RESTRICTED": "telegram-account-muted",
    "PRIVACY_PREMIUM_REQUIRED": "telegram-privacy-premium",
    "CONTACT_NAME_EMPTY": "telegram-contact-name",
    "POLL_MEMBER_RESTRICTED": "telegram-poll-members",
    "POLL_COUNTRY_RESTRICTED": "telegram-poll-members",
    "YOUR_PRIVACY_RESTRICTED": "telegram-read-ours",
    "MESSAGE_NOT_READ_YET": "telegram-read-not-yet",
    "MESSAGE_TOO_OLD": "telegram-read-old",
    "SHORTCUT_INVALID": "business-shortcut-invalid",
    "SHORTCUT_OCCUPIED": "business-shortcut-taken",
    "QUICK_REPLIES_TOO_MUCH": "business-shortcuts-many",
    "REPLY_MESSAGES_TOO_MUCH": "business-messages-many",
    "BUSINESS_WORK_HOURS_EMPTY": "business-hours-refused",
    "BUSINESS_WORK_HOURS_PERIOD_INVALID": "business-hours-refused",
    "TIMEZONE_INVALID": "business-zone-refused",
    "BUSINESS_RECIPIENTS_EMPTY": "business-recipients-none",
    "CHATLINKS_TOO_MUCH": "business-links-many",
    "CHATLINK_SLUG_EMPTY": "business-link-gone",
    "CHATLINK_SLUG_EXPIRED": "business-link-gone",
    "BUSINESS_CONNECTION_INVALID": "telegram-bot-disconnected",
    "CONNECTION_ID_INVALID": "telegram-bot-disconnected",
    "BUSINESS_CONNECTION_NOT_ALLOWED": "telegram-bot-cannot",
    "BOT_ACCESS_FORBIDDEN": "telegram-bot-no-right",
    "BUSINESS_PEER_INVALID": "telegram-bot-not-given",
    "BUSINESS_PEER_USAGE_MISSING": "telegram-bot-day-over",
    "ACCESS_TOKEN_EXPIRED": "telegram-bot-token",
    "ACCESS_TOKEN_INVALID": "telegram-bot-token",
}
"""Errors that Telethon has no class of its own for."""
_LOST_PARTS: Final = (
    errors.FilePartMissingError,
    errors.FilePart0MissingError,
    errors.Md5ChecksumInvalidError,
)


class StrangeAnswer(errors.TypeNotFoundError):  # type: ignore[misc]
    """The server said something that is no answer to the question."""

    def __init__(self, what: str) -> None:
        Exception.__init__(self, what)


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


def is_lacking(error: BaseException) -> bool:
    """Whether the server has no answer to this request, today or ever: another server than
    Telegram's may not know a method, or tell it otherwise."""
    unmade = isinstance(error, errors.RPCError) and error.code == NOT_IMPLEMENTED
    return unmade or is_of_one_chat(error)


def wait_of(error: BaseException) -> int:
    """The seconds that a flood error asks us to wait; 0 where it names none."""
    return int(getattr(error, "seconds", 0) or 0)


def flood_wait(seconds: int, now: int) -> Problem:
    """Telegram asks to wait so long from ``now`` (ms) on."""
    return Problem(
        "telegram-flood-wait", {"seconds": str(seconds), "until": str(now + seconds * 1000)}
    )


def _wall() -> int:
    return time.time_ns() // 1_000_000


def sign_in_error(error: Exception, now: int | None = None) -> ProblemError:
    """What to tell the operator while signing in, at ``now`` (ms; None: by the machine's clock)."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, errors.FloodError) and wait_of(error):
        return ProblemError(flood_wait(wait_of(error), _wall() if now is None else now))
    if isinstance(error, OSError | TimeoutError):
        return ProblemError(OFFLINE)
    for kind, code in _SIGN_IN.items():
        if isinstance(error, kind):
            return ProblemError(Problem(code))
    if isinstance(error, errors.RPCError):
        return ProblemError(Problem("telegram-refused", {"text": _words(error)}))
    return ProblemError(OFFLINE)


def channel_error(error: BaseException, now: int | None = None) -> ChannelError:
    """What a failed send or fetch means: what to tell, and whether to try again; at ``now`` (ms;
    None: by the machine's clock)."""
    if isinstance(error, ChannelError):
        return error
    if isinstance(error, errors.SlowModeWaitError):
        problem = Problem("telegram-group-slow", {"seconds": str(wait_of(error))})
        return ChannelError(problem, retry_in=float(wait_of(error)))
    if isinstance(error, errors.FloodError) and wait_of(error):
        problem = flood_wait(wait_of(error), _wall() if now is None else now)
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
    unnamed = _UNNAMED.get(str(getattr(error, "message", "")))
    if unnamed is not None:
        return ChannelError(Problem(unnamed))
    return ChannelError(Problem("telegram-refused", {"text": _words(error)}))


def _words(error: BaseException) -> str:
    """What Telethon says of an error, without the name of the request."""
    return str(error).partition(" (caused by")[0] or type(error).__name__
