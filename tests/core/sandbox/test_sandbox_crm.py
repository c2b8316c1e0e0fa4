"""The sandbox's CRM as seen on the wire: Tryton's JSON-RPC dialect."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from core.sandbox.crm import CrmServer


class Caller:
    """Signs in and calls, as an adapter does."""

    def __init__(self, crm: CrmServer, session: aiohttp.ClientSession) -> None:
        self.crm = crm
        self.session = session
        self.headers: dict[str, str] = {}

    async def raw(self, method: str, *params: Any) -> tuple[int, Any]:
        body = {"id": 1, "method": method, "params": list(params)}
        url = f"{self.crm.url}/{self.crm.database}/rpc/"
        async with self.session.post(url, json=body, headers=self.headers) as answer:
            return answer.status, await answer.json() if answer.status == 200 else None

    async def sign_in(self) -> None:
        _, answer = await self.raw(
            "common.db.login", self.crm.login, {"password": self.crm.password}, "ru"
        )
        user, token, _ = answer["result"]
        value = base64.b64encode(f"{self.crm.login}:{user}:{token}".encode()).decode()
        self.headers = {"Authorization": f"Session {value}"}

    async def __call__(self, method: str, *params: Any) -> Any:
        status, answer = await self.raw(f"model.{method}", *params, {})
        assert status == 200
        assert "error" not in answer, answer
        return answer["result"]


@pytest.fixture
async def call() -> AsyncIterator[Caller]:
    crm = CrmServer(operator="Анна")
    await crm.start()
    async with aiohttp.ClientSession() as session:
        caller = Caller(crm, session)
        await caller.sign_in()
        yield caller
    await crm.stop()


async def test_only_a_session_gets_in(call: Caller) -> None:
    status, _ = await call.raw("common.db.login", call.crm.login, {"password": "wrong"})
    assert status == 401
    _, answer = await call.raw("common.db.login", call.crm.login, {})
    assert answer["error"][0] == "LoginException"
    call.headers = {}
    assert (await call.raw("model.party.party.search", [], {}))[0] == 401


async def test_a_party_is_created_with_its_contacts_and_found_by_them(call: Caller) -> None:
    (party,) = await call(
        "party.party.create",
        [
            {
                "name": "Ирина Ковалёва",
                "contact_mechanisms": [
                    ["create", [{"type": "mobile", "value": "+7 916 111-22-33"}]]
                ],
                "identifiers": [["create", [{"type": "ru_vat", "code": "7707083893"}]]],
            }
        ],
    )
    found = await call(
        "party.party.search_read",
        [["contact_mechanisms.value_compact", "=", "+79161112233"]],
        0,
        None,
        None,
        ["name", "rec_name", "mobile", "contact_mechanisms.value", "identifiers"],
    )
    assert found == [
        {
            "id": party,
            "name": "Ирина Ковалёва",
            "rec_name": "Ирина Ковалёва",
            "mobile": "+7 916 111-22-33",
            "contact_mechanisms.": [{"id": 1, "value": "+7 916 111-22-33"}],
            "identifiers": [1],
        }
    ]


@pytest.mark.parametrize(
    ("domain", "names"),
    [
        ([["name", "=", "ООО Альфа"]], ["ООО Альфа"]),
        ([["name", "ilike", "%аЛЬФ%"]], ["ООО Альфа", "Альфа-Банк"]),
        ([["name", "like", "Альфа_Банк"]], ["Альфа-Банк"]),
        ([["name", "in", ["Бета", "нет"]]], ["Бета"]),
        (["OR", [["name", "=", "Бета"]], ["name", "=", "Альфа-Банк"]], ["Альфа-Банк", "Бета"]),
        ([["name", "!=", "Бета"], ["name", "ilike", "%банк"]], ["Альфа-Банк"]),
        ([["name", "=", "Архив"]], []),
        ([["name", "=", "Архив"], ["active", "in", [True, False]]], ["Архив"]),
    ],
)
async def test_domains(call: Caller, domain: list[Any], names: list[str]) -> None:
    rows: list[dict[str, Any]] = [{"name": n} for n in ("ООО Альфа", "Альфа-Банк", "Бета")]
    await call("party.party.create", [*rows, {"name": "Архив", "active": False}])
    ids = await call("party.party.search", domain, 0, None, [["id", "ASC"]])
    assert [row["name"] for row in await call("party.party.read", ids, ["name"])] == names


async def test_an_opportunity_needs_an_employee_to_leave_lead(call: Caller) -> None:
    (party,) = await call("party.party.create", [{"name": "Альфа"}])
    amount = {"__class__": "Decimal", "decimal": "380000"}
    (lead,) = await call(
        "sale.opportunity.create", [{"party": party, "description": "Насосы", "amount": amount}]
    )
    _, answer = await call.raw("model.sale.opportunity.opportunity", [lead], {})
    assert answer["error"][0] == "UserError"
    preferences = await call("res.user.get_preferences", False)
    await call("sale.opportunity.write", [lead], {"employee": preferences["employee"]})
    await call("sale.opportunity.opportunity", [lead])
    (row,) = await call("sale.opportunity.read", [lead], ["state", "amount", "party.name"])
    assert row == {
        "id": lead,
        "state": "opportunity",
        "amount": amount,
        "party.": {"id": party, "name": "Альфа"},
    }


async def test_a_stale_reading_is_a_concurrency_exception(call: Caller) -> None:
    (party,) = await call("party.party.create", [{"name": "Альфа"}])
    (read,) = await call("party.party.read", [party], ["_timestamp"])
    await call("party.party.write", [party], {"name": "Бета"})
    stamps = {"_timestamp": {f"party.party,{party}": read["_timestamp"]}}
    _, answer = await call.raw("model.party.party.write", [party], {"name": "Гамма"}, stamps)
    assert answer["error"][0] == "ConcurrencyException"


async def test_notes_and_fields(call: Caller) -> None:
    resource = "party.party,1"
    await call("ir.note.create", [{"resource": resource, "message": "ключ e2"}])
    found = await call(
        "ir.note.search", [["resource", "=", resource], ["message", "ilike", "%e2%"]]
    )
    assert found == [1]
    fields = await call("party.party.fields_get", ["name", "contact_mechanisms"])
    assert fields["contact_mechanisms"]["relation"] == "party.contact_mechanism"


async def test_mistakes_are_errors_inside_an_answer(call: Caller) -> None:
    for method, params in (
        ("model.party.party.read", ([999], ["name"], {})),
        ("model.party.party.search", ([["name", "resembles", "x"]], {})),
        ("model.party.contact_mechanism.create", ([{"value": "x"}], {})),
        ("model.party.party.search", ([],)),
    ):
        status, answer = await call.raw(method, *params)
        assert status == 200
        assert answer["error"], method


async def test_records_survive_an_outage(call: Caller) -> None:
    await call("party.party.create", [{"name": "Альфа"}])
    url = call.crm.url
    await call.crm.go_down()
    with pytest.raises(aiohttp.ClientConnectionError):
        await call("party.party.search", [])
    await call.crm.start()
    assert call.crm.url == url
    assert await call("party.party.search", [["name", "=", "Альфа"]])
    assert [row["name"] for row in call.crm.records()["party.party"]][-1] == "Альфа"
