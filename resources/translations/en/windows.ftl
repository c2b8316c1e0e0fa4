# WhatsApp's windows and this machine's clock

service-clock = Clock
problem-clock-behind = Clock off: this computer is { $minutes } min behind. WhatsApp windows go by the servers' time; turn on automatic time in the system's settings.
problem-clock-ahead = Clock off: this computer is { $minutes } min ahead. WhatsApp windows go by the servers' time; turn on automatic time in the system's settings.

setting-desk-closing-hours = A window is about to close, hours
setting-desk-closing-hours-hint = So long before it closes a thread comes into the view “Windows closing”.
command-closing = To the windows about to close
view-closing = Windows closing
empty-closing-title = No window is about to close
empty-closing-text = Everybody who waits for an answer while their WhatsApp window is about to close comes up here.

told-returned = The WhatsApp window closed before the message went out: { $name }. The text is a draft again; only a template goes through now.

# Two timers: how long one may write, and until when the ad's price holds
composer-closing = Answer by { $at }: then only a template, at its own rate
composer-closing-ad = Answer by { $at }: then only a template
row-then = then only a template
ad-price = Ad price until { $at }
ad-answer = Answer by { $at } for 72 hours of the ad price
ad-price-hint = The client came from an ad: after an answer within 24 hours messages go at the ad price for 72 hours. It changes nothing about whether you can write.
