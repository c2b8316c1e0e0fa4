"""What there is to look at, of a hub or of a desk alone."""

from pathlib import Path
from typing import Literal

import msgspec

from core.team.nats_access import NatsAccess


class App(msgspec.Struct, frozen=True, kw_only=True):
    """An app at Meta. ``id``: '' where it is found out."""

    name: str
    id: str = ""
    secrets: tuple[str, ...]
    verify_token: str


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """One of our numbers. ``waba``: of its business account, '' where it is found out."""

    id: str
    token: str
    waba: str = ""


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """Where webhooks come. ``url``: as Meta has it, '' where that is not told; ``watch``: where the
    hub tells of its health, '' for none."""

    url: str
    host: str
    port: int
    path: str
    watch: str = ""


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """A home on JetStream, as a hub or as a desk (whose name ``access`` has) sees it."""

    access: NatsAccess
    name: str
    role: Literal["hub", "desk"]
    days: int = 0


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A hub that a desk reads over HTTPS."""

    url: str
    token: str


class DeskToken(msgspec.Struct, frozen=True):
    """A desk that a hub knows, by the SHA-256 of its token."""

    name: str
    digest: str


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """``spare``: bytes that are to stay free in ``folder``. ``desks``: None where no desk reads
    here. ``ca_file``: whom to trust besides the system's authorities."""

    folder: Path
    spare: int
    base_url: str
    version: str
    timeout: float = 20.0
    front: Front | None = None
    apps: tuple[App, ...] = ()
    numbers: tuple[Number, ...] = ()
    stream: Stream | None = None
    link: Link | None = None
    desks: tuple[DeskToken, ...] | None = None
    ca_file: str = ""

    def graph(self, path: str) -> str:
        """The Graph address of ``path`` (no slash in front)."""
        parts = (self.base_url.rstrip("/"), self.version.strip("/"), path)
        return "/".join(part for part in parts if part)
