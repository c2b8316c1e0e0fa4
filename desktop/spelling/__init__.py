"""Spell check with the dictionaries that the platform has, in a process of its own."""
