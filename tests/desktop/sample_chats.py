"""Archive, mutes, marks and folders of the sample threads, without a store."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.domain.changes import Change
from core.domain.channels import Channel
from core.domain.chats import Folder, FolderRow, key_of
from core.domain.problems import Problem, ProblemError
from core.domain.views import ThreadRow

if TYPE_CHECKING:
    from tests.desktop.sample_backend import SampleBackend

ACCOUNT = "1"


class SampleChats:
    """Implements Shelving. A folder holds the threads that it names by their ids, and with
    ``contacts`` everybody of Telegram. ``refuses`` is what the messenger then says."""

    def __init__(self, backend: "SampleBackend") -> None:
        self._backend = backend
        self.made: list[FolderRow] = []
        self.refuses: Problem | None = None
        self.out: dict[int, bool] = {}

    def add(self, title: str, *threads: int, account: str = ACCOUNT, **more: object) -> str:
        """A folder; returns its key."""
        ident = len(self.made) + 2
        named = tuple(map(str, threads))
        folder = Folder(id=ident, title=title, included=named, **more)  # type: ignore[arg-type]
        row = FolderRow(key=key_of(account, ident), account=account, folder=folder)
        self.made.append(row)
        self._push("folders", ())
        return row.key

    def holds(self, key: str, row: ThreadRow) -> bool:
        """Whether the thread stands in a folder."""
        folder = next((one.folder for one in self.made if one.key == key), None)
        return folder is not None and folder.holds(
            str(row.id), "contact" if Channel.TELEGRAM in row.channels else "bot",
            muted=row.muted(self._backend.now), unread=bool(row.unread or row.marked),
            archived=row.archived,
        )  # fmt: skip

    async def folders(self) -> list[FolderRow]:
        return list(self.made)

    async def folders_of(self, thread: int) -> list[tuple[FolderRow, bool]]:
        row = self._backend.rows[thread]
        return [(one, self.holds(one.key, row)) for one in self.made]

    async def left_out(self, thread: int) -> bool | None:
        return self.out.get(thread)

    async def leave_out(self, thread: int, out: bool) -> list[str]:
        self.out[thread] = out
        if thread in (groups := self._backend.groups):
            groups[thread] = replace(groups[thread], left_out=out)
        return []

    async def archive(self, threads: Sequence[int], archived: bool) -> list[str]:
        return await self._set("archive", threads, archived, archived=archived)

    async def mute(self, threads: Sequence[int], until: int) -> list[str]:
        return await self._set("mute", threads, until, muted_until=until)

    async def mark(self, threads: Sequence[int], marked: bool) -> list[str]:
        return await self._set("mark", threads, marked, marked=marked)

    async def put(self, threads: Sequence[int], key: str, inside: bool) -> list[str]:
        for i, one in enumerate(self.made):
            for thread in threads if one.key == key else ():
                name = str(thread)
                folder = one.folder.with_chat(name) if inside else one.folder.without(name, "")
                self.made[i] = one = replace(one, folder=folder)
        return await self._set("put", threads, (key, inside))

    async def settled(self, wishes: Sequence[str]) -> None:
        if self.refuses is not None:
            problem, self.refuses = self.refuses, None
            raise ProblemError(problem)

    async def _set(
        self, call: str, threads: Sequence[int], said: object, **marks: object
    ) -> list[str]:
        self._backend.calls.append((call, tuple(threads), said))
        for thread in threads:
            self._backend.rows[thread] = replace(self._backend.rows[thread], **marks)
        self._push("chat_wish", threads)
        return [f"{call}{thread}" for thread in threads]

    def _push(self, kind: str, threads: Sequence[int]) -> None:
        self._backend.seq += 1
        change = Change(frozenset({kind}), frozenset(threads), self._backend.seq)
        self._backend.feed.push(change)
