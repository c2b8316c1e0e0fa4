"""Whom a line names: names, usernames, numbers as they are written, and Telegram's links."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.telegram_names import Named, link, typed


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Ирина Ковалёва", Named("words", "Ирина Ковалёва")),
        (" @irina_k ", Named("username", "irina_k")),
        ("t.me/irina_k", Named("username", "irina_k")),
        ("https://t.me/s/irina_k/5", Named("username", "irina_k", 5)),
        ("tg://resolve?domain=irina_k", Named("username", "irina_k")),
        ("tg://resolve?phone=79161112233", Named("phone", "+79161112233")),
        ("8 (916) 111-22-33", Named("phone", "+79161112233")),
        ("79161112233", Named("phone", "+79161112233")),
        ("020 7946 0958", Named("phone", "+442079460958")),
        ("(212) 555-0123", Named("phone", "+12125550123")),
        ("Ирина, 8 916 111-22-33", Named("phone", "+79161112233", name="Ирина")),
        ("12345", Named("words", "12345")),
    ],
)
def test_what_is_typed(line: str, named: Named) -> None:
    assert typed(line) == named


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://t.me/c/1234/56", Named("private", "1234", 56)),
        ("https://t.me/c/1234/7/56", Named("private", "1234", 56)),
        ("tg://privatepost?channel=1234&post=56", Named("private", "1234", 56)),
        ("https://telegram.me/irina_k/12", Named("username", "irina_k", 12)),
        ("https://irina_k.t.me/12", Named("username", "irina_k", 12)),
        ("tg://user?id=42", Named("user", "42")),
        ("tg://openmessage?user_id=42&message_id=3", Named("user", "42", 3)),
        ("https://t.me/+79161112233", Named("phone", "+79161112233")),
        ("https://t.me/+AbCd12", Named("invite", "AbCd12")),
        ("https://t.me/joinchat/AbCd12", Named("invite", "AbCd12")),
        ("https://t.me/addstickers/Cats", Named("other")),
        ("tg://settings", Named("other")),
        ("https://irina@t.me/x", None),
        ("https://t.me.evil.example/irina_k", None),
        ("https://evil.example/t.me/irina_k", None),
        ("javascript:alert(1)", None),
    ],
)
def test_where_a_link_leads(url: str, named: Named | None) -> None:
    assert link(url) == named


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"(https?|tg)://(t\.me|resolve|user)[/?].{0,30}"))
def test_anything_is_read(line: str) -> None:
    assert typed(line).kind
    link(line)
