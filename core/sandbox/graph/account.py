"""The business account of the sandbox's WhatsApp and the people who write to it."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field

SERVICE_WINDOW_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class GraphAccount:
    """What an application needs to connect; the secrets are fresh in every process."""

    version: str = "v26.0"
    phone_number_id: str = "106540352242922"
    waba_id: str = "102290129340398"
    app_id: str = "670843887433847"
    display_phone: str = "74950001122"
    verified_name: str = "Threadline Sandbox"
    access_token: str = field(default_factory=lambda: "EAA" + secrets.token_hex(24))
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    verify_token: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def app_token(self) -> str:
        """What the app itself is known by."""
        return f"{self.app_id}|{self.app_secret}"


@dataclass(slots=True)
class Person:
    """A WhatsApp user. `last_inbound` is the time (epoch seconds) of their newest message."""

    phone: str
    name: str
    last_inbound: float | None = None

    @property
    def wa_id(self) -> str:
        """The phone's digits, as webhooks and answers carry it."""
        return self.phone.lstrip("+")

    @property
    def user_id(self) -> str:
        """The business-scoped user id (BSUID): a country and digits, the same in every run."""
        digest = hashlib.sha256(self.phone.encode()).digest()
        country = "RU" if self.phone.startswith("+7") else "US"
        return f"{country}.{int.from_bytes(digest[:8], 'big')}"

    def window_open(self, now: float) -> bool:
        """True within 24 hours of the newest message, by that message's own time."""
        return self.last_inbound is not None and now < self.last_inbound + SERVICE_WINDOW_SECONDS


def new_wamid(wa_id: str) -> str:
    """A message id as WhatsApp makes them: opaque, and never the same twice."""
    return "wamid." + base64.b64encode(wa_id.encode() + secrets.token_bytes(18)).decode()
