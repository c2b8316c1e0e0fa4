"""Loaded before every test: this process may not reach anything but this machine.

An audit hook sees every connection whatever library makes it, so a test that would go out fails.
"""

import ipaddress
import sys


class OutsideError(AssertionError):
    """A test tried to leave the machine."""


def _is_local(host: object) -> bool:
    if not isinstance(host, str):
        return True
    name = host.split("%", 1)[0]
    if name in {"", "localhost", "0.0.0.0", "::"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _audit(event: str, args: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = args[1]
        if isinstance(address, tuple) and address and not _is_local(address[0]):
            raise OutsideError(f"{event} to {address!r}: tests stay on this machine")
    elif event == "socket.getaddrinfo" and args[0] is not None:
        host = args[0].decode() if isinstance(args[0], bytes) else args[0]
        if not _is_local(host):
            raise OutsideError(f"look-up of {host!r}: tests stay on this machine")


sys.addaudithook(_audit)
