# What stands in a Telegram chat besides words and files.
note-telegram-named = Open Telegram to see this ({ $kind })
note-telegram-newer = Telegram has a newer kind of message here: open it there
note-poll-closed = Poll, closed
note-quiz = Quiz
note-quiz-closed = Quiz, closed
note-poll-answer = Answered in the poll
note-poll-more = An option was added to the poll
note-poll-less = An option was taken out of the poll
note-checklist-more = Tasks were added
note-checklist-done = Tasks were ticked
note-giveaway-results = Giveaway results
note-self-destructs = Disappears after viewing, opens on the phone only
note-signed-up = Joined Telegram
note-screenshot = A screenshot of the chat was taken
note-pinned = A message was pinned
note-theme = Chat theme changed
note-theme-off = Chat theme removed
note-wallpaper = Chat wallpaper changed
note-ttl-off = Messages no longer disappear
note-ttl-day = Messages now disappear after a day
note-ttl-week = Messages now disappear after a week
note-ttl-month = Messages now disappear after a month
note-ttl-set = Messages now disappear after a time
note-gift = Gift
note-gift-premium = Telegram Premium as a gift
note-gift-stars = Stars as a gift
note-gift-offer = An offer for a gift
note-gift-offer-declined = The offer for a gift was declined
note-photo-suggested = Suggested a profile photo
note-birthday-suggested = Suggested a birthday
note-paid = Paid
note-refunded = Refunded
note-message-price = The price of a message changed
note-near = Near one another
note-game-score = Score in a game
note-bot-allowed = Allowed a site or a bot to write
note-no-forwards = Forwarding was switched off in this chat
note-no-forwards-off = Forwarding is allowed in this chat again
note-no-forwards-asked = Asks to allow forwarding in this chat
note-shared-contact = Shared a contact with a bot
note-group-title = The group has a new name
note-group-photo = The group has a new photo
note-group-photo-gone = The group's photo was removed
note-group-call = Group call

# Around a message
forwarded-from = Forwarded from { $name }
forwarded-from-at = Forwarded from { $name }, { $when }
forwarded-hidden = Forwarded, the author is hidden
forwarded-hidden-at = Forwarded, the author is hidden, { $when }
via-bot = via { $name }
answers-story = Answers your story
look-gif = GIF
look-round = Video message
open-page = Open { $url }

# The bar over a conversation
pinned-message = Pinned message
pinned-messages = Pinned message { $n } of { $count }
pinned-bar = Pinned: { $text }. Press to go there.

# What goes out
problem-telegram-upload-stopped = You stopped the file on its way. Send it again when you like.
files-away = Do not send the files
files-named = { $n ->
    [one] { $n } file
   *[other] { $n } files
}: { $names }

# A voice message of ours
voice-record = Record a voice message
voice-recording = Recording { $time }
voice-drop = Do not send the recording
problem-sound-no-microphone = There is no microphone. Connect one and press again.
