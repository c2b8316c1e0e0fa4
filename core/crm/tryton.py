"""Facts as parties, opportunities and notes in Tryton 8.2, each written once."""

import asyncio
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from core.crm.mapping import Mapping
from core.crm.tryton_plan import (
    IDENTIFIER,
    MECHANISM,
    NOTE,
    OPPORTUNITY,
    PARTY,
    Plan,
    amount_told,
    make_plan,
    merged_comment,
    missing,
    missing_notes,
    taken_back,
    told,
)
from core.crm.tryton_rpc import TrytonSession
from core.domain import secret_names
from core.domain.problems import CrmError, Problem
from core.ports import CrmRecord, CrmWrite, Secrets

_OPEN = ("lead", "opportunity")


class TrytonSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where Tryton is. ``lang`` and ``zone`` are those of comments and notes."""

    url: str
    database: str
    login: str
    lang: str = "ru"
    zone: str = "UTC"
    timeout: float = 20.0

    @property
    def password_key(self) -> str:
        """The name of the password among the secrets."""
        return secret_names.tryton(self.url, self.database, self.login)


class TrytonTarget:
    """A CrmTarget. Needs Tryton's modules ``party`` and ``sale_opportunity``."""

    name = "tryton"

    def __init__(self, settings: TrytonSettings, secrets: Secrets, mapping: Mapping) -> None:
        self._settings = settings
        self._secrets = secrets
        self._mapping = mapping
        self._zone = ZoneInfo(settings.zone)
        self._session: TrytonSession | None = None
        self._turn = asyncio.Lock()

    def plan(self, record: CrmRecord) -> Plan:
        """What the record writes. Pure."""
        return make_plan(record, self._mapping, lang=self._settings.lang, zone=self._zone)

    async def preview(self, record: CrmRecord) -> list[CrmWrite]:
        """What a first delivery writes; a later one writes what of it is not there."""
        return self.plan(record).writes()

    async def deliver(self, record: CrmRecord) -> str:
        """Bring Tryton to the plan; returns ``sale.opportunity,<id>``. Raises CrmError."""
        plan = self.plan(record)
        async with self._turn:
            delivery = _Delivery(self._rpc(), plan)
            await delivery.look()
            party = await delivery.party()
            opportunity = await delivery.opportunity(party)
            await delivery.notes(opportunity)
        return f"{OPPORTUNITY},{opportunity}"

    async def close(self) -> None:
        """Give back connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _rpc(self) -> TrytonSession:
        if self._session is None:
            settings = self._settings
            password = self._secrets.get(settings.password_key)
            if not password:
                raise CrmError(Problem("crm-auth", {"login": settings.login}), retryable=False)
            self._session = TrytonSession(
                settings.url,
                settings.database,
                settings.login,
                password,
                settings.timeout,
                settings.lang,
            )
        return self._session


class _Delivery:
    """One plan being brought to Tryton. Every step looks before it writes. What stands there and
    stands in a note of ours came from us: it is taken back when the plan has it no more."""

    def __init__(self, rpc: TrytonSession, plan: Plan) -> None:
        self._rpc = rpc
        self._plan = plan
        self._there: dict[str, Any] | None = None
        self._notes: list[str] = []

    async def look(self) -> None:
        """Find the opportunity that has our key, and its notes."""
        names = ("state", "amount", "currency", "description", "comment", "_timestamp")
        found = await self._find(OPPORTUNITY, [["reference", "=", self._plan.code]], *names)
        open_ones = (row for row in found if row["state"] in _OPEN)
        self._there = next(open_ones, found[0] if found else None)
        if self._there is not None:
            resource = f"{OPPORTUNITY},{self._there['id']}"
            notes = await self._find(NOTE, [["resource", "=", resource]], "message")
            self._notes = [note["message"] or "" for note in notes]

    def _told_at(self, places: str) -> set[str]:
        labels = self._plan.labels.items()
        return told(
            self._notes, {n for place, ns in labels if place.startswith(places) for n in ns}
        )

    async def _find(self, model: str, domain: list[Any], *names: str) -> list[dict[str, Any]]:
        """The records, archived ones too, oldest first."""
        order = [["id", "ASC"]]
        found = await self._rpc.call(
            f"{model}.search_read", domain, 0, None, order, ["id", *names], active_test=False
        )
        return list(found or [])

    async def party(self) -> int:
        """The id of the party that has our key, made or completed."""
        plan = self._plan
        ours = await self._find(IDENTIFIER, [["code", "=", plan.code]], "party")
        if not ours:
            identifiers = [(None, plan.code), *plan.identifiers]
            values = {"name": plan.name, **_nested(identifiers, plan.mechanisms)}
            (party,) = await self._rpc.call(f"{PARTY}.create", [values])
            return int(party)
        party = int(ours[0]["party"])
        of_party = [["party", "=", party]]
        codes = await self._find(IDENTIFIER, of_party, "code")
        ways = await self._find(MECHANISM, of_party, "value")
        more = _nested(
            missing(plan.identifiers, [row["code"] for row in codes]),
            missing(plan.mechanisms, [row["value"] for row in ways]),
            taken_back(
                [(row["id"], row["code"]) for row in codes],
                [plan.code, *(code for _, code in plan.identifiers)],
                self._told_at("identifier."),
            ),
            taken_back(
                [(row["id"], row["value"]) for row in ways],
                [value for _, value in plan.mechanisms],
                self._told_at("mechanism."),
            ),
        )
        if more:
            await self._rpc.call(f"{PARTY}.write", [party], more)
        return party

    async def opportunity(self, party: int) -> int:
        """The id of the opportunity that has our key, made or brought up to date. One that is
        won, lost or cancelled is left as it stands."""
        plan = self._plan
        there = self._there
        if there is not None and there["state"] not in _OPEN:
            return int(there["id"])
        wanted: dict[str, Any] = {}
        if plan.description:
            wanted["description"] = plan.description
        elif there is not None and there["description"]:
            parts = set(there["description"].split(", "))
            if parts <= self._told_at("opportunity.description"):
                wanted["description"] = None
        if plan.amount is not None:
            wanted["amount"] = plan.amount
            wanted["currency"] = await self._currency(plan.currency)
        elif there is not None and there["amount"] is not None:
            labels = plan.labels.get("opportunity.amount", ())
            if amount_told(self._notes, labels, there["amount"]):
                wanted["amount"] = None
        before = (there or {}).get("comment") or ""
        comment = merged_comment(before, plan.comment, plan.comment_labels)
        if comment or before:
            wanted["comment"] = comment
        if there is None:
            context = await self._rpc.context()
            if not context.get("company"):
                raise CrmError(Problem("crm-no-company"), retryable=False)
            wanted |= {"reference": plan.code, "party": party, "company": context["company"]}
            (made,) = await self._rpc.call(f"{OPPORTUNITY}.create", [wanted])
            return int(made)
        ident = int(there["id"])
        changed = {key: value for key, value in wanted.items() if there.get(key) != value}
        if changed:
            # What somebody else saved meanwhile is not overwritten: Tryton refuses, we come again.
            stamps = {f"{OPPORTUNITY},{ident}": there.get("_timestamp")}
            await self._rpc.call(f"{OPPORTUNITY}.write", [ident], changed, _timestamp=stamps)
        return ident

    async def _currency(self, code: str) -> int:
        found = await self._find("currency.currency", [["code", "=", code]])
        if not found:
            raise CrmError(Problem("crm-no-currency", {"currency": code}), retryable=False)
        return int(found[0]["id"])

    async def notes(self, opportunity: int) -> None:
        """The client's words that stand in no note yet, in one new note."""
        resource = f"{OPPORTUNITY},{opportunity}"
        lines = missing_notes(self._plan.notes, self._notes)
        if lines:
            note = {"resource": resource, "message": "\n".join(lines)}
            await self._rpc.call(f"{NOTE}.create", [note])


def _nested(
    identifiers: Sequence[tuple[Any, str]],
    mechanisms: Sequence[tuple[str, str]],
    old_identifiers: Sequence[int] = (),
    old_mechanisms: Sequence[int] = (),
) -> dict[str, Any]:
    """Values that create and delete them with their party, in one transaction."""
    codes = [{"type": kind, "code": code} for kind, code in identifiers]
    ways = [{"type": kind, "value": value} for kind, value in mechanisms]
    values: dict[str, Any] = {}
    for name, new, old in (
        ("identifiers", codes, old_identifiers),
        ("contact_mechanisms", ways, old_mechanisms),
    ):
        changes: list[Any] = [["create", new]] if new else []
        if old:
            changes.append(["delete", list(old)])
        if changes:
            values[name] = changes
    return values
