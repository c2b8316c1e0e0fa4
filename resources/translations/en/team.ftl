# What a desk says about the hub of its team.

check-hub-good = The hub knows this desk.
check-hub-open = The hub has not answered yet.

problem-feed-unreachable = The hub ({ $place }) does not answer. What clients write is kept there and comes once it can be reached.
problem-feed-auth = The hub ({ $place }) does not know this desk. Check the name and the token or password in the settings, or ask whoever runs the hub.
problem-feed-credentials = The credentials for the hub are incomplete. Paste the whole text of the .creds file.
problem-feed-ca-file = The certificate file { $path } cannot be read: { $detail }
problem-feed-certificate = The certificate of the hub ({ $place }) is not trusted: { $detail } Check the address and this computer’s date and time.
problem-feed-denied = The hub does not let this desk do something it needs ({ $detail }). Ask whoever runs it to give this desk its rights.
problem-feed-refused = The hub could not do what was asked: { $detail } It is tried again.
problem-feed-missing = There is no hub at this address yet ({ $name }). Check the name in the settings, or start the hub.
problem-feed-clock = This computer’s clock is { $minutes } minutes off against the hub’s. Set it right: the 24-hour window is counted by it.
problem-feed-gap = This desk was away for longer than the hub keeps messages. What came in between is missing here; look on another desk.
problem-feed-not-configured = The hub is not set up. Enter its address and this desk’s token in the settings.
problem-feed-insecure = The address of the hub ({ $place }) is not encrypted: anybody on the way could read this desk’s token. Enter one that begins with https.
problem-feed-full = The hub takes nothing now: its disk may be full. It is tried again.

service-hub = Team hub
health-hub-on = Webhooks come through { $where }; what this desk sends, the others see.
setting-whatsapp-source = Messages arrive
setting-whatsapp-source-hint = Alone on one computer: to this computer. In a team: through the hub, which is on when desks are off.
option-whatsapp-source-own = To this computer
option-whatsapp-source-hub = Through the team’s hub
option-whatsapp-source-nats = Through the team’s NATS
setting-whatsapp-hub-url = Address of the hub
setting-whatsapp-hub-url-hint = For example https://hub.example.com. Whoever runs the hub knows it.
setting-whatsapp-hub-token = Token of this desk
setting-whatsapp-hub-token-hint = Each desk has its own: threadline hub --new-desk NAME makes one.
setting-whatsapp-nats-servers = NATS servers
setting-whatsapp-nats-servers-hint = tls://host:4222, several with a space between them.
setting-whatsapp-nats-user = Name of this desk
setting-whatsapp-nats-user-hint = Its user on the server. The other desks see what it sent under this name.
setting-whatsapp-nats-secret = Password
setting-whatsapp-nats-secret-hint = Or the whole text of a .creds file.
setting-whatsapp-nats-stream = Stream
setting-whatsapp-nats-stream-hint = As in the hub’s own settings.
setting-whatsapp-nats-ca = Certificate file
setting-whatsapp-nats-ca-hint = Only for a server with a certificate of your own: the full path of the CA’s file.
