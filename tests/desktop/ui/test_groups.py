"""In a group everything that somebody says is said with their name, once a run."""

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from core.domain.channels import Channel
from core.domain.reading import Fact
from core.domain.reminders import Arrived
from core.domain.views import FactRow
from core.search.found import Hit
from desktop.shell import tokens
from desktop.shell.tokens import contrast
from desktop.ui.bubble_layout import SIDE
from desktop.ui.fact_words import source_line
from desktop.ui.list_words import spoken as spoken_row
from desktop.ui.message_words import spoken
from desktop.ui.notice_words import words as notice_words
from desktop.ui.search_delegate import SearchDelegate
from desktop.ui.selection import End
from desktop.ui.words import isolated, last_line, person, short_name
from desktop.ui.writers import Writers
from desktop.viewmodels.notices import Notice, Notices
from desktop.viewmodels.places import places_of
from tests.desktop import sample_groups as sample
from tests.desktop.sample_backend import NOW
from tests.desktop.ui.test_albums import made, opened

AT = NOW - 3_600_000
GROUND = ("bubble_in", "quote_in", "quote_out", "sunken", "canvas")


def wrote(number: int, author: str, minutes: float = 0, **more: Any) -> Any:
    return sample.wrote(number, AT + int(minutes * 60_000), author=author, **({"text": "x"} | more))


def test_a_name_stands_once_over_what_one_writes_in_a_row() -> None:
    rows = [
        wrote(1, "Анна"), wrote(2, "Анна", 1), wrote(3, "Олег", 2), wrote(4, "Анна", 3),
        wrote(5, "", 4, direction="out"), wrote(6, "Анна", 5),
        wrote(7, "", 5.5, service=True, note="group_title"), wrote(8, "Анна", 6),
        wrote(9, "Анна", 30),
    ]  # fmt: skip
    places = places_of(rows, None)
    assert [place.named for place in places] == [
        True, False, True, True, False, True, False, True, True,
    ]  # fmt: skip
    assert [place.last for place in places] == [
        False, True, True, True, True, True, True, True, True,
    ]  # fmt: skip
    # who was read up to here writes on: they are named again below the line
    assert places_of(rows, rows[1].id)[1].named


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_writer_can_be_read_on_every_ground(scheme: tokens.Scheme) -> None:
    theme = tokens.load(scheme)
    for ink, ground in zip(theme.avatar_inks, theme.avatar_grounds, strict=True):
        assert contrast(ink, ground) >= 4.5
        for name in GROUND:
            assert contrast(ink, theme.colour[name]) >= 4.5, (ink, name)


async def test_the_ink_of_a_writer_is_always_the_same(desk: SimpleNamespace) -> None:
    theme = desk.shell.theme
    writers, names = Writers(theme), [f"Имя {i}" for i in range(40)]
    before = [writers.ink(name).name() for name in names]
    assert len(set(before)) == len(theme.tokens.avatar_inks)
    assert [writers.ink(name).name() for name in names] == before
    assert writers.ink("\ud800").isValid()
    # the first few of a group are told apart, and keep their colours when others come
    assert writers.know(names[:8])
    first = [writers.ink(name).name() for name in names[:8]]
    assert len(set(first)) == 8
    assert not writers.know(names[:8])
    assert writers.know(names[:9])
    assert [writers.ink(name).name() for name in names[:8]] == first


async def test_the_conversation_names_its_writers(desk: SimpleNamespace) -> None:
    rows = [
        wrote(1, "Анна Белова", text="Сколько?"),
        wrote(2, "Анна Белова", 1, text="И когда?"),
        wrote(3, "", 2, direction="out", text="800", reply_to=11_001, reply_text="Сколько?",
              reply_author="Анна Белова", reply_at=AT),
        wrote(4, "Олег", 3, text="Берём", reply_to=11_003, reply_text="800", reply_ours=True),
        wrote(5, "Олег", 4, text="?", reply_text="чужое"),
    ]  # fmt: skip
    view = await opened(desk, rows)
    first, second, third, fourth, fifth = (made(view, row.id) for row in rows)
    assert [head.text for _box, head in first.heads] == ["Анна Белова"]
    assert second.heads == []
    assert (first.face, second.face is None) == (None, False)
    assert (third.reply_lines, third.reply_author) == (("Анна Белова", "Сколько?"), "Анна Белова")
    assert fourth.reply_lines == ("Вы", "800")
    assert fifth.reply_lines[0] == desk.shell.tr("reply-label")
    # theirs stand beside their marks
    assert first.box.left() == second.box.left() > SIDE
    assert second.face is not None
    assert second.face.right() < second.box.left()
    said = spoken(desk.shell, rows[2], "Объект")
    assert "(Анна Белова): Сколько?" in said
    assert spoken(desk.shell, rows[0], "Объект").startswith("Анна Белова")
    view.grab()


async def test_what_is_copied_says_who(desk: SimpleNamespace) -> None:
    rows = [wrote(1, "Анна", text="раз"), wrote(2, "Олег", 1, text="два")]
    view = await opened(desk, rows)
    chosen = view.selecting.selection
    chosen.anchor = End(*rows[0].stand, 0)
    chosen.head = End(*rows[1].stand, 3)
    heads = [line for line in view.selecting.text().splitlines() if line.endswith(":")]
    assert [head.split(",")[0] for head in heads] == ["Анна", "Олег"]


async def test_the_header_says_that_it_is_a_group(desk: SimpleNamespace) -> None:
    await opened(desk, [wrote(1, "Анна")])
    header = desk.window.conversation.header
    assert "Группа · 12 участников · пишут 4" in header.reach.accessibleName()
    bare = replace(desk.backend.groups[sample.THREAD], writers=(), members=0)
    desk.backend.groups[sample.THREAD] = bare
    await desk.window.open_thread(None)
    await desk.window.open_thread(sample.THREAD)
    assert header.reach.accessibleName().endswith("Группа")


def test_names_are_cut_where_there_is_little_room() -> None:
    assert short_name("Анна Белова") == "Анна Белова"
    assert short_name(sample.LONG) == "Константин"
    assert short_name("И" * 40) == "И" * 17 + "…"
    assert person("\u202eevil\u202c \n name ") == "evil name"
    assert isolated("Анна") == "Анна"
    assert isolated(sample.ARABIC) == f"\u2068{sample.ARABIC}\u2069"
    assert isolated("") == ""


async def test_the_list_says_who_wrote_last(desk: SimpleNamespace) -> None:
    thread, _, _ = sample.group("ru", NOW, [""] * 10)
    assert last_line(desk.shell, thread) == "Олег: А это вход"
    ours = replace(thread, last_direction="out", last_author="")
    assert last_line(desk.shell, ours).startswith("Вы: ")
    photo = replace(thread, last_text="", last_note="image")
    assert last_line(desk.shell, photo) == f"Олег: {desk.shell.tr('note-image')}"
    assert "Олег: А это вход" in spoken_row(desk.shell, thread, NOW)


async def test_a_notice_says_who_and_where(desk: SimpleNamespace) -> None:
    told = Notices()
    told.arrived([Arrived(1, 7, "Объект", AT, "Привет", author="Анна")], AT)
    (notice,) = told.tick(AT + 1_000)
    assert isinstance(notice, Notice)
    assert notice_words(desk.shell, notice, with_text=True) == ("Анна · Объект", "Привет")
    told.arrived([Arrived(2, 8, "Ирина", AT, "Привет")], AT)
    (notice,) = told.tick(AT + 60_000)
    assert isinstance(notice, Notice)
    assert notice_words(desk.shell, notice, with_text=True)[0] == "Ирина"


async def test_facts_and_hits_say_whose_sentence_it_is(desk: SimpleNamespace) -> None:
    fact = Fact(id="f", kind="budget", value="800000", quote="800", message="1", start=0, end=3,
                confidence=0.9, source="rule", at=AT)  # fmt: skip
    row = FactRow(fact=fact, message=1, message_at=AT, channel=Channel.TELEGRAM, author="Анна")
    assert source_line(desk.shell, row).startswith("Анна · Telegram")
    assert source_line(desk.shell, replace(row, author="")).startswith("Telegram")
    painter = SearchDelegate(desk.shell, desk.window)
    hit = Hit(group="message", thread=1, name="Объект", at=AT, snippet="Берём", lit=((0, 5),),
              author="Анна")  # fmt: skip
    assert painter._words(hit) == ("Анна: Берём", ((6, 11),))
    paper = replace(hit, group="document")
    assert painter._words(paper)[0] == "Анна · Объект: Берём"
    assert painter._words(replace(hit, author=""))[0] == "Берём"


async def test_a_colleague_who_answered_from_another_desk_is_named(desk: SimpleNamespace) -> None:
    ours = wrote(1, "Борис", direction="out", status="sent", text="Уже отправил")
    mine = wrote(2, "", 1, direction="out", status="sent", text="Спасибо")
    assert [place.named for place in places_of([ours, mine], None)] == [True, False]
    assert places_of([ours, mine], None)[1].joined is False
    assert spoken(desk.shell, ours, "Клиент").startswith("Борис")
    assert spoken(desk.shell, mine, "Клиент").startswith("Вы")
    row = replace(desk.backend.rows[1], last_direction="out", last_text="Уже отправил")
    assert last_line(desk.shell, replace(row, last_author="Борис")) == "Борис от нас: Уже отправил"
    assert last_line(desk.shell, row) == "Вы: Уже отправил"
