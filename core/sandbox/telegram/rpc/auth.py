"""auth.*: codes, passwords, QR tokens, signing in and out."""

from __future__ import annotations

import os
import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.centres import at_home
from core.sandbox.telegram.hub import Hub
from core.sandbox.telegram.people import digits
from core.sandbox.telegram.records import AuthRecord, User
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.srp import proves
from core.sandbox.telegram.wire import moment
from core.sandbox.telegram.world import World

CODE_LENGTH = 5
CODE_SECONDS = 60
QR_SECONDS = 30


def send_code(call: Call, request: Any) -> Any:
    """Make a code; `TelegramServer.login_code` is the phone it goes to."""
    phone = digits(request.phone_number)
    if not 7 <= len(phone) <= 15:
        raise Refused("PHONE_NUMBER_INVALID")
    if phone in call.world.codes.banned:
        raise Refused("PHONE_NUMBER_BANNED")
    code_hash, _ = call.world.codes.send(phone)
    return tl.auth.SentCode(
        type=tl.auth.SentCodeTypeApp(CODE_LENGTH),
        phone_code_hash=code_hash,
        next_type=tl.auth.CodeTypeSms(),
        timeout=CODE_SECONDS,
    )


def resend_code(call: Call, request: Any) -> Any:
    """A new code for a phone that was sent one; in the app, by text message, then by call."""
    _sent(call, request)
    answer = send_code(call, request)
    phone, resent = digits(request.phone_number), call.world.codes.resent
    resent[phone] = resent.get(phone, 0) + 1
    if resent[phone] == 1:
        answer.type, answer.next_type = tl.auth.SentCodeTypeSms(CODE_LENGTH), tl.auth.CodeTypeCall()
    else:
        answer.type, answer.next_type = tl.auth.SentCodeTypeCall(CODE_LENGTH), None
    return answer


def cancel_code(call: Call, request: Any) -> bool:
    """Forget the code."""
    _sent(call, request)
    call.world.codes.forget(digits(request.phone_number))
    return True


def sign_in(call: Call, request: Any) -> Any:
    """Check the code; a user with a password has to prove that next."""
    code = _sent(call, request)
    if not request.phone_code:
        raise Refused("PHONE_CODE_EMPTY")
    if request.phone_code != code:
        raise Refused("PHONE_CODE_INVALID")
    user = call.world.people.by_phone(request.phone_number)
    if user is None:
        raise Refused("PHONE_NUMBER_UNOCCUPIED")
    call.world.codes.forget(user.phone)
    return _let_in(call, user)


def check_password(call: Call, request: Any) -> Any:
    """Check the SRP proof of the password."""
    pending = call.auth.pending
    user = call.world.people.get(pending) if pending is not None else None
    verifier = call.world.people.verifier(user) if user is not None else None
    proof = request.password
    if user is None or verifier is None or not isinstance(proof, tl.InputCheckPasswordSRP):
        raise Refused("PASSWORD_HASH_INVALID")
    challenge = call.world.codes.challenges.pop(user.id, None)
    if challenge is None or challenge.id != proof.srp_id:
        raise Refused("SRP_ID_INVALID")
    if not proves(verifier, challenge, proof.A, proof.M1):
        raise Refused("PASSWORD_HASH_INVALID")
    return _authorise(call, user)


def log_out(call: Call, _: Any) -> Any:
    """Sign this authorisation out; its key stays."""
    auth = call.auth
    auth.user = auth.pending = None
    call.world.auths.save(auth)
    return tl.auth.LoggedOut()


def export_login_token(call: Call, _: Any) -> Any:
    """A QR token, or who is let in once the token was accepted."""
    auth = call.auth
    user = call.world.people.get(auth.user) if auth.user is not None else None
    if user is not None:
        return tl.auth.LoginTokenSuccess(_authorisation(call, user))
    if auth.key_id in call.world.codes.scanned:
        raise Refused("SESSION_PASSWORD_NEEDED", 401)
    token = os.urandom(24)
    call.world.codes.qr_tokens[token] = auth
    return tl.auth.LoginToken(expires=moment(time.time() + QR_SECONDS), token=token)


def accept_login_token(call: Call, request: Any) -> Any:
    """Let the session that showed the token in as the caller."""
    auth = scan_token(call.world, call.hub, request.token, call.user)
    if auth is None:
        raise Refused("AUTH_TOKEN_INVALID")
    return describe(auth, current=False)


def scan_token(world: World, hub: Hub, token: bytes, user_id: int) -> AuthRecord | None:
    """Let in whoever showed a QR token, or have them asked for the password; None if unknown."""
    auth = world.codes.qr_tokens.pop(token, None)
    if auth is None:
        return None
    if world.people.verifier(world.people.need(user_id)) is None:
        auth.user = user_id
    else:
        auth.pending = user_id
        world.codes.scanned.add(auth.key_id)
    world.auths.save(auth)
    hub.push_to(hub.on_key(auth), tl.UpdateShort(tl.UpdateLoginToken(), moment(time.time())))
    return auth


def import_bot(call: Call, request: Any) -> Any:
    """Let a bot in by its token."""
    bot = call.world.people.by_token(request.bot_auth_token)
    if bot is None:
        gone = request.bot_auth_token.partition(":")[0]
        known = gone.isdecimal() and call.world.people.get(int(gone)) is not None
        raise Refused("ACCESS_TOKEN_EXPIRED" if known else "ACCESS_TOKEN_INVALID")
    return _authorise(call, bot)


def export_authorization(call: Call, request: Any) -> Any:
    """Bytes by which the caller is let in at another data centre."""
    known = {*call.world.centres, *call.world.connected.data_centres}
    if known and request.dc_id not in known:
        raise Refused("DC_ID_INVALID")
    token = os.urandom(24)
    call.world.codes.exported[token] = call.user
    return tl.auth.ExportedAuthorization(call.user, token)


def import_authorization(call: Call, request: Any) -> Any:
    """Let in whoever shows the bytes that they got elsewhere."""
    user = call.world.codes.exported.pop(request.bytes, None)
    if user is None or user != request.id:
        raise Refused("AUTH_BYTES_INVALID")
    let_in = _authorise(call, call.world.people.need(user))
    call.auth.exported = not at_home(call.world, call.auth)
    call.world.auths.save(call.auth)
    return let_in


def bind_temp_key(call: Call, request: Any) -> bool:
    """Tie a temporary key to a permanent one. The binding's own proof is not checked."""
    permanent = call.world.auths.get(request.perm_auth_key_id)
    if permanent is None:
        raise Refused("ENCRYPTED_MESSAGE_INVALID")
    call.session.auth.bound_to = permanent.key_id
    call.world.auths.save(call.session.auth)
    return True


def describe(auth: AuthRecord, *, current: bool) -> Any:
    """An authorisation as account.getAuthorizations lists it."""
    return tl.Authorization(
        hash=0 if current else auth.key_id,
        device_model=auth.device,
        platform="",
        system_version="",
        api_id=auth.api_id,
        app_name="",
        app_version=auth.app,
        date_created=moment(auth.created),
        date_active=moment(time.time()),
        ip="127.0.0.1",
        country="",
        region="",
        current=current,
    )


def _sent(call: Call, request: Any) -> str:
    sent = call.world.codes.current(digits(request.phone_number))
    if sent is None or sent[0] != request.phone_code_hash:
        raise Refused("PHONE_CODE_EXPIRED")
    return sent[1]


def _let_in(call: Call, user: User) -> Any:
    if call.world.people.verifier(user) is None:
        return _authorise(call, user)
    call.auth.pending = user.id
    call.world.auths.save(call.auth)
    raise Refused("SESSION_PASSWORD_NEEDED", 401)


def _authorise(call: Call, user: User) -> Any:
    auth = call.auth
    auth.user, auth.pending = user.id, None
    call.world.codes.scanned.discard(auth.key_id)
    call.world.auths.save(auth)
    return _authorisation(call, user)


def _authorisation(call: Call, user: User) -> Any:
    return tl.auth.Authorization(user=call.hub.view(user.id).user(user.id))


HANDLERS: Handlers = {
    fn.auth.SendCodeRequest: send_code,
    fn.auth.ResendCodeRequest: resend_code,
    fn.auth.CancelCodeRequest: cancel_code,
    fn.auth.SignInRequest: sign_in,
    fn.auth.CheckPasswordRequest: check_password,
    fn.auth.LogOutRequest: log_out,
    fn.auth.ExportLoginTokenRequest: export_login_token,
    fn.auth.AcceptLoginTokenRequest: accept_login_token,
    fn.auth.BindTempAuthKeyRequest: bind_temp_key,
    fn.auth.ImportBotAuthorizationRequest: import_bot,
    fn.auth.ExportAuthorizationRequest: export_authorization,
    fn.auth.ImportAuthorizationRequest: import_authorization,
    fn.auth.DropTempAuthKeysRequest: lambda _, __: True,
}
