problem-telegram-reaction-invalid = Telegram does not take this reaction here. Choose another.
problem-message-gone = This message is not there any more.
problem-edit-not-here = This messenger cannot change a message that was sent.
problem-telegram-edit-late = Telegram lets a message be changed for 48 hours. Write a new one.
problem-telegram-edit-not-ours = Telegram changes only messages that you wrote yourself.
problem-telegram-delete-forbidden = Telegram does not delete this message.
problem-telegram-forwards-restricted = Telegram does not let messages of this chat be forwarded. Copy the text.
editing-label = Changing: { $text }
editing-cancel = Leave it as it was (Esc)
edit-message = Change
forward-message = Forward…
forward-unnamed = Forward without the author…
delete-message = Delete for both…
delete-title = { $n ->
    [one] Delete this message?
   *[other] Delete { $n } messages?
}
delete-text = It will be gone here and at the client's. That cannot be undone.
delete-now = Delete for both
edit-nothing = There is no message here that can be changed. Telegram lets yours be changed for 48 hours.
delete-nothing = There is no message here that can be deleted. On WhatsApp what was sent stays.
forward-nothing = Choose a message first: F6 leads to them, or right-click one.
forwarded-to = Forwarded to { $name }
command-edit = Change my message
command-forward = Forward
command-delete = Delete for both
forward-placeholder = Forward to whom?
problem-forward-nowhere = This thread has no chat to forward to. Choose another.
problem-forward-file-missing = The file is not here yet. Wait until it is fetched, then forward it.
link-title = Open this link?
link-leads = It leads to { $host }
link-odd = The words of the link say something else, or the address only looks like another. Open it if you know whose it is.
link-open = Open
link-not-opened = This link is not opened: it is no page, mail or phone.
search-server-ask = Search on Telegram
search-server-asking = Searching on Telegram…
search-server-nothing = Telegram has nothing more
problem-find-nowhere = No Telegram account is online. Wait until it is, then search again.
