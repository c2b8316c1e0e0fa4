"""The machine's zone, and what a profile's settings load before there is a window."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.channels.whatsapp.settings import WhatsAppSettings
from core.crm.tryton import TrytonSettings
from desktop.profile import Profile, local_zone
from desktop.secrets import FileSecrets


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/Moscow", "Europe/Moscow"), (":Asia/Tbilisi", "Asia/Tbilisi"), ("Mars/Base", "UTC"),
        ("../../etc/passwd", "UTC"), ("Europe", "UTC"), ("MSK-3", "UTC"),
    ],
)  # fmt: skip
def test_the_zone(monkeypatch: pytest.MonkeyPatch, named: str, zone: str) -> None:
    monkeypatch.setenv("TZ", named)
    assert local_zone() == zone


def test_secrets_have_the_names_that_channels_and_crm_ask_for(tmp_path: Path) -> None:
    profile = Profile(tmp_path, FileSecrets(tmp_path))
    profile.save(
        {
            "whatsapp.phone_id": "123", "crm.url": "http://crm", "crm.database": "d",
            "crm.login": "anna",
        }
    )  # fmt: skip
    number = WhatsAppSettings(phone_number_id="123")
    assert [profile.secret_name(f"whatsapp.{k}") for k in ("token", "app_secret", "verify_token")] \
        == [number.access_token_key, number.app_secret_key, number.verify_token_key]  # fmt: skip
    crm = TrytonSettings(url="http://crm", database="d", login="anna")
    assert profile.secret_name("crm.token") == crm.password_key == profile.tryton().password_key
    assert profile.secret_name("telegram.api_hash") == "telegram.api_hash"


def test_a_window_needs_no_channel_and_no_crm() -> None:
    """They load when it stands (``desktop.parts``): half a second that nobody waits for."""
    code = (
        "import sys, tempfile; from pathlib import Path; import desktop.running, desktop.headless;"
        " from desktop.profile import Profile; from desktop.secrets import FileSecrets;"
        " folder = Path(tempfile.mkdtemp()); Profile(folder, FileSecrets(folder)).all();"
        " print(*(set(sys.modules) & {'aiohttp', 'telethon', 'openpyxl', 'natasha', 'numpy',"
        " 'pypdf', 'llama_cpp', 'phonenumbers', 'sqlite_utils'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
