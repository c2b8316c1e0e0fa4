"""Plays a scenario file by the command an operator would type, and gives its report."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parents[2]


class Played:
    """A scenario's report, when it began and ended (epoch seconds), and what was logged."""

    def __init__(self, report: dict[str, Any], began: float, ended: float, log: str) -> None:
        self.report = report
        self.began = began
        self.ended = ended
        self.log = log

    def thread(self, contact: str) -> dict[str, Any]:
        """The one thread of a contact."""
        (found,) = [t for t in self.report["threads"] if t["contact"] == contact]
        return dict(found)

    def fact(self, contact: str, kind: str) -> dict[str, Any]:
        """The one standing fact of a kind."""
        facts = self.thread(contact)["facts"]
        found = [f for f in facts if f["kind"] == kind]
        assert len(found) == 1, f"{contact} has {kind}: {facts}"
        return dict(found[0])


Play = Callable[..., Played]


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """Plays ``data/NAME.json`` headless; fails with the log when the command fails."""

    def played(name: str, *options: str) -> Played:
        folder = tmp_path_factory.mktemp(name)
        shutil.copy(DATA / f"{name}.json", folder)
        _request(folder / "request.pdf")
        report = folder / "report.json"
        began = time.time()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "desktop", "sandbox", str(folder / f"{name}.json")),
                *("--headless", "--report", str(report), *options),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return Played(json.loads(report.read_text("utf-8")), began, time.time(), done.stderr)

    return played


def _request(path: Path) -> None:
    """A page with facts that any reader must find. Latin: PDF's own fonts have no Cyrillic."""
    page = Canvas(str(path))
    page.drawString(72, 760, "Request for quotation")
    page.drawString(72, 740, "Contact: supply@volna.example, phone +7 495 123-45-67")
    page.save()
