"""The command's contract: one thread a line in, one line out."""

import json

from core.understanding.batch import understand_lines
from core.understanding.pool import LocalRecognizers
from core.understanding.reader import Reader


def line(thread_id, *messages, **more) -> bytes:
    made = [
        {"id": i, "from": who, "at": f"2026-11-18T10:{15 + n}:00+03:00", "text": text}
        for n, (i, who, text) in enumerate(messages)
    ]
    return json.dumps({"id": thread_id, "messages": made, **more}, ensure_ascii=False).encode()


async def understand(*lines: bytes, history: bool = False) -> list[dict]:
    reader = Reader(LocalRecognizers())
    return [json.loads(out) async for out in understand_lines(lines, reader, history=history)]


async def test_a_thread_gives_its_intents_and_standing_facts() -> None:
    text = "Бюджет теперь до 380 тысяч, берём"
    (out,) = await understand(
        line(
            "t1",
            (1, "client", "Бюджет 450 тысяч"),
            (2, "us", "Хорошо"),
            (5, "client", text),
            lang="ru",
            extra=1,
        )
    )
    assert out["id"] == "t1"
    assert out["intents"][0]["tag"] == "order"
    budget = next(f for f in out["facts"] if f["kind"] == "budget")
    start, end = budget["span"]
    assert text[start:end] == "до 380 тысяч"
    assert (budget["value"], budget["message"], budget["source"]) == ("380000 RUB", 5, "rule")
    assert isinstance(out["ms"], int)
    assert {f["message"] for f in out["facts"]} == {5}


async def test_history_shows_what_was_superseded() -> None:
    thread = line(
        "t", ("a", "client", "Бюджет 450 тысяч"), ("b", "client", "нет, бюджет 380 тысяч")
    )
    (out,) = await understand(thread, history=True)
    states = {
        f["value"]: (f["status"], f["message"]) for f in out["facts"] if f["kind"] == "budget"
    }
    assert states == {"380000 RUB": ("standing", "b"), "450000 RUB": ("superseded", "a")}


async def test_a_bad_line_is_named_and_the_rest_read_on() -> None:
    out = await understand(
        b'{"id": "x", "messages": [{"id": 1, "from": "robot", "at": "2026-11-18T10:15:00+03:00", "text": "a"}]}\n',  # noqa: E501
        b"not json\n",
        b"\n",
        b"[1, 2]\n",
        b'{"id": 7, "messages": []}',
        b"\xff\xfe{",
        line("ok", (1, "client", "Сколько стоит насос?")),
    )
    assert [o["id"] for o in out] == ["x", None, None, 7, None, "ok"]
    assert all("error" in o for o in out[:-1])
    assert out[-1]["intents"][0]["tag"] == "price_request"


async def test_broken_characters_are_replaced_one_by_one_and_depth_ends_nothing() -> None:
    whole = line("a", (1, "client", "X бюджет 450000 руб"))
    out = await understand(
        b"[" * 100_000,
        b'{"id": "deep", "x": ' + b"[" * 100_000,
        whole.replace(b"X", rb"\ud83d"),
        whole.replace(b"X", b"\xff"),
        whole.replace(b"X", rb"\u0000"),
        line("ok", (1, "client", "Сколько стоит насос?")),
    )
    assert [o["id"] for o in out] == [None, None, "a", "a", "a", "ok"]
    for read in out[2:5]:
        (budget,) = read["facts"]
        assert (budget["value"], budget["span"][1]) == ("450000 RUB", 19)


async def test_ids_and_quantity_units_come_back_as_given() -> None:
    (out,) = await understand(line(12, ("m-1", "client", "нужно 20 тонн арматуры")))
    assert out["id"] == 12
    quantity = next(f for f in out["facts"] if f["kind"] == "quantity")
    assert (quantity["value"], quantity["unit"], quantity["message"]) == ("20", "тонн", "m-1")


async def test_a_thread_of_ours_alone_has_no_intents() -> None:
    (out,) = await understand(line("t", (1, "us", "Здравствуйте, бюджет 300 тысяч?")))
    assert out["intents"] == []
    assert out["facts"] == []
