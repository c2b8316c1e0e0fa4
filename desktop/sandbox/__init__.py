"""Plays a scenario against the real application and says what the window showed."""
