"""Threadline without a window: log, channels, understanding, routing, CRM. Never imports Qt."""
