# Groups: who writes in them. Albums: pictures that were sent as one.
last-of = { $who }: { $text }
group-chat = Group
group-members = { $n ->
    [one] { $n } member
   *[other] { $n } members
}
group-writers = { $n ->
    [one] { $n } writes
   *[other] { $n } write
}
group-writers-many = more than { $n } write
group-left-out = messages are not taken
notice-of = { $who } · { $group }
album-picture = Picture { $n } of { $count } in an album
album-menu = The whole album
album-forward = Forward all { $n }
album-forward-unnamed = Forward all { $n } without the author
album-delete = Delete all { $n }…
picture-forward = Forward this one…
picture-delete = Delete this one…
tile-broken = Could not be loaded
note-group-upgraded = The group goes on as a supergroup
note-group-left = You are no longer in this group
problem-telegram-group-forbidden = You may not write in this group. Write to the client in a private chat.
problem-telegram-group-private = You are no longer in this group. Write to the client in a private chat.
problem-telegram-group-admins = Only admins may do this in the group. Write to the client in a private chat.
problem-telegram-group-restricted = Telegram has closed this group. Write to the client in a private chat.
problem-telegram-group-no-media = The group takes no such files. Send the words without the file.
problem-telegram-group-no-text = The group takes no text without a file. Send a file with these words.
problem-telegram-group-one-by-one = The group takes one message at a time. Send the files one by one.
problem-telegram-group-slow = The group lets everybody write once in a while. The message goes out by itself in { $seconds } s.
problem-telegram-group-former = This was written before the group became a supergroup and cannot be changed here. Look at it in Telegram.
problem-telegram-account-muted = Telegram does not let this account write in groups for now. Wait, or ask @SpamBot in Telegram how long.
menu-group-out = Take no messages of this group
menu-group-in = Take this group's messages again
told-group-out = Nothing more is taken of this group. In Telegram it stays as it is.
told-group-in = The group's messages are taken again, with those that came meanwhile.
