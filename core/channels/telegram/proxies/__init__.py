"""Ways to Telegram where the straight one is closed: SOCKS5, HTTP, MTProxy and FakeTLS."""
