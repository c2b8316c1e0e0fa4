"""The shipped files fit together: model configuration, units, proxy, README."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

FILES = Path(__file__).parents[3] / "resources" / "hub"


def unit(name: str) -> str:
    return (FILES / f"threadline-{name}.service").read_text("utf-8")


def values(text: str, key: str) -> list[str]:
    return re.findall(rf"(?m)^(?:# )?{key}=(.*)$", text)


def test_the_unit_hands_over_every_file_that_the_configuration_names() -> None:
    text = unit("hub")
    passed = dict(one.split(":") for one in values(text, "LoadCredential"))
    assert passed == {name: f"/etc/threadline/{name}" for name in passed}
    named = set(re.findall(r'file = "([^"]+)"', (FILES / "hub.toml").read_text("utf-8")))
    assert named - {"PATH", "hub.creds", "ca.pem"} == passed.keys() - {"hub.toml"}
    data = tomllib.loads((FILES / "hub.toml").read_text("utf-8"))["data"]
    assert data == f"/var/lib/{values(text, 'StateDirectory')[0]}"
    assert "%d/hub.toml" in values(text, "ExecStart")[0]


def test_the_units_of_nats_and_its_configuration_agree() -> None:
    config = (FILES / "nats-server.conf").read_text("utf-8")
    assert f'store_dir: "/var/lib/{values(unit("nats"), "StateDirectory")[0]}"' in config


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("name", ["hub", "nats"])
def test_systemd_takes_the_unit(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"threadline-{name}.service"
    # the program is on another machine
    file.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit(name)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", file],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_caddy_takes_the_caddyfile(tmp_path: Path) -> None:
    caddy = shutil.which("caddy", path=Path(sys.executable).parent)
    assert caddy is not None
    for command in ("validate", "fmt"):
        file = [FILES / "Caddyfile"] if command == "fmt" else ["--config", FILES / "Caddyfile"]
        done = subprocess.run(
            [caddy, command, *file], env={"HOME": str(tmp_path)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_the_readme_names_what_is_there() -> None:
    text = (FILES / "README.md").read_text("utf-8")
    for name in re.findall(
        r"`(threadline-\w+\.service|Caddyfile|hub\.toml|nats-server\.conf)`", text
    ):
        assert (FILES / name).is_file()
    steps = re.split(r"(?m)^\d+\. ", text.split("## Later")[0])[1:]
    assert len(steps) == 16
    assert [step[:40] for step in steps if "→" not in step] == []
