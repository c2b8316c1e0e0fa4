"""`threadline sandbox`: servers, the real application, a sign-in, a scenario, a report."""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from core.domain.problems import ProblemError
from core.store.read import work
from desktop.bootstrap import Desktop
from desktop.profile import Profile
from desktop.sandbox import report as reports
from desktop.sandbox.child import SandboxChild, SandboxError
from desktop.sandbox.observer import ListObserver
from desktop.sandbox.screens import take_screens
from desktop.shell.i18n import I18n

log = logging.getLogger(__name__)

_SETTLE_SECONDS = 90.0


def point_at_sandbox(profile: Profile, ready: dict[str, Any]) -> None:
    """Settings that lead every account to the sandbox's servers."""
    telegram, graph, crm = ready["telegram"], ready["graph"], ready["crm"]
    profile.save(
        {
            "telegram.api_id": str(telegram["api_id"]),
            "telegram.api_hash": telegram["api_hash"],
            "telegram.host": telegram["host"],
            "telegram.port": str(telegram["port"]),
            "telegram.dc_id": str(telegram["dc_id"]),
            "telegram.public_key": telegram["public_key"],
            "whatsapp.phone_id": graph["phone_number_id"],
            "whatsapp.waba_id": graph["waba_id"],
            "whatsapp.base_url": graph["base_url"],
            "whatsapp.version": graph["version"],
            "whatsapp.port": "0",
            "crm.target": "tryton",
            "crm.url": crm["url"],
            "crm.database": crm["database"],
            "crm.login": crm["login"],
        }
    )
    # these are named by the number, which stands in the profile now
    profile.save(
        {
            "whatsapp.token": graph["access_token"],
            "whatsapp.app_secret": graph["app_secret"],
            "whatsapp.verify_token": graph["verify_token"],
            "crm.token": crm["password"],
        }
    )


class ScenarioRun:
    """One scenario from sign-in to report. ``say`` gets a line whenever something happens."""

    def __init__(self, child: SandboxChild, desktop: Desktop, ready: dict[str, Any]) -> None:
        self._child = child
        self._desktop = desktop
        self._app = desktop.application
        self._ready = ready
        self._observer = ListObserver(desktop.window.threads)
        self._crashes: set[asyncio.Task[None]] = set()

    async def connect(self) -> None:
        """Register the webhook and sign in as the operator, through the window."""
        whatsapp = self._app.whatsapp
        if whatsapp is not None:
            answer = await self._child.ask("webhook", "webhook", url=whatsapp.webhook_url)
            if not answer.get("ok"):
                raise SandboxError(f"the webhook was not taken: {answer.get('error')}")
        operator = self._ready["operator"]
        await self._sign_in(operator["phone"], operator.get("password"))

    async def _sign_in(self, phone: str, password: str | None) -> None:
        model = self._desktop.window.sign_in
        await self._step(self._telegram_known)
        if self._online():
            return
        dialog = self._desktop.window.windows.sign_in()
        await self._answer(dialog, phone, "phone")
        if model.step == "code":
            code = await self._child.ask("code", "code", phone=phone)
            await self._answer(dialog, str(code["code"]), "code")
        if model.step == "password":
            await self._answer(dialog, password or "", "password")
        await self._step(self._online)

    def _telegram_known(self) -> bool:
        return self._app.telegram_state in ("signed_out", "online")

    def _online(self) -> bool:
        return self._app.telegram_state == "online"

    async def _answer(self, dialog: QWidget, text: str, step: str) -> None:
        """Type into the dialog as the operator would."""
        model = self._desktop.window.sign_in
        field = dialog.findChild(QLineEdit, "signInField")
        button = dialog.findChild(QAbstractButton, "signInNext")
        assert isinstance(field, QLineEdit)
        assert isinstance(button, QAbstractButton)
        await self._step(lambda: model.step == step and field.isEnabled())
        field.setText(text)
        button.click()
        await self._step(lambda: model.step != step)

    async def _step(self, reached: Any, seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not reached():
            problem = self._desktop.window.sign_in.problem
            if problem is not None:
                raise SandboxError(f"sign-in was refused: {problem.code} {problem.params}")
            if time.monotonic() > deadline:
                raise SandboxError("the sign-in did not get on")
            await asyncio.sleep(0.02)

    async def play(self) -> None:
        """Play every event; returns when the last one was read and understood."""
        seen = len(self._child.events)
        self._child.do("play")
        while True:
            for event in self._child.events[seen:]:
                seen += 1
                if event["event"] == "fault" and event.get("name") == "model_crash":
                    self._crash_model(float(event.get("seconds") or 0))
                elif event["event"] == "done":
                    await self._settle()
                    return
                elif event["event"] == "ended":
                    raise SandboxError("the sandbox ended before its scenario did")
            await asyncio.sleep(0.05)

    def _crash_model(self, seconds: float) -> None:
        async def crash() -> None:
            until = time.monotonic() + seconds
            while True:
                self._app.model.kill()
                if time.monotonic() >= until:
                    return
                await asyncio.sleep(0.25)

        task = asyncio.get_running_loop().create_task(crash())
        self._crashes.add(task)
        task.add_done_callback(self._crashes.discard)

    async def _settle(self) -> None:
        """Until every message the servers know stands in the log, every thread is understood as
        far as it goes, every file is here, every voice that can be heard was, and the CRM has what
        it is to have."""
        deadline = time.monotonic() + _SETTLE_SECONDS
        quiet_since: float | None = None
        while time.monotonic() < deadline:
            if await self._busy():
                quiet_since = None
            else:
                quiet_since = quiet_since or time.monotonic()
                if time.monotonic() - quiet_since > 1.0:
                    return
            await asyncio.sleep(0.1)
        log.warning("something is still on its way after %.0f s", _SETTLE_SECONDS)

    async def _busy(self) -> bool:
        if self._crashes or self._app.telegram_state != "online":
            return True
        now, again = int(time.time() * 1000), not self._app.model.failed
        hears = await asyncio.to_thread(self._app.can_hear)
        waiting = await self._app.store.read(
            lambda conn: (
                work.next_to_read(conn, None, again=again) is not None
                or bool(work.stale_threads(conn))
                or work.anything_to_fetch(conn)
                or (hears and work.next_to_hear(conn, again=True) is not None)
                or work.next_send(conn, now) is not None
            )
        )
        if waiting or await self._app.crm.busy():
            return True
        missing = [k for k in await self._expected() if k not in await self._standing()]
        behind = any(r.understood < r.seq for r in self._desktop.window.threads.rows)
        return bool(missing) or behind

    async def _expected(self) -> list[reports.Key]:
        truth = await self._child.ask("truth", "truth")
        return [(m["channel"], m["external_id"]) for c in truth["contacts"] for m in c["messages"]]

    async def _standing(self) -> set[reports.Key]:
        rows = await self._app.store.read(
            lambda conn: conn.execute(
                "SELECT channel, external_id FROM messages WHERE deleted = 0"
            ).fetchall()
        )
        return {(r[0], r[1]) for r in rows}

    async def report(self) -> dict[str, Any]:
        """What the window shows, thread by thread, and how long it took."""
        window = self._desktop.window
        truth = await self._child.ask("truth", "truth")
        events = {
            (e["channel"], e["external_id"]): e["id"]
            for e in self._child.events
            if e["event"] == "sent" and e.get("kind", "message") == "message"
        }
        now = int(time.time() * 1000)
        threads, crm, shown = [], [], []
        window.threads.filter(None, "")
        await window.threads.load_all()
        for row in list(window.threads.rows):
            await window.open_thread(row.id)
            await window.messages.reach(-1)  # no such row: every older page is loaded
            messages = list(window.messages.rows)
            shown += [(m.peer.channel.value, m.external_id) for m in messages]
            threads.append(reports.thread_report(row, messages, window.facts.rows, events, now))
            record = await self._app.crm.delivered(row.id)
            if record is not None and record.fields:
                crm.append(reports.crm_report(record, events))
        expected = [
            (m["channel"], m["external_id"]) for c in truth["contacts"] for m in c["messages"]
        ]
        sent_here = [(s.get("channel", ""), s.get("external_id", "")) for s in truth["sent_by_app"]]
        lost, doubled = reports.lost_and_doubled(expected, shown, sent_here)
        for what, keys in (("lost", lost), ("shown twice", doubled)):
            if keys:
                log.warning("%s: %s", what, [events.get(k, k) for k in keys])
        visible, understood = await self._latencies()
        return {
            "threads": threads,
            "lost": len(lost),
            "duplicated": len(doubled),
            "latency_ms": {
                "visible": reports.spread(visible),
                "understood": reports.spread(understood),
            },
            "crm": crm,
            "screens": [],
        }

    async def _latencies(self) -> tuple[list[float], list[float]]:
        live = [
            e
            for e in self._child.events
            if e["event"] == "sent" and not e.get("history") and e.get("kind") == "message"
        ]
        keys = [(e["channel"], e["external_id"], float(e["sent_at"])) for e in live]

        def places(conn: Any) -> dict[reports.Key, tuple[int, int]]:
            rows = conn.execute(
                "SELECT channel, external_id, thread, seq FROM messages"
                " WHERE external_id IS NOT NULL"
            ).fetchall()
            return {(r[0], r[1]): (r[2], r[3]) for r in rows}

        at = await self._app.store.read(places)
        visible, understood = [], []
        for channel, external_id, sent_at in keys:
            place = at.get((channel, external_id))
            if place is None:
                continue
            shown = self._observer.shown_at(*place)
            tagged = self._observer.tagged_at(*place)
            if shown is not None:
                visible.append((shown - sent_at) * 1000)
            if tagged is not None:
                understood.append((tagged - sent_at) * 1000)
        return visible, understood

    async def close(self) -> None:
        """Nothing of the run stays behind."""
        for task in tuple(self._crashes):
            task.cancel()
        await asyncio.gather(*self._crashes, return_exceptions=True)


def summary(report: dict[str, Any]) -> Sequence[str]:
    """What a headless run says at its end, a line each."""
    visible, understood = report["latency_ms"]["visible"], report["latency_ms"]["understood"]
    lines = []
    for thread in report["threads"]:
        facts = ", ".join(f"{f['kind']}={f['value']}" for f in thread["facts"])
        lines.append(
            f"{thread['contact']:<24} {'+'.join(thread['channels']):<18} {thread['messages']:>3}"
            f"  {thread['queue']:<10} {'/'.join(thread['intents'])}  {facts}"
        )
    lines += [
        f"{len(report['threads'])} threads, {report['lost']} lost, {report['duplicated']} twice,"
        f" {len(report['crm'])} in the CRM",
        f"visible ms: p50 {visible['p50']} p95 {visible['p95']} max {visible['max']}",
        f"understood ms: p50 {understood['p50']} p95 {understood['p95']} max {understood['max']}",
    ]
    return lines


async def play_scenario(
    scenario: Path,
    open_desktop: Any,
    profile: Profile,
    *,
    report_file: Path | None,
    screens: Path | None,
    stay: bool,
) -> int:
    """Run it all. Returns the exit code: 0 when nothing was lost and nothing shown twice."""
    child = SandboxChild(scenario, state=profile.folder / "sandbox")
    try:
        ready = await child.start()
        point_at_sandbox(profile, ready)
        desktop = await open_desktop(profile)
    except SandboxError as error:
        print(f"{scenario}: {error}", file=sys.stderr)
        await child.stop()
        return 2
    except ProblemError as error:
        print(I18n().problem(error.problem), file=sys.stderr)
        await child.stop()
        return 2
    except BaseException:
        await child.stop()
        raise
    run = ScenarioRun(child, desktop, ready)
    try:
        await run.connect()
        await run.play()
        if stay and report_file is None and screens is None:
            await desktop.closed()  # the operator goes on with the window; nobody asked to measure
            return 0
        report = await run.report()
        if screens is not None:
            report["screens"] = await take_screens(desktop, screens)
        if report_file is not None:
            report_file.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
        print("\n".join(summary(report)))
        if stay:
            await desktop.closed()
        return 0 if not report["lost"] and not report["duplicated"] else 1
    except (SandboxError, ProblemError) as error:
        print(f"the scenario could not be played: {error}", file=sys.stderr)
        return 3
    finally:
        await run.close()
        await desktop.close()
        await child.stop()
