"""Contact cards and baskets, a line each. Pure."""

import re
from typing import TypeVar

from core.channels.whatsapp import parts, records
from core.channels.whatsapp.gathering import Content
from core.channels.whatsapp.records import Raw, Record, said

R = TypeVar("R", bound=Record)
_FOLDED = re.compile(r"\r?\n[ \t]")
_SHORT = 3
_SHOWN = {"FN": 0, "ORG": 1, "TITLE": 1, "TEL": 2, "EMAIL": 3, "URL": 4, "ADR": 5}


def contacts(raw: Raw) -> Content:
    """Cards: who, where they work, every phone, address and site; a line each, those that tell
    more a line for each thing."""
    told = [found for item in records.items(raw) if (found := _card(item))]
    long = any(len(one) > _SHORT for one in told)
    lines = [("\n" if len(one) > _SHORT else ", ").join(one) for one in told]
    return Content(("\n\n" if long else "\n").join(lines), note="contacts")


def _card(raw: Raw) -> list[str]:
    card = records.soft(raw, parts.Card)
    name = records.soft(card.name, parts.CardName)
    org = records.soft(card.org, parts.CardOrg)
    whole = said(name.formatted_name) or " ".join(
        filter(None, map(said, (name.first_name, name.middle_name, name.last_name)))
    )
    work = ", ".join(filter(None, map(said, (org.company, org.title))))
    told = [whole or records.lenient(card.name, str, ""), work]
    for phone in _each(card.phones, parts.CardPhone):
        wa_id = said(phone.wa_id)
        told.append(said(phone.phone) or (f"+{wa_id}" if wa_id.isdigit() else wa_id))
    told += [said(email.email) for email in _each(card.emails, parts.CardEmail)]
    told += [said(url.url) for url in _each(card.urls, parts.CardUrl)]
    for place in _each(card.addresses, parts.CardPlace):
        street = (place.zip, place.country, place.state, place.city, place.street)
        told.append(" ".join(filter(None, map(said, street))))
    if not any(told):
        told = _vcard(records.lenient(card.vcard, str, ""))
    return list(dict.fromkeys(filter(None, told)))


def _vcard(text: str) -> list[str]:
    """What a card by RFC 6350 tells, in the order of the others."""
    found: list[tuple[int, str]] = []
    for line in _FOLDED.sub("", text).splitlines():
        head, _, value = line.partition(":")
        place = _SHOWN.get(head.split(";")[0].rsplit(".")[-1].upper())
        value = " ".join(part for part in value.replace("\\", "").split(";") if part.strip())
        if place is not None and value.strip():
            found.append((place, value.strip()))
    return [value for _, value in sorted(found, key=lambda one: one[0])]


def order(raw: Raw) -> Content:
    """What the client wrote with a basket, and its lines: article × quantity — price."""
    basket = records.part(raw, parts.Order)
    lines = [said(basket.text)]
    for item in _each(basket.product_items, parts.OrderItem):
        price = f" — {said(item.item_price)} {said(item.currency)}".rstrip()
        what = said(item.name) or said(item.product_retailer_id) or "?"
        lines.append(
            f"{what} × {said(item.quantity) or 1}" + (price if said(item.item_price) else "")
        )
    return Content("\n".join(filter(None, lines)), note="order")


def _each(raw: Raw, kind: type[R]) -> list[R]:
    try:
        objects = [item for item in records.items(raw) if bytes(item).lstrip().startswith(b"{")]
    except ValueError:
        return []
    return [records.soft(item, kind) for item in objects]
