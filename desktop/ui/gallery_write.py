"""Draws the help with writing."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QWidget

from desktop.ui.main_window import MainWindow
from desktop.viewmodels.quick_replies import QuickReply, fill

Picture = Callable[..., Awaitable[None]]


async def write_states(window: MainWindow, deal: int, closing: int, picture: Picture) -> None:
    """Draw suggestions, the list of replies, gaps, a template in an open window, the manager;
    ``closing`` is a thread on WhatsApp whose window is open."""
    shell, write, draft = window.shell, window.write, window.conversation.composer.draft
    russian = shell.i18n.lang == "ru"
    await window.open_thread(deal)
    draft.clear()
    window.resize(1360, 860)
    window.activateWindow()  # after a dialog nobody has given the keys back
    await picture("70-suggestions")
    draft.setFocus()
    draft.insertPlainText("/")
    await picture("71-replies")
    draft.clear()
    write.quick_replies()
    write.list.line.setText("щщщщщ" if russian else "qqqqq")
    await picture("72-replies-nothing")
    write.list.hide()
    reply = QuickReply(name="", text="{name}, {product}: {quantity}? {city} {deadline}")
    known = {**write.values()}
    known.pop("quantity", None)
    text = fill(reply.text, known, shell.i18n.lang).text
    draft.setPlainText(("Превет! " if russian else "We recieve it. ") + text)
    draft.go_to_gap(0)
    window.conversation.composer.send_button.click()
    await picture("73-gaps-and-spelling")
    draft.clear()
    await window.open_thread(closing)
    write.quick_replies()
    await picture("74-replies-with-templates")
    offer = next((o for o in write.offers.rows if o.template and o.template.params == 3), None)
    write.list.hide()
    if offer is not None:
        write.put_in(offer)
    await picture("75-template-in-open-window")
    window.conversation.composer.leave_templates()
    await window.open_thread(deal)
    write.manage_replies()
    await _dialog(window, picture, "76-replies-manager")
    window.resize(1000, 640)
    shell.theme.resize("huge")
    write.quick_replies()
    await picture("77-replies-huge")
    write.list.hide()
    await picture("78-suggestions-huge")
    write.manage_replies()
    await _dialog(window, picture, "79-replies-manager-huge")
    shell.theme.resize("normal")
    window.resize(1360, 860)


async def _dialog(window: MainWindow, picture: Picture, name: str) -> None:
    dialog = window.findChild(QWidget, "repliesManager")
    if dialog is not None:
        await picture(name, dialog)
        dialog.close()
        dialog.deleteLater()
