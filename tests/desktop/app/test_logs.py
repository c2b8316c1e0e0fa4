"""The log file tells what happened and nothing of what anybody wrote."""

import logging
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.problems import Problem, ProblemError
from desktop.logs import CRASH, FOLDER, LOG, Logs, export

SAID = "Здравствуйте, это Ирина, +7 916 204-55-18, irina@example.com, бюджет 450000"


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Logs]:
    made = Logs(tmp_path)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.INFO)
    made.start()
    yield made
    made.close()
    logging.getLogger().setLevel(level)


def written(logs: Logs) -> str:
    return (logs.folder / LOG).read_text("utf-8")


def test_gaps_keep_numbers_and_codes_alone(logs: Logs) -> None:
    log = logging.getLogger("core.somewhere")
    log.warning("message %d of %s: %s, %s", 12, "threads", SAID, ProblemError(Problem("crm-down")))
    log.info("peer %s, %d, %r", "79162045518", 79162045518, SAID)
    text = written(logs)
    assert "WARNING core.somewhere: message 12 of threads: …, crm-down" in text
    for word in ("Ирина", "916", "204", "irina", "450000", "79162045518"):
        assert word not in text


def test_tracebacks_keep_their_frames_and_not_their_words(logs: Logs) -> None:
    try:
        try:
            int(SAID)
        except ValueError as error:
            raise RuntimeError(f"cannot read {SAID}") from error
    except RuntimeError:
        logging.getLogger("x").warning("it breaks", exc_info=True)
    text = written(logs)
    assert "test_tracebacks_keep_their_frames" in text
    assert "ValueError" in text
    assert "RuntimeError" in text
    assert "Ирина" not in text


def test_a_native_crash_is_there_at_the_next_start(tmp_path: Path) -> None:
    code = (
        "import sys, faulthandler; from pathlib import Path; from desktop.logs import Logs;"
        f"Logs(Path({str(tmp_path)!r})).start(); faulthandler._sigabrt()"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=False, timeout=60)
    logs = Logs(tmp_path)
    logs.start()
    try:
        assert logs.crashed is not None
        assert "Fatal Python error" in logs.crashed.read_text()
    finally:
        logs.close()
    assert not (tmp_path / FOLDER / CRASH).exists(), "it ended as it should"


def test_what_is_exported_is_the_files_and_the_version(logs: Logs, tmp_path: Path) -> None:
    logging.getLogger("x").warning("something")
    out = tmp_path / "support.zip"
    assert export(tmp_path, out) >= 1
    with zipfile.ZipFile(out) as archive:
        assert {"about.txt", LOG} <= set(archive.namelist())


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file")
    logs = Logs(tmp_path)
    logs.start()
    logs.close()
