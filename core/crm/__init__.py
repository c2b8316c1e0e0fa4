"""Delivers facts to a CRM, afterwards and once."""
