"""Messengers: each turns what arrives into domain events and sends what the operator writes."""
