"""Telegram Desktop's JSON."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channels.exports.telegram_json import read_chats
from core.domain.problems import ProblemError


def message(number: int, **more: Any) -> dict[str, Any]:
    usual = {
        "id": number, "type": "message", "date": "2024-03-12T14:05:33",
        "date_unixtime": "1710241533", "from": "Ирина", "from_id": "user77", "text": "да",
        "text_entities": [],
    }  # fmt: skip
    return usual | more


def chat(*messages: Any, **more: Any) -> dict[str, Any]:
    return {"name": "Ирина Ковалёва", "type": "personal_chat", "id": 77,
            "messages": list(messages)} | more  # fmt: skip


def one(**more: Any) -> Any:
    (found,) = read_chats(json.dumps(chat(message(5, **more))).encode())
    return found.lines[0]


def test_a_chat_alone_and_one_of_an_account() -> None:
    alone = chat(message(1), message(2, from_id="user1", **{"from": "Анна"}))
    whole = {
        "contacts": {"list": [{"user_id": 0, "first_name": "Ирина", "last_name": "Ковалёва",
                               "phone_number": "0079161112233"}]},
        "chats": {"list": [alone, chat(type="private_channel"), chat(type="bot_chat"), 5]},
    }  # fmt: skip
    for export in (alone, whole):
        (found,) = read_chats(json.dumps(export).encode())
        assert [found.side(line.sender) for line in found.lines] == ["client", "us"]
        assert (found.id, found.name) == ("77", "Ирина Ковалёва")
        assert found.lines[0].at == 1_710_241_533_000
    assert found.phone == "+79161112233"


def test_groups_have_senders_and_names_of_messages_as_the_channel_has_them() -> None:
    said = [
        message(5, reply_to_message_id=4),
        message(6, from_id="user1", reply_to_message_id=4, reply_to_peer_id="channel9"),
        message(-999_999_700, from_id="channel8"),
    ]
    lines = {}
    for kind in ("private_group", "private_supergroup", "public_supergroup"):
        (found,) = read_chats(json.dumps(chat(*said, type=kind, name="Объект")).encode())
        assert found.group
        whose = msgspec.structs.replace(found, us="user1")
        assert [whose.side(line.sender) for line in found.lines] == ["client", "us", "client"]
        assert found.lines[0].author == "Ирина"
        lines[kind] = (found.id, [(line.id, line.reply_to) for line in found.lines[:2]])
    assert lines["private_group"] == ("-77", [("5", "4"), ("6", None)])
    assert lines["private_supergroup"] == lines["public_supergroup"] == (
        "-1000000000077", [("-1000000000077/5", "-1000000000077/4"), ("-1000000000077/6", None)],
    )  # fmt: skip
    # what it said as a basic group is numbered as that was: in the account
    assert found.lines[2].id == "300"


def test_texts_with_parts() -> None:
    parts = ["до ", {"type": "bold", "text": "380"}, " тысяч", {"type": "x"}]
    assert one(text=parts).text == "до 380 тысяч"


@pytest.mark.parametrize(
    ("more", "kind", "file", "note"),
    [
        ({"photo": "photos/a.jpg"}, "image", "photos/a.jpg", ""),
        ({"file": "voice/a.ogg", "media_type": "voice_message", "duration_seconds": 7}, "voice",
         "voice/a.ogg", ""),
        ({"file": "files/ТЗ.pdf", "mime_type": "application/pdf"}, "document", "files/ТЗ.pdf", ""),
        ({"file": "(File not included. Change data exporting settings to download.)"}, "document",
         "", ""),
        ({"location_information": {"latitude": 55.7, "longitude": 37.6}}, None, "", "location"),
        ({"contact_information": {"first_name": "Олег", "phone_number": "+7"}}, None, "",
         "contact"),
        ({"poll": {"question": "?"}}, None, "", "poll"),
        ({"forwarded_from": "Кто-то"}, None, "", "forwarded"),
    ],
)  # fmt: skip
def test_kinds(more: dict[str, Any], kind: str | None, file: str, note: str) -> None:
    line = one(**more)
    assert (line.kind, line.file, line.note) == (kind, file, note)


def test_service_messages_calls_edits_and_reactions() -> None:
    pinned = message(1, type="service", action="pin_message", actor_id="user77")
    call = message(2, type="service", action="phone_call", actor_id="user77")
    del pinned["from_id"], call["from_id"]
    liked = message(
        3, edited_unixtime="1710241600",
        reactions=[{"type": "emoji", "count": 1, "emoji": "👍",
                    "recent": [{"from": "Анна", "from_id": "user1", "date": "x"}]}],
    )  # fmt: skip
    (found,) = read_chats(json.dumps(chat(pinned, call, liked)).encode())
    assert [line.note for line in found.lines] == ["call", ""]
    assert found.lines[1].edited_at == 1_710_241_600_000
    assert found.lines[1].reactions == (("user1", "👍"),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(message(1))), JSON)
def test_a_broken_message_costs_no_other(field: str, value: Any) -> None:
    broken = message(1) | {field: value}
    (found,) = read_chats(json.dumps(chat(broken, message(2))).encode())
    assert "2" in [line.id for line in found.lines]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"chats": {"list": []}}'])
def test_what_is_no_export(data: bytes) -> None:
    with pytest.raises(ProblemError) as refused:
        list(read_chats(data))
    assert refused.value.problem.code == "export-unreadable"
