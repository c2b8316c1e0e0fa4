"""Settings that cannot be kept are told and change nothing."""

import os
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from desktop.profile import Profile
from desktop.secrets import FileSecrets


def full(_handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_settings_on_a_full_disk_stay_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = Profile(tmp_path, FileSecrets(tmp_path))
    profile.save({"theme": "dark"})
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ProblemError) as caught:
            profile.save({"theme": "light"})
    assert caught.value.problem.code == "disk-full"
    assert profile.get("theme") == "dark"
    assert Profile(tmp_path, FileSecrets(tmp_path)).get("theme") == "dark"


def test_a_secret_on_a_full_disk_is_told_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = FileSecrets(tmp_path)
    secrets.set("token", "old")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ProblemError) as caught:
            secrets.set("token", "new")
    assert caught.value.problem.code == "disk-full"
    assert secrets.get("token") == "old"
    assert FileSecrets(tmp_path).get("token") == "old"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for make in (FileSecrets, lambda folder: Profile(folder, FileSecrets(tmp_path))):
        with pytest.raises(ProblemError) as caught:
            make(tmp_path / "file" / "profile")
        assert caught.value.problem.code == "profile-unwritable"
