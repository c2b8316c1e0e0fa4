"""Settings: found by typing, checked beside the field, put back as they were."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from desktop.ui.setting_row import SettingRow
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.settings_page import fits
from desktop.viewmodels.settings import (
    DEFAULTS,
    FIELDS,
    KEPT,
    SECRETS,
    Field,
    fault,
    folder_fault,
)
from tests.desktop.ui.conftest import until


async def opened(desk: SimpleNamespace, section: str = "general") -> SettingsDialog:
    dialog: SettingsDialog = await desk.window.windows.load_settings(section)
    return dialog


def row(dialog: SettingsDialog, id_: str) -> SettingRow:
    found = dialog.findChild(SettingRow, f"row-{id_}")
    assert isinstance(found, SettingRow)
    return found


def shown(dialog: SettingsDialog) -> set[str]:
    return {one.field.id for one in dialog.findChildren(SettingRow) if one.isVisible()}


def test_the_declaration_is_whole() -> None:
    assert len({field.id for field in FIELDS}) == len(FIELDS)
    assert not set(SECRETS) & DEFAULTS.keys()
    for field in FIELDS:
        assert fault(field, field.default) is None, field.id
        if field.kind == "choice":
            assert field.default in field.options
        if field.when is not None:
            assert field.when[0] in DEFAULTS


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("number", ["1", " 65535 "], ["0", "65536", "-1", "1.5", "٣", "abc"]),
        ("url", ["https://a.ru", "http://127.0.0.1:8000/x"],
         ["a.ru", "ftp://a.ru", "https://", "https://a b", "http://a:99999", "http://[::1"]),
        ("time", ["9:05", "09:05", "23:59"], ["24:00", "9", "9:5", "9:60", "утром"]),
        ("folder", ["/tmp/x", "~/crm"], ["crm", "./crm"]),
    ],
)  # fmt: skip
def test_values_are_checked(kind: str, good: list[str], bad: list[str]) -> None:
    field = Field("x", "general", kind, least=1, most=65_535)  # type: ignore[arg-type]
    assert [v for v in good if fault(field, v) is not None] == []
    assert [v for v in bad if fault(field, v) is None] == []
    assert fault(field, "") is None
    assert fault(field, KEPT) is None


@given(st.text(max_size=60), st.sampled_from(FIELDS))
def test_whatever_is_typed_is_judged(text: str, field: Field) -> None:
    found = fault(field, text)
    assert found is None or found.key


def test_folders_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert folder_fault(str(tmp_path / "new" / "er")) is None
    found = folder_fault(str(tmp_path / "file"))
    assert found is not None
    assert found.key == "setting-folder-is-a-file"


def test_a_search_knows_names_in_either_layout() -> None:
    assert fits("порт", "Порт для webhook")
    assert fits("gjhn", "Порт для webhook")
    assert fits("папк", "Система", "Файлы в папке")
    assert not fits("порт", "Секрет приложения", "Им проверяется подпись каждого сообщения.")


async def test_a_wrong_value_is_said_at_once_and_put_back(desk: SimpleNamespace) -> None:
    dialog = await opened(desk, "whatsapp")
    field = row(dialog, "whatsapp.phone_id")
    edit = dialog.findChild(QLineEdit, "setting-whatsapp.phone_id")
    edit.clear()
    QTest.keyClicks(edit, "12ab")
    assert field.hint.text() == desk.shell.tr("setting-not-a-number")
    assert edit.property("bad") == "true"
    assert field.revert.isVisible()
    field.revert.click()
    assert edit.text() == "10655512345"
    assert edit.property("bad") == "false"
    assert not field.revert.isVisible()
    dialog.reject()


async def test_enter_presses_the_button_that_has_the_keys(desk: SimpleNamespace) -> None:
    dialog = await opened(desk, "whatsapp")
    edit = dialog.findChild(QLineEdit, "setting-whatsapp.phone_id")
    edit.setText("777")
    cancel = dialog.findChild(QPushButton, "settingsCancel")
    cancel.setFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    await asyncio.sleep(0)
    assert desk.backend.saved.get("whatsapp.phone_id") != "777", "not what the default would do"


async def test_an_address_is_blamed_when_it_is_left(desk: SimpleNamespace) -> None:
    dialog = await opened(desk, "whatsapp")
    field = row(dialog, "whatsapp.public_url")
    await until(dialog.isActiveWindow)
    field.take_focus()
    QTest.keyClicks(field.editor, "ht")
    assert field.hint.text() == desk.shell.tr("setting-whatsapp-public-url-hint")
    QTest.keyClick(field.editor, Qt.Key.Key_Tab)
    assert field.hint.text() == desk.shell.tr("setting-not-a-url")
    dialog.reject()


async def test_the_folder_is_looked_at_beside_the_field(
    desk: SimpleNamespace, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    dialog = await opened(desk, "crm")
    box = dialog.findChild(QComboBox, "setting-crm.target")
    box.setCurrentIndex(box.findData("folder"))
    field = row(dialog, "crm.folder")
    field._picked(str(tmp_path / "file"))
    await until(lambda: field.fault is not None)
    assert field.hint.text() == desk.shell.tr("setting-folder-is-a-file")
    dialog.reject()


async def test_settings_are_found_by_typing(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)
    dialog.filter.setText("gjhn")
    assert "whatsapp.port" in shown(dialog), "a folded one is found, in the wrong layout"
    assert "theme" not in shown(dialog)
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
    assert dialog.focusWidget().objectName().startswith("setting-")
    dialog.filter.setText("ъъщщ")
    assert shown(dialog) == set()
    assert dialog.nothing.isVisible()
    QTest.keyClick(dialog.filter, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "theme" in shown(dialog)
    dialog.reject()


async def test_rare_fields_are_folded_and_keep_their_say(desk: SimpleNamespace) -> None:
    dialog = await opened(desk, "telegram")
    assert "telegram.port" not in shown(dialog)
    more = dialog.findChild(QPushButton, "more-telegram")
    more.click()
    assert "telegram.port" in shown(dialog)
    row(dialog, "telegram.port").show_value("0")
    more.click()
    dialog.findChild(QPushButton, "settingsSave").click()
    assert dialog.isVisible()
    assert row(dialog, "telegram.port").isVisible(), "what cannot be kept is shown"
    row(dialog, "telegram.port").show_value("4430")
    dialog.findChild(QPushButton, "settingsSave").click()
    await until(lambda: desk.backend.saved.get("telegram.port") == "4430")


async def test_a_setting_that_does_not_apply_holds_nothing_up(desk: SimpleNamespace) -> None:
    dialog = await opened(desk, "crm")
    dialog.findChild(QLineEdit, "setting-crm.url").setText("nowhere")
    box = dialog.findChild(QComboBox, "setting-crm.target")
    box.setCurrentIndex(box.findData("off"))
    dialog.findChild(QPushButton, "settingsSave").click()
    await until(lambda: desk.backend.saved.get("crm.target") == "off")


async def test_the_settings_lead_to_the_guide(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)
    dialog.findChild(QPushButton, "general-settings-guide").click()
    await until(lambda: desk.window.first.guide_ is not None)
    guide: QWidget = desk.window.first.guide_
    await until(guide.isVisible)
    desk.window.first.guide_.model.leave()
    await until(lambda: not guide.isVisible())
