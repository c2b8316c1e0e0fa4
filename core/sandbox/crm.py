"""A CRM on loopback that speaks Tryton 8.2's JSON-RPC on the wire.

`POST /<db>/rpc/` with {"id", "method", "params"}; `common.db.login` gives [uid, token, bus host];
after it `Authorization: Session base64(login:uid:token)`. Errors of the application are HTTP 200
with {"error": [...]}, a wrong session or password is HTTP 401. Read off trytond 8.2
(protocols/dispatcher.py, protocols/jsonrpc.py).
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Callable
from typing import Any

from aiohttp import web

from core.sandbox.crm_domains import DialectError
from core.sandbox.crm_tables import (
    MANY2ONE,
    ONE2MANY,
    ConcurrencyError,
    Record,
    Tables,
    UserError,
)
from core.sandbox.loopback import LoopbackSite

DATABASE = "crm"
LOGIN = "operator"
_USER = 1
# sale.opportunity's buttons and the state they lead to.
_BUTTONS = {
    "lead": "lead",
    "opportunity": "opportunity",
    "convert": "converted",
    "won": "won",
    "lost": "lost",
    "cancel": "cancelled",
}


_CURRENCIES = (
    "RUB", "USD", "EUR", "GBP", "CNY", "KZT", "BYN", "UAH", "UZS", "KGS", "AMD", "AZN", "GEL",
    "TJS", "MNT", "TRY", "AED", "SAR", "ILS", "INR", "JPY", "KRW", "CHF", "NOK", "SEK", "DKK",
    "CZK", "PLN", "HUF", "RON", "RSD", "CAD", "AUD", "NZD", "SGD", "HKD", "THB", "ZAR", "BRL",
    "MXN",
)  # fmt: skip


class CrmServer:
    """The CRM: its tables, its sessions and its port."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        operator: str = "Operator",
        currencies: tuple[str, ...] = _CURRENCIES,
    ) -> None:
        self.database = DATABASE
        self.login = LOGIN
        self.password = secrets.token_hex(8)
        self.tables = Tables()
        self._site = LoopbackSite(host, port)
        self._tokens: set[str] = set()
        self._seed(operator, currencies)

    def _seed(self, operator: str, currencies: tuple[str, ...]) -> None:
        tables = self.tables
        rows: list[Record] = [{"name": code, "code": code, "digits": 2} for code in currencies]
        tables.create("currency.currency", rows, _USER)
        ours, person = tables.create(
            "party.party", [{"name": "Threadline Sandbox"}, {"name": operator}], _USER
        )
        (company,) = tables.create("company.company", [{"party": ours, "currency": 1}], _USER)
        (employee,) = tables.create(
            "company.employee", [{"party": person, "company": company}], _USER
        )
        user = {"name": operator, "login": LOGIN, "company": company, "employee": employee}
        tables.create("res.user", [user], _USER)

    @property
    def url(self) -> str:
        """The base address; the database's name follows it."""
        return self._site.url

    async def start(self) -> None:
        """Listen. After `go_down` the same port again, with the records as they were."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/{database}/rpc/", self._rpc)
        app.router.add_post("/rpc/", self._root)
        await self._site.up(app)

    async def go_down(self) -> None:
        """Refuse connections until `start`."""
        await self._site.down()

    async def stop(self) -> None:
        """Close for good."""
        await self._site.close()

    def records(self) -> dict[str, list[Record]]:
        """Every record by model."""
        return self.tables.records()

    async def _root(self, request: web.Request) -> web.Response:
        call = await _body(request)
        answers: dict[str, Any] = {"common.server.version": "8.2", "common.db.list": [DATABASE]}
        answers["common.authentication.services"] = []
        if call["method"] not in answers:
            raise web.HTTPNotFound
        return web.json_response({"id": call["id"], "result": answers[call["method"]]})

    async def _rpc(self, request: web.Request) -> web.Response:
        if request.match_info["database"] != DATABASE:
            raise web.HTTPNotFound
        call = await _body(request)
        try:
            if call["method"] == "common.db.login":
                answer: dict[str, Any] = {"result": self._sign_in(call["params"])}
            else:
                token = self._session(request)
                if call["method"] == "common.db.logout":
                    self._tokens.discard(token)
                    answer = {"result": None}
                else:
                    answer = {"result": self._dispatch(call["method"], call["params"])}
        except _AskPassword:
            prompt = ["password", f"Password for {LOGIN}", "password"]
            answer = {"error": ["LoginException", prompt]}
        except UserError as error:
            answer = {"error": ["UserError", [str(error), "", None]]}
        except ConcurrencyError as error:
            answer = {"error": ["ConcurrencyException", str(error)]}
        except (DialectError, KeyError, TypeError, ValueError, IndexError) as error:
            answer = {"error": [f"{type(error).__name__}: {error}", ""]}
        return web.json_response({"id": call["id"], **answer})

    def _sign_in(self, params: list[Any]) -> list[Any]:
        login, parameters = params[0], params[1]
        if "password" not in parameters:
            raise _AskPassword
        if login != LOGIN or parameters["password"] != self.password:
            raise web.HTTPUnauthorized
        token = secrets.token_hex(16)
        self._tokens.add(token)
        return [_USER, token, None]

    def _session(self, request: web.Request) -> str:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        try:
            login, user, token = base64.b64decode(value).decode().split(":")
        except (binascii.Error, ValueError):
            raise web.HTTPUnauthorized from None
        if (scheme, login, user) != ("Session", LOGIN, str(_USER)) or token not in self._tokens:
            raise web.HTTPUnauthorized
        return token

    def _dispatch(self, method: str, params: list[Any]) -> Any:
        kind, _, rest = method.partition(".")
        model, _, name = rest.rpartition(".")
        if kind != "model" or not model:
            raise DialectError(f"no such method {method!r}")
        if not params or not isinstance(params[-1], dict):
            raise DialectError("the context is missing")
        *arguments, context = params
        stamps = context.get("_timestamp") or {}
        verbs: dict[str, Callable[..., Any]] = {
            "create": lambda rows: self.tables.create(model, rows, _USER),
            "read": lambda ids, names=(): self.tables.read(model, ids, list(names or ())),
            "search": lambda *a: self.tables.search(model, *a),
            "search_count": lambda domain, *_: len(self.tables.search(model, domain)),
            "search_read": lambda *a: self._search_read(model, *a),
            "write": lambda *a: self._write(model, a, stamps),
            "delete": lambda ids: self.tables.delete(model, ids, stamps),
            "fields_get": lambda names=(), *_: self._fields(model, list(names or ())),
            "default_get": lambda *_: {},
            "get_preferences": lambda *_: self._preferences(),
        }
        if model == "sale.opportunity" and name in _BUTTONS:
            return self._press(name, arguments[0], stamps)
        if name not in verbs:
            raise web.HTTPForbidden
        return verbs[name](*arguments)

    def _search_read(
        self,
        model: str,
        domain: list[Any],
        offset: int = 0,
        limit: int | None = None,
        order: list[Any] | None = None,
        names: list[str] | None = None,
    ) -> list[Record]:
        ids = self.tables.search(model, domain, offset, limit, order)
        return self.tables.read(model, ids, names or [])

    def _write(self, model: str, pairs: tuple[Any, ...], stamps: dict[str, str]) -> None:
        for ids, values in zip(pairs[::2], pairs[1::2], strict=True):
            self.tables.write(model, ids, values, _USER, stamps)

    def _press(self, name: str, ids: list[int], stamps: dict[str, str]) -> None:
        for row in self.tables.read("sale.opportunity", ids, ["employee", "party"]):
            for field in ("employee", "party"):
                if name in ("opportunity", "convert") and row[field] is None:
                    raise UserError(f'A value is required for field "{field}" in "Opportunity".')
        self.tables.write("sale.opportunity", ids, {"state": _BUTTONS[name]}, _USER, stamps)

    def _fields(self, model: str, names: list[str]) -> dict[str, Any]:
        rows = self.tables.records().get(model, [])
        known: dict[str, dict[str, Any]] = {
            field: {"name": field, "string": field, "type": _type(row[field])}
            for row in rows
            for field in row
        }
        for field, target in MANY2ONE.items():
            if field in known:
                known[field].update(type="many2one", relation=target)
        for (owner, field), (target, back) in ONE2MANY.items():
            if owner == model:
                known[field] = {
                    "name": field,
                    "string": field,
                    "type": "one2many",
                    "relation": target,
                    "relation_field": back,
                }
        return {name: known[name] for name in names or known if name in known}

    def _preferences(self) -> dict[str, Any]:
        (user,) = self.tables.read("res.user", [_USER], [])
        return {
            "name": user["name"],
            "login": user["login"],
            "language": "ru",
            "company": user["company"],
            "company.rec_name": "Threadline Sandbox",
            "companies": [user["company"]],
            "employee": user["employee"],
            "employees": [user["employee"]],
        }


class _AskPassword(Exception):
    """A login without a password: the dialect asks for it."""


async def _body(request: web.Request) -> dict[str, Any]:
    if "json" not in request.content_type:
        raise web.HTTPBadRequest(text="Not a JSON request")
    try:
        call = json.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest(text="Unable to read JSON request") from None
    if not isinstance(call, dict) or not {"id", "method", "params"} <= call.keys():
        raise web.HTTPBadRequest(text="Unable to get RPC method")
    return call


def _type(value: Any) -> str:
    if isinstance(value, dict):
        wrapped = {"Decimal": "numeric", "bytes": "binary"}
        kind = str(value.get("__class__"))
        return wrapped.get(kind, kind)
    names = {bool: "boolean", int: "integer", float: "float"}
    return names.get(type(value), "char")
