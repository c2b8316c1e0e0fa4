"""The quick replies one begins with, until they are one's own."""

from typing import Final

from desktop.viewmodels.quick_replies import QuickReply

_RU: Final = (
    ("Приветствие", "привет", "Здравствуйте, {имя}! Меня зовут {моё имя}. Чем могу помочь?"),
    ("Спросить количество", "колво",
     "{имя}, какое количество вам нужно? От него зависит цена и срок."),
    ("Подтвердить цену", "цена",
     "{имя}, подтверждаю: цена в силе на {количество}. Оформляем?"),
    ("Отправить подробности", "подробно",
     "{имя}, отправляю подробности: {товар}. Если останутся вопросы, напишите."),
    ("Запросить реквизиты", "рекв",
     "Пришлите, пожалуйста, реквизиты компании: подготовлю договор и счёт."),
    ("Подтвердить встречу", "встреча", "{имя}, подтверждаю встречу: {встреча}. До связи!"),
    ("Предложить созвон", "созвон", "{имя}, когда вам удобно созвониться? Хватит 15 минут."),
    ("Уточнить срок", "срок", "К какому сроку вам нужно: {товар}, {количество}?"),
    ("Уточнить город", "город", "В какой город доставить? Посчитаю стоимость и срок."),
    ("Уточнить бюджет", "бюджет", "{имя}, на какой бюджет вы рассчитываете? Подберу варианты."),
    ("Счёт отправлен", "счет",
     "{имя}, отправляю счёт: {товар}, {количество}. Проверьте, пожалуйста, реквизиты."),
    ("Напомнить о себе", "напомнить",
     "{имя}, добрый день! Удалось посмотреть наше предложение? Отвечу на вопросы."),
    ("Взять время", "минутку", "Спасибо, принято. Уточню и вернусь с ответом."),
    ("Поблагодарить", "спасибо", "{имя}, спасибо за заказ! Если что-то понадобится, я на связи."),
)  # fmt: skip
_EN: Final = (
    ("Greeting", "hi", "Hello {name}! This is {me}. How can I help?"),
    ("Ask for the quantity", "qty",
     "{name}, what quantity do you need? The price and the lead time depend on it."),
    ("Confirm the price", "price",
     "{name}, I confirm that the price stands for {quantity}. Shall we go ahead?"),
    ("Send details", "details",
     "{name}, here are the details on {product}. Let me know if anything is unclear."),
    ("Ask for company details", "billing",
     "Could you send your company details? I will prepare the contract and the invoice."),
    ("Confirm the meeting", "meet", "{name}, I confirm our meeting: {meeting}. Talk to you then!"),
    ("Offer a call", "call", "{name}, when would a call suit you? 15 minutes will do."),
    ("Ask for the deadline", "when", "When do you need it: {product}, {quantity}?"),
    ("Ask for the city", "city",
     "Which city should we deliver to? I will work out the cost and the time."),
    ("Ask for the budget", "budget",
     "{name}, what budget do you have in mind? I will find options that fit."),
    ("Invoice sent", "invoice",
     "{name}, here is the invoice: {product}, {quantity}. Please check the company details."),
    ("Follow up", "follow",
     "Hello {name}! Have you had a chance to look at our offer? Happy to answer questions."),
    ("Take a moment", "moment", "Thank you, noted. I will check and come back to you."),
    ("Thank you", "thanks", "{name}, thank you for the order! I am here if you need anything."),
)  # fmt: skip


def starters(lang: str) -> list[QuickReply]:
    """Those of a language, "ru" or any other for English."""
    rows = _RU if lang == "ru" else _EN
    return [QuickReply(name=name, word=word, text=text) for name, word, text in rows]
