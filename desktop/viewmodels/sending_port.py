"""What the desk asks to be sent, and what becomes of what was not."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

from core.domain.channels import Peer
from core.domain.sends import Content, Quote
from core.domain.views import MessageRow, Unsent
from desktop.viewmodels.templates import Filling, TemplateRow


class Sending(Protocol):
    """Each comes back when it is durable; the outcome arrives by feed."""

    async def send(
        self, thread: int, peer: Peer, text: str, reply_to: str | None, *,
        quote: Quote | None = None, silent: bool = False,
    ) -> None:  # fmt: skip
        """Queue a text. ``reply_to`` is the external id of the message answered, ``quote`` which of
        its words are meant; ``silent``: it makes no sound at the client's, here and below."""

    async def send_file(
        self, thread: int, peer: Peer, path: Path, caption: str, *, silent: bool = False
    ) -> None:
        """Queue a file."""

    async def send_voice(self, thread: int, peer: Peer, path: Path, wave: bytes) -> None:
        """Queue a recording of ours; ``wave`` are its peaks, 0 to 255 each."""

    async def send_files(
        self, thread: int, peer: Peer, paths: Sequence[Path], caption: str, *, silent: bool = False
    ) -> None:
        """Queue several files, ``caption`` with the first; an album where the messenger has
        such."""

    async def templates(self, peer: Peer) -> list[TemplateRow]:
        """The templates of the peer's account, those that cannot be sent now too."""

    async def send_template(
        self, thread: int, peer: Peer, template: TemplateRow, filling: Filling
    ) -> None:
        """Queue a template with its places filled."""

    async def send_content(
        self, thread: int, peer: Peer, content: Content, reply_to: str | None
    ) -> None:
        """Queue a place, a contact, or a question with buttons or a list."""

    async def forward(self, rows: Sequence[MessageRow], thread: int, *, named: bool) -> None:
        """Pass messages on to another thread; ``named``: with whose they were. To another
        messenger or account go copies."""

    async def stop_upload(self, client_ref: str) -> bool:
        """Stop the file of a send on its way; False where it is not (any more)."""

    async def retry_send(self, client_ref: str) -> None:
        """Try a failed send again."""

    async def discard_send(self, client_ref: str) -> None:
        """Forget a failed send."""

    async def take_back(self, client_ref: str) -> None:
        """Take back a text that has not gone out yet; raises where it has."""

    async def unsent(self, threads: Collection[int]) -> list[Unsent]:
        """Texts of those threads that did not go out because their window had closed."""
