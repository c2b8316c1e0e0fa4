"""The sandbox as one thing: its servers, its player, and the commands that drive it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from core.sandbox.crm import CrmServer
from core.sandbox.graph import GraphServer
from core.sandbox.graph.delivery import VerificationError
from core.sandbox.on_telegram import TelegramStage
from core.sandbox.player import Emit, Player
from core.sandbox.scenario import Scenario
from core.sandbox.telegram import TelegramServer

# Any id will do for the sandbox; Telegram itself wants one from my.telegram.org.
API_ID = 17349
API_HASH = "0" * 32
_CODE_SECONDS = 10.0
_CODE_STEP = 0.05


class Sandbox:
    """All servers of one scenario. `emit` hears every event as a JSON-able object."""

    def __init__(
        self,
        scenario: Scenario,
        emit: Emit,
        *,
        state: Path | None = None,
        out_of_order: bool = False,
    ) -> None:
        self._scenario = scenario
        self._emit = emit
        if state is not None:
            state.mkdir(parents=True, exist_ok=True)
        self._telegram = TelegramServer(state=state and state / "telegram.db")
        self._stage = TelegramStage(self._telegram, scenario.operator, scenario.contacts)
        self._graph = GraphServer(out_of_order=out_of_order)
        self._crm = CrmServer(operator=scenario.operator.name)
        self._player: Player | None = None

    async def start(self) -> None:
        """Listen everywhere, put the history in place, and say `ready`."""
        await self._graph.start()
        await self._crm.start()
        self._player = Player(
            self._scenario,
            telegram=self._telegram,
            graph=self._graph,
            crm=self._crm,
            stage=self._stage,
            emit=self._emit,
        )
        self._player.seed()
        await self._telegram.start()
        self._emit(self._ready())
        self._player.report_history()

    async def stop(self) -> None:
        """Stop playing and close every server."""
        if self._player is not None:
            await self._player.stop()
        await self._telegram.stop()
        self._telegram.close()
        await self._graph.stop()
        await self._crm.stop()

    def _ready(self) -> dict[str, Any]:
        account, operator = self._graph.account, self._scenario.operator
        return {
            "event": "ready",
            "scenario": self._scenario.name,
            "telegram": {
                "host": "127.0.0.1",
                "port": self._telegram.port,
                "dc_id": 2,
                "public_key": self._telegram.public_key_pem,
                "api_id": API_ID,
                "api_hash": API_HASH,
            },
            "graph": {
                "base_url": self._graph.base_url,
                "version": account.version,
                "access_token": account.access_token,
                "phone_number_id": account.phone_number_id,
                "waba_id": account.waba_id,
                "display_phone": account.display_phone,
                "app_secret": account.app_secret,
                "verify_token": account.verify_token,
            },
            "crm": {
                "url": self._crm.url,
                "database": self._crm.database,
                "login": self._crm.login,
                "password": self._crm.password,
            },
            "operator": {
                "phone": operator.phone,
                "name": operator.name,
                "password": operator.password,
            },
        }

    async def do(self, command: dict[str, Any]) -> None:
        """Carry out one command (`webhook`, `code`, `play`, `truth`) and emit its answer."""
        assert self._player is not None
        verb = command.get("do")
        if verb == "webhook":
            await self._webhook(str(command.get("url")))
        elif verb == "code":
            await self._code(str(command.get("phone") or self._scenario.operator.phone))
        elif verb == "play":
            try:
                self._player.play()
            except RuntimeError as error:
                self._emit({"event": "error", "do": "play", "error": str(error)})
            else:
                self._emit({"event": "playing"})
        elif verb == "truth":
            self._emit(
                {
                    "event": "truth",
                    "contacts": self._player.truth(),
                    "crm": self._crm.records(),
                    "sent_by_app": self._player.sent_by_app(),
                }
            )
        else:
            self._emit({"event": "error", "do": verb, "error": f"there is no command {verb!r}"})

    async def _webhook(self, url: str) -> None:
        try:
            await self._graph.register(url)
        except VerificationError as error:
            self._emit({"event": "webhook", "ok": False, "error": str(error)})
        else:
            self._emit({"event": "webhook", "ok": True, "error": None})

    async def _code(self, phone: str) -> None:
        """Wait for a login code, as one waits for the message on the other phone."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + _CODE_SECONDS
        while (code := self._telegram.login_code(phone)) is None and clock() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(_CODE_STEP)
        answer: dict[str, Any] = {"event": "code", "code": code}
        if code is None:
            answer["error"] = f"no code was sent to {phone}"
        self._emit(answer)
