"""A template of the WhatsApp channel as the desk shows it. Pure."""

from core.channels.whatsapp.templates import Template
from desktop.viewmodels.templates import Media, TemplateButton, TemplateRow


def row(template: Template) -> TemplateRow:
    """Everything that is shown and filled in."""
    header = template.header
    media: Media = "" if header.kind == "text" else header.kind
    return TemplateRow(
        name=template.name,
        lang=template.language,
        category=template.category.upper(),
        status=template.status.upper(),
        quality=template.quality.upper(),
        problem=template.problem,
        header=header.text,
        media=media,
        body=template.body,
        footer=template.footer,
        buttons=tuple(
            TemplateButton(kind=one.kind, text=one.text, url=one.url, wants=one.wants)
            for one in template.buttons
        ),
    )
