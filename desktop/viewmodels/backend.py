"""What the desk asks of core, as protocols that the bootstrap implements, a subject each. Nothing
else is known of the store, the channels or the model.

Every call returns at once (a coroutine); what the operator can act on is raised as ProblemError.
"""

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

from core.domain.problems import Problem
from core.domain.standing import Standing
from core.ports import ChannelState
from desktop.viewmodels.accounts_port import Accounts
from desktop.viewmodels.asked_port import Asking
from desktop.viewmodels.backups_port import Saving
from desktop.viewmodels.bots_port import ConnectedBots
from desktop.viewmodels.business_port import Businesses
from desktop.viewmodels.changing_port import Changing
from desktop.viewmodels.chats_port import Shelving
from desktop.viewmodels.checks_port import Checking
from desktop.viewmodels.deal_port import Knowing
from desktop.viewmodels.drafting_port import Drafting
from desktop.viewmodels.history_port import Histories
from desktop.viewmodels.lists_port import Listing
from desktop.viewmodels.models_port import Modelling
from desktop.viewmodels.notices_port import Noticing
from desktop.viewmodels.people_port import Acquainting
from desktop.viewmodels.postponed_port import Postponing
from desktop.viewmodels.proxies_port import Proxying
from desktop.viewmodels.rooms_port import Rooms
from desktop.viewmodels.sending_port import Sending
from desktop.viewmodels.talk_port import Talking
from desktop.viewmodels.triage_port import Triaging
from desktop.viewmodels.writing_port import Helping

HealthId = Literal["telegram", "bot", "whatsapp", "hub", "model", "crm", "store", "clock"]


class HealthRow(msgspec.Struct, frozen=True):
    """A service, a line of the health page. ``problem`` says why it is not well; ``detail`` is
    e.g. an account's id. ``slot``, ``name``, ``phone``, ``standing``: of a Telegram account."""

    id: HealthId
    state: ChannelState
    problem: Problem | None = None
    detail: str = ""
    slot: str = ""
    name: str = ""
    phone: str = ""
    standing: Standing | None = None

    @property
    def key(self) -> str:
        """Tells it from every other service: ``telegram`` is the first account."""
        return self.id if self.slot in ("", "1") else f"{self.id}:{self.slot}"


class Reporting(Protocol):
    """How the services are."""

    async def health(self) -> list[HealthRow]:
        """Every service, well or not."""


class Preferring(Protocol):
    """Settings by the ids of ``viewmodels.settings.FIELDS``."""

    async def settings(self) -> Mapping[str, str]:
        """Every setting; a secret that is kept comes as ``KEPT``, never itself."""

    async def save_settings(self, changed: Mapping[str, str]) -> None:
        """Keep what was changed and let it take effect."""


class Backend(Reporting, Preferring, Protocol):
    """Everything together: what the main window is made with."""

    @property
    def lists(self) -> Listing:
        """Lists of threads, and the search."""

    @property
    def talk(self) -> Talking:
        """One conversation."""

    @property
    def deal(self) -> Knowing:
        """What is known of a deal, and the CRM."""

    @property
    def sending(self) -> Sending:
        """What goes out."""

    @property
    def changing(self) -> Changing:
        """Messages that are changed."""

    @property
    def asking(self) -> Asking:
        """What is asked about one message."""

    @property
    def postponed(self) -> Postponing:
        """Texts that wait at the messenger for their time."""

    @property
    def writing(self) -> Helping:
        """What helps to write."""

    @property
    def drafting(self) -> Drafting:
        """What is begun to be written."""

    @property
    def triage(self) -> Triaging:
        """What is put on threads."""

    @property
    def accounts(self) -> Accounts:
        """The Telegram accounts."""

    @property
    def business(self) -> Businesses:
        """Telegram Business."""

    @property
    def chats(self) -> Shelving:
        """Archive, mutes, marks and folders."""

    @property
    def people(self) -> Acquainting:
        """Whom to write to first."""

    @property
    def models(self) -> Modelling:
        """Models on this machine."""

    @property
    def backups(self) -> Saving:
        """Everything in one file."""

    @property
    def notices(self) -> Noticing:
        """What the operator is told of outside the window, and how everything is."""

    @property
    def rooms(self) -> Rooms:
        """Groups from within."""

    @property
    def history(self) -> Histories:
        """Histories in files."""

    @property
    def bots(self) -> ConnectedBots:
        """The bots that accounts have connected."""

    @property
    def proxies(self) -> Proxying:
        """Ways to Telegram."""

    @property
    def checks(self) -> Checking:
        """What the first steps ask."""
