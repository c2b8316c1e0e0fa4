"""What goes out: implements ``viewmodels.sending_port.Sending``."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.channels import Peer
from core.domain.sends import Content, Quote
from core.domain.views import MessageRow, Unsent
from core.store.read import threads as read_threads
from core.store.read import unsent as read_unsent
from desktop.forwarding import forward
from desktop.viewmodels import templates
from desktop.viewmodels.templates import Filling, TemplateRow

if TYPE_CHECKING:
    from desktop.application import Application


class SendingBackend:
    """Every send is an event."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def send(
        self, thread: int, peer: Peer, text: str, reply_to: str | None, *,
        quote: Quote | None = None, silent: bool = False,
    ) -> None:  # fmt: skip
        """Queue a text."""
        looks = await self._app.drafts.looks(peer, text)
        await self._app.actions.send(peer, text, reply_to, looks=looks, quote=quote, silent=silent)

    async def send_file(
        self, thread: int, peer: Peer, path: Path, caption: str, *, silent: bool = False
    ) -> None:
        """Queue a file."""
        await self._app.outgoing_files.send_file(peer, path, caption, silent=silent)

    async def send_voice(self, thread: int, peer: Peer, path: Path, wave: bytes) -> None:
        """Queue a recording."""
        await self._app.outgoing_files.send_file(peer, path, wave=wave)

    async def send_files(
        self, thread: int, peer: Peer, paths: Sequence[Path], caption: str, *, silent: bool = False
    ) -> None:
        """Queue several files."""
        await self._app.outgoing_files.send_files(peer, paths, caption, silent=silent)

    async def templates(self, peer: Peer) -> list[TemplateRow]:
        """Every template, those that cannot be sent now with the reason."""
        channel = self._app.channels.get((peer.channel.value, peer.account))
        from core.channels.whatsapp.channel import WhatsAppChannel
        from desktop import template_rows

        if not isinstance(channel, WhatsAppChannel):
            return []
        return [template_rows.row(template) for template in await channel.templates()]

    async def send_template(
        self, thread: int, peer: Peer, template: TemplateRow, filling: Filling
    ) -> None:
        """Queue a template."""
        text = templates.shown(template, filling).words
        file = Path(filling.file) if filling.file else None
        await self._app.actions.send_template(
            peer, template.name, template.lang, filling.values, text, file
        )

    async def send_content(
        self, thread: int, peer: Peer, content: Content, reply_to: str | None
    ) -> None:
        """Queue it."""
        await self._app.actions.send_content(peer, content, reply_to)

    async def forward(self, rows: Sequence[MessageRow], thread: int, *, named: bool) -> None:
        """Within an account as such, else as copies."""
        app = self._app
        peers = await app.store.read(lambda conn: read_threads.peers(conn, thread))
        await forward(
            app.actions, app.outgoing_files, rows, peers, named=named,
            copied=lambda peer: app.bots.rights(peer.account) is not None,
        )  # fmt: skip

    async def stop_upload(self, client_ref: str) -> bool:
        """At whichever channel has it."""
        return self._app.messengers.stop_upload(client_ref)

    async def retry_send(self, client_ref: str) -> None:
        """Again."""
        await self._app.actions.retry(client_ref)

    async def discard_send(self, client_ref: str) -> None:
        """Forget it."""
        await self._app.actions.discard(client_ref)

    async def take_back(self, client_ref: str) -> None:
        """Not to be sent after all."""
        await self._app.actions.take_back(client_ref)

    async def unsent(self, threads: Collection[int]) -> list[Unsent]:
        """What did not go out because its window had closed."""
        return await self._app.store.read(lambda conn: read_unsent.unsent(conn, threads))
