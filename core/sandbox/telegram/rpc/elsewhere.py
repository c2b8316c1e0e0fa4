"""Sends a request to the data centre that it belongs to.

https://core.telegram.org/api/errors#303-see-other
"""

from __future__ import annotations

from typing import Any

from core.sandbox.telegram.centres import home_of, place_of
from core.sandbox.telegram.people import digits
from core.sandbox.telegram.rpc.call import Call, Refused

# What any data centre answers, wherever the account lives.
EVERYWHERE = ("help.", "langpack.", "auth.", "upload.")


def refuse_elsewhere(call: Call, name: str, request: Any) -> None:
    """Raises Refused where the request belongs into another data centre."""
    world, here = call.world, call.address.dc_id
    if len(world.centres) < 2:
        return
    if name == "auth.sendCode":
        user = world.people.by_phone(digits(request.phone_number))
        if user is not None and home_of(world, user) != here:
            raise Refused(f"PHONE_MIGRATE_{home_of(world, user)}", 303)
        if user is None and world.nearest not in (0, here):
            raise Refused(f"NETWORK_MIGRATE_{world.nearest}", 303)
    elif name == "upload.getFile":
        record = world.files.get(int(getattr(request.location, "id", 0) or 0))
        if record is not None and place_of(world, record) != here:
            raise Refused(f"FILE_MIGRATE_{place_of(world, record)}", 303)
    elif not name.startswith(EVERYWHERE) and call.auth.user is not None:
        user = world.people.need(call.auth.user)
        if home_of(world, user) != here:
            raise Refused(f"USER_MIGRATE_{home_of(world, user)}", 303)
