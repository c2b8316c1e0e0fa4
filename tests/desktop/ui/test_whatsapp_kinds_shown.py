"""Every kind that WhatsApp delivers is shown and said; what Meta says of the account too."""

from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QWidget

from core.domain.changes import Change
from core.domain.channels import Channel
from core.domain.views import NoticeRow
from desktop.shell.notify import Notifier
from desktop.ui.account_words import notice_text
from desktop.ui.bubble_layout import SIDE, place
from desktop.ui.message_words import spoken
from tests.desktop.sample_backend import NOW
from tests.desktop.sample_kinds import kinds
from tests.desktop.ui.conftest import until


class Screen(Notifier):
    """The system's notices, as they were shown."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[tuple[str, str, bool]] = []

    def show_notice(self, key: str, title: str, text: str, *, urgent: bool = False) -> None:
        self.all.append((title, text, urgent))


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_every_kind_has_words_and_fits(lang: str, desk: SimpleNamespace) -> None:
    client, group, notices = await kinds(NOW)
    desk.shell.i18n.choose(lang)
    other = desk.shell.tr("note-other")
    for row in (*client, *group):
        said = spoken(desk.shell, row, "Ирина")
        assert other not in said or row.note in ("unsupported", "hologram"), row.note
        made = place(desk.shell, row, 420, divider="", unread=False, joined=False)
        assert made.box.left() >= SIDE - 1
        assert made.box.right() <= 420 - SIDE + 1
        for box in [
            made.meta,
            *(box for box, _ in made.heads),
            *([made.note[0]] if made.note else []),
        ]:
            assert made.box.contains(box.intersected(made.box)), row.note
            assert box.right() <= made.box.right() + 1, (row.note, row.text)
    for notice in notices:
        assert notice_text(desk.shell, notice)
        assert "account-" not in notice_text(desk.shell, notice)


async def test_a_group_says_who_wrote_and_an_ad_what_it_was(desk: SimpleNamespace) -> None:
    client, group, _ = await kinds(NOW)
    wrote = next(row for row in group if row.author == "Олег")
    assert spoken(desk.shell, wrote, "Объект").startswith("Олег")
    came = next(row for row in client if row.ad is not None)
    assert "Из рекламы «Насосы»" in spoken(desk.shell, came, "Ирина")
    asked = next(row for row in client if row.product)
    assert "О товаре PUMP-25" in spoken(desk.shell, asked, "Ирина")
    desk.backend.kept[7] = client
    await desk.window.open_thread(7)
    assert len(desk.window.messages.rows) == len(client)


def notice(code: str, severity: str, subject: str, **params: str) -> NoticeRow:
    return NoticeRow(
        channel=Channel.WHATSAPP, subject=subject, code=code, params=params,
        severity=severity, at=NOW - 60_000,  # type: ignore[arg-type]
    )  # fmt: skip


async def test_what_is_severe_is_told_once_and_leads_to_the_page(desk: SimpleNamespace) -> None:
    around, screen = desk.window.around, Screen()
    around.use_notifier(screen)
    bad = notice("restriction", "severe", "a", what="biz_initiated_messaging", until="")
    mild = notice("template-paused", "warning", "b", name="order_ready", language="ru",
                  reason="Low quality")  # fmt: skip
    desk.backend.notices.state = replace(desk.backend.notices.state, notices=(bad, mild))
    change = Change(frozenset({"account_notice"}), frozenset(), 1)
    desk.feed.push(change)
    await until(lambda: screen.all)
    title, text, urgent = screen.all[0]
    assert (title, urgent) == ("WhatsApp", True)
    assert text.startswith("Аккаунт ограничен: нельзя писать клиентам первыми.")
    again = notice("ban-disable", "severe", "c", date="1")
    desk.backend.notices.state = replace(desk.backend.notices.state, notices=(again, bad, mild))
    desk.feed.push(change)
    await until(lambda: len(screen.all) == 2)
    assert "заблокирован" in screen.all[1][1], "the first is not told again"
    screen.opened.emit("account:a")
    await until(lambda: around.page.vitals is not None)
    page = desk.window.findChild(QWidget, "healthPage")
    await until(lambda: len(page.findChildren(QWidget, "accountNotice")) == 3)
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Шаблон order_ready (ru) приостановлен" in words
    assert "Причина: Low quality." in words
    page.close()
