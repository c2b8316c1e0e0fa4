"""What answers mean: pure, so that every answer of a proxy, a hub or Meta can be given."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from core.channels.whatsapp.converters import to_events
from core.doctor import certificate, front, health, link, machine, meta_checks, streams
from core.doctor.calling import Answer
from core.doctor.certificate import Shown
from core.doctor.findings import Finding
from core.doctor.meta_records import Facts
from core.doctor.setup import DeskToken, Number
from core.domain.problems import Problem
from core.team.wire import Me
from desktop.doctor_command import sentence
from desktop.shell.places import RESOURCES, translation_files
from desktop.shell.sentences import Sentences

NOW = datetime(2026, 11, 27, tzinfo=UTC)
CORE = RESOURCES.parent / "core" / "doctor"


def test_the_webhook_that_is_sent_says_nothing_to_any_desk() -> None:
    assert to_events(front.HARMLESS, "106540352242922", now=0) == []


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (200, "handshake-other"), (301, "handshake-other"), (403, "handshake-token"),
        (404, "handshake-path"), (502, "handshake-proxy"), (504, "handshake-proxy"),
        (0, "public-silent"),
    ],
)  # fmt: skip
def test_handshakes(status: int, code: str) -> None:
    found = front.handshake("https://hub.example.com/webhook", "main", Answer(status, "x"), False)
    assert (found.state, found.key) == ("problem", f"doctor-{code}")


@pytest.mark.parametrize(
    ("judge", "status", "code"),
    [
        (front.delivery, 200, ""), (front.delivery, 401, "delivery-signature"),
        (front.delivery, 503, "delivery-full"), (front.delivery, 413, "delivery-other"),
        (front.delivery, 0, "delivery-other"), (front.forgery, 401, ""),
        (front.forgery, 200, "forgery-taken"), (front.forgery, 413, "forgery-size"),
        (front.forgery, 502, "forgery-other"),
    ],
)  # fmt: skip
def test_webhooks(judge: Any, status: int, code: str) -> None:
    found = judge("main", Answer(status, ""))
    assert found.state == ("problem" if code else "ok")
    assert not code or found.key == f"doctor-{code}"


@pytest.mark.parametrize(
    ("days", "left", "code"),
    [
        (90, 30, "good"), (90, 13, "soon"), (365, 15, "good"), (6, 2, "good"), (6, 1, "soon"),
        (90, -1, "soon"),
    ],
)  # fmt: skip
def test_a_certificate_is_to_be_renewed_in_time(days: int, left: int, code: str) -> None:
    until = NOW + timedelta(left)
    shown = Shown(names=("a",), issuer="CA", since=until - timedelta(days), until=until)
    found = certificate.judged("certificate", "https://a/webhook", shown, NOW)
    assert found.key == f"doctor-certificate-{code}"


def test_a_disk() -> None:
    found = machine.room("/data", 5 * 2**30 + 2**29, 2**30)
    assert (found.state, found.params["free"]) == ("ok", str(5 * 2**30 + 2**29))
    assert "5,5 ГБ" in sentence("ru", found).replace("\u00a0", " ")
    assert machine.room("/data", 2**30, 2**30).state == "problem"


HEALTHY = {"ok": True, "home": {"ok": True}, "version": "1", "uptime_seconds": 7200.0}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (HEALTHY, "good"),
        ({}, "silent"),
        ({"ok": False, "home": {"ok": False, "problem": "ENOTCONN"}}, "home"),
        (HEALTHY | {"ok": False}, "disk"),
        (HEALTHY | {"media": {"ok": False, "due": 3}}, "media"),
    ],
)
def test_health(said: dict[str, Any], code: str) -> None:
    found = health.health("http://127.0.0.1:9465", Answer(200, ""), said)
    assert found.key == f"doctor-health-{code}"


def test_desks_are_told_one_by_one() -> None:
    assert health.desks([], {})[0].key == "doctor-desks-none"
    said = {"desks": [{"desk": "anna", "connected": True}, "odd"]}
    found = health.desks([DeskToken("anna", "1" * 64), DeskToken("new", "2" * 64)], said)
    assert [one.key for one in found] == ["doctor-desk-reads", "doctor-desk-restart"]
    assert health.desks([DeskToken("anna", "1" * 64)], {})[0].key == "doctor-desk-known"


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (401, "problem-feed-auth"), (404, "problem-feed-missing"), (200, "problem-feed-missing"),
        (502, "problem-feed-unreachable"),
    ],
)  # fmt: skip
def test_answers_of_a_hub_to_a_desk(status: int, key: str) -> None:
    assert [one.key for one in link.judged("https://hub", status, b"odd", 0)] == [key]


def test_the_clocks_of_hub_and_desk() -> None:
    body = msgspec.msgpack.encode(Me("anna", "1", "home", 1_000_000))
    assert [one.state for one in link.judged("https://hub", 200, body, 1_050_000)] == ["ok", "ok"]
    found = link.judged("https://hub", 200, body, 1_070_000)
    assert found[-1].key == "doctor-hub-clock-off"


def facts(**more: Any) -> Facts:
    number = Number(id="100", token="t")
    return Facts(number=number, **{"node": b'{"id":"100"}', **more})


def test_what_meta_does_not_tell_is_no_problem_of_ours() -> None:
    states = {one.state for one in meta_checks.judged(facts(node=b"?"), "https://a/webhook", 0)}
    assert states == {"ok", "problem", "unchecked"}
    odd: Any = {name: b'{"data": 5}' for name in ("token", "phones", "subscribed")}
    meta_checks.judged(facts(waba="1", app="2", subscriptions=b"[]", templates=b"", **odd), "", 0)


def test_a_token_that_ends_and_data_that_ends_before_it() -> None:
    data = {"is_valid": True, "expires_at": 100 * 86_400, "data_access_expires_at": 40 * 86_400}
    got = facts(token=msgspec.json.encode({"data": data}))
    found = meta_checks.token(got, 0)
    assert (found.key, found.params["days"]) == ("doctor-token-until", "40")
    assert meta_checks.token(got, 35 * 86_400).key == "doctor-token-soon"


def test_where_webhooks_go_is_put_together_where_the_number_does_not_tell() -> None:
    ours = "https://a/webhook"
    data = [{"object": "whatsapp_business_account", "callback_url": ours, "fields": []}]
    app = {"whatsapp_business_api_data": {"id": "2"}}
    got = facts(
        app="2",
        subscriptions=msgspec.json.encode({"data": data}),
        subscribed=msgspec.json.encode({"data": [app]}),
    )
    assert meta_checks.callback(got, ours).state == "ok"
    got.subscribed = msgspec.json.encode({"data": [app | {"override_callback_uri": "https://b"}]})
    assert meta_checks.callback(got, ours).key == "doctor-callback-account"
    silent = facts(node=Problem("whatsapp-refused", {"number": "100"}))
    assert meta_checks.callback(silent, ours).state == "unchecked"


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({"storage": "memory"}, "memory"),
        ({"storage": "file", "discard": "old", "max_bytes": 5000}, "drops"),
        ({"storage": "file", "discard": "new", "max_bytes": 1000}, "full"),
        ({"storage": "file", "discard": "new", "max_age": 86_400 * 10**9}, "short"),
        ({"storage": "file", "discard": "new", "max_bytes": -1}, "good"),
    ],
)
def test_streams(config: dict[str, Any], code: str) -> None:
    said = msgspec.json.encode({"config": config, "state": {"bytes": 950, "messages": 2}})
    assert streams.stream("threadline", said, 30).key == f"doctor-stream-{code}"


def test_every_finding_has_its_sentence_and_every_sentence_its_finding() -> None:
    text = "\n".join(path.read_text("utf-8") for path in CORE.glob("*.py"))
    text += (RESOURCES.parent / "desktop" / "doctor_setup.py").read_text("utf-8")
    steps = set(re.findall(r'\b(?:good|bad|unknown)\(\s*"([a-z-]+)"', text))
    codes = set(re.findall(r'\b(?:good|bad|unknown)\(\s*(?:"[a-z-]+"|step), "([a-z-]+)"', text))
    codes |= set(re.findall(r'"((?:clock|desk)-[a-z]+)" if', text))
    codes |= set(re.findall(r'else "((?:clock|desk|right)-[a-z]+)"', text))
    codes |= {
        "no-numbers",
        "no-number-here",
        "right-missing",
        "right-messaging",
        "right-management",
    }
    codes |= {"stream-none-hub", "stream-none-desk"}
    codes |= {f"field-{one.replace('_', '-')}" for one in meta_checks.FIELDS + meta_checks.IN_APP}
    codes |= set(re.findall(r'"feed-[a-z]+": "([a-z-]+)"', text))
    steps |= {*meta_checks.STEPS, "hub-certificate", "jetstream", "nats-rights"}
    wanted = {f"doctor-{code}" for code in codes} | {f"doctor-step-{step}" for step in steps}
    wanted |= {f"doctor-state-{state}" for state in ("ok", "problem", "unchecked")}
    wanted |= {f"doctor-sum-{how}" for how in ("good", "open", "bad")}
    file = next(path for path in translation_files("en") if path.stem == "doctor")
    have = set(re.findall(r"(?m)^(doctor-[a-z-]+) =", file.read_text("utf-8")))
    assert wanted == have


def test_no_heavy_part_is_loaded() -> None:
    code = (
        "import sys, desktop.doctor_setup, core.doctor.examine; from desktop import doctor_command;"
        " from core.doctor.machine import room; doctor_command.sentence('ru', room('/', 1, 2));"
        " heavy = {'PySide6', 'llama_cpp', 'natasha', 'telethon', 'qasync'};"
        " print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=RESOURCES.parent, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_problem_says_what_to_do(lang: str) -> None:
    told = Finding("certificate", "problem", "doctor-certificate-name", {"host": "a", "names": "b"})
    assert "a" in sentence(lang, told)
    borrowed = Finding("hub", "problem", "problem-feed-auth", {"place": "https://hub"})
    assert "https://hub" in sentence(lang, borrowed)
    assert "doctor-step-hub" in Sentences(lang)
