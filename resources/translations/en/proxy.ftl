problem-telegram-proxies = Telegram cannot be reached through any of your proxies. Test them or add another (settings, Telegram).
problem-proxy-link = This is no proxy. Paste a tg://proxy, tg://socks or t.me link, or socks5://host:port.
problem-proxy-refused = The proxy does not let us in: check its secret, or the name and password.
problem-proxy-silent = The proxy is there but nothing comes through it. Try another.
problem-proxy-unreachable = Nobody answers at this address. Check host and port.
problem-proxy-strange = Something else than a proxy to Telegram answers there. Check host and port.
