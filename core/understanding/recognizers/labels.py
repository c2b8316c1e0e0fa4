"""«Label: value» lines, as forms, requisites and written orders have them."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers.base import as_written, candidate
from core.understanding.recognizers.dates import dates
from core.understanding.recognizers.money import amounts, canonical
from core.understanding.recognizers.numbers import plain
from core.understanding.recognizers.quantity import COUNTS, MEASURES
from core.understanding.text import Span, trim

_LABELS: tuple[tuple[str, str], ...] = (
    ("person", r"контактное\s+лицо|контакт(?:\s+для\s+связи)?|фио|ф\.и\.о\.?|имя|ваше\s+имя|ответственн\w+(?:\s+лицо)?|представитель|исполнитель|contact(?:\s+(?:person|name))?|"
     r"full\s+name|name|attn\.?|attention"),
    ("role", r"должность|position|role|job\s+title|title"),
    ("company", r"(?:сокращ\w+\s+)?наименование\s+(?:организации|компании|юр\w*\s+лица|предприятия|покупателя|заказчика)|сокращ\w+\s+наименование|(?:название\s+)?компани[яи]|организация|"
     r"заказчик|покупатель|плательщик|юр\.?\s?лицо|фирма|company(?:\s+name)?|organi[sz]ation|customer|buyer|client|bill\s+to|legal\s+name"),
    ("city", r"город(?:\s+(?:доставки|поставки|назначения))?|city|delivery\s+city"),
    ("product", r"наименование(?:\s+(?:товара|продукции|позиции|изделия))?|товар|продукция|продукт|предмет\s+(?:закупки|заказа|договора|поставки)|позиция|изделие|номенклатура|"
     r"product(?:\s+name)?|item|goods|description|subject(?:\s+of\s+(?:purchase|order))?|service"),
    ("quantity", r"количество(?:,?\s+шт\.?)?|кол-?во|кол\.|объем(?:\s+(?:заказа|партии|поставки|закупки))?|тираж|quantity|qty\.?|volume|order\s+quantity|amount\s+of\s+units"),
    ("budget", r"(?:общий\s+|максимальный\s+|плановый\s+|наш\s+)?бюджет(?:\s+(?:проекта|закупки|заказа|на\s+\w+))?|лимит(?:\s+\w+)?|сумма\s+(?:заказа|закупки|договора)|"
     r"начальная(?:\s+\(максимальная\))?\s+(?:максимальная\s+)?цена(?:\s+\w+)?|нмцк?|предельная\s+(?:цена|стоимость|сумма)|(?:total\s+|maximum\s+|max\.?\s+|our\s+|project\s+)?budget(?:\s+limit)?|"
     r"price\s+limit|spending\s+limit|not\s+to\s+exceed"),
    ("deadline", r"(?:желаемый\s+|требуемый\s+|крайний\s+)?срок(?:и)?(?:\s+(?:поставки|исполнения|доставки|выполнения|отгрузки|изготовления|сдачи|монтажа))?|дата\s+(?:поставки|отгрузки|доставки|монтажа|мероприятия)|"
     r"дедлайн|поставить\s+до|требуется\s+к|deadline|(?:required\s+|requested\s+|latest\s+)?delivery\s+(?:date|by|deadline)|due(?:\s+date)?|needed\s+by|required\s+by|need\s+by|ship\s+by"),
)  # fmt: skip
_LABEL = re.compile(
    r"(?:^|\n|;|\||•)[ ]*(?:[-*•·]|\d{1,2}[.)])?[ ]*(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _LABELS)
    + r")(?:[ ]*\([^)\n]{1,30}\))?[ ]*(?P<sep>:[ ]*\n?[ ]*|[ ]+-[ ]+|[ ]{2,}|\|[ ]*)(?P<value>[^\n|;]{1,160})"
)
_UNIT = re.compile(rf"\s*(?P<u>{COUNTS}|{MEASURES})(?![\w²³])")
_CUT = re.compile(r",|\(|\s{3,}|\s-\s|;|\+?\d{5,}|(?<!\w)(?:тел|e-?mail|инн|должность|phone)\b")


def labelled(place: Passage) -> list[Candidate]:
    """Facts of labelled lines. Phones, mails and numbers of firms need no label and are not here."""
    found: list[Candidate] = []
    for m in _LABEL.finditer(place.low):
        kind = next(k for k, _ in _LABELS if m[k])
        made = _value(place, kind, *m.span("value"))
        if made:
            found.append(made)
    return found


def _value(place: Passage, kind: str, start: int, end: int) -> Candidate | None:
    low = place.low
    if kind == "budget":
        money = [a for a in amounts(low[start:end]) if a.named or a.value >= 1000]
        if not money:
            return None
        first = money[0]
        lead = re.search(
            r"(?:до|не\s+более|не\s+выше|up\s+to|max\.?)\s+$", low[start : start + first.start]
        )
        begin = start + (lead.start() if lead else first.start)
        value = canonical(first, "RUB" if place.russian else "USD")
        return candidate(place, "budget", value, begin, start + first.end, 0.95)
    if kind == "deadline":
        days = [d for d in dates(low[start:end], place.context.at) if d.prep not in {"с", "from"}]
        if not days:
            return None
        last = days[-1] if days[-1].prep in {"до", "по", "by", "till"} else days[0]
        return candidate(
            place, "deadline", last.day.isoformat(), start + last.start, start + last.end, 0.93
        )
    if kind == "quantity":
        numbers = [a for a in amounts(low[start:end]) if not a.currency]
        if not numbers or not 0 < numbers[0].value < 1e9:
            return None
        number = numbers[0]
        unit = _UNIT.match(low, start + number.end)
        stop = unit.end() if unit and unit.end() <= end else start + number.end
        name = place.text[unit.start("u") : unit.end("u")].rstrip(".") if unit else ""
        return candidate(
            place, "quantity", plain(number.value), start + number.start, stop, 0.93, unit=name
        )
    cut = _CUT.search(low, start, end)
    if kind == "product":
        cut = re.compile(r"\s{3,}|\s-\s|;|,(?!\d)").search(low, start, end)
    elif kind == "company":
        cut = re.compile(r"\s{3,}|;|,\s*(?!llc|ltd|inc)|\(|(?<!\w)инн\b").search(low, start, end)
    span = trim(place.text, start, cut.start() if cut else end)
    return _named(place, kind, span)


def _named(place: Passage, kind: str, span: Span) -> Candidate | None:
    length = span.end - span.start
    said = place.low[span.start : span.end]
    if not 2 <= length <= 120 or not re.search(r"[a-zа-я]{2}", said) or "@" in said or "?" in said:
        return None
    many = len(said.split())
    if kind == "person" and not (
        many <= 4
        and place.text[span.start : span.start + 1].isupper()
        and not re.search(r"\d", said)
    ):
        return None
    if kind in {"role", "city"} and (many > 6 or re.search(r"\d{3}", said)):
        return None
    if kind == "product" and many > 14:
        return None
    if kind == "company" and many > 9:
        return None
    if kind == "city":
        town = re.match(r"(?:г\.|гор\.|город)\s*", said)
        if town:
            span = Span(span.start + town.end(), span.end)
    return as_written(place, kind, span.start, span.end, 0.92)
