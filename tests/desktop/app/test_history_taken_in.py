"""A history from a file, by the application."""

import json
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from desktop.application import Application
from desktop.history_backend import HistoryBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from desktop.viewmodels.history_port import ChatWanted

CHAT = "12.03.2024, 14:05 - Ирина: Нужны панели\n12.03.2024, 14:06 - Анна: Сколько?\n"


async def test_a_chat_of_whatsapp_stands_in_its_thread(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile", FileSecrets(tmp_path))
    app = Application(
        profile, on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None
    )
    await app.open()
    try:
        file = tmp_path / "Чат WhatsApp с контактом Ирина.txt"
        file.write_text(CHAT, "utf-8")
        history = HistoryBackend(app)
        (found,) = await history.look(file)
        assert (found.client, found.asks, found.messages) == ("Ирина", True, 2)
        wanted = ChatWanted(0, "8 916 111-22-33", "Ирина")
        with pytest.raises(ProblemError) as refused:
            await history.take(file, [wanted], lambda *_: None)
        assert refused.value.problem.code == "import-no-account"
        profile.save({"whatsapp.phone_id": "1112223334445"})
        with pytest.raises(ProblemError) as refused:
            await history.take(file, [ChatWanted(0, "12", "Ирина")], lambda *_: None)
        assert refused.value.problem.code == "import-phone"
        done = await history.take(file, [wanted], lambda *_: None)
        assert (done.new, done.known) == (2, 0)
        threads = await app.store.read(
            lambda conn: conn.execute("SELECT peer FROM identities").fetchall()
        )
        assert [row[0] for row in threads] == ["79161112233"]
        export = tmp_path / "result.json"
        export.write_text(json.dumps({"id": 7, "type": "personal_chat", "messages": []}), "utf-8")
        assert await history.look(export) == []
    finally:
        await app.close()
