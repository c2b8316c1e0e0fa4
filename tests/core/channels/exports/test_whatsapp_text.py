"""WhatsApp's chats as text, as phones of several countries write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channels.exports.whatsapp_text import is_group, read_chat
from core.domain.problems import ProblemError

TITLE = "Чат WhatsApp с контактом Ирина"
WHEN = datetime(2024, 3, 12, 14, 5, tzinfo=UTC)


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("12.03.2024, 14:05 - Ирина: да", WHEN),
        ("12.03.24, 14:05 - Ирина: да", WHEN),
        ("12/03/2024, 14:05 - Ирина: да", WHEN),
        ("2024-03-12, 14:05 - Ирина: да", WHEN),
        ("12/03/24 14:05 - Ирина: да", WHEN),
        ("[12.03.2024, 14:05:33] Ирина: да", WHEN + timedelta(seconds=33)),
        ("\u200e[12.03.24, 14:05:33] Ирина: да", WHEN + timedelta(seconds=33)),
        ("[12/03/2024, 2:05:33\u202fPM] Ирина: да", WHEN + timedelta(seconds=33)),
        ("12/03/2024, 2:05\u202fpm - Ирина: да", WHEN),
        ("12/03/2024, 2:05 p.m. - Ирина: да", WHEN),
    ],
)
def test_times_as_they_are_written(line: str, wanted: datetime) -> None:
    day_first = line.replace("12", "13", 1) if not line.startswith("2024") else line
    chat = read_chat(f"{line}\n{day_first}", TITLE)
    assert chat.lines[0].at == ms(wanted)
    assert chat.lines[0].text == "да"
    assert chat.client == "Ирина"


def test_months_first_is_told_by_a_day_that_is_no_month() -> None:
    chat = read_chat("3/12/24, 2:05 PM - Irina: a\n3/13/24, 12:00 AM - Irina: b", "x")
    assert chat.lines[0].at == ms(WHEN)
    assert chat.lines[1].at == ms(datetime(2024, 3, 13, tzinfo=UTC))


def test_months_first_is_told_by_how_time_goes_on() -> None:
    lines = ("1/10/24, 09:00 - A: a", "1/11/24, 09:00 - A: b", "2/1/24, 09:00 - A: c")
    chat = read_chat("\n".join(lines), "x")
    assert chat.lines[2].at == ms(datetime(2024, 2, 1, 9, tzinfo=UTC))


@given(
    st.lists(st.datetimes(datetime(2012, 1, 1), datetime(2030, 1, 1)), min_size=1, max_size=30),
    st.sampled_from(["dmy", "mdy", "ymd"]),
    st.booleans(),
)
def test_every_order_of_every_date_is_found(
    moments: list[datetime], order: str, twelve: bool
) -> None:
    """Where it can be: one day past the twelfth is enough."""
    moments = sorted(one.replace(second=0, microsecond=0) for one in moments)
    moments.append(moments[-1].replace(day=28) + timedelta(days=28))
    moments[-1] = moments[-1].replace(day=27)
    form = {"dmy": "{d}.{m}.{y}", "mdy": "{m}/{d}/{y}", "ymd": "{y}-{m:02}-{d:02}"}[order]
    clock = "%I:%M %p" if twelve else "%H:%M"
    text = "\n".join(
        f"{form.format(d=one.day, m=one.month, y=one.year)}, {one:{clock}} - A: x"
        for one in moments
    )
    chat = read_chat(text, "x")
    assert [line.at for line in chat.lines] == [ms(one.replace(tzinfo=UTC)) for one in moments]


def test_what_goes_on_is_one_message_and_notices_are_none() -> None:
    text = """12.03.2024, 14:05 - Сообщения и звонки защищены сквозным шифрованием.
12.03.2024, 14:06 - Ирина: Нужно:
- панели: 500 шт
12.03 ждём
12.03.2024, 14:07 - Анна: ок <Сообщение изменено>
12.03.2024, 14:08 - Ирина: Данное сообщение удалено
12.03.2024, 14:09 - Анна: Вы удалили данное сообщение"""
    chat = read_chat(text, TITLE)
    assert [line.text for line in chat.lines] == ["Нужно:\n- панели: 500 шт\n12.03 ждём", "ок"]
    assert [chat.side(line.sender) for line in chat.lines] == ["client", "us"]


@pytest.mark.parametrize(
    ("text", "kind", "file", "said"),
    [
        ("IMG-20240312-WA0001.jpg (файл добавлен)\nсмотрите", "image", "IMG-20240312-WA0001.jpg",
         "смотрите"),
        ("PTT-1.opus (file attached)", "voice", "PTT-1.opus", ""),
        ("ТЗ, версия 2.pdf (файл добавлен)", "document", "ТЗ, версия 2.pdf", ""),
        ("\u200e<attached: 00000012-PHOTO-2024-03-12-14-05-33.jpg>", "image",
         "00000012-PHOTO-2024-03-12-14-05-33.jpg", ""),
        ("<прикреплено: 1-AUDIO.opus>", "voice", "1-AUDIO.opus", ""),
        ("<Media omitted>", "other", "", ""),
        ("<Без медиафайлов>", "other", "", ""),
        ("\u200eimage omitted", "image", "", ""),
        ("аудио отсутствует", "voice", "", ""),
    ],
)  # fmt: skip
def test_files(text: str, kind: str, file: str, said: str) -> None:
    line = read_chat(f"12.03.2024, 14:05 - Ирина: {text}", TITLE).lines[0]
    assert (line.kind, line.file, line.text) == (kind, file, said)


def test_who_is_who() -> None:
    lines = "13.03.2024, 1:00 - +7 916 111-22-33: a\n13.03.2024, 1:01 - Анна: b"
    chat = read_chat(lines, "Чат WhatsApp с контактом +7 916 111-22-33")
    assert chat.phone == "+79161112233"
    assert chat.client == "+7 916 111-22-33"
    assert read_chat(lines, "chat").client == ""
    assert not is_group(chat)
    assert is_group(read_chat(lines + "\n13.03.2024, 1:02 - Пётр: в", "x"))


@given(st.text(max_size=300))
def test_any_text_is_a_chat_or_a_sentence(text: str) -> None:
    try:
        chat = read_chat(text, text[:20])
    except ProblemError:
        return
    assert chat.lines or chat.unread or not chat.senders


def test_what_is_no_export() -> None:
    with pytest.raises(ProblemError) as refused:
        read_chat("просто текст\nбез времени", "x")
    assert refused.value.problem.code == "export-unreadable"
