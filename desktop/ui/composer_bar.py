"""Where the answer is written: which chat it goes to, the text, and the time that is left."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.domain import markdown
from core.domain.channels import Peer
from core.domain.views import MessageRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.attach_menu import AttachMenu
from desktop.ui.composer_foot import ComposerFoot
from desktop.ui.composer_parts import ChannelSwitch, ReplyStrip, WindowNotice
from desktop.ui.draft import Draft, local_files
from desktop.ui.file_strip import FileStrip
from desktop.ui.parts import caption, label, restyle, tool
from desktop.ui.template_panel import TemplatePanel
from desktop.ui.voice_strip import VoiceStrip
from desktop.ui.words import channel_name
from desktop.viewmodels.clock import WindowClock
from desktop.viewmodels.composer import ComposerState
from desktop.viewmodels.quick_replies import marks
from desktop.viewmodels.template_list import TemplateListModel
from desktop.viewmodels.template_order import Wanted
from desktop.viewmodels.templates import Filling, TemplateRow

_LONGEST = 4096  # of a text, in UTF-16 units: Telegram and the Cloud API allow the same
_LONGEST_CAPTION = 1024  # of a text that goes with a file, for both


class ComposerBar(QWidget):
    """``send`` gives the text, ``send_files`` files and the text with the first,
    ``send_voice`` a recording and how loud it is, ``template`` the
    template and what fills it, ``attach`` asks for a file, ``recorded`` says whether what was
    recorded goes out. ``above`` is a place over the box for what belongs to it; ``modes`` tells
    that free text or a template is written now, ``more`` asks for what is no text (``place``,
    ``contact``, ``question``, ``template``), ``place_asked`` that the draft goes as a place,
    ``edited`` gives a message of ours and what it is to read."""

    send = Signal(str)
    send_files = Signal(object, str)
    send_voice = Signal(object, bytes)
    template = Signal(object, object)
    attach = Signal()
    modes = Signal()
    more = Signal(str)
    edited = Signal(object, str)
    place_asked = Signal()
    recorded = Signal(bool)

    def __init__(
        self, shell: Shell, state: ComposerState, clock: WindowClock, templates: TemplateListModel
    ) -> None:
        super().__init__()
        self.setObjectName("composer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shell, self._state = shell, state
        self._thread: int | None = None
        self._chat: Peer | None = None
        self.channels = ChannelSwitch(shell, state)
        self.left = label("hint")
        self.left.setObjectName("windowLeft")
        self._left_icon = QLabel()
        self.draft = Draft()
        self.attach_button = tool(name="attachButton")
        AttachMenu(shell, self.attach_button, state, self.attach.emit, self.more.emit)
        self.voice_button = tool(name="voiceButton")
        self._may_record = False
        self.send_button = tool("send", "sendButton", 20)
        self.send_button.clicked.connect(self._submit)
        self.templates = TemplatePanel(shell, templates)
        self.templates.send.connect(self._send_template)
        self.templates.back.connect(self.leave_templates)
        self._by_template = self._editing = self.silent = False
        self._held = ""
        self.file = FileStrip(shell)
        self.voice = VoiceStrip(shell)
        self.voice.dropped.connect(lambda: self.recorded.emit(False))
        self._reply = ReplyStrip(shell, state)
        self._reply.left.connect(self._leave_message)
        self._notice = WindowNotice(shell, state)
        self._notice.elsewhere.connect(self._go_elsewhere)
        self.foot = ComposerFoot(shell, state)
        self.foot.place.clicked.connect(self.place_asked)
        self._lay_out()
        self.draft.submit.connect(self._submit)
        self.draft.escaped.connect(self._put_away)
        self.draft.files.connect(self.take_files)
        self.file.changed.connect(self._text_changed)
        self.setAcceptDrops(True)
        self.draft.focused.connect(
            lambda on: restyle(self.box, "active", "true" if on else "false")
        )
        self.draft.textChanged.connect(self._text_changed)
        state.changed.connect(self.refresh)
        state.came.connect(self._another_draft)
        clock.tick.connect(self._count)
        shell.i18n.changed.connect(self.refresh)
        shell.theme.changed.connect(self.refresh)
        self.refresh()

    def focus(self) -> None:
        """Write."""
        if self.writes_free:
            self.draft.setFocus()
        else:
            self.templates.take_focus()

    @property
    def writes_free(self) -> bool:
        """Whether free text is written now: it may be sent, and no template is."""
        return self._state.free_text and not self._by_template

    def open_template(self, row: TemplateRow) -> None:
        """Fill in a template in place of free text."""
        self._by_template = True
        self.refresh()
        self.templates.pick(row)
        self.modes.emit()

    def edit(self, row: MessageRow) -> None:
        """Change a message of ours; the draft comes back when that is done or left."""
        self.leave_templates()
        self.file.show_file(None)
        self._state.edit(row)
        self._write(markdown.write(row.text, row.marks))
        self.draft.setFocus()

    def _leave_message(self) -> None:
        """No longer answer or change one."""
        if self._state.editing is None:
            self._state.answer(None)
            return
        self._state.edit(None)

    def _another_draft(self) -> None:
        """What is begun in the open chat is not what stands in the field."""
        if self._state.editing is None and self._state.thread_id == self._thread:
            text = self._state.draft(self._thread)
            if text.strip() != self.draft.toPlainText().strip():
                self._write(text)

    def _write(self, text: str) -> None:
        self.draft.setPlainText(text)
        self.draft.moveCursor(self.draft.textCursor().MoveOperation.End)

    def browse_templates(self) -> None:
        """Choose a template in place of free text."""
        self._by_template = True
        self.templates.begin()
        self.refresh()
        self.templates.model.narrow(Wanted())
        self.templates.search.setFocus()
        self.modes.emit()

    def leave_templates(self) -> None:
        """Free text again."""
        if self._by_template:
            self._by_template = False
            self.refresh()
            self.focus()
            self.modes.emit()

    def _send_template(self, row: TemplateRow, filling: Filling) -> None:
        self.template.emit(row, filling)
        self.leave_templates()

    def refresh(self) -> None:
        """Show what may be written now."""
        shell, state = self._shell, self._state
        left, self._editing = self._editing and state.editing is None, state.editing is not None
        if left and state.thread_id == self._thread:
            self._write(state.draft(self._thread))
        if state.thread_id != self._thread:
            self._thread = state.thread_id
            self._by_template = False
            self.templates.begin()
            self.file.show_file(None)
            if self.voice.running:
                self.recorded.emit(False)
            self._write(state.draft(self._thread))
        chat = state.peer.peer if state.peer is not None else None
        if chat != self._chat:
            self._chat = chat
            self._another_draft()
        name = channel_name(state.peer.peer.channel) if state.peer else ""
        if state.peer is not None and (ours := shell.accounts.name(state.peer.peer.account)):
            name = f"{name} ({ours})"
        self.channels.refresh()
        if state.peer is None or not state.peer.has_window:
            self._by_template = False  # another messenger, which has no templates
        self.box.setVisible(self.writes_free)
        closed = state.peer is not None and not state.free_text
        self.templates.leave.setVisible(self._by_template and not closed)
        templates = state.peer is not None and state.peer.has_window
        self.templates.setVisible((closed and templates and not state.removed) or self._by_template)
        self._notice.refresh()
        self.draft.setPlaceholderText(shell.tr("composer-placeholder", channel=name))
        self.draft.viewport().update()  # a new placeholder alone does not always repaint
        self.draft.setAccessibleName(shell.tr("composer-placeholder", channel=name))
        caption(self.attach_button, shell.tr("command-attach"))
        self.attach_button.setIcon(shell.icons.icon("attach"))
        caption(self.send_button, shell.tr("send"))
        self._reply.refresh()
        self.file.refresh()
        caption(self.voice_button, shell.tr("voice-record"))
        self.voice_button.setIcon(shell.icons.icon("voice"))
        self.voice.refresh()
        self._text_changed()
        self._count()

    def _lay_out(self) -> None:
        self.box = QFrame()
        self.box.setObjectName("composerBox")
        row = QHBoxLayout()
        row.setContentsMargins(6, 5, 6, 5)
        row.setSpacing(4)
        row.addWidget(self.attach_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.draft, 1)
        row.addWidget(self.voice_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        inside = QVBoxLayout(self.box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._reply)
        inside.addWidget(self.file)
        inside.addWidget(self.voice)
        inside.addLayout(row)
        top = QHBoxLayout()
        top.setContentsMargins(2, 0, 4, 0)
        top.setSpacing(5)
        top.addWidget(self.channels, 1)
        top.addWidget(self._left_icon)
        top.addWidget(self.left)
        closed = QVBoxLayout()
        closed.setSpacing(8)
        closed.addWidget(self._notice)
        closed.addWidget(self.templates)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 6, 18, 12)
        layout.setSpacing(7)
        layout.addLayout(top)
        layout.addLayout(closed)
        self.above = QVBoxLayout()
        self.above.setSpacing(7)
        layout.addLayout(self.above)
        layout.addWidget(self.box)
        layout.addLayout(self.foot)

    def _go_elsewhere(self) -> None:
        if self._state.elsewhere is not None:
            self._state.choose(self._state.elsewhere.peer)
            self.draft.setFocus()

    def _count(self) -> None:
        """The line that says how long free text may be written."""
        shell, window = self._shell, self._state.window
        urgent = window.state == "closing"
        text = ""
        if self._state.bar:
            pass  # the notice says why
        elif window.state in ("open", "closing") and window.closes_at is not None:
            left = formats.countdown(shell.i18n, window.closes_at - shell.now())
            text = shell.tr("window-left", time=left)
        elif window.state == "closed":
            whatsapp = self._state.peer is not None and self._state.peer.has_window
            text = shell.tr("window-closed" if whatsapp else "bots-window-closed")
        ink = "warn" if urgent or window.state == "closed" else "text_3"
        self.left.setText(text)
        self.left.setStyleSheet(f"color: {shell.theme.colour(ink).name()}")
        self._left_icon.setVisible(bool(text))
        self._left_icon.setPixmap(shell.icons.pixmap("clock", ink, 14))
        self.foot.price()
        self._fit()

    def _fit(self) -> None:
        self.foot.fit(self.width(), self.writes_free)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook."""
        super().resizeEvent(event)
        self._fit()

    def _text_changed(self) -> None:
        if self._state.editing is None:
            self._state.keep_draft(self._thread, self.draft.toPlainText())
        length, most = self._length(), self._most()
        talks, empty = self.voice.running, not (length or self.file.path or self._state.editing)
        off = length > most or (empty and not talks)
        self.voice_button.setVisible(self._may_record and empty and not talks)
        self.send_button.setEnabled(not off)
        ink = "text_3" if off else "on_accent"
        self.send_button.setIcon(self._shell.icons.icon("send", ink))
        text = self.draft.toPlainText()
        self.foot.offer_place(text, self.writes_free)
        held = self._held if self._held == text else ""
        self.foot.say(length, most, held, file=bool(self.file.path))
        self._fit()

    def _length(self) -> int:
        return len(self.draft.toPlainText().strip().encode("utf-16-le")) // 2

    def _most(self) -> int:
        row = self._state.editing
        with_file = bool(row.attachments) if row is not None else bool(self.file.path)
        return _LONGEST_CAPTION if with_file else _LONGEST

    def _submit(self) -> None:
        if self.voice.running:
            self.recorded.emit(True)
            return
        length, paths = self._length(), self.file.paths
        if not self.writes_free or length > self._most():
            return
        text = self.draft.toPlainText()
        if any(True for _ in marks(text)):  # it is not ready: to the first gap, and say so
            self._held = text
            self.draft.go_to_gap(0)
            self._text_changed()
            return
        row = self._state.editing
        if row is not None:
            changed = text.strip()
            self._leave_message()
            self.edited.emit(row, changed)
        elif paths:
            self.file.show_file(None)
            self.send_files.emit(paths, self.take())
        elif length:
            self.send.emit(self.take())

    def submit_silently(self) -> bool:
        """Send what is written without a sound at the client's (``silent`` while it goes out);
        False where nothing can be sent."""
        if self._editing or not (self._length() or self.file.path) or self.voice.running:
            return False
        self.silent = True
        self._submit()
        self.silent = False
        return True

    def may_record(self, can: bool) -> None:
        """Whether there is a microphone."""
        self._may_record = can
        self._text_changed()

    def record(self, seconds: Callable[[], float] | None) -> None:
        """A voice message is recorded, so many seconds of it; None: no longer. Enter sends it,
        Escape drops it."""
        self.voice.show_length(seconds)
        self._text_changed()
        if seconds is not None:
            self.draft.setFocus()

    def take_file(self, path: Path) -> None:
        """A file goes out with the next message."""
        self.take_files((path,))

    def take_files(self, paths: Sequence[Path]) -> None:
        """Files go out with the next message, beside those that do already."""
        if self._state.free_text:
            self.leave_templates()
            if self._state.editing is not None:
                self._leave_message()
            self.file.add(paths)
            self.draft.setFocus()

    def _put_away(self) -> None:
        """Escape: the file first, then the message that is answered or changed."""
        if self.voice.running:
            self.recorded.emit(False)
        elif self.file.path is not None:
            self.file.show_file(None)
        else:
            self._leave_message()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt's hook: files may be dropped beside the field too."""
        if self._state.free_text and local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt's hook."""
        paths = local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.take_files(paths)

    def take(self) -> str:
        """What is written, taken out of the draft."""
        text = self.draft.toPlainText().strip()
        self.draft.clear()
        self._state.keep_draft(self._thread, "")
        return text

    def give_back(self, thread: int, text: str) -> None:
        """Put a text back where it was written, unless something else stands there."""
        if thread != self._thread:
            if not self._state.draft(thread):
                self._state.keep_draft(thread, text)
        elif not self.draft.toPlainText().strip():
            self.draft.setPlainText(text)
            self.draft.moveCursor(self.draft.textCursor().MoveOperation.End)
