# How threads are compared with the messenger, and what may be missing in them.
sync-comparing = { $chats ->
    [one] { $chats } chat is being compared…
   *[other] { $chats } chats are being compared…
}
sync-equal = All chats equal Telegram’s: { $at }.
sync-failed = { $chats ->
    [one] Some messages of { $chats } chat could not be fetched: the place is marked in the thread.
   *[other] Some messages of { $chats } chats could not be fetched: the places are marked in the threads.
}
sync-history = History: { $have } of about { $of }.
gap-fetching = Messages may be missing here: being fetched…
gap-failed = Messages here could not be fetched
gap-retry = Fetch
gap-fetch = Fetch the missing messages
