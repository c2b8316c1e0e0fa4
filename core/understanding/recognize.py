"""Everything the rules find in a client turn: its text and the pages it brought."""

import re
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from core.domain.reading import INTENTS, Candidate, Intent, Turn
from core.understanding.context import Context, Passage, context_of, passage
from core.understanding.intents import weigh
from core.understanding.ner import Tagger
from core.understanding.ranking import ranked
from core.understanding.recognizers.base import as_written, free, spans
from core.understanding.recognizers.basket import basket, lines
from core.understanding.recognizers.budget import budgets
from core.understanding.recognizers.companies import companies
from core.understanding.recognizers.companions import SURE as COMPANION
from core.understanding.recognizers.companions import companions
from core.understanding.recognizers.competitor import competitors
from core.understanding.recognizers.contacts import emails, inns, phones
from core.understanding.recognizers.dates import clocks, dates
from core.understanding.recognizers.decision import decisions, wished
from core.understanding.recognizers.documents import documents
from core.understanding.recognizers.grid import goods_in_rows, heading, row_of_a_form
from core.understanding.recognizers.labels import labelled
from core.understanding.recognizers.money import amounts
from core.understanding.recognizers.names import Named
from core.understanding.recognizers.parties import sellers
from core.understanding.recognizers.people import persons
from core.understanding.recognizers.places import cities
from core.understanding.recognizers.product import products
from core.understanding.recognizers.product_cues import cued
from core.understanding.recognizers.product_score import Offer, offers
from core.understanding.recognizers.quantity import quantities
from core.understanding.recognizers.roles import roles
from core.understanding.recognizers.steering import steering
from core.understanding.recognizers.tables import goods
from core.understanding.recognizers.when import deadlines, meetings
from core.understanding.text import Span, View, fold, view_of
from core.understanding.translit import latin_russian

LONGEST_TEXT = 8_000
LONGEST_PAGE = 8_000
MOST_PAGES = 30
_IN_SPAM = frozenset({"phone", "email", "inn"})
"""What an advertiser says is kept by who they are; the rest is nothing a client wants."""
_MARKUP = re.compile(
    r"<(script|style)\b[^<>]{0,300}>[^<]{0,2000}</\1>|</?[a-zA-Z][^<>\n]{0,300}>|&(?:[a-zA-Z]{2,6}|#\d{2,5});"
)
"""Tags and entities somebody pasted: none of the client's words."""
_WRAPPED = re.compile(r"(?<=[^\n\t]{50})\n(?!\d{1,3}[.)]\s)(?=[a-zа-яё0-9(][^\n\t]*(?:\n|$))")
"""The end of a long line that goes on in the next one; a row of a table ends where it ends, and a
numbered line begins something else."""
_URL = re.compile(r"(?:https?://|www\.)\S+")


class RuleReading(msgspec.Struct, frozen=True):
    """What the rules say of one turn: its tags, how likely each of INTENTS is, candidates, and
    whether somebody tries to steer the reader in it."""

    intents: tuple[Intent, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    likely: tuple[float, ...] = ()
    steered: bool = False


def read_by_rules(turns: Sequence[Turn], tagger: Tagger | None = None) -> RuleReading:
    """Read the last of ``turns``, a client's, in the light of the earlier ones."""
    turn = turns[-1]
    context = context_of([_bounded(t) for t in turns[:-1]] + [turn])
    written = turn.text[:LONGEST_TEXT]
    hidden = steering(written)
    plain = _view(written, hidden)
    latin = latin_russian(plain.text)
    said = latin.text if latin else plain.text
    facts = _read(said, context, tagger)
    found = [_as_written(c, written, plain, latin) for c in facts]
    found = [c for c in found if free(Span(c.start, c.end), hidden)]
    pages = []
    for page in turn.pages[:MOST_PAGES]:
        pages += _page(page.text[:LONGEST_PAGE], page.attachment, page.number, context, tagger)
    seen = (*facts, *pages)
    likely = weigh(said, context, seen, papers=bool(turn.pages))
    if lines(said):
        likely = likely | {"order": max(likely.get("order", 0.0), _BASKET)}
    open_ = ranked(likely)
    if hidden:
        likely = _steered(likely, open_[0], said)
    intents = ranked(likely)
    if not any(c.kind == "decision" for c in seen):
        means = wished(passage(said, context), intents)
        found += [_as_written(c, written, plain, latin) for c in means]
    if open_[0].tag == "spam" and open_[0].confidence >= 0.7:
        found = [c for c in found if c.kind in _IN_SPAM]
    every = tuple(likely.get(tag, 0.0) for tag in INTENTS)
    return RuleReading(intents, (*found, *pages), every, bool(hidden))


def _steered(likely: dict[str, float], wish: Intent, rest: str) -> dict[str, float]:
    """An attempt to steer is spam, unless the ``rest`` of the turn wants something for sure: then
    that leads and the attempt comes second."""
    wants = wish.tag not in {"spam", "smalltalk"} and wish.confidence >= _SURE_WISH
    if wants and len(rest.split()) >= 3:
        return likely | {"spam": max(likely.get("spam", 0.0), wish.confidence - 0.02)}
    return {tag: min(share, 0.9) for tag, share in likely.items()} | {"spam": 0.95}


_SURE_WISH = 0.6
_BASKET = 0.95
"""A basket that was sent is an order."""
_WRITTEN = frozenset({"person", "role", "company", "city", "product", "competitor"})
"""Kinds whose value is the words themselves."""


def _bounded(turn: Turn) -> Turn:
    """An earlier turn without the runs of spaces that would hold up every pattern."""
    return msgspec.structs.replace(turn, text=view_of(turn.text[:LONGEST_TEXT]).text)


def _view(written: str, hidden: list[Span]) -> View:
    """What the client says themselves: no steering, no markup, no addresses of pages."""
    cut = [Span(*m.span()) for m in (*_MARKUP.finditer(written), *_URL.finditer(written))]
    return view_of(written, [*hidden, *cut])


def _as_written(c: Candidate, written: str, plain: View, latin: View | None) -> Candidate:
    """The candidate at its place in the message, quoted as it stands there."""
    start, end = latin.back(c.start, c.end) if latin else (c.start, c.end)
    start, end = plain.back(start, end)
    quote = written[start:end]
    if quote == c.quote:
        return msgspec.structs.replace(c, start=start, end=end)
    value = " ".join(quote.split()) if latin and c.kind in _WRITTEN else c.value
    return msgspec.structs.replace(c, start=start, end=end, quote=quote, value=value)


def _read(text: str, context: Context, tagger: Tagger | None) -> list[Candidate]:
    place = passage(text, context)
    if not place.low.strip():
        return []
    return recognize(place, tagger.tag(text) if tagger else [])


def _page(
    text: str, attachment: int, number: int, context: Context, tagger: Tagger | None
) -> list[Candidate]:
    bare = replace(context, ours="", asked=frozenset(), reaction=False, page=True)
    plain = view_of(_WRAPPED.sub(" ", text), [*steering(text), *sellers(text)])
    found = []
    for c in _read(plain.text, bare, tagger):
        start, end = plain.back(c.start, c.end)
        made = msgspec.structs.replace(c, start=start, end=end, quote=text[start:end])
        found.append(msgspec.structs.replace(made, attachment=attachment, page=number))
    return found


def recognize(place: Passage, ner: list[Named]) -> list[Candidate]:
    """All candidates of a passage, in order of place; ``ner`` is what the tagger found."""
    found, stops, counted = _but_products(place, ner)
    things = products(place, stops, counted)
    if place.context.page and (any(c.kind == "product" for c in found) or not counted):
        things = []
    papers = [Span(c.start, c.end) for c in found if c.kind == "document"]
    things = [c for c in things if free(Span(c.start, c.end), papers)]
    return sorted(_once(found + things), key=lambda c: (c.start, c.end, c.kind))


def product_offers(turns: Sequence[Turn], tagger: Tagger | None = None) -> tuple[str, list[Offer]]:
    """The last turn's text as it is read, and what in it may name a product: to learn from."""
    context = context_of([_bounded(t) for t in turns[:-1]] + [turns[-1]])
    written = turns[-1].text[:LONGEST_TEXT]
    plain = _view(written, steering(written))
    latin = latin_russian(plain.text)
    said = latin.text if latin else plain.text
    place = passage(said, context)
    _, stops, counted = _but_products(place, tagger.tag(said) if tagger else [])
    return said, offers(place, stops, counted, cued(place, stops, counted))


def _but_products(
    place: Passage, ner: list[Named]
) -> tuple[list[Candidate], list[Span], list[Candidate]]:
    """What is found but for products, the ranges no product reaches into, the quantities."""
    ner = [n for n in ner if place.low[n.start : n.end].strip()]
    page = place.context.page
    forms = labelled(place)
    if not page:
        forms += basket(place)
    if page:
        forms += _lines_of_a_form(place) + row_of_a_form(place)
        forms = [c for c in forms if not heading(c.quote)]
        listed = goods_in_rows(place) or goods(place)
        forms = [c for c in forms if not (listed and c.kind in {"product", "quantity"})] + listed
    held = spans(forms)
    own_inns = _buyers(place, inns(place)) if page else inns(place)
    mails = emails(place)
    numbers = phones(place, spans(own_inns) + spans(mails))
    taken = spans(own_inns) + spans(mails) + spans(numbers)

    met = [] if page else meetings(place, taken)
    due = deadlines(place, taken + spans(met) + held)
    if page and any(c.kind == "deadline" for c in forms):
        due = []
    days = [Span(d.start, d.end) for d in dates(place.low, place.context.at)]
    times = [Span(c.start, c.end) for c in clocks(place.low, days)] if met else []

    money = [c for c in budgets(place, taken + days + held) if free(Span(c.start, c.end), held)]
    if page and any(c.kind == "budget" for c in forms):
        money = []
    sums = [Span(a.start, a.end) for a in amounts(place.low) if a.currency] + spans(money)
    counted = quantities(place, taken + days + times + sums + held)
    if page and any(c.kind == "quantity" for c in forms):
        counted = []

    people = _new(persons(place, ner), forms, "person")
    if page:
        people = [c for c in people if c.confidence >= 0.9]
    jobs = _new(roles(place, people + [c for c in forms if c.kind == "person"]), forms, "role")
    if not page:
        people, jobs = _with_companions(place, people, jobs)
    rivals = [] if page else competitors(place, ner, taken + spans(people))
    towns = cities(place, ner, taken + spans(people) + spans(rivals) + held)
    if page:
        towns = [c for c in towns if "банк" not in _line(place.low, c.start)]
    firms = _firms(place, people, ner, towns, rivals, forms)
    towns = [c for c in towns if free(Span(c.start, c.end), spans(firms))]
    papers = documents(place, taken) if not page else []
    verdicts = decisions(place) if not page else []

    stops = taken + days + sums + spans(counted) + spans(people) + spans(towns) + spans(rivals)
    every = (
        forms + own_inns + mails + numbers + met + due + money + counted + people + jobs + rivals
        + towns + firms + papers + verdicts
    )  # fmt: skip
    return every, stops + spans(firms) + held + spans(jobs), counted


def _with_companions(
    place: Passage, people: list[Candidate], jobs: list[Candidate]
) -> tuple[list[Candidate], list[Candidate]]:
    """With the contact's own people, where the writer does not say who they are themselves."""
    for name, title in companions(place):
        if free(name, spans(people)):
            people = [*people, as_written(place, "person", *name, COMPANION)]
        if title and not jobs:
            jobs = [as_written(place, "role", *title, COMPANION)]
    return people, jobs


def _new(found: list[Candidate], forms: list[Candidate], kind: str) -> list[Candidate]:
    return [] if any(c.kind == kind for c in forms) else found


_SELLER = re.compile(r"поставщик|продавец|исполнитель|подрядчик|банк|supplier|seller|vendor|bank")


def _buyers(place: Passage, found: list[Candidate]) -> list[Candidate]:
    """A paper names both sides: the number on the seller's line is not the client's."""
    return [c for c in found if not _SELLER.search(_line(place.low, c.start))]


def _line(low: str, at: int) -> str:
    end = low.find("\n", at)
    return low[low.rfind("\n", 0, at) + 1 : end if end >= 0 else len(low)]


def _firms(
    place: Passage,
    people: list[Candidate],
    ner: list[Named],
    towns: list[Candidate],
    rivals: list[Candidate],
    forms: list[Candidate],
) -> list[Candidate]:
    firms = companies(place, people, ner, spans(towns))
    firms = [c for c in firms if free(Span(c.start, c.end), spans(rivals))]
    if place.context.page:
        firms = [
            c
            for c in firms
            if not re.search(r"банк|bank|поставщик|supplier|seller", _line(place.low, c.start))
        ]
        if any(c.kind == "company" for c in forms):
            firms = []
        firms = firms[:1]
    return [c for c in firms if free(Span(c.start, c.end), [s for s in spans(forms)])]


_FORM_LINE = re.compile(
    r"(?:^|\n)[ ]*(?P<label>инн(?:\s*/\s*кпп)?|(?:сокращенное\s+)?наименование(?:\s+организации)?|контактное\s+лицо|бюджет|количество|срок\s+поставки|"  # noqa: E501
    r"company|deadline|budget|quantity|contact\s+person|product)[ ]*\n[ ]*(?P<value>[^\n]{2,120})"
)


def _lines_of_a_form(place: Passage) -> list[Candidate]:
    """A form whose values stand under their labels, as tables come out of a PDF."""
    found = []
    for m in _FORM_LINE.finditer(place.low):
        if m["label"].startswith("инн"):
            continue
        line = f"{m['label']}: {place.text[m.start('value') : m.end('value')]}"
        shift = m.start("value") - (len(line) - (m.end("value") - m.start("value")))
        inner = labelled(passage(line, place.context))
        for c in inner:
            start, end = c.start + shift, c.end + shift
            if place.text[start:end] == c.quote:
                found.append(msgspec.structs.replace(c, start=start, end=end))
    return found


def _once(found: list[Candidate]) -> list[Candidate]:
    """One of each kind and value: the surest, the first among equals."""
    best: dict[tuple[str, str], Candidate] = {}
    for c in found:
        key = (c.kind, fold(c.value))
        if key not in best or c.confidence > best[key].confidence:
            best[key] = c
        elif c.kind == "quantity" and best[key].start != c.start:
            best[(c.kind, f"{key[1]}@{c.start}")] = c
    return list(best.values())
