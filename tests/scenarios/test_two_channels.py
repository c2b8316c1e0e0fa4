"""Two channels, one desk: what clients wrote and what the operator then sees."""

from datetime import datetime

import pytest

from tests.scenarios.conftest import Play, Played


@pytest.fixture(scope="module")
def played(play: Play) -> Played:
    return play("two_channels")


def test_nothing_is_lost_and_nothing_stands_twice(played: Played) -> None:
    assert (played.report["lost"], played.report["duplicated"]) == (0, 0)
    assert len(played.report["threads"]) == 5
    assert "ERROR" not in played.log


def test_one_person_on_two_channels_is_one_thread_and_copies_of_a_webhook_add_nothing(
    played: Played,
) -> None:
    irina = played.thread("Ирина Ковалёва")
    assert sorted(irina["channels"]) == ["telegram", "whatsapp"]
    assert irina["messages"] == 4
    assert irina["last"].startswith("Мы посчитали ещё раз")


def test_an_edit_adds_no_message_and_a_deleted_one_is_gone(played: Played) -> None:
    oleg = played.thread("Олег Бойко")
    assert (oleg["messages"], oleg["last"]) == (3, "Реквизиты в файле")
    assert played.fact("Олег Бойко", "budget")["value"] == "380000 RUB"
    assert "300" in {f["value"] for f in oleg["facts"] if f["kind"] == "quantity"}
    assert "200" not in {f["value"] for f in oleg["facts"]}


def test_the_later_budget_stands_whichever_channel_it_came_through(played: Played) -> None:
    budget = played.fact("Ирина Ковалёва", "budget")
    assert (budget["value"], budget["event"]) == ("500000 RUB", "copied")
    assert "500 000 руб" in budget["quote"]


def test_a_document_is_read_by_page_and_its_facts_name_their_source(played: Played) -> None:
    email = played.fact("Олег Бойко", "email")
    assert email["value"] == "supply@volna.example"
    assert (email["event"], email["page"]) == ("paper", 1)
    phones = {f["value"] for f in played.thread("Олег Бойко")["facts"] if f["kind"] == "phone"}
    assert "+74951234567" in phones


def test_a_clear_question_is_tagged_and_routed(played: Played) -> None:
    sergey = played.thread("Сергей Закрытов")
    assert sergey["intents"][0] == "price_request"
    assert sergey["queue"] == "sales"
    assert all(t["queue"] for t in played.report["threads"])
    assert all(t["intents"] for t in played.report["threads"])


def test_windows_close_a_day_after_the_senders_own_time_to_the_second(played: Played) -> None:
    states, closing = {}, {}
    for thread in played.report["threads"]:
        window = thread["window"]
        states[thread["contact"]] = window["state"]
        if window["closes_at"]:
            closing[thread["contact"]] = datetime.fromisoformat(window["closes_at"]).timestamp()
    assert states == {
        "Ирина Ковалёва": "open",
        "Олег Бойко": "none",
        "Марина Открытова": "open",
        "Павел Скоров": "closing",
        "Сергей Закрытов": "closed",
    }
    # all are counted from the moment at which the servers began, which the test cannot see
    open_, closing_, closed = (
        closing[name] for name in ("Марина Открытова", "Павел Скоров", "Сергей Закрытов")
    )
    assert open_ - closing_ == 81000 - 3600
    assert closing_ - closed == 100000 - 81000
    assert played.began - 3600 + 86400 - 1 <= open_ <= played.ended - 3600 + 86400


def test_the_crm_holds_what_stands_with_its_source(played: Played) -> None:
    held = {record["contact"]: record for record in played.report["crm"]}
    assert set(held) == {t["contact"] for t in played.report["threads"]}
    irina = held["Ирина Ковалёва"]
    assert irina["fields"]["budget"] == "500000 RUB"
    assert irina["sources"]["budget"] == "copied"
    assert held["Олег Бойко"]["sources"]["email"] == "paper"


def test_what_is_written_now_is_seen_and_tagged_soon(played: Played) -> None:
    latency = played.report["latency_ms"]
    assert 0 < latency["visible"]["p50"] < 1000
    assert 0 < latency["understood"]["p50"] < 10_000
