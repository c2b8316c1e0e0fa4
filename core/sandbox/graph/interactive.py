"""Buttons, lists, links, places and contacts as the API checks them.

The limits: developers.facebook.com/documentation/business-messaging/whatsapp/messages/, a page a
kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.sandbox.graph.errors import GraphError

MediaKnown = Callable[[str], bool]


def _text(value: object, place: str, limit: int, *, needed: bool = True) -> str:
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or not value:
        raise GraphError(131008, f"Parameter '{place}' is missing")
    if len(value) > limit:
        raise GraphError(131009, f"{place} must be at most {limit} characters long")
    return value


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise GraphError(131008, f"Parameter '{place}' is missing")
    return value


def _list(value: object, place: str, least: int, most: int) -> Sequence[Any]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise GraphError(131009, f"{place} must have {least} to {most} items")
    return value


def _different(values: Sequence[str], place: str) -> None:
    if len(set(values)) < len(values):
        raise GraphError(131009, f"Duplicated {place}")


def media_known(media: object, place: str, known: MediaKnown) -> str | None:
    """The id of a media object, None for a link. Raises GraphError."""
    media = _mapping(media, place)
    ident, link = media.get("id"), media.get("link")
    if isinstance(ident, str) and ident:
        if not known(ident):
            details = f"Param {place}['id'] is not a valid whatsapp business account media id"
            raise GraphError(100, details)
        return ident
    if not isinstance(link, str) or not link.startswith(("http://", "https://")):
        raise GraphError(131008, f"Parameter '{place}.id' or '{place}.link' is missing")
    return None


def location(place: Mapping[str, Any]) -> str:
    """Check a `location`; gives what a reader sees."""
    degrees: list[float] = []
    for key, limit in (("latitude", 90), ("longitude", 180)):
        try:
            degree = float(place[key])
        except (KeyError, TypeError, ValueError):
            raise GraphError(131008, f"Parameter 'location.{key}' is missing") from None
        if not -limit <= degree <= limit:
            raise GraphError(131009, f"location.{key} must be between -{limit} and {limit}")
        degrees.append(degree)
    named = [str(place[key]) for key in ("name", "address") if place.get(key)]
    return "\n".join([*named, ", ".join(map(str, degrees))])


def contacts(value: object) -> str:
    """Check `contacts`; gives what a reader sees."""
    names: list[str] = []
    for n, card in enumerate(_list(value, "contacts", 1, 257)):
        name = _mapping(_mapping(card, f"contacts[{n}]").get("name"), f"contacts[{n}].name")
        names.append(_text(name.get("formatted_name"), f"contacts[{n}].name.formatted_name", 1000))
        parts = ("first_name", "last_name", "middle_name", "suffix", "prefix")
        if not any(name.get(part) for part in parts):
            details = f"contacts[{n}].name needs one more part beside formatted_name"
            raise GraphError(131009, details)
    return "\n".join(names)


def interactive(value: Mapping[str, Any], known: MediaKnown) -> str:
    """Check an `interactive`; gives what a reader sees."""
    kind = value.get("type")
    checks = {"button": _buttons, "list": _rows, "cta_url": _link}
    if kind not in checks:
        raise GraphError(131009, f"interactive.type {kind!r} is not known")
    body = _mapping(value.get("body"), "interactive.body")
    limit = 4096 if kind == "list" else 1024
    lines = [_header(value.get("header"), str(kind), known)]
    lines.append(_text(body.get("text"), "interactive.body.text", limit))
    if "footer" in value:
        footer = _mapping(value["footer"], "interactive.footer")
        lines.append(_text(footer.get("text"), "interactive.footer.text", 60))
    lines += checks[kind](_mapping(value.get("action"), "interactive.action"))
    return "\n".join(line for line in lines if line)


def _header(value: object, kind: str, known: MediaKnown) -> str:
    if value is None:
        return ""
    header = _mapping(value, "interactive.header")
    what = header.get("type")
    if what == "text":
        return _text(header.get("text"), "interactive.header.text", 60)
    if kind == "list" or what not in ("image", "video", "document"):
        raise GraphError(131009, f"interactive.header.type {what!r} does not go with {kind}")
    media_known(header.get(str(what)), f"interactive.header.{what}", known)
    return ""


def _buttons(action: Mapping[str, Any]) -> list[str]:
    titles: list[str] = []
    ids: list[str] = []
    for n, button in enumerate(_list(action.get("buttons"), "interactive.action.buttons", 1, 3)):
        place = f"interactive.action.buttons[{n}].reply"
        reply = _mapping(_mapping(button, place).get("reply"), place)
        titles.append(_text(reply.get("title"), f"{place}.title", 20))
        ids.append(_text(reply.get("id"), f"{place}.id", 256))
    _different(titles, "title in reply buttons")
    _different(ids, "id in reply buttons")
    return [" ".join(f"[{title}]" for title in titles)]


def _rows(action: Mapping[str, Any]) -> list[str]:
    lines = [f"[{_text(action.get('button'), 'interactive.action.button', 20)}]"]
    sections = _list(action.get("sections"), "interactive.action.sections", 1, 10)
    ids: list[str] = []
    for n, each in enumerate(sections):
        place = f"interactive.action.sections[{n}]"
        section = _mapping(each, place)
        needed = len(sections) > 1
        lines.append(_text(section.get("title"), f"{place}.title", 24, needed=needed))
        for row in _list(section.get("rows"), f"{place}.rows", 1, 10):
            row = _mapping(row, f"{place}.rows")
            ids.append(_text(row.get("id"), f"{place}.rows.id", 200))
            lines.append(_text(row.get("title"), f"{place}.rows.title", 24))
            _text(row.get("description"), f"{place}.rows.description", 72, needed=False)
    if len(ids) > 10:
        raise GraphError(131009, "Total row count exceed max allowed count: 10")
    _different(ids, "row id")
    return lines


def _link(action: Mapping[str, Any]) -> list[str]:
    if action.get("name") != "cta_url":
        raise GraphError(131009, "interactive.action.name must be cta_url")
    place = "interactive.action.parameters"
    parameters = _mapping(action.get("parameters"), place)
    url = _text(parameters.get("url"), f"{place}.url", 2000)
    if not url.startswith(("http://", "https://")):
        raise GraphError(131009, f"{place}.url is not a valid URL")
    return [f"[{_text(parameters.get('display_text'), f'{place}.display_text', 20)}]"]
