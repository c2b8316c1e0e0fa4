"""Graph's answers about tokens, accounts and subscriptions, as far as they are read."""

from typing import TypeVar

import msgspec

from core.doctor.setup import Number
from core.domain.problems import Problem

R = TypeVar("R")
Got = bytes | Problem


class Granted(msgspec.Struct, frozen=True):
    """For which accounts a right was granted; empty: for all."""

    scope: str
    target_ids: list[str] = []


class TokenError(msgspec.Struct, frozen=True):
    """Why a token is not valid."""

    message: str = ""


class TokenData(msgspec.Struct, frozen=True):
    """``expires_at`` in seconds since the epoch, 0 for never."""

    is_valid: bool
    app_id: str = ""
    application: str = ""
    type: str = ""
    expires_at: int = 0
    data_access_expires_at: int = 0
    scopes: list[str] = []
    granular_scopes: list[Granted] = []
    error: TokenError | None = None


class Token(msgspec.Struct, frozen=True):
    """`debug_token`."""

    data: TokenData

    @property
    def accounts(self) -> list[str]:
        """Business accounts that it was granted for, the one granted last first."""
        found = [ident for one in self.data.granular_scopes for ident in one.target_ids
                 if one.scope.startswith("whatsapp_business_")]  # fmt: skip
        return list(dict.fromkeys(found))


class Throughput(msgspec.Struct, frozen=True):
    """STANDARD: 80 messages a second, HIGH: up to 1,000."""

    level: str = ""


class Callbacks(msgspec.Struct, frozen=True):
    """Where webhooks go: the first of these that is there."""

    phone_number: str = ""
    whatsapp_business_account: str = ""
    application: str = ""


class Node(msgspec.Struct, frozen=True):
    """A phone number."""

    id: str
    display_phone_number: str = ""
    verified_name: str = ""
    quality_rating: str = ""
    status: str = ""
    throughput: Throughput = Throughput()
    platform_type: str = ""
    is_on_biz_app: bool = False
    webhook_configuration: Callbacks | None = None


class Id(msgspec.Struct, frozen=True):
    """Whatever has an id."""

    id: str


class Phones(msgspec.Struct, frozen=True):
    """The numbers of an account."""

    data: list[Id]

    def has(self, number: str) -> bool:
        """Whether the number is one of them."""
        return any(one.id == number for one in self.data)


class SubscribedApp(msgspec.Struct, frozen=True):
    """An app that hears of an account."""

    whatsapp_business_api_data: Id
    override_callback_uri: str = ""


class SubscribedApps(msgspec.Struct, frozen=True):
    """`subscribed_apps`."""

    data: list[SubscribedApp]


class Field(msgspec.Struct, frozen=True):
    """What is subscribed to."""

    name: str


class Subscription(msgspec.Struct, frozen=True):
    """To an object's fields."""

    object: str
    callback_url: str = ""
    active: bool = True
    fields: list[Field] = []


class Subscriptions(msgspec.Struct, frozen=True):
    """An app's `subscriptions`."""

    data: list[Subscription]


class Facts(msgspec.Struct, kw_only=True):
    """The answers about a number; None where nothing was asked. ``app`` is the app of its token,
    ``waba`` its business account, '' where they are not known."""

    number: Number
    node: Got
    token: Got | None = None
    app: str = ""
    waba: str = ""
    phones: Got | None = None
    subscribed: Got | None = None
    subscriptions: Got | None = None
    templates: Got | None = None


def read(got: Got | None, kind: type[R]) -> R | None:
    """An answer as its record; None where it is none."""
    if not isinstance(got, bytes):
        return None
    try:
        return msgspec.json.decode(got, type=kind, strict=False)
    except (msgspec.DecodeError, UnicodeError):
        return None


def has(got: Got | None, code: str) -> bool:
    """Whether that problem was the answer."""
    return isinstance(got, Problem) and got.code == code


def why(got: Got | None) -> str:
    """Graph's own words of a refusal."""
    if isinstance(got, Problem):
        said = " ".join(filter(None, (got.params.get("number", ""), got.params.get("text", ""))))
        return said or got.params.get("why", "") or got.code
    return "JSON"
