"""What the operator sets for one WhatsApp number, and where its secrets are kept."""

import msgspec

from core.domain import secret_names


class WhatsAppSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One number of one business account.

    ``phone_number_id`` is our side of every peer. ``base_url`` and ``version`` make the Graph
    address. ``host``, ``port`` (0: any free one) and ``path`` are where the webhook is listened
    for; ``public_url`` is how Meta reaches it (a tunnel or a proxy), '' when that is the same.
    ``media_root`` is what relative files of a send are relative to. ``coexistence``: the number
    is used in the WhatsApp Business app as well. ``link_previews``: the first link of a text is
    shown with its page. ``marketing_messages``: marketing templates go
    through the Marketing Messages API.
    """

    phone_number_id: str
    waba_id: str = ""
    base_url: str = "https://graph.facebook.com"
    version: str = "v26.0"
    host: str = "127.0.0.1"
    port: int = 8765
    path: str = "/webhook"
    public_url: str = ""
    media_root: str = ""
    timeout: float = 20.0
    marketing_messages: bool = False
    coexistence: bool = False
    link_previews: bool = False

    @property
    def messages_per_second(self) -> float:
        """What Meta lets the number send."""
        return 20.0 if self.coexistence else 80.0

    @property
    def access_token_key(self) -> str:
        """The name of the Graph bearer token among the secrets."""
        return secret_names.whatsapp(self.phone_number_id, "access_token")

    @property
    def app_secret_key(self) -> str:
        """The name of the app secret, which signs webhooks."""
        return secret_names.whatsapp(self.phone_number_id, "app_secret")

    @property
    def verify_token_key(self) -> str:
        """The name of the token that proves a callback ours when it is registered."""
        return secret_names.whatsapp(self.phone_number_id, "verify_token")

    def url(self, path: str) -> str:
        """The Graph address of ``path`` (no slash in front)."""
        parts = (self.base_url.rstrip("/"), self.version.strip("/"), path)
        return "/".join(part for part in parts if part)
