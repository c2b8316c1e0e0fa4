"""The catalog, names and places, and what lies in the models folder."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.problems import ProblemError
from models.catalog import (
    STARTER_PATH,
    default_folder,
    is_name,
    load_catalog,
    place_of,
    resolve,
    wanted,
)
from models.hub import HubFile
from models.installed import installed, note_origin, on_their_way, remove
from models.machine import memory
from models.part import Part


def test_the_catalog_says_of_each_model_what_it_is_for() -> None:
    entries = load_catalog()
    assert {entry.kind for entry in entries} == {"chat", "speech"}
    for entry in entries:
        assert entry.ru.endswith(".")
        assert entry.en.endswith(".")
        assert {"ru", "en"} <= set(entry.languages)
        assert wanted(entry.name) == entry


@pytest.mark.parametrize(
    "change",
    [
        ('kind = "chat"', 'kind = "song"'),
        ('name = "a"', 'name = "../a"'),
        ('name = "a"', 'name = "starter"'),
        ('file = "a.gguf"', 'file = "../a.gguf"'),
        ('file = "a.gguf"', 'file = "a.bin"'),
        ('repo = "o/r"', 'repo = "o"'),
        ("[[models]]", "[models]"),
        ('name = "a"', 'name = "a"\ncolour = "red"'),
    ],
)
def test_a_wrong_catalog_is_told(change: tuple[str, str], tmp_path: Path) -> None:
    good = '[[models]]\nname = "a"\nkind = "chat"\nrepo = "o/r"\nfile = "a.gguf"\n'
    path = tmp_path / "catalog.toml"
    path.write_text(good)
    assert len(load_catalog(path)) == 1
    for text in (good.replace(*change), good + good):
        path.write_text(text)
        with pytest.raises(ProblemError, match="models-catalog"):
            load_catalog(path)


@pytest.mark.parametrize(
    ("text", "name", "repo", "file"),
    [
        ("o/r/m.gguf", "m", "o/r", "m.gguf"),
        ("o/r/q4/m.Q4_K_M.GGUF", "m.Q4_K_M", "o/r", "q4/m.Q4_K_M.GGUF"),
        ("o/r/модель 1.gguf", "1", "o/r", "модель 1.gguf"),
        ("o/r/ggml-base.bin", "ggml-base", "o/r", "ggml-base.bin"),
    ],
)
def test_a_place_on_the_hub_gives_a_name(text: str, name: str, repo: str, file: str) -> None:
    entry = wanted(text)
    assert (entry.name, entry.repo, entry.file) == (name, repo, file)


@pytest.mark.parametrize(
    "text",
    ["o/r", "o/r/", "o//m.gguf", "../r/m.gguf", "o/../m.gguf", "o/r/../m.gguf", "o/r/m.txt",
     "o/r/starter.gguf", "o/r/.gguf", "o/r/m.gguf?x", "nobody", "", "o/r/a\\m.gguf"],
)  # fmt: skip
def test_what_names_no_model_is_told(text: str) -> None:
    with pytest.raises(ProblemError, match="model-unknown"):
        wanted(text)


@given(st.text(max_size=40))
def test_no_name_leads_out_of_the_folder(text: str) -> None:
    entry = place_of(f"o/r/{text}.gguf")
    for name in [text, *([entry.name] if entry else [])]:
        if is_name(name):
            assert Path("/m", f"{name}.gguf").resolve().parent == Path("/m")


def test_models_are_found_by_name_by_path_and_by_folder(tmp_path: Path, chat_gguf: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    assert resolve("starter", folder) == resolve("", folder) == STARTER_PATH
    mine = folder / "mine-1.5b.gguf"
    mine.write_bytes(chat_gguf.read_bytes())
    assert resolve("mine-1.5b", folder) == mine
    assert resolve(mine) == resolve(str(mine), tmp_path) == mine
    assert resolve(folder) == mine
    (folder / "other.gguf").touch()
    with pytest.raises(ProblemError, match="model-choice"):
        resolve(folder)
    for missing in ("nobody", "../models/mine-1.5b", str(tmp_path), str(tmp_path / "no.gguf")):
        with pytest.raises(ProblemError, match="model-missing"):
            resolve(missing, folder)


def test_a_name_alone_is_looked_up_in_the_default_folder(chat_gguf: Path) -> None:
    with pytest.raises(ProblemError, match="model-missing"):
        resolve("mine")
    default_folder().mkdir(parents=True)
    (default_folder() / "mine.gguf").write_bytes(chat_gguf.read_bytes())
    assert resolve("mine") == default_folder() / "mine.gguf"


def test_what_is_installed_is_listed_usable_or_not(tmp_path: Path, chat_gguf: Path) -> None:
    assert installed(tmp_path / "none") == on_their_way(tmp_path / "none") == []
    (tmp_path / "good.gguf").write_bytes(chat_gguf.read_bytes())
    origin = HubFile("o/r", "good.gguf", "main", 5, "0" * 64)
    note_origin(tmp_path / "good.gguf", origin)
    (tmp_path / "cut.gguf").write_bytes(chat_gguf.read_bytes()[:9000])
    (tmp_path / "voice.bin").write_bytes(b"no model")
    (tmp_path / "notes.txt").touch()
    part = Part(tmp_path / "coming-0.5b.gguf", "1" * 64, 100)
    part.append(b"GGUF")
    part.close()
    found = {one.name: one for one in installed(tmp_path)}
    assert list(found) == ["cut", "good", "voice"]
    assert found["good"].about is not None
    assert found["good"].origin == origin
    problems = {name: one.problem.code for name, one in found.items() if one.problem}
    assert problems == {"cut": "model-truncated", "voice": "model-foreign"}
    (left,) = on_their_way(tmp_path)
    assert (left.name, left.done, left.total) == ("coming-0.5b", 4, 100)


def test_a_model_goes_with_all_that_belongs_to_it(tmp_path: Path, chat_gguf: Path) -> None:
    (tmp_path / "a.gguf").write_bytes(chat_gguf.read_bytes())
    note_origin(tmp_path / "a.gguf", HubFile("o/r", "a.gguf", "main", 5, "0" * 64))
    Part(tmp_path / "a.bin", "1" * 64, 100).close()
    (tmp_path / "b.gguf").touch()
    remove(tmp_path, "a")
    assert {path.name for path in tmp_path.iterdir()} == {".a.gguf.lock", ".a.bin.lock", "b.gguf"}
    for name in ("a", "../b", "", "starter"):
        with pytest.raises(ProblemError, match="model-not-installed"):
            remove(tmp_path, name)


def test_this_machine_has_memory() -> None:
    has = memory()
    assert 0 < has.free <= has.total
