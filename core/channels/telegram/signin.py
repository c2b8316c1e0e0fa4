"""Signing in, as the window walks through it: a QR code or phone and code, password where there
is one, done."""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal

import phonenumbers
from telethon import errors, functions, types
from telethon.password import compute_check

from core.channels.telegram.line import LineClient
from core.channels.telegram.problems import OFFLINE, sign_in_error
from core.domain.problems import Problem, ProblemError

SignInState = Literal["phone", "code", "password", "done"]
Show = Callable[[str, int], None]
"""Takes the link that a QR code is to hold, and until when it is good (ms since the epoch)."""


_QR_SECONDS: Final = 60.0


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
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._now = now
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
        self.next_delivery = ""
        self.resend_at = 0
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
            raise sign_in_error(error, self._now()) from error
        self.phone = f"+{digits}"
        return await self._sent(answer)

    async def resend(self) -> SignInState:
        """Another code, the way ``next_delivery`` says; where there is none, the same way."""
        if not self._hash or not self.next_delivery:
            return await self.request_code(self.phone)
        try:
            answer = await self._ask(
                self._line(), functions.auth.ResendCodeRequest(self.phone.lstrip("+"), self._hash)
            )
        except Exception as error:
            if isinstance(error, errors.PhoneCodeExpiredError):
                self.state = "phone"
            raise sign_in_error(error, self._now()) from error
        return await self._sent(answer)

    async def _sent(self, answer: Any) -> SignInState:
        if isinstance(answer, types.auth.SentCodeSuccess):
            return await self._authorised(answer.authorization)
        kind = getattr(answer, "type", None)
        self._hash = answer.phone_code_hash
        self._in_words = isinstance(
            kind, types.auth.SentCodeTypeSmsWord | types.auth.SentCodeTypeSmsPhrase
        )
        self.delivery, self.next_delivery = _delivery(kind), _next(answer.next_type)
        self.resend_at = int((time.time() + (answer.timeout or 0)) * 1000)
        self.state = "code"
        return self.state

    async def scan(self, show: Show) -> SignInState:
        """Show a QR code, and another whenever one runs out, until a phone that is signed in has
        scanned it. https://core.telegram.org/api/qr-login"""
        try:
            return await self._scanned(show)
        except errors.SessionPasswordNeededError:
            self.hint = await self._password_hint(self._line())
            self.state = "password"
            return self.state
        except Exception as error:
            raise sign_in_error(error, self._now()) from error

    async def _scanned(self, show: Show) -> SignInState:
        client = self._line()
        while True:
            answer = await self._ask(
                client, functions.auth.ExportLoginTokenRequest(client.api_id, client.api_hash, [])
            )
            if isinstance(answer, types.auth.LoginTokenMigrateTo):
                async with asyncio.timeout(self._patience):
                    await client._switch_dc(answer.dc_id)
                answer = await self._ask(
                    client, functions.auth.ImportLoginTokenRequest(answer.token)
                )
            if isinstance(answer, types.auth.LoginTokenSuccess):
                return await self._authorised(answer.authorization)
            token = base64.urlsafe_b64encode(answer.token).decode().rstrip("=")
            expires = int(answer.expires.timestamp() * 1000) - client.behind_ms
            show(f"tg://login?token={token}", expires)
            left = expires / 1000 - time.time()
            try:
                async with asyncio.timeout(min(max(left, 1.0), _QR_SECONDS)):
                    await self._token_taken(client)
            except TimeoutError:
                self._line()  # or it would be asked for ever, in vain

    async def _token_taken(self, client: LineClient) -> None:
        while True:
            container = await client.updates.get()
            told = [getattr(container, "update", None), *getattr(container, "updates", ())]
            if any(isinstance(one, types.UpdateLoginToken) for one in told):
                return

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
            raise sign_in_error(error, self._now()) from error
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
            raise sign_in_error(error, self._now()) from error
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
        try:
            await self._on_done(answer.user)
        except ProblemError:
            self.reset()
            raise
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


def _next(kind: Any) -> str:
    if kind is None:
        return ""
    if isinstance(kind, types.auth.CodeTypeSms):
        return "sms"
    call = types.auth.CodeTypeCall | types.auth.CodeTypeFlashCall | types.auth.CodeTypeMissedCall
    return "call" if isinstance(kind, call) else "other"


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
    if isinstance(
        kind,
        types.auth.SentCodeTypeCall
        | types.auth.SentCodeTypeFlashCall
        | types.auth.SentCodeTypeMissedCall,
    ):
        return "call"
    return "other"
