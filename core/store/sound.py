"""Events whose texts can be written down: half a surrogate has no UTF-8."""

from typing import Any

import msgspec

from core.domain.events import Event


def sound(event: Event) -> Event:
    """The event with halves of surrogates joined where they meet and replaced where not. Text of
    damaged documents has some; one such page must not hold up what comes after it."""
    tree = msgspec.to_builtins(event, builtin_types=(bytes,))
    return msgspec.convert(_mended(tree), Event, builtin_types=(bytes,))


def _mended(tree: Any) -> Any:
    if isinstance(tree, str):
        return tree.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(tree, dict):
        return {_mended(key): _mended(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_mended(item) for item in tree]
    return tree
