"""Every word in both languages, every pair of colours readable, every icon there."""

import os
import re
from pathlib import Path
from string import Template
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from core.domain.problems import Problem
from core.domain.reading import FACT_KINDS, INTENTS, Fact
from core.domain.views import AttachmentRow
from desktop.shell import formats, qss, tokens
from desktop.shell.commands import COMMANDS
from desktop.shell.i18n import GAPS, LANGUAGES, I18n
from desktop.shell.layouts import latin_key
from desktop.shell.places import RESOURCES, translation_files
from desktop.ui import words
from desktop.viewmodels.facts import GROUPS
from desktop.viewmodels.settings import FIELDS, SECTIONS

ROOT = RESOURCES.parent
OURS = [p for part in ("shell", "viewmodels", "ui") for p in (ROOT / "desktop" / part).glob("*.py")]
NOW = 1_795_432_500_000


class Gaps(Visitor):  # type: ignore[misc]
    """Gathers the variables of a message."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


def messages(lang: str) -> dict[str, set[str]]:
    """Keys and the gaps of each."""
    parsed = [FluentParser().parse(f.read_text(encoding="utf-8")) for f in translation_files(lang)]
    entries = [entry for resource in parsed for entry in resource.body]
    assert [e for e in entries if isinstance(e, Junk)] == []
    found: dict[str, set[str]] = {}
    for entry in entries:
        if isinstance(entry, Message):
            assert entry.id.name not in found, f"{entry.id.name} stands twice"
            gaps = Gaps()
            gaps.visit(entry)
            found[entry.id.name] = gaps.names
    return found


def test_both_languages_say_the_same() -> None:
    assert messages("ru") == messages("en")


def test_every_key_in_the_code_has_its_words() -> None:
    known = messages("ru")
    used: set[str] = set()
    for path in OURS:
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"""\b(?:tr|say)\(\s*"([a-z0-9-]+)"[,)]""", text))
    used |= {command.title for command in COMMANDS}
    used |= {f"help-{command.group}" for command in COMMANDS}
    used |= {"intent-" + tag.replace("_", "-") for tag in INTENTS}
    used |= {"fact-" + kind.replace("_", "-") for kind in FACT_KINDS}
    used |= {f"group-{group}" for group in GROUPS}
    used |= {f"section-{s}" for s in SECTIONS} | {f"section-{s}-text" for s in SECTIONS}
    asked = [field for field in FIELDS if field.section]
    used |= {field.label for field in asked} | {f"{field.label}-hint" for field in asked}
    for field in asked:
        used |= {
            f"option-{field.label.removeprefix('setting-')}-{option}" for option in field.options
        }
    for step in ("phone", "code", "password"):
        used |= {f"sign-in-{step}-{part}" for part in ("title", "label", "hint", "next")}
        ways = ("app", "sms", "call", "other") if step == "code" else ("text",)
        used |= {f"sign-in-{step}-{way}" for way in ways}
    for state in ("off", "connecting", "signed-out", "online", "waiting", "failed"):
        used.add(f"state-{state}")
    used |= {f"service-{name}" for name in ("telegram", "whatsapp", "hub", "model", "crm", "store")}
    used |= {f"crm-state-{name}" for name in ("off", "none", "pending", "delivered", "failed")}
    used |= {f"fact-{verdict}" for verdict in ("confirmed", "corrected")}
    assert used - known.keys() == set()


def problem_codes() -> set[str]:
    """Every code that core, models and desktop raise, as they stand in the source."""
    found: set[str] = set()
    paths = [p for part in ("core", "models", "desktop") for p in (ROOT / part).rglob("*.py")]
    for path in paths:
        if "sandbox" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""\b(?:Problem|Meaning)\(\s*"([a-z][a-z-]+)\"""", text))
        found |= set(re.findall(r"""_error\(\s*"([a-z]+-[a-z-]+)\"""", text))
        if path.name == "problems.py" and "channels" in path.parts:
            found |= set(re.findall(r"""Error: "([a-z-]+)\"""", text))
    return found


def test_every_problem_has_a_sentence() -> None:
    codes = problem_codes()
    assert len(codes) > 40
    known = messages("ru")
    assert {code for code in codes if f"problem-{code}" not in known} == set()


def test_of_a_file_of_ours_nobody_is_asked_for_another() -> None:
    asks = {"en": ("sk for", "the sender"), "ru": ("просите", "отправителю")}
    for lang, words_ in asks.items():
        known = messages(lang)
        ours = [key for key in known if f"{key}-ours" in known]
        assert "problem-pdf-broken" in ours
        said = I18n(lang)
        assert not [key for key in ours if any(word in said.say(f"{key}-ours") for word in words_)]
    shell = SimpleNamespace(i18n=I18n("en"), problem=I18n("en").problem)
    broken = AttachmentRow(
        index=0, kind="document", name="КП.pdf", problem=Problem("pdf-broken").encode()
    )
    told = [words.file_problem(shell, broken, ours=ours) for ours in (False, True)]  # type: ignore[arg-type]
    assert told == [shell.problem(Problem(f"pdf-broken{end}")) for end in ("", "-ours")]


def test_problems_are_told_whatever_they_carry() -> None:
    for key, gaps in messages("ru").items():
        if key.startswith("problem-"):
            assert gaps <= set(GAPS), key
            for lang in LANGUAGES:
                text = I18n(lang).problem(Problem(key.removeprefix("problem-")))
                assert text
                assert "{" not in text
    text = I18n("en").problem(Problem("never-seen", {"text": "boom"}))
    assert "boom" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: tokens.Scheme) -> None:
    colour = tokens.load(scheme).colour
    for ink, ground in tokens.TEXT_PAIRS:
        ratio = tokens.contrast(colour[ink], colour[ground])
        assert ratio >= 4.5, f"{ink} on {ground}: {ratio:.2f}"
    for mark, ground in tokens.MARK_PAIRS:
        ratio = tokens.contrast(colour[mark], colour[ground])
        assert ratio >= 3, f"{mark} on {ground}: {ratio:.2f}"
    theme = tokens.load(scheme)
    for ground, ink in zip(theme.avatar_grounds, theme.avatar_inks, strict=True):
        assert tokens.contrast(ink, ground) >= 4.5


def test_both_themes_have_the_same_tokens_and_the_sheet_uses_no_other() -> None:
    light, dark = tokens.load("light"), tokens.load("dark")
    assert light.colour.keys() == dark.colour.keys()
    assert "$" not in qss.stylesheet(light)
    assert isinstance(qss._SHEET, Template)


def test_every_icon_named_in_the_code_is_there() -> None:
    have = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    named: set[str] = set()
    for path in OURS:
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"""icons\.(?:pixmap|icon)\(\s*"([a-z0-9-]+)\"""", text))
        named |= set(re.findall(r"""icons\.paint\(\s*painter,\s*"([a-z0-9-]+)\"""", text))
    assert named - have == set()
    for path in (RESOURCES / "icons").glob("*.svg"):
        # the tick is the stylesheet's, which tints nothing
        assert path.stem in ("app", "tick") or "currentColor" in path.read_text(encoding="utf-8")


def fact(kind: str, value: str, unit: str = "") -> Fact:
    """A fact with that value."""
    return Fact(id="f", kind=kind, value=value, unit=unit, quote="", message="1", start=0, end=0,
                confidence=1.0, source="rule", at=0)  # fmt: skip


@pytest.mark.parametrize(
    ("made", "ru", "en"),
    [
        (fact("budget", "450000 RUB"), "450 000 ₽", "₽450,000"),
        (fact("budget", "1250.5 USD"), "1250,5 $", "$1,250.5"),
        (fact("quantity", "800", "шт"), "800 шт", "800 шт"),
        (fact("deadline", "2026-12-05"), "5 декабря", "5 December"),
        (fact("deadline", "2027-01-15"), "15 января 2027", "15 January 2027"),
        (fact("meeting_at", "2026-11-24T15:00"), "вт, 24 ноября, 15:00", "Tue, 24 November, 15:00"),
        (fact("phone", "+79161112233"), "+7 916 111-22-33", "+7 916 111-22-33"),
        (fact("decision", "postponed"), "Отложено", "Postponed"),
        (fact("document", "invoice"), "Счёт", "Invoice"),
        (fact("deadline", "скоро"), "скоро", "скоро"),
    ],
)
def test_values_are_written_as_people_write_them(made: Fact, ru: str, en: str) -> None:
    for lang, wanted in (("ru", ru), ("en", en)):
        text = formats.fact_value(I18n(lang), made, NOW)
        assert text.replace(formats.NBSP, " ") == wanted


def test_counts_are_declined() -> None:
    ru, en = I18n("ru"), I18n("en")
    assert [ru.say("pages", n=n) for n in (1, 3, 5, 21)] == [
        "1 страница", "3 страницы", "5 страниц", "21 страница",
    ]  # fmt: skip
    assert [en.say("pages", n=n) for n in (1, 3)] == ["1 page", "3 pages"]


@pytest.mark.parametrize(
    ("left", "ru"),
    [(23 * 3_600_000, "23 ч"), (6_120_000, "1 ч 42 мин"), (581_000, "9:41"), (-5, "0:00")],
)
def test_windows_are_counted_down(left: int, ru: str) -> None:
    assert formats.countdown(I18n("ru"), left) == ru


def test_nobody_waits_nought_minutes() -> None:
    assert formats.duration(I18n("ru"), 20_000).replace(formats.NBSP, " ") == "1 мин"


def test_keys_are_places() -> None:
    assert latin_key(ord("Л")) == ord("K")
    assert latin_key(ord("Ю")) == ord(".")
    assert latin_key(ord("K")) == ord("K")


def test_the_resources_are_where_they_are_looked_for() -> None:
    assert {p.name for p in Path(RESOURCES).iterdir()} >= {"icons", "themes", "translations"}
