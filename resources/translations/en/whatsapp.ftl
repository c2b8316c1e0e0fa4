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
