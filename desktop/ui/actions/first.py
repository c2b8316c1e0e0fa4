"""What begins and what saves: the first steps, a backup and its return, help for what is here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.shell import commands
from desktop.ui.why import Why
from desktop.viewmodels.guide import GuideModel, wanted

if TYPE_CHECKING:
    from desktop.ui.first_run import FirstRun
    from desktop.ui.main_window import MainWindow
    from desktop.ui.proxies_dialog import ProxiesDialog

_ALWAYS = ("window", "notices")
"""Groups of commands that make sense without the desk."""


class FirstActions(QObject):
    """The commands. ``guide_`` is the page while it was ever shown."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.guide_: FirstRun | None = None
        window.windows.devices = self.devices
        window.windows.business = self.business
        for one in window.findChildren(Why):
            one.asked.connect(window.windows.help)

    async def offer(self) -> None:
        """Show the first steps where nothing was ever set up."""
        window = self._window
        if wanted(await window.backend.settings(), window.threads.rowCount()):
            await self.show_guide()

    def guide(self) -> None:
        """Show the first steps."""
        self._window.desk.tasks.start(self.show_guide())

    async def show_guide(self) -> None:
        """Where one left off."""
        window = self._window
        if self.guide_ is None:
            # none of this is needed at a start but the first
            from desktop.ui.first_run import FirstRun

            desk = window.desk
            model = GuideModel(window.backend, desk.tasks, desk.sign_in)
            model.left.connect(self._leave)
            self.guide_ = FirstRun(
                window.shell, desk, model, self._command, window.windows.show_look
            )
            window.stage.addWidget(self.guide_)
        await self.guide_.model.load()
        window.stage.setCurrentWidget(self.guide_)
        self.guide_.refresh()
        self.guide_.take_focus()
        self._allow(False)

    def _leave(self) -> None:
        window, guide = self._window, self.guide_
        self._allow(True)
        window.stage.setCurrentIndex(0)
        window.pane.take_keys()
        if guide is not None and guide.model.step != "done":
            window.toast.tell(window.shell.tr("guide-left"))

    def _allow(self, on: bool) -> None:
        """What works on threads waits until they are before the operator again."""
        for one in commands.COMMANDS:
            if one.group not in _ALWAYS:
                self._window.actions_[one.id].setEnabled(on)

    def _command(self, id_: str) -> None:
        self._window.actions_[id_].trigger()

    def backup(self) -> None:
        """Everything in one file."""
        from desktop.ui.backup_dialog import BackupDialog
        from desktop.viewmodels.backups import BackupModel

        window = self._window
        model = BackupModel(window.backend.backups, window.desk.tasks)
        dialog = BackupDialog(window.shell, window, model, window.desk.tasks)
        dialog.show()

    def restore(self) -> None:
        """Such a file back in its place; the window closes and comes again."""
        from desktop.ui.backup_dialog import RestoreDialog
        from desktop.viewmodels.backups import BackupModel

        window = self._window
        model = BackupModel(window.backend.backups, window.desk.tasks)
        dialog = RestoreDialog(window.shell, window, model, window.desk.tasks)
        model.restart.connect(window.quit)
        dialog.show()

    def history(self) -> None:
        """Take a history in from a file."""
        from desktop.ui.history_dialog import HistoryDialog
        from desktop.viewmodels.history import HistoryModel

        window = self._window
        model = HistoryModel(window.backend.history, window.desk.tasks)
        HistoryDialog(window.shell, window, model, window.desk.tasks).show()

    def devices(self, slot: str = "") -> None:
        """Show where an account is signed in, '' for the first, and how safe it is."""
        from desktop.ui.devices_dialog import DevicesDialog
        from desktop.viewmodels.devices import DevicesModel

        window = self._window
        model = DevicesModel(window.backend.accounts.of(slot), window.desk.tasks)
        account = window.desk.accounts.row(slot)
        called = account.called if account is not None and window.desk.health.several else ""
        dialog = DevicesDialog(window.shell, window, model, called)
        dialog.show()
        model.load()

    def business(self, slot: str = "") -> None:
        """Show what Telegram Business holds of an account, '' for the first."""
        from desktop.ui.business_dialog import BusinessDialog
        from desktop.viewmodels.business import BusinessModel

        window = self._window
        account = window.desk.accounts.row(slot)
        if account is None or not account.account:
            window.windows.sign_in(slot)
            return
        model = BusinessModel(window.desk.business, window.desk.tasks, account.account)
        called = account.called if window.desk.health.several else ""
        dialog = BusinessDialog(window.shell, window, model, called)
        model.setParent(dialog)
        dialog.show()

    def bots(self) -> None:
        """Show the bots that accounts have connected."""
        from desktop.ui.bots_dialog import BotsDialog

        window = self._window
        BotsDialog(window.shell, window, window.desk.bots).show()
        window.desk.bots.touch()

    def proxies(self) -> None:
        """Show the ways to Telegram."""
        self._window.desk.tasks.start(self.show_proxies())

    async def show_proxies(self) -> "ProxiesDialog":
        """Read what is kept and show it."""
        from desktop.ui.proxies_dialog import ProxiesDialog
        from desktop.viewmodels.proxies import ProxiesModel

        window = self._window
        model = ProxiesModel(window.backend.proxies, window.desk.tasks)
        await model.load()
        dialog = ProxiesDialog(window.shell, window, model)
        dialog.show()
        return dialog

    def here(self) -> None:
        """Help for what one is stuck at."""
        self._window.windows.help(self._topic())

    def _topic(self) -> str:
        """What is most likely asked about as things stand."""
        desk = self._window.desk
        states = {row.id: row.state for row in desk.health.rows}
        if states.get("model") in ("failed", "off"):
            return "model"
        if desk.current is None:
            return "connect" if not desk.health.connected else "keys"
        return "queue" if desk.composer.free_text else "closed"
