"""The dialogs of the main window: opened by showing them, one of each at a time."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from core.domain.views import AttachmentRow, FactRow, MessageRow
from desktop.media.opener import Opener
from desktop.shell.context import Shell
from desktop.ui.accounts_list import AccountsList
from desktop.ui.bubble import is_pdf
from desktop.ui.dialogs import CrmPreview
from desktop.ui.keys_page import KeysPage
from desktop.ui.model_manager import ModelManager
from desktop.ui.page_viewer import PageViewer
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.sign_in_dialog import SignInDialog
from desktop.ui.words import crm_name, file_name
from desktop.viewmodels.desk import Desk

NO_PROXY_WORKS = "telegram-proxies"


class Windows:
    """Opens dialogs over ``parent``."""

    def __init__(self, parent: QWidget, shell: Shell, desk: Desk) -> None:
        self._parent, self._shell, self._desk = parent, shell, desk
        self._sign_in: SignInDialog | None = None
        self._models: ModelManager | None = None
        self.opener = Opener()
        self.command: Callable[[str], object] = lambda _id: None
        self.devices: Callable[[str], object] = lambda _slot: None
        self.business: Callable[[str], object] = lambda _slot: None
        desk.health.changed.connect(self._close_when_online)

    def sign_in(self, slot: str = "") -> SignInDialog:
        """Ask for the phone, the code, the password of an account; '': of the first that is
        signed out."""
        desk = self._desk
        out = [r.slot for r in desk.health.rows if r.id == "telegram" and r.state == "signed_out"]
        slot = slot or (out[0] if out else "")
        desk.sign_in.use(desk.backend.accounts.of(slot), slot)
        if self._sign_in is None:
            self._sign_in = SignInDialog(self._shell, self._desk.sign_in, self._parent)
        self._show(self._sign_in)
        self._desk.tasks.start(self._desk.sign_in.load())
        return self._sign_in

    def mend(self, service: str) -> None:
        """Go where the trouble of a service is mended."""
        row = self._desk.health.row(service)
        if row is not None and row.id == "telegram" and row.state == "signed_out":
            self.sign_in(row.slot)
        elif row is not None and row.id == "bot":
            self.command("bots")
        elif service == "model":
            self.models()
        elif row is not None and row.problem is not None and row.problem.code == NO_PROXY_WORKS:
            self.command("proxies")
        else:
            self.settings(service.partition(":")[0])

    def settings(self, section: str = "") -> None:
        """Open the settings, once they are read."""
        self._desk.tasks.start(self.load_settings(section))

    async def load_settings(self, section: str = "general") -> SettingsDialog:
        """Read the settings and show them."""
        values = dict(await self._desk.backend.settings())
        values["language"] = self._shell.i18n.choice
        values["theme"] = self._shell.theme.choice
        values["desk.text_size"] = self._shell.theme.size
        dialog = SettingsDialog(self._shell, values, self._parent, self._desk.tasks)
        accounts = AccountsList(self._shell, self._desk.accounts)
        dialog.put_accounts(accounts)
        self._desk.accounts.touch()
        dialog.show_section(section)
        dialog.account.connect(self._account)
        dialog.look.connect(self.show_look)
        dialog.save.connect(self._save)
        dialog.sign_in.connect(self._save_and_sign_in)
        dialog.models.connect(self.models)
        dialog.command.connect(self.command)
        self._show(dialog)
        return dialog

    def models(self) -> ModelManager:
        """Show the models on this machine."""
        if self._models is None:
            self._models = ModelManager(
                self._shell, self._desk.models, self._desk.tasks, self._parent
            )
            self._models.destroyed.connect(self._models_closed)
        self._show(self._models)
        self._desk.tasks.start(self._desk.models.refresh())
        return self._models

    def _models_closed(self) -> None:
        self._models = None

    def help(self, topic: str = "") -> None:
        """Show answers and keys, open at one of the answers; keys that are changed are kept."""
        page = KeysPage(self._shell, self._parent, topic)
        page.command.connect(self.command)
        page.changed.connect(lambda: self._save({"desk.keys": self._shell.keymap.kept()}))
        self._show(page)

    def preview_crm(self) -> None:
        """Show what an export would write."""
        if self._desk.current is not None:
            self._desk.tasks.start(self.load_preview(self._desk.current.id))

    async def load_preview(self, thread: int) -> CrmPreview:
        """Ask for the preview and show it."""
        writes = await self._desk.backend.deal.crm_preview(thread)
        dialog = CrmPreview(
            self._shell, self._parent, crm_name(self._shell, self._desk.crm.target), writes
        )
        dialog.accepted.connect(
            lambda: self._desk.tasks.start(self._desk.backend.deal.export_crm(thread))
        )
        self._show(dialog)
        return dialog

    def read_document(self, row: MessageRow, item: AttachmentRow) -> None:
        """Show what was read of a document, from its first page on."""
        path = item.path if is_pdf(item) else ""
        self._desk.tasks.start(self.show_page(row.id, item.index, 1, file_name(item), None, path))

    async def show_fact_page(self, row: FactRow) -> None:
        """Show the page that a fact was read on, its words lit."""
        fact = row.fact
        if row.message is not None and fact.page is not None:
            span = (fact.start, fact.end)
            index = fact.attachment or 0
            path = self._pdf_of(row.message, index)
            await self.show_page(row.message, index, fact.page, row.document, span, path)

    def _pdf_of(self, message: int, index: int) -> str:
        """Where a PDF of a message that is loaded lies; '' where it is none."""
        place = self._desk.messages.row_of(message)
        files = self._desk.messages.rows[place].attachments if place >= 0 else ()
        return next((item.path for item in files if item.index == index and is_pdf(item)), "")

    async def show_page(
        self,
        message: int,
        attachment: int,
        page: int,
        name: str,
        span: tuple[int, int] | None,
        path: str = "",
    ) -> PageViewer:
        """Show the pages of a document, open at one of them."""
        texts = await self._desk.backend.talk.page_texts(message, attachment)
        stands = bool(path) and await asyncio.to_thread(Path(path).is_file)
        here = path if stands else ""
        dialog = PageViewer(
            self._shell, self._parent, name, texts, page, span, here, self.opener, self._desk.tasks
        )
        self._show(dialog)
        return dialog

    def _show(self, dialog: QDialog) -> None:
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_look(self, name: str, value: str) -> None:
        """Show another language, theme or text size at once."""
        if name == "language":
            self._shell.i18n.choose(value)
        elif name == "theme":
            self._shell.theme.choose(value)
        else:
            self._shell.theme.resize(value)

    def _close_when_online(self) -> None:
        """A kept session came up while the dialog was open: nothing is asked any more."""
        dialog, model = self._sign_in, self._desk.sign_in
        accounts = [row for row in self._desk.health.rows if row.id == "telegram"]
        states = [row.state for row in accounts if row.slot == model.slot or not model.slot]
        if dialog is not None and not model.busy and states[:1] == ["online"]:
            dialog.accept()

    def _account(self, what: str, slot: str) -> None:
        if what == "sign_in":
            self.sign_in(slot)
        elif what == "bots":
            self.command("bots")
        elif what == "business":
            self.business(slot)
        else:
            self.devices(slot)

    def _save_and_sign_in(self, changed: Mapping[str, str]) -> None:
        self._desk.tasks.start(self._keep_and_sign_in(changed))

    async def _keep_and_sign_in(self, changed: Mapping[str, str]) -> None:
        if changed:
            self._desk.configure(changed)
            await self._desk.backend.save_settings(changed)
        self.sign_in()

    def _save(self, changed: Mapping[str, str]) -> None:
        self._desk.configure(changed)
        self._desk.tasks.start(self._desk.backend.save_settings(changed))
