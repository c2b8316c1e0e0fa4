"""Message templates: read from the account's list, and put into a send. Pure.

Source: https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
"""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from core.channels.whatsapp import records
from core.channels.whatsapp.records import Raw
from core.domain.problems import ChannelError, Problem

_GAP = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """One template in one language. ``gaps`` are the places of its body, in order: numbers, or
    names where ``named``. ``sendable``: approved, and all it needs are the gaps of its body."""

    name: str
    language: str
    category: str = ""
    status: str = ""
    body: str = ""
    footer: str = ""
    gaps: tuple[str, ...] = ()
    named: bool = False
    sendable: bool = True

    def fill(self, params: tuple[str, ...]) -> str:
        """The body as the client will read it; a gap without a parameter stays as it is."""
        values = dict(zip(self.gaps, params, strict=False))
        return _GAP.sub(lambda gap: values.get(gap[1], gap[0]), self.body)

    def message(self, params: tuple[str, ...]) -> dict[str, Any]:
        """The ``template`` part of a send. Raises ChannelError where a parameter lacks."""
        if len(params) != len(self.gaps) or not all(param.strip() for param in params):
            wanted = {"name": self.name, "count": str(len(self.gaps))}
            raise ChannelError(Problem("whatsapp-template-params", wanted))
        part: dict[str, Any] = {"name": self.name, "language": {"code": self.language}}
        if params:
            # A parameter may hold no line breaks or runs of spaces (132012).
            given: list[dict[str, str]] = [
                {"type": "text", "text": " ".join(param.split())} for param in params
            ]
            if self.named:
                for item, gap in zip(given, self.gaps, strict=True):
                    item["parameter_name"] = gap
            part["components"] = [{"type": "body", "parameters": given}]
        return part


class _Button(msgspec.Struct, frozen=True):
    url: str | None = None
    type: str | None = None


class _Component(msgspec.Struct, frozen=True):
    type: str | None = None
    format: str | None = None
    text: str | None = None
    buttons: list[_Button] | None = None


class _Row(msgspec.Struct, frozen=True):
    name: str
    language: str
    category: str | None = None
    status: str | None = None
    parameter_format: str | None = None
    components: list[_Component] | None = None


class _Cursors(msgspec.Struct, frozen=True):
    after: str | None = None


class _Paging(msgspec.Struct, frozen=True):
    cursors: _Cursors | None = None
    next: str | None = None


class _Page(msgspec.Struct, frozen=True):
    data: Raw = records.NOTHING
    paging: Raw = records.NOTHING


def page(body: bytes) -> tuple[list[Template], str | None]:
    """The templates of one page and the cursor of the next (None: the last page). A template
    that cannot be read is left out. Raises msgspec.DecodeError."""
    answer = msgspec.json.decode(body, type=_Page)
    rows = [records.lenient(raw, _Row, None) for raw in records.items(answer.data)]
    paging = records.lenient(answer.paging, _Paging, None) or _Paging()
    return [_template(row) for row in rows if row is not None], _after(paging)


def _after(paging: _Paging) -> str | None:
    """Only ``next`` says that there is more; it names the cursor where ``cursors`` does not."""
    if not paging.next:
        return None
    if paging.cursors and paging.cursors.after:
        return paging.cursors.after
    return next(iter(parse_qs(urlsplit(paging.next).query).get("after", ())), None)


def _template(row: _Row) -> Template:
    body = footer = ""
    plain = True
    for component in row.components or []:
        match (component.type or "").upper():
            case "BODY":
                body = component.text or ""
            case "FOOTER":
                footer = component.text or ""
            case "HEADER":
                is_text = (component.format or "TEXT").upper() == "TEXT"
                plain = plain and is_text and not _GAP.search(component.text or "")
            case "BUTTONS":
                plain = plain and not any(
                    _GAP.search(button.url or "")
                    or (button.type or "").upper() in ("COPY_CODE", "OTP", "FLOW")
                    for button in component.buttons or []
                )
            case _:
                plain = False
    gaps = tuple(dict.fromkeys(_GAP.findall(body)))
    # a list that does not tell the format shows it in the body
    named = (row.parameter_format or "").upper() == "NAMED" or not all(map(str.isdecimal, gaps))
    if not named:
        gaps = tuple(sorted(gaps, key=int))
    return Template(
        name=row.name,
        language=row.language,
        category=row.category or "",
        status=row.status or "",
        body=body,
        footer=footer,
        gaps=gaps,
        named=named,
        sendable=plain and (row.status or "").upper() == "APPROVED",
    )
