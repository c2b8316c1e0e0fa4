"""The hub of a team, as the settings name it."""

from typing import TYPE_CHECKING

from core.ports import Feed
from desktop.profile import Profile

if TYPE_CHECKING:
    from core.team.nats_access import NatsAccess


def open_feed(profile: Profile) -> Feed | None:
    """The feed of the hub that takes in this desk's webhooks; None where the desk does that
    itself. It is not started."""
    get = profile.get
    match get("whatsapp.source"):
        case "hub":
            from core.team.http_feed import HttpFeed

            return HttpFeed(get("whatsapp.hub_url"), get("whatsapp.hub_token"))
        case "nats":
            from core.team.nats_feed import NatsFeed

            return NatsFeed(nats_access(profile), stream=get("whatsapp.nats_stream").strip())
        case _:
            return None


def nats_access(profile: Profile) -> "NatsAccess":
    """What opens the NATS server for this desk."""
    from core.team.nats_access import NatsAccess

    get = profile.get
    user = get("whatsapp.nats_user").strip()
    return NatsAccess(
        servers=tuple(get("whatsapp.nats_servers").replace(",", " ").split()),
        name=user,
        user=user,
        secret=get("whatsapp.nats_secret").strip(),
        ca_file=get("whatsapp.nats_ca").strip(),
    )


def hub_address(profile: Profile) -> str:
    """Where the hub is, as the settings name it."""
    get = profile.get
    return get("whatsapp.hub_url" if get("whatsapp.source") == "hub" else "whatsapp.nats_servers")
