"""Sentences parsed one by one say what the whole files do."""

from typing import Any

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax.ast import MessageReference, TermReference
from fluent.syntax.visitor import Visitor

from core.domain.problems import Problem
from desktop.shell.places import translation_files
from desktop.shell.sentences import Sentences, say, tell


class Names(Visitor):  # type: ignore[misc]
    """Gathers what a message says of other messages."""

    def __init__(self) -> None:
        self.found: list[Any] = []

    def visit_MessageReference(self, node: MessageReference) -> None:
        self.found.append(node.id.name)

    def visit_TermReference(self, node: TermReference) -> None:
        self.found.append(node.id.name)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_one_by_one_as_together(lang: str) -> None:
    together = FluentBundle([lang], use_isolating=False)
    named, keys = Names(), set()
    for file in translation_files(lang):
        text = file.read_text(encoding="utf-8")
        together.add_resource(FluentResource(text))
        parsed = FluentParser().parse(text)
        named.visit(parsed)
        keys |= {entry.id.name for entry in parsed.body if hasattr(entry, "id")}
    assert named.found == [], "a sentence stands for itself"
    one_by_one = Sentences(lang)
    args = {"n": 3, "name": "x", "time": "5 min"}
    for key in keys:
        assert key in one_by_one
        said, _errors = together.format_pattern(together.get_message(key).value, args)
        assert one_by_one.format(key, args) == said


def test_what_nobody_wrote() -> None:
    assert "no-such-key" not in Sentences("en")
    with pytest.raises(KeyError):
        say("en", "no-such-key")
    assert "Kaboom" in tell("en", Problem("never-heard-of", {"text": "Kaboom"}))
