"""What an export holds, whichever messenger wrote it."""

import msgspec

from core.domain.channels import Actor
from core.domain.events import AttachmentKind


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message. ``id`` is the messenger's, '' where the export has none. ``author`` is what
    ``sender`` is called, where there are several. ``at`` is ms since the
    epoch (``whatsapp_text``: by the clock of whoever exported, as if that were UTC). ``file`` is a
    path inside the export, '' where the file was left out."""

    id: str = ""
    at: int
    sender: str
    author: str = ""
    text: str = ""
    kind: AttachmentKind | None = None
    file: str = ""
    file_name: str = ""
    mime: str = ""
    seconds: int = 0
    note: str = ""
    reply_to: str | None = None
    edited_at: int | None = None
    reactions: tuple[tuple[str, str], ...] = ()


class Chat(msgspec.Struct, frozen=True, kw_only=True):
    """A chat. ``id`` is the client's (or the group's) in the messenger, '' where the export does
    not say. ``client`` is what the client is called among the senders, '' where that is not sure;
    in a ``group`` everybody is but ``us``. ``unread`` counts what could not be read."""

    id: str = ""
    name: str
    client: str = ""
    group: bool = False
    us: str = ""
    phone: str = ""
    lines: tuple[Line, ...] = ()
    unread: int = 0

    @property
    def senders(self) -> tuple[str, ...]:
        """Everybody who writes here."""
        return tuple(dict.fromkeys(line.sender for line in self.lines))

    def side(self, sender: str) -> Actor:
        """Whether that is the client or we."""
        theirs = sender != self.us if self.group else sender == self.client
        return "client" if theirs else "us"
