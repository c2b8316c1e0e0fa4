"""Answers by buttons, lists and forms, and what of ours they answer. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/interactive
"""

import re
from typing import Final

import msgspec

from core.channels.whatsapp import parts, records
from core.channels.whatsapp.gathering import Content
from core.channels.whatsapp.records import NOTHING, Raw, noted, said

# The flow builder calls a field by its screen and place, and an answer of a list by its place.
_FIELD: Final = re.compile(r"^screen_\d+_(.+?)(?:_\d+)?$")
_ANSWER: Final = re.compile(r"^\d+_(?=\D)")
_DEEPEST: Final = 4
_SILENT: Final = frozenset({"flow_token"})


def interactive(raw: Raw) -> Content:
    """What was chosen or filled in; of a message of ours its words and buttons."""
    message = records.part(raw, parts.Interactive)
    for reply in (message.button_reply, message.list_reply):
        if reply != NOTHING:
            choice = records.soft(reply, parts.Choice)
            chosen = said(choice.title) or said(choice.description) or said(choice.id)
            return Content(chosen, note="" if chosen else "interactive")
    if message.nfm_reply != NOTHING:
        reply_ = records.soft(message.nfm_reply, parts.FlowReply)
        if said(reply_.name) == "address_message":
            return Content(_address(reply_), note="address")
        return Content(_form(reply_), note="form")
    if message.call_permission_reply != NOTHING:
        answer = records.soft(message.call_permission_reply, parts.CallPermission)
        allowed = answer.response in ("accept", "accepted")
        return Content(note="call_allowed" if allowed else "call_not_allowed")
    found = _ours(message)
    return found if found.text or found.product else _unheard(raw, said(message.type))


def _unheard(raw: Raw, kind: str) -> Content:
    """An answer of another kind (payment_method, …), by its name and what it tells."""
    told = records.lenient(raw, dict[str, Raw], {}).get(kind, NOTHING)
    lines = _lines(records.lenient(told, dict[str, object], {}))
    return Content("\n".join(lines), note=(noted(kind) if told != NOTHING else "") or "interactive")


def _form(reply: parts.FlowReply) -> str:
    """The fields of a filled form, a line each; WhatsApp's own token is no answer. One that
    cannot be read is told as it is."""
    fields = _fields(reply)
    written = records.lenient(reply.response_json, str, "").strip()
    broken = not fields and written.strip("{} ")
    return "\n".join(_lines(fields)) or (written if broken else said(reply.body))


def _address(reply: parts.FlowReply) -> str:
    """An address has no need of its fields' names."""
    values = _fields(reply).get("values")
    told = map(_answer, values.values()) if isinstance(values, dict) else ()
    return "\n".join(filter(None, told)) or _form(reply)


def _fields(reply: parts.FlowReply) -> dict[str, object]:
    given = records.lenient(reply.response_json, str, "").encode() or bytes(reply.response_json)
    try:
        return msgspec.json.decode(given, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return {}


def _lines(fields: dict[str, object], depth: int = 1) -> list[str]:
    lines: list[str] = []
    for key, value in fields.items():
        if key in _SILENT:
            continue
        if isinstance(value, dict) and depth < _DEEPEST:
            lines += _lines(value, depth + 1)
        elif answer := _answer(value):
            lines.append(f"{_field(key)}: {answer}")
    return lines


def _field(key: str) -> str:
    found = _FIELD.match(key)
    return (found[1].replace("_", " ") if found else key).strip()


def _answer(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_answer, value)))
    if isinstance(value, dict):
        told = (_answer(value.get(key)) for key in ("title", "name", "file_name", "id"))
        return next(filter(None, told), "")
    if isinstance(value, str | int | float):
        return _ANSWER.sub("", said(value))
    return ""


def _ours(message: parts.Interactive) -> Content:
    """A message with buttons, a list or a product: ours, or forwarded by the client."""
    lines = [
        said(text.text) or said(text.title)
        for text in (
            records.soft(part, parts.Said)
            for part in (message.header, message.body, message.footer)
        )
    ]
    action = records.soft(message.action, parts.Action)
    more = records.soft(action.parameters, parts.Parameters)
    product = records.soft(message.product, parts.Action).product_retailer_id
    lines += [f"• {word}" for word in _buttons(action) if word]
    lines += [said(more.url)]
    text = "\n".join(filter(None, lines))
    named = said(action.product_retailer_id) or said(product)
    return Content(text, note="" if text else "interactive", product=named)


def _buttons(action: parts.Action) -> list[str]:
    words: list[str] = []
    more = records.soft(action.parameters, parts.Parameters)
    for item in _each(action.buttons):
        button = records.soft(item, parts.ActionButton)
        reply = records.soft(button.reply, parts.Choice)
        words.append(said(reply.title) or said(button.title) or said(button.text))
    for item in _each(action.sections):
        section = records.soft(item, parts.Section)
        rows = (records.soft(row, parts.Choice) for row in _each(section.rows))
        words += [said(row.title) for row in rows]
        goods = (records.soft(row, parts.OrderItem) for row in _each(section.product_items))
        words += [said(one.product_retailer_id) for one in goods]
    return words or [said(action.button) or said(more.display_text) or said(more.flow_cta)]


def template(raw: Raw) -> Content:
    """A template of ours that was sent from elsewhere: its words where they are told, else its
    name and what fills it."""
    sent = records.part(raw, parts.Template)
    lines: list[str] = []
    for item in _each(sent.components):
        component = records.soft(item, parts.Component)
        filled = (records.soft(each, parts.Parameter) for each in _each(component.parameters))
        lines += [said(component.text), ", ".join(filter(None, (said(one.text) for one in filled)))]
    return Content("\n".join(filter(None, [said(sent.name), *lines])), note="template")


def _each(raw: Raw) -> list[Raw]:
    try:
        return records.items(raw)
    except ValueError:
        return []
