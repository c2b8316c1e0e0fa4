problem-hub-file = The hub’s configuration { $path } cannot be read ({ $detail }). Name a file that is there and that this user may read.
problem-hub-toml = The hub’s configuration { $path } is not valid TOML: { $detail }. Correct that line.
problem-hub-key-unknown = The hub’s configuration has a key “{ $key }” that means nothing. Correct its spelling or remove it; resources/hub/hub.toml shows every key.
problem-hub-key-missing = The hub’s configuration lacks “{ $key }”. Add it; resources/hub/hub.toml shows how.
problem-hub-key-wrong = The value of “{ $key }” in the hub’s configuration does not fit: { $detail }. Correct it; resources/hub/hub.toml shows how.
problem-hub-key-twice = “{ $key }” has the value “{ $name }” twice in the hub’s configuration. Give each its own.
problem-hub-path-taken = “{ $key }” is “{ $name }”, where the desks come. Choose another path for the webhook.
problem-hub-port-twice = “{ $key }” is { $port }, the port of “listen” too. Choose another one.
problem-hub-secret-inline = “{ $key }” in the hub’s configuration must say where the secret is, not be the secret. Write it to a file and put file = "PATH" there in curly brackets, or env = "NAME", as resources/hub/hub.toml shows.
problem-hub-secret-file = The secret “{ $key }” cannot be read from { $path } ({ $detail }). Put it there, readable for the hub’s user.
problem-hub-secret-empty = The secret “{ $key }” is empty in { $path }. Put it there.
problem-hub-locked = Another hub already works on { $path }. Stop it first, or give this one another “data” folder.
problem-hub-port-busy = The hub cannot listen on “{ $key }”, port { $port } ({ $detail }). Stop what listens there, or choose another port.
problem-hub-unwritable = The hub cannot write to { $path } ({ $detail }). Give the hub’s user the folder, or make room.
