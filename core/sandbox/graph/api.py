"""The HTTP face of the Graph API: routes, bearer check, error bodies."""

from __future__ import annotations

import hmac
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from core.sandbox.graph import console, templates
from core.sandbox.graph.errors import GraphError, no_object, unauthorised

if TYPE_CHECKING:
    from core.sandbox.graph.server import GraphServer

_UPLOAD_LIMIT = 100 * 2**20
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def graph_app(server: GraphServer) -> web.Application:
    """A fresh application over the server's state."""
    face = _Face(server)
    app = web.Application(client_max_size=_UPLOAD_LIMIT, middlewares=[face.guard])
    app.router.add_get("/whatsapp_business/attachments/{key}", face.bytes_of_media)
    app.router.add_post("/{version}/{ident}/messages", face.messages)
    app.router.add_post("/{version}/{ident}/marketing_messages", face.messages)
    app.router.add_post("/{version}/{ident}/media", face.upload)
    app.router.add_get("/{version}/{ident}/message_templates", face.templates)
    app.router.add_get("/{version}/{ident}/phone_numbers", face.phone_numbers)
    app.router.add_get("/{version}/{ident}/subscribed_apps", face.subscribed_apps)
    app.router.add_get("/{version}/{ident}/subscriptions", face.subscriptions)
    app.router.add_get("/{version}/debug_token", face.debug_token)
    app.router.add_get("/{version}/{ident}", face.node)
    return app


class _Face:
    def __init__(self, server: GraphServer) -> None:
        self.server = server
        self.account = server.account

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only with the account's bearer, or the app's own where that serves; refusals in Graph's
        own form."""
        answer = await self._guarded(request, handler)
        if self.server.console.ahead:
            now = time.time() + self.server.console.ahead
            answer.headers["Date"] = formatdate(now, usegmt=True)
        return answer

    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            of_app = self._has(request, self.account.app_token)
            for_app = request.path.endswith(("/subscriptions", "/debug_token"))
            valid = self.server.console.token_valid
            of_user = valid and self._has(request, self.account.access_token)
            if not of_user and not (of_app and for_app):
                raise unauthorised()
            if request.path.endswith("/subscriptions") and not of_app:
                raise GraphError(15, "This method must be called with an app access_token.")
            return await handler(request)
        except GraphError as error:
            headers = {"WWW-Authenticate": "OAuth"} if error.status == 401 else None
            return web.json_response(error.body, status=error.status, headers=headers)
        except web.HTTPNotFound:
            unknown = GraphError(100, f"Unknown path components: {request.path}")
            return web.json_response(unknown.body, status=400)

    def _has(self, request: web.Request, token: str) -> bool:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())

    def _of_account(self, request: web.Request, wanted: str) -> None:
        if request.match_info["ident"] != wanted:
            raise no_object(request.match_info["ident"])

    async def messages(self, request: web.Request) -> web.Response:
        self._of_account(request, self.account.phone_number_id)
        try:
            body = await request.json()
        except ValueError:
            raise GraphError(100, "The body is not JSON") from None
        if not isinstance(body, dict):
            raise GraphError(100, "The body is not a JSON object")
        marketing = request.path.endswith("/marketing_messages")
        return web.json_response(self.server.send(body, marketing=marketing))

    async def upload(self, request: web.Request) -> web.Response:
        self._of_account(request, self.account.phone_number_id)
        if not request.content_type.startswith("multipart/"):
            raise GraphError(100, "The parameter file is required")
        name, mime, data = "file", "", b""
        fields: dict[str, str] = {}
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "file":
                name = part.filename or name
                mime = part.headers.get("Content-Type", "")
                data = bytes(await part.read(decode=True))
            else:
                fields[part.name or ""] = await part.text()
        if fields.get("messaging_product") != "whatsapp":
            raise GraphError(100, "The parameter messaging_product is required")
        if not data:
            raise GraphError(100, "The parameter file is required")
        media = self.server.media.add(name, fields.get("type") or mime, data)
        return web.json_response({"id": media.id})

    async def templates(self, request: web.Request) -> web.Response:
        self._of_account(request, self.account.waba_id)
        self.server.console.may_manage(self.account.waba_id)
        address = f"{self.server.base_url}{request.path}"
        return web.json_response(templates.page(request.query, address))

    async def phone_numbers(self, request: web.Request) -> web.Response:
        self._of_account(request, self.account.waba_id)
        self.server.console.may_manage(self.account.waba_id)
        ours = self.server.console.numbers or (self.account.phone_number_id,)
        return web.json_response(console.phone_numbers(ours))

    async def subscribed_apps(self, request: web.Request) -> web.Response:
        self._of_account(request, self.account.waba_id)
        self.server.console.may_manage(self.account.waba_id)
        return web.json_response(console.subscribed_apps(self.account, self.server.console))

    async def subscriptions(self, request: web.Request) -> web.Response:
        self._of_account(request, self.account.app_id)
        said = self.server.console
        return web.json_response(console.subscriptions(self.account, said, self.server.callback))

    async def debug_token(self, request: web.Request) -> web.Response:
        asked = request.query.get("input_token", "")
        return web.json_response(console.debugged(self.account, self.server.console, asked))

    async def node(self, request: web.Request) -> web.Response:
        """`GET /{id}`: the phone number, the account, or a media file."""
        ident = request.match_info["ident"]
        media = self.server.media.get(ident)
        body: dict[str, Any]
        if media is not None:
            body = {
                "messaging_product": "whatsapp",
                "url": self.server.media_url(media),
                "mime_type": media.mime,
                "sha256": media.sha256_hex,
                "file_size": len(media.data),
                "id": media.id,
            }
        elif ident == self.account.phone_number_id:
            said = self.server.console
            body = console.number(self.account, said, self.server.callback, request.query)
        elif ident == self.account.waba_id:
            body = {"name": self.account.verified_name, "currency": "RUB", "id": ident}
        else:
            raise no_object(ident)
        return web.json_response(body)

    async def bytes_of_media(self, request: web.Request) -> web.Response:
        media = self.server.media.by_key(request.match_info["key"])
        if media is None:
            return web.Response(status=404)
        return web.Response(body=media.data, content_type=media.mime.split(";")[0])
