# What a desk says about the hub of its team.

problem-feed-unreachable = The hub ({ $where }) does not answer. What clients write is kept there and comes once it can be reached.
problem-feed-auth = The hub ({ $where }) does not know this desk. Check the name and the token or password in the settings, or ask whoever runs the hub.
problem-feed-credentials = The credentials for the hub are incomplete. Paste the whole text of the .creds file.
problem-feed-ca-file = The certificate file { $path } cannot be read: { $detail }
problem-feed-certificate = The certificate of the hub ({ $where }) is not trusted: { $detail } Check the address and this computer’s date and time.
problem-feed-denied = The hub does not let this desk do something it needs ({ $what }). Ask whoever runs it to give this desk its rights.
problem-feed-refused = The hub could not do what was asked: { $detail } It is tried again.
problem-feed-missing = There is no hub at this address yet ({ $stream }). Check the name in the settings, or start the hub.
problem-feed-clock = This computer’s clock is { $minutes } minutes off against the hub’s. Set it right: the 24-hour window is counted by it.
problem-feed-gap = This desk was away for longer than the hub keeps messages. What came in between is missing here; look on another desk.
problem-feed-not-configured = The hub is not set up. Enter its address and this desk’s token in the settings.
problem-feed-full = The hub takes nothing now: its disk may be full. It is tried again.
