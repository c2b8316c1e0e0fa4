"""The message templates of the sandbox's account, their list by pages and their checks."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from core.sandbox.graph.errors import GraphError

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def _template(
    ident: str,
    name: str,
    language: str,
    category: str,
    body: str,
    *,
    named: bool = False,
    status: str = "APPROVED",
    footer: str | None = None,
) -> dict[str, Any]:
    components: list[dict[str, Any]] = [{"type": "BODY", "text": body}]
    if footer is not None:
        components.append({"type": "FOOTER", "text": footer})
    return {
        "id": ident,
        "name": name,
        "language": language,
        "status": status,
        "category": category,
        "parameter_format": "NAMED" if named else "POSITIONAL",
        "components": components,
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
        "Новый прайс-лист во вложении.", status="PAUSED",
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


def render(template: Mapping[str, Any]) -> str:
    """Check a `template` object of a send and give the body's text with its parameters in place.

    Raises GraphError 132001 (no such name and language), 132015 (paused), 132000 (parameters).
    """
    name = template.get("name")
    language = template.get("language")
    code = language.get("code") if isinstance(language, Mapping) else None
    for known in TEMPLATES:
        if known["name"] == name and known["language"] == code:
            break
    else:
        raise GraphError(132001, f"template name ({name}) does not exist in {code}", status=404)
    if known["status"] != "APPROVED":
        raise GraphError(132015, f"template {name} is {known['status']}")
    text = str(known["components"][0]["text"])
    wanted = _PLACE.findall(text)
    given = _parameters(template)
    if len(given) != len(wanted):
        raise GraphError(
            132000,
            f"body: number of localizable_params ({len(given)}) does not match the expected "
            f"number of params ({len(wanted)})",
        )
    if known["parameter_format"] == "NAMED":
        values = {str(item.get("parameter_name")): str(item.get("text", "")) for item in given}
        missing = [place for place in wanted if place not in values]
        if missing:
            raise GraphError(132000, f"body: parameter {missing[0]} is missing")
    else:
        values = {str(n): str(item.get("text", "")) for n, item in enumerate(given, start=1)}
    return _PLACE.sub(lambda match: values[match[1]], text)


def _parameters(template: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    for component in template.get("components") or []:
        if isinstance(component, Mapping) and str(component.get("type")).lower() == "body":
            return [item for item in component.get("parameters") or [] if isinstance(item, Mapping)]
    return []
