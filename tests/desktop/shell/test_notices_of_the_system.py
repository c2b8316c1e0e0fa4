"""Notices reach a notification server on a bus of its own, and its clicks come back."""

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desktop.shell.notify import Notifier, TrayNotifier

jeepney = pytest.importorskip("jeepney")
blocking = pytest.importorskip("jeepney.io.blocking")
dbus = pytest.importorskip("PySide6.QtDBus")
portal = pytest.importorskip("desktop.shell.portal")
pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="no dbus-daemon here")


class Far:
    """A portal, or a notification server, in a thread: notes what it is asked, and clicks."""

    def __init__(self, address: str, name: str) -> None:
        self.asked: list[tuple[str, str, tuple[Any, ...]]] = []
        self.refuses = False
        self.clicks: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self._ends = threading.Event()
        self._conn = blocking.open_dbus_connection(address)
        self._conn.send_and_get_reply(jeepney.message_bus.RequestName(name))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._ends.set()
        self._thread.join()
        self._conn.close()

    def _serve(self) -> None:
        while not self._ends.is_set():
            while not self.clicks.empty():
                where = jeepney.DBusAddress(portal.PATH, interface=portal.INTERFACE)
                body = (*self.clicks.get(), [("s", "x")])
                self._conn.send(jeepney.new_signal(where, "ActionInvoked", "ssav", body))
            with contextlib.suppress(TimeoutError):
                self._answer(self._conn.receive(timeout=0.02))

    def _answer(self, message: Any) -> None:
        if message.header.message_type != jeepney.MessageType.method_call:
            return
        fields = message.header.fields
        member = fields[jeepney.HeaderFields.member]
        self.asked.append((member, fields.get(jeepney.HeaderFields.signature, ""), message.body))
        if self.refuses:
            self._conn.send(jeepney.new_error(message, "org.freedesktop.DBus.Error.Failed"))
        elif member == "GetCapabilities":
            self._conn.send(jeepney.new_method_return(message, "as", (["body", "body-markup"],)))
        else:
            self._conn.send(jeepney.new_method_return(message))


class Kept(Notifier):
    """A spare that notes what it is asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str, str]] = []

    def show_notice(self, key: str, title: str, text: str, *, urgent: bool = False) -> None:
        self.shown.append((key, title, text))


def wait(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it did not come in time"
        QCoreApplication.processEvents()
        time.sleep(0.002)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    QApplication.instance() or QApplication([])
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.fixture
def bus(address: str) -> Iterator[Any]:
    made = dbus.QDBusConnection.connectToBus(address, "ours")
    assert made.isConnected()
    yield made
    dbus.QDBusConnection.disconnectFromBus("ours")


@pytest.fixture
def far(address: str) -> Iterator[Far]:
    made = Far(address, portal.PORTAL)
    yield made
    made.close()


def test_a_notice_is_shown_replaced_and_taken_back(bus: Any, far: Far) -> None:
    notifier = portal.PortalNotifier(bus, Kept())
    notifier.show_notice("thread:7", "Ирина", "Новое сообщение")
    notifier.show_notice("thread:7", "Ирина", "<b>2</b> & 3", urgent=True)
    notifier.withdraw("thread:7")
    notifier.withdraw("thread:7")
    wait(lambda: len(far.asked) >= 3)
    (first, sign, (key, said)), (_, _, (again, urgent)), (last, _, (gone,)) = far.asked
    assert (first, sign, key, last, gone) == (
        "AddNotification", "sa{sv}", "thread:7", "RemoveNotification", "thread:7",
    )  # fmt: skip
    assert {name: value for name, (_, value) in said.items()} == {
        "title": "Ирина", "body": "Новое сообщение", "priority": "normal",
        "default-action": "open",
    }  # fmt: skip
    assert again == key, "it takes the place of the first"
    assert urgent["body"][1] == "<b>2</b> & 3", "the portal takes plain text"
    assert urgent["priority"][1] == "high"
    notifier.close()


def test_a_click_comes_back_and_those_of_others_do_not(bus: Any, far: Far) -> None:
    notifier, opened = portal.PortalNotifier(bus, Kept()), []
    notifier.opened.connect(opened.append)
    notifier.show_notice("thread:7", "Ирина", "")
    wait(lambda: far.asked)

    for click in (("thread:8", "open"), ("thread:7", "else"), ("thread:7", "open")):
        far.clicks.put(click)
    wait(lambda: opened)
    assert opened == ["thread:7"]
    notifier.close()


def test_without_a_portal_the_tray_shows_them(bus: Any) -> None:
    spare = Kept()
    notifier = portal.PortalNotifier(bus, spare)
    notifier.show_notice("thread:7", "Ирина", "раз")
    wait(lambda: spare.shown)
    notifier.show_notice("thread:8", "Пётр", "два")
    assert spare.shown == [("thread:7", "Ирина", "раз"), ("thread:8", "Пётр", "два")]
    opened: list[str] = []
    notifier.opened.connect(opened.append)
    spare.opened.emit("thread:8")
    assert opened == ["thread:8"]
    notifier.close()


def test_a_portal_that_refuses_is_asked_once(bus: Any, far: Far) -> None:
    far.refuses = True
    spare = Kept()
    notifier = portal.PortalNotifier(bus, spare)
    notifier.show_notice("a", "Ирина", "раз")
    wait(lambda: spare.shown)
    notifier.show_notice("b", "Ирина", "два")
    assert (len(far.asked), len(spare.shown)) == (1, 2)
    notifier.close()


def test_whether_the_server_takes_markup_is_asked(bus: Any, address: str) -> None:
    calls, said = portal.Calls(bus), []
    portal.ask_for_markup(calls, said.append)
    wait(lambda: said)
    server = Far(address, portal.SERVER)
    portal.ask_for_markup(calls, said.append)
    wait(lambda: len(said) == 2)
    server.close()
    assert said == [False, True]


def test_the_tray_escapes_where_markup_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    QApplication.instance() or QApplication([])
    shown: list[tuple[Any, ...]] = []
    tray = QSystemTrayIcon(QIcon())
    monkeypatch.setattr(tray, "showMessage", lambda *said: shown.append(said), raising=False)
    notifier, opened = TrayNotifier(tray), []
    notifier.opened.connect(opened.append)
    tray.messageClicked.emit()
    notifier.show_notice("thread:1", "А & Б", "<b>да</b> & «нет»")
    notifier.markup = True
    notifier.show_notice("thread:2", "А & Б", "<b>да</b> & «нет»")
    assert [said[:2] for said in shown] == [
        ("А & Б", "<b>да</b> & «нет»"), ("А & Б", "&lt;b&gt;да&lt;/b&gt; &amp; «нет»"),
    ]  # fmt: skip
    tray.messageClicked.emit()
    assert opened == ["thread:2"], "the last one is on screen"
