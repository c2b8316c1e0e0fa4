"""The message templates of the sandbox's account, their list by pages and their checks."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any

from core.sandbox.graph import interactive
from core.sandbox.graph.errors import GraphError

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BROKEN = re.compile(r"[\n\t]| {5}")
_BODY_LIMIT = 1024
_HEADER_LIMIT = 60
_CODE_LIMIT = 20


def _template(
    ident: str,
    name: str,
    language: str,
    category: str,
    body: str,
    *,
    named: bool = False,
    status: str = "APPROVED",
    header: dict[str, Any] | None = None,
    footer: str | None = None,
    buttons: tuple[dict[str, Any], ...] = (),
    example: tuple[str, ...] = (),
    quality: str = "GREEN",
) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "BODY", "text": body}
    if example:
        text["example"] = {"body_text": [list(example)]}
    components: list[dict[str, Any]] = [text]
    if header is not None:
        components.insert(0, {"type": "HEADER", **header})
    if footer is not None:
        components.append({"type": "FOOTER", "text": footer})
    if buttons:
        components.append({"type": "BUTTONS", "buttons": list(buttons)})
    return {
        "id": ident,
        "name": name,
        "language": language,
        "status": status,
        "category": category,
        "parameter_format": "NAMED" if named else "POSITIONAL",
        "components": components,
        "quality_score": {"score": quality},
    }


TEMPLATES: tuple[dict[str, Any], ...] = (
    _template(
        "700100000000001", "follow_up", "ru", "UTILITY",
        "Здравствуйте, {{1}}! Возвращаюсь к вашему запросу по «{{2}}». Удобно продолжить?",
    ),
    _template(
        "700100000000002", "follow_up", "en", "UTILITY",
        "Hello {{1}}, getting back to you about {{2}}. Is it a good time to continue?",
    ),
    _template(
        "700100000000003", "quote_ready", "ru", "UTILITY",
        "{{client_name}}, коммерческое предложение готово. Сумма: {{amount}}.", named=True,
    ),
    _template(
        "700100000000004", "quote_ready", "en", "UTILITY",
        "{{client_name}}, your quote is ready. Total: {{amount}}.", named=True,
    ),
    _template(
        "700100000000005", "delivery_update", "ru", "UTILITY",
        "Ваш заказ {{1}} отгружен, ожидаемая дата доставки {{2}}.",
    ),
    _template(
        "700100000000006", "autumn_offer", "ru", "MARKETING",
        "До конца месяца скидка 7% на складские позиции.", footer="Чтобы отписаться, ответьте СТОП",
    ),
    _template(
        "700100000000007", "old_price_list", "ru", "MARKETING",
        "Новый прайс-лист во вложении.", status="PAUSED", quality="RED",
    ),
    _template(
        "700100000000008", "order_ready", "ru", "UTILITY",
        "{{1}}, заказ собран, к оплате {{2}}.",
        header={"format": "TEXT", "text": "Заказ {{1}}", "example": {"header_text": ["А-17"]}},
        footer="ООО «Насосы и трубы»",
        buttons=(
            {"type": "QUICK_REPLY", "text": "Заберу сегодня"},
            {
                "type": "URL", "text": "Открыть заказ", "url": "https://shop.example/o/{{1}}",
                "example": ["https://shop.example/o/a-17"],
            },
            {"type": "PHONE_NUMBER", "text": "Позвонить", "phone_number": "+74950001122"},
        ),
        example=("Ирина", "380 000 ₽"),
    ),
    _template(
        "700100000000009", "invoice", "ru", "UTILITY",
        "Здравствуйте, {{1}}! Счёт во вложении.", header={"format": "DOCUMENT"},
        example=("Ирина",),
    ),
    _template(
        "700100000000010", "new_stock", "ru", "MARKETING",
        "На склад пришли {{1}}. По промокоду скидка.", header={"format": "IMAGE"},
        footer="Чтобы отписаться, ответьте СТОП",
        buttons=({"type": "COPY_CODE", "example": ["TRUBA7"]},),
        example=("насосы",), quality="YELLOW",
    ),
    _template(
        "700100000000011", "pickup_point", "ru", "UTILITY",
        "Заказ ждёт вас здесь до {{1}}.", header={"format": "LOCATION"}, example=("18:00",),
    ),
)  # fmt: skip


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode()


def _position(cursor: str) -> int:
    try:
        word, _, number = base64.urlsafe_b64decode(cursor).decode().partition(":")
        if word != "at":
            raise ValueError(word)
        return int(number)
    except ValueError as error:
        raise GraphError(100, f"Invalid cursor: {error}") from None


def page(query: Mapping[str, str], address: str) -> dict[str, Any]:
    """One page of `GET /{waba}/message_templates`.

    `query` may have limit, after, before, name, language, status, category; `address` is the
    listing's own URL, for `paging.next`.
    """
    found = [
        template
        for template in TEMPLATES
        if all(
            str(template[key]).lower() == query[key].lower()
            for key in ("name", "language", "status", "category")
            if key in query
        )
    ]
    try:
        limit = max(1, int(query.get("limit", "25")))
    except ValueError:
        raise GraphError(100, "limit has to be a number") from None
    if "before" in query:
        end = _position(query["before"])
        start = max(0, end - limit)
    else:
        start = _position(query["after"]) + 1 if "after" in query else 0
        end = start + limit
    rows = found[start:end]
    answer: dict[str, Any] = {"data": rows}
    if rows:
        last = start + len(rows) - 1
        paging: dict[str, Any] = {"cursors": {"before": _cursor(start), "after": _cursor(last)}}
        if last + 1 < len(found):
            paging["next"] = f"{address}?limit={limit}&after={_cursor(last)}"
        if start:
            paging["previous"] = f"{address}?limit={limit}&before={_cursor(start)}"
        answer["paging"] = paging
    return answer


def category(template: Mapping[str, Any]) -> str:
    """The category of what a send's `template` names; '' where there is none."""
    known = _known(template)
    return str(known["category"]) if known else ""


def _known(template: Mapping[str, Any]) -> dict[str, Any] | None:
    language = template.get("language")
    code = language.get("code") if isinstance(language, Mapping) else None
    for known in TEMPLATES:
        if known["name"] == template.get("name") and known["language"] == code:
            return known
    return None


def render(
    template: Mapping[str, Any], media_known: Callable[[str], bool]
) -> tuple[str, str | None]:
    """Check a `template` object of a send; gives the body's text with its parameters in place and
    the media id of its header.

    Raises GraphError 132001 (no such name and language), 132015 (paused), 132016 (disabled),
    132000, 132005, 132012, 132018, 131008 (parameters).
    """
    name = template.get("name")
    known = _known(template)
    if known is None or known["status"] in ("PENDING", "REJECTED"):
        raise GraphError(132001, f"template name ({name}) does not exist there", status=404)
    if known["status"] != "APPROVED":
        code = 132016 if known["status"] == "DISABLED" else 132015
        raise GraphError(code, f"template {name} is {known['status']}")
    named = known["parameter_format"] == "NAMED"
    parts = {part["type"]: part for part in known["components"]}
    media_id = _header(parts.get("HEADER"), _component(template, "header"), named, media_known)
    body = _component(template, "body")
    text = _fill(str(parts["BODY"]["text"]), _parameters(body), "body", named)
    if len(text) > _BODY_LIMIT:
        raise GraphError(132005, f"Translated text too long: {len(text)}")
    _buttons(parts.get("BUTTONS", {}).get("buttons", []), template)
    return text, media_id


def _component(template: Mapping[str, Any], kind: str) -> Mapping[str, Any] | None:
    for component in template.get("components") or []:
        if isinstance(component, Mapping) and str(component.get("type")).lower() == kind:
            return component
    return None


def _parameters(component: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    given = (component or {}).get("parameters") or []
    return [item for item in given if isinstance(item, Mapping)]


def _value(item: Mapping[str, Any], place: str) -> str:
    """The text that stands for a parameter of a body or a text header."""
    kind = item.get("type")
    if kind in ("currency", "date_time"):
        inner = item.get(str(kind))
        value = inner.get("fallback_value") if isinstance(inner, Mapping) else None
    elif kind == "text":
        value = item.get("text")
    else:
        raise GraphError(132012, f"{place}: Format mismatch, expected TEXT, received {kind}")
    if not isinstance(value, str) or not value:
        raise GraphError(131008, f"{place}: Parameter of type text is missing text value")
    if _BROKEN.search(value):
        raise GraphError(
            132018,
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        )
    return value


def _fill(text: str, given: list[Mapping[str, Any]], place: str, named: bool) -> str:
    wanted = list(dict.fromkeys(_PLACE.findall(text)))
    if len(given) != len(wanted):
        raise GraphError(
            132000,
            f"{place}: number of localizable_params ({len(given)}) does not match the expected "
            f"number of params ({len(wanted)})",
        )
    if named:
        values = {str(item.get("parameter_name")): _value(item, place) for item in given}
        missing = [each for each in wanted if each not in values]
        if missing:
            raise GraphError(132000, f"{place}: parameter {missing[0]} is missing")
    else:
        values = {str(n): _value(item, place) for n, item in enumerate(given, start=1)}
    return _PLACE.sub(lambda match: values[match[1]], text)


def _header(
    header: Mapping[str, Any] | None, given: Mapping[str, Any] | None, named: bool,
    media_known: Callable[[str], bool],
) -> str | None:  # fmt: skip
    parameters = _parameters(given)
    if header is None or header["format"] == "TEXT":
        shown = _fill(str(header["text"]) if header else "", parameters, "header", named)
        if len(shown) > _HEADER_LIMIT:
            raise GraphError(132005, "header: Translated text too long")
        return None
    wanted = str(header["format"]).lower()
    got = parameters[0].get("type") if len(parameters) == 1 else "UNKNOWN"
    if got != wanted:
        details = f"header: Format mismatch, expected {wanted.upper()}, received {got}"
        raise GraphError(132012, details)
    part = parameters[0].get(wanted)
    if wanted == "location":
        interactive.location(part if isinstance(part, Mapping) else {})
        return None
    return interactive.media_known(part, f"header.{wanted}", media_known)


def _buttons(buttons: list[Mapping[str, Any]], template: Mapping[str, Any]) -> None:
    given: dict[int, Mapping[str, Any]] = {}
    for component in template.get("components") or []:
        if isinstance(component, Mapping) and str(component.get("type")).lower() == "button":
            try:
                index = int(component.get("index", ""))
                button = buttons[index]
            except (ValueError, IndexError):
                raise GraphError(132012, "buttons: no button at this index") from None
            if str(component.get("sub_type")).upper() != button["type"]:
                raise GraphError(132012, f"buttons: Button at index {index} is {button['type']}")
            given[index] = component
    for n, button in enumerate(buttons):
        wants = button["type"] == "COPY_CODE" or "{{" in str(button.get("url", ""))
        parameters = _parameters(given.get(n))
        if wants and len(parameters) != 1:
            kind = str(button["type"]).title()
            raise GraphError(
                131008, f"buttons: Button at index {n} of type {kind} requires a parameter"
            )
        if button["type"] == "URL" and not wants and parameters:
            raise GraphError(132018, f"buttons: Button at index {n} does not need a parameter")
        if button["type"] == "COPY_CODE" and len(str(parameters[0].get("coupon_code", ""))) not in (
            range(1, _CODE_LIMIT + 1)
        ):
            raise GraphError(131009, f"buttons: coupon_code at index {n} is too long or missing")
