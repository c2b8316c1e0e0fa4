"""Tryton's JSON-RPC: a session that signs in again by itself, and its errors told apart.

Read off trytond 8.2 (protocols/dispatcher.py, protocols/jsonrpc.py): ``POST /<db>/rpc/``,
``Authorization: Session base64(login:uid:token)``; errors of the application are HTTP 200 with
``{"error": [...]}``; a session that is over is HTTP 401.
"""

import asyncio
import base64
from decimal import Decimal
from typing import Any, NoReturn

import aiohttp
import msgspec

from core.domain.problems import CrmError, Problem

Json = Any


class _Answer(msgspec.Struct, frozen=True):
    result: Json = None
    error: Json = None


class _Stale(Exception):
    """The session is over."""


def to_json(value: Json) -> Json:
    """Decimals in the dialect; everything else is JSON already."""
    if isinstance(value, Decimal):
        return {"__class__": "Decimal", "decimal": format(value, "f")}
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return value


def from_json(value: Json) -> Json:
    """Decimals of the dialect as Decimals, whatever else as it is."""
    if isinstance(value, dict):
        if value.get("__class__") == "Decimal":
            return Decimal(value["decimal"])
        return {key: from_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_json(item) for item in value]
    return value


class TrytonSession:
    """Calls ``model.<name>.<method>`` as one user of one database."""

    def __init__(
        self, url: str, database: str, login: str, password: str, timeout: float, language: str
    ) -> None:
        self._url = f"{url.rstrip('/')}/{database}/rpc/"
        self._database = database
        self._login = login
        self._password = password
        self._language = language
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, 10.0))
        self._http: aiohttp.ClientSession | None = None
        self._signed_in: str | None = None
        self._context: dict[str, Json] = {}
        self._signing = asyncio.Lock()
        self._number = 0

    async def close(self) -> None:
        """Give back the connections."""
        http, self._http = self._http, None
        if http is not None:
            await http.close()

    async def context(self) -> dict[str, Json]:
        """The user's preferences that a call needs: company, employee. Raises CrmError."""
        if self._signed_in is None:
            await self._sign_in(None)
        return self._context

    async def call(self, method: str, *params: Json, **context: Json) -> Json:
        """Call ``method`` (``party.party.create``) in the user's context. Raises CrmError."""
        for _ in range(2):
            header = self._signed_in
            if header is None:
                header = await self._sign_in(None)
            try:
                arguments = [*params, {**self._context, **context}]
                return await self._post(f"model.{method}", arguments, header)
            except _Stale:
                # A call with a stale session was not carried out: it can be made again.
                await self._sign_in(header)
        raise CrmError(Problem("crm-auth", {"login": self._login}), retryable=False)

    async def _sign_in(self, stale: str | None) -> str:
        async with self._signing:
            if self._signed_in is not None and self._signed_in != stale:
                return self._signed_in
            self._signed_in = None
            parameters = {"password": self._password}
            try:
                answer = await self._post(
                    "common.db.login", [self._login, parameters, self._language], None
                )
                user, token = answer[0], answer[1]
                said = base64.b64encode(f"{self._login}:{user}:{token}".encode()).decode()
                header = f"Session {said}"
                preferences = await self._post("model.res.user.get_preferences", [True, {}], header)
            except _Stale:
                problem = Problem("crm-auth", {"login": self._login})
                raise CrmError(problem, retryable=False) from None
            except (LookupError, TypeError) as error:
                raise _offline("answer") from error
            self._context = {
                key: value for key, value in (preferences or {}).items() if _is_context(key)
            }
            self._signed_in = header
            return header

    async def _post(self, method: str, params: list[Json], session: str | None) -> Json:
        self._number += 1
        body = {"id": self._number, "method": method, "params": to_json(params)}
        headers = {"Content-Type": "application/json"}
        if session is not None:
            headers["Authorization"] = session
        if self._http is None:
            # A fresh connection a call: one that the server has just closed would look like an
            # outage in the middle of a create.
            connector = aiohttp.TCPConnector(force_close=True)
            self._http = aiohttp.ClientSession(connector=connector, timeout=self._timeout)
        try:
            async with self._http.post(
                self._url, data=msgspec.json.encode(body), headers=headers, allow_redirects=False
            ) as answer:
                status = answer.status
                text = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _offline(type(error).__name__) from error
        if status == 401:
            raise _Stale
        if status == 404:
            problem = Problem("crm-database", {"database": self._database})
            raise CrmError(problem, retryable=False)
        if status == 403:
            problem = Problem("crm-forbidden", {"method": method, "login": self._login})
            raise CrmError(problem, retryable=False)
        if status != 200:
            raise _offline(f"HTTP {status}")
        try:
            told = msgspec.json.decode(text, type=_Answer)
        except msgspec.DecodeError as error:
            raise _offline("answer") from error
        if told.error is not None:
            self._refuse(told.error)
        return from_json(told.result)

    def _refuse(self, error: Json) -> NoReturn:
        """Raise what ``[name, arguments…]`` means."""
        parts = error if isinstance(error, list) else [error]
        name = str(parts[0]) if parts else ""
        arguments = parts[1] if len(parts) > 1 else ""
        if isinstance(arguments, list):
            text = " ".join(str(part) for part in arguments[:2] if part)
        else:
            text = str(arguments)
        match name:
            case "LoginException":
                problem = Problem("crm-auth", {"login": self._login})
                raise CrmError(problem, retryable=False)
            case "UserError" | "UserWarning":
                raise CrmError(Problem("crm-refused", {"text": text[:500]}), retryable=False)
            case "ConcurrencyException":
                raise CrmError(Problem("crm-conflict", {"text": text[:500]}), retryable=True)
            case _:
                # A fault of the server (a locked database, say): [message, traceback].
                raise CrmError(Problem("crm-down", {"why": name[:500]}), retryable=True)


def _is_context(key: str) -> bool:
    return key in ("company", "companies", "employee", "employees", "language", "locale")


def _offline(why: str) -> CrmError:
    return CrmError(Problem("crm-down", {"why": why}), retryable=True)
