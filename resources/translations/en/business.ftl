# Telegram Business: opening hours, automatic messages, quick replies of the account.
business-title = Telegram Business
accounts-business = Business
command-business = Telegram Business: hours, greeting, quick replies
business-text = Opening hours, automatic messages, quick replies and what your profile shows. Telegram keeps them, and all your devices show them.
business-none-title = Telegram Business is not on
business-none-text = It is a paid part of Telegram: opening hours in the profile, a greeting, an answer while you are away, and quick replies. It comes with Telegram Premium. Get it on your phone, and everything appears here.
business-nothing = Not set yet
business-edit = Change…
business-set = Set…
business-add-reply = Add…
business-day-1 = Mon
business-day-2 = Tue
business-day-3 = Wed
business-day-4 = Thu
business-day-5 = Fri
business-day-6 = Sat
business-day-7 = Sun
business-day-off = closed
business-day-whole = all day
business-hours = Opening hours
business-open = Open now, until { $when }
business-closed = Closed now, opens { $when }
business-open-always = Always open
business-never-open = Always closed
business-on-day = { $day } { $time }
business-greeting = Greeting
business-greeting-when = Goes to who writes for the first time, or was silent for { $count ->
    [one] { $count } day
   *[other] { $count } days
  }.
business-away = While you are away
business-away-always = Goes at any time.
business-away-closed = Goes outside the opening hours.
business-away-custom = Goes from { $since } to { $until }.
business-away-offline = Only if you were not online for 10 minutes.
business-to-all = To everybody.
business-to-nobody = To nobody.
business-to-all-but = To everybody except: { $who }.
business-to-only = Only to: { $who }.
business-to-existing = those who wrote before
business-to-new = new chats
business-to-contacts = contacts
business-to-others = those not in contacts
business-to-users = { $count ->
    [one] { $count } person more
   *[other] { $count } people more
  }
business-replies = Quick replies in Telegram
business-reply-gone = The quick reply was deleted
business-reply-files = Files and several messages are changed on the phone
business-place = Address
business-intro = Words in an empty chat
business-links = Links to a chat
business-link-views = { $count ->
    [one] { $count } visit
   *[other] { $count } visits
  }
business-goes-whole = { $count ->
    [one] Goes out at once, as it is: { $count } message
   *[other] Goes out at once, as it is: { $count } messages
  }
business-automatic = Sent automatically
offer-kept = Telegram · /{ $word }
note-quick-reply = Telegram quick reply
business-hours-title = Opening hours
business-hours-text = Clients see them in your profile. After midnight write plain times: 22:00–2:00 is until two at night.
business-hours-zone = Time zone
business-hours-day-hint = 9:00–18:00
business-hours-bad = Write times like this: 9:00–13:00, 14:00–18:00. An empty line is a day off.
business-hours-zone-bad = Choose a time zone from the list.
business-hours-empty = Set at least one day, or remove the opening hours.
business-hours-copy = As on Monday, until Friday
business-remove = Remove
business-remove-sure = Really remove?
business-turn-off = Turn off
business-turn-off-sure = Really turn off?
business-which = Which quick reply to send
business-when = When
business-when-always = always
business-when-closed = outside the opening hours
business-when-custom = in a set time
business-since = From
business-until = To
business-offline = Only if I was not online for 10 minutes
business-silent = Greet again if the client was silent for
business-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
  }
business-whom = To whom
business-whom-all = everybody except the marked
business-whom-only = only the marked
business-no-replies = Add a quick reply first: that is what will go out.
business-schedule-bad = The end must come after the beginning.
business-closed-no-hours = Set the opening hours first.
business-reply-new = New quick reply
business-reply-title = Quick reply /{ $name }
business-reply-name = Word after “/”
business-reply-name-hint = Up to 32 letters, digits and underscores, no spaces
business-reply-text = Text
business-reply-text-hint = **bold**, __italic__, `code`
business-copy = Copy
business-rename = Change
business-delete = Delete
business-up = Up
business-down = Down
business-action-name = { $action }: { $name }
replies-keys-send = Enter sends, Esc closes
replies-to-telegram = To Telegram…
replies-to-telegram-tip = Keep this reply among the quick replies of Telegram
replies-to-telegram-gaps = Telegram does not fill gaps in braces: write words in their place.
business-place-field = Where clients find you
business-place-hint = Up to 96 characters. The place on the map is set on the phone.
business-intro-heading = Title
business-intro-text = Text
business-intro-hint = Clients see this before the first message. The sticker is chosen on the phone.
business-link-new = New link to a chat
business-link-title = Link to a chat
business-link-name = Name
business-link-name-hint = Only you see it: where you put the link, for example.
business-link-text = Words that stand in the client’s message already
business-link-text-hint = The client may change them. **bold**, __italic__, `code`
business-person-find = Find people by name
business-person-none = Nobody of this account’s chats is called so
business-person-unknown = Number { $id } at Telegram
business-person-add = Add { $name }
business-person-remove = Remove { $name }
problem-business-premium = This needs Telegram Premium. Get it on your phone and try again.
problem-business-shortcut-invalid = Telegram did not take this quick reply: it is gone, or its word has signs that are not allowed. Use letters, digits and underscores.
problem-business-shortcut-taken = There is a quick reply with this word. Choose another.
problem-business-shortcuts-many = Telegram keeps no more quick replies. Delete some and try again.
problem-business-messages-many = Telegram keeps no more messages in one quick reply.
problem-business-hours-refused = Telegram did not take these opening hours. See that days are set and that times do not overlap.
problem-business-zone-refused = Telegram does not know this time zone. Choose another one near you.
problem-business-recipients-none = Mark who is to get this message.
problem-business-recipient-gone = Telegram no longer names one of the chosen people. Remove them from the list and try again.
problem-business-links-many = Telegram keeps no more links. Delete some and try again.
problem-business-link-gone = This link is gone. It was deleted on another device.
