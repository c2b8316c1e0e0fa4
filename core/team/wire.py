"""What a hub and a desk say to one another over HTTPS. `core/hub/desks.py` serves it.

Every request carries ``Authorization: Bearer TOKEN``, the desk's own. Bodies are msgpack of the
records here (maps by name; unknown names are ignored), Content-Type ``application/msgpack``.

``GET /updates?after=POSITION&wait=SECONDS&limit=N`` -> `Page`
    What stands behind ``after`` ('' or left out: from the oldest that is kept), oldest first.
    Where nothing does, the answer waits up to ``wait`` seconds (0 to 50, else 0) for something,
    then has no updates. ``limit``: 1 to 1000, else 200. An answer holds some 2 MiB of bodies, or a
    single larger one: ask on from ``position`` at once while ``more``.
``GET /media/ID`` -> the bytes of a file, Content-Type ``application/octet-stream``
    404: the hub does not have it (yet).
``POST /share`` with `Shared` -> 204
    Kept for every desk, durable when answered; the same key of the same desk again changes nothing.
    A desk finds its own among the updates too.
``GET /me`` -> `Me`
    For who wants to know whether address and token are good.

Refusals have no record: 400 not what was asked for; 401 no such token; 404; 413 a body above
`SHARED_LIMIT`; 429 more than `POLLS` of this desk wait already; 503 not now, try again later
(``Retry-After`` in seconds). Anything else is a fault: try again later.
"""

from typing import Final

import msgspec

from core.ports import Update

WAIT_LIMIT: Final = 50
UPDATES_LIMIT: Final = 1000
POLLS: Final = 4
SHARED_LIMIT: Final = 1 * 2**20
MSGPACK: Final = "application/msgpack"


class Page(msgspec.Struct, frozen=True):
    """Updates, and the place behind the last of them (that asked for, where there are none).

    ``lost``: the hub no longer knows the place that was asked for (it was made anew or put back
    from a backup, or kept its updates for a shorter time than the desk was away). It reads on from
    the oldest that there is; what came between may be missing here.
    """

    updates: tuple[Update, ...]
    position: str
    more: bool = False
    lost: bool = False


class Shared(msgspec.Struct, frozen=True):
    """What a desk did, for the other desks. ``key``: 1 to 200 characters."""

    key: str
    body: bytes


class Me(msgspec.Struct, frozen=True):
    """``desk``: its name. ``home``: the identity of what is kept. ``now``: the hub's clock, ms."""

    desk: str
    version: str
    home: str
    now: int
