"""Panes of the window: widgets and delegates over the view models."""
