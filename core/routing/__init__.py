"""Decides the queue of a thread from what it says."""
