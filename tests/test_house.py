"""The house keeps its rules: who may import whom, what runs without Qt, what is named nowhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

_BLOCK_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "qasync"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, NoQt())
for top in sys.argv[1:]:
    package = importlib.import_module(top)
    for found in pkgutil.walk_packages(package.__path__, f"{top}."):
        # what trains the starter needs torch, which nobody else installs
        if not found.name.endswith("__main__") and not found.name.startswith("models.starter"):
            importlib.import_module(found.name)
print(len(sys.modules))
"""


def tracked() -> list[str]:
    """Files of the repository; those about to be committed too."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, check=False
    )
    if listing.returncode != 0:
        pytest.skip("no git repository here")
    return [name for name in listing.stdout.decode().split("\0") if name]


def texts() -> list[tuple[str, str]]:
    """Every tracked text file."""
    found = []
    for name in tracked():
        try:
            found.append((name, (ROOT / name).read_text("utf-8")))
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    return found


def test_every_import_keeps_the_contracts() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"], cwd=ROOT, capture_output=True, text=True,
        timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_core_and_models_run_without_qt() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _BLOCK_QT, "core", "models"], cwd=ROOT,
        capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_commands_load_no_qt_before_a_window_is_asked_for() -> None:
    code = "import sys, desktop.cli; print(sorted(m for m in sys.modules if 'PySide' in m))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_no_machine_path_stands_in_the_repository() -> None:
    pattern = re.compile(r"(?<![.\w])/(?:work|root|farm|home/\w+|Users/\w+)/")
    wrong = [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line) and name != "tests/test_house.py"
    ]
    assert wrong == []


def test_no_package_index_is_named() -> None:
    pattern = re.compile(r"https?://\S*/simple\b|\S+\.whl\b.*https?://|index-url|extra-index")
    wrong = [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
        and "--no-emit-index-url" not in line
        and name != "tests/test_house.py"
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_the_lock_pins_by_hash_and_names_no_address(kind: str) -> None:
    lock = (ROOT / "requirements" / f"{kind}.lock").read_text("utf-8")
    assert "://" not in lock
    pins = re.findall(r"^[\w.\-\[\]]+==\S+", lock, re.M)
    blocks = re.split(r"^(?=[\w.\-\[\]]+==)", lock, flags=re.M)[1:]
    assert len(pins) == len(blocks) > 20
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    lock = (ROOT / "requirements" / "dev.lock").read_text("utf-8").lower()
    asked = re.findall(r'^  "([\w.\-]+)==([^"]+)"', project, re.M)
    assert asked
    names = [(re.sub(r"[._-]+", "-", name).lower(), version) for name, version in asked]
    assert [f"{n}=={v}" for n, v in names if f"{n}=={v}" not in lock] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name
        for name, text in texts()
        if name.endswith(".py") and not name.startswith("tests/") and text.strip()
        and not text.lstrip().startswith(('"""', "#!", 'r"""'))
    ]  # fmt: skip
    assert silent == []
