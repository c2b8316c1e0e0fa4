"""The main window: puts the panes together and carries what the operator does to the desk."""

import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.problems import ProblemError
from core.domain.views import FactRow, MessageRow
from desktop.shell import commands
from desktop.shell.context import Shell
from desktop.ui import accessible, by_keys, panes, reading_order
from desktop.ui.actions.answers import AnswerActions
from desktop.ui.actions.app import AppActions
from desktop.ui.actions.asked import AskedActions
from desktop.ui.actions.changing import ChangeActions
from desktop.ui.actions.days import DayActions
from desktop.ui.actions.first import FirstActions
from desktop.ui.actions.going import GoActions
from desktop.ui.actions.later import LaterActions
from desktop.ui.actions.list import ListActions
from desktop.ui.actions.panes import PaneActions
from desktop.ui.actions.people import PeopleActions
from desktop.ui.actions.person import PersonActions
from desktop.ui.actions.recording import RecordActions
from desktop.ui.actions.rooms import RoomActions
from desktop.ui.actions.search import SearchActions
from desktop.ui.actions.sending import SendActions
from desktop.ui.actions.side import SETTING as FOLDED
from desktop.ui.actions.side import SideActions
from desktop.ui.actions.talk import TalkActions
from desktop.ui.actions.triage import TriageActions
from desktop.ui.actions.triage_work import TriageWork
from desktop.ui.actions.windows import WindowActions
from desktop.ui.actions.write import WriteActions
from desktop.ui.banner import TroubleBanner
from desktop.ui.conversation import Conversation
from desktop.ui.health_bar import HealthBar, Toast
from desktop.ui.media_viewer import MediaViewer
from desktop.ui.panes import Panes
from desktop.ui.quoting import found
from desktop.ui.rail import Rail
from desktop.ui.sidebar import Sidebar
from desktop.ui.thread_pane import ThreadPane
from desktop.ui.windows import Windows
from desktop.ui.words import crm_name
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.card import CardModel
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.feed import Feed

_NARROW = 1180


class MainWindow(QMainWindow):
    """``await start()`` reads the first page; ``await open_thread(id)`` shows a thread and returns
    when the models show it; ``await shut_down()`` ends all work. ``threads``, ``messages``,
    ``facts``, ``queues`` and ``sign_in`` are the models on screen."""

    def __init__(self, backend: Backend, feed: Feed, shell: Shell) -> None:
        super().__init__()
        accessible.install()
        by_keys.ByKeys(shell.app, self)
        self.setObjectName("mainWindow")
        self.setWindowTitle("Threadline")
        self.setMinimumSize(1000, 640)
        self.resize(1360, 860)
        self.shell, self.backend = shell, backend
        self.desk = Desk(backend, feed, shell)
        self.threads, self.queues = self.desk.threads, self.desk.queues
        self.messages, self.facts = self.desk.messages, self.desk.facts
        self.sign_in = self.desk.sign_in
        self.rail = Rail(shell, self.queues, self.desk.views, self.desk.folders)
        work = TriageWork(self)
        self.listing, self.triage = ListActions(self, work), TriageActions(self, work)
        self.pane = ThreadPane(shell, self.desk, self.listing)
        self.conversation = Conversation(shell, self.desk)
        self.card = CardModel(backend.people, self.desk.tasks)
        self.sidebar = Sidebar(shell, self.facts, self.desk.deal, self.card)
        self.sidebar.hide()
        self.banner = TroubleBanner(shell, self.desk.health)
        self.health = HealthBar(shell, self.desk.health)
        self._narrow = False
        self._place: str | None = None
        self._lay_out()
        self.toast = Toast(shell, self.conversation)
        self.windows = Windows(self, shell, self.desk)
        self.viewer = MediaViewer(shell, self.desk.tasks, self._body)
        self.talk = TalkActions(shell, self.desk, self.conversation, self.viewer)
        self.talk.told.connect(self.toast.tell)
        self.write = WriteActions(shell, self.desk, self.conversation)
        self.write.told.connect(self.toast.tell)
        self.windows.opener = self.conversation.opener
        self.side = SideActions(
            self.desk, self.sidebar, self.conversation, self.windows, shell, work
        )
        self.searching = SearchActions(self, feed)
        self.around = AppActions(self, feed)
        self.answering = AnswerActions(shell, self.desk, self.conversation)
        self.answering.jumped.connect(lambda row: self.desk.tasks.start(self.show_source(row)))
        self.first = FirstActions(self)
        self.closing = WindowActions(self)
        self.sending = SendActions(self)
        self.going = GoActions(self, self._body)
        self.people = PeopleActions(self, self._body)
        self.person = PersonActions(self)
        self.folding = PaneActions(self)
        self.changing = ChangeActions(self, self._body)
        self.recording = RecordActions(shell, self.desk, self.conversation.composer)
        self.later = LaterActions(self)
        self.rooming = RoomActions(self)
        self.asked = AskedActions(self)
        self.days = DayActions(self)
        self.windows.command = lambda id_: self.actions_[id_].trigger()
        self.actions_ = commands.install(
            self,
            {
                "window": self,
                "list": self.listing,
                "triage": self.triage,
                "shelf": self.triage.shelves,
                "search": self.searching,
                "talk": self.talk,
                "write": self.write,
                "change": self.changing,
                "later": self.later,
                "rooms": self.rooming,
                "asked": self.asked,
                "days": self.days,
                "side": self.side,
                "answers": self.answering,
                "first": self.first,
                "send": self.sending,
                "go": self.going,
                "people": self.people,
                "person": self.person,
                "panes": self.folding,
                "app": self.around,
            },
        )
        self._connect()
        shell.i18n.changed.connect(self._title_actions)
        shell.keymap.changed.connect(self._title_actions)
        self._title_actions()
        self.desk.setParent(self)  # after the panes, for it is to end after them

    def _lay_out(self) -> None:
        # From without to within: what moves to another parent is styled anew with all in it.
        self.stage = QStackedWidget()
        self.setCentralWidget(self.stage)
        body = QWidget()
        self.stage.addWidget(body)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addLayout(row, 1)
        row.addWidget(self.rail)
        self.panes = Panes(self.pane, self.conversation, self.sidebar, body)
        row.addWidget(self.panes, 1)
        layout.addWidget(self.health)
        self._body, self._layout = body, layout

    def add_banner(self, banner: QWidget) -> None:
        """Put a line above everything."""
        self._layout.insertWidget(0, banner)

    def _connect(self) -> None:
        desk, view = self.desk, self.conversation.view
        desk.thread_changed.connect(self._thread_changed)
        desk.problem.connect(self.toast.say)
        desk.moved.connect(self.pane.select)
        desk.typing.connect(self.pane.typing)
        desk.health.changed.connect(lambda: self.pane.set_connected(desk.health.connected))
        self.pane.connect_asked.connect(lambda: self.windows.mend("telegram"))
        self.pane.opened.connect(lambda thread: desk.tasks.start(self.open_thread(thread)))
        self.pane.entered.connect(self._enter)
        view.typed.connect(self._type)
        self.pane.list.typed.connect(self._type)
        self.pane.command.connect(lambda id_: self.actions_[id_].trigger())
        self.pane.menu_asked.connect(self.triage.row_menu)
        self.rail.chosen.connect(desk.browse.go)
        self.rail.view_chosen.connect(desk.browse.go_view)
        self.rail.view_menu.connect(self.listing.view_menu)
        desk.browse.changed.connect(lambda: self.rail.mark(desk.browse.queue, desk.browse.view))
        self.rail.settings.connect(self.open_settings)
        self.rail.help.connect(self.open_help)
        self.banner.mend.connect(self.windows.mend)
        asked = view.actions_
        asked.answer.connect(self.sending.answer)
        asked.original.connect(lambda row: desk.tasks.start(self.show_original(row)))
        asked.retry.connect(lambda ref: desk.tasks.start(self.backend.sending.retry_send(ref)))
        asked.discard.connect(lambda ref: desk.tasks.start(self.backend.sending.discard_send(ref)))
        asked.page.connect(self.windows.read_document)
        asked.models.connect(self.open_models)
        view.left.connect(self.focus_composer)
        view.read_to_end.connect(self._seen)
        header = self.conversation.header
        header.move_to.connect(
            lambda queue: self._act(lambda t: self.backend.triage.move(t, queue))
        )
        header.undo_merge.connect(
            lambda other: self._act(lambda t: self.backend.deal.undo_merge(t, other))
        )
        header.asked.connect(lambda id_: self.actions_[id_].trigger())
        self.sidebar.corrected.connect(
            lambda tags: self._act(lambda t: self.backend.deal.correct_intents(t, tags))
        )
        self.sidebar.facts.opened.connect(lambda row: desk.tasks.start(self.show_source(row)))
        self.sidebar.preview.connect(self.windows.preview_crm)
        self.sidebar.export.connect(self.export_crm)

    # For whoever drives the window.

    async def start(self) -> None:
        """Read the lists and the states of the services; stand where it stood last."""
        kept = await self.backend.settings()
        self._place = kept.get("desk.window", "")
        self.sidebar.restore(kept.get(FOLDED, ""))
        panes.restore(self, self.panes, self._place)
        await self.searching.load()
        await self.desk.start()
        await self.around.start()
        self.pane.take_keys()
        await self.first.offer()

    async def open_thread(self, thread: int | None) -> None:
        """Show a thread; returns when the models show it."""
        self.pane.select(thread)
        await self.desk.open(thread)
        self.sidebar.facts.light(None)
        self._seen()

    async def show_source(self, row: FactRow) -> None:
        """Light the words that a fact was read from, on their page where it is a document."""
        if row.message is None:
            return
        self.sidebar.facts.light(row.fact.id)
        if not await self.messages.reach(row.message, row.message_at):
            return
        if row.reaction:
            self.conversation.view.light(row.message, 0, 0)  # the emoji stands below our words
        elif row.fact.page is not None:
            self.conversation.view.light(row.message, 0, 0)
            await self.windows.show_fact_page(row)
        else:
            self.conversation.view.light(row.message, row.fact.start, row.fact.end)

    async def show_original(self, row: MessageRow) -> None:
        """Go to the message that ``row`` answers."""
        if row.reply_to is not None and await self.messages.reach(row.reply_to, row.reply_at):
            at, around = self.messages.row_of(row.reply_to), row.around
            text = self.messages.rows[at].text if at >= 0 else ""
            words = (around.quote, around.quote_at) if around is not None else ("", 0)
            self.conversation.view.light(row.reply_to, *(found(text, *words) or (0, 0)))

    async def shut_down(self) -> None:
        """End all work that was started from this window, and keep where it stood."""
        await self.around.close()
        self.shell.faces.stop()
        self.write.close()
        self.recording.close()
        await self.conversation.shut_down()
        await self.desk.close()
        await self.keep_place()

    async def keep_place(self) -> None:
        """Keep where it stands."""
        place = panes.kept(self, self.panes)
        if self._place is not None and place != self._place:
            with contextlib.suppress(ProblemError):  # a full disk is said elsewhere
                await self.backend.save_settings({"desk.window": place})

    # What the operator does.

    def _act(self, work: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        if self.desk.current is not None:
            self.desk.tasks.start(work(self.desk.current.id))

    def _enter(self) -> None:
        """A thread was clicked, or Enter pressed on it: what is typed now is the answer."""
        if self.desk.composer.free_text or self.desk.current is None:
            self.conversation.composer.draft.setFocus()

    def _type(self, text: str) -> None:
        """Typed over the messages or the list: it is meant for the draft."""
        if self.desk.composer.free_text:
            self.conversation.composer.draft.setFocus()
            self.conversation.composer.draft.insertPlainText(text)

    def _thread_changed(self) -> None:
        row = self.desk.current
        self.panes.set_talk(row is not None, self.conversation.header.height())
        if row is not None:
            self.sidebar.show_thread(row, self.desk.crm)
            self._seen()

    def _seen(self) -> None:
        """Tell the messenger that the operator has read only what is really before them."""
        if self.isVisible() and self.isActiveWindow() and self.conversation.view.at_end:
            self.desk.mark_read()

    # The commands, by the names of their table.

    def focus_search(self) -> None:
        """To the search."""
        self.folding.show_list()
        self.pane.leave_many()
        self.searching.focus()

    def focus_composer(self) -> None:
        """Write."""
        self.conversation.composer.focus()

    def focus_facts(self) -> None:
        """To the facts."""
        self.side.focus_facts()

    def export_crm(self) -> None:
        """Hand the record to the CRM; said in passing where the side panel does not show it."""
        self._act(self._export_crm)

    async def _export_crm(self, thread: int) -> None:
        await self.backend.deal.export_crm(thread)
        if not self.panes.stands(panes.SIDE):
            crm, tr = self.desk.crm, self.shell.tr
            said = "crm-state-off" if crm.state == "off" else "crm-told"
            text = tr(said, target=crm_name(self.shell, crm.target))
            self.toast.tell(text, tr("crm-told-show"), self.folding.show_side)

    def open_settings(self) -> None:
        """The settings."""
        self.windows.settings()

    def open_models(self) -> None:
        """The models."""
        self.windows.models()

    def toggle_theme(self) -> None:
        """Light or dark, and keep it."""
        theme = "light" if self.shell.theme.scheme == "dark" else "dark"
        self.shell.theme.choose(theme)
        self.desk.tasks.start(self.backend.save_settings({"theme": theme}))

    def open_help(self) -> None:
        """The keys."""
        self.windows.help()

    def quit(self) -> None:
        """Close the window; the bootstrap ends the rest."""
        self.around.quitting = True
        self.close()

    # Qt's hooks.

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes as one reads."""
        stood = reading_order.step(self, self.stage, next)
        return stood or super().focusNextPrevChild(next)

    def showEvent(self, event: QShowEvent) -> None:
        """On screen: time counts."""
        super().showEvent(event)
        self.desk.clock.set_visible(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Off screen: nothing ticks."""
        super().hideEvent(event)
        self.desk.clock.set_visible(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing ticks in a closed window."""
        self.desk.clock.set_visible(False)
        if self.around.stays:
            event.ignore()
            self.hide()
            return
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The operator came back: what is before them is read."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._seen()
            self.desk.comebacks.look()
        elif event.type() == QEvent.Type.WindowStateChange:
            self.desk.clock.set_visible(self.isVisible() and not self.isMinimized())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A small window has a narrow rail, and the side panel when it is asked for."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.rail.set_narrow(narrow)
            self.panes.set_narrow(narrow)

    def _title_actions(self) -> None:
        for command in commands.COMMANDS:
            action = self.actions_[command.id]
            action.setText(self.shell.tr(command.title))
            action.setShortcut(QKeySequence(self.shell.keymap.keys(command)))
