"""What stands, what is superseded, and what the operator's word does."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from core.domain.reading import Candidate, Intent, Page, Review, Turn, TurnReading
from core.understanding.fold import fact_id, fold, last_wish, thread_intents

AT = datetime(2026, 11, 18, 7, 15, tzinfo=UTC)


def turn(index: int, text: str, sender: str = "client") -> Turn:
    return Turn(id=f"m{index}", sender=sender, at=AT + timedelta(minutes=index), text=text)  # type: ignore[arg-type]


def fact(text: str, kind: str, value: str, quote: str, **more: object) -> Candidate:
    start = text.index(quote)
    return Candidate(
        kind=kind, value=value, quote=quote, start=start, end=start + len(quote), confidence=0.9,
        source="rule", **more,  # type: ignore[arg-type]
    )  # fmt: skip


def read(*candidates: Candidate) -> TurnReading:
    return TurnReading(intents=(Intent("order", 0.8),), candidates=candidates)


def values(facts) -> list[tuple[str, str]]:
    return [(f.kind, f.value) for f in facts]


def test_a_later_budget_supersedes_the_earlier_and_names_it() -> None:
    a, b = "бюджет 450 тысяч", "максимум 380 тысяч"
    folded = fold(
        [turn(1, a), turn(2, b)],
        {
            "m1": read(fact(a, "budget", "450000 RUB", "450 тысяч")),
            "m2": read(fact(b, "budget", "380000 RUB", "380 тысяч")),
        },
    )
    assert values(folded.standing) == [("budget", "380000 RUB")]
    assert values(folded.superseded) == [("budget", "450000 RUB")]
    assert folded.superseded[0].by == folded.standing[0].id
    assert folded.superseded[0].status == "superseded"


def test_the_same_said_again_keeps_its_first_source() -> None:
    a = "бюджет 450 тысяч"
    c = fact(a, "budget", "450000 RUB", "450 тысяч")
    folded = fold([turn(1, a), turn(2, a)], {"m1": read(c), "m2": read(c)})
    assert [f.message for f in folded.standing] == ["m1"]
    assert folded.superseded == ()


def test_said_again_after_something_else_it_is_a_new_statement() -> None:
    a, b = "450 тысяч", "380 тысяч"
    readings = {
        "m1": read(fact(a, "budget", "450000 RUB", a)),
        "m2": read(fact(b, "budget", "380000 RUB", b)),
        "m3": read(fact(a, "budget", "450000 RUB", a)),
    }
    folded = fold([turn(1, a), turn(2, b), turn(3, a)], readings)
    assert [(f.value, f.message) for f in folded.standing] == [("450000 RUB", "m3")]
    assert len(folded.superseded) == 2


def test_phones_and_documents_stand_side_by_side() -> None:
    a, b = "+79162045518 договор", "+79162045519 счёт"
    readings = {
        "m1": read(
            fact(a, "phone", "+79162045518", "+79162045518"),
            fact(a, "document", "contract", "договор"),
        ),
        "m2": read(
            fact(b, "phone", "+79162045519", "+79162045519"), fact(b, "document", "invoice", "счёт")
        ),
    }
    folded = fold([turn(1, a), turn(2, b)], readings)
    assert len(folded.standing) == 4


def test_quantities_of_two_products_stand_and_of_one_are_replaced() -> None:
    a, b = "15 ноутбуков и 20 мониторов", "мониторов 25"
    readings = {
        "m1": read(
            fact(a, "quantity", "15", "15"), fact(a, "product", "ноутбуков", "ноутбуков"),
            fact(a, "quantity", "20", "20"), fact(a, "product", "мониторов", "мониторов"),
        ),
        "m2": read(fact(b, "quantity", "25", "25"), fact(b, "product", "мониторов", "мониторов")),
    }  # fmt: skip
    folded = fold([turn(1, a), turn(2, b)], readings)
    assert sorted(f.value for f in folded.standing if f.kind == "quantity") == ["15", "25"]
    assert [f.value for f in folded.superseded] == ["20"]


def test_an_edit_drops_facts_whose_quote_is_gone() -> None:
    before = "бюджет 450 тысяч"
    readings = {"m1": read(fact(before, "budget", "450000 RUB", "450 тысяч"))}
    assert fold([turn(1, "бюджет 380 тысяч")], readings).facts == ()


def test_a_deleted_turn_takes_its_facts_and_the_earlier_stands_again() -> None:
    a, b = "450 тысяч", "380 тысяч"
    readings = {
        "m1": read(fact(a, "budget", "450000 RUB", a)),
        "m2": read(fact(b, "budget", "380000 RUB", b)),
    }
    assert values(fold([turn(1, a)], readings).standing) == [("budget", "450000 RUB")]


def test_our_own_message_is_never_a_source() -> None:
    text = "стоимость 450 тысяч"
    readings = {"m1": read(fact(text, "budget", "450000 RUB", "450 тысяч"))}
    assert fold([turn(1, text, "us")], readings).facts == ()


def test_rejected_never_stands_and_confirmed_is_sure() -> None:
    a, b = "450 тысяч", "ООО «Ромашка»"
    one, two = fact(a, "budget", "450000 RUB", a), fact(b, "company", b, b)
    folded = fold(
        [turn(1, a), turn(2, b)],
        {"m1": read(one), "m2": read(two)},
        [
            Review(fact=fact_id("m1", one), verdict="rejected"),
            Review(fact=fact_id("m2", two), verdict="confirmed"),
        ],
    )
    assert values(folded.standing) == [("company", b)]
    assert folded.standing[0].confidence == 1.0
    assert values(folded.rejected) == [("budget", "450000 RUB")]


def test_a_rejected_fact_does_not_supersede() -> None:
    a, b = "450 тысяч", "380 тысяч"
    one, two = fact(a, "budget", "450000 RUB", a), fact(b, "budget", "380000 RUB", b)
    folded = fold(
        [turn(1, a), turn(2, b)],
        {"m1": read(one), "m2": read(two)},
        [Review(fact=fact_id("m2", two), verdict="rejected")],
    )
    assert values(folded.standing) == [("budget", "450000 RUB")]


def test_a_correction_replaces_the_value_and_keeps_the_source() -> None:
    a = "бюджет 450 тысяч"
    c = fact(a, "budget", "450000 RUB", "450 тысяч")
    review = Review(fact=fact_id("m1", c), verdict="corrected", value="480000 RUB")
    (standing,) = fold([turn(1, a)], {"m1": read(c)}, [review]).standing
    assert (standing.value, standing.quote, standing.review, standing.source) == (
        "480000 RUB", "450 тысяч", "corrected", "operator",
    )  # fmt: skip


def test_a_correction_stands_over_what_was_said_before_it_was_given() -> None:
    a, b, c = "возьмём 4 штуки", "берём 4 штуки, если сегодня", "нет, нужно 8 штук"
    four = fact(a, "quantity", "4", "4 штуки", unit="штуки")
    again = fact(b, "quantity", "4", "4 штуки", unit="штуки")
    eight = fact(c, "quantity", "8", "8 штук", unit="штук")
    given = int((AT + timedelta(minutes=3)).timestamp() * 1000)
    review = Review(fact=fact_id("m1", four), verdict="corrected", value="6", at=given)
    readings = {"m1": read(four), "m2": read(again), "m4": read(eight)}
    before = fold([turn(1, a), turn(2, b)], readings, [review])
    assert values(before.standing) == [("quantity", "6")]
    after = fold([turn(1, a), turn(2, b), turn(4, c)], readings, [review])
    assert values(after.standing) == [("quantity", "8")]


def test_a_page_is_a_source_by_its_own_text() -> None:
    page = Page(0, 2, "Бюджет: 450 000 руб")
    source = Turn(id="m1", sender="client", at=AT, text="", pages=(page,))
    c = fact(page.text, "budget", "450000 RUB", "450 000 руб", attachment=0, page=2)
    (standing,) = fold([source], {"m1": read(c)}).standing
    assert (standing.page, standing.attachment) == (2, 0)
    assert fold([turn(1, "")], {"m1": read(c)}).facts == ()


def test_a_shorter_name_adds_nothing_and_a_longer_one_takes_over() -> None:
    a, b, d = "Ирина", "Ирина Ковалёва", "Ирина"
    readings = {f"m{i}": read(fact(t, "person", t, t)) for i, t in enumerate((a, b, d))}
    folded = fold([turn(0, a), turn(1, b), turn(2, d)], readings)
    assert values(folded.standing) == [("person", "Ирина Ковалёва")]


def test_the_last_block_of_client_turns_gives_the_threads_tags() -> None:
    turns = [turn(1, "а"), turn(2, "б", "us"), turn(3, "в"), turn(4, "г")]
    readings = {
        "m1": TurnReading(intents=(Intent("complaint", 0.9),)),
        "m3": TurnReading(intents=(Intent("price_request", 0.7),)),
        "m4": TurnReading(intents=(Intent("smalltalk", 0.9),)),
    }
    assert [i.tag for i in thread_intents(turns, readings)] == ["price_request"]
    assert thread_intents(turns[:2], readings)[0].tag == "complaint"
    assert thread_intents([], {}) == ()


def test_a_thread_that_ends_in_thanks_still_has_its_wish() -> None:
    turns = [
        turn(1, "а"),
        turn(2, "б", "us"),
        turn(3, "спасибо"),
        turn(4, "г", "us"),
        turn(5, "ок"),
    ]
    readings = {
        "m1": TurnReading(intents=(Intent("delivery", 0.9),)),
        "m3": TurnReading(intents=(Intent("smalltalk", 0.9),)),
        "m5": TurnReading(intents=(Intent("smalltalk", 0.8),)),
    }
    assert [i.tag for i in last_wish(turns, readings)] == ["delivery"]
    assert last_wish(turns[:1], readings) == ()
    assert last_wish(turns[2:], readings) == ()
    assert last_wish([], {}) == ()


def test_one_thing_in_two_cases_is_one_product_and_its_new_number_stands() -> None:
    first, then = "ноутбуки 15 штук", "не 15, а 18 ноутбуков"
    readings = {
        "m1": read(
            fact(first, "product", "ноутбуки", "ноутбуки"),
            fact(first, "quantity", "15", "15 штук"),
        ),
        "m2": read(
            fact(then, "quantity", "18", "18"), fact(then, "product", "ноутбуков", "ноутбуков")
        ),
    }
    folded = fold([turn(1, first), turn(2, then)], readings)
    assert values(folded.standing) == [("product", "ноутбуки"), ("quantity", "18")]


def test_after_the_first_product_only_a_sure_one_is_one_more() -> None:
    a, b, c = "нужны экраны для батарей", "а смена экрана дорогая?", "и заодно почём решётки"
    unsure = replace(fact(b, "product", "смена экрана", "смена экрана"), confidence=0.5)
    readings = {
        "m1": read(replace(fact(a, "product", "экраны", "экраны"), confidence=0.5)),
        "m2": read(unsure),
        "m3": read(fact(c, "product", "решётки", "решётки")),
    }
    turns = [turn(1, a), turn(2, b), turn(3, c)]
    assert values(fold(turns, readings).standing) == [("product", "экраны"), ("product", "решётки")]
    said = fact_id("m2", unsure)
    confirmed = fold(turns, readings, [Review(fact=said, verdict="confirmed", at=1)])
    assert ("product", "смена экрана") in values(confirmed.standing)
