"""The ways to Telegram in the window, and as they are kept."""

import contextlib
from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from core.domain.problems import Problem
from desktop.viewmodels.proxies_port import Tried
from tests.desktop.ui.conftest import until


async def test_proxies_are_pasted_tried_ordered_and_kept(desk: SimpleNamespace) -> None:
    window, proxies = desk.window, desk.backend.proxies
    dialog = await window.first.show_proxies()
    assert dialog.none.isVisible()
    assert not dialog.on.isEnabled()
    dialog.link.setText("просто слова")
    QTest.keyClick(dialog.link, Qt.Key.Key_Return)
    assert dialog.problem.isVisible()
    assert dialog.isVisible()
    proxies.answers["tg://two"] = Tried(problem=Problem("proxy-refused"))
    dialog.link.setText("tg://one tg://two")
    dialog.add.click()
    assert not dialog.problem.isVisible()
    assert dialog.link.text() == ""
    assert dialog.on.isChecked()
    await until(lambda: "Прокси нас не пускает" in dialog.list.item(1).text())
    assert "проверяем" in dialog.list.item(0).text()
    proxies.asked.set()
    await until(lambda: dialog.list.item(0).text().endswith("120 мс"))
    assert "под видом www.example.org" in dialog.list.item(0).text()
    dialog.list.setCurrentRow(1)
    assert not dialog.tools["down"].isEnabled()
    dialog.tools["up"].click()
    assert dialog.list.currentRow() == 0
    dialog.tools["copy"].click()
    assert QGuiApplication.clipboard().text() == "tg://two"
    assert not proxies.saved
    dialog.close()
    await until(lambda: bool(proxies.saved))
    assert [row.link for row in proxies.kept.rows] == ["tg://two", "tg://one"]
    assert proxies.kept.on


async def test_what_was_not_changed_is_not_kept_anew(desk: SimpleNamespace) -> None:
    window, proxies = desk.window, desk.backend.proxies
    proxies.kept = type(proxies.kept)(True, proxies.read("tg://one tg://two"))
    dialog = await window.first.show_proxies()
    dialog.close()
    dialog = await window.first.show_proxies()
    dialog.list.setCurrentRow(0)
    for _ in range(2):
        dialog.tools["remove"].click()
    assert not dialog.on.isChecked()
    with contextlib.suppress(RuntimeError):
        dialog.reject()
    await until(lambda: len(proxies.saved) == 1)
    assert proxies.kept.rows == ()
    assert not proxies.kept.on
