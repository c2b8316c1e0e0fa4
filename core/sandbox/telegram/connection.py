"""One client connection: packets in, service messages and rpc answers out."""

from __future__ import annotations

import asyncio
import logging
import struct
import time
from typing import Any

from mtproto.transport.packets import UnencryptedMessagePacket
from telethon.errors import TypeNotFoundError
from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.envelope import (
    Inner,
    MessageIds,
    open_packet,
    rpc_result,
    seal_packet,
    unpack_messages,
)
from core.sandbox.telegram.handshake import Handshake
from core.sandbox.telegram.hub import Hub, LiveSession
from core.sandbox.telegram.records import AuthRecord
from core.sandbox.telegram.rpc.router import Router
from core.sandbox.telegram.transport import MalformedPacket, MessageFrame, Wire
from core.sandbox.telegram.wire import read_object
from core.sandbox.telegram.world import World

log = logging.getLogger(__name__)

CHUNK = 256 * 1024
MAX_UNSENT = 64 * 1024 * 1024
UNKNOWN_KEY = 404
BAD_SALT, ID_TOO_LOW, ID_TOO_HIGH, ID_BITS = 48, 16, 17, 18
FUTURE_SALTS = 0xAE500895
SALT_SECONDS = 24 * 3600
SILENT = (tl.MsgsAck, tl.HttpWait, tl.MsgsStateInfo, tl.MsgsAllInfo)


class ClientConnection:
    """Serves one TCP connection until either side closes it."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        world: World,
        hub: Hub,
        router: Router,
        ids: MessageIds,
        dc: int = 0,
    ) -> None:
        self._dc = dc
        self._reader = reader
        self._writer = writer
        self._world = world
        self._hub = hub
        self._router = router
        self._ids = ids
        self._wire = Wire()
        self._handshake = Handshake(world.key)
        self._unsent: list[bytes] = []

    async def serve(self) -> None:
        """Read and answer until the connection ends."""
        try:
            while data := await self._reader.read(CHUNK):
                for frame in self._wire.feed(data):
                    self._take(frame)
                self._hub.settle()
                await self._writer.drain()
        except MalformedPacket as error:
            log.warning("closing a connection: %s", error)
        except ConnectionError:
            pass
        finally:
            self._hub.settle()
            self._hub.leave(self)
            self._writer.close()

    def push(self, session: LiveSession, body: bytes) -> None:
        """Send updates to a session on this connection."""
        self._send(session, body, content=True, answer=False)

    def drop(self) -> None:
        """Cut the connection at once."""
        self._writer.transport.abort()

    def _take(self, frame: MessageFrame) -> None:
        if isinstance(frame, UnencryptedMessagePacket):
            body, record = self._handshake.answer(frame.message_data)
            if record is not None:
                record.dc = self._dc
                self._world.auths.add(record)
            if body is not None:
                self._write(self._wire.plain(self._ids.next(answer=True), body))
            return
        auth = self._world.auths.get(frame.auth_key_id)
        if auth is None or auth.dc != self._dc:
            self._write(self._wire.error(UNKNOWN_KEY))
            raise MalformedPacket("unknown auth key")
        opened = open_packet(auth.key, frame.message_key, frame.encrypted_data)
        if frame.needs_quick_ack and self._wire.acks_quickly:
            self._write(self._wire.quick_ack(opened.ack_token))
        session, created = self._hub.enter(auth, opened.session_id, self)
        if self._refused(session, opened.message, opened.salt):
            if created:
                self._hub.end_session(auth, opened.session_id)
            return
        if created:
            greeting = tl.NewSessionCreated(opened.message.msg_id, session.session_id, auth.salt)
            self._send(session, bytes(greeting), content=True, answer=False)
        for message in unpack_messages(opened.message):
            self._handle(session, message)

    def _refused(self, session: LiveSession, message: Inner, salt: int) -> bool:
        """Whether the packet was answered with a bad-salt or bad-message notification."""
        notice: Any = None
        age = time.time() - (message.msg_id >> 32)
        if salt != session.auth.salt:
            notice = tl.BadServerSalt(message.msg_id, message.seq_no, BAD_SALT, session.auth.salt)
        elif message.msg_id % 4:
            notice = tl.BadMsgNotification(message.msg_id, message.seq_no, ID_BITS)
        elif age > 300:
            notice = tl.BadMsgNotification(message.msg_id, message.seq_no, ID_TOO_LOW)
        elif age < -30:
            notice = tl.BadMsgNotification(message.msg_id, message.seq_no, ID_TOO_HIGH)
        if notice is not None:
            self._send(session, bytes(notice), content=False, answer=True)
        return notice is not None

    def _handle(self, session: LiveSession, message: Inner) -> None:
        body = session.remembered(message.msg_id)
        if body is None:
            try:
                request = read_object(message.body)
            except TypeNotFoundError as error:
                log.warning(
                    "a constructor this layer does not know: %08x", error.invalid_constructor_id
                )
                body = self._router.unreadable(message.msg_id, error.invalid_constructor_id)
            except Exception:  # a foreign body can make the TL reader raise anything
                log.warning("an unreadable message of %d bytes", len(message.body))
                body = self._router.unreadable(
                    message.msg_id, int.from_bytes(message.body[:4], "little")
                )
            else:
                if isinstance(request, SILENT):
                    return
                service = self._service(session, message, request)
                if service is not None:
                    self._send(session, service, content=False, answer=True)
                    return
                body = self._router.answer(session, message.msg_id, request)
            if body is None:
                return
            session.remember(message.msg_id, body)
        self._send(session, body, content=True, answer=True)

    def _service(self, session: LiveSession, message: Inner, request: Any) -> bytes | None:
        """The answer to a service message; None if it is not one."""
        if isinstance(request, fn.PingRequest | fn.PingDelayDisconnectRequest):
            return bytes(tl.Pong(message.msg_id, request.ping_id))
        if isinstance(request, fn.GetFutureSaltsRequest):
            now = int(time.time())
            return struct.pack(
                "<IqiIiiq",
                FUTURE_SALTS,
                message.msg_id,
                now,
                1,
                now - SALT_SECONDS,
                now + SALT_SECONDS,
                session.auth.salt,
            )
        if isinstance(request, tl.MsgsStateReq | tl.MsgResendReq):
            known = b"\x04" * len(request.msg_ids)
            return bytes(tl.MsgsStateInfo(req_msg_id=message.msg_id, info=known))
        if isinstance(request, fn.DestroySessionRequest):
            ended = self._hub.end_session(session.auth, request.session_id)
            kind = tl.DestroySessionOk if ended else tl.DestroySessionNone
            return bytes(kind(request.session_id))
        if isinstance(request, fn.DestroyAuthKeyRequest):
            self._world.auths.drop(session.auth)
            return bytes(tl.DestroyAuthKeyOk())
        if isinstance(request, fn.RpcDropAnswerRequest):
            return rpc_result(message.msg_id, bytes(tl.RpcAnswerUnknown()))
        return None

    def _send(self, session: LiveSession, body: bytes, *, content: bool, answer: bool) -> None:
        message = Inner(self._ids.next(answer=answer), session.seq_no(content=content), body)
        auth: AuthRecord = session.auth
        payload = seal_packet(auth.key, auth.salt, session.session_id, message)
        self._write(self._wire.message(payload))

    def _write(self, data: bytes) -> None:
        self._unsent.append(data)
        self._hub.wait(self)

    def release(self) -> None:
        """Send what was written since the last release."""
        data = b"".join(self._unsent)
        self._unsent.clear()
        if self._writer.is_closing():
            return
        if self._writer.transport.get_write_buffer_size() > MAX_UNSENT:
            log.warning("dropping a client that does not read")
            self.drop()
            return
        self._writer.write(data)
