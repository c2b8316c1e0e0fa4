"""Facts in a real Tryton 8.2: there once, up to date, with the client's words."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Any

import pytest

from core.crm import TrytonSettings, TrytonTarget, load
from core.domain.problems import CrmError
from core.ports import CrmField, CrmRecord

from .conftest import PASSWORD, Eyes, Tryton

pytestmark = pytest.mark.timeout(300)  # the first run makes the database
MAPPING = load()
AT = 1_763_465_700_000  # 18.11.2025 11:35 UTC
_numbers = itertools.count(1)


class OnePassword:
    """Secrets with one password for everything."""

    def __init__(self, password: str) -> None:
        self.password = password

    def get(self, key: str) -> str | None:
        return self.password

    def set(self, key: str, value: str) -> None:
        raise NotImplementedError

    def delete(self, key: str) -> None:
        raise NotImplementedError


def said(name: str, value: str, quote: str = "", **more: Any) -> CrmField:
    return CrmField(name=name, value=value, quote=quote, at=AT, channel="whatsapp", **more)


def record(*fields: CrmField, key: str = "") -> CrmRecord:
    return CrmRecord(key=key or f"t{next(_numbers)}", contact="Ирина Ковалёва", fields=fields)


Make = Callable[..., TrytonTarget]


@pytest.fixture
async def make(tryton: Tryton) -> AsyncIterator[Make]:
    targets: list[TrytonTarget] = []

    def make(password: str = PASSWORD, **more: Any) -> TrytonTarget:
        settings = TrytonSettings(
            **{"url": tryton.url, "database": "crm", "login": "admin", **more}
        )
        targets.append(TrytonTarget(settings, OnePassword(password), MAPPING))
        return targets[-1]

    yield make
    for target in targets:
        await target.close()


def stand(eyes: Eyes, key: str) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """(party, opportunity, messages of its notes); there must be one of each of the first two."""
    code = f"threadline:{key}"
    names = ("name", "identifiers.code", "identifiers.type", "contact_mechanisms.type",
             "contact_mechanisms.value_compact", "contact_mechanisms.value")  # fmt: skip
    (party,) = eyes.all("party.party", [["identifiers.code", "=", code]], *names)
    (deal,) = eyes.all(
        "sale.opportunity", [["reference", "=", code]],
        "party", "amount", "currency.code", "description", "comment", "state", "employee",
    )  # fmt: skip
    assert deal["party"] == party["id"]
    notes = eyes.all("ir.note", [["resource", "=", f"sale.opportunity,{deal['id']}"]], "message")
    return party, deal, [note["message"] for note in notes]


def count(eyes: Eyes) -> dict[str, int]:
    models = ("party.party", "party.contact_mechanism", "party.identifier", "sale.opportunity",
              "ir.note", "party.address")  # fmt: skip
    return {model: eyes.call(f"{model}.search_count", []) for model in models}


def written(eyes: Eyes, key: str) -> Any:
    """When what stands there was last written."""
    party, deal, _ = stand(eyes, key)
    return (
        eyes.call("party.party.read", [party["id"]], ["_timestamp"]),
        eyes.call("sale.opportunity.read", [deal["id"]], ["_timestamp"]),
    )


FULL = (
    said("person", "Ирина Ковалёва", "меня зовут Ирина Ковалёва"),
    said("company", "ООО Вектор", "мы из ООО Вектор"),
    said("inn", "7707083893", "ИНН 7707083893", document="Реквизиты.pdf", page=1),
    CrmField(name="phone", value="+79161112233"),
    said("email", "irina@vector.ru", "пишите на irina@vector.ru"),
    said("product", "насос 25-40", "нужен насос 25-40"),
    said("quantity", "3", "три штуки", unit="шт"),
    said("budget", "380000 RUB", "до 380 тысяч"),
    said("deadline", "2025-12-05", "к пятому декабря"),
)


async def test_a_thread_becomes_a_party_an_opportunity_and_a_note(make: Make, eyes: Eyes) -> None:
    told = record(*FULL)
    remote = await make(zone="Europe/Moscow").deliver(told)
    party, deal, (note,) = stand(eyes, told.key)
    assert remote == f"sale.opportunity,{deal['id']}"
    assert party["name"] == "Ирина Ковалёва"
    assert [(row["type"], row["code"]) for row in party["identifiers."]] == [
        (None, f"threadline:{told.key}"),
        ("ru_vat", "7707083893"),
    ]
    ways = {(row["type"], row["value_compact"]) for row in party["contact_mechanisms."]}
    assert ways == {("mobile", "+79161112233"), ("email", "irina@vector.ru")}
    assert Decimal(deal["amount"]["decimal"]) == 380000
    assert deal["currency."]["code"] == "RUB"
    assert deal["description"] == "насос 25-40, 3 шт"
    assert deal["comment"] == "Имя: Ирина Ковалёва\nКомпания: ООО Вектор\nСрок: 2025-12-05"
    assert deal["state"] == "lead"
    assert "Бюджет: 380000 RUB — «до 380 тысяч» (WhatsApp, 18.11.2025 14:35)" in note
    assert "«ИНН 7707083893» (WhatsApp, 18.11.2025 14:35, Реквизиты.pdf, № 1)" in note


async def test_the_preview_is_what_then_stands_there(make: Make, eyes: Eyes) -> None:
    told = record(*FULL)
    target = make()
    before = count(eyes)
    preview = await target.preview(told)
    assert count(eyes) == before
    await target.deliver(told)
    party, deal, notes = stand(eyes, told.key)
    there = {("party.party", "name", party["name"])}
    there |= {("party.identifier", r["type"] or "code", r["code"]) for r in party["identifiers."]}
    there |= {
        ("party.contact_mechanism", r["type"], r["value_compact"])
        for r in party["contact_mechanisms."]
    }
    there |= {
        ("sale.opportunity", "reference", f"threadline:{told.key}"),
        ("sale.opportunity", "description", deal["description"]),
        ("sale.opportunity", "amount", deal["amount"]["decimal"].removesuffix(".00")),
        ("sale.opportunity", "currency", deal["currency."]["code"]),
        ("sale.opportunity", "comment", deal["comment"]),
    }
    there |= {("ir.note", "message", line) for note in notes for line in note.splitlines()}
    assert {(w.model, w.field, w.value) for w in preview} == there


async def test_the_second_delivery_writes_nothing(make: Make, eyes: Eyes) -> None:
    told = record(*FULL)
    target = make()
    first = await target.deliver(told)
    before, stamps = count(eyes), written(eyes, told.key)
    assert await target.deliver(told) == first
    assert await make().deliver(told) == first  # another process
    assert count(eyes) == before
    assert written(eyes, told.key) == stamps


async def test_a_new_budget_replaces_the_old_one_and_adds_its_words(make: Make, eyes: Eyes) -> None:
    told = record(said("budget", "450000 RUB", "до 450"), said("city", "Казань", "мы в Казани"))
    target = make()
    first = await target.deliver(told)
    changed = record(said("budget", "380000 RUB", "нет, до 380"), told.fields[1], key=told.key)
    assert await target.deliver(changed) == first
    _, deal, notes = stand(eyes, told.key)
    assert deal["amount"]["decimal"].startswith("380000")
    assert len(notes) == 2
    assert sum("450000 RUB" in note for note in notes) == 1
    assert sum("«нет, до 380»" in note for note in notes) == 1
    assert sum("Казани" in note for note in notes) == 1


async def test_what_people_wrote_in_the_crm_stays(make: Make, eyes: Eyes) -> None:
    told = record(said("city", "Казань", "мы в Казани"))
    target = make()
    await target.deliver(told)
    party, deal, _ = stand(eyes, told.key)
    eyes.call("party.party.write", [party["id"]], {"name": "ООО Вектор"})
    comment = deal["comment"] + "\nЗвонить после обеда"
    eyes.call("sale.opportunity.write", [deal["id"]], {"comment": comment})
    await target.deliver(record(said("city", "Уфа", "переехали в Уфу"), key=told.key))
    party, deal, _ = stand(eyes, told.key)
    assert party["name"] == "ООО Вектор"
    assert deal["comment"] == "Город: Уфа\nЗвонить после обеда"


async def test_what_was_taken_back_is_taken_back_there_too(make: Make, eyes: Eyes) -> None:
    told = record(*FULL)
    target = make()
    await target.deliver(told)
    less = record(*(f for f in FULL if f.name in ("person", "phone")), key=told.key)
    await target.deliver(less)
    party, deal, notes = stand(eyes, told.key)
    assert (deal["amount"], deal["description"], deal["comment"]) == (
        None, None, "Имя: Ирина Ковалёва"
    )  # fmt: skip
    assert [row["code"] for row in party["identifiers."]] == [f"threadline:{told.key}"]
    assert [row["value_compact"] for row in party["contact_mechanisms."]] == ["+79161112233"]
    assert len(notes) == 1, "what was said stays said"
    before, stamps = count(eyes), written(eyes, told.key)
    await target.deliver(less)
    assert (count(eyes), written(eyes, told.key)) == (before, stamps)
    await target.deliver(told)
    _, deal, notes = stand(eyes, told.key)
    assert (deal["description"], len(notes)) == ("насос 25-40, 3 шт", 1)


async def test_what_people_entered_themselves_is_not_taken_back(make: Make, eyes: Eyes) -> None:
    told = record(*FULL)
    target = make()
    await target.deliver(told)
    party, deal, _ = stand(eyes, told.key)
    rouble = eyes.all("currency.currency", [["code", "=", "RUB"]])[0]["id"]
    amount = {"__class__": "Decimal", "decimal": "500"}
    eyes.call(
        "sale.opportunity.write", [deal["id"]],
        {"amount": amount, "currency": rouble, "description": "Насосы для котельной"},
    )  # fmt: skip
    way = {"type": "email", "value": "boss@vector.ru"}
    eyes.call("party.party.write", [party["id"]], {"contact_mechanisms": [["create", [way]]]})
    await target.deliver(record(FULL[0], key=told.key))
    party, deal, _ = stand(eyes, told.key)
    assert deal["amount"]["decimal"].startswith("500")
    assert deal["description"] == "Насосы для котельной"
    ways = [row["value_compact"] for row in party["contact_mechanisms."]]
    assert "boss@vector.ru" in ways
    assert "irina@vector.ru" not in ways


async def test_two_people_of_one_company_are_two_parties(make: Make, eyes: Eyes) -> None:
    one, other = record(*FULL), record(*FULL)
    target = make()
    await target.deliver(one)
    await target.deliver(other)
    assert stand(eyes, one.key)[0]["id"] != stand(eyes, other.key)[0]["id"]


async def test_a_deal_that_is_over_is_left_alone_but_for_the_note(make: Make, eyes: Eyes) -> None:
    told = record(said("budget", "100 RUB", "сто"))
    target = make()
    await target.deliver(told)
    _, deal, _ = stand(eyes, told.key)
    eyes.call("sale.opportunity.lost", [deal["id"]])
    await target.deliver(record(said("budget", "200 RUB", "двести"), key=told.key))
    _, deal, notes = stand(eyes, told.key)
    assert deal["state"] == "lost"
    assert deal["amount"]["decimal"].startswith("100")
    assert any("двести" in note for note in notes)


@pytest.mark.parametrize("step", range(1, 4))
async def test_an_answer_lost_on_the_way_makes_no_second_record(
    step: int, make: Make, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The create is done, its answer never comes: party, opportunity, note in turn."""
    from core.crm.tryton_rpc import TrytonSession

    post = TrytonSession._post
    creates = itertools.count(1)

    async def lossy(self: TrytonSession, method: str, params: Any, session: Any) -> Any:
        result = await post(self, method, params, session)
        if method.endswith(".create") and next(creates) == step:
            raise CrmError(_offline(), retryable=True)
        return result

    def _offline() -> Any:
        from core.domain.problems import Problem

        return Problem("crm-down", {"why": "test"})

    monkeypatch.setattr(TrytonSession, "_post", lossy)
    told = record(*FULL)
    with pytest.raises(CrmError):
        await make().deliver(told)
    await make().deliver(told)
    _, _, notes = stand(eyes, told.key)
    assert len(notes) == 1


async def test_many_deliveries_at_once_are_as_one(make: Make, eyes: Eyes) -> None:
    told = record(*FULL)
    target = make()
    remotes = await asyncio.gather(*(target.deliver(told) for _ in range(4)))
    assert len(set(remotes)) == 1
    stand(eyes, told.key)


async def test_a_session_that_is_over_is_begun_again(make: Make, tryton: Tryton) -> None:
    target = make()
    await target.deliver(record(said("city", "Уфа", "в Уфе")))
    assert target._session is not None
    target._session._signed_in = "Session bm9ib2R5OjE6eA=="
    await target.deliver(record(said("city", "Уфа", "в Уфе")))


async def test_a_wrong_password_is_the_operators_to_mend(make: Make) -> None:
    with pytest.raises(CrmError) as caught:
        await make(password="wrong").deliver(record(*FULL))
    assert not caught.value.retryable
    assert caught.value.problem.code == "crm-auth"
    assert caught.value.problem.params == {"login": "admin"}


async def test_a_database_that_is_not_there_is_named(make: Make) -> None:
    with pytest.raises(CrmError) as caught:
        await make(database="nothing").deliver(record(*FULL))
    assert not caught.value.retryable
    assert caught.value.problem.code == "crm-database"


async def test_what_tryton_refuses_is_told_in_its_words(make: Make, eyes: Eyes) -> None:
    told = record(said("inn", "1234567890", "ИНН 1234567890"))
    with pytest.raises(CrmError) as caught:
        await make().deliver(told)
    assert not caught.value.retryable
    assert caught.value.problem.code == "crm-refused"
    assert "1234567890" in caught.value.problem.params["text"]
    with pytest.raises(CrmError) as caught:
        await make().deliver(record(said("budget", "5 XAU", "пять унций")))
    assert caught.value.problem.code == "crm-no-currency"


async def test_odd_ways_to_reach_somebody_are_kept(make: Make, eyes: Eyes) -> None:
    told = record(
        CrmField(name="phone", value="+7000"),
        said("email", "a@b", "a@b"),
        said("email", "x@example.test", "x@example.test"),
    )
    await make().deliver(told)
    party, _, _ = stand(eyes, told.key)
    values = {row["value"] for row in party["contact_mechanisms."]}
    assert values == {"+7000", "a@b", "x@example.test"}


async def test_an_outage_is_waited_for(make: Make, tryton: Tryton, eyes: Eyes) -> None:
    told = record(*FULL)
    target = make()
    tryton.stop()
    try:
        with pytest.raises(CrmError) as caught:
            await target.deliver(told)
        assert caught.value.retryable
        assert caught.value.problem.code == "crm-down"
    finally:
        await asyncio.to_thread(tryton.start)
    await target.deliver(told)
    stand(eyes, told.key)
