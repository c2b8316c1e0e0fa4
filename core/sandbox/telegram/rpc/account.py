"""account.*: the password's parameters, online status, authorisations."""

from __future__ import annotations

import os
import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.keys import DH_G, DH_PRIME, big_endian
from core.sandbox.telegram.records import AuthRecord
from core.sandbox.telegram.rpc.auth import describe
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.srp import make_challenge
from core.sandbox.telegram.views import ONLINE_SECONDS, View
from core.sandbox.telegram.wire import moment


def get_password(call: Call, _: Any) -> Any:
    """The password's salts and a fresh srp_B; also for a sign-in that waits for it."""
    user_id = call.auth.user if call.auth.user is not None else call.auth.pending
    user = call.world.people.get(user_id) if user_id is not None else None
    if user is None:
        raise Refused("AUTH_KEY_UNREGISTERED", 401)
    shared = {
        "new_algo": _algorithm(os.urandom(8), os.urandom(16)),
        "new_secure_algo": tl.SecurePasswordKdfAlgoUnknown(),
        "secure_random": os.urandom(256),
    }
    verifier = call.world.people.verifier(user)
    if verifier is None:
        return tl.account.Password(**shared)
    challenge = make_challenge(verifier)
    call.world.codes.challenges[user.id] = challenge
    return tl.account.Password(
        has_password=True,
        current_algo=_algorithm(verifier.salt1, verifier.salt2),
        srp_B=challenge.public,
        srp_id=challenge.id,
        hint="",
        **shared,
    )


def update_status(call: Call, request: Any) -> bool:
    """Go on- or offline, and tell those who have a chat with the caller."""
    now = time.time()
    call.world.online[call.user] = now if request.offline else now + ONLINE_SECONDS
    tell_status(call, call.user)
    return True


def tell_status(call: Call, user: int) -> None:
    """Push a user's status to the peers of that user's chats."""

    def build(view: View) -> Any:
        update = tl.UpdateUserStatus(user_id=user, status=view.status(user))
        return tl.UpdateShort(update=update, date=moment(time.time()))

    for peer in call.world.post.box(user).peers():
        if peer != user:
            call.hub.push(peer, build)


def get_authorizations(call: Call, _: Any) -> Any:
    """Where the caller is signed in."""
    return tl.account.Authorizations(
        authorization_ttl_days=180,
        authorizations=[
            describe(auth, current=auth is call.auth)
            for auth in call.world.auths.of(call.user)
            if not auth.exported
        ],
    )


def reset_authorization(call: Call, request: Any) -> bool:
    """Sign another authorisation of the caller out and cut its connections."""
    auth = call.world.auths.get(request.hash)
    if auth is None or auth.user != call.user:
        raise Refused("HASH_INVALID")
    _end(call, auth)
    return True


def reset_authorizations(call: Call, _: Any) -> bool:
    """Sign every other authorisation of the caller out."""
    own = call.world.auths.owner(call.auth)
    for auth in call.world.auths.of(call.user):
        if auth is not own:
            _end(call, auth)
    return True


def _end(call: Call, auth: AuthRecord) -> None:
    sessions = call.hub.on_key(auth)
    auth.user = None
    call.world.auths.save(auth)
    for session in sessions:
        if session.line is not None:
            session.line.drop()


def _algorithm(salt1: bytes, salt2: bytes) -> Any:
    return tl.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
        salt1=salt1, salt2=salt2, g=DH_G, p=big_endian(DH_PRIME)
    )


HANDLERS: Handlers = {
    fn.account.GetPasswordRequest: get_password,
    fn.account.UpdateStatusRequest: update_status,
    fn.account.GetAuthorizationsRequest: get_authorizations,
    fn.account.ResetAuthorizationRequest: reset_authorization,
    fn.auth.ResetAuthorizationsRequest: reset_authorizations,
    fn.account.RegisterDeviceRequest: lambda _, __: True,
    fn.account.UnregisterDeviceRequest: lambda _, __: True,
}
