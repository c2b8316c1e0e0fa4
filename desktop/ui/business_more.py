"""What an account's profile shows besides its hours: the address, the words of an empty chat, and
links that open a chat."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from core.domain import markdown
from core.domain.business import LONGEST_ADDRESS, LONGEST_INTRO, LONGEST_TITLE, ChatLink
from desktop.shell.context import Shell
from desktop.ui.business_editor import BusinessEditor, Work
from desktop.ui.parts import label
from desktop.viewmodels.business import BusinessModel

_LONGEST_TEXT = 4096


class _Fields(BusinessEditor):
    """An editor of a few lines."""

    def field(self, name: str, key: str, text: str, most: int, hint: str = "") -> QLineEdit:
        """A line with its title above it, and what should be known of it below."""
        made = QLineEdit(text)
        made.setObjectName(name)
        made.setMaxLength(most)
        made.setAccessibleName(self.shell.tr(key))
        self.body.addWidget(label("section", self.shell.tr(key)))
        self.body.addWidget(made)
        if hint:
            self.body.addWidget(label("faint", self.shell.tr(hint), wrap=True))
        return made


class PlaceEditor(_Fields):
    """The address."""

    def __init__(self, shell: Shell, parent: QWidget, model: BusinessModel) -> None:
        super().__init__(shell, parent, model, "placeEditor", shell.tr("business-place"))
        self.setMinimumWidth(shell.theme.px(430))
        address = model.stands.address
        self.address = self.field(
            "placeAddress", "business-place-field", address, LONGEST_ADDRESS, "business-place-hint"
        )
        self.finish("business-remove" if address else "")
        self.address.textChanged.connect(lambda: self.keep.setEnabled(self._good))
        self.keep.setEnabled(self._good)
        self.address.setFocus()

    @property
    def _good(self) -> bool:
        return bool(self.address.text().strip())

    def work(self) -> Work | str:
        """As it is written."""
        address = " ".join(self.address.text().split())
        return lambda backend, account: backend.set_address(account, address)

    def off(self) -> Work:
        """None is shown."""
        return lambda backend, account: backend.set_address(account, "")


class IntroEditor(_Fields):
    """What a chat shows in which nobody has written yet."""

    def __init__(self, shell: Shell, parent: QWidget, model: BusinessModel) -> None:
        super().__init__(shell, parent, model, "introEditor", shell.tr("business-intro"))
        self.setMinimumWidth(shell.theme.px(430))
        stands = model.stands
        self.title = self.field(
            "introTitle", "business-intro-heading", stands.intro_title, LONGEST_TITLE
        )
        self.words = self.field("introWords", "business-intro-text", stands.intro_text,
                                LONGEST_INTRO, "business-intro-hint")  # fmt: skip
        self.finish("business-remove" if stands.intro_title or stands.intro_text else "")
        for one in (self.title, self.words):
            one.textChanged.connect(lambda: self.keep.setEnabled(self._good))
        self.keep.setEnabled(self._good)
        self.title.setFocus()

    @property
    def _good(self) -> bool:
        return bool(self.title.text().strip() or self.words.text().strip())

    def work(self) -> Work | str:
        """As it is written."""
        title, words = self.title.text().strip(), self.words.text().strip()
        return lambda backend, account: backend.set_intro(account, title, words)

    def off(self) -> Work:
        """Telegram's own words are shown."""
        return lambda backend, account: backend.set_intro(account, "", "")


class LinkEditor(_Fields):
    """A link to a chat; ``link`` None: a new one."""

    def __init__(
        self, shell: Shell, parent: QWidget, model: BusinessModel, link: ChatLink | None = None
    ) -> None:
        title = shell.tr("business-link-new" if link is None else "business-link-title")
        super().__init__(shell, parent, model, "linkEditor", title)
        self.setMinimumWidth(shell.theme.px(460))
        self._link, stands = link, link or ChatLink(url="")
        self.title = self.field("linkTitle", "business-link-name", stands.title, LONGEST_TITLE,
                                "business-link-name-hint")  # fmt: skip
        self.words = QPlainTextEdit(markdown.write(stands.text, stands.marks))
        self.words.setObjectName("linkWords")
        self.words.setProperty("look", "page")
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(shell.tr("business-link-text"))
        self.words.setMinimumHeight(shell.theme.px(90))
        self.body.addWidget(label("section", shell.tr("business-link-text")))
        self.body.addWidget(self.words, 1)
        self.body.addWidget(label("faint", shell.tr("business-link-text-hint"), wrap=True))
        self.finish("business-remove" if link is not None else "")
        self.words.textChanged.connect(self._ready)
        self.title.setFocus()

    def _ready(self) -> None:
        self.keep.setEnabled(len(self.words.toPlainText()) <= _LONGEST_TEXT)

    def work(self) -> Work | str:
        """A new one, or other words for this one."""
        title, text, link = self.title.text().strip(), self.words.toPlainText().strip(), self._link
        if link is None:
            return lambda backend, account: backend.add_link(account, title, text)
        return lambda backend, account: backend.change_link(account, link, title, text)

    def off(self) -> Work:
        """It leads nowhere."""
        link = self._link
        assert link is not None
        return lambda backend, account: backend.delete_link(account, link)
