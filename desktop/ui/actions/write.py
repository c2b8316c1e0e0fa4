"""What helps to write: quick replies, templates, suggestions, spelling, pasted pictures."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QImage, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from core.domain.business import Shortcut
from core.domain.channels import Channel
from core.domain.problems import Problem, ProblemError
from desktop.shell.context import Shell
from desktop.shell.units import character, unit
from desktop.ui.actions.richer import RichActions
from desktop.ui.business_words import draft, kept_reply
from desktop.ui.conversation import Conversation
from desktop.ui.quick_replies import ReplyList
from desktop.ui.replies_manager import RepliesManager
from desktop.ui.speller import DraftMarks, SpellMenu
from desktop.ui.suggestion_bar import SuggestionBar
from desktop.viewmodels import quick_replies, templates
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.offers import Offer, OfferModel, template_name
from desktop.viewmodels.proposals import Proposal
from desktop.viewmodels.quick_replies import QuickReply
from desktop.viewmodels.templates import TemplateRow


class WriteActions(QObject):
    """The commands of the composer; ``told`` gives a sentence to say in passing."""

    told = Signal(str)

    def __init__(self, shell: Shell, desk: Desk, conversation: Conversation) -> None:
        super().__init__(conversation)
        self._shell, self._desk, self._conversation = shell, desk, conversation
        composer = self._composer = conversation.composer
        self._slash: int | None = None  # where the list is open for a word behind a slash
        self._put_away: int | None = None
        self._taken = ""
        self._thread: int | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._manager: RepliesManager | None = None
        self.marks = DraftMarks(shell, composer.draft, desk.spelling)
        self.menu = SpellMenu(shell, composer.draft, desk.spelling, desk.tasks)
        self.bar = SuggestionBar(shell, desk.proposals)
        composer.above.insertWidget(0, self.bar)
        self.rich = RichActions(shell, desk, conversation)
        self.rich.told.connect(self.told)
        self.offers = OfferModel(self._offer)
        self.offers.setParent(self)
        self.list = ReplyList(shell, self.offers, conversation.page, composer)
        desk.templates.known = self.values
        composer.templates.form.prefill = lambda row: templates.prefilled(row, self.values())
        composer.templates.form.files = self._files
        composer.templates.preview.use(conversation.thumbnails)
        self._connect()

    def _connect(self) -> None:
        desk, composer, draft = self._desk, self._composer, self._composer.draft
        draft.installEventFilter(self)
        draft.textChanged.connect(self._written)
        draft.cursorPositionChanged.connect(self._look)
        draft.menu.connect(self.menu.open)
        draft.image.connect(lambda image: desk.tasks.start(self.paste(image)))
        self.menu.own.connect(lambda kept: desk.tasks.start(desk.backend.save_settings(kept)))
        self.bar.taken.connect(self.take)
        self.bar.asked.connect(self._desk.proposals.ask)
        self.list.taken.connect(self.put_in)
        self.list.typed.connect(lambda _typed: self._narrow())
        self.list.left.connect(self._list_left)
        self.list.manage.connect(self.manage_replies)
        desk.proposals.nothing.connect(lambda: self.told.emit(self._shell.tr("suggestion-none")))
        desk.thread_changed.connect(self._thread_changed)
        desk.composer.changed.connect(self._room)
        desk.business.changed.connect(self._templates_read)
        desk.health.changed.connect(desk.proposals.refresh)  # a model may be ready by now
        desk.health.changed.connect(self.bar.refresh)
        composer.modes.connect(self._room)
        composer.more.connect(self._more)
        desk.templates.refreshed.connect(self._templates_read)

    # Quick replies and templates.

    def values(self) -> dict[str, str]:
        """What the open thread says, for the gaps."""
        desk, row = self._desk, self._desk.current
        facts = desk.facts.rows if row is not None and desk.facts.thread_id == row.id else ()
        now = self._shell.now()
        return quick_replies.values(self._shell.i18n, row, facts, desk.replies.me, now)

    def _offer(self, row: QuickReply | Shortcut | TemplateRow) -> Offer:
        if isinstance(row, Shortcut):
            words = row.words
            text = draft(words) if words is not None else kept_reply(self._shell, row)
            return Offer("kept", str(row.id), row.name, text, row.name, kept=row)
        if isinstance(row, TemplateRow):
            filling = templates.gathered(row, templates.prefilled(row, self.values()))
            text = templates.shown(row, filling).words
            id_ = f"{row.name} {row.lang}"
            return Offer("template", id_, template_name(row), text, template=row)
        got = quick_replies.fill(row.text, self.values(), self._shell.i18n.lang)
        id_ = f"{row.name}\n{row.word}\n{row.text}"
        return Offer("reply", id_, row.name, got.text, row.word, got.missing)

    def quick_replies(self) -> None:
        """Open the list of replies and templates over the composer."""
        state = self._desk.composer
        if state.peer is None:
            return
        self._slash = None
        self.list.open(typing_here=True)
        self._narrow()
        if state.peer.has_window:
            self._desk.templates.open(state.peer.peer)

    def _narrow(self, typed: str | None = None) -> None:
        state = self._desk.composer
        here = state.peer.peer if state.peer is not None else None
        listed = self._desk.templates
        found = listed.sendable if here is not None and listed.peer == here else ()
        replies = self._desk.replies.replies if state.free_text else ()
        kept = self._desk.business.replies(here) if state.free_text else ()
        words = self.list.line.text().removeprefix("/") if typed is None else typed
        self.offers.type(words, replies, found, kept)

    def _templates_read(self) -> None:
        if self.list.isVisible():
            self._narrow(None if self._slash is None else self._typed())

    def templates(self) -> None:
        """Choose a template, also while free text may be sent."""
        state = self._desk.composer
        if state.peer is None:
            return
        if not state.peer.has_window:
            self.told.emit(self._shell.tr("templates-other-messenger"))
            return
        self._close_list()
        self._desk.templates.open(state.peer.peer)
        self._composer.browse_templates()

    def place(self) -> None:
        """Send a place."""
        self.rich.place()

    def contact(self) -> None:
        """Send a contact."""
        self.rich.contact()

    def question(self) -> None:
        """Send a question with answers."""
        self.rich.question()

    def react(self) -> None:
        """React to a message."""
        self.rich.react()

    def _more(self, what: str) -> None:
        """What was picked beside the paper clip."""
        {"place": self.place, "contact": self.contact, "question": self.question,
         "template": self.templates}[what]()  # fmt: skip

    def _files(self, kind: str) -> list[tuple[str, str]]:
        """Files of the open thread that a template's header may begin with, the newest first."""
        held = [item for row in self._desk.messages.rows for item in row.attachments]
        held += [row.file for row in self._desk.deal.files.documents]
        found = {
            item.path: item.name or Path(item.path).name
            for item in held
            if item.path and item.kind == kind
        }
        return [(name, path) for path, name in reversed(found.items())]

    def _typed(self) -> str:
        found = self._slash_here()
        return found[1] if found is not None else ""

    def _slash_here(self) -> tuple[int, str] | None:
        draft = self._composer.draft
        text, cursor = draft.toPlainText(), draft.textCursor()
        if cursor.hasSelection() or not self._composer.writes_free:
            return None
        return quick_replies.slash(text, character(text, cursor.position()))

    def _look(self) -> None:
        """Open, narrow or close the list with the word behind a slash."""
        found = self._slash_here() if self._composer.draft.hasFocus() else None
        if found is None:
            self._put_away = None
            if self._slash is not None:
                self._close_list()
        elif found[0] != self._put_away:
            first = self._slash is None
            self._slash = found[0]
            self._narrow(found[1])
            if not self.offers.rowCount():
                self._close_list()
            elif first or not self.list.isVisible():
                self.list.open(typing_here=False)
                peer = self._desk.composer.peer
                if first and peer is not None and peer.has_window:
                    self._desk.templates.open(peer.peer)

    def _close_list(self) -> None:
        self._slash = None
        self.list.hide()

    def _list_left(self) -> None:
        self._put_away, self._slash = self._slash, None
        self._composer.focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: while the list is open for a slash, its keys are typed in the draft."""
        if self._slash is not None and self.list.isVisible():
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                held = event.modifiers()
                if not held or held == held.KeypadModifier:
                    return self.list.pressed(event.key())
            elif event.type() == QEvent.Type.FocusOut:
                self._close_list()
        return super().eventFilter(watched, event)

    def put_in(self, offer: Offer) -> None:
        """A reply goes into the draft, in place of the word that found it; a template is filled
        in, and nothing is sent. What Telegram keeps as more than one text goes out as it is."""
        slash, self._slash = self._slash, None
        draft = self._composer.draft
        cursor = draft.textCursor()
        if slash is not None:
            cursor.setPosition(unit(draft.toPlainText(), slash), QTextCursor.MoveMode.KeepAnchor)
        if offer.template is not None:
            if slash is not None:
                cursor.removeSelectedText()
            self._composer.open_template(offer.template)
            return
        if offer.kept is not None and offer.kept.words is None:
            if slash is not None:
                cursor.removeSelectedText()
            self._send_kept(offer.kept)
            return
        at = draft.document().characterAt
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        before = " " if start and not at(start - 1).isspace() else ""
        after = "" if at(end).isspace() else " "  # the end of a text is a separator
        cursor.insertText(before + offer.text + after)
        cursor.movePosition(cursor.MoveOperation.Left, n=len(after))
        draft.setTextCursor(cursor)
        start += len(before)
        self._composer.focus()
        if offer.missing:
            draft.go_to_gap(start)

    def _send_kept(self, reply: Shortcut) -> None:
        """A quick reply of Telegram's that is more than words goes out as it is; it can be taken
        back as any send."""
        peer = self._desk.composer.peer
        if peer is not None:
            self._desk.tasks.start(self._desk.business.backend.send_reply(peer.peer, reply))
            self._conversation.view.to_end()
            self._composer.focus()

    def manage_replies(self) -> None:
        """Add, change, order, import and export the quick replies."""
        self._close_list()
        if self._manager is None:
            self._manager = RepliesManager(
                self._shell, self._desk.replies, self._desk.tasks, self.values,
                self._conversation.window(), self._to_telegram if self._telegram() else None,
            )  # fmt: skip
            self._manager.destroyed.connect(self._manager_gone)
        self._manager.show()
        self._manager.raise_()
        self._manager.activateWindow()

    def _telegram(self) -> str:
        """Our Telegram account that is meant: the open chat's, else the first."""
        peer = self._desk.composer.peer
        if peer is not None and peer.peer.channel is Channel.TELEGRAM:
            return peer.peer.account
        return next((row.account for row in self._desk.accounts.here if row.account), "")

    def _to_telegram(self, reply: QuickReply, parent: QWidget) -> None:
        """Keep one of ours among Telegram's quick replies, once its gaps are words."""
        from desktop.ui.reply_editor import ReplyEditor
        from desktop.viewmodels.business import BusinessModel

        model = BusinessModel(self._desk.business, self._desk.tasks, self._telegram())
        gaps = quick_replies.fill(reply.text, {}, self._shell.i18n.lang).missing
        editor = ReplyEditor(
            self._shell, parent, model, name=reply.word or reply.name, text=reply.text,
            hint=self._shell.tr("replies-to-telegram-gaps") if gaps else "",
        )  # fmt: skip
        model.setParent(editor)
        editor.show()

    def _manager_gone(self) -> None:
        self._manager = None

    # Suggestions.

    def suggestion(self) -> None:
        """Take what is suggested into the draft, the next one when pressed again; have the model
        write where nothing is suggested."""
        proposals, draft = self._desk.proposals, self._composer.draft
        tr = self._shell.tr
        if self._desk.current is None:
            return
        if not proposals.enabled:
            self.told.emit(tr("suggestion-off"))
        elif not self._composer.writes_free:
            self._composer.focus()
        else:
            text = draft.toPlainText()
            texts = [row.text for row in proposals.rows]
            after = texts.index(text) + 1 if text in texts else 0
            if texts and (after < len(texts) or len(texts) > 1):
                self.take(proposals.rows[after % len(texts)])
            elif not proposals.ask():
                self.told.emit(tr("suggestion-none"))

    def take(self, proposal: Proposal) -> None:
        """Put a suggestion into the draft: in place of one that stands there as it was taken, else
        behind what is written."""
        draft = self._composer.draft
        cursor, stands = draft.textCursor(), draft.toPlainText()
        text = proposal.text
        if stands and stands == self._taken:
            cursor.select(QTextCursor.SelectionType.Document)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            text = text if not stands or stands[-1].isspace() else f" {text}"
        self._taken = proposal.text if not stands or stands == self._taken else ""
        cursor.insertText(text)
        draft.setTextCursor(cursor)
        self._composer.focus()
        self._room()

    def _written(self) -> None:
        self._look()
        self._room()

    def _room(self) -> None:
        text = self._composer.draft.toPlainText()
        self.bar.want(self._composer.writes_free and text in ("", self._taken))

    def _thread_changed(self) -> None:
        row = self._desk.current
        if (row.id if row is not None else None) != self._thread:
            self._thread = row.id if row is not None else None
            self._close_list()  # it is filled with what another client said
        peer = self._desk.composer.peer
        self._desk.business.replies(peer.peer if peer is not None else None)  # to be at hand
        self._desk.proposals.open(row)
        facts = self._desk.facts.rows
        kinds = ("person", "company", "product", "city", "competitor", "role")
        names = [f.fact.value for f in facts if f.fact.kind in kinds]
        self._desk.spelling.accept([*names, row.name if row is not None else "",
                                    self._desk.replies.me])  # fmt: skip

    # Spelling, pictures.

    def spell(self) -> None:
        """To the next misspelt word, with what may have been meant."""
        if not self.menu.next_wrong():
            self.told.emit(self._shell.tr("spell-all-right"))

    async def paste(self, image: QImage) -> None:
        """A picture without a file goes out as one."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="threadline-")
        name = self._shell.tr("pasted-image")
        path = Path(self._folder.name) / f"{name} {time.strftime('%Y-%m-%d %H.%M.%S')}.png"
        save: Callable[[str], bool] = image.save
        if not await asyncio.to_thread(save, str(path)):
            raise ProblemError(Problem("file-not-saved", {"name": path.name}))
        self._composer.take_file(path)

    def close(self) -> None:
        """Leave no pasted picture behind."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
