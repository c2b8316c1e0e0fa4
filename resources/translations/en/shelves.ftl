# Archive, sound, Telegram's folders.
folders = Folders
view-archive = Archive
row-archived = Archived
row-muted = muted
row-marked = marked as unread
state-archived = Archive
palette-folder = Folder: { $name }
folder-of = { $name }, account { $account }
empty-archive-title = The archive is empty
empty-archive-text = What you archive here ({ $keys }) or in Telegram goes here.
empty-folder-title = This folder is empty
empty-folder-text = Threads appear as soon as they fit the folder's rules. The rules are changed in Telegram; a client can be added here as well: { $keys }.

menu-archive = Archive
menu-unarchive = Take out of the archive
menu-mute = Mute
menu-unmute = Unmute
menu-mark-unread = Mark as unread
menu-folder = Telegram folders
mute-hour = For an hour
mute-hours = For { $n } hours
mute-days = For { $n } days
mute-forever = For ever

command-archive = Archive or take out of it
command-mute = Mute…
command-mark-unread = Mark as unread
command-folder = Telegram folders…

told-archived = { $n ->
    [one] Archived.
   *[other] { $n } threads are archived.
}
told-unarchived = { $n ->
    [one] Out of the archive.
   *[other] { $n } threads are out of the archive.
}
told-muted = { $n ->
    [one] Muted until { $when }.
   *[other] { $n } threads are muted until { $when }.
}
told-muted-forever = { $n ->
    [one] Muted.
   *[other] { $n } threads are muted.
}
told-unmuted = { $n ->
    [one] No longer muted.
   *[other] { $n } threads are no longer muted.
}
told-marked = { $n ->
    [one] Marked as unread.
   *[other] { $n } threads are marked as unread.
}
told-into-folder = { $n ->
    [one] In the folder “{ $name }”.
   *[other] { $n } threads are in the folder “{ $name }”.
}
told-out-of-folder = { $n ->
    [one] Out of the folder “{ $name }”.
   *[other] { $n } threads are out of the folder “{ $name }”.
}
told-no-folders = This account has no folders in Telegram. Make one on the phone and it appears here.

problem-telegram-folder-empty = A folder cannot be empty in Telegram. Add another chat to it first, or delete the folder on the phone.
problem-telegram-folder-full = This folder holds as many chats as Telegram allows. Take some out first.
problem-telegram-folder-gone = This folder is not in Telegram any more.
problem-telegram-folder-shared = This folder was added by a link: Telegram does not let it be changed from here. Change it on the phone.
