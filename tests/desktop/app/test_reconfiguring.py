"""Settings saved while it starts, twice at once, or as it ends: one application in the end."""

import asyncio
from pathlib import Path

import pytest

from core.domain.problems import Problem, ProblemError
from core.pipeline.sending import SendingStage
from desktop.application import Application
from desktop.profile import Profile
from desktop.secrets import FileSecrets


def made(folder: Path) -> Application:
    profile = Profile(folder, FileSecrets(folder))
    profile.save({"model.path": "none"})
    return Application(
        profile,
        on_change=lambda _change: None,
        on_health=lambda: None,
        on_typing=lambda _threads: None,
    )


def stages() -> list[str]:
    names = (task.get_name() for task in asyncio.all_tasks())
    return sorted(name for name in names if name in ("sending", "understanding", "files", "crm"))


def sending(application: Application) -> list[str]:
    """The stage that sends has several workers."""
    return [worker.name for worker in SendingStage(application.store, dict).workers]


@pytest.mark.timeout(120)
async def test_settings_saved_twice_while_it_starts_leave_one_of_each_stage(tmp_path: Path) -> None:
    application = made(tmp_path)
    await application.open()
    await asyncio.gather(
        application.connect(),
        application.reconfigure({"model.threads": "1"}),
        application.reconfigure({"model.threads": "2"}),
    )
    assert stages() == ["crm", "files", *sending(application), "understanding"]
    assert application.profile.get("model.threads") == "2"
    await application.close()
    assert stages() == []


@pytest.mark.timeout(120)
async def test_what_is_saved_as_it_ends_starts_nothing(tmp_path: Path) -> None:
    application = made(tmp_path)
    await application.open()
    await application.connect()
    await asyncio.gather(application.close(), application.reconfigure({"model.threads": "1"}))
    assert stages() == []


@pytest.mark.timeout(120)
async def test_a_mapping_that_cannot_be_read_stops_the_crm_alone_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop import parts

    problem = Problem("crm-mapping", {"file": "crm.toml", "place": "", "why": "?"})

    def broken() -> None:
        raise ProblemError(problem)

    monkeypatch.setattr(parts.crm_mapping, "load", broken)
    application = made(tmp_path)
    await application.open()
    await application.connect()
    assert stages() == ["files", *sending(application), "understanding"]
    (crm,) = [s for s in await application.services() if s.id == "crm"]
    assert (crm.state, crm.problem) == ("failed", problem)
    await application.close()
