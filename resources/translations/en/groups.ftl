# Groups: who writes in them. Albums: pictures that were sent as one.
last-of = { $who }: { $text }
group-chat = Group
group-writers = { $n ->
    [one] Group · { $n } person writes here
   *[other] Group · { $n } people write here
}
group-writers-many = Group · more than { $n } people write here
notice-of = { $who } · { $group }
album-picture = Picture { $n } of { $count } in an album
album-menu = The whole album
album-forward = Forward all { $n }
album-forward-unnamed = Forward all { $n } without the author
album-delete = Delete all { $n }…
picture-forward = Forward this one…
picture-delete = Delete this one…
tile-broken = Could not be loaded
