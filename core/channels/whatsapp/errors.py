"""What Graph's error codes mean for a send, and for the operator. Decided on ``code`` alone.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from typing import Final, NamedTuple

from core.domain.problems import ChannelError, Problem

WINDOW_CLOSED: Final = 131047


class Meaning(NamedTuple):
    """``code`` of the Problem, and when the same send may be tried again (seconds)."""

    code: str
    retry_in: float | None = None


_AUTH = Meaning("whatsapp-auth")
_TEMPLATE = Meaning("whatsapp-template")
_ACCOUNT = Meaning("whatsapp-account")
_MEDIA = Meaning("whatsapp-media")
_BROKEN = Meaning("whatsapp-other", 10.0)

_MEANINGS: Final[dict[int, Meaning]] = {
    WINDOW_CLOSED: Meaning("whatsapp-window-closed"),
    131026: Meaning("whatsapp-undeliverable"),
    131030: Meaning("whatsapp-not-allowed"),
    131049: Meaning("whatsapp-marketing-cap"),
    131050: Meaning("whatsapp-opted-out"),
    131062: Meaning("whatsapp-no-phone"),
    # One person may be sent about one message in 6 s.
    131056: Meaning("whatsapp-throttled", 6.0),
    130429: Meaning("whatsapp-throttled", 5.0),
    4: Meaning("whatsapp-throttled", 60.0),
    80007: Meaning("whatsapp-throttled", 60.0),
    131048: Meaning("whatsapp-throttled", 600.0),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016), _TEMPLATE),
    **dict.fromkeys((0, 3, 10, 190, 131005, *range(200, 300)), _AUTH),
    **dict.fromkeys((368, 131031, 131042, 131045, 133010), _ACCOUNT),
    **dict.fromkeys((131052, 131053), _MEDIA),
    **dict.fromkeys((1, 2, 131000, 131016, 131057, 133004), _BROKEN),
}


def number(code: int | str | None) -> int:
    """An error's code as a number; -1 where it has none."""
    try:
        return -1 if code is None else int(code)
    except ValueError:
        return -1


def meaning(code: int) -> Meaning:
    """What an error code means; an unknown one is a refusal."""
    return _MEANINGS.get(code, Meaning("whatsapp-refused"))


def problem(code: int, text: str) -> Problem:
    """What the operator is told: our code, with Graph's number and words as parameters."""
    return Problem(meaning(code).code, {"number": str(code), "text": text[:300]})


def refusal(code: int, text: str) -> ChannelError:
    """The error of a call that Graph answered with ``code``: it did not do what was asked."""
    return ChannelError(
        problem(code, text),
        retry_in=meaning(code).retry_in,
        closes_window=code == WINDOW_CLOSED,
    )


def is_auth(error: ChannelError) -> bool:
    """True where the token or its rights are at fault, so that nothing else will pass either."""
    return error.problem.code in (_AUTH.code, _ACCOUNT.code)
