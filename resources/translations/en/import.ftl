problem-export-unreadable = This is no history that can be read. Choose Telegram's result.json or its folder, WhatsApp's .txt, or the archive of either.
problem-export-group = A WhatsApp group is in this file. Of WhatsApp, only chats between two can be taken.
problem-export-no-file = The file was left out when the history was exported.
problem-import-no-account = Set up the account first (settings, { $name }): these are its chats.
problem-import-phone = Enter the client's phone number with its country code, as +7 900 000-00-00.
intake-title = History from a file
intake-text = Telegram Desktop: Settings, Advanced, Export Telegram data, format JSON. WhatsApp: in the chat, More, Export chat. What stands here already is not taken twice.
intake-file = Choose a file…
intake-folder = Choose a folder…
intake-progress = How far it is
intake-looking = Reading the file…
intake-none = There is no chat in it.
intake-group = Group
intake-taking = { $done } of { $total } messages…
intake-done = { $new } new messages, { $known } stood here already, { $files } files. They are being read beneath what arrives.
intake-take = Take in
intake-nameless = Without a name
intake-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
 }
intake-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
 }
intake-unread = { $count } could not be read
intake-client = The client is
intake-phone = The client's phone number
intake-button = History from a file…
command-history = History from a file
