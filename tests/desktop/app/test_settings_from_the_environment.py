"""What the environment says stands over the file and the keyring, for channels as for the page."""

from pathlib import Path

import pytest

from desktop.profile import SECRETS, Profile
from desktop.secrets import FileSecrets


def variable(setting: str) -> str:
    return "THREADLINE_" + setting.upper().replace(".", "_")


def test_every_secret_may_come_from_the_environment_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADLINE_WHATSAPP_PHONE_ID", "555")
    for setting in SECRETS:
        monkeypatch.setenv(variable(setting), f"value of {setting}")
    profile = Profile(tmp_path, FileSecrets(tmp_path))
    assert [profile.get(setting) for setting in SECRETS] == [f"value of {s}" for s in SECRETS]
    whatsapp = profile.whatsapp()
    asked = (whatsapp.access_token_key, whatsapp.app_secret_key, whatsapp.verify_token_key)
    assert [profile.secrets.get(key) for key in asked] == [
        "value of whatsapp.token",
        "value of whatsapp.app_secret",
        "value of whatsapp.verify_token",
    ]
    assert profile.secrets.get(profile.tryton().password_key) == "value of crm.token"
    assert FileSecrets(tmp_path).get(whatsapp.access_token_key) is None, "nothing is kept of it"


def test_without_it_the_kept_secret_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = Profile(tmp_path, FileSecrets(tmp_path))
    profile.save({"whatsapp.phone_id": "555"})
    profile.save({"whatsapp.token": "kept"})
    key = profile.whatsapp().access_token_key
    assert profile.secrets.get(key) == "kept"
    monkeypatch.setenv("THREADLINE_WHATSAPP_TOKEN", "said")
    assert profile.secrets.get(key) == profile.get("whatsapp.token") == "said"
