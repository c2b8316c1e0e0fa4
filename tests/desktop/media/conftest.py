"""Files as clients send them."""

from pathlib import Path

import pytest

from tests.desktop.media.samples import document, tone


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """Two seconds."""
    return tone(tmp_path / "voice.ogg")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages."""
    return document(tmp_path / "page.pdf")
