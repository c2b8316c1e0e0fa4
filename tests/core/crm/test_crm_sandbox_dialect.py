"""The Tryton target against the sandbox's CRM, which the demo uses: the same result."""

from typing import Any

from core.crm import TrytonSettings, TrytonTarget, load
from core.ports import CrmField, CrmRecord
from core.sandbox.crm import CrmServer


class Password:
    """Secrets that hold one."""

    def __init__(self, password: str) -> None:
        self.password = password

    def get(self, key: str) -> str | None:
        return self.password

    def set(self, key: str, value: str) -> None:
        raise NotImplementedError

    def delete(self, key: str) -> None:
        raise NotImplementedError


def record(budget: str, quote: str) -> CrmRecord:
    fields = (
        CrmField(name="phone", value="+79161112233"),
        CrmField(name="inn", value="7707083893", quote="ИНН 7707083893", at=1, channel="telegram"),
        CrmField(name="budget", value=budget, quote=quote, at=1, channel="telegram"),
        CrmField(name="city", value="Казань", quote="в Казани", at=1, channel="telegram"),
    )
    return CrmRecord(key="t1", contact="Ирина", fields=fields)


async def test_a_record_stands_once_and_is_brought_up_to_date() -> None:
    crm = CrmServer()
    await crm.start()
    settings = TrytonSettings(url=crm.url, database=crm.database, login=crm.login)
    target = TrytonTarget(settings, Password(crm.password), load())
    try:
        first = await target.deliver(record("450000 RUB", "до 450"))
        before = crm.records()
        assert await target.deliver(record("450000 RUB", "до 450")) == first
        assert crm.records() == before
        assert await target.deliver(record("380000 RUB", "нет, до 380")) == first
    finally:
        await target.close()
        await crm.stop()
    after: dict[str, list[dict[str, Any]]] = crm.records()
    (deal,) = after["sale.opportunity"]
    assert deal["amount"] == {"__class__": "Decimal", "decimal": "380000"}
    assert deal["comment"] == "Город: Казань"
    assert len(after["ir.note"]) == 2
    assert [way["value"] for way in after["party.contact_mechanism"]] == ["+79161112233"]
    assert sum(party["name"] == "Ирина" for party in after["party.party"]) == 1


async def test_what_was_taken_back_is_taken_back_there_too() -> None:
    crm = CrmServer()
    await crm.start()
    settings = TrytonSettings(url=crm.url, database=crm.database, login=crm.login)
    target = TrytonTarget(settings, Password(crm.password), load())
    told = record("450000 RUB", "до 450")
    try:
        await target.deliver(told)
        await target.deliver(CrmRecord(key=told.key, contact=told.contact, fields=told.fields[:1]))
    finally:
        await target.close()
        await crm.stop()
    after: dict[str, list[dict[str, Any]]] = crm.records()
    (deal,) = after["sale.opportunity"]
    assert (deal["amount"], deal["comment"]) == (None, "")
    assert [row["code"] for row in after["party.identifier"]] == ["threadline:t1"]
    assert [way["value"] for way in after["party.contact_mechanism"]] == ["+79161112233"]
