# Kinds of messages that WhatsApp delivers, and the lines over them.
came-from-ad = Came from an ad
came-from-ad-named = Came from the ad “{ $name }”
came-from-post = Came from a post
came-from-post-named = Came from the post “{ $name }”
about-product = About product { $name }
note-named = Open the messenger to see this message ({ $kind })
note-frequently-forwarded = Forwarded many times
note-view-once = Can be viewed once, on the phone
note-on-the-phone = This message is on the phone only
note-media-placeholder = A file that is still on the phone
note-address = A delivery address
note-event = Event
note-poll-creation = Poll
note-poll-update = A vote in a poll
note-template = Template
note-call-missed = Missed call
note-call-rejected = Declined call
note-call-allowed = The client allows calls
note-call-not-allowed = The client does not want calls
note-user-changed-user-id = The client's WhatsApp id changed
note-request-welcome = The client opened the chat for the first time
note-ephemeral = A disappearing message opens on the phone only
note-payment = Payment
note-payment-captured = Paid
note-payment-pending = Payment is on its way
note-payment-failed = Payment failed
note-payment-canceled = Payment cancelled
note-payment-other = Payment
note-marketing-stop = The client wants no more marketing messages
note-marketing-resume = The client takes marketing messages again
note-group = Group
note-group-create = The group was created
note-group-delete = The group was deleted
note-group-participants-add = Joined the group
note-group-participants-remove = Left the group
note-group-join-request-created = Asks to join the group
note-group-join-request-revoked = No longer asks to join the group
note-group-settings-update = The group's settings changed
note-group-suspend = WhatsApp suspended the group
note-group-suspend-cleared = The group is no longer suspended
note-edit = A message was edited on the phone
note-group-invite = Invitation to a group
note-link-preview = Link
note-hsm = Template
note-reaction = Reaction
note-button = An answer by a button
note-list = Message with a list
note-buttons = Message with buttons
note-product = Product
note-pin = Pinned message
note-video-note = Video message
note-gif = GIF
note-newsletter = Message of a channel
note-keep-in-chat = Kept message

# What Meta says of the account, its numbers and templates.
account-heading = What Meta says of the account
account-why = Reason: { $reason }.
account-until = Until { $at }.
account-template-approved = Template { $name } ({ $language }) is approved.
account-template-rejected = Template { $name } ({ $language }) was rejected. Change it in WhatsApp Manager and submit it again.
account-template-paused = Template { $name } ({ $language }) is paused and cannot be sent for now.
account-template-disabled = Template { $name } ({ $language }) is disabled. Make a new one in WhatsApp Manager.
account-template-flagged = Template { $name } ({ $language }) is about to be disabled: clients complain about it.
account-template-locked = Template { $name } ({ $language }) is locked.
account-template-limit-exceeded = Template { $name } ({ $language }) reached the limit of the account.
account-template-pending = Template { $name } ({ $language }) is being reviewed.
account-template-in-appeal = Template { $name } ({ $language }) is reviewed once more.
account-template-reinstated = Template { $name } ({ $language }) can be sent again.
account-template-unpaused = Template { $name } ({ $language }) can be sent again.
account-template-pending-deletion = Template { $name } ({ $language }) is being deleted.
account-template-deleted = Template { $name } ({ $language }) was deleted.
account-template-archived = Template { $name } ({ $language }) was archived.
account-template-unarchived = Template { $name } ({ $language }) is out of the archive.
account-template-status = Template { $name } ({ $language }) is now “{ $status }”.
account-template-quality-green = Template { $name } ({ $language }): quality is high.
account-template-quality-yellow = Template { $name } ({ $language }): quality is medium. Send it to fewer people.
account-template-quality-red = Template { $name } ({ $language }): quality is low. It may be paused: send it to fewer people.
account-template-quality-unknown = Template { $name } ({ $language }): quality is not known yet.
account-template-category = Template { $name } ({ $language }) is now of category “{ $new }”; its price changes.
account-template-category-soon = Template { $name } ({ $language }) will be of category “{ $new }” soon; its price will change.
account-template-edited = Template { $name } ({ $language }) was edited.
account-number-onboarding = Number { $number } is registered. Up to { $limit } new clients a day.
account-number-upgrade = Number { $number } may now write to { $limit } new clients a day.
account-number-downgrade = Number { $number } may now write to { $limit } new clients a day only.
account-number-flagged = Number { $number }: quality is low. If it stays so, its limit ({ $limit } new clients a day) is lowered.
account-number-unflagged = Number { $number }: quality is good again. Up to { $limit } new clients a day.
account-number-throughput-upgrade = Number { $number } may now send more messages a second.
account-name-approved = The name “{ $name }” of { $number } is approved.
account-name-rejected = The name “{ $name }” of { $number } was rejected. Choose another one in WhatsApp Manager.
account-name-pending = The name “{ $name }” of { $number } is being reviewed.
account-name-deferred = The name “{ $name }” of { $number } will be reviewed later.
account-violation = The account broke a rule of WhatsApp: { $type }. Look into WhatsApp Manager and appeal if it did not.
account-restriction = The account is restricted: { $what }. See in WhatsApp Manager what lifts it.
account-ban-disable = The account is blocked since { $date }. Ask for a review in WhatsApp Manager.
account-ban-schedule-for-disable = The account will be blocked on { $date }. Ask for a review in WhatsApp Manager now.
account-ban-reinstate = The account is no longer blocked.
account-account-deleted = The account was deleted at Meta.
account-partner-removed = The account is no longer connected to this app. Connect it again in WhatsApp Manager.
account-partner-added = The account is connected to this app.
account-account-offboarded = The number is registered on another device and no longer connected. Connect it again.
account-account-reconnected = The number is connected again.
account-verified-account = The account is verified.
account-alert = Meta warns about { $type }. { $text }
account-review-approved = The account passed the review.
account-review-rejected = The account did not pass the review. See in WhatsApp Manager why.
account-review-pending = The account is being reviewed.
account-review-deferred = The account will be reviewed later.
account-capability = Up to { $limit } new clients a day and { $numbers } numbers.
account-security-pin-changed = The PIN of { $number } was changed. If it was not you, change it in WhatsApp Manager.
account-security-pin-reset-request = Somebody asked to reset the PIN of { $number }. If it was not you, look into WhatsApp Manager.
account-security-pin-reset-success = The PIN of { $number } was reset. If it was not you, look into WhatsApp Manager.
account-flow = A form of WhatsApp: { $text }
account-history-declined = The chats so far are not shared: sharing them is switched off in the WhatsApp Business app.
account-history-failed = The chats so far did not come ({ $number }): { $text }
account-history-progress = The chats so far are coming: { $progress } %.
account-error = WhatsApp reports error { $number }: { $text }
account-unreadable = WhatsApp sent something that this version does not understand. It is kept: a newer version may read it.
account-other = Meta reports { $field }. { $event }
account-see = See

# What goes out: templates, limits, what Meta answers

problem-whatsapp-template-pending = Meta is still checking the template “{ $name }”. Choose another, or wait for its word.
problem-whatsapp-template-rejected = Meta did not approve the template “{ $name }”. Choose another, or change it in Meta's dashboard.
problem-whatsapp-template-paused = Meta paused the template “{ $name }” because clients complained. Choose another.
problem-whatsapp-template-disabled = Meta turned the template “{ $name }” off for good. Choose another.
problem-whatsapp-template-status = The template “{ $name }” is not approved. Choose another.
problem-whatsapp-template-part = The template “{ $name }” has a part that cannot be filled in here ({ $part }). Choose another.
problem-whatsapp-template-too-long = With these values the template is longer than { $limit } characters. Shorten them.
problem-whatsapp-template-header = The heading of the template lacks its value. Fill it in.
problem-whatsapp-template-header-long = With this value the heading is longer than { $limit } characters. Shorten it.
problem-whatsapp-template-file = The template begins with a file ({ $kind ->
    [image] a JPEG or PNG picture up to 5 MB
    [video] an MP4 video up to 16 MB
   *[other] a document
}). Choose one.
problem-whatsapp-template-no-file = This template takes no file. Send it without, or choose one that begins with a file.
problem-whatsapp-template-place = The template begins with a place on the map. Choose one.
problem-whatsapp-template-button = The button “{ $button }” of the template lacks its value. Fill it in.
problem-whatsapp-template-button-value = The value of the button “{ $button }” is longer than { $limit } characters or has blanks. Correct it.
problem-whatsapp-template-currency = “{ $text }” is no currency. Enter its code, such as USD.
problem-whatsapp-place = There is no such place. Latitude is from -90 to 90, longitude from -180 to 180.
# Parts of a message
problem-whatsapp-part-missing = { $part ->
    [body] The text is
    [header] The heading is
    [button] A button is
    [section] A heading of the list is
    [row] A line of the list is
    [card] A contact is
    [name] The contact's name is
    [phone] The contact's phone is
    [url] The link is
   *[other] A part of the message is
} missing. Fill it in.
problem-whatsapp-part-long = { $part ->
    [body] The text is
    [header] The heading is
    [footer] The footer is
    [button] A button is
    [section] A heading of the list is
    [row] A line of the list is
    [description] A description in the list is
    [url] The link is
   *[other] A part of the message is
} longer than { $limit } characters. Shorten it.
problem-whatsapp-part-many = WhatsApp takes at most { $limit } { $part ->
    [button] buttons
    [section] parts of a list
    [row] lines of a list
    [card] contacts
   *[other] of these
}. Take some out.
problem-whatsapp-part-twice = “{ $name }” is there twice. Give each a text of its own.
problem-whatsapp-url = This is no link. Enter a whole one, with https:// in front.
problem-whatsapp-emoji = A reaction is one emoji. Choose one.
problem-whatsapp-header-file = Above buttons there may be a picture, a video or a document. Choose such a file.
problem-whatsapp-file-empty = The file is empty. Choose another.
problem-whatsapp-upload-stopped = You stopped the file on its way. Send it again when you like.
# What Meta answers
problem-whatsapp-paced = WhatsApp takes about ten messages a minute for one person. Threadline sends this one by itself in its turn.
problem-whatsapp-not-delivered = WhatsApp took the message and could not deliver it: { $text }. Send it again in a minute.
problem-whatsapp-daily-limit = The number has written to as many new people today as Meta allows. Send it again tomorrow.
problem-whatsapp-number-gone = Meta does not know our number any more. Check its id in the settings.
problem-whatsapp-payment = Meta has no payment for WhatsApp. Put billing right in Meta's dashboard, then send again.
problem-whatsapp-country = Meta does not let us write to people of this country. See the account in Meta's dashboard.
problem-whatsapp-display-name = Meta has not approved the number's name yet. See it in Meta's dashboard.
problem-whatsapp-registration = The number is not registered with the Cloud API. Register it in Meta's dashboard.
problem-whatsapp-own-number = This is our own number. Ask the client for theirs.
problem-whatsapp-experiment = Meta keeps marketing from this client. Wait for their message, then write.
problem-whatsapp-unsupported = WhatsApp does not take such a message. Say it in another way.
problem-whatsapp-template-gone = There is no such template in this language, or it is not approved yet. Choose another.
problem-whatsapp-template-values = The values do not fit the template: { $text }. Fill it in again.
problem-whatsapp-template-policy = What the template says breaks WhatsApp's rules. Choose another.
problem-whatsapp-template-flow = The form in the template is blocked or used too often. Choose another.
problem-whatsapp-template-marketing = This template cannot go as marketing yet. Choose another.
problem-whatsapp-template-syncing = Meta is preparing the template. Threadline sends the message by itself in ten minutes.
problem-whatsapp-marketing-off = Marketing through the Cloud API is turned off. Turn it on in Meta's dashboard.
problem-whatsapp-marketing-path = Only marketing may go this way. Turn off “Marketing Messages” in the settings.
problem-whatsapp-phone-failed = This message was not sent from the phone.
restricted-biz-initiated-messaging = no first messages to clients
restricted-customer-initiated-messaging = no answers to clients
restricted-add-phone-number-action = no new numbers
restricted-business-initiated-calling = no calls to clients
restricted-user-initiated-calling = no calls from clients
restricted-biz-initiated-and-user-initiated-calling = no calls
restricted-utility-templates = no utility templates

# What helps a message that was not sent
mend-template = Choose a template
mend-settings = Open the settings
mend-dashboard = Open Meta's dashboard
mend-edit = Change the text
mend-file = Choose another file
mend-elsewhere = Write another way
mend-nowhere = There is no other chat with this client here. Ask for another number.

# Settings of the number
setting-whatsapp-link-previews = Links with a preview
setting-whatsapp-link-previews-hint = The client sees the page of the first link below the text.
setting-whatsapp-coexistence = The number is in the WhatsApp Business app too
setting-whatsapp-coexistence-hint = Meta then takes 20 messages a second from it instead of 80.
setting-whatsapp-marketing = Marketing through Marketing Messages
setting-whatsapp-marketing-hint = Turn it on if the number joined the Marketing Messages API in Meta's dashboard.
