"""What the real application says of its health, and the logs that it hands out."""

import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import ProblemError
from desktop.application import Application
from desktop.backend import CoreBackend
from desktop.logs import Logs
from desktop.profile import Profile
from desktop.secrets import FileSecrets


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[Application]:
    made = Application(
        Profile(tmp_path, FileSecrets(tmp_path)),
        on_change=lambda _c: None, on_health=lambda: None, on_typing=lambda _t: None,
    )  # fmt: skip
    await made.open()
    yield made
    await made.close()


async def test_before_anything_runs_the_disk_alone_is_known(
    app: Application, tmp_path: Path
) -> None:
    app.profile.media.mkdir()
    (app.profile.media / "a.pdf").write_bytes(b"x" * 5000)
    vitals = await CoreBackend(app).notices.vitals()
    assert vitals.free
    assert vitals.database > 10_000
    assert (vitals.media, vitals.models) == (5000, 0)
    assert (vitals.model, vitals.recognizers, vitals.behind_ms) == ("", False, None)


async def test_the_logs_are_written_where_one_says(app: Application, tmp_path: Path) -> None:
    logs = Logs(tmp_path)
    logs.start()
    notices = CoreBackend(app).notices
    await notices.save_logs(tmp_path / "out.zip")
    logs.close()
    assert "about.txt" in zipfile.ZipFile(tmp_path / "out.zip").namelist()
    with pytest.raises(ProblemError) as refused:
        await notices.save_logs(tmp_path / "no" / "where.zip")
    assert refused.value.problem.code == "profile-unwritable"


async def test_what_was_reminded_of_is_kept_over_a_rebuild(app: Application) -> None:
    notices = CoreBackend(app).notices
    assert (await notices.told(), await notices.newest_message()) == ("", 0)
    await notices.keep_told("x")
    peer = Peer(Channel.WHATSAPP, "555", "79161112233")
    body = ev.MessageReceived(direction="in", text="добрый день")
    await app.store.append(
        [ev.Event(external_id="1", at=app.now() - 23 * 3_600_000 - 1000, peer=peer, body=body)]
    )
    assert await notices.newest_message() == 1
    assert [one.text for one in await notices.arrived({1}, 0, 0)] == ["добрый день"]
    found = await notices.reminders(3_600_000, 0)
    assert [(one.kind, one.thread) for one in found.due] == [("closing", 1)]
    await app.store.rebuild()
    assert await notices.told() == "x"


async def test_what_is_set_up_is_on_its_way_until_it_was_opened(tmp_path: Path) -> None:
    profile = Profile(tmp_path, FileSecrets(tmp_path))
    profile.save({"model.path": "none", "crm.target": "folder"})
    app = Application(
        profile, on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None
    )
    await app.open()

    async def states() -> dict[str, str]:
        return {row.id: row.state for row in await app.services()}

    assert (await states())["telegram"] == "off"
    profile.save({"telegram.api_id": "17349", "whatsapp.phone_id": "1065"})
    found = await states()
    assert {found[part] for part in ("telegram", "whatsapp", "crm")} == {"connecting"}
    profile.save({"telegram.api_id": "", "whatsapp.phone_id": ""})
    await app.connect()
    found = await states()
    assert (found["telegram"], found["whatsapp"], found["crm"]) == ("off", "off", "online")
    await app.close()
