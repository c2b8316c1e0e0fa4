"""The ways to Telegram as the application keeps and takes them."""

from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from core.sandbox.telegram import TelegramServer
from core.sandbox.telegram.proxies import LoopbackProxy
from desktop.application import Application
from desktop.profile import Profile
from desktop.proxies_backend import ProxiesBackend
from desktop.secrets import FileSecrets
from desktop.viewmodels.proxies_port import Proxies

KEY = "000102030405060708090a0b0c0d0e0f"


async def test_they_are_kept_among_the_secrets_and_tried(tmp_path: Path) -> None:
    server = TelegramServer()
    await server.start()
    door = LoopbackProxy((server.host, server.port), secret=bytes.fromhex(KEY), form="tls")
    await door.start()
    profile = Profile(tmp_path, FileSecrets(tmp_path))
    profile.save({"telegram.host": server.host, "telegram.port": str(server.port)})
    app = Application(
        profile, on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None
    )
    app.reconfigure = lambda changed: _saved(profile, changed)  # type: ignore[method-assign,assignment]
    backend = ProxiesBackend(app)
    try:
        with pytest.raises(ProblemError):
            backend.read("нет ссылок")
        link = f"https://t.me/proxy?server={door.host}&port={door.port}&secret=ee{KEY}7777772e61"
        rows = backend.read(f"вот: {link}")
        assert rows[0].site == "www.a"
        assert (await backend.test(rows[0])).problem is None
        await backend.keep(Proxies(True, rows))
        assert await backend.listed() == Proxies(True, rows)
        assert KEY not in (tmp_path / "settings.json").read_text("utf-8")
        assert [proxy.port for proxy in profile.telegram_server().proxies] == [door.port]
        await backend.keep(Proxies(False, rows))
        assert profile.telegram_server().proxies == ()
        await backend.keep(Proxies(True, ()))
        assert await backend.listed() == Proxies()
    finally:
        await door.stop()
        await server.stop()
        server.close()


async def _saved(profile: Profile, changed: dict[str, str]) -> None:
    profile.save(changed)
