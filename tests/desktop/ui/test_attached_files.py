"""What stands in a bubble for a file: a picture, or a name and why there is no picture."""

import pytest

from core.domain.problems import Problem
from core.domain.views import AttachmentRow
from desktop.ui.bubble import picture


@pytest.mark.parametrize(
    ("kind", "path", "problem", "shown"),
    [
        ("image", "/a.jpg", "", True),
        ("image", "", "", False),
        ("image", "/a.heic", Problem("image-format").encode(), False),
        ("document", "/a.jpg", "", False),
    ],
)
def test_only_a_picture_that_can_be_shown_is_drawn_as_one(kind, path, problem, shown) -> None:
    row = AttachmentRow(index=0, kind=kind, name="a", path=path, problem=problem)
    assert picture(row) is shown
