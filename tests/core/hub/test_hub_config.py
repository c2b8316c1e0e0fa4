"""The hub's configuration: what it takes, and the key that it names where it does not."""

import re
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from core.hub.config import HubConfig, load

ROOT = Path(__file__).parents[3]
APPS = """
[[apps]]
name = "main"
secrets = [{ file = "app" }, { env = "HUB_OLD" }]
verify_token = { env = "HUB_VERIFY" }
"""
GOOD = 'data = "data"\n' + APPS


@pytest.fixture(autouse=True)
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app").write_text(" new secret\n")
    (tmp_path / "empty").write_text("\n")
    monkeypatch.setenv("HUB_OLD", "old secret")
    monkeypatch.setenv("HUB_VERIFY", "verify")


def loaded(tmp_path: Path, text: str) -> HubConfig:
    (tmp_path / "hub.toml").write_text(text, "utf-8")
    return load(tmp_path / "hub.toml")


def refused(tmp_path: Path, text: str) -> tuple[str, str]:
    with pytest.raises(ProblemError) as told:
        loaded(tmp_path, text)
    return told.value.problem.code, told.value.problem.params.get("key", "")


def test_secrets_come_from_files_and_the_environment(tmp_path: Path) -> None:
    config = loaded(tmp_path, GOOD)
    assert [each.value for each in config.apps[0].secrets] == ["new secret", "old secret"]
    assert config.apps[0].verify_token.value == "verify"
    assert (config.data, config.home, config.days) == (tmp_path / "data", "embedded", 30)
    assert "secret" not in repr(config).replace("secrets", "")


DESK = '[[desks]]\nname = "a"\ntoken_sha256 = "' + "0" * 64 + '"\n'


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        (GOOD + "[listen]\nprot = 1", "hub-key-unknown", "listen.prot"),
        (GOOD + "[listen]\nport = 70000", "hub-key-wrong", "listen.port"),
        (GOOD + '[listen]\npath = "/media/x"', "hub-path-taken", "listen.path"),
        (GOOD + "[listen]\nport = 9465", "hub-port-twice", "watch.port"),
        (GOOD + "[[numbers]]\n", "hub-key-missing", "numbers[0].phone_number_id"),
        (GOOD.replace('{ file = "app" }', '"inline"'), "hub-secret-inline", "apps[0].secrets[0]"),
        (GOOD.replace('"app"', '"gone"'), "hub-secret-file", "apps[0].secrets[0]"),
        (GOOD.replace('"app"', '"empty"'), "hub-secret-empty", "apps[0].secrets[0]"),
        (GOOD.replace("HUB_VERIFY", "HUB_GONE"), "hub-secret-empty", "apps[0].verify_token"),
        (GOOD.replace("[{ file", "[] # "), "hub-key-wrong", "apps[0].secrets"),
        (GOOD + APPS, "hub-key-twice", "apps.name"),
        (GOOD + DESK + DESK, "hub-key-twice", "desks.name"),
        (GOOD + DESK.replace("000", "00"), "hub-key-wrong", "desks[0].token_sha256"),
        ('home = "nats"\n' + GOOD, "hub-key-missing", "nats.servers"),
        ("days = 7\n" + GOOD, "hub-key-wrong", "days"),
        (GOOD + "[limits]\nheld_bytes = 8388608\nbody_bytes = 8388608", "hub-key-wrong",
         "limits.held_bytes"),
        ('data = "d"', "hub-key-missing", "apps"),
        (APPS, "hub-key-missing", "data"),
        ("data = ", "hub-toml", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_key(tmp_path: Path, text: str, code: str, key: str) -> None:
    assert refused(tmp_path, text) == (code, key)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as told:
        load(tmp_path / "none.toml")
    assert told.value.problem.code == "hub-file"


def test_the_example_is_complete_and_good(tmp_path: Path) -> None:
    text = (ROOT / "resources" / "hub" / "hub.toml").read_text("utf-8")
    for name in ("app-secret", "verify-token", "access-token", "nats-password", "hub.creds"):
        (tmp_path / name).write_text("x")
    config = loaded(tmp_path, text)
    assert (config.home, config.desks[0].name) == ("embedded", "anna")
    bare = re.sub(r"^# (?=\w+ = |\[)", "", text, flags=re.M)
    whole = loaded(tmp_path, bare)
    assert whole.nats is not None, "what is commented out is good too"
    assert (whole.limits, whole.watch) == (config.limits, config.watch), "and stands at its default"
