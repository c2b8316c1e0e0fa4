"""Signing in, as the window walks through it: phone, code, password where there is one, done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import phonenumbers
from telethon import errors, functions, types
from telethon.password import compute_check

from core.channels.telegram.line import LineClient
from core.channels.telegram.problems import OFFLINE, sign_in_error
from core.domain.problems import Problem, ProblemError

SignInState = Literal["phone", "code", "password", "done"]


class SignIn:
    """A state machine over one connection; every step returns the next state, and waits for an
    answer ``patience`` seconds.

    Steps raise ProblemError with a ``telegram-…`` code and leave the state where the operator can
    try again (an expired code goes back to ``phone``). ``hint`` is the password's hint,
    ``delivery`` where the code went: ``app``, ``sms``, ``call`` or ``other``.
    """

    def __init__(
        self,
        client: Callable[[], LineClient | None],
        on_done: Callable[[Any], Awaitable[None]],
        patience: float,
    ) -> None:
        self._client = client
        self._on_done = on_done
        self._patience = patience
        self.reset()

    def reset(self) -> None:
        """Back to the first step."""
        self.state: SignInState = "phone"
        self.phone = ""
        self.hint = ""
        self.delivery = ""
        self._hash = ""
        self._in_words = False

    def done(self) -> None:
        """Nothing to do: a kept session works."""
        self.state = "done"

    async def request_code(self, phone: str) -> SignInState:
        """Ask Telegram to send a login code to ``phone`` (any writing)."""
        digits = _digits(phone)
        client = self._line()
        try:
            answer = await self._ask(
                client,
                functions.auth.SendCodeRequest(
                    digits, client.api_id, client.api_hash, types.CodeSettings()
                ),
            )
        except Exception as error:
            raise sign_in_error(error) from error
        self.phone = f"+{digits}"
        if isinstance(answer, types.auth.SentCodeSuccess):
            return await self._authorised(answer.authorization)
        kind = getattr(answer, "type", None)
        self._hash = answer.phone_code_hash
        self._in_words = isinstance(
            kind, types.auth.SentCodeTypeSmsWord | types.auth.SentCodeTypeSmsPhrase
        )
        self.delivery = _delivery(kind)
        self.state = "code"
        return self.state

    async def submit_code(self, code: str) -> SignInState:
        """The code that Telegram sent."""
        client = self._line()
        written = code.strip() if self._in_words else "".join(filter(str.isdigit, code))
        if not written:
            raise ProblemError(Problem("telegram-code-invalid"))
        try:
            answer = await self._ask(
                client, functions.auth.SignInRequest(self.phone.lstrip("+"), self._hash, written)
            )
        except errors.SessionPasswordNeededError:
            self.hint = await self._password_hint(client)
            self.state = "password"
            return self.state
        except Exception as error:
            if isinstance(error, errors.PhoneCodeExpiredError):
                self.state = "phone"
            raise sign_in_error(error) from error
        return await self._authorised(answer)

    async def submit_password(self, password: str) -> SignInState:
        """The account's own password (two-step verification)."""
        client = self._line()
        if not password:
            raise ProblemError(Problem("telegram-password-invalid"))
        try:
            # Each attempt needs a fresh challenge: https://core.telegram.org/api/srp
            challenge = await self._ask(client, functions.account.GetPasswordRequest())
            answer = await self._ask(
                client, functions.auth.CheckPasswordRequest(compute_check(challenge, password))
            )
        except Exception as error:
            raise sign_in_error(error) from error
        return await self._authorised(answer)

    async def _password_hint(self, client: LineClient) -> str:
        try:
            challenge = await self._ask(client, functions.account.GetPasswordRequest())
        except (errors.RPCError, OSError, TimeoutError):
            return ""
        return challenge.hint or ""

    async def _ask(self, client: LineClient, request: Any) -> Any:
        """Telethon's own call, which follows an account to its data centre; but it waits for ever
        for a server that is silent."""
        async with asyncio.timeout(self._patience):
            return await client(request)

    async def _authorised(self, answer: Any) -> SignInState:
        if isinstance(answer, types.auth.AuthorizationSignUpRequired):
            self.state = "phone"
            raise ProblemError(Problem("telegram-phone-unregistered"))
        await self._on_done(answer.user)
        self.state = "done"
        return self.state

    def _line(self) -> LineClient:
        client = self._client()
        if client is None or not client.alive:
            raise ProblemError(OFFLINE)
        return client


def _digits(phone: str) -> str:
    """The number as Telegram takes it; without a plus it is read as one dialled in Russia
    (``8 916 …``). Raises ProblemError."""
    try:
        number = phonenumbers.parse(phone, "RU")
    except phonenumbers.NumberParseException as error:
        raise ProblemError(Problem("telegram-phone-invalid")) from error
    return f"{number.country_code}{number.national_number}"


def _delivery(kind: Any) -> str:
    if isinstance(kind, types.auth.SentCodeTypeApp):
        return "app"
    if isinstance(
        kind,
        types.auth.SentCodeTypeSms
        | types.auth.SentCodeTypeSmsWord
        | types.auth.SentCodeTypeSmsPhrase,
    ):
        return "sms"
    if isinstance(kind, types.auth.SentCodeTypeCall | types.auth.SentCodeTypeFlashCall):
        return "call"
    return "other"
