"""Spell check: the platform's dictionaries, in a process of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.spelling import dictionaries
from desktop.spelling.child import tongue_of
from desktop.spelling.process import SpellingProcess
from desktop.viewmodels import spelling

AFF = "SET UTF-8\nTRY оаи\nSFX A Y 1\nSFX A 0 ы .\n"
DIC = "4\nпривет/A\nпанель\nёлка\nеще\n"


@pytest_asyncio.fixture
async def speller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SpellingProcess]:
    (tmp_path / "ru_RU.aff").write_text(AFF, "utf-8")
    (tmp_path / "ru_RU.dic").write_text(DIC, "utf-8")
    made = SpellingProcess(tmp_path)
    yield made
    await made.close()


async def test_russian_and_english_in_one_question(speller: SpellingProcess) -> None:
    words = [
        "привет",
        "приветы",
        "превет",
        "hello",
        "helo",
        "привет-панель",
        "ещё",
        "日本",
        "смеsь",
    ]
    assert await speller.wrong(words) == ["превет", "helo"]
    assert await speller.tongues() == ["en", "ru"]
    assert "привет" in await speller.suggest("превет")
    assert "hello" in await speller.suggest("helo")


async def test_a_speller_that_dies_is_replaced_and_then_given_up(speller: SpellingProcess) -> None:
    for _ in range(3):
        assert await speller.wrong(["превет"]) == ["превет"]
        assert speller._process is not None
        speller._process.kill()
        speller._process.join(5)
    assert await speller.wrong(["превет"]) == []


async def test_a_broken_dictionary_leaves_the_other_language(tmp_path: Path) -> None:
    (tmp_path / "ru_RU.aff").write_bytes(b"")
    (tmp_path / "ru_RU.dic").write_bytes(b"\xff\xfe\x00")
    made = SpellingProcess(tmp_path)
    try:
        assert await made.wrong(["helo", "hello"]) == ["helo"]
    finally:
        await made.close()


async def test_what_was_never_asked_starts_nothing(tmp_path: Path) -> None:
    made = SpellingProcess(tmp_path)
    await made.close()
    assert await made.wrong(["helo"]) == []


def test_a_dictionary_needs_both_its_files(tmp_path: Path) -> None:
    (tmp_path / "ru_RU.dic").write_text("0\n")
    assert dictionaries.find([tmp_path]) == {}
    (tmp_path / "ru_RU.aff").write_text("")
    assert dictionaries.find([tmp_path, tmp_path / "none"]) == {"ru": tmp_path / "ru_RU.dic"}
    assert dictionaries.places(tmp_path)[0] == tmp_path


@pytest.mark.parametrize(
    ("word", "tongue"), [("привет", "ru"), ("hello", "en"), ("мiр", ""), ("日本", ""), ("42", "")]
)
def test_a_word_is_of_its_letters(word: str, tongue: str) -> None:
    assert tongue_of(word) == tongue


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Привет, мир", ["Привет", "мир"]),
        ("пишите на a@b.ru или https://x.ru/путь", ["пишите", "на", "или"]),
        ("[количество] штук, ИНН и 600х600", ["штук"]),
        ("/цена слово", ["слово"]),
        ("бизнес-план don't", ["бизнес-план", "don't"]),
        ("и/или", ["или"]),
        ("file.pdf v2beta", []),
    ],
)
def test_only_words_are_looked_at(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in spelling.words(text)] == found
