"""Messages passed on to another thread: within an account as Telegram does it, else as copies."""

from collections.abc import Callable, Sequence
from pathlib import Path

from core.domain.channels import Channel, Peer
from core.domain.problems import Problem, ProblemError
from core.domain.views import MessageRow, PeerRow
from core.pipeline.actions import Actions
from core.pipeline.outgoing_files import ALBUM, OutgoingFiles


async def forward(
    actions: Actions,
    files: OutgoingFiles,
    rows: Sequence[MessageRow],
    peers: Sequence[PeerRow],
    *,
    named: bool,
    copied: Callable[[Peer], bool] = lambda _peer: False,
) -> None:
    """To the chat of the same account, else to the one used last; what comes by a bot is
    ``copied``. Raises ProblemError."""
    if not peers:
        raise ProblemError(Problem("forward-nowhere"))
    for row, *more in _together(rows):
        ours = (Channel.TELEGRAM, row.peer.account)
        same = [p.peer for p in peers if (p.peer.channel, p.peer.account) == ours]
        if row.peer.channel is Channel.TELEGRAM and same and not copied(row.peer):
            await actions.forward(
                same[0], row.peer, row.external_id, row.text, row.marks, named=named,
                more=[one.external_id for one in more],
            )  # fmt: skip
        else:
            for one in (row, *more):
                await _copy(actions, files, one, max(peers, key=lambda p: p.last_at).peer)


def _together(rows: Sequence[MessageRow]) -> list[list[MessageRow]]:
    """What follows one another of one album stays one album."""
    found: list[list[MessageRow]] = []
    for row in rows:
        if found and _one_album(found[-1][-1], row) and len(found[-1]) < ALBUM:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _one_album(one: MessageRow, other: MessageRow) -> bool:
    if one.around is None or other.around is None or not one.around.album:
        return False
    return (one.peer, one.around.album) == (other.peer, other.around.album)


async def _copy(actions: Actions, files: OutgoingFiles, row: MessageRow, peer: Peer) -> None:
    """Words that were heard in a voice message stay here."""
    text = "" if any(item.parts for item in row.attachments) else row.text
    if not all(item.path for item in row.attachments):
        raise ProblemError(Problem("forward-file-missing"))
    for i, item in enumerate(row.attachments):
        await files.send_file(peer, Path(item.path), "" if i else text, item.name, typed=False)
    if text and not row.attachments:
        await actions.send(peer, text, typed=False)
