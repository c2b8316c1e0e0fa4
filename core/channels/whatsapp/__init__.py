"""WhatsApp Business Cloud API: webhooks in, Graph calls out."""

from core.channels.whatsapp.channel import WhatsAppChannel
from core.channels.whatsapp.settings import WhatsAppSettings
from core.channels.whatsapp.templates import Template

__all__ = ["Template", "WhatsAppChannel", "WhatsAppSettings"]
