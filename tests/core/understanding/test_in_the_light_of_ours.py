"""What a client turn says in the light of what we said before (Wednesday, 18 November 2026)."""

# ruff: noqa: E501 (sentences read better whole)

from collections.abc import Callable, Sequence

import pytest

from core.domain.reading import Candidate

Said = Callable[..., list[Candidate]]

CASES = [
    # The final word after a price, a concession, a question of ours
    ("decision", ["c почём ламинат, 40 квадратов?", "u 1 150 ₽ за квадрат."], "делайте", ["yes"]),
    ("decision", ["c 41 дорого, скиньте", "u Могу отдать за 38 000."], "ладно", ["yes"]),
    ("decision", ["c сколько стоит?", "u 38 000 ₽."], "спасибо, понял", []),
    ("decision", ["c how much for the bench", "u £240 delivered."], "ok, two then", ["yes"]),
    ("decision", ["c too dear", "u We can do $310."], "lock it in", ["yes"]),
    ("decision", ["u Реквизиты получили. Счёт выставляем?"], "да", []),
    ("decision", ["u Подъём на этаж нужен?"], "не надо, сами", []),
    ("decision", ["u Shall I send the spec sheet?"], "yes please", []),
    ("decision", ["u Крыльцо 96 000 ₽. Делаем?"], "агась", ["yes"]),
    ("decision", ["u Крыльцо 96 000 ₽. Делаем?"], "погодите, с женой посоветуюсь", ["postponed"]),
    ("decision", ["u Крыльцо 96 000 ₽. Делаем?"], "передумала", ["no"]),
    ("decision", ["u Суббота в 12 есть. Записываю?"], "да", []),
    ("decision", ["c вы нанимаете? резюме прикрепил", "u Оклад 70 000. Подходит?"], "подходит", []),
    ("decision", [], "снимите меня с рассылки", ["no"]),
    ("decision", ["u £980 fitted."], "let's pick this up in December", ["postponed"]),
    ("decision", ["u £980 fitted."], "we've gone another way, sorry", ["no"]),
    # Whose money it is, and how much
    ("budget", ["u Кухня выйдет 410 000."], "у нас 300 максимум", ["300000 RUB"]),
    ("budget", ["u Печь 72 000 ₽."], "есть полтинник и ни рублём больше", ["50000 RUB"]),
    ("budget", ["u $4,300 with flakes."], "3500 tops", ["3500 USD"]),
    ("budget", ["u £3,300 with floor."], "we've put aside two and a half grand", ["2500 GBP"]),
    ("budget", ["u ₹1.2 lakh."], "committee sanctioned one lakh", ["100000 INR"]),
    ("budget", ["u За 60 000."], "мне фрилансер за 25 делает", []),
    ("budget", [], "отдали вам 48 тысяч за монтаж, и всё течёт", []),
    ("budget", ["u Отправил."], "счёт сделайте на 84 300", ["84300 RUB"]),
    ("budget", [], "заберу сегодня до 6", []),
    # Bare numbers in a thread that counts
    ("quantity", ["c 30 стульев почём", "u 4 900 за штуку."], "а 48?", ["48"]),
    ("quantity", ["c 75 vests please", "u €8.90 each."], "make that 80", ["80"]),
    ("quantity", ["u £12 a tin."], "ordering three", ["3"]),
    ("quantity", ["u 390 ₽ рулон."], "360 и берём", []),
    ("quantity", ["u Сколько столов нужно?"], "шесть", ["6"]),
    ("quantity", [], "стулья нужны, сорок, почём?", ["40"]),
    ("quantity", ["c вы ищете дилеров?", "u Да."], "у нас 12 магазинов", []),
    ("quantity", [], "три канистры лопнули по дороге", []),
    ("quantity", [], "10 класс, нужен репетитор", []),
    # What a day and an hour are for
    ("deadline", ["c щебень нужен", "u 2 100 за куб."], "3 куба на завтра", ["2026-11-19"]),
    ("deadline", ["u На какую дату бронируем?"], "28 ноября", ["2026-11-28"]),
    ("deadline", [], "праздник 18 декабря, привезите к 17-му", ["2026-12-17"]),
    ("deadline", [], "need it in a fortnight", ["2026-12-02"]),
    ("deadline", ["u Ждём вас."], "хорошо, до субботы", []),
    ("deadline", [], "пришлите акт сверки на 30 ноября", []),
    ("deadline", [], "поставили в пятницу, а он течёт", []),
    ("meeting_at", ["u Замерщик может приехать в пятницу в 11."], "ок, пятница 11", ["2026-11-20T11:00"]),
    ("meeting_at", ["u Friday at 9 works, see you then."], "make it 2", ["2026-11-20T14:00"]),
    ("meeting_at", ["u Созвон в среду в 15:00?"], "не получается, давайте в четверг в то же время", ["2026-11-19T15:00"]),
    ("meeting_at", ["u Когда везти?"], "завтра часам к восьми", []),
    ("meeting_at", [], "привезите в четверг на две смены", []),
    ("phone", [], "call me, 07400 900 123", ["+447400900123"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "before", "text", "values"), CASES)
def test_in_the_light_of_ours(
    said: Said, kind: str, before: Sequence[str], text: str, values: list[str]
) -> None:
    assert [c.value for c in said(kind, text, before)] == values
