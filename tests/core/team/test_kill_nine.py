"""kill -9 of a desk, and of the server, at any moment: all there, nothing twice."""

import asyncio
import json
import random
import sqlite3
import sys
from pathlib import Path

from tests.core.team.conftest import ROOT, NatsServer, NewHome


def webhook(number: int) -> bytes:
    message = {
        "from": "79990001122", "id": f"wamid.{number}", "type": "text",
        "timestamp": str(1_700_000_000 + number), "text": {"body": str(number)},
    }  # fmt: skip
    value = {"metadata": {"phone_number_id": "100"}, "messages": [message]}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


def count(folder: Path) -> int:
    """Messages in the desk's log, read beside it."""
    try:
        with sqlite3.connect(f"file:{folder / 'log.db'}?mode=ro", uri=True) as conn:
            found = conn.execute("SELECT count(*) FROM log WHERE kind = 'message'").fetchone()
    except sqlite3.OperationalError:  # not made yet
        return 0
    finally:
        if "conn" in locals():
            conn.close()
    return int(found[0])


async def until_more(folder: Path, wanted: int) -> None:
    async with asyncio.timeout(90):
        while await asyncio.to_thread(count, folder) < wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_desk_killed_at_any_moment(
    server: NatsServer, new_home: NewHome, tmp_path: Path
) -> None:
    chance, total = random.Random(3), 500
    home = await new_home()
    folder = tmp_path / "desk"
    folder.mkdir()

    async def deliver() -> None:
        for number in range(total):
            while True:
                try:
                    await home.put(f"k{number}", webhook(number))
                except OSError:
                    await asyncio.sleep(0.01)
                else:
                    break
            await asyncio.sleep(0.001)

    async def desk() -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.core.team.desk_process", server.url, str(folder), cwd=ROOT
        )

    delivering = asyncio.create_task(deliver())
    for goal in sorted(chance.sample(range(1, total - 50), 2)):
        process = await desk()
        await until_more(folder, goal)
        process.kill()
        await process.wait()
        if goal > total // 3:
            await server.kill()
            await server.start()
    process = await desk()
    await delivering
    await until_more(folder, total)
    process.kill()
    await process.wait()
    with sqlite3.connect(folder / "log.db") as conn:
        texts = [text for (text,) in conn.execute("SELECT text FROM messages ORDER BY at")]
    conn.close()
    assert texts == [str(number) for number in range(total)]
