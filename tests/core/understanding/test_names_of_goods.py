"""Where the name of a thing ends, and which of two readings of it stands."""

import pytest

from core.domain.reading import Candidate, ModelMark
from core.understanding.context import context_of, passage
from core.understanding.recognizers.phrases import completed
from core.understanding.recognizers.product_own import owned
from core.understanding.text import Span
from core.understanding.trust import support, trusted

WHOLE = [
    ("нужен брус", " клееный завтра", "брус клееный"),
    ("почём печь", " банная чугунная с баком", "печь банная чугунная с баком"),
    ("почём ограда", " из нержавейки, метров 20", "ограда из нержавейки"),
    ("нужны чехлы", " для мягкой мебели, 12 штук", "чехлы для мягкой мебели"),
    ("интересует станок", " с ЧПУ", "станок с ЧПУ"),
    ("делаете кружки", " с нашим логотипом?", "кружки с нашим логотипом"),
    ("ищем чай", " без сахара", "чай без сахара"),
    ("сколько стоит бак", " под дизель", "бак под дизель"),
    ("нужны наклейки", " на стекло", "наклейки на стекло"),
    ("забор", " сварной есть?", "забор сварной"),
    # what follows says something else
    ("а брус", " сухой?", "брус"),
    ("нужен цемент", " с доставкой в Тверь", "цемент"),
    ("нужен насос", " на понедельник", "насос"),
    ("нужны стулья", " для меня", "стулья"),
    ("нужна мука", " без предоплаты", "мука"),
    ("курс", " с нуля есть?", "курс"),
    ("везёте одежду", " из Китая?", "одежду"),
    ("пришлите счёт на доски", " на почту", "доски"),
    ("нужен провод", " нужный сечением 4", "провод"),
    ("доски", " ваши кривые", "доски"),
    ("бокалы", " для 35 гостей", "бокалы"),
    ("we need pumps", " for the well", "pumps"),
]


@pytest.mark.parametrize(("said", "after", "name"), WHOLE)
def test_a_name_goes_on_as_far_as_it_says_what_thing_it_is(turns, said, after, name) -> None:
    place = passage(said + after, context_of(turns(f"c {said}{after}")))
    word = name.split()[0]
    start = said.rindex(word)
    span = completed(place, Span(start, len(said)), [])
    assert place.text[span.start : span.end] == name


def _thing(text: str, name: str, confidence: float, source: str) -> Candidate:
    start = text.index(name)
    return Candidate(
        kind="product", value=name, quote=name, start=start, end=start + len(name),
        confidence=confidence, source=source,
    )  # fmt: skip


def test_of_a_shorter_and_a_longer_name_the_longer_stands_as_sure_as_the_surer() -> None:
    text = "делаете навесы из поликарбоната?"
    marks = (ModelMark("product", "", 8, 14, 0.95),)
    short = _thing(text, "навесы", 0.9, "model")
    long = _thing(text, "навесы из поликарбоната", 0.8, "rule")
    kept = trusted((long,), (short,), marks)
    assert [c.value for c in kept] == ["навесы из поликарбоната"]
    assert kept[0].confidence == max(c.confidence for c in trusted((long,), (), marks) + kept)


def test_a_long_name_is_backed_by_its_beginning() -> None:
    text = "делаете навесы из поликарбоната?"
    marks = (ModelMark("product", "", 8, 20, 0.9),)
    long = _thing(text, "навесы из поликарбоната", 0.8, "rule")
    assert support(long, marks) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Хочу торговать вашими свечами в своём магазине", ["свечами"]),
        ("we want to white-label your booking widget for our clients", ["booking widget"]),
        ("the label printer keeps jamming", ["label printer"]),
        ("где ваш менеджер?", []),
        ("is your website down?", []),
        ("your price is too high", []),
    ],
)
def test_a_thread_opens_with_what_is_ours_or_out_of_order(turns, text: str, names) -> None:
    place = passage(text, context_of(turns(f"c {text}")))
    assert [place.text[s.start : s.end] for s, _ in owned(place, [])] == names


def test_later_in_the_thread_it_is_no_news(turns) -> None:
    said = turns("c Сколько стоят ваши котлы на 24 кВт?", "u 84 000 ₽.", "c а насос ваш шумит?")
    assert list(owned(passage(said[-1].text, context_of(said)), [])) == []
