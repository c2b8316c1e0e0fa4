"""Typed marks become looks and back; links say where they lead, and only safe ones do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import links, markdown
from core.domain.marks import Mark


@pytest.mark.parametrize(
    ("typed", "plain", "marks"),
    [
        ("**Да**, берём", "Да, берём", (Mark("bold", 0, 2),)),
        ("__а__ и _тоже_", "а и тоже", (Mark("italic", 0, 1), Mark("italic", 4, 8))),
        ("`a_b` и ```\nx **y**\n```", "a_b и x **y**", (Mark("code", 0, 3), Mark("pre", 6, 13))),
        ("**a _b_**", "a b", (Mark("bold", 0, 3), Mark("italic", 2, 3))),
        ("~~сто~~ ||секрет||", "сто секрет", (Mark("strike", 0, 3), Mark("spoiler", 4, 10))),
    ],
)  # fmt: skip
def test_what_is_typed_looks_so(typed: str, plain: str, marks: tuple[Mark, ...]) -> None:
    assert markdown.read(typed) == (plain, marks)


@pytest.mark.parametrize(
    "typed",
    [
        "2 ** 3 ** 4", "файл_план_2026.pdf", "https://a.example/_x_/**y**", "5 * 3 = 15", "** **",
        "****", "a**b**c", "**не\nздесь**", "__init__py", "`", "``", "||", "_", "*жирный*",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_mark_stays(typed: str) -> None:
    assert markdown.read(typed) == (typed, ())


@given(st.text(alphabet="аб *_~|`\n😀", max_size=40))
def test_nothing_but_signs_is_lost_and_marks_are_within(typed: str) -> None:
    plain, marks = markdown.read(typed)
    assert [c for c in plain if c in "аб😀"] == [c for c in typed if c in "аб😀"]
    assert all(0 <= m.start < m.end <= len(plain) for m in marks)


@given(st.sampled_from(["bold", "italic", "strike", "spoiler", "code"]), st.integers(0, 2))
def test_it_goes_back_to_what_is_typed(style: str, word: int) -> None:
    text = "один два три"
    start = (0, 5, 9)[word]
    marks = (Mark(style, start, start + len(text.split()[word])),)  # type: ignore[arg-type]
    assert markdown.read(markdown.write(text, marks)) == (text, marks)


@pytest.mark.parametrize(
    ("url", "words", "host", "odd"),
    [
        ("https://a.example/x", "https://a.example/x", "a.example", False),
        ("a.example", "a.example", "a.example", False),
        ("a.example:8080/x", "a.example:8080/x", "a.example:8080", False),
        ("https://evil.example", "https://bank.example", "evil.example", True),
        ("https://bank.example@evil.example/", "сюда", "evil.example", True),
        ("https://аррӏе.com", "https://аррӏе.com", "xn--80ak6aa92e.com", True),
        ("mailto:a@b.example", "a@b.example", "a@b.example", False),
        ("tel:+79161112233", "позвоните", "+79161112233", True),
    ],
)
def test_a_link_tells_whom_it_asks(url: str, words: str, host: str, odd: bool) -> None:
    found = links.target(url, words)
    assert found is not None
    assert (found.host, found.odd) == (host, odd)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "tg://resolve?domain=x",
        "https://", "JavaScript:x", "https://a\\b.example", "ht\ntp://a", "https://[::", "mailto:",
        "vbscript:x", "smb://host/x", "https://a .b",
    ],
)  # fmt: skip
def test_nothing_else_is_opened(url: str) -> None:
    assert links.target(url, url) is None


def test_addresses_that_nobody_marked_are_found() -> None:
    text = "см. https://a.example/x?y=1, и (http://b.example)."
    assert [m.url for m in links.found(text)] == ["https://a.example/x?y=1", "http://b.example"]


def test_somebody_without_a_username_is_named_by_id() -> None:
    named = markdown.mention("Борис [ООО]", "6100000003")
    text = f"Привет, {named}, см. https://x.example/[a] и **жирно**"
    words, marks = markdown.read(text)
    assert words == "Привет, Борис ООО, см. https://x.example/[a] и жирно"
    assert marks[0] == Mark("mention", 8, 17, "6100000003")
    assert markdown.write(words, marks) == text
    hidden = [text[start:end] for start, end in markdown.hidden(text)]
    assert hidden == ["[", "](tg://user?id=6100000003)"]
    assert markdown.write("@boris", (Mark("mention", 0, 6),)) == "@boris"
