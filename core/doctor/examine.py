"""All steps, in the order in which things have to work."""

import time
from collections.abc import AsyncIterator
from typing import Any

from core.doctor import front, health, link, machine, meta, meta_checks, streams
from core.doctor.calling import Caller
from core.doctor.certificate import context
from core.doctor.findings import Finding, bad, unknown
from core.doctor.front import Here
from core.doctor.setup import Front, Setup
from core.support.clock import Clock


async def examine(setup: Setup) -> AsyncIterator[Finding]:
    """What is found, as it is found."""
    for finding in machine.look(setup.folder, setup.spare):
        yield finding
    try:
        trusted = context(setup.ca_file)
    except OSError as error:
        detail = error.strerror or str(error)
        yield bad("certificate", "ca-file", path=setup.ca_file, detail=detail)
        return
    caller = Caller(trusted)
    said: dict[str, Any] = {}
    try:
        if setup.front is not None:
            who, finding = await front.here(setup.front, setup.apps, caller)
            yield finding
            if setup.front.watch:
                finding, said = await _health(setup.front, who, caller)
                yield finding
            for finding in await front.outside(setup.front, setup.apps, who, caller, trusted):
                yield finding
    finally:
        await caller.close()
    if setup.link is not None:
        for finding in await link.look(setup.link, trusted):
            yield finding
    async for finding in _meta(setup):
        yield finding
    if setup.stream is not None:
        for finding in await streams.look(setup.stream):
            yield finding
    if setup.desks is not None:
        for finding in health.desks(setup.desks, said):
            yield finding
    elif setup.stream is not None and setup.stream.role == "hub":
        yield health.desks_elsewhere()


async def _health(where: Front, who: Here, caller: Caller) -> tuple[Finding, dict[str, Any]]:
    if who == "ours":
        return await health.asked(where.watch, caller)
    return unknown("health", "after-start"), {}


async def _meta(setup: Setup) -> AsyncIterator[Finding]:
    ours = setup.front.url if setup.front is not None else ""
    clock = Clock()
    if not setup.numbers:
        yield unknown("graph", "no-numbers" if setup.front is not None else "no-number-here")
    # numbers that share a token or an account have that said once
    told: list[Finding] = []
    for number in setup.numbers:
        facts = await meta.facts(setup, number, clock)
        for finding in meta_checks.judged(facts, ours, int(time.time())):
            # what comes to the hub is the hub's to look at
            ours_to_see = setup.front is not None or finding.step not in ("fields", "callback")
            if ours_to_see and finding not in told:
                told.append(finding)
                yield finding
    yield meta_checks.clock(clock.behind_ms, clock.off)
