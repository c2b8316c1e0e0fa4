"""Benchmarks run when they are asked for (``--benchmark-only``), never among the tests."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked = bool(config.getoption("--benchmark-only", default=False))
    return None if asked or collection_path.suffix != ".py" else True
