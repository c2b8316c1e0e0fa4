"""Signing in to the sandbox's Telegram: codes, passwords, QR, and being shut out."""

from __future__ import annotations

import asyncio
import base64

import pytest
from telethon import errors
from telethon.tl import functions as fn

PHONE = "+79990001122"
OTHER = "+79161112233"


async def test_the_sent_code_signs_in(town, connect):
    client = await connect(town.server)
    assert town.server.login_code(PHONE) is None
    await client.send_code_request(PHONE)
    me = await client.sign_in(PHONE, town.server.login_code(PHONE))
    assert (me.id, me.phone, me.first_name) == (town.anna, "79990001122", "Анна")
    assert await client.is_user_authorized()


async def test_a_wrong_code_is_refused_and_the_right_one_still_works(town, connect):
    client = await connect(town.server)
    await client.send_code_request(PHONE)
    code = town.server.login_code(PHONE)
    wrong = "00000" if code != "00000" else "11111"
    with pytest.raises(errors.PhoneCodeInvalidError):
        await client.sign_in(PHONE, wrong)
    await client.sign_in(PHONE, code)


async def test_a_new_code_outdates_the_first(town, connect):
    client = await connect(town.server)
    sent = await client.send_code_request(PHONE)
    first = town.server.login_code(PHONE)
    again = await client(fn.auth.ResendCodeRequest(PHONE, sent.phone_code_hash))
    with pytest.raises(errors.PhoneCodeExpiredError):
        await client.sign_in(PHONE, first, phone_code_hash=sent.phone_code_hash)
    assert await client(fn.auth.CancelCodeRequest(PHONE, again.phone_code_hash))
    assert town.server.login_code(PHONE) is None


async def test_a_phone_without_an_account_is_told_so(town, connect):
    client = await connect(town.server)
    await client.send_code_request("+79998887766")
    with pytest.raises(errors.PhoneNumberUnoccupiedError):
        await client.sign_in("+79998887766", town.server.login_code("+79998887766"))


async def test_a_password_is_asked_for_and_checked(town, connect):
    olga = town.server.add_user(phone="+79031234567", first_name="Ольга", password="сЕкрет 1")
    client = await connect(town.server)
    await client.send_code_request("+79031234567")
    with pytest.raises(errors.SessionPasswordNeededError):
        await client.sign_in("+79031234567", town.server.login_code("+79031234567"))
    with pytest.raises(errors.PasswordHashInvalidError):
        await client.sign_in(password="секрет 1")
    assert not await client.is_user_authorized()
    me = await client.sign_in(password="сЕкрет 1")
    assert me.id == olga


async def test_nothing_private_without_signing_in_nor_after_logging_out(town, connect, sign_in):
    stranger = await connect(town.server)
    with pytest.raises(errors.AuthKeyUnregisteredError):
        await stranger(fn.messages.GetDialogFiltersRequest())
    with pytest.raises(errors.AuthKeyUnregisteredError):
        await stranger(fn.updates.GetStateRequest())
    client = await sign_in(town.server, PHONE)
    assert await client.log_out()


async def test_a_scanned_qr_token_lets_the_other_device_in(town, connect, sign_in):
    phone = await sign_in(town.server, PHONE)
    desktop = await connect(town.server)
    login = await desktop.qr_login()
    token = base64.urlsafe_b64decode(login.url.partition("token=")[2] + "==")
    waiting = login.wait(10)
    await phone(fn.auth.AcceptLoginTokenRequest(token))
    assert (await waiting).id == town.anna
    listed = await phone(fn.account.GetAuthorizationsRequest())
    assert [a.current for a in listed.authorizations].count(True) == 1
    assert len(listed.authorizations) == 2


async def test_a_scanned_qr_token_still_asks_for_the_password(town, connect):
    olga = town.server.add_user(phone="+79031234567", first_name="Ольга", password="секрет")
    desktop = await connect(town.server)
    login = await desktop.qr_login()
    waiting = asyncio.ensure_future(login.wait(10))
    await asyncio.sleep(0)
    assert town.server.scan_qr(login.token, olga)
    with pytest.raises(errors.SessionPasswordNeededError):
        await waiting
    assert (await desktop.sign_in(password="секрет")).id == olga
    assert not town.server.scan_qr(login.token, olga)


async def test_the_phone_shows_to_those_who_have_the_contact(town, sign_in):
    anna, irina = await sign_in(town.server, PHONE), await sign_in(town.server, OTHER)
    town.server.send(town.irina, town.anna, "Добрый день")
    seen = next(d.entity for d in await anna.get_dialogs())
    assert (seen.phone, seen.contact, seen.mutual_contact) == ("79161112233", True, False)
    seen = next(d.entity for d in await irina.get_dialogs())
    assert (seen.phone, seen.contact) == (None, False)
    listed = await anna(fn.contacts.GetContactsRequest(hash=0))
    assert [user.id for user in listed.users] == [town.irina]


async def test_people_are_found_by_username_and_phone(town, sign_in):
    anna = await sign_in(town.server, PHONE)
    assert (await anna.get_entity("@Irina_K")).id == town.irina
    found = await anna(fn.contacts.ResolvePhoneRequest("+7 916 111-22-33"))
    assert found.users[0].id == town.irina
    full = await anna(fn.users.GetFullUserRequest("irina_k"))
    assert full.users[0].last_name == "Ковалёва"
    with pytest.raises(errors.UsernameNotOccupiedError):
        await anna(fn.contacts.ResolveUsernameRequest("nobody_here"))
