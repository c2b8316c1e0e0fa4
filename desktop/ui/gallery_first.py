"""Pictures of the first steps, of backups and of the help."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QWidget

from desktop.shell.tasks import Tasks
from desktop.ui.backup_dialog import BackupDialog, RestoreDialog
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.backups import BackupModel
from desktop.viewmodels.backups_port import Holding
from desktop.viewmodels.guide import STEPS, GuideModel

Picture = Callable[[str, QWidget | None], Awaitable[None]]


async def first_steps(window: MainWindow, picture: Picture) -> None:
    """Every step, with what goes wrong there."""
    await window.first.show_guide()
    guide = window.first.guide_
    assert guide is not None
    model = guide.model
    for i, step in enumerate(STEPS):
        model.go(step)
        await picture(f"50-guide-{i}-{step}", None)
        if step == "whatsapp":
            await _whatsapp(model, picture)
        if step == "crm":
            model.edit("crm.target", "tryton")
            guide.pages[step].load()
            await picture(f"50-guide-{i}-{step}-tryton", None)
    model.leave()


async def _whatsapp(model: GuideModel, picture: Picture) -> None:
    for id_, value in (("phone_id", "106555123450001"), ("token", "EAAG"), ("app_secret", "0")):
        model.values[f"whatsapp.{id_}"] = value
    model.check_whatsapp()
    await picture("50-guide-4-whatsapp-checked", None)


async def backups(window: MainWindow, picture: Picture) -> None:
    """Saving, and what a backup would replace."""
    tasks: Tasks = window.desk.tasks
    model = BackupModel(window.backend.backups, tasks)
    dialog = BackupDialog(window.shell, window, model, tasks)
    dialog.show()
    dialog.first.setText("abcdefgh")
    dialog.second.setText("abc")
    await picture("60-backup", dialog)
    dialog.close()
    model = BackupModel(window.backend.backups, tasks)
    restore = RestoreDialog(window.shell, window, model, tasks)
    restore.show()
    model.stage = "ready"
    model.holding = Holding(321, 12_840, 1_795_000_000_000)
    model.here = Holding(2, 14, 1_795_400_000_000)
    model.changed.emit()
    await picture("61-restore", restore)
    restore.close()


async def help_page(window: MainWindow, picture: Picture) -> None:
    """Open at an answer."""
    window.windows.help("closed")
    dialog = window.findChild(QWidget, "keysHelp")
    assert dialog is not None
    await picture("62-help", dialog)
    dialog.close()
