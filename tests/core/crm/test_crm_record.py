"""What of a thread goes to the CRM, by the mapping."""

from typing import Any

import pytest

from core.crm import build_record, digest, load, parse, retry_delay
from core.domain.channels import Channel
from core.domain.problems import ProblemError
from core.domain.reading import FACT_KINDS, Fact, Intent
from core.domain.views import FactRow
from core.ports import CrmRecord

MAPPING = load()


def row(kind: str, value: str, **more: Any) -> FactRow:
    fact = Fact(
        **{
            "id": f"{kind} {value}", "kind": kind, "value": value, "quote": f"«{value}»",
            "message": "wamid.1", "start": 0, "end": 1, "confidence": 0.9, "source": "rule",
            "at": 5, **more,
        }
    )  # fmt: skip
    return FactRow(
        fact=fact, message=1, message_at=5, channel=Channel.WHATSAPP, external_id=fact.message
    )


def build(*facts: FactRow, **more: Any) -> CrmRecord:
    return build_record(MAPPING, **{"key": "k", "name": "Ирина", "facts": facts, **more})


def test_a_fact_goes_with_its_source() -> None:
    (field,) = build(row("budget", "380000 RUB", page=2)).fields
    assert (field.name, field.value, field.quote) == ("budget", "380000 RUB", "«380000 RUB»")
    assert (field.at, field.channel, field.message, field.page) == (5, "whatsapp", "wamid.1", 2)


def test_what_is_superseded_rejected_or_unsure_stays_here() -> None:
    told = build(
        row("budget", "1 RUB", status="superseded"),
        row("city", "Уфа", review="rejected"),
        row("company", "Вектор", confidence=0.3),
        row("role", "директор", confidence=0.3, review="confirmed"),
    )
    assert [field.name for field in told.fields] == ["role"]


def test_the_phones_of_the_channels_go_once() -> None:
    told = build(row("phone", "+7916"), phones=("+7916", "+7917"))
    assert [(field.value, bool(field.quote)) for field in told.fields] == [
        ("+7917", False),
        ("+7916", True),
    ]


def test_who_has_no_name_is_called_by_what_is_known() -> None:
    assert build(row("person", "Пётр"), name=" ").contact == "Пётр"
    assert build(name="", phones=("+7916",)).contact == "+7916"
    assert build(name="").contact == "k"


def test_only_what_the_mapping_names_leaves_the_machine() -> None:
    mapping = parse('facts = ["budget"]\n[tryton]\n[labels.en]\nbudget = "Budget"\n')
    told = build_record(
        mapping, key="k", name="n", phones=("+7",), facts=[row("city", "Уфа"), row("budget", "1")]
    )
    assert [field.name for field in told.fields] == ["budget"]


def test_a_digest_changes_with_what_is_written_and_with_nothing_else() -> None:
    told = build(row("budget", "1 RUB"), row("city", "Уфа"))
    same = build(row("city", "Уфа"), row("budget", "1 RUB"), queue="sales",
                 intents=[Intent("order", 0.9)])  # fmt: skip
    assert digest(same) == digest(told)
    assert same.intents == ("order",)
    assert digest(build(row("budget", "2 RUB"), row("city", "Уфа"))) != digest(told)
    assert digest(build(row("budget", "1 RUB", quote="другие слова"), row("city", "Уфа"))) != (
        digest(told)
    )


def test_the_shipped_mapping_knows_every_kind_and_has_a_word_for_it() -> None:
    assert set(MAPPING.facts) == set(MAPPING.tryton) == set(FACT_KINDS)
    for lang in ("ru", "en"):
        assert all(MAPPING.label(kind, lang) != kind for kind in FACT_KINDS)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("facts = [", "Invalid value"),
        ('facts = ["shoes"]\n[tryton]\n[labels.en]', "'shoes' is no kind of fact"),
        ('facts = []\n[tryton]\nbudget = "x"\n[labels.en]', "'x' is no place"),
        ("facts = []\n[trytn]\n[labels.en]", "trytn"),
        ("facts = 7\n[tryton]\n[labels.en]", "array"),
    ],
)
def test_a_mistake_in_the_mapping_is_named(text: str, why: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse(text)
    assert caught.value.problem.code == "crm-mapping"
    assert why in caught.value.problem.params["why"]


def test_retries_wait_longer_and_never_longer_than_a_minute() -> None:
    waits = [retry_delay(attempt) for attempt in range(1, 10)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert retry_delay(10**6) == 60
