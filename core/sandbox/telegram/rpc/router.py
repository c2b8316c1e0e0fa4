"""Requests to handlers: unwraps, finds, calls, and serialises what comes back."""

from __future__ import annotations

import logging
import struct
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl
from telethon.tl.core import GzipPacked

from core.sandbox.telegram.centres import Address, dc_of
from core.sandbox.telegram.envelope import rpc_result
from core.sandbox.telegram.hub import Hub, LiveSession
from core.sandbox.telegram.rpc import (
    account,
    auth,
    choosing,
    connected,
    contacts,
    differences,
    drafts,
    groups,
    hearing,
    history,
    info,
    later,
    members,
    persons,
    quick_replies,
    sending,
    shelves,
    shop,
    transfers,
)
from core.sandbox.telegram.rpc.call import Call, Handler, Refused, Unanswered
from core.sandbox.telegram.rpc.elsewhere import refuse_elsewhere
from core.sandbox.telegram.wire import read_object
from core.sandbox.telegram.world import World

log = logging.getLogger(__name__)

# What a client may ask before it signs in.
OPEN_AREAS = ("help.", "langpack.", "auth.", "account.getPassword")
VECTOR, TRUE, FALSE = 0x1CB5C415, 0x997275B5, 0xBC799737
WRAPPERS = (
    fn.InvokeWithLayerRequest,
    fn.InitConnectionRequest,
    fn.InvokeAfterMsgRequest,
    fn.InvokeAfterMsgsRequest,
    fn.InvokeWithoutUpdatesRequest,
    fn.InvokeWithTakeoutRequest,
    fn.InvokeWithMessagesRangeRequest,
)


class Router:
    """Answers rpc calls; also where faults are put in."""

    def __init__(self, world: World, hub: Hub) -> None:
        self._world = world
        self._hub = hub
        self._floods: dict[str, tuple[int, int]] = {}
        self.address = Address("127.0.0.1", 0, 0)
        self._handlers: dict[type, Handler] = {}
        for area in (
            info, later, auth, account, connected, contacts, history, hearing, sending, transfers,
            differences, drafts, groups, quick_replies, shelves, shop, choosing,
            members, persons,
        ):  # fmt: skip
            self._handlers.update(area.HANDLERS)

    def flood(self, method: str, seconds: int, times: int) -> None:
        """Refuse the next `times` calls of a method ("messages.sendMessage")."""
        self._floods[method] = (seconds, times)

    def answer(self, session: LiveSession, msg_id: int, request: Any) -> bytes | None:
        """The rpc_result of a request, None where nothing is said; never raises."""
        name = "?"
        try:
            request = self._unwrap(session, request)
            name = method_name(request)
            value = self._call(session, name, request)
            body = encode(value)
        except Unanswered:
            return None
        except Refused as refusal:
            body = bytes(tl.RpcError(refusal.code, refusal.name))
        except Exception:
            log.exception("%s failed", name)
            body = bytes(tl.RpcError(500, "INTERNAL_SERVER_ERROR"))
        # File bytes do not compress, and trying costs the most there.
        return rpc_result(msg_id, body, compress=name != "upload.getFile")

    def unreadable(self, msg_id: int, constructor: int) -> bytes:
        """The rpc_result for a body that cannot be read."""
        return rpc_result(
            msg_id, bytes(tl.RpcError(400, f"INPUT_CONSTRUCTOR_INVALID_{constructor:08X}"))
        )

    def _call(self, session: LiveSession, name: str, request: Any) -> Any:
        seconds, times = self._floods.get(name, (0, 0))
        if times:
            self._floods[name] = (seconds, times - 1)
            raise Refused(f"FLOOD_WAIT_{seconds}", 420)
        here = self._world.centres.get(dc_of(self._world, session.auth), self.address)
        call = Call(self._world, self._hub, session, here)
        refuse_elsewhere(call, name, request)
        if isinstance(request, fn.InvokeWithBusinessConnectionRequest):
            return connected.invoke(self._handlers.get, call, request)
        handler = self._handlers.get(type(request))
        if handler is None:
            log.warning("%s is not served", name)
            raise Refused("METHOD_NOT_IMPLEMENTED")
        if not name.startswith(OPEN_AREAS) and not call.user:
            raise Refused("AUTH_KEY_UNREGISTERED", 401)
        return handler(call, request)

    def _unwrap(self, session: LiveSession, request: Any) -> Any:
        updates = True
        while isinstance(request, (*WRAPPERS, GzipPacked)):
            if isinstance(request, fn.InvokeWithoutUpdatesRequest):
                updates = False
            elif isinstance(request, fn.InitConnectionRequest):
                self._introduce(session, request)
            if isinstance(request, GzipPacked):
                request = read_object(request.data)
            else:
                request = request.query
        # "this is enabled by default for file queries":
        # https://core.telegram.org/method/invokeWithoutUpdates
        updates = updates and not method_name(request).startswith("upload.")
        session.wants_updates = session.wants_updates or updates
        return request

    def _introduce(self, session: LiveSession, request: Any) -> None:
        auth_record = self._world.auths.owner(session.auth)
        told = (request.api_id, request.device_model, request.app_version)
        if told != (auth_record.api_id, auth_record.device, auth_record.app):
            auth_record.api_id, auth_record.device, auth_record.app = told
            self._world.auths.save(auth_record)


def method_name(request: Any) -> str:
    """The TL name of a request, such as "messages.sendMessage"."""
    kind = type(request)
    space = kind.__module__.rpartition(".")[2]
    name = kind.__name__.removesuffix("Request")
    name = name[:1].lower() + name[1:]
    return name if space == "functions" else f"{space}.{name}"


def encode(value: Any) -> bytes:
    """A handler's value as TL bytes: an object, a bool, or a vector of objects or ints."""
    if isinstance(value, bool):
        return struct.pack("<I", TRUE if value else FALSE)
    if isinstance(value, list):
        items = [struct.pack("<i", v) if isinstance(v, int) else bytes(v) for v in value]
        return struct.pack("<Ii", VECTOR, len(items)) + b"".join(items)
    return bytes(value)
