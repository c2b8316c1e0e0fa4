"""Qt item models and small state holders over the read side; no widgets, no I/O of their own."""
