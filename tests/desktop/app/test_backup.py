"""A backup holds everything, opens with its password alone, and is whole or none."""

import io
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import ProblemError
from core.store.read import threads as read_threads
from core.store.store import Store
from desktop.backup import MAGIC, PART, _Opening, _Sealing, back_up, restore
from desktop.cli import cli
from desktop.lock import lock_profile
from desktop.profile import Profile
from desktop.secrets import FileSecrets

TG = Peer(Channel.TELEGRAM, "1", "77")
WORD = "верный пароль"


@pytest.fixture
async def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "anna"
    made = Profile(folder, FileSecrets(folder))
    made.save({"theme": "dark", "telegram.api_hash": "0123abcd"})
    made.secrets.set("telegram/session", "the session")
    (folder / "media" / "ab").mkdir(parents=True)
    (folder / "media" / "ab" / "photo.jpg").write_bytes(b"\xff" * (PART + 5))
    (folder / "media" / "ab" / "half.part").write_bytes(b"half")
    (folder / "models").mkdir()
    (folder / "models" / "big.gguf").write_bytes(b"GGUF")
    store = Store(folder / "threadline.db")
    await store.open()
    body = ev.MessageReceived(direction="in", text="нужны 500 коробов")
    await store.append([ev.Event(external_id="1", at=1_790_000_000_000, peer=TG, body=body)])
    back_up(folder, made.secrets, tmp_path / "anna.threadline", WORD)  # while it is open
    await store.close()
    return folder


async def last_line(folder: Path) -> str:
    store = Store(folder / "threadline.db")
    await store.open()
    (row,) = await store.read(lambda conn: read_threads.threads(conn, now=0))
    await store.close()
    return row.last_text


async def test_everything_is_there_again(profile: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    secrets = FileSecrets(tmp_path / "secrets")
    assert restore(tmp_path / "anna.threadline", other, lambda: secrets, WORD) is None
    assert await last_line(other) == "нужны 500 коробов"
    assert (other / "media" / "ab" / "photo.jpg").stat().st_size == PART + 5
    assert not (other / "media" / "ab" / "half.part").exists()
    again = Profile(other, secrets)
    assert again.get("theme") == "dark"
    assert again.get("telegram.api_hash") == "0123abcd"
    assert again.secrets.get("telegram/session") == "the session"
    assert not (other / "models").exists()
    assert not list(other.glob("*secrets.json"))


async def test_what_stood_there_is_put_aside_and_models_stay(profile: Path, tmp_path: Path) -> None:
    (profile / "settings.json").write_text('{"theme": "light"}')
    aside = restore(
        tmp_path / "anna.threadline", profile, lambda: FileSecrets(tmp_path / "s"), WORD
    )
    assert aside is not None
    assert (aside / "settings.json").read_text() == '{"theme": "light"}'
    assert Profile(profile, FileSecrets(tmp_path / "s")).get("theme") == "dark"
    assert (profile / "models" / "big.gguf").exists()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda data: data, "backup-password"),
        (lambda _data: b"PK\x03\x04 something else", "backup-none"),
        (lambda _data: b"", "backup-none"),
        (lambda data: data[: len(data) // 2], "backup-broken"),
        (lambda data: data[:-1], "backup-broken"),
        (lambda data: data[: len(MAGIC) + 16], "backup-broken"),
        (lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:], "backup-broken"),
    ],
)
async def test_what_is_no_whole_backup_changes_nothing(
    profile: Path, tmp_path: Path, damage: object, code: str
) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(damage((tmp_path / "anna.threadline").read_bytes()))  # type: ignore[operator]
    before = sorted(path.name for path in profile.rglob("*"))
    word = "falsch" if code == "backup-password" else WORD
    with pytest.raises(ProblemError) as refused:
        restore(bad, profile, lambda: FileSecrets(tmp_path / "s"), word)
    assert refused.value.problem.code == code
    assert sorted(path.name for path in profile.rglob("*")) == before
    assert not list(tmp_path.glob("*.restoring"))


async def test_a_profile_that_is_open_is_left_alone(profile: Path, tmp_path: Path) -> None:
    lock = lock_profile(profile)
    with pytest.raises(ProblemError) as refused:
        restore(tmp_path / "anna.threadline", profile, lambda: FileSecrets(tmp_path / "s"), WORD)
    lock.unlock()
    assert refused.value.problem.code == "store-locked"


def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    bad = tmp_path / "hostile"
    with bad.open("wb") as file:
        sealing = _Sealing(file, WORD)
        with tarfile.open(fileobj=sealing, mode="w|") as tar:
            info = tarfile.TarInfo("../../outside")
            info.size = 1
            tar.addfile(info, io.BytesIO(b"x"))
        sealing.finish()
    with pytest.raises(ProblemError):
        restore(bad, tmp_path / "p" / "q" / "r", lambda: FileSecrets(tmp_path / "s"), WORD)
    assert not list(tmp_path.rglob("outside"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 2 * PART), max_size=4), st.integers(0, 255))
def test_any_stream_comes_back(sizes: list[int], fill: int) -> None:
    out = io.BytesIO()
    sealing = _Sealing(out, "p")
    for size in sizes:
        sealing.write(bytes([fill]) * size)
    sealing.finish()
    opened = io.BufferedReader(_Opening(io.BytesIO(out.getvalue()), "p"))
    assert opened.read() == bytes([fill]) * sum(sizes)


def test_the_commands_save_and_put_back(profile: Path, tmp_path: Path) -> None:
    run = CliRunner(env={"THREADLINE_BACKUP_PASSWORD": WORD})
    out = tmp_path / "again.threadline"
    saved = run.invoke(cli, ["--profile", str(profile), "backup", str(out)])
    assert saved.exit_code == 0, saved.output
    there = tmp_path / "new"
    done = run.invoke(cli, ["--profile", str(there), "restore", str(out)])
    assert done.exit_code == 0, done.output
    assert Profile(there, FileSecrets(there)).get("telegram.api_hash") == "0123abcd"
    wrong = run.invoke(cli, ["--profile", str(there), "restore", str(out), "--password", "x"])
    assert wrong.exit_code == 1
    assert "password" in wrong.output or "Пароль" in wrong.output
