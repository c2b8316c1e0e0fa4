"""The account's list of templates, as Graph gives it. Pure.

Source: https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
"""

from typing import Final
from urllib.parse import parse_qs, urlsplit

import msgspec

from core.channels.whatsapp import records
from core.channels.whatsapp.records import Raw
from core.channels.whatsapp.templates import GAP, ButtonKind, Header, HeaderKind, Template
from core.channels.whatsapp.templates import TemplateButton as Button
from core.domain.problems import Problem

FIELDS: Final = (
    "id,name,language,status,category,parameter_format,components,quality_score,rejected_reason"
)
_HEADERS: Final[dict[str, HeaderKind]] = {
    "TEXT": "text",
    "IMAGE": "image",
    "VIDEO": "video",
    "DOCUMENT": "document",
    "LOCATION": "location",
}
_BUTTONS: Final[dict[str, ButtonKind]] = {
    "QUICK_REPLY": "quick_reply",
    "URL": "url",
    "PHONE_NUMBER": "phone",
    "COPY_CODE": "copy_code",
    "VOICE_CALL": "call",
}
# Why a template that is not approved is not sent: the Problem's code.
_STATUSES: Final = {
    "PENDING": "whatsapp-template-pending",
    "IN_APPEAL": "whatsapp-template-pending",
    "REJECTED": "whatsapp-template-rejected",
    "PAUSED": "whatsapp-template-paused",
    "DISABLED": "whatsapp-template-disabled",
}


class _Named(msgspec.Struct, frozen=True):
    param_name: str | None = None
    example: str | None = None


class _Example(msgspec.Struct, frozen=True):
    header_text: Raw = records.NOTHING
    header_text_named_params: Raw = records.NOTHING
    body_text: Raw = records.NOTHING
    body_text_named_params: Raw = records.NOTHING


class _Button(msgspec.Struct, frozen=True):
    text: str | None = None
    url: str | None = None
    type: str | None = None
    phone_number: str | None = None
    example: Raw = records.NOTHING


class _Component(msgspec.Struct, frozen=True):
    type: str | None = None
    format: str | None = None
    text: str | None = None
    buttons: list[_Button] | None = None
    example: Raw = records.NOTHING


class _Score(msgspec.Struct, frozen=True):
    score: str | None = None


class _Row(msgspec.Struct, frozen=True):
    name: str
    language: str
    id: str | None = None
    category: str | None = None
    status: str | None = None
    parameter_format: str | None = None
    components: list[_Component] | None = None
    quality_score: Raw = records.NOTHING
    rejected_reason: str | None = None


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
    header, body, footer = Header(), "", ""
    buttons: list[Button] = []
    strange = ""
    examples: _Example = _Example()
    for component in row.components or []:
        match kind := (component.type or "").upper():
            case "BODY":
                body = component.text or ""
                examples = records.lenient(component.example, _Example, _Example())
            case "FOOTER":
                footer = component.text or ""
            case "HEADER":
                known = _header(component)
                header, strange = (
                    known or header,
                    strange or ("" if known else component.format or kind),
                )
            case "BUTTONS":
                for each in component.buttons or []:
                    button = _button(each)
                    if button is None:
                        strange = strange or each.type or kind
                    else:
                        buttons.append(button)
            case _:
                strange = strange or kind
    gaps = tuple(dict.fromkeys(GAP.findall(body)))
    # a list that does not tell the format shows it in the body
    named = (row.parameter_format or "").upper() == "NAMED" or not all(map(str.isdecimal, gaps))
    if not named:
        gaps = tuple(sorted(gaps, key=int))
    score = records.lenient(row.quality_score, _Score, _Score()).score
    return Template(
        name=row.name,
        language=row.language,
        id=row.id or "",
        category=row.category or "",
        status=row.status or "",
        quality=score or "",
        header=header,
        body=body,
        footer=footer,
        buttons=tuple(buttons),
        gaps=gaps,
        examples=_examples(examples, gaps),
        named=named,
        problem=_why_not(row, strange),
    )


def _why_not(row: _Row, strange: str) -> Problem | None:
    status = (row.status or "").upper()
    if status != "APPROVED":
        code = _STATUSES.get(status, "whatsapp-template-status")
        why = row.rejected_reason if row.rejected_reason not in (None, "NONE") else ""
        return Problem(code, {"name": row.name, "status": status, "why": why or ""})
    if strange:
        return Problem("whatsapp-template-part", {"name": row.name, "part": strange})
    return None


def _header(component: _Component) -> Header | None:
    kind = _HEADERS.get((component.format or "TEXT").upper())
    text = component.text or ""
    gaps = GAP.findall(text) if kind == "text" else []
    if kind is None or len(gaps) > 1:
        return None
    told = records.lenient(component.example, _Example, _Example())
    gap = gaps[0] if gaps else ""
    example = _named(told.header_text_named_params).get(gap, "")
    if not example and gap:
        example = next(iter(records.lenient(told.header_text, list[str], [])), "")
    return Header(kind=kind, text=text if kind == "text" else "", gap=gap, example=example)


def _button(given: _Button) -> Button | None:
    kind = _BUTTONS.get((given.type or "").upper())
    if kind is None:
        return None
    one = records.lenient(given.example, str, "")
    example = one or next(iter(records.lenient(given.example, list[str], [])), "")
    url = given.url or ""
    wants = kind == "copy_code" or (kind == "url" and bool(GAP.search(url)))
    if kind == "url" and wants:
        # the example is the whole address
        example = example.removeprefix(url[: url.index("{{")])
    return Button(
        kind=kind,
        # Meta gives this one its words
        text=given.text or ("Copy offer code" if kind == "copy_code" else ""),
        url=url,
        phone=given.phone_number or "",
        wants=wants,
        example=example if wants else "",
    )


def _named(raw: Raw) -> dict[str, str]:
    found = [records.lenient(item, _Named, _Named()) for item in records.items(raw)]
    return {each.param_name: each.example or "" for each in found if each.param_name}


def _examples(told: _Example, gaps: tuple[str, ...]) -> tuple[str, ...]:
    if named := _named(told.body_text_named_params):
        return tuple(named.get(gap, "") for gap in gaps)
    return tuple(next(iter(records.lenient(told.body_text, list[list[str]], [])), []))
