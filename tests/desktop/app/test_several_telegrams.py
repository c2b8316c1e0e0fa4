"""Several Telegram accounts in one application: none is in another's way."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec import structs

from core.channels.telegram import TelegramChannel
from core.channels.telegram.session import session_key
from core.domain.problems import Problem, ProblemError
from core.sandbox.telegram import TelegramServer
from core.store.read import threads as read_threads
from desktop import backup
from desktop.history_backend import HistoryBackend
from desktop.secrets import FileSecrets
from desktop.telegrams import SETTING, Account, read_accounts, session_names
from desktop.viewmodels.history_port import ChatWanted
from tests.desktop.app.several import PASSWORD, PHONES, Two, asked, until


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    made = Two(tmp_path)
    await made.start()
    yield made
    await made.close()


@pytest.mark.timeout(120)
async def test_each_message_is_in_the_thread_of_its_account(two: Two) -> None:
    slot = await two.both()
    rows = two.app.telegrams.rows
    assert [(one.slot, one.name, one.phone) for one in rows] == [
        ("1", "Анна", PHONES[0]), (slot, "Борис", PHONES[1]),
    ]  # fmt: skip
    assert len({one.colour for one in rows}) == 2
    two.server.send(two.irina, two.anna, "Анне")
    two.server.send(two.irina, two.boris, "Борису")
    async with asyncio.timeout(20):
        while not (await two.texts(two.anna) and await two.texts(two.boris)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (await two.texts(two.anna), await two.texts(two.boris)) == (["Анне"], ["Борису"])
    (thread,) = await two.app.store.read(lambda c: read_threads.threads(c, now=two.app.now()))
    assert set(thread.accounts) == {str(two.anna), str(two.boris)}, "one client, one thread"
    assert thread.last_account == str(two.boris)
    for ours, text in ((two.anna, "от Анны"), (two.boris, "от Бориса")):
        channel = two.app.channels["telegram", str(ours)]
        assert channel.account == str(ours)
        await two.app.actions.send(two.peer(ours), text)
    stage = [one for one in two.app.telegrams.live.values() if one.state == "online"]
    assert len(stage) == 2


@pytest.mark.timeout(120)
@pytest.mark.parametrize("supergroup", [False, True])
async def test_what_a_colleague_writes_in_a_group_is_ours(two: Two, supergroup: bool) -> None:
    server = two.server
    members = [two.irina, two.anna, two.boris]
    group = server.groups.create("Сделка", members, supergroup=supergroup)
    await two.both()
    server.groups.send(two.irina, group, "Сколько стоит насос?")
    server.groups.send(two.boris, group, "45 000")

    async def said() -> list[tuple[str, str, str, str]]:
        rows = await two.app.store.read(
            lambda c: c.execute(
                "SELECT account, direction, author, text FROM messages WHERE service = 0"
                " ORDER BY account, at, id"
            ).fetchall()
        )
        return [tuple(row) for row in rows]

    async with asyncio.timeout(20):
        while len(await said()) < 4:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert await said() == [
        (str(two.anna), "in", "Ирина", "Сколько стоит насос?"),
        (str(two.anna), "out", "Борис", "45 000"),
        (str(two.boris), "in", "Ирина", "Сколько стоит насос?"),
        (str(two.boris), "out", "", "45 000"),
    ]
    threads = await two.app.store.read(lambda c: read_threads.threads(c, now=two.app.now()))
    assert [(one.name, one.waiting_since) for one in threads] == [("Сделка", None)] * 2


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_comes_whenever_stands_where_it_was_written(two: Two, seed: int) -> None:
    draw, server = random.Random(seed), two.server
    slot = await two.both()
    clients = [two.irina, *(
        server.add_user(phone=f"+7916000000{n}", first_name=f"Клиент {n}") for n in range(2)
    )]  # fmt: skip
    ours = (two.anna, two.boris)
    for n in range(40):
        account, client = draw.choice(ours), draw.choice(clients)
        sides = (account, client) if draw.random() < 0.3 else (client, account)
        if n == 20:
            await two.app.telegrams.of(draw.choice(("1", slot))).close()
            server.lose_pushes(0.3)
        server.send(*sides, f"{n}")
        if draw.random() < 0.2:
            await asyncio.sleep(0)
    await two.app.telegrams.close()
    two.app.telegrams.open()

    async def here(account: int, client: int) -> list[str]:
        rows = await two.app.store.read(
            lambda c: c.execute(
                "SELECT text FROM messages m JOIN identities i ON i.id = m.identity"
                " WHERE i.account = ? AND i.peer = ? ORDER BY CAST(m.external_id AS INTEGER)",
                (str(account), str(client)),
            ).fetchall()
        )
        return [row[0] for row in rows]

    for account in ours:
        for client in clients:
            there = [one.text for one in server.history(account, client)]
            async with asyncio.timeout(30):
                while await here(account, client) != there:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)


@pytest.mark.timeout(120)
async def test_one_account_is_signed_in_once(two: Two) -> None:
    await two.sign_in("1", PHONES[0])
    slot = await two.app.add_telegram()
    assert await two.app.add_telegram() == slot, "one empty place is enough"
    await until(lambda: two.state(slot) == "signed_out")
    steps = two.app.telegrams.of(slot).sign_in
    await steps.request_code(PHONES[0])
    with pytest.raises(ProblemError) as refused:
        await steps.submit_code(two.server.login_code(PHONES[0]) or "")
    assert refused.value.problem == Problem("telegram-account-twice")
    assert (two.state("1"), steps.state) == ("online", "phone")
    devices = await two.app.telegrams.of("1").devices()
    assert len(devices) == 1, "what was begun is ended at Telegram"
    await asked(steps, PHONES[1])  # by another key
    await steps.submit_code(two.server.login_code(PHONES[1]) or "")
    await steps.submit_password(PASSWORD)
    await until(lambda: two.state(slot) == "online")


@pytest.mark.timeout(120)
async def test_a_session_that_is_ended_elsewhere_ends_alone(two: Two, tmp_path: Path) -> None:
    slot = await two.both()
    boris = two.app.telegrams.of(slot)
    settings = two.app.profile.telegram()
    assert settings is not None
    phone = TelegramChannel(
        settings, FileSecrets(tmp_path / "phone"), two.app.store, on_state=lambda: None
    )
    await phone.start()
    await asked(phone.sign_in, PHONES[1])
    await phone.sign_in.submit_code(two.server.login_code(PHONES[1]) or "")
    await phone.sign_in.submit_password(PASSWORD)
    await until(lambda: phone.state == "online")
    await phone.end_device("")  # all others
    await phone.close()
    await until(lambda: boris.state == "signed_out")
    assert boris.problem == Problem("telegram-signed-out")
    assert two.state("1") == "online"
    services = {one.slot: one for one in await two.app.services() if one.id == "telegram"}
    assert (services[slot].name, services[slot].state) == ("Борис", "signed_out")
    two.server.send(two.irina, two.anna, "слышно?")
    async with asyncio.timeout(20):
        while not await two.texts(two.anna):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await two.sign_in(slot, PHONES[1], PASSWORD)


@pytest.mark.timeout(120)
async def test_a_removed_account_leaves_its_threads(two: Two) -> None:
    slot = await two.both()
    two.server.send(two.irina, two.boris, "Борису")
    async with asyncio.timeout(20):
        while not await two.texts(two.boris):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await two.app.remove_telegram(slot)
    assert await two.texts(two.boris) == ["Борису"]
    gone = Problem("telegram-account-removed", {"name": "Борис"})
    with pytest.raises(ProblemError) as refused:
        await two.app.actions.send(two.peer(two.boris), "не уйдёт")
    assert refused.value.problem == gone
    assert ("telegram", str(two.boris)) not in two.app.channels
    assert two.state("1") == "online"
    names = session_names(two.app.profile.get(SETTING))
    assert names == ["telegram/session"]
    # signed in again, its threads are as they were
    again = await two.app.add_telegram()
    await two.sign_in(again, PHONES[1], PASSWORD)
    assert two.app.telegrams.closed(two.peer(two.boris)) is None
    assert [one.removed for one in two.app.telegrams.rows] == [False, False]
    # the last one may go, too: there is always a place to sign in
    for one in ("1", again):
        await two.app.remove_telegram(one)
    assert [one.removed for one in two.app.telegrams.rows].count(False) == 1
    await until(lambda: two.app.telegram_state == "signed_out")


@pytest.mark.timeout(120)
async def test_all_sessions_are_kept_and_backed_up(two: Two, tmp_path: Path) -> None:
    slot = await two.both()
    await two.app.close()
    two.app = two.made()
    await two.app.open()
    two.app.telegrams.open()
    await until(lambda: (two.state("1"), two.state(slot)) == ("online", "online"))
    file = tmp_path / "all.backup"
    backup.back_up(two.folder, two.app.profile.secrets, file, "пароль для копии")
    unpacked = backup.unpack(file, tmp_path / "other", "пароль для копии")
    assert {"telegram/session", f"telegram/session/{slot}"} <= set(unpacked.secrets)


@pytest.mark.timeout(120)
async def test_a_history_from_a_file_is_the_account_s_that_wrote_it(
    two: Two, tmp_path: Path
) -> None:
    await two.both()
    ours, theirs = f"user{two.boris}", f"user{two.irina}"
    lines = [
        {"id": 1, "type": "message", "date_unixtime": "1700000000", "from": "Ирина",
         "from_id": theirs, "text": "давно"},
        {"id": 2, "type": "message", "date_unixtime": "1700000060", "from": "Борис",
         "from_id": ours, "text": "отвечаю"},
    ]  # fmt: skip
    chat = {"id": two.irina, "name": "Ирина", "type": "personal_chat", "messages": lines}
    file = tmp_path / "result.json"
    file.write_text(json.dumps(chat), "utf-8")
    history = HistoryBackend(two.app)
    (found,) = await history.look(file)
    await history.take(file, [ChatWanted(found.at)], lambda *_: None)
    assert (await two.texts(two.anna), await two.texts(two.boris)) == ([], ["давно", "отвечаю"])


@pytest.mark.timeout(120)
async def test_an_account_of_another_data_centre_is_served_there(two: Two) -> None:
    far = TelegramServer(dc_id=4)
    oleg = far.add_user(phone="+79990005566", first_name="Олег")
    client = far.add_user(phone="+79167778899", first_name="Пётр")
    await far.start()
    try:
        await two.sign_in("1", PHONES[0])
        slot = await two.app.add_telegram()
        at_home = two.app.profile.telegram()
        assert at_home is not None
        there = structs.replace(
            at_home, host=far.host, port=far.port, dc_id=4, public_key=far.public_key_pem
        )
        secrets = two.app.profile.secrets
        beside = TelegramChannel(
            there, secrets, two.app.store, on_state=lambda: None, key=session_key(slot)
        )
        await beside.start()
        await asked(beside.sign_in, "+79990005566")
        await beside.sign_in.submit_code(far.login_code("+79990005566") or "")
        await beside.close()
        # as it is kept once Telegram has sent the account to its own data centre
        kept = json.loads(secrets.get(session_key(slot)) or "")
        kept["server"] = f"{at_home.host}:{at_home.port}"
        secrets.set(session_key(slot), json.dumps(kept))
        await two.app.telegrams.close()
        two.app.telegrams.open()
        await until(lambda: (two.state("1"), two.state(slot)) == ("online", "online"))
        far.send(client, oleg, "издалека")
        async with asyncio.timeout(20):
            while await two.texts(oleg) != ["издалека"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await far.stop()
        await until(lambda: two.state(slot) != "online")
        assert two.state("1") == "online"
    finally:
        await two.app.telegrams.close()
        await far.stop()
        far.close()


@pytest.mark.parametrize("text", ["", "[]", "{", '[{"slot":"2","account":"5","removed":true}]'])
def test_there_is_always_an_account_to_sign_in_to(text: str) -> None:
    open_ = [one for one in read_accounts(text) if not one.removed]
    assert open_ == [Account("1")]


def test_the_list_is_small_and_has_no_secret(tmp_path: Path) -> None:
    text = json.dumps([{"slot": "1"}, {"slot": "2", "removed": True, "account": "7"}])
    assert session_names(text) == ["telegram/session"]
