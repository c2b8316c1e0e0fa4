"""A send of ours on its way to Graph: paced, its file uploaded, posted once."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec

from core.channels.uploads import Uploads
from core.channels.whatsapp import errors, outgoing, taken
from core.channels.whatsapp.graph import Graph
from core.channels.whatsapp.pacing import Pacing
from core.channels.whatsapp.settings import WhatsAppSettings
from core.channels.whatsapp.templates import MEDIA_HEADERS, Template
from core.channels.whatsapp.uploads import counted
from core.domain.channels import Peer
from core.domain.events import SendRequested
from core.domain.problems import ChannelError, Problem
from core.domain.sends import Reaction
from core.ports import Ingest, Sent

_POSTING = b"posting"
_BUSY_WAIT = 2.0
_AGAIN = 2.0
_SHORT = 0.25
"""Seconds that a lane waits for the number's turn; what takes longer is put off."""


class Sender:
    """The sends of one number."""

    def __init__(
        self,
        settings: WhatsAppSettings,
        ingest: Ingest,
        line: Callable[[], Graph],
        template: Callable[[str, str], Awaitable[Template]],
        heard: Callable[[ChannelError | None], None],
        now: Callable[[], int],
    ) -> None:
        """``heard`` is told what each post taught about the line; ``now``: ms since the epoch."""
        self._settings = settings
        self._ingest = ingest
        self._line = line
        self._template = template
        self._heard = heard
        self._now = now
        self._under_way: set[str] = set()
        self._media_ids: dict[str, str] = {}
        self.pacing = Pacing(settings.messages_per_second)
        self.uploads = Uploads("whatsapp-upload-stopped")

    async def send(self, peer: Peer, request: SendRequested) -> Sent:
        """Hand a send to Graph, once for each ``client_ref``: what was taken before is told
        again; what broke half-way before (this process or an earlier one) stays uncertain.
        Raises ChannelError."""
        ref = request.client_ref
        if ref in self._under_way:
            raise ChannelError(Problem("whatsapp-sending"), retry_in=_BUSY_WAIT)
        self._under_way.add(ref)
        try:
            return await self._send(peer, request)
        finally:
            self._under_way.discard(ref)
            self._media_ids.pop(ref, None)

    async def sent(self, client_ref: str) -> Sent | None:
        """As what Graph took a send, None where it did not (or nobody heard)."""
        kept = await self._ingest.get_state(_key(client_ref))
        return msgspec.json.decode(kept, type=Sent) if kept and kept != _POSTING else None

    async def _send(self, peer: Peer, request: SendRequested) -> Sent:
        key = _key(request.client_ref)
        before = await self._ingest.get_state(key)
        repeatable = isinstance(request.content, Reaction)  # a second one changes nothing
        if before == _POSTING and not repeatable:
            raise ChannelError(Problem("whatsapp-unsure", {"why": "before"}), uncertain=True)
        if before and before != _POSTING:
            return msgspec.json.decode(before, type=Sent)
        self._pace(peer)
        body = outgoing.envelope(peer.id, request.client_ref, request.reply_to)
        path = "messages"
        if request.template:
            template = await self._template(request.template, request.template_lang)
            body |= {"type": "template", "template": await self._filled(template, request)}
            if template.marketing and self._settings.marketing_messages:
                path = "marketing_messages"
        else:
            outgoing.check(request)
            file = await self._media(request)
            previews = self._settings.link_previews
            body |= outgoing.message_part(request, file, preview=previews)
        await self._turn(peer)
        self.pacing.going(peer.id, time.monotonic())
        line = self._line()
        await self._ingest.set_state(key, _POSTING)
        try:
            answer = await line.post(
                self._settings.url(f"{self._settings.phone_number_id}/{path}"), body
            )
        except ChannelError as error:
            self._heard(error)
            if not error.uncertain:
                await self._ingest.set_state(key, b"")
            elif repeatable:
                raise ChannelError(error.problem, retry_in=_AGAIN) from error
            raise self._slowed(peer, _named(error, request)) from error
        self._heard(None)
        self.pacing.taken(peer.id)
        media = self._media_ids.get(request.client_ref, "")
        sent = Sent(taken.wamid(answer), self._now(), media)
        await self._ingest.set_state(key, msgspec.json.encode(sent))
        if known := taken.known_as(answer, peer, sent.at):
            await self._ingest.append(known)
        return sent

    def _pace(self, peer: Peer) -> None:
        """Raises ChannelError where it is not this chat's turn: it is put off, others go on."""
        now = time.monotonic()
        if (wait := self.pacing.person_wait(peer.id, now)) > 0:
            raise ChannelError(Problem("whatsapp-paced"), retry_in=wait)
        if (wait := self.pacing.number_wait(now)) > _SHORT:
            problem = Problem("whatsapp-throttled", {"number": "", "text": ""})
            raise ChannelError(problem, retry_in=wait)

    async def _turn(self, peer: Peer) -> None:
        """Wait for the number's next place; what takes long is put off."""
        while (wait := self.pacing.number_wait(time.monotonic())) > 0:
            self._pace(peer)
            await asyncio.sleep(wait)
        self._pace(peer)

    def _slowed(self, peer: Peer, error: ChannelError) -> ChannelError:
        """The refusal with the time until the next try, where it asks to send less."""
        if error.retry_in is None:
            return error
        now = time.monotonic()
        match errors.scope(error):
            case "person":
                wait = self.pacing.person_refused(peer.id, now)
            case "number":
                wait = self.pacing.number_refused(now, error.retry_in)
            case _:
                return error
        return ChannelError(error.problem, retry_in=wait)

    async def _filled(self, template: Template, request: SendRequested) -> dict[str, Any]:
        values = outgoing.values(request)
        has_file = bool(request.file or request.media)
        # everything but the kind of the file, before it is uploaded
        template.check(values, media=template.header.kind if has_file else "")
        wanted = template.header.kind in MEDIA_HEADERS
        media = await self._media(request, template.header.kind if wanted else "")
        kind, file = media or ("", None)
        return template.message(values, kind, file)

    async def _media(self, request: SendRequested, above: str = "") -> outgoing.Media | None:
        """The send's file, at Meta's; ``above``: as which kind it has to stand above a template."""
        name = request.file_name or Path(request.file).name
        mime = outgoing.mime_of(name, request.mime)
        if request.media:
            kind = above if above == "document" else outgoing.media_kind(mime, 1, request.text)
            return outgoing.media_object(kind, request.media, request.file_name)
        if not request.file:
            return None
        path = Path(self._settings.media_root) / request.file
        try:
            size = (await asyncio.to_thread(path.stat)).st_size
            caption = "" if request.content or request.template else request.text
            kind = outgoing.media_kind(mime, size, caption)
            if above == "document":
                kind = above
            elif above and kind != above:
                params = {"name": request.template, "kind": above}
                raise ChannelError(Problem("whatsapp-template-file", params))
            url = self._settings.url(f"{self._settings.phone_number_id}/media")
            media_id = await self.uploads.run(
                request.client_ref,
                lambda count: counted(
                    path, size, count, lambda file: self._line().upload(url, file, name, mime)
                ),
            )
        except OSError as error:
            params = {"name": name, "why": error.strerror or ""}
            raise ChannelError(Problem("file-missing", params)) from error
        self._media_ids[request.client_ref] = media_id
        return outgoing.media_object(kind, media_id, name)


def _key(client_ref: str) -> str:
    return f"whatsapp:send:{client_ref}"


def _named(error: ChannelError, request: SendRequested) -> ChannelError:
    """A refusal of a template, with its name."""
    if not request.template:
        return error
    problem = error.problem
    named = Problem(problem.code, {**problem.params, "name": request.template, "limit": "1024"})
    return ChannelError(
        named,
        retry_in=error.retry_in,
        uncertain=error.uncertain,
        closes_window=error.closes_window,
    )
