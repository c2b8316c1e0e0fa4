"""A sandbox on loopback: a Telegram, a WhatsApp Graph API, a CRM and a player of scenarios."""
