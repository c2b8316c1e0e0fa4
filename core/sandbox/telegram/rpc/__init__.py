"""The server's methods, by area, and the router that finds them."""
