"""What the window asks for, answered by core: implements ``viewmodels.backend.Backend``."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from core.domain.channels import Peer, is_group
from core.domain.deal_view import Said
from core.domain.drafts import Draft
from core.domain.events import Verdict
from core.domain.later import Later
from core.domain.problems import Problem
from core.domain.reading import Fact
from core.domain.said import Told
from core.domain.sends import Content
from core.domain.thread_filter import ThreadFilter
from core.domain.views import (
    FactRow,
    FoundRow,
    MessageRow,
    PeerRow,
    PictureRow,
    QueueRow,
    ThreadFiles,
    ThreadRow,
    Unsent,
    VersionRow,
)
from core.ports import CrmWrite, Crowded, Keeper
from core.search.found import Found
from core.search.query import Query
from core.store.read import answers as read_answers
from core.store.read import beside as read_beside
from core.store.read import crm as read_crm
from core.store.read import facts as read_facts
from core.store.read import find as read_find
from core.store.read import lists as read_lists
from core.store.read import messages as read_messages
from core.store.read import search as read_search
from core.store.read import threads as read_threads
from core.store.read import unsent as read_unsent
from core.store.read import versions as read_versions
from core.store.searching import OvertakenError
from core.understanding.conflicts import with_conflicts
from desktop.application import Application
from desktop.forwarding import forward
from desktop.viewmodels import templates
from desktop.viewmodels.backend import (
    CrmState,
    Cursor,
    HealthRow,
)
from desktop.viewmodels.templates import Filling, TemplateRow

if TYPE_CHECKING:
    from desktop.accounts_backend import AccountsBackend
    from desktop.backups_backend import BackupsBackend
    from desktop.bots_backend import BotsBackend
    from desktop.business_backend import BusinessBackend
    from desktop.chats_backend import ChatsBackend
    from desktop.checks_backend import ChecksBackend
    from desktop.history_backend import HistoryBackend
    from desktop.models_backend import ModelsBackend
    from desktop.notices_backend import NoticesBackend
    from desktop.proxies_backend import ProxiesBackend


class CoreBackend:
    """One application behind one window. Every call is a short query or an event."""

    def __init__(self, application: Application) -> None:
        self._app = application
        self._store = application.store
        self._actions = application.actions

    @cached_property
    def accounts(self) -> "AccountsBackend":
        """The Telegram accounts."""
        from desktop.accounts_backend import AccountsBackend

        return AccountsBackend(self._app)

    @cached_property
    def business(self) -> "BusinessBackend":
        """Telegram Business."""
        from desktop.business_backend import BusinessBackend

        return BusinessBackend(self._app)

    @cached_property
    def chats(self) -> "ChatsBackend":
        """Archive, mutes, marks and folders."""
        from desktop.chats_backend import ChatsBackend

        return ChatsBackend(self._app)

    @cached_property
    def models(self) -> "ModelsBackend":
        """Models on this machine."""
        from desktop.models_backend import ModelsBackend

        return ModelsBackend(self._app)

    @cached_property
    def backups(self) -> "BackupsBackend":
        """Everything in one file."""
        from desktop.backups_backend import BackupsBackend

        return BackupsBackend(self._app)

    @cached_property
    def history(self) -> "HistoryBackend":
        """Histories in files."""
        from desktop.history_backend import HistoryBackend

        return HistoryBackend(self._app)

    @cached_property
    def bots(self) -> "BotsBackend":
        """The bots that accounts have connected."""
        from desktop.bots_backend import BotsBackend

        return BotsBackend(self._app)

    @cached_property
    def proxies(self) -> "ProxiesBackend":
        """Ways to Telegram."""
        from desktop.proxies_backend import ProxiesBackend

        return ProxiesBackend(self._app)

    @cached_property
    def notices(self) -> "NoticesBackend":
        """Reminders, arrivals, health."""
        from desktop.notices_backend import NoticesBackend

        return NoticesBackend(self._app)

    @cached_property
    def checks(self) -> "ChecksBackend":
        """What the first steps ask."""
        from desktop.checks_backend import ChecksBackend

        return ChecksBackend(self._app)

    # -- reading --

    async def threads(
        self, queue: str | None, search: str, limit: int, offset: int
    ) -> list[ThreadRow]:
        """All threads come newest first, those of a queue the most urgent first."""
        now = self._app.now()
        return await self._store.read(
            lambda conn: read_threads.threads(
                conn,
                now=now,
                queue=queue,
                search=search,
                urgent=queue is not None,
                limit=limit,
                offset=offset,
            )
        )

    async def listed(self, wanted: ThreadFilter, limit: int, offset: int) -> list[ThreadRow]:
        """A page of a list."""
        now = self._app.now()
        return await self._store.read(
            lambda conn: read_threads.listed(conn, wanted, now=now, limit=limit, offset=offset)
        )

    async def count(self, wanted: ThreadFilter, most: int) -> int:
        """How many there are."""
        now = self._app.now()
        return await self._store.read(
            lambda conn: read_lists.count(conn, wanted, now=now, most=most)
        )

    async def next_due(self) -> int | None:
        """When one comes back by itself."""
        now = self._app.now()
        hours = self._app.profile.get("desk.closing_hours")
        within = int(hours) if hours.isdecimal() else 0
        return await self._store.read(lambda conn: read_lists.next_due(conn, now, within))

    async def owners(self) -> list[str]:
        """Who has threads."""
        return await self._store.read(read_lists.owners)

    async def thread(self, thread: int) -> ThreadRow | None:
        """One thread."""
        return await self._store.read(lambda conn: read_threads.thread(conn, thread))

    async def search(self, query: Query) -> Found | None:
        """On a connection of its own: the newest one ends the one before."""
        now = self._app.now()
        try:
            return await self._app.searcher.run(
                lambda conn: read_search.search(conn, query, now=now)
            )
        except OvertakenError:
            return None

    async def postpone(self, thread: int, peer: Peer, text: str, at: int) -> None:
        """At Telegram."""
        await self._app.messengers.postpone(peer, text, at)

    async def waiting(self, peer: Peer) -> list[Later]:
        """At Telegram."""
        return await self._app.messengers.waiting(peer)

    async def move_waiting(self, peer: Peer, waiting: str, at: int) -> None:
        """At Telegram."""
        await self._app.messengers.move_waiting(peer, waiting, at)

    async def cancel_waiting(self, peer: Peer, waiting: str) -> None:
        """At Telegram."""
        await self._app.messengers.cancel_waiting(peer, waiting)

    async def versions(self, message: int) -> list[VersionRow]:
        """From the log."""
        return await self._store.read(lambda conn: read_versions.versions(conn, message))

    async def find_at_messengers(self, words: str) -> int:
        """Telegram's, as far as accounts are online."""
        return await self._app.messengers.find(words)

    async def queues(self) -> list[QueueRow]:
        """Every queue that the rules know, with its counts."""
        now = self._app.now()
        rows = await self._store.read(lambda conn: read_threads.queues(conn, now))
        found = {q.id: q for q in rows}
        known = [*self._app.queues, *(q for q in found if q not in self._app.queues and q)]
        return [
            found.get(name) or QueueRow(id=name, threads=0, waiting=0, unread=0) for name in known
        ]

    async def messages(self, thread: int, before: Cursor | None, limit: int) -> list[MessageRow]:
        """A page of the conversation."""
        media = self._app.profile.media
        return self._on_their_way(
            await self._store.read(
                lambda conn: read_messages.messages(
                    conn, thread, media=media, before=before, limit=limit
                )
            )
        )

    async def pinned(self, thread: int) -> list[MessageRow]:
        """What is pinned in the thread, the newest first."""
        media = self._app.profile.media
        return await self._store.read(lambda conn: read_messages.pinned(conn, thread, media=media))

    async def messages_after(self, thread: int, after: Cursor, limit: int) -> list[MessageRow]:
        """The page that follows."""
        media = self._app.profile.media
        return self._on_their_way(
            await self._store.read(
                lambda conn: read_messages.messages_after(
                    conn, thread, after, media=media, limit=limit
                )
            )
        )

    def _on_their_way(self, rows: list[MessageRow]) -> list[MessageRow]:
        """How far the files of sends are; no other row is made anew."""
        uploads = self._app.uploads
        if uploads is None:
            return rows
        return [
            structs.replace(row, uploaded=share)
            if row.status == "sending" and (share := uploads.share(row.client_ref)) is not None
            else row
            for row in rows
        ]

    async def facts(self, thread: int) -> list[FactRow]:
        """What stands, and what contradicts it."""
        return with_conflicts(await self._store.read(lambda conn: read_facts.facts(conn, thread)))

    async def last_words(self, thread: int) -> list[Said]:
        """What was said last, and what we asked."""

        def work(conn: sqlite3.Connection) -> list[Said]:
            # its patterns take a while to compile: not before the window stands
            from core.understanding.questions import with_questions

            return with_questions(read_beside.last_words(conn, thread))

        return await self._store.read(work)

    async def files(self, thread: int) -> ThreadFiles:
        """Documents, pictures, links."""
        media = self._app.profile.media
        return await self._store.read(lambda conn: read_beside.files(conn, thread, media=media))

    async def told(self, thread: int) -> Told:
        """What was said."""
        return await self._store.read(lambda conn: read_answers.told(conn, thread))

    async def peers(self, thread: int) -> list[PeerRow]:
        """The client's chats."""
        found = await self._store.read(lambda conn: read_threads.peers(conn, thread))
        return [self._counted(one) if is_group(one.peer) else one for one in found]

    def _counted(self, row: PeerRow) -> PeerRow:
        """A group, with how many its messenger says are in it."""
        channel = self._app.channels.get((row.peer.channel.value, row.peer.account))
        if not isinstance(channel, Crowded):
            return row
        return structs.replace(row, members=channel.members(row.peer))

    async def page_texts(self, message: int, attachment: int) -> tuple[str, ...]:
        """Text of each page."""
        return await self._store.read(
            lambda conn: read_messages.page_texts(conn, message, attachment)
        )

    async def find(self, thread: int, words: str) -> list[FoundRow]:
        """Every place that says it."""
        return await self._store.read(lambda conn: read_find.find(conn, thread, words))

    async def pictures(self, thread: int) -> list[PictureRow]:
        """Every picture."""
        media = self._app.profile.media
        return await self._store.read(
            lambda conn: read_messages.pictures(conn, thread, media=media)
        )

    async def templates(self, peer: Peer) -> list[TemplateRow]:
        """Every template, those that cannot be sent now with the reason."""
        channel = self._app.channels.get((peer.channel.value, peer.account))
        from core.channels.whatsapp.channel import WhatsAppChannel
        from desktop import template_rows

        if not isinstance(channel, WhatsAppChannel):
            return []
        return [template_rows.row(template) for template in await channel.templates()]

    async def crm_preview(self, thread: int) -> list[CrmWrite]:
        """Exactly what an export writes."""
        delivery = self._app.crm.delivery
        if delivery is None:
            return []
        return await delivery.target.preview(await delivery.record(thread))

    async def crm_state(self, thread: int) -> CrmState:
        """Where the thread's record stands."""
        delivery = self._app.crm.delivery
        if delivery is None:
            return CrmState()
        target = delivery.target.name
        row = await self._store.read(lambda conn: read_crm.state(conn, thread, target))
        return CrmState(
            target=target,
            state=row.state,
            at=row.at,
            remote=row.remote,
            problem=Problem.decode(row.problem),
        )

    async def health(self) -> list[HealthRow]:
        """Accounts, model, CRM."""
        return [
            HealthRow(
                id=s.id, state=s.state, problem=s.problem, detail=s.detail,
                slot=s.slot, name=s.name, phone=s.phone, standing=s.standing,
            )
            for s in await self._app.services()
        ]  # fmt: skip

    # -- writing help --

    def can_write(self) -> bool:
        """A chat model is ready."""
        return self._app.suggester.ready

    async def suggest(self, thread: int, lang: str) -> str:
        """What might be answered."""
        return await self._app.suggester.suggest(thread, lang)

    async def misspelt(self, words: Sequence[str]) -> list[str]:
        """By the platform's dictionaries."""
        return await self._app.spelling.wrong(words)

    async def spellings(self, word: str) -> list[str]:
        """What may have been meant."""
        return await self._app.spelling.suggest(word)

    # -- acting --

    async def send(self, thread: int, peer: Peer, text: str, reply_to: str | None) -> None:
        """Queue a text."""
        looks = await self._app.drafts.looks(peer, text)
        await self._actions.send(peer, text, reply_to, looks=looks)

    async def send_file(self, thread: int, peer: Peer, path: Path, caption: str) -> None:
        """Queue a file."""
        await self._app.outgoing_files.send_file(peer, path, caption)

    async def send_voice(self, thread: int, peer: Peer, path: Path, wave: bytes) -> None:
        """Queue a recording."""
        await self._app.outgoing_files.send_file(peer, path, wave=wave)

    async def send_files(
        self, thread: int, peer: Peer, paths: Sequence[Path], caption: str
    ) -> None:
        """Queue several files."""
        await self._app.outgoing_files.send_files(peer, paths, caption)

    async def send_template(
        self, thread: int, peer: Peer, template: TemplateRow, filling: Filling
    ) -> None:
        """Queue a template."""
        text = templates.shown(template, filling).words
        file = Path(filling.file) if filling.file else None
        await self._actions.send_template(
            peer, template.name, template.lang, filling.values, text, file
        )

    async def send_content(
        self, thread: int, peer: Peer, content: Content, reply_to: str | None
    ) -> None:
        """Queue it."""
        await self._actions.send_content(peer, content, reply_to)

    async def react(self, thread: int, peer: Peer, message: str, emoji: str) -> None:
        """At the messenger, then here."""
        await self._actions.settled(await self._actions.react(peer, message, emoji))

    async def edit(self, thread: int, peer: Peer, message: str, text: str) -> None:
        """Here, then at the messenger."""
        await self._actions.settled(await self._actions.edit(peer, message, text))

    async def delete(self, thread: int, peer: Peer, messages: Sequence[str]) -> None:
        """Here, then at the messenger."""
        for wish in await self._actions.delete(peer, messages):
            await self._actions.settled(wish)

    async def forward(self, rows: Sequence[MessageRow], thread: int, *, named: bool) -> None:
        """Within an account as such, else as copies."""
        bots = self._app.bots
        await forward(
            self._actions, self._app.outgoing_files, rows, await self.peers(thread), named=named,
            copied=lambda peer: bots.rights(peer.account) is not None,
        )  # fmt: skip

    async def reactions(self, peer: Peer) -> tuple[str, ...]:
        """As its server says."""
        return await self._app.messengers.reactions(peer)

    async def typing(self, thread: int, peer: Peer) -> None:
        """Best effort."""
        await self._app.messengers.typing(peer)

    async def stop_upload(self, client_ref: str) -> bool:
        """At whichever channel has it."""
        return self._app.messengers.stop_upload(client_ref)

    async def mark_read(self, thread: int) -> None:
        """Seen."""
        await self._actions.mark_read(thread)

    async def review_fact(
        self, thread: int, fact: Fact, verdict: Verdict, value: str, unit: str
    ) -> None:
        """The operator's word."""
        await self._app.reviews.review_fact(thread, fact, verdict, value, unit)

    async def correct_intents(self, thread: int, tags: Sequence[str]) -> None:
        """The operator's tags."""
        await self._app.reviews.correct_intents(thread, tags)

    async def move(self, thread: int, queue: str) -> None:
        """Another queue."""
        await self._app.triage.move([thread], queue, Problem("moved").encode())

    async def undo_merge(self, thread: int, other: int) -> None:
        """Part two contacts."""
        await self._app.reviews.undo_merge(thread, other)

    async def export_crm(self, thread: int) -> None:
        """Now."""
        await self._app.reviews.export(thread)

    async def retry_send(self, client_ref: str) -> None:
        """Again."""
        await self._actions.retry(client_ref)

    async def discard_send(self, client_ref: str) -> None:
        """Forget it."""
        await self._actions.discard(client_ref)

    async def unsent(self, threads: Collection[int]) -> list[Unsent]:
        """What did not go out because its window had closed."""
        return await self._store.read(lambda conn: read_unsent.unsent(conn, threads))

    async def fetch_missing(self, peer: Peer) -> None:
        """Ask for a gap again."""
        channel = self._app.channels.get((peer.channel.value, peer.account))
        if isinstance(channel, Keeper):
            await channel.fetch_missing(peer)

    async def take_back(self, client_ref: str) -> None:
        """Not to be sent after all."""
        await self._actions.take_back(client_ref)

    # -- triage --

    async def pin(self, threads: Sequence[int], pinned: bool) -> None:
        """At the top of the list."""
        await self._app.triage.pin(threads, pinned)

    async def snooze(self, threads: Sequence[int], until: int) -> None:
        """Aside until then."""
        await self._app.triage.snooze(threads, until)

    async def done(self, threads: Sequence[int], done: bool) -> None:
        """Nothing left to do."""
        await self._app.triage.done(threads, done)

    async def follow_up(self, threads: Sequence[int], due: int, note: str) -> None:
        """Come back then."""
        await self._app.triage.follow_up(threads, due, note)

    async def assign(self, threads: Sequence[int], owner: str) -> None:
        """Whose they are."""
        await self._app.triage.assign(threads, owner)

    async def move_all(self, threads: Sequence[int], queue: str) -> None:
        """Another queue for many."""
        await self._app.triage.move(threads, queue, Problem("moved").encode())

    async def mark_all_read(self, threads: Sequence[int]) -> None:
        """Seen, many."""
        await self._actions.mark_read(*threads)

    async def drafts(self, thread: int | None = None) -> Sequence[Draft]:
        """What was begun."""
        return await self._app.drafts.listed(thread)

    async def keep_draft(
        self, thread: int, text: str, peer: Peer | None = None, reply_to: str = "", *,
        quiet: bool = False,
    ) -> None:  # fmt: skip
        """Keep what was begun."""
        await self._app.drafts.keep(thread, text, peer, reply_to, quiet=quiet)

    def typing_draft(self, peer: Peer) -> None:
        """A key was pressed."""
        self._app.drafts.typing(peer)

    async def left_draft(self, peer: Peer) -> None:
        """The operator is elsewhere."""
        await self._app.drafts.left(peer)

    async def message(self, peer: Peer, external_id: str) -> MessageRow | None:
        """One message."""
        media = self._app.profile.media
        return await self._app.store.read(
            lambda conn: read_messages.message(conn, peer, external_id, media=media)
        )

    # -- settings --

    async def settings(self) -> Mapping[str, str]:
        """Every setting."""
        return self._app.profile.all()

    async def save_settings(self, changed: Mapping[str, str]) -> None:
        """Keep them and let them take effect."""
        await self._app.reconfigure(changed)
