"""The whole window through the platform's accessibility tree: names, roles, states, sentences."""

import re
from collections import Counter
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QSplitterHandle,
)

from desktop.ui.fact_card import FactCard
from tests.desktop.accessibility.people_places import NAMES
from tests.desktop.accessibility.places import GROUPS, opened
from tests.desktop.accessibility.tree import Node, Role, tree

ROLES = {
    QAbstractButton: {Role.Button, Role.CheckBox, Role.RadioButton, Role.ButtonMenu,
                      Role.ButtonDropDown},
    QLineEdit: {Role.EditableText}, QPlainTextEdit: {Role.EditableText},
    QComboBox: {Role.ComboBox}, QAbstractItemView: {Role.List, Role.Table, Role.Tree},
    QProgressBar: {Role.ProgressBar},
}  # fmt: skip
NO_ROLE = {Role.Client, Role.Border, Role.NoRole, Role.Pane}
"""What says nothing of what a thing is for: no control may be met as that."""
LETTER = re.compile(r"[^\W\d_]")
OBJECT_NAME = re.compile(r"^[a-z]+(?:[A-Z][a-z]+)+$|^[a-z]+(?:-[a-z_]+)+$|^qt_|^<|^\{")


def controls(top: Node) -> list[Node]:
    """What the keys reach or a click works on."""
    return [
        node
        for node in top.walk()
        if not isinstance(node.widget, QAbstractSlider | QSplitterHandle)
        and ("focusable" in node.states or isinstance(node.widget, QAbstractButton))
    ]


def _unnamed(top: Node, lang: str) -> list[str]:
    """Controls without words of the language, and those that are met as something else."""
    bad = []
    for node in controls(top):
        said, where = node.spoken.strip(), node.where()
        cell = node.role in (Role.ListItem, Role.Cell)
        if not said or (not LETTER.search(said) and not cell):
            bad.append(f"no words: {where} {said!r}")
        elif OBJECT_NAME.search(said) and node.role != Role.Cell:
            bad.append(f"no word of a language: {where} {said!r}")
        elif lang == "en" and _foreign(said):
            bad.append(f"not English: {where} {said!r}")
        kinds = [roles for kind, roles in ROLES.items() if isinstance(node.widget, kind)]
        if node.role in NO_ROLE or any(node.role not in roles for roles in kinds):
            bad.append(f"{node.role.name}: {where} {said!r}")
    return bad


def _twins(top: Node) -> list[str]:
    """Neighbours that cannot be told apart."""
    bad = []
    for parent in top.walk():
        known = Counter(
            (one.role.name, one.spoken)
            for one in parent.children
            if "focusable" in one.states and one.role not in (Role.Cell, Role.ListItem)
        )
        bad += [f"{n} × {key} in {parent.where()}" for key, n in known.items() if n > 1]
    return bad


def _containers(top: Node) -> list[str]:
    """Lists, groups and dialogs without a name, and values that are not said."""
    bad = []
    for node in top.walk():
        named_ = (Role.List, Role.Table, Role.Grouping, Role.Dialog, Role.AlertMessage)
        if node.role in named_ and not LETTER.search(node.name):
            bad.append(f"{node.role.name} without a name: {node.where()}")
        if node.role == Role.ProgressBar and not (node.name and re.search(r"\d", node.value)):
            bad.append(f"progress without a value: {node.where()}")
        if node.role == Role.ComboBox and node.spoken == node.value:
            bad.append(f"a value for a name: {node.where()} {node.value!r}")
    return bad


def _foreign(text: str) -> bool:
    """Whether an English window speaks Russian: names of people and languages may."""
    for name in ("Русский", *NAMES):
        text = text.replace(name, "")
    return bool(re.search("[а-яё]{3}", text, re.IGNORECASE))


def named(top: Node, name: str) -> Node:
    return next(n for n in top.walk() if n.widget is not None and n.widget.objectName() == name)


async def test_a_thread_a_bubble_and_a_fact_are_one_sentence_each(desk: SimpleNamespace) -> None:
    async with opened(desk, "thread") as shown:
        top = tree(shown)
    _is_a_thread(top, ru=desk.lang == "ru")
    _is_a_bubble(top, ru=desk.lang == "ru")
    _is_a_fact(top, ru=desk.lang == "ru")


def _is_a_thread(top: Node, *, ru: bool) -> None:
    rows = named(top, "threadList").children
    first, closing = rows[0], rows[1]
    assert first.role == Role.ListItem
    for part in (
        ("Ирина Ковалёва", "Telegram", "WhatsApp", "ждёт 4", "счёт выставить", "очередь: Продажи")
        if ru
        else ("Irina", "Telegram", "WhatsApp", "waiting 4", "invoice", "queue: Sales")
    ):
        assert part.casefold() in first.name.casefold(), first.name
    for part in ("1 непрочитанное", "окно закроется") if ru else ("1 unread", "window closes"):
        assert part in closing.name, closing.name
    assert "selected" in first.states
    assert "selected" not in closing.states


def _is_a_bubble(top: Node, *, ru: bool) -> None:
    rows = named(top, "messageList").children
    theirs, ours = rows[0].name, rows[2].name
    assert rows[0].role == Role.ListItem
    for part in ("Ирина Ковалёва", "09:15", "WhatsApp", "800") if ru else ("Irina", "800"):
        assert part in theirs, theirs
    for part in ("Вы.", "WhatsApp", "доставлено") if ru else ("You.", "WhatsApp", "delivered"):
        assert part in ours, ours
    assert "status" not in ours


def _is_a_fact(top: Node, *, ru: bool) -> None:
    facts = [node for node in top.walk() if isinstance(node.widget, FactCard)]
    assert facts
    assert all(node.role == Role.ListItem for node in facts)
    assert facts[0].parent is not None
    assert facts[0].parent.role == Role.List
    for part in ("Бюджет: 450", "Подтверждено вами", "WhatsApp · ") if ru else (
        "Budget: ", "Confirmed by you", "WhatsApp · "
    ):  # fmt: skip
        assert part in facts[0].name, facts[0].name


async def test_what_is_checked_or_open_is_said(desk: SimpleNamespace) -> None:
    async with opened(desk, "filtered") as shown:
        top = tree(shown)
        section = desk.window.sidebar.sections[1]
        section.fold(True)
        folded = named(tree(shown), "fold-facts").name
    assert "checked" in named(top, "listFilter").states
    assert "checked" in named(top, "channel-telegram").states
    assert "checked" not in named(top, "channel-whatsapp").states
    assert named(top, "fold-facts").name != folded
    async with opened(desk, "settings") as shown:
        top = tree(shown)
        assert "checked" in named(top, "setting-desk.guard").states
        assert named(top, "setting-theme").spoken == ("Тема" if desk.lang == "ru" else "Theme")


@pytest.mark.parametrize("group", GROUPS)
async def test_what_is_shown_says_what_it_is(desk: SimpleNamespace, group: str) -> None:
    bad = []
    for place in GROUPS[group]:
        async with opened(desk, place) as shown:
            top = tree(shown)
            assert controls(top), f"nothing is to be walked in {place}"
            found = {*_unnamed(top, desk.lang), *_twins(top), *_containers(top)}
            if shown.isWindow() and not top.name:
                found.add("the window has no title")
        bad += [f"{place}: {one}" for one in sorted(found)]
    assert not bad, "\n".join(bad)
