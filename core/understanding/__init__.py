"""Reads threads: recognizers, the model's answers held to their quotes, and what stands now."""
