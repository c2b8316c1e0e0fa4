# Telegram accounts: the list, their colours and how to keep them from being limited.
accounts-title = Telegram accounts
accounts-add = Add account
accounts-new = New account
accounts-colour = Colour: { $name }
accounts-colour-1 = blue
accounts-colour-2 = orange
accounts-colour-3 = violet
accounts-colour-4 = pink
accounts-colour-5 = teal
accounts-colour-6 = brown
accounts-sign-in = Sign in
accounts-devices = Devices
accounts-remove = Remove
accounts-remove-sure = Really remove?
accounts-action-name = { $action }: { $name }
accounts-removed = Removed: its threads stay, nothing can be sent in them
accounts-removed-unended = Removed here, but Telegram could not be told. End its session on your phone: Settings → Devices → Threadline
accounts-removed-notice = The account “{ $name }” was removed from Threadline. This thread can only be read.
accounts-filter = Account
accounts-none = No account yet. Enter api_id and api_hash below and save the settings.
problem-telegram-account-twice = This account is connected in Threadline already. Sign in with another number.
problem-telegram-account-removed = The account “{ $name }” was removed from Threadline. Add it again to write in this thread.
problem-telegram-session-unkept = The keyring is closed: after a restart you would have to sign in to Telegram again. Unlock it and Threadline keeps the session.
problem-secrets-file-only = There is no keyring for this profile on this system: its secrets are in the encrypted file.
problem-telegram-pace-burst = { $limit } messages went out within a minute. So that Telegram does not take the account for a spammer, this one goes out a little later.
problem-telegram-pace-new = This person has never written to you. Such messages go out with pauses, so that Telegram does not limit the account.
problem-telegram-pace-day = This person has never written to you, and { $limit } new people were written to today already. The message goes out when a day has passed.
problem-telegram-pace-limited = Telegram has limited the account and lets it write to no strangers. The message waits until a day after the refusal. Ask @SpamBot about the account.

safety-title = Safety of the account
safety-age = Signed in { $when }
safety-age-unknown = When it signed in is not known yet
safety-new = New people in 24 hours: { $count } of { $limit }
safety-floods-none = Telegram has not asked to wait
safety-floods = Telegram asked to wait { $count ->
    [one] { $count } time
   *[other] { $count } times
  } in a week, the last time { $when }, { $span }
safety-waits = Messages wait { $wait }
safety-limited-never = Never limited for spam
safety-limited = Telegram refused a message to a stranger { $when }
safety-risk-low = The risk is low: answer those who write to you.
safety-risk-fresh = It signed in only lately: in the first days Telegram watches such accounts closely. Do not write to strangers.
safety-risk-busy = Many new people today. Until tomorrow it is better only to answer.
safety-risk-flood = Telegram asked to wait lately. Write less often; Threadline keeps the pause by itself.
safety-risk-limited = The account is limited. Write to @SpamBot from your phone and ask until when; you may answer those who wrote to you.
accounts-called = Telegram, { $name }
wait-seconds = { $n } s
wait-until = until { $time }
wait-until-tomorrow = until tomorrow, { $time }
wait-until-day = until { $day }, { $time }
