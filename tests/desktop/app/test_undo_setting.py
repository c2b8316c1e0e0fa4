"""How long a text waits is a setting, for whoever sits before the window."""

import time
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from desktop.backend import CoreBackend
from tests.core.store.test_store_threads import NOW, TG, message
from tests.desktop.app.test_reconfiguring import made


@pytest.mark.parametrize(("said", "ms"), [(None, 5000), ("0", 0), ("10", 10_000), ("x", 0)])
def test_a_text_waits_as_long_as_the_setting_says(
    tmp_path: Path, said: str | None, ms: int
) -> None:
    application = made(tmp_path)
    if said is not None:
        application.profile.save({"desk.undo_seconds": said})
    assert application._hold_ms() == 0, "nobody looks: it goes out at once"
    application.holds_sends = True
    assert application._hold_ms() == ms


async def test_the_window_asks_a_real_log_what_waits_and_what_is_found(tmp_path: Path) -> None:
    application = made(tmp_path)
    application.holds_sends = True
    await application.open()
    await application.store.append([message(TG, "1", "Нужен СЧЁТ на панели", at=NOW)])
    backend = CoreBackend(application)
    before = time.time() * 1000
    await backend.sending.send(1, TG, "Отправил", None)
    asked, waiting = await backend.talk.messages(1, None, 10)
    assert before + 4900 < waiting.goes_at < before + 7000
    (place,) = await backend.talk.find(1, "счет")
    assert (place.message, asked.text[place.start : place.end]) == (asked.id, "СЧЁТ")
    await backend.sending.take_back(waiting.client_ref)
    assert [row.text for row in await backend.talk.messages(1, None, 10)] == [asked.text]
    with pytest.raises(ProblemError):
        await backend.sending.take_back(waiting.client_ref)
    assert await backend.talk.pictures(1) == []
    await application.close()
