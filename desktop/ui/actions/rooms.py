"""Groups from within: who is there, what names us, a new one, people who come and go."""

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from shiboken6 import isValid

from core.domain.channels import Channel, Peer, is_group
from core.domain.persons import Person
from core.domain.problems import Problem, ProblemError
from core.domain.rooms import Known, Missing
from core.domain.views import PeerRow
from desktop.ui.mentions import MentionList
from desktop.ui.room_line import RoomLine

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow
    from desktop.ui.members_dialog import MembersDialog
    from desktop.ui.people_dialog import PeopleDialog


class RoomActions:
    """Made by the main window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._backend = window.backend.rooms
        desk, composer = window.desk, window.conversation.composer
        self.line = RoomLine(window.shell, desk.rooms, desk.composer, desk.clock)
        composer.above.addWidget(self.line)
        self.mentions = MentionList(window.shell, desk, composer, window.conversation.page)
        self._shown: tuple[int, int] = (0, 0)
        """The thread, and the message of it that was gone to last."""

    def members(self) -> None:
        """Who is in the open group."""
        row = self._group()
        if row is None:
            return
        from desktop.ui.members_dialog import MembersDialog
        from desktop.viewmodels.members import MembersModel

        model = MembersModel(self._backend, self._desk.tasks, row.peer)
        title = row.room.title if row.room is not None and row.room.title else row.name
        dialog = MembersDialog(self._shell, self._window, model, title)
        model.setParent(dialog)
        dialog.opened.connect(lambda one: self._start(self._open(dialog, row.peer, one)))
        dialog.removed.connect(lambda one: self._start(self._remove(dialog, row.peer, one)))
        dialog.asked.connect(lambda what: self._do(dialog, row.peer, what))
        if row.room is not None:
            dialog.show_rights(row.room.rights)
        model.load()
        self._start(self._look(dialog, row.peer))
        dialog.show()

    def next_mention(self) -> None:
        """To the next message of the open thread that names us."""
        thread = self._desk.composer.thread_id
        if thread is not None:
            self._start(self._mention(thread))

    def new_group(self) -> None:
        """A group of the open chat's account, with the client where it is one."""
        row = self._desk.composer.peer
        if row is None or row.peer.channel is not Channel.TELEGRAM:
            self._refuse("group-not-here")
            return
        client = () if is_group(row.peer) else (_person(row),)
        dialog = self._people(row.peer, chosen=client, new=True)
        if client:
            dialog.name.setText(row.name)
            dialog.name.selectAll()
        dialog.wanted.connect(
            lambda title, who: self._start(self._make(dialog, row.peer, title, who))
        )

    # What is asked of the messenger.

    async def _look(self, dialog: "MembersDialog", peer: Peer) -> None:
        room = await self._backend.look(peer)
        if _alive(dialog):
            dialog.show_rights(room.rights)
            dialog.show_title(room.title)

    async def _open(self, dialog: "MembersDialog", peer: Peer, one: Known) -> None:
        """Their thread; one is begun where there is none."""
        thread = one.thread
        if thread is None:
            thread = await self._backend.begin(peer, one.member.id)
        if _alive(dialog):
            dialog.close()
        await self._window.open_thread(thread)
        self._window.focus_composer()

    async def _remove(self, dialog: "MembersDialog", peer: Peer, one: Known) -> None:
        await self._backend.remove(peer, one.member.id)
        if _alive(dialog):
            dialog.model.load(dialog.search.text())
        self._tell("told-member-out", name=one.member.name)

    def _do(self, dialog: "MembersDialog", peer: Peer, what: str) -> None:
        match what:
            case "add":
                self._add(dialog, peer)
            case "rename":
                self._rename(dialog, peer)
            case "link":
                self._start(self._link(peer))
            case "leave":
                self._start(self._leave(dialog, peer))

    def _add(self, dialog: "MembersDialog", peer: Peer) -> None:
        people = self._people(peer, new=False)
        people.wanted.connect(
            lambda _title, who: self._start(self._let_in(people, dialog, peer, who))
        )

    def _people(self, peer: Peer, *, new: bool, chosen: Sequence[Person] = ()) -> "PeopleDialog":
        from desktop.ui.people_dialog import PeopleDialog

        dialog = PeopleDialog(self._shell, self._window, new=new, chosen=chosen)
        dialog.typed.connect(lambda text: self._start(self._candidates(dialog, peer, text)))
        dialog.link.connect(lambda: self._start(self._link(dialog.peer or peer)))
        self._start(self._candidates(dialog, peer, ""))
        dialog.show()
        return dialog

    async def _candidates(self, dialog: "PeopleDialog", peer: Peer, text: str) -> None:
        rows = await self._backend.people(peer, text)
        if _alive(dialog) and dialog.search.text() == text:
            dialog.show_rows(rows)

    async def _make(
        self, dialog: "PeopleDialog", peer: Peer, title: str, who: Sequence[Person]
    ) -> None:
        try:
            made = await self._backend.make(peer, title, who)
        except ProblemError as error:
            self._say(dialog, error.problem)
            return
        if made.thread is not None:
            await self._window.open_thread(made.thread)
        self._done(dialog, made.peer, made.missing)
        if made.thread is not None and not made.missing:
            self._window.focus_composer()

    async def _let_in(
        self, people: "PeopleDialog", dialog: "MembersDialog", peer: Peer, who: Sequence[Person]
    ) -> None:
        try:
            made = await self._backend.add(peer, who)
        except ProblemError as error:
            self._say(people, error.problem)
            return
        if _alive(dialog):
            dialog.model.load(dialog.search.text())
        self._done(people, peer, made.missing)

    def _done(self, dialog: "PeopleDialog", group: Peer, missing: Sequence[Missing]) -> None:
        """Whoever is missing may come by a link."""
        if _alive(dialog):
            if missing:
                dialog.peer = group
                dialog.say_missing(missing)
            else:
                dialog.close()

    def _say(self, dialog: "PeopleDialog", problem: Problem) -> None:
        if _alive(dialog):
            dialog.say(self._shell.problem(problem))

    def _rename(self, dialog: "MembersDialog", peer: Peer) -> None:
        from desktop.ui.follow_up import NameDialog
        from desktop.ui.people_dialog import LONGEST

        kind = ("members-rename", "group-rename-text", "group-new-name")
        line = NameDialog(self._shell, dialog, kind)
        line.field.setMaxLength(LONGEST)
        line.field.setText(dialog.windowTitle())
        line.named.connect(lambda title: self._start(self._named(dialog, peer, title)))
        line.show()

    async def _named(self, dialog: "MembersDialog", peer: Peer, title: str) -> None:
        await self._backend.rename(peer, title)
        if _alive(dialog):
            dialog.show_title(title)

    async def _link(self, peer: Peer) -> None:
        from desktop.ui.members_dialog import copy_link

        copy_link(await self._backend.link(peer))
        self._tell("told-group-link")

    async def _leave(self, dialog: "MembersDialog", peer: Peer) -> None:
        await self._backend.leave(peer)
        if _alive(dialog):
            dialog.close()
        self._tell("told-group-left")

    async def _mention(self, thread: int) -> None:
        after = self._shown[1] if self._shown[0] == thread else 0
        found = await self._backend.next_mention(thread, after)
        if found is None:
            self._tell("mentions-none")
            return
        message, stand = found
        self._shown = (thread, message)
        if await self._desk.messages.reach(message, stand[0]):
            self._window.conversation.view.light(message, 0, 0)

    # Words.

    def _group(self) -> PeerRow | None:
        row = self._desk.composer.peer
        if row is None or not is_group(row.peer) or row.peer.channel is not Channel.TELEGRAM:
            self._refuse("group-none-open")
            return None
        return row

    def _refuse(self, code: str) -> None:
        self._window.toast.tell(self._shell.problem(Problem(code)))

    def _tell(self, key: str, **words: str) -> None:
        self._window.toast.tell(self._shell.tr(key, **words))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._desk.tasks.start(work)


def _person(row: PeerRow) -> Person:
    return Person(id=row.peer.id, name=row.name, username=row.username, phone=row.phone)


def _alive(dialog: "MembersDialog | PeopleDialog") -> bool:
    """Whether it was not closed while the messenger was asked."""
    return bool(isValid(dialog)) and dialog.isVisible()
