# WhatsApp's windows and this machine's clock

service-clock = Clock
problem-clock-behind = The clock of this computer is { $minutes } min behind. WhatsApp windows go by the servers' time; turn on automatic time in the system's settings.
problem-clock-ahead = The clock of this computer is { $minutes } min ahead. WhatsApp windows go by the servers' time; turn on automatic time in the system's settings.
