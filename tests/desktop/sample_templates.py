"""Templates of every kind, for the sample backend."""

from collections.abc import Mapping

from core.domain.problems import Problem
from desktop.viewmodels.templates import TemplateButton, TemplateRow


def sample_templates(words: Mapping[str, str], lang: str) -> list[TemplateRow]:
    """Three plain ones, ones with header, footer, buttons and file, one that is paused and one
    that was rejected; most in ``lang``."""
    ru = lang == "ru"
    paused = Problem("whatsapp-template-paused", {"name": "autumn_sale"})
    rejected = Problem("whatsapp-template-rejected", {"name": "win_a_car", "why": ""})
    return [
        TemplateRow(name="continue_talk", lang=lang, category="UTILITY", body=words["tpl1"]),
        TemplateRow(name="order_shipped", lang=lang, category="UTILITY", body=words["tpl2"]),
        TemplateRow(name="invoice_reminder", lang=lang, category="MARKETING", body=words["tpl3"]),
        TemplateRow(
            name="delivery_track", lang=lang, category="UTILITY",
            header="Заказ {{1}}" if ru else "Order {{1}}",
            body="{{1}}, *груз в пути*. Привезём _{{2}}_ с 9 до 18." if ru
            else "{{1}}, *your goods are on their way*. We arrive _{{2}}_ from 9 to 18.",
            footer="Отдел доставки, без выходных" if ru else "Delivery desk, every day",
            buttons=(
                TemplateButton(kind="url", text="Где груз" if ru else "Track it",
                               url="https://delivery.example/{{1}}", wants=True),
                TemplateButton(kind="phone", text="Позвонить" if ru else "Call us"),
                TemplateButton(kind="quick_reply", text="Перенести" if ru else "Another day"),
            ),
        ),
        TemplateRow(
            name="new_catalogue", lang=lang, category="MARKETING", media="image",
            body="{{1}}, вышел каталог светодиодных панелей 2027 года." if ru
            else "{{1}}, the 2027 catalogue of LED panels is out.",
            footer="Чтобы не получать рассылку, ответьте «Стоп»" if ru else "Reply Stop to opt out",
            buttons=(
                TemplateButton(kind="quick_reply", text="Прислать PDF" if ru else "Send the PDF"),
                TemplateButton(kind="copy_code", text="Скопировать код" if ru else "Copy code",
                               wants=True),
            ),
        ),
        TemplateRow(name="continue_talk", lang="en_US" if ru else "ru", category="UTILITY",
                    body="Hello {{1}}! You asked about {{2}}. May we go on today?" if ru
                    else "Здравствуйте, {{1}}! Вы спрашивали про {{2}}. Продолжим сегодня?"),
        TemplateRow(name="autumn_sale", lang=lang, category="MARKETING", status="PAUSED",
                    quality="RED", problem=paused, body=words["tpl3"]),
        TemplateRow(name="win_a_car", lang=lang, category="MARKETING", status="REJECTED",
                    problem=rejected, body="{{1}}!"),
    ]  # fmt: skip
