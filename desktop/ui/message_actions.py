"""What can be done with a message: copy, answer, open and play its files, send it again."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from core.domain.abilities import (
    Bot,
    may_delete,
    may_edit,
    may_forward,
    may_react,
    may_replace,
    offered,
)
from core.domain.channels import Channel
from core.domain.telegram_names import linked as telegram_link
from core.domain.views import AttachmentRow, MessageRow
from desktop.shell.context import Shell
from desktop.ui import remedies
from desktop.ui.bubble import (
    SOUNDS,
    Day,
    Faster,
    Follow,
    Open,
    Play,
    Second,
    Seek,
    is_pdf,
    offers_models,
    picture,
)
from desktop.ui.bubble_marks import links_of
from desktop.ui.file_dialog import save_path
from desktop.ui.link_dialog import follow
from desktop.ui.message_more import Line, MessageMore
from desktop.ui.selection import Lights
from desktop.ui.sounds import Sounds
from desktop.ui.words import file_name

_WORDS: Final = {
    "👍": "reaction-1", "❤️": "reaction-2", "❤": "reaction-2", "🔥": "reaction-3",
    "🙂": "reaction-4", "🙏": "reaction-5", "👎": "reaction-6", "👏": "reaction-7",
    "👌": "reaction-8", "🎉": "reaction-9",
}  # fmt: skip
_SKIP = 5.0
"""Seconds that an arrow goes on or back in what is played."""


def reaction_menu(
    shell: Shell, menu: QMenu, row: MessageRow, emoji_: Sequence[str],
    take: Callable[[MessageRow, str], object],
) -> None:  # fmt: skip
    """What one reacts with, by number; the one that stands is taken back."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    ours = next((emoji for actor, emoji in row.reactions if actor == "us"), "")
    for n, emoji in enumerate(emoji_, start=1):
        words = shell.tr(_WORDS[emoji]) if emoji in _WORDS else ""
        action = menu.addAction(f"&{n}  {emoji}  {words}".rstrip())
        action.setCheckable(True)
        action.setChecked(emoji == ours)
        chosen = "" if emoji == ours else emoji
        action.triggered.connect(lambda _=False, chosen=chosen: take(row, chosen))


class MessageActions(QObject):
    """``answer`` gives a row to reply to, ``original`` the row whose answered message is asked
    for, ``retry``, ``discard`` and ``undo`` a row that was not (yet) sent, ``fetch`` a
    chat that lacks messages, ``page`` a document to
    read (row, attachment), ``picture`` a picture to look at, ``save`` a file and where a copy of
    it goes, ``models`` asks for the models, ``mend`` gives a row that was not sent and what helps
    (`core.domain.remedies.Remedy`), ``react`` a row and our reaction on it, ``edit`` one to change,
    ``forward`` one to pass on and whether with its author, ``delete`` one to take away,
    ``forward_all`` and ``delete_all`` give the messages of an album,
    ``reveal`` one of which nothing is to be covered, ``versions`` one whose earlier words are
    asked for, ``person`` one, a link to Telegram in it and its words, ``day`` a moment
    of a day that was clicked, ``replace`` one whose file is to be another; ``told`` gives a
    sentence."""

    answer = Signal(object)
    original = Signal(object)
    retry = Signal(str)
    discard = Signal(str)
    undo = Signal(object)
    fetch = Signal(object)
    page = Signal(object, object)
    picture = Signal(object, object)
    save = Signal(str, str)
    models = Signal()
    mend = Signal(object, str)
    react = Signal(object, str)
    edit = Signal(object)
    forward = Signal(object, bool)
    delete = Signal(object)
    forward_all = Signal(object, bool)
    delete_all = Signal(object)
    reveal = Signal(object)
    told = Signal(str)
    versions = Signal(object)
    day = Signal(object)
    replace = Signal(object)
    person = Signal(object, str, str)

    def __init__(self, shell: Shell, parent: QWidget, sounds: Sounds, lights: Lights) -> None:
        super().__init__(parent)
        self._shell, self._over, self._sounds = shell, parent, sounds
        self.more = MessageMore(shell, self, lights)
        self.more.told.connect(self.told)
        self.taken: dict[tuple[Channel, str], tuple[str, ...]] = {}
        """The reactions that the server of an account takes, where it said so."""

    def emoji(self, row: MessageRow) -> tuple[str, ...]:
        """What may be offered as a reaction on a message."""
        peer = row.peer
        return offered(peer.channel, self.taken.get((peer.channel, peer.account), ()))

    def do(self, row: MessageRow, what: object) -> None:
        """A part of a message was clicked: a file or a part of one, or the name of what it does."""
        if self.more.do(row, what):
            return
        match what:
            case AttachmentRow():
                self.open_file(row, what)
            case Play(item):
                self._sounds.toggle(row, item)
            case Seek(item, share):
                self._sounds.seek(row, item, share)
            case Second(item, ms):
                self._sounds.seek_ms(row, item, ms)
            case Faster(item):
                self._sounds.faster(row, item)
            case Day(at):
                self.day.emit(at)
            case Open(url):
                self.open_page(url)
            case Follow(url, words) if telegram_link(url) is not None:
                self.person.emit(row, url, words)
            case Follow(url, words):
                follow(self._shell, self._over, url, words, self.told.emit)
            case "reveal":
                self.reveal.emit(row)
            case "retry":
                self._mend(row)
            case "discard":
                self.discard.emit(row.client_ref)
            case "undo":
                self.undo.emit(row)
            case "fetch":
                self.fetch.emit(row.peer)
            case "original":
                self.original.emit(row)
            case "models":
                self.models.emit()

    def main(self, row: MessageRow, at: QPoint) -> None:
        """What Enter does: the first file is opened or played, a failed message goes out again,
        of a poll or a bot's buttons is chosen (the menu stands ``at``), any other is answered."""
        if row.status == "failed":
            self._mend(row)
            return
        for item in row.attachments:
            if item.path or item.pages:
                self.open_file(row, item)
                return
        if self.more.chooses(row):
            self.choose(row, at)
        elif row.external_id:
            self.answer.emit(row)

    def choose(self, row: MessageRow, at: QPoint) -> None:
        """Show the options of a poll, or the buttons of a bot."""
        menu = QMenu(self._over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.more.choices(row, menu)
        menu.popup(at)

    def _mend(self, row: MessageRow) -> None:
        """The one thing that helps a message that was not sent."""
        what = remedies.remedy_of(row)
        if what in remedies.AGAIN:
            self.retry.emit(row.client_ref)
        else:
            self.mend.emit(row, what)

    def sound_key(self, row: MessageRow, event: QKeyEvent) -> bool:
        """Space plays and pauses, the arrows go on and back in what is played; True when the key
        was one of these."""
        item = next((i for i in row.attachments if i.kind in SOUNDS and i.path), None)
        if item is None:
            return False
        here = self._sounds.player.is_at(row.id, item.index)
        if event.key() == Qt.Key.Key_Space:
            self._sounds.toggle(row, item)
        elif here and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._sounds.player.skip(_SKIP if event.key() == Qt.Key.Key_Right else -_SKIP)
        elif here and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._sounds.player.next_speed()
        else:
            return False
        return True

    def open_file(self, row: MessageRow, item: AttachmentRow) -> None:
        """Pictures, PDFs and sounds here, anything else with the system's own program; where the
        file is gone its text is shown."""
        if picture(item):
            self.picture.emit(row, item)
        elif is_pdf(item) or not item.path:
            self.page.emit(row, item)
        elif item.kind in SOUNDS:
            self._sounds.toggle(row, item)
        else:
            self.open_outside(item)

    def open_outside(self, item: AttachmentRow) -> None:
        """With the system's own program."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(item.path))

    def open_page(self, url: str) -> None:
        """With the system's browser; nothing but a page of the web."""
        if url.startswith(("https://", "http://")):
            QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))

    def menu_for(
        self, row: MessageRow, copy: Callable[[], object] | None = None,
        album: Sequence[MessageRow] = (), *, part: bool = False,
    ) -> QMenu:  # fmt: skip
        """The menu of a message, ``copy`` takes what is selected, ``album`` is what is shown as one
        with it, ``part``: some of its words are what is answered; it deletes itself when closed."""
        menu, tr, icons = QMenu(self._over), self._shell.tr, self._shell.icons
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add(icon: str, key: str, act: Callable[[], object]) -> None:
            menu.addAction(icons.icon(icon), tr(key), act)

        bot = self._shell.accounts.bot(row.peer.account)
        if row.external_id:
            key = "reply-part" if part else "reply"
            add("reply", key, lambda: self.answer.emit(row))
        first = album[0] if album else row  # clients show the reactions of an album's first message
        if may_react(first, bot):
            emoji = menu.addMenu(icons.icon("smile"), tr("react"))
            reaction_menu(self._shell, emoji, first, self.emoji(first), self.react.emit)
        if may_edit(row, self._shell.now(), bot):
            key = "edit-message" if row.text else "caption-add"
            add("edit", key, lambda: self.edit.emit(row))
        if row.edited_at:
            add("clock", "versions-show", lambda: self.versions.emit(row))
        several = len(album) > 1
        if several:
            self._of_album(menu, album, bot)
        if may_forward(row, bot):
            key = "picture-forward" if several else "forward-message"
            add("forward", key, lambda: self.forward.emit(row, True))
        if (
            bot is None
            and may_forward(row)
            and row.peer.channel is Channel.TELEGRAM
            and not several
        ):
            add("forward", "forward-unnamed", lambda: self.forward.emit(row, False))
        if copy is not None:
            add("copy", "copy-selected", copy)
        if row.text:
            add("copy", "copy-text", lambda: QGuiApplication.clipboard().setText(row.text))
        if row.around is not None and (page := row.around.page) is not None:
            words = tr("open-page", url=page.url[:60])
            menu.addAction(icons.icon("link"), words, lambda: self.open_page(page.url))
        for link in links_of(row):
            words = tr("open-page", url=" ".join(link.words.split())[:60].replace("&", "&&"))
            menu.addAction(icons.icon("link"), words, partial(self.do, row, link))
        self._files(menu, row, bot)
        self.more.fill(menu, row, add)
        if may_delete(row, bot):
            key = "picture-delete" if several else "delete-message"
            menu.addSeparator()
            add("trash", key, lambda: self.delete.emit(row))
        if row.gap == "failed":
            add("retry", "gap-fetch", lambda: self.fetch.emit(row.peer))
        if row.uploaded is not None:
            add("close", "upload-stop", lambda: self.undo.emit(row))
        if row.status == "queued" and row.goes_at > self._shell.now():
            add("undo", "undo-send", lambda: self.undo.emit(row))
        if row.status == "failed":
            if remedies.remedy_of(row) not in remedies.AGAIN:
                words = remedies.label(self._shell, row)
                menu.addAction(icons.icon(remedies.icon(row)), words, lambda: self._mend(row))
            add("retry", "retry", lambda: self.retry.emit(row.client_ref))
            add("trash", "discard", lambda: self.discard.emit(row.client_ref))
        return menu

    def _of_album(self, menu: QMenu, album: Sequence[MessageRow], bot: Bot) -> None:
        """What is done with all pictures of an album at once."""
        icons, count = self._shell.icons, len(album)
        whole = menu.addMenu(icons.icon("image"), self._shell.tr("album-menu"))
        asked: list[tuple[str, str, Callable[[], object]]] = []
        words = next((row for row in album if row.text), None)
        if words is not None and may_edit(words, self._shell.now(), bot):
            asked.append(("edit", "edit-message", lambda: self.edit.emit(words)))
        if words is not None:
            copy = QGuiApplication.clipboard
            asked.append(("copy", "copy-text", lambda: copy().setText(words.text)))
        if all(may_forward(row, bot) for row in album):
            asked.append(("forward", "album-forward", lambda: self.forward_all.emit(album, True)))
            if bot is None and album[0].peer.channel is Channel.TELEGRAM:
                unnamed = lambda: self.forward_all.emit(album, False)  # noqa: E731
                asked.append(("forward", "album-forward-unnamed", unnamed))
        if all(may_delete(row, bot) for row in album):
            asked.append(("trash", "album-delete", lambda: self.delete_all.emit(album)))
        for icon, key, act in asked:
            whole.addAction(icons.icon(icon), self._shell.tr(key, n=count), act)
        whole.menuAction().setVisible(bool(asked))

    def _files(self, menu: QMenu, row: MessageRow, bot: Bot) -> None:
        found = [line for item in row.attachments for line in self._of_file(row, item)]
        if may_replace(row, self._shell.now(), bot):
            found.append(("attach", "replace-file", lambda: self.replace.emit(row)))
        self.more.files(menu, found)
        if any(offers_models(item) for item in row.attachments):
            words = self._shell.tr("get-speech-model")
            menu.addAction(self._shell.icons.icon("model"), words, self.models.emit)

    def _of_file(self, row: MessageRow, item: AttachmentRow) -> list[Line]:
        found: list[Line] = []
        if item.pages or is_pdf(item):
            found.append(("docs", "read-document", lambda: self.page.emit(row, item)))
        if not item.path:
            return found
        if picture(item):
            found.append(("image", "look-at-picture", lambda: self.picture.emit(row, item)))
        elif item.kind in SOUNDS:
            found.append(("play", "play-sound", lambda: self._sounds.toggle(row, item)))
        found.append(("folder", "open-file", lambda: self.open_outside(item)))
        found.append(("file", "save-as", lambda: self.ask_where(item)))
        return found + self.more.copies(item)

    def ask_where(self, item: AttachmentRow) -> None:
        """Choose where a copy of a file goes."""
        save_path(
            self._over, self._shell, file_name(item) or item.path,
            lambda path: self.save.emit(item.path, path),
        )  # fmt: skip
