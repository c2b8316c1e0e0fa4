"""Sounds and pages of documents: opened by a process of their own, played here."""
