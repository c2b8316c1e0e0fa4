"""The webhook's end on a server with a public name, for any number of desks."""
