"""The starter that ships: llama.cpp tokenizes as its training did, and it reads plain cases."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from core.domain.reading import ModelRequest
from models.catalog import STARTER_PATH, resolve
from models.client import LocalModel
from models.starter.evaluate import f1, from_file, matched
from models.worker.engine import Engine

Ask = Callable[..., ModelRequest]
Make = Callable[..., LocalModel]


def test_llama_cpp_tokenizes_as_the_training_did() -> None:
    engine = Engine(STARTER_PATH, 512)
    samples = json.loads(STARTER_PATH.with_suffix(".tokens.json").read_text())
    assert len(samples) > 5
    assert {text: engine.tokenize(text) for text in samples} == samples
    for text, tokens in samples.items():
        assert b"".join(engine.piece(token) for token in tokens).decode() == text


def test_it_is_small() -> None:
    assert STARTER_PATH.stat().st_size < 40_000_000


@pytest.mark.parametrize(
    ("text", "earlier", "tag", "kind", "quote"),
    [
        ("Сколько стоит доставка в Казань?", (), None, "city", "Казань"),
        ("Давайте созвонимся завтра в 15:00", (), "meeting", "meeting_at", "завтра в 15:00"),
        ("Согласны, берём, выставляйте счёт", (), None, "document", "счёт"),
        ("We will take 20 pumps", (), "order", "quantity", "20"),
    ],
)
async def test_it_reads_plain_cases(
    text: str,
    earlier: tuple[tuple[str, str], ...],
    tag: str | None,
    kind: str,
    quote: str,
    local_model: Make,
    ask: Ask,
) -> None:
    reading = await local_model(resolve("starter")).read(ask(text, *earlier))
    if tag is not None:
        assert reading.intents[0].tag == tag
    assert any(fact.kind == kind and quote in fact.quote for fact in reading.facts)


def test_a_model_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        resolve(tmp_path / "other.gguf")
    assert caught.value.problem.code == "model-missing"


def test_a_labelled_thread_is_read_for_evaluation(tmp_path: Path) -> None:
    path = tmp_path / "eval.jsonl"
    record = {
        "id": "t1",
        "lang": "ru",
        "messages": [
            {"id": 0, "from": "client", "at": "2026-11-18T10:14:00+03:00", "text": "я из Омска"},
            {"id": 1, "from": "us", "at": "2026-11-18T10:15:00+03:00", "text": "Берёте?"},
            {"id": 2, "from": "client", "at": "2026-11-18T10:16:00+03:00", "text": "Да, 5 шт"},
        ],
        "intents": ["order"],
        "facts": [
            {"kind": "decision", "value": "yes", "message": 2, "span": [0, 2]},
            {"kind": "quantity", "value": "5", "message": 2, "span": [4, 8]},
            {"kind": "city", "value": "Омск", "message": 0, "span": [5, 10]},
        ],
    }
    path.write_text(json.dumps(record))
    first, one = from_file(path)
    assert first.intents == ()
    assert first.facts == (("city", "Омска", ""),)
    assert one.intents == ("order",)
    assert one.facts == (("decision", "Да", "yes"), ("quantity", "5 шт", ""))
    said = [("quantity", "5", ""), ("decision", "Да", "yes")]
    assert len(matched(said, one.facts, exact=True)) == 1
    assert f1(1, 2, 2) == 0.5
