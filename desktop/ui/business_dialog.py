"""Telegram Business of one account: the week, automatic messages, quick replies, the rest."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.domain.business import Business, ChatLink, Shortcut
from desktop.shell.context import Shell
from desktop.ui import business_words as said
from desktop.ui.automatic_editor import AutomaticEditor
from desktop.ui.business_more import IntroEditor, LinkEditor, PlaceEditor
from desktop.ui.dialogs import Dialog
from desktop.ui.health_bar import Dot
from desktop.ui.hours_editor import HoursEditor
from desktop.ui.parts import Elided, Empty, button, caption, clear, label, line, tool
from desktop.ui.reply_editor import ReplyEditor
from desktop.viewmodels.business import BusinessModel


class BusinessDialog(Dialog):
    """``called``: which account it is, where there are several. Deleting is asked for twice."""

    def __init__(self, shell: Shell, parent: QWidget, model: BusinessModel, called: str) -> None:
        title = " — ".join(part for part in (shell.tr("business-title"), called) if part)
        super().__init__(shell, parent, "businessDialog", title)
        self.model, self._sure = model, 0
        self.resize(
            min(parent.width() - 40, shell.theme.px(600)),
            min(parent.height() - 20, shell.theme.px(680)),
        )
        self.text.setText(shell.tr("business-text"))
        self.problem = label("danger", wrap=True)
        self.problem.setObjectName("businessProblem")
        self.body.addWidget(self.problem)
        self.empty = Empty(shell, "telegram", "businessNone")
        self.empty.say(shell.tr("business-none-title"), shell.tr("business-none-text"))
        self.body.addWidget(self.empty, 1)
        self._rows = self.scrolled()
        self._scroll = self.findChildren(QScrollArea)[0]
        self.foot()
        self._wants = "hoursEdit"
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show it as it stands; the focus stays on the same button, which cannot have it while
        something is being kept."""
        focused = self.focusWidget()
        if not self._wants and focused is not None:
            self._wants = focused.objectName()
        stands, problem = self.model.stands, self.model.problem
        clear(self._rows)
        nothing = said.nothing(stands)
        self.empty.setVisible(nothing)
        self.text.setVisible(not nothing)
        self._scroll.setVisible(not nothing)
        self.problem.setText(self.shell.problem(problem) if problem else "")
        self.problem.setVisible(problem is not None)
        if not nothing:
            parts = [self._hours(stands), self._greeting(stands), self._away(stands),
                     self._replies(stands), *self._shown(stands)]  # fmt: skip
            for i, part in enumerate(parts):
                if i:
                    self._rows.addWidget(line())
                self._rows.addWidget(part)
        # the newest: those that were cleared go later
        for again in self.findChildren(QWidget, self._wants)[-1:] if self._wants else ():
            if again.isEnabled():
                again.setFocus()
        if not self.model.busy and not nothing:
            self._wants = ""

    # The parts.

    def _section(self, key: str, way: str = "", do: Callable[[], object] | None = None) -> QWidget:
        """A heading with a way to change what stands under it."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(4)
        head = QHBoxLayout()
        title = self.shell.tr(f"business-{key}")
        head.addWidget(label("section", title), 1)
        if do is not None:
            head.addWidget(self._button(f"{key}Edit", self.shell.tr(way), title, do))
        column.addLayout(head)
        return holder

    def _button(self, name: str, text: str, about: str, do: Callable[[], object]) -> QPushButton:
        made = button("", name)
        made.setText(text)
        made.setAutoDefault(False)
        made.setAccessibleName(self.shell.tr("business-action-name", action=text, name=about))
        made.setEnabled(not self.model.busy)
        made.clicked.connect(lambda: do())
        return made

    def _hours(self, stands: Business) -> QWidget:
        shell, hours = self.shell, stands.hours
        way = "business-set" if hours is None else "business-edit"
        holder = self._section("hours", way, self.edit_hours)
        if hours is None:
            return _with(holder, label("muted", shell.tr("business-nothing")))
        is_open, words = said.standing(shell, hours, shell.now())
        state = QWidget()
        across = QHBoxLayout(state)
        across.setContentsMargins(0, 0, 0, 4)
        across.setSpacing(8)
        across.addWidget(Dot(shell, "online" if is_open else "waiting"))
        across.addWidget(label("", words, wrap=True), 1)
        _with(holder, state)
        for days, times in said.week(shell, hours):
            _with(holder, self._pair(days, times))
        return _with(holder, label("faint", said.zone_name(hours.zone, shell.now()), wrap=True))

    def _pair(self, left: str, right: str) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        name = label("muted", left)
        name.setFixedWidth(self.shell.theme.px(84))
        across.addWidget(name)
        across.addWidget(label("", right, wrap=True), 1)
        return row

    def _greeting(self, stands: Business) -> QWidget:
        message = stands.greeting
        words = said.greeting(self.shell, message) if message is not None else ""
        reply = stands.shortcut(message.shortcut) if message is not None else None
        return self._automatic("greeting", words, reply)

    def _away(self, stands: Business) -> QWidget:
        message = stands.away
        words = said.away(self.shell, message) if message is not None else ""
        reply = stands.shortcut(message.shortcut) if message is not None else None
        return self._automatic("away", words, reply)

    def _automatic(self, kind: str, words: str, reply: Shortcut | None) -> QWidget:
        shell = self.shell
        way = "business-edit" if words else "business-set"
        holder = self._section(kind, way, lambda: self.edit_automatic(kind))
        if not words:
            return _with(holder, label("muted", shell.tr("business-nothing")))
        _with(holder, label("", said.short_reply(shell, reply), wrap=True))
        return _with(holder, label("faint", words, wrap=True))

    def _replies(self, stands: Business) -> QWidget:
        holder = self._section("replies", "business-add-reply", self.edit_reply)
        if not stands.shortcuts:
            return _with(holder, label("muted", self.shell.tr("business-nothing")))
        for i, one in enumerate(stands.shortcuts):
            _with(holder, self._reply(one, i, len(stands.shortcuts)))
        return holder

    def _reply(self, reply: Shortcut, at: int, count: int) -> QWidget:
        tr = self.shell.tr
        row = QWidget()
        row.setObjectName(f"reply-{reply.id}")
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 3, 0, 3)
        across.setSpacing(2)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label("strong", "  ·  ".join((f"/{reply.name}", *self._used(reply)))))
        text = Elided("faint")
        text.setText(said.short_reply(self.shell, reply))
        words.addWidget(text)
        across.addLayout(words, 1)
        if self._sure == reply.id:
            sure = self._button(
                f"replySure-{reply.id}", tr("business-remove-sure"), reply.name,
                lambda: self._delete(reply),
            )  # fmt: skip
            across.addWidget(sure)
            return row
        for name, icon, on, do in (
            ("up", "chevron-up", at > 0, lambda: self._move(at, -1)),
            ("down", "chevron-down", at < count - 1, lambda: self._move(at, 1)),
            ("rename", "edit", True, lambda: self.edit_reply(reply)),
            ("delete", "trash", True, lambda: self._delete(reply)),
        ):
            made = tool(name=f"reply{name.title()}-{reply.id}", size=18)
            made.setIcon(self.shell.icons.icon(icon))
            caption(made, tr("business-action-name", action=tr(f"business-{name}"),
                             name=f"/{reply.name}"))  # fmt: skip
            made.setEnabled(on and not self.model.busy)
            made.clicked.connect(do)
            across.addWidget(made)
        return row

    def _used(self, reply: Shortcut) -> list[str]:
        """What goes out by itself from it: without it that is off."""
        stands, tr = self.model.stands, self.shell.tr
        return [
            tr(f"business-{name}").lower()
            for name, message in (("greeting", stands.greeting), ("away", stands.away))
            if message is not None and message.shortcut == reply.id
        ]

    def _shown(self, stands: Business) -> list[QWidget]:
        """What the profile shows besides, and the links that lead to us."""
        shell = self.shell
        nothing = shell.tr("business-nothing")
        ways = ("business-set", "business-edit")
        place = self._section("place", ways[bool(stands.address)], lambda: self.edit(PlaceEditor))
        _with(place, label("" if stands.address else "muted", stands.address or nothing, wrap=True))
        said = [(look, text) for look, text in (
            ("strong", stands.intro_title), ("", stands.intro_text)) if text]  # fmt: skip
        intro = self._section("intro", ways[bool(said)], lambda: self.edit(IntroEditor))
        for look, text in said or [("muted", nothing)]:
            _with(intro, label(look, text, wrap=True))
        links = self._section("links", "business-add-reply", self.edit_link)
        for one in stands.links:
            views = shell.tr("business-link-views", count=one.views)
            _with(links, self._link(one))
            about = "  ·  ".join(part for part in (one.title, one.text, views) if part)
            _with(links, label("faint", about, wrap=True))
        if not stands.links:
            _with(links, label("muted", nothing))
        return [place, intro, links]

    def _link(self, one: ChatLink) -> QWidget:
        """The address, with a way to take it along."""
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        across.addWidget(label("", one.url))
        for name, icon, do in (
            ("copy", "copy", lambda: QGuiApplication.clipboard().setText(one.url)),
            ("rename", "edit", lambda: self.edit_link(one)),
        ):
            made = tool(name=f"link{name.title()}-{one.url}", size=18)
            made.setIcon(self.shell.icons.icon(icon))
            action = self.shell.tr(f"business-{name}")
            caption(made, self.shell.tr("business-action-name", action=action,
                                        name=one.title or one.url))  # fmt: skip
            made.clicked.connect(do)
            across.addWidget(made)
        across.addStretch(1)
        return row

    # What is done.

    def edit_hours(self) -> HoursEditor:
        """Change the week."""
        dialog = HoursEditor(self.shell, self, self.model)
        dialog.show()
        return dialog

    def edit_automatic(self, kind: str) -> AutomaticEditor:
        """Change the greeting or the away message."""
        dialog = AutomaticEditor(self.shell, self, self.model, kind)
        dialog.show()
        return dialog

    def edit(self, kind: type[PlaceEditor] | type[IntroEditor]) -> PlaceEditor | IntroEditor:
        """Change the address or the words of an empty chat."""
        dialog = kind(self.shell, self, self.model)
        dialog.show()
        return dialog

    def edit_link(self, link: ChatLink | None = None) -> LinkEditor:
        """Change a link, or make one."""
        dialog = LinkEditor(self.shell, self, self.model, link)
        dialog.show()
        return dialog

    def edit_reply(self, reply: Shortcut | None = None) -> ReplyEditor:
        """Change a quick reply, or write one."""
        dialog = ReplyEditor(self.shell, self, self.model, reply)
        dialog.show()
        return dialog

    def _delete(self, reply: Shortcut) -> None:
        sure, self._sure = self._sure == reply.id, reply.id
        if sure:
            self._sure = 0
            self.model.do(lambda backend, account: backend.delete_reply(account, reply))
            return
        self.refresh()
        asked = self.findChild(QPushButton, f"replySure-{reply.id}")
        if asked is not None:
            asked.setFocus()

    def _move(self, at: int, by: int) -> None:
        order = list(self.model.stands.shortcuts)
        order[at], order[at + by] = order[at + by], order[at]
        self.model.do(lambda backend, account: backend.order_replies(account, order))


def _with(holder: QWidget, widget: QWidget) -> QWidget:
    layout = holder.layout()
    assert layout is not None
    if isinstance(widget, QLabel):
        widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    layout.addWidget(widget)
    return holder
