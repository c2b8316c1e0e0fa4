"""The scenarios that ship: the demo and the generated load can be read and mean what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.sandbox.attachments import load_file, voice_seconds
from core.sandbox.load import load_scenario
from core.sandbox.load import main as write_load
from core.sandbox.scenario import Delete, Edit, Fault, Message, Reaction, Spoken
from core.sandbox.scenario_file import load, parse

ROOT = Path(__file__).parents[3]


def test_the_demo_has_one_of_everything() -> None:
    demo = load(ROOT / "resources" / "sandbox" / "demo.json")
    kinds = {type(event) for event in demo.events}
    assert kinds == {Message, Edit, Delete, Reaction, Fault}
    spoken = [event for event in demo.events if isinstance(event, Spoken)]
    assert {(event.channel, event.sender) for event in spoken} == {
        ("telegram", "client"),
        ("telegram", "us"),
        ("whatsapp", "client"),
        ("whatsapp", "us"),
    }
    assert any(event.redeliver for event in spoken)
    assert any(contact.telegram and contact.whatsapp for contact in demo.contacts)
    assert 20 < demo.events[-1].at < 30
    attachments = [e.attachment for e in demo.events if isinstance(e, Message) and e.attachment]
    assert {load_file(attachment).mime for attachment in attachments} == {"application/pdf"}


def test_the_demos_document_has_a_text_layer() -> None:
    pypdf = pytest.importorskip("pypdf")
    page = pypdf.PdfReader(ROOT / "resources" / "sandbox" / "files" / "zapros-kp.pdf").pages[0]
    assert "ООО «Северная вода»" in page.extract_text()


def test_load_is_as_much_as_was_asked_for(tmp_path: Path) -> None:
    scenario = parse(json.dumps(load_scenario()).encode(), tmp_path)
    assert len(scenario.events) == 300
    assert scenario.events[-1].at == pytest.approx(59.8)
    assert len({event.channel for event in scenario.events if isinstance(event, Spoken)}) == 2
    out = tmp_path / "load.json"
    assert (
        write_load(["--rate", "2", "--seconds", "3", "--contacts", "100", "--out", str(out)]) == 0
    )
    assert len(load(out).events) == 6


def test_a_voice_messages_length_is_read_off_its_last_page() -> None:
    page = b"OggS\x00\x04" + (48_000 * 7 + 100).to_bytes(8, "little") + b"\x00" * 14
    assert voice_seconds(b"OggS" + b"\x00" * 24 + page) == 7
    assert voice_seconds(b"ID3 something") == 0
