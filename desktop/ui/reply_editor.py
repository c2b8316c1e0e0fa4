"""A quick reply of Telegram's: its word and its text."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from core.domain import markdown
from core.domain.business import LONGEST_NAME, Shortcut, name_of
from desktop.shell.context import Shell
from desktop.ui.business_editor import BusinessEditor, Work
from desktop.ui.business_words import short_reply
from desktop.ui.parts import label
from desktop.viewmodels.business import BusinessModel
from desktop.viewmodels.business_port import Businesses

_LONGEST = 4096


class ReplyEditor(BusinessEditor):
    """``reply`` None: a new one, which begins with ``name`` and ``text``; ``hint``: what should be
    known of them. Of what is more than a
    text only the word is changed here."""

    def __init__(
        self, shell: Shell, parent: QWidget, model: BusinessModel, reply: Shortcut | None = None,
        name: str = "", text: str = "", hint: str = "",
    ) -> None:  # fmt: skip
        title = shell.tr("business-reply-new")
        if reply is not None:
            title = shell.tr("business-reply-title", name=reply.name)
        super().__init__(shell, parent, model, "replyEditor", title)
        self.setMinimumWidth(shell.theme.px(460))
        tr = shell.tr
        self._reply = reply
        self.name = QLineEdit(reply.name if reply is not None else name_of(name))
        self.name.setObjectName("replyName")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(tr("business-reply-name"))
        self.words = QPlainTextEdit()
        self.words.setObjectName("replyWords")
        self.words.setProperty("look", "page")
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(tr("business-reply-text"))
        self.words.setMinimumHeight(shell.theme.px(110))
        said = reply.words if reply is not None else None
        if said is not None:
            text = markdown.write(said.text, said.marks)
        self._before = text
        self.words.setPlainText(text)
        self.body.addWidget(label("section", tr("business-reply-name")))
        self.body.addWidget(self.name)
        self.body.addWidget(label("faint", tr("business-reply-name-hint"), wrap=True))
        self.body.addWidget(label("section", tr("business-reply-text")))
        whole = reply is None or said is not None
        if whole:
            self.body.addWidget(self.words, 1)
            self.body.addWidget(label("faint", tr("business-reply-text-hint"), wrap=True))
            if hint:
                self.body.addWidget(label("muted", hint, wrap=True))
        else:
            self.body.addWidget(label("", short_reply(shell, reply), wrap=True))
            self.body.addWidget(label("faint", tr("business-reply-files"), wrap=True))
            self.words.setParent(self)
            self.words.hide()
        self.finish()
        self.name.textChanged.connect(lambda _text: self._ready())
        self.words.textChanged.connect(self._ready)
        self._ready()
        self.name.setFocus()

    def _ready(self) -> None:
        whole = self._reply is not None and self._reply.words is None
        text = self.words.toPlainText().strip()
        good = bool(name_of(self.name.text())) and (whole or 0 < len(text) <= _LONGEST)
        self.keep.setEnabled(good and not self.model.busy)

    def work(self) -> Work | str:
        """The word, the text, or both."""
        name, text, reply = name_of(self.name.text()), self.words.toPlainText().strip(), self._reply
        before = self._before.strip()

        async def change(backend: Businesses, account: str) -> None:
            if reply is None:
                await backend.add_reply(account, name, text)
                return
            if reply.words is not None and text != before:
                await backend.rewrite_reply(account, reply, text)
            if name != reply.name:
                await backend.rename_reply(account, reply, name)

        return change

    def off(self) -> Work:
        """There is no such way here."""
        raise NotImplementedError
