"""Letters found in titles, layouts swapped, keys kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.shell.commands import COMMANDS
from desktop.shell.fuzzy import score
from desktop.shell.keymap import Keymap
from desktop.shell.layouts import swapped


@pytest.mark.parametrize(
    ("typed", "best", "other"),
    [
        ("nu", "Next unread", "Open the menu"),
        ("sett", "Settings", "Search everything, then tell"),
        ("ыуеештпы", "Settings", "Write an answer"),
        ("yfcn", "Настройки", "Начать с типового ответа"),
    ],
)
def test_beginnings_of_words_count_most(typed: str, best: str, other: str) -> None:
    assert (score(typed, best) or -99) > (score(typed, other) or -99)


def test_letters_that_are_not_there_do_not_fit() -> None:
    assert score("xyz", "Settings") is None
    assert score("gnittes", "Settings") is None


@given(st.text(max_size=20), st.text(max_size=40))
def test_any_text_may_be_typed(typed: str, title: str) -> None:
    score(typed, title)
    if typed and typed in title and typed == typed.casefold() and typed.strip() == typed:
        assert score(typed, title) is not None or typed != "".join(typed.split())


@given(st.text("qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTY{}:\"<>~йцукенё", max_size=20))
def test_swapping_twice_changes_nothing(text: str) -> None:
    assert swapped(swapped(text)) == text


def test_no_two_commands_share_their_keys() -> None:
    keys = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("kept", ["", "nonsense", "[1]", '{"search": 5}', '{"gone": "Ctrl+1"}'])
def test_what_cannot_be_read_counts_as_nothing(kept: str) -> None:
    assert not Keymap(kept).given


def test_keys_survive_being_kept() -> None:
    keymap = Keymap()
    keymap.give("search", "Ctrl+Alt+Y")
    again = Keymap(keymap.kept())
    assert again.given == {"search": "Ctrl+Alt+Y"}
    again.reset("search")
    assert again.kept() == ""
