"""The records behind the sandbox's CRM: one table a model, Tryton's domains, nested writes.

Values stay in the JSON dialect they came in (`{"__class__": "Decimal", ...}`). Any field may be
written; what is listed here are the relations and the defaults that an adapter leans on.
"""

from __future__ import annotations

import datetime
import itertools
import re
import time
from collections.abc import Iterable, Iterator
from typing import Any

from core.sandbox.crm_domains import DialectError, compare, fields_of, is_clause, sortable

Record = dict[str, Any]

# (model, field) -> (target model, the many2one on the target that points back)
ONE2MANY = {
    ("party.party", "addresses"): ("party.address", "party"),
    ("party.party", "contact_mechanisms"): ("party.contact_mechanism", "party"),
    ("party.party", "identifiers"): ("party.identifier", "party"),
    ("sale.opportunity", "lines"): ("sale.opportunity.line", "opportunity"),
    ("company.company", "employees"): ("company.employee", "company"),
}
MANY2ONE = {
    "party": "party.party",
    "contact": "party.contact_mechanism",
    "address": "party.address",
    "company": "company.company",
    "employee": "company.employee",
    "currency": "currency.currency",
    "opportunity": "sale.opportunity",
    "create_uid": "res.user",
    "write_uid": "res.user",
}
MODELS = (
    "party.party",
    "party.contact_mechanism",
    "party.identifier",
    "party.address",
    "sale.opportunity",
    "sale.opportunity.line",
    "ir.note",
    "ir.attachment",
    "company.company",
    "company.employee",
    "currency.currency",
    "res.user",
)
_REQUIRED = {
    "party.contact_mechanism": ("type", "party"),
    "party.identifier": ("code", "party"),
    "party.address": ("party",),
    "ir.note": ("resource",),
    "ir.attachment": ("name", "resource"),
}
_LABELS = {"party.contact_mechanism": "value", "party.identifier": "code", "ir.note": "message"}


class UserError(Exception):
    """What Tryton tells a person: wrong values, missing records."""


class ConcurrencyError(Exception):
    """The record was changed since the caller read it."""


class Tables:
    """Tables by model name; a model comes to be by its first record."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[int, Record]] = {model: {} for model in MODELS}
        self._numbers: dict[str, Iterator[int]] = {}

    def records(self) -> dict[str, list[Record]]:
        """Every record with its relations as ids, by model; models without records left out."""
        return {
            model: self.read(model, sorted(table), [])
            for model, table in self._tables.items()
            if table
        }

    def _table(self, model: str) -> dict[int, Record]:
        return self._tables.setdefault(model, {})

    def _rows(self, model: str, ids: Iterable[int]) -> list[Record]:
        table = self._table(model)
        try:
            return [table[ident] for ident in ids]
        except (KeyError, TypeError):
            raise UserError(
                f"You are trying to access records of {model} that do not exist any more."
            ) from None

    # create, write, delete

    def create(self, model: str, rows: list[Record], user: int) -> list[int]:
        """Insert records, with what their one2many commands ask for; gives the new ids."""
        ids = []
        for values in rows:
            ident = next(self._numbers.setdefault(model, itertools.count(1)))
            record = {"id": ident, **self._defaults(model, ident), "create_uid": user}
            record["create_date"] = _now()
            record["_timestamp"] = _timestamp()
            nested = self._assign(model, record, values)
            for field in _REQUIRED.get(model, ()):
                if record.get(field) in (None, ""):
                    raise UserError(f'A value is required for field "{field}" in "{model}".')
            self._table(model)[ident] = record
            self._commands(model, ident, nested, user)
            ids.append(ident)
        return ids

    def write(
        self, model: str, ids: list[int], values: Record, user: int, stamps: dict[str, str]
    ) -> None:
        """Change records; `stamps` are the `_timestamp`s the caller had read, by "model,id"."""
        rows = self._rows(model, ids)
        self.check_stamps(model, ids, stamps)
        for record in rows:
            nested = self._assign(model, record, values)
            record.update(write_uid=user, write_date=_now(), _timestamp=_timestamp())
            self._commands(model, record["id"], nested, user)

    def delete(self, model: str, ids: list[int], stamps: dict[str, str]) -> None:
        """Remove records."""
        self._rows(model, ids)
        self.check_stamps(model, ids, stamps)
        for ident in ids:
            del self._table(model)[ident]

    def check_stamps(self, model: str, ids: list[int], stamps: dict[str, str]) -> None:
        """Raises ConcurrencyError where a record is newer than the caller's reading of it."""
        for record in self._rows(model, ids):
            known = stamps.get(f"{model},{record['id']}")
            if known is not None and float(known) < float(record["_timestamp"]):
                raise ConcurrencyError("Records have been modified in the meanwhile")

    def _assign(self, model: str, record: Record, values: Record) -> dict[str, list[Any]]:
        nested = {}
        for field, value in values.items():
            if (model, field) in ONE2MANY:
                nested[field] = value or []
            elif field == "id":
                raise DialectError("'id' cannot be written")
            else:
                record[field] = value
        if model == "party.contact_mechanism":
            record["value_compact"] = _compact(record.get("type"), record.get("value"))
        return nested

    def _commands(self, model: str, ident: int, nested: dict[str, list[Any]], user: int) -> None:
        for field, commands in nested.items():
            target, back = ONE2MANY[model, field]
            for action, *arguments in commands:
                if action == "create":
                    self.create(target, [{**row, back: ident} for row in arguments[0]], user)
                elif action == "write":
                    for ids, values in zip(arguments[::2], arguments[1::2], strict=True):
                        self.write(target, ids, values, user, {})
                elif action == "delete":
                    self.delete(target, arguments[0], {})
                elif action in ("add", "remove"):
                    owner = ident if action == "add" else None
                    self.write(target, arguments[0], {back: owner}, user, {})
                else:
                    raise DialectError(f"unknown one2many command {action!r}")

    def _defaults(self, model: str, ident: int) -> Record:
        if model == "party.party":
            return {"active": True, "code": str(ident), "name": None}
        if model == "party.contact_mechanism":
            return {"active": True, "type": "phone", "value": None}
        if model == "party.address":
            return {"active": True}
        if model == "sale.opportunity":
            return {
                "number": str(ident),
                "state": "lead",
                "start_date": _date(datetime.date.today()),
                "company": 1,
                "currency": 1,
                "conversion_probability": 0.5,
            }
        if model == "ir.attachment":
            return {"type": "data"}
        return {}

    # search and read

    def search(
        self,
        model: str,
        domain: list[Any],
        offset: int = 0,
        limit: int | None = None,
        order: list[Any] | None = None,
    ) -> list[int]:
        """Ids of the records in a domain; inactive ones only where the domain speaks of them."""
        rows = list(self._table(model).values())
        if "active" not in fields_of(domain):
            rows = [row for row in rows if row.get("active", True)]
        rows = [row for row in rows if self._matches(model, row, domain)]
        for field, direction in reversed(order or [["id", "ASC"]]):
            rows.sort(
                key=lambda row: sortable(self._value(model, row, field)),
                reverse=str(direction or "ASC").upper().startswith("DESC"),
            )
        end = None if limit is None else offset + limit
        return [row["id"] for row in rows[offset or 0 : end]]

    def read(self, model: str, ids: list[int], names: list[str]) -> list[Record]:
        """Records with the fields named (all where none is); `party.name` comes as `party.`."""
        found = []
        for record in self._rows(model, ids):
            wanted = names or sorted(
                {*record, "rec_name", *(field for owner, field in ONE2MANY if owner == model)}
            )
            row: Record = {"id": record["id"]}
            for name in wanted:
                field, _, rest = name.partition(".")
                if not rest:
                    row[name] = self._value(model, record, name)
                    continue
                target = self._target(model, field)
                value = self._value(model, record, field)
                if isinstance(value, list):
                    several = self.read(target, value, [rest])
                    old = row.setdefault(f"{field}.", [{} for _ in several])
                    row[f"{field}."] = [{**a, **b} for a, b in zip(old, several, strict=True)]
                elif value is None:
                    row[f"{field}."] = None
                else:
                    one = self.read(target, [value], [rest])[0]
                    row[f"{field}."] = {**(row.get(f"{field}.") or {}), **one}
            found.append(row)
        return found

    def _target(self, model: str, field: str) -> str:
        if (model, field) in ONE2MANY:
            return ONE2MANY[model, field][0]
        if field in MANY2ONE:
            return MANY2ONE[field]
        raise DialectError(f"{model} has no relation {field!r}")

    def _value(self, model: str, record: Record, field: str) -> Any:
        if (model, field) in ONE2MANY:
            target, back = ONE2MANY[model, field]
            rows = self._table(target).values()
            return [row["id"] for row in rows if row.get(back) == record["id"]]
        if field == "rec_name":
            return self._rec_name(model, record)
        if model == "party.party" and field in ("phone", "mobile", "email", "website"):
            return next(
                (
                    row.get("value")
                    for row in self._table("party.contact_mechanism").values()
                    if row.get("party") == record["id"] and row.get("type") == field
                ),
                None,
            )
        return record.get(field)

    def _rec_name(self, model: str, record: Record) -> str:
        if model in ("company.company", "company.employee"):
            return self._rec_name("party.party", self._rows("party.party", [record["party"]])[0])
        if model == "sale.opportunity":
            return " ".join(filter(None, [record.get("number"), record.get("description")]))
        return str(record.get(_LABELS.get(model, "name")) or record["id"])

    # domains

    def _matches(self, model: str, record: Record, domain: list[Any]) -> bool:
        if not domain:
            return True
        if is_clause(domain):
            return self._clause(model, record, domain)
        parts = domain[1:] if domain[0] in ("AND", "OR") else domain
        results = (self._matches(model, record, part) for part in parts)
        return any(results) if domain[0] == "OR" else all(results)

    def _clause(self, model: str, record: Record, clause: list[Any]) -> bool:
        field, operator, wanted = clause[0], clause[1], clause[2]
        head, _, rest = field.partition(".")
        value = self._value(model, record, head)
        if rest or operator == "where":
            target = self._target(model, head)
            inner = wanted if operator == "where" else [[rest, operator, wanted]]
            ids = value if isinstance(value, list) else [] if value is None else [value]
            return any(self._matches(target, row, inner) for row in self._rows(target, ids))
        if isinstance(value, list):
            return any(compare(item, operator, wanted) for item in value)
        if head in MANY2ONE and isinstance(wanted, str) and value is not None:
            value = self._rec_name(MANY2ONE[head], self._rows(MANY2ONE[head], [value])[0])
        return compare(value, operator, wanted)


def _compact(kind: Any, value: Any) -> Any:
    if kind in ("phone", "mobile", "fax") and isinstance(value, str):
        return re.sub(r"[^+0-9]", "", value)
    return value


def _date(day: datetime.date) -> Record:
    return {"__class__": "date", "year": day.year, "month": day.month, "day": day.day}


def _now() -> Record:
    now = datetime.datetime.now(datetime.UTC)
    clock = {"hour": now.hour, "minute": now.minute, "second": now.second}
    return {**_date(now.date()), "__class__": "datetime", **clock, "microsecond": now.microsecond}


def _timestamp() -> str:
    return f"{time.time_ns() / 1e9:.6f}"
