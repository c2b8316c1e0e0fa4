"""Searching the sample backend: the real parser, forms and ranking over what it holds."""

from typing import TYPE_CHECKING

from core.domain.views import ThreadRow
from core.search import rank
from core.search.found import Found, Hit
from core.search.query import Part, Query, value
from core.search.terms import forms, lemmas, tokens
from core.search.typos import slips

if TYPE_CHECKING:
    from tests.desktop.sample_backend import SampleBackend


def find(backend: "SampleBackend", query: Query, page: str) -> Found:
    """What is found among the sample's threads; ``page`` is the text of its document."""
    threads = [row for row in backend.rows.values() if _passes(row, query)]
    said = " ".join([page, *(m.text for row in threads for m in backend._talk(row.id)),
                     *(row.name for row in backend.rows.values())])  # fmt: skip
    known = set(forms(said))
    terms, meant, missing = [], [], []
    for part in query.words:
        typed = tuple(forms(part.text))
        last = query.open and part is query.parts[-1]
        if len(typed) != 1 or part.kind == "phrase":
            terms.append(rank.Term(typed, frozenset(), last))
            continue
        fits = frozenset(f for f in known if set(lemmas(f)) & set(lemmas(typed[0])))
        begins = any(f.startswith(typed[0]) for f in known)
        near = [f for f in sorted(known) if slips(f, typed[0], 1) == 1 and len(f) > 3]
        if not fits and not begins and near:
            meant.append((part.text, near[0]))
            terms.append(rank.Term((near[0],), frozenset(near[:1])))
        else:
            terms.append(rank.Term(typed, fits, last or not fits))
            if not fits and not begins:
                missing.append(part.text)
    clients, messages, documents, facts = [], [], [], []
    has = {str(value(part)) for part in query.filters if part.name == "has"}
    for row in sorted(threads, key=lambda row: -row.last_at):
        if not has and rank.says_all(terms, " ".join(forms(row.name))):
            lit = tuple(rank.places(terms, tokens(row.name)))
            clients.append(
                Hit(group="client", thread=row.id, name=row.name, at=row.last_at, lit=lit,
                    snippet=row.last_text, queue=row.queue, channel=row.channels[0].value)
            )  # fmt: skip
        for m in backend._talk(row.id):
            kinds = {a.kind for a in m.attachments}
            kinds |= {"pdf" for a in m.attachments if a.name.endswith(".pdf")}
            if not has <= kinds or not (terms or has):
                continue
            base = Hit(group="message", thread=row.id, name=row.name, at=m.at, message=m.id,
                       message_at=m.at, channel=m.peer.channel.value, direction=m.direction,
                       voice="voice" in kinds)  # fmt: skip
            names = " ".join(a.name for a in m.attachments)
            if rank.says_all(terms, " ".join(forms(f"{m.text} {names}"))):
                messages.append(rank.placed(base, terms, m.text, backend.now, names))
            if terms and m.id == 16 and rank.says_all(terms, " ".join(forms(page))):
                hit = Hit(group="document", thread=row.id, name=row.name, at=m.at, message=m.id,
                          message_at=m.at, document=names, page=1)  # fmt: skip
                documents.append(rank.placed(hit, terms, page, backend.now))
        for fact in backend.found.get(row.id, ()) if terms and not has else ():
            f = fact.fact
            if rank.says_all(terms, " ".join(forms(f"{f.value} {f.quote}"))):
                hit = Hit(group="fact", thread=row.id, name=row.name, at=f.at, fact=f.id,
                          message=fact.message, message_at=f.at, fact_kind=f.kind,
                          fact_value=f.value, fact_unit=f.unit)  # fmt: skip
                facts.append(rank.placed(hit, terms, f.quote, backend.now))
    counts = {"client": len(clients), "message": len(messages), "document": len(documents),
              "fact": len(facts)}  # fmt: skip
    return Found(
        clients=tuple(clients[:8]), messages=rank.grouped(messages, 40),
        documents=rank.grouped(documents, 8), facts=rank.grouped(facts, 8),
        counts={group: n for group, n in counts.items() if n},  # type: ignore[misc]
        meant=tuple(meant), missing=tuple(missing),
    )  # fmt: skip


def _passes(row: ThreadRow, query: Query) -> bool:
    return all(_fits(row, part) for part in query.filters)


def _fits(row: ThreadRow, part: Part) -> bool:
    match part.name:
        case "from":
            said = forms(row.name)
            return all(any(s.startswith(f) for s in said) for f in forms(part.text))
        case "queue":
            return row.queue == part.text
        case "is":
            return bool(row.unread) if value(part) == "unread" else row.waiting_since is not None
        case "budget":
            amount = float(row.budget.split()[0]) if row.budget else 0.0
            wanted = float((value(part) or "0").split()[0])
            signs = {">": amount > wanted, "<": amount < wanted, ">=": amount >= wanted,
                     "<=": amount <= wanted, "=": amount == wanted}  # fmt: skip
            return amount > 0 and signs[part.op]
        case _:
            return True
