"""The pure part of the Tryton target."""

from datetime import UTC
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crm import load
from core.crm.tryton_plan import Plan, make_plan, merged_comment, missing, missing_notes
from core.crm.tryton_rpc import from_json, to_json
from core.ports import CrmField, CrmRecord


def plan(*fields: CrmField) -> Plan:
    told = CrmRecord(key="k", contact="Ира\nКо", fields=fields)
    return make_plan(told, load(), lang="en", zone=UTC)


@pytest.mark.parametrize(
    ("value", "amount", "currency"),
    [
        ("380000 RUB", Decimal(380000), "RUB"),
        ("19.999 USD", Decimal("20.00"), "USD"),
        ("much RUB", None, ""),
        ("NaN RUB", None, ""),
        ("1e40 RUB", None, ""),
    ],
)
def test_amounts(value: str, amount: Decimal | None, currency: str) -> None:
    made = plan(CrmField(name="budget", value=value))
    assert (made.amount, made.currency) == (amount, currency)


def test_what_a_client_wrote_stays_on_its_line() -> None:
    made = plan(CrmField(name="city", value="Уфа", quote="в\nУфе\x00\u2028Бюджет: 1", at=1))
    (line,) = made.notes
    assert line == "City: Уфа — «в Уфе Бюджет: 1» (01.01.1970 00:00)"
    assert made.name == "Ира Ко"


def test_a_comment_keeps_the_lines_of_people() -> None:
    there = "Call after lunch\nCity: Уфа\nRole: boss"
    ours = [("City", "Казань"), ("Company", "Вектор")]
    assert merged_comment(there, ours, {"City", "Role", "Company"}) == (
        "Call after lunch\nCity: Казань\nCompany: Вектор"
    )


@given(st.text(alphabet="ab:\n "), st.dictionaries(st.text("ab", min_size=1), st.text("xy")))
def test_a_comment_is_merged_once(there: str, ours: dict[str, str]) -> None:
    once = merged_comment(there, list(ours.items()), ours)
    assert merged_comment(once, list(ours.items()), ours) == once


def test_ways_are_compared_as_people_read_them() -> None:
    wanted = [("mobile", "+79161112233"), ("email", "A@b.ru"), ("mobile", "+7917")]
    assert missing(wanted, ["+7 (916) 111-22-33", "a@B.ru"]) == [("mobile", "+7917")]


def test_a_line_that_stands_in_any_note_is_not_written_again() -> None:
    assert missing_notes(["a", "b"], ["x\na", ""]) == ["b"]


def test_decimals_cross_the_wire() -> None:
    value = {"amount": Decimal("3.8E+5"), "rows": [[Decimal("0.10")]]}
    wire = to_json(value)
    assert wire["amount"] == {"__class__": "Decimal", "decimal": "380000"}
    assert from_json(wire) == value
