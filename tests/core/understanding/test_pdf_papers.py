"""Whole papers as clients send them: laid out with tables, read off the file, facts by page."""

import io
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from core.domain.reading import Page, Turn
from core.understanding.pdf import read_pdf
from core.understanding.recognize import read_by_rules

AT = datetime(2026, 11, 18, 10, 15, tzinfo=timezone(timedelta(hours=3)))
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
needs_font = pytest.mark.skipif(not FONT.exists(), reason="no font with Cyrillic letters")


def paper(*parts: str | list[list[str]] | None) -> bytes:
    """A PDF of paragraphs, tables (lists of rows) and page breaks (None)."""
    if FONT.exists():
        pdfmetrics.registerFont(TTFont("Plain", str(FONT)))
    name = "Plain" if FONT.exists() else "Helvetica"
    style = ParagraphStyle("p", fontName=name, fontSize=10, leading=14)
    flow: list[Flowable] = []
    for part in parts:
        if part is None:
            flow.append(PageBreak())
        elif isinstance(part, str):
            flow += [Paragraph(part, style), Spacer(1, 4)]
        else:
            grid = [
                ("FONTNAME", (0, 0), (-1, -1), name),
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
            ]
            flow.append(Table(part, style=grid))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(flow)
    return out.getvalue()


def read(data: bytes) -> dict[str, set[tuple[str, int]]]:
    """(value, page) by kind; every quote stands on its page."""
    text = read_pdf(data)
    assert text.problem is None
    pages = tuple(Page(0, number, said) for number, said in enumerate(text.pages, 1))
    reading = read_by_rules([Turn(id="1", sender="client", at=AT, text="", pages=pages)])
    found: dict[str, set[tuple[str, int]]] = {}
    for c in reading.candidates:
        assert c.page is not None
        assert text.pages[c.page - 1][c.start : c.end] == c.quote
        found.setdefault(c.kind, set()).add((c.value, c.page))
    return found


@needs_font
def test_a_request_for_quotation_with_a_table() -> None:
    found = read(
        paper(
            "ООО «Уралпромснаб»",
            "ИНН 7707083893, тел.: +7 (343) 310-20-45, e-mail: tender@uralpromsnab.ru",
            "Запрос коммерческого предложения № 118 от 16.11.2026",
            "Просим направить коммерческое предложение на поставку следующей продукции:",
            [
                ["№", "Наименование", "Ед.", "Кол-во"],
                ["1", "Кабель ВВГнг 3х2,5", "м", "1200"],
                ["2", "Щит распределительный ЩРН-24", "шт", "15"],
            ],
            None,
            "Предельный бюджет закупки: 870 000 руб. с НДС.",
            "Срок поставки: до 10.12.2026",
            "Город доставки: Пермь",
            "Контактное лицо: Артём Лебедев, инженер по снабжению",
        )
    )
    assert found["company"] == {("ООО «Уралпромснаб»", 1)}
    assert found["inn"] == {("7707083893", 1)}
    assert found["phone"] == {("+73433102045", 1)}
    assert found["email"] == {("tender@uralpromsnab.ru", 1)}
    assert found["product"] == {("Кабель ВВГнг 3х2,5", 1), ("Щит распределительный ЩРН-24", 1)}
    assert found["quantity"] == {("1200", 1), ("15", 1)}
    assert found["budget"] == {("870000 RUB", 2)}
    assert found["deadline"] == {("2026-12-10", 2)}
    assert found["city"] == {("Пермь", 2)}
    assert found["person"] == {("Артём Лебедев", 2)}
    assert found["role"] == {("инженер по снабжению", 2)}
    assert not {"decision", "meeting_at", "competitor"} & found.keys()


@needs_font
def test_a_card_of_requisites() -> None:
    found = read(
        paper(
            "КАРТОЧКА ПРЕДПРИЯТИЯ",
            [
                ["Полное наименование", "Общество с ограниченной ответственностью «Меридиан»"],
                ["Сокращённое наименование", "ООО «Меридиан»"],
                ["ИНН / КПП", "7707083893 / 770701001"],
                ["ОГРН", "1027700132195"],
                ["Расчётный счёт", "40702810938000012345"],
                ["Банк", "ПАО Сбербанк, г. Москва"],
                ["БИК", "044525225"],
                ["Юридический адрес", "394036, г. Воронеж, ул. Мира, д. 5, оф. 12"],
                ["Генеральный директор", "Соловьёв Игорь Павлович"],
                ["Телефон", "8 (473) 255-10-20"],
                ["E-mail", "office@meridian-vrn.ru"],
            ],
        )
    )
    assert ("ООО «Меридиан»", 1) in found["company"]
    assert all("Меридиан" in value for value, _ in found["company"])
    assert found["inn"] == {("7707083893", 1)}
    assert found["phone"] == {("+74732551020", 1)}
    assert found["email"] == {("office@meridian-vrn.ru", 1)}
    assert found["city"] == {("Воронеж", 1)}
    assert not {"budget", "quantity", "product", "deadline", "decision"} & found.keys()


def test_an_english_purchase_order() -> None:
    found = read(
        paper(
            "PURCHASE ORDER No. PO-2291",
            "Buyer: Fairholm Brewing Ltd",
            "Attn: Rachel Dunn, Operations Manager",
            "Phone: +44 20 7946 0123",
            "Email: rachel.dunn@fairholm.co.uk",
            "Supplier: Threadline Pumps GmbH",
            [
                ["Item", "Description", "Qty", "Unit price"],
                ["1", "Keg washer KW-40", "3", "2,150.00"],
            ],
            "Total budget: 7,000 GBP",
            "Delivery date: 18 December 2026",
            "Delivery city: Bristol",
        )
    )
    assert found["company"] == {("Fairholm Brewing Ltd", 1)}
    assert found["person"] == {("Rachel Dunn", 1)}
    assert found["role"] == {("Operations Manager", 1)}
    assert found["phone"] == {("+442079460123", 1)}
    assert found["email"] == {("rachel.dunn@fairholm.co.uk", 1)}
    assert found["budget"] == {("7000 GBP", 1)}
    assert found["deadline"] == {("2026-12-18", 1)}
    assert found["city"] == {("Bristol", 1)}
    assert found["product"] == {("Keg washer KW-40", 1)}
    assert found["quantity"] == {("3", 1)}


@pytest.mark.parametrize(
    ("line", "product", "quantity", "unit"),
    [
        ("2. Задвижка 30ч6бр Ду 80 — 12 шт.", "Задвижка 30ч6бр Ду 80", "12", "шт"),
        ("3) Труба 57х3,5: 140 м", "Труба 57х3,5", "140", "м"),
        ("- Kraft boxes 300x200, 1 500 pcs", "Kraft boxes 300x200", "1500", "pcs"),
    ],
)
def test_a_numbered_line_is_a_thing_and_how_many(line, product, quantity, unit) -> None:
    page = Page(0, 1, f"Order\n{line}\n")
    reading = read_by_rules([Turn(id="1", sender="client", at=AT, text="", pages=(page,))])
    said = [(c.kind, c.value, c.unit) for c in reading.candidates]
    assert said == [("product", product, ""), ("quantity", quantity, unit)]


def test_numbered_lines_do_not_run_into_each_other_however_long() -> None:
    lines = (
        "1. Насос консольный К 80-50-200 с двигателем 15 кВт — 6 шт.\n"
        "2. Задвижка 30ч6бр Ду 80 — 12 шт.\n"
    )
    page = Page(0, 1, f"Просим направить предложение:\n{lines}")
    reading = read_by_rules([Turn(id="1", sender="client", at=AT, text="", pages=(page,))])
    assert [c.value for c in reading.candidates if c.kind == "product"] == [
        "Насос консольный К 80-50-200 с двигателем 15 кВт",
        "Задвижка 30ч6бр Ду 80",
    ]


@needs_font
def test_a_contract_says_who_of_its_sides_is_the_client() -> None:
    found = read(
        paper(
            "ДОГОВОР ПОСТАВКИ № 45-П/2026",
            "ООО «Поставщик-Сервис», именуемое в дальнейшем «Поставщик», в лице генерального"
            " директора Иванова И.И., с одной стороны, и АО «Волжский завод», именуемое в"
            " дальнейшем «Покупатель», в лице директора Петровой Анны Сергеевны, действующей на"
            " основании Устава, с другой стороны, заключили настоящий договор.",
            "1. Поставщик обязуется передать, а Покупатель оплатить подшипники роликовые 22220 в"
            " количестве 340 штук.",
            "2. Общая сумма договора составляет 2 720 000 рублей.",
            None,
            "ПОСТАВЩИК: ООО «Поставщик-Сервис»",
            "ИНН 7707083893 КПП 770701001",
            "тел. +7 495 000-00-01",
            "info@postavshik.example",
            "ПОКУПАТЕЛЬ: АО «Волжский завод»",
            "ИНН 6316138990 КПП 631601001",
            "тел. +7 846 222-33-44",
            "snab@vzavod.example",
        )
    )
    assert {value for value, _ in found["company"]} == {"АО «Волжский завод»"}
    assert found["person"] == {("Петровой Анны Сергеевны", 1)}
    assert found["role"] == {("директора", 1)}
    assert found["inn"] == {("6316138990", 2)}
    assert found["phone"] == {("+78462223344", 2)}
    assert found["email"] == {("snab@vzavod.example", 2)}
    assert found["budget"] == {("2720000 RUB", 1)}
    assert found["product"] == {("подшипники роликовые 22220", 1)}
    assert found["quantity"] == {("340", 1)}


@needs_font
def test_who_signs_stands_under_their_job() -> None:
    found = read(
        paper(
            "Карточка предприятия",
            "ИНН 7707083893",
            "Генеральный директор",
            "Тарасов Виктор Львович",
        )
    )
    assert found["person"] == {("Тарасов Виктор Львович", 1)}
    assert found["role"] == {("Генеральный директор", 1)}
