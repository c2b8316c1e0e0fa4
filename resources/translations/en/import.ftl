problem-export-unreadable = This is no history that can be read. Choose Telegram's result.json or its folder, WhatsApp's .txt, or the archive of either.
problem-export-group = A group is in this file. Only chats between two can be taken.
problem-export-no-file = The file was left out when the history was exported.
problem-import-no-account = Set up the account first (settings, { $channel ->
    [telegram] Telegram
   *[other] WhatsApp
 }): these are its chats.
problem-import-phone = Enter the client's phone number with its country code, as +7 900 000-00-00.
history-title = History from a file
history-text = Telegram Desktop: Settings, Advanced, Export Telegram data, format JSON. WhatsApp: in the chat, More, Export chat. What stands here already is not taken twice.
history-file = Choose a file…
history-folder = Choose a folder…
history-progress = How far it is
history-looking = Reading the file…
history-none = There is no chat between two in it.
history-taking = { $done } of { $total } messages…
history-done = { $new } new messages, { $known } stood here already, { $files } files. They are being read beneath what arrives.
history-take = Take in
history-nameless = Without a name
history-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
 }
history-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
 }
history-unread = { $count } could not be read
history-client = The client is
history-phone = The client's phone number
history-button = History from a file…
command-history = History from a file
