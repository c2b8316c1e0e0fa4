"""Whether what was entered works, as far as this machine can see, and the sandbox to look around
in: implements ``viewmodels.checks_port.Checking``."""

import asyncio
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import aiohttp

from core.domain.problems import Problem, ProblemError, unwritable
from desktop.demo import play_demo
from desktop.profile import local_zone
from desktop.viewmodels import settings
from desktop.viewmodels.checks_port import Check
from desktop.viewmodels.settings import KEPT

if TYPE_CHECKING:
    from desktop.application import Application

_WAIT: Final = 5.0
_SECRET: Final = re.compile(r"[0-9a-f]{32}")


class ChecksBackend:
    """One application's."""

    def __init__(self, application: "Application") -> None:
        self._app = application
        self._profile = application.profile

    async def webhook(self) -> str:
        """As the receiver would say it."""
        wanted = self._profile.whatsapp()
        return f"http://{wanted.host}:{wanted.port}/{wanted.path.strip('/')}"

    async def whatsapp(self) -> list[Check]:
        """The number's figures, our own webhook called as Meta calls it, and what Meta says."""
        get, channel = self._profile.get, self._app.whatsapp
        number, public = get("whatsapp.phone_id").strip(), get("whatsapp.public_url").strip()
        token, secret = get("whatsapp.token").strip(), get("whatsapp.app_secret").strip()
        found = [
            # a phone number itself has 11 digits or so, its id 15 and more
            Check("number", len(number) > 12, Problem("check-number")),
            Check("token", token.startswith("EA") and len(token) > 40, Problem("check-token")),
        ]
        hub = self._app.hub
        if hub is not None:
            found.append(Check("hub", hub.state == "online", hub.problem))
            found += self._graph_check(busy=False)
            return [Check(one.id, True) if one.good else one for one in found]
        found.append(Check("secret", bool(_SECRET.fullmatch(secret)), Problem("check-secret")))
        heard = await self._call_ourselves()
        listening = heard is None or heard.code != "check-listening"
        port_problem = channel.problem if channel is not None else None
        busy = port_problem is not None and port_problem.code == "whatsapp-port-busy"
        found.append(Check("listening", listening, port_problem if busy else heard))
        if listening:
            found.append(Check("webhook", heard is None, heard))
        https = urlsplit(public).scheme == "https"
        found.append(
            Check("public", https, Problem("check-public" if public else "check-no-public"))
        )
        found += self._graph_check(busy=busy)
        return [Check(one.id, True) if one.good else one for one in found]

    def _graph_check(self, *, busy: bool) -> list[Check]:
        channel = self._app.whatsapp
        if channel is None:
            return []
        problem = None if busy else channel.problem
        return [Check("graph", channel.state == "online", problem)]

    async def _call_ourselves(self) -> Problem | None:
        """Why our webhook does not answer to the token as Meta expects it."""
        challenge = secrets.token_hex(8)
        asked = {
            "hub.mode": "subscribe", "hub.challenge": challenge,
            "hub.verify_token": self._profile.get("whatsapp.verify_token").strip(),
        }  # fmt: skip
        channel = self._app.whatsapp
        port = str(self._profile.whatsapp().port)
        url = channel.local_url if channel is not None else ""
        if not url:
            return Problem("check-listening", {"port": port})
        try:
            wait = aiohttp.ClientTimeout(total=_WAIT)
            async with (
                aiohttp.ClientSession(timeout=wait) as http,
                http.get(url, params=asked) as answer,
            ):
                good = answer.status == 200 and await answer.text() == challenge
        except (aiohttp.ClientError, TimeoutError):
            return Problem("check-listening", {"port": port})
        return None if good else Problem("check-webhook")

    async def crm(self, values: Mapping[str, str]) -> Problem | None:
        """A file is written and taken away, or a user signs in."""
        target = values.get("crm.target", "")
        if target == "folder":
            named = values.get("crm.folder", "").strip()
            folder = Path(named).expanduser() if named else self._profile.folder / "crm"
            return await asyncio.to_thread(_write_to, folder)
        if target == "tryton":
            return await self._sign_in_to_tryton(values)
        return None

    async def _sign_in_to_tryton(self, values: Mapping[str, str]) -> Problem | None:
        from core.crm.tryton import TrytonSettings
        from core.crm.tryton_rpc import TrytonSession

        url, database, login = (
            values.get(f"crm.{name}", "").strip() for name in ("url", "database", "login")
        )
        if not url or settings.fault(settings.known("crm.url"), url) is not None:
            return Problem("check-crm-url")
        given = values.get("crm.token", "")
        wanted = TrytonSettings(url=url, database=database, login=login, zone=local_zone())
        password = self._profile.secrets.get(wanted.password_key) if given == KEPT else given
        language = self._profile.language
        session = TrytonSession(url, database, login, password or "", _WAIT, language)
        try:
            await session.call("sale.opportunity.search_count", [])
        except ProblemError as error:
            silent = error.problem.code == "crm-down"  # nothing is queued yet that could wait
            return Problem("check-crm-silent", {"place": url}) if silent else error.problem
        finally:
            await session.close()
        return None

    async def play(self, language: str, theme: str) -> None:
        """In a process of its own."""
        await play_demo(language, theme)


def _write_to(folder: Path) -> Problem | None:
    probe = folder / f".threadline-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        full = unwritable(error, folder)
        return full if full.code == "disk-full" else Problem("crm-folder")
    return None
