"""What the window asks for, answered by core: implements ``viewmodels.backend.Backend``."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.application import Application
from desktop.asked_backend import AskedBackend
from desktop.changing_backend import ChangingBackend
from desktop.deal_backend import DealBackend
from desktop.drafting_backend import DraftingBackend
from desktop.lists_backend import ListsBackend
from desktop.postponed_backend import PostponedBackend
from desktop.sending_backend import SendingBackend
from desktop.talk_backend import TalkBackend
from desktop.triage_backend import TriageBackend
from desktop.viewmodels.backend import HealthRow
from desktop.writing_backend import WritingBackend

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
    from desktop.people_backend import PeopleBackend
    from desktop.proxies_backend import ProxiesBackend
    from desktop.rooms_backend import RoomsBackend


class CoreBackend:
    """One application behind one window, an object a subject: those of the desk at once, the
    others when they are first asked for."""

    def __init__(self, application: Application) -> None:
        self._app = application
        self.lists = ListsBackend(application)
        self.talk = TalkBackend(application)
        self.deal = DealBackend(application)
        self.sending = SendingBackend(application)
        self.changing = ChangingBackend(application)
        self.asking = AskedBackend(application)
        self.postponed = PostponedBackend(application)
        self.writing = WritingBackend(application)
        self.drafting = DraftingBackend(application)
        self.triage = TriageBackend(application)

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
    def people(self) -> "PeopleBackend":
        """Whom to write to first."""
        from desktop.people_backend import PeopleBackend

        return PeopleBackend(self._app)

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
    def rooms(self) -> "RoomsBackend":
        """Groups from within."""
        from desktop.rooms_backend import RoomsBackend

        return RoomsBackend(self._app)

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

    async def health(self) -> list[HealthRow]:
        """Accounts, model, CRM."""
        return await self._app.services()

    async def settings(self) -> Mapping[str, str]:
        """Every setting."""
        return self._app.profile.all()

    async def save_settings(self, changed: Mapping[str, str]) -> None:
        """Keep them and let them take effect."""
        await self._app.reconfigure(changed)
