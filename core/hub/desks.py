"""The hub's side of `core.team.wire`: desks read on, fetch files, share what they did."""
