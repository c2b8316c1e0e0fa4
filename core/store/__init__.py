"""The event log and its projection in SQLite."""
