# What goes out through WhatsApp: templates, limits, what Meta answers

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
