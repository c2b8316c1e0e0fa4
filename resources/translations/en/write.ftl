# Help with writing: quick replies, suggestions, spell check.

command-quick-replies = Quick replies and templates
command-suggestion = Take the suggested answer
command-manage-replies = Edit quick replies
command-spell = Next spelling mistake

composer-count = { $count } characters of { $most }
composer-gaps = Fill in before you send: { $gaps }. Tab goes from gap to gap.
pasted-image = Image
template-back = Plain text

offer-template = WhatsApp template
replies-placeholder = Find a reply or a template
replies-list = Quick replies and templates
replies-preview = How it will read
replies-nothing = Nothing found
replies-keys = Enter inserts, Esc closes
replies-manage = Edit replies…
replies-title = Quick replies
replies-text = Type / and the short word in a message. Gaps are filled from the facts of the thread; what is not known stays as a mark.
replies-name = Name
replies-word = Short word
replies-body = Text
replies-gap = Insert the gap “{ $gap }”
replies-new = New reply
replies-empty = Nothing yet
replies-add = Add a reply
replies-delete = Delete the reply
replies-up = Move up
replies-down = Move down
replies-import = Import…
replies-export = Export…
replies-starters = Bring back the starters
problem-replies-unreadable = There are no quick replies in { $name }. Choose a file that was exported.

suggestion-by-model = written by the model
suggestion-by-rules = from the facts of the thread
suggestion-name = Put into the message: { $text } ({ $by })
suggestion-keys = { $keys }
suggestion-writing = The model is writing an answer…
suggestion-write = Write an answer
suggestion-write-hint = The model on this computer suggests an answer. It is never sent by itself.
suggestion-none = Nothing to suggest here: answer in your own words.
suggestion-off = Suggested answers are switched off in the settings.

say-confirm-meeting = Yes, confirmed: { $about }. Talk to you then!
say-price = We are working out the price: { $about }. We will send it here.
say-send-quote = We are preparing the quote: { $about }. We will send it here.
say-send-invoice = We are preparing the invoice and will send it here.
say-send-contract = We are preparing the contract and will send it here.
say-send-paper = Yes, we will send it here: { $paper }.
say-place-order = Thank you! We are placing the order: { $about }.
say-delivery = We will work out the delivery: { $about }, and send the cost and the time here.
say-check-payment = Thank you! We will check that it has arrived and write to you.
say-come-back = All right. When is a good time to come back to you?
say-hello = Hello! How can we help?

spell-nothing = No similar words
spell-add = Add “{ $word }” to the dictionary
spell-all-right = No mistakes in sight.

setting-desk-suggest = Suggest answers
setting-desk-suggest-hint = Above the message while a client waits. They are never sent by themselves.
setting-desk-spell = Check spelling
setting-desk-spell-hint = With the dictionaries of this computer; others may be put into the profile's folder "dictionaries".
