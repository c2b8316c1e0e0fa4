"""What Graph's error codes mean for a send, and for the operator. Decided on ``code`` alone.

Sources: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
and, for codes 134100 to 134102, the Marketing Messages API. What the operator can do about each
Problem stands in `core.domain.remedies`.
"""

from typing import Final, Literal, NamedTuple

from core.channels.whatsapp import records
from core.channels.whatsapp.records import Raw
from core.domain.problems import ChannelError, Problem

WINDOW_CLOSED: Final = 131047
OPTED_OUT: Final = 131050
PAIR_LIMIT: Final = 131056
UNKNOWN: Final = frozenset({1, 131000})
"""Something went wrong at Graph, which does not say whether before or after it took the call."""

Scope = Literal["", "person", "number"]
"""Whom a code slows down: nobody else, this person, everybody the number writes to."""


class Meaning(NamedTuple):
    """``code`` of the Problem, when the same send may be tried again (seconds; None: not by
    itself), and for whom that holds."""

    code: str
    retry_in: float | None = None
    scope: Scope = ""


_BROKEN: Final = Meaning("whatsapp-other", 10.0)
_AUTH: Final = Meaning("whatsapp-auth")
_VALUES: Final = Meaning("whatsapp-template-values")
_REGISTRATION: Final = Meaning("whatsapp-registration")
_ACCOUNTS: Final = ("whatsapp-account", "whatsapp-payment", "whatsapp-registration")

MEANINGS: Final[dict[int, Meaning]] = {
    # our rights
    **dict.fromkeys((0, 3, 10, 190, 131005, *range(200, 300)), _AUTH),
    33: Meaning("whatsapp-number-gone"),
    # too much, too fast
    4: Meaning("whatsapp-throttled", 60.0, "number"),
    613: Meaning("whatsapp-throttled", 60.0, "number"),
    80007: Meaning("whatsapp-throttled", 60.0, "number"),
    130429: Meaning("whatsapp-throttled", 2.0, "number"),
    131048: Meaning("whatsapp-throttled", 600.0, "number"),
    PAIR_LIMIT: Meaning("whatsapp-throttled", 1.0, "person"),
    131064: Meaning("whatsapp-daily-limit"),
    # our account
    368: Meaning("whatsapp-account"),
    131031: Meaning("whatsapp-account"),
    131042: Meaning("whatsapp-payment"),
    134011: Meaning("whatsapp-payment"),
    130497: Meaning("whatsapp-country"),
    131037: Meaning("whatsapp-display-name"),
    131057: Meaning("whatsapp-other", 60.0, "number"),
    **dict.fromkeys(
        (131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016), _REGISTRATION
    ),
    133004: _BROKEN,
    # the person
    131021: Meaning("whatsapp-own-number"),
    131026: Meaning("whatsapp-undeliverable"),
    131030: Meaning("whatsapp-not-allowed"),
    WINDOW_CLOSED: Meaning("whatsapp-window-closed"),
    130472: Meaning("whatsapp-experiment"),
    131049: Meaning("whatsapp-marketing-cap"),
    OPTED_OUT: Meaning("whatsapp-opted-out"),
    131062: Meaning("whatsapp-no-phone"),
    137000: Meaning("whatsapp-undeliverable"),
    # what was sent
    100: Meaning("whatsapp-refused"),
    131008: Meaning("whatsapp-refused"),
    131009: Meaning("whatsapp-refused"),
    131051: Meaning("whatsapp-unsupported"),
    131055: Meaning("whatsapp-unsupported"),
    131052: Meaning("whatsapp-media"),
    131053: Meaning("whatsapp-media"),
    # its template
    **dict.fromkeys((132000, 132008, 132012, 132018), _VALUES),
    132001: Meaning("whatsapp-template-gone"),
    132005: Meaning("whatsapp-template-too-long"),
    132007: Meaning("whatsapp-template-policy"),
    132015: Meaning("whatsapp-template-paused"),
    132016: Meaning("whatsapp-template-disabled"),
    132068: Meaning("whatsapp-template-flow"),
    132069: Meaning("whatsapp-template-flow"),
    131063: Meaning("whatsapp-marketing-off"),
    134100: Meaning("whatsapp-marketing-path"),
    134101: Meaning("whatsapp-template-syncing", 600.0),
    134102: Meaning("whatsapp-template-marketing"),
    # theirs
    **dict.fromkeys((1, 2, 131000, 131016, 135000), _BROKEN),
}


def number(code: int | str | float | None) -> int:
    """An error's code as a number; -1 where it has none."""
    try:
        return -1 if code is None else int(code)
    except (ValueError, OverflowError):
        return -1


def meaning(code: int) -> Meaning:
    """What an error code means; an unknown one is a refusal."""
    return MEANINGS.get(code, Meaning("whatsapp-refused"))


def told(raw: Raw) -> tuple[int, str]:
    """The number and the words of an error."""
    error = records.soft(raw, records.Problem)
    more = records.soft(error.error_data, records.Details).details or error.details
    return number(error.code), error.title or error.message or more or ""


def problem(code: int, text: str) -> Problem:
    """What the operator is told: our code, with Graph's number and words as parameters."""
    return Problem(meaning(code).code, {"number": str(code), "text": text[:300]})


def failure(code: int, text: str) -> Problem:
    """The same of a message that Meta took and gave up later: nothing sends it again by itself."""
    told = problem(code, text)
    again = meaning(code).retry_in is not None
    return Problem("whatsapp-not-delivered", told.params) if again else told


def refusal(code: int, text: str) -> ChannelError:
    """The error of a call that Graph answered with ``code``: it did not do what was asked."""
    return ChannelError(
        problem(code, text),
        retry_in=meaning(code).retry_in,
        closes_window=code == WINDOW_CLOSED,
    )


def scope(error: ChannelError) -> Scope:
    """Whom a refusal slows down."""
    return meaning(number(error.problem.params.get("number"))).scope


def is_auth(error: ChannelError) -> bool:
    """True where the token or its rights are at fault, so that nothing else will pass either."""
    return error.problem.code in (_AUTH.code, *_ACCOUNTS)
