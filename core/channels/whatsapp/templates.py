"""Message templates: what the account has, what may fill them, what the client will read. Pure.

Sources (developers.facebook.com/documentation/business-messaging/whatsapp/): templates/components,
templates/marketing-templates/coupon-templates, messages/template-messages.
"""

import re
from typing import Any, Final, Literal

import msgspec

from core.domain.problems import ChannelError, Problem
from core.domain.sends import Param, Values, texts

_NONE: Final = Values()
GAP: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
HEADER_LIMIT: Final = 60
BODY_LIMIT: Final = 1024
URL_LIMIT: Final = 2000
CODE_LIMIT: Final = 20
PAYLOAD_LIMIT: Final = 256

HeaderKind = Literal["", "text", "image", "video", "document", "location"]
ButtonKind = Literal["quick_reply", "url", "phone", "copy_code", "call"]
MEDIA_HEADERS: Final = ("image", "video", "document")


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above the body. A ``text`` may have one gap; media and a location are given
    with every send. ``example`` is what the gap was approved with."""

    kind: HeaderKind = ""
    text: str = ""
    gap: str = ""
    example: str = ""


class TemplateButton(msgspec.Struct, frozen=True, kw_only=True):
    """A button below. ``wants``: a value must be given: the end of ``url`` (its gap is last) or
    the code to copy. A quick reply may be given a payload."""

    kind: ButtonKind
    text: str = ""
    url: str = ""
    phone: str = ""
    wants: bool = False
    example: str = ""

    def target(self, value: str) -> str:
        """Where it leads with ``value`` in place; '' where it only answers."""
        if self.kind == "url":
            return GAP.sub(lambda _: value, self.url) if value else self.url
        return self.phone if self.kind == "phone" else value if self.kind == "copy_code" else ""


class ShownButton(msgspec.Struct, frozen=True):
    """A button as the client will see it."""

    text: str
    kind: ButtonKind
    target: str = ""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """Exactly what the client will see; a gap that is not filled yet stays as it is."""

    header_kind: HeaderKind = ""
    header: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[ShownButton, ...] = ()

    @property
    def text(self) -> str:
        """As lines, for the thread."""
        header = self.header if self.header_kind in ("text", "location") else ""
        buttons = " ".join(f"[{button.text}]" for button in self.buttons)
        return "\n".join(filter(None, (header, self.body, self.footer, buttons)))


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """One template in one language. ``gaps`` are the places of its body, in order: numbers, or
    names where ``named``; ``examples`` what they were approved with. ``quality`` is GREEN, YELLOW,
    RED or UNKNOWN. ``problem`` says why it cannot be sent; None: it can."""

    name: str
    language: str
    id: str = ""
    category: str = ""
    status: str = ""
    quality: str = ""
    header: Header = Header()
    body: str = ""
    footer: str = ""
    buttons: tuple[TemplateButton, ...] = ()
    gaps: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    named: bool = False
    problem: Problem | None = None

    @property
    def sendable(self) -> bool:
        """Approved, and made of what can be filled in here."""
        return self.problem is None

    @property
    def marketing(self) -> bool:
        """Of the category that clients can stop."""
        return self.category.upper() == "MARKETING"

    def fill(self, params: tuple[Param, ...] | tuple[str, ...]) -> str:
        """The body as the client will read it; a gap without a parameter stays as it is."""
        said = (p if isinstance(p, str) else p.text for p in params)
        values = dict(zip(self.gaps, map(_line, said), strict=False))
        return GAP.sub(lambda gap: values.get(gap[1]) or gap[0], self.body)

    def preview(self, values: Values = _NONE, file_name: str = "") -> Preview:
        """What the client will see. ``file_name`` names the file of a media header."""
        header = self.header
        above = file_name
        if header.kind == "text":
            above = GAP.sub(lambda gap: _line(values.header) or gap[0], header.text)
        elif header.kind == "location" and (place := values.place):
            named = ", ".join(filter(None, (place.name, place.address)))
            above = named or f"{place.latitude}, {place.longitude}"
        return Preview(
            header_kind=header.kind,
            header=above,
            body=self.fill(values.body),
            footer=self.footer,
            buttons=tuple(
                ShownButton(button.text, button.kind, button.target(_nth(values.buttons, n)))
                for n, button in enumerate(self.buttons)
            ),
        )

    def example(self) -> Values:
        """The values that it was approved with, where it has such."""
        return Values(
            body=texts(*(_nth(self.examples, n) for n in range(len(self.gaps)))),
            header=self.header.example,
            buttons=tuple(button.example if button.wants else "" for button in self.buttons),
        )

    def check(self, values: Values, *, media: str = "") -> None:
        """Everything Meta would refuse, before it does. ``media`` is the kind of file that goes
        with it ('': none). Raises ChannelError with what to put right."""
        if self.problem is not None:
            raise ChannelError(self.problem)
        given = [_line(param.text) for param in values.body]
        if len(given) != len(self.gaps) or not all(given):
            raise self._refused("whatsapp-template-params", count=str(len(self.gaps)))
        for param in values.body:
            if param.kind == "currency" and not re.fullmatch(r"[A-Z]{3}", param.code):
                raise self._refused("whatsapp-template-currency", text=param.code)
        if len(self.fill(values.body)) > BODY_LIMIT:
            raise self._refused("whatsapp-template-too-long", limit=str(BODY_LIMIT))
        self._check_header(values, media)
        self._check_buttons(values)

    def _check_header(self, values: Values, media: str) -> None:
        header = self.header
        if header.kind in MEDIA_HEADERS and media != header.kind:
            raise self._refused("whatsapp-template-file", kind=header.kind)
        if header.kind not in MEDIA_HEADERS and media:
            raise self._refused("whatsapp-template-no-file")
        if header.gap and not _line(values.header):
            raise self._refused("whatsapp-template-header")
        if header.kind == "text" and len(self.preview(values).header) > HEADER_LIMIT:
            raise self._refused("whatsapp-template-header-long", limit=str(HEADER_LIMIT))
        if header.kind == "location":
            if values.place is None:
                raise self._refused("whatsapp-template-place")
            check_place(values.place.latitude, values.place.longitude)

    def _check_buttons(self, values: Values) -> None:
        if len(values.buttons) > len(self.buttons):
            raise self._refused("whatsapp-template-button", button=str(len(self.buttons) + 1))
        for n, button in enumerate(self.buttons):
            value = _nth(values.buttons, n).strip()
            if button.wants and not value:
                raise self._refused("whatsapp-template-button", button=button.text or str(n + 1))
            limit = {"url": URL_LIMIT, "copy_code": CODE_LIMIT}.get(button.kind, PAYLOAD_LIMIT)
            size = len(button.target(value)) if button.kind == "url" else len(value)
            if size > limit or (button.kind == "url" and re.search(r"\s", value)):
                problem = "whatsapp-template-button-value"
                raise self._refused(problem, button=button.text or str(n + 1), limit=str(limit))

    def message(
        self, values: Values = _NONE, media: str = "", file: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """The ``template`` part of a send; ``file`` is the media object of its header, a
        ``media``. Raises ChannelError where Meta would refuse it."""
        self.check(values, media=media)
        components: list[dict[str, Any]] = []
        if (above := self._header_part(values, file)) is not None:
            components.append({"type": "header", "parameters": [above]})
        if values.body:
            body = [_param(param) for param in values.body]
            if self.named:
                for item, gap in zip(body, self.gaps, strict=True):
                    item["parameter_name"] = gap
            components.append({"type": "body", "parameters": body})
        for n, button in enumerate(self.buttons):
            value = _nth(values.buttons, n).strip()
            if value and (part := _button_param(button, value)):
                components.append(
                    {
                        "type": "button",
                        "sub_type": button.kind,
                        "index": str(n),
                        "parameters": [part],
                    }
                )
        whole: dict[str, Any] = {"name": self.name, "language": {"code": self.language}}
        if components:
            whole["components"] = components
        return whole

    def _header_part(self, values: Values, file: dict[str, Any] | None) -> dict[str, Any] | None:
        header = self.header
        if header.gap:
            part: dict[str, Any] = {"type": "text", "text": _line(values.header)}
            if self.named:
                part["parameter_name"] = header.gap
            return part
        if file is not None and header.kind in MEDIA_HEADERS:
            return {"type": header.kind, header.kind: file}
        if header.kind == "location" and (place := values.place):
            point = {"latitude": str(place.latitude), "longitude": str(place.longitude)}
            return {
                "type": "location",
                "location": {**point, "name": place.name, "address": place.address},
            }
        return None

    def _refused(self, code: str, **params: str) -> ChannelError:
        return ChannelError(Problem(code, {"name": self.name, **params}))


def check_place(latitude: float, longitude: float) -> None:
    """Raises ChannelError where it is no point on Earth (or not a number)."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ChannelError(Problem("whatsapp-place"))


def _nth(values: tuple[str, ...], n: int) -> str:
    return values[n] if n < len(values) else ""


def _line(text: str) -> str:
    """A parameter may hold no line breaks or runs of spaces (132012)."""
    return " ".join(text.split())


def _param(param: Param) -> dict[str, Any]:
    text = _line(param.text)
    match param.kind:
        case "currency":
            money = {
                "fallback_value": text,
                "code": param.code,
                "amount_1000": param.amount_1000,
            }
            return {"type": "currency", "currency": money}
        case "date_time":
            return {"type": "date_time", "date_time": {"fallback_value": text}}
        case _:
            return {"type": "text", "text": text}


def _button_param(button: TemplateButton, value: str) -> dict[str, str] | None:
    match button.kind:
        case "url" if button.wants:
            return {"type": "text", "text": value}
        case "quick_reply":
            return {"type": "payload", "payload": value}
        case "copy_code":
            return {"type": "coupon_code", "coupon_code": value}
        case _:
            return None
