problem-telegram-poll-closed = This poll is closed. No more votes are taken.
problem-telegram-poll-final = In this poll a vote cannot be changed.
problem-telegram-poll-option = Telegram does not take this vote. Choose again.
problem-telegram-poll-members = Only members of the group may vote in this poll.
problem-telegram-pin-restricted = You may not pin messages here. Ask an admin of the group.
problem-telegram-bot-silent = The bot did not answer. Try the button again in a minute.
problem-telegram-read-old = Telegram keeps read times for a week. This message is older.
problem-telegram-read-big = In a group of this size Telegram does not say who has read a message.
problem-telegram-read-ours = Your privacy settings hide when you read messages, so Telegram does not tell you when others do. Show your last seen time in Telegram’s privacy settings.
problem-telegram-read-theirs = The client has hidden when they read messages.
problem-telegram-read-not-yet = Not read yet.
problem-telegram-online-hidden = This client hides when they are online, so Telegram cannot wait for that. Choose a time.
problem-silent-not-here = WhatsApp has no messages without sound.

vote = Vote
vote-back = Take back my vote
vote-not-here = You cannot vote in this poll.
poll-hand-in = Vote
poll-choose-first = Choose at least one option first.
poll-on-its-way = Your vote is on its way
poll-hidden = Results are shown when the poll is closed
poll-votes = { $n ->
    [0] No votes yet
    [one] { $n } vote
   *[other] { $n } votes
}
poll-share = { $percent }%
choose-nothing = Nothing here can be chosen.

reply-part = Reply to these words
pin-message = Pin for me
pin-message-both = Pin for both
pin-message-group = Pin
unpin-message = Unpin
pin-nothing = Go to a message of a Telegram chat first.
copy-address = Copy link
address-copied = Link copied
file-menu = File
copy-picture = Copy picture
picture-copied = Picture copied

read-asking = When was it read? …
read-at = Read { $when }
read-by-nobody = Nobody has read it yet
read-by = { $n ->
    [one] Read by { $n }
   *[other] Read by { $n }
}
read-by-one = { $name }, { $when }

bot-keys-menu = Buttons
bot-keys = Buttons: { $keys }
bot-says = The bot answers
bot-key-copied = Copied
bot-key-not-here = This button works only in Telegram’s own apps.
bot-key-place = The bot asks where you are. Write the address to it in words.
bot-phone-title = Send your phone number?
bot-phone-text = The bot will get { $phone }.
bot-phone-send = Send the number

command-choose = Vote or press a bot’s button
command-pin-message = Pin or unpin the message
command-silent = Send without sound
command-online = Send when online
later-online = when the client is online
when-online = When online
online-not-here = In a group there is nobody to wait for.

command-date = Go to a date
date-title = Go to a date
date-first = To the beginning
date-go = Go there
date-nearest = Nothing was written that day. This is the nearest: { $day }.
calendar-before = Month before
calendar-after = Month after
calendar-day = { $day }, no messages
calendar-day-spoken = { $day }, there are messages

problem-telegram-one-contact = Telegram takes one contact at a time, with a phone number.
rich-not-now = Nothing can be written in this chat now.
caption-add = Add a caption
problem-telegram-file-fixed = Telegram does not let this file be replaced by that one. Send the new file as a message.
replace-file = Replace the file…

setting-telegram-bot-chats = Chats with bots
setting-telegram-bot-chats-hint = Order and delivery bots that write to you stand among the threads, with their buttons.
