"""The health page: a line a part, whatever is known, and one way on at most."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from core.domain.problems import Problem
from core.support.clock import OFF_MS
from desktop.shell.tasks import Tasks
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.health import HealthModel
from desktop.viewmodels.health_page import FULL, LOW, Line, lines
from desktop.viewmodels.notices_port import Vitals

PARTS = {"telegram", "whatsapp", "model", "recognizers", "crm", "hub", "disk", "clock"}
states = st.sampled_from(["off", "connecting", "signed_out", "online", "waiting", "failed"])
problems = st.none() | st.sampled_from(
    ["telegram-unreachable", "whatsapp-token", "crm-down", "model-crashed", "disk-full"]
).map(Problem)
rows = st.lists(
    st.builds(
        HealthRow, id=st.sampled_from(["telegram", "whatsapp", "model", "crm", "clock"]),
        state=states, problem=problems,
    ),
    unique_by=lambda row: row.id,
)  # fmt: skip
vitals = st.none() | st.builds(
    Vitals,
    free=st.none() | st.integers(0, 4 * LOW), behind_ms=st.none() | st.integers(-90_000, 90_000),
    recognizers=st.none() | st.booleans(),
)  # fmt: skip


def by_part(found: list[Line]) -> dict[str, Line]:
    return {line.part: line for line in found}


@given(rows, vitals)
def test_every_part_has_one_line_and_a_trouble_one_way_on(
    told: list[HealthRow], seen: Vitals | None
) -> None:
    found = lines(told, {}, {}, seen)
    named = [line.part for line in found]
    assert len(named) == len(set(named))
    assert {"recognizers", "hub", "disk", "clock", "crm"} <= set(named) <= PARTS
    page = by_part(found)
    for row in told:
        if row.id == "clock":
            continue  # the page says more of it
        line = page[row.id]
        assert (line.state, line.problem) == (row.state, row.problem)
        if row.state in ("failed", "signed_out", "off", "waiting"):
            assert line.action
    free = seen.free if seen is not None else None
    assert (page["disk"].action == "free") == (free is not None and free < LOW)
    assert (page["disk"].state == "failed") == (free is not None and free < FULL)
    behind = seen.behind_ms if seen is not None else None
    assert (page["clock"].state == "waiting") == (behind is not None and abs(behind) > OFF_MS)


def test_each_trouble_leads_where_it_is_mended() -> None:
    def action(**row: object) -> str:
        made = HealthRow(**row)  # type: ignore[arg-type]
        return by_part(lines([made], {}, {}, None))[made.id].action

    assert action(id="telegram", state="signed_out") == "sign_in"
    down = Problem("telegram-unreachable")
    assert action(id="telegram", state="waiting", problem=down) == "retry"
    assert action(id="whatsapp", state="off") == "settings"
    assert action(id="model", state="failed", problem=Problem("model-crashed")) == "retry"
    assert action(id="model", state="failed", problem=Problem("model-missing")) == "models"
    assert action(id="telegram", state="online") == ""


def test_a_past_problem_is_told_once_it_is_over() -> None:
    past = {"crm": (5, Problem("crm-down"))}
    over = HealthRow(id="crm", state="online")
    assert by_part(lines([over], {"crm": 9}, past, None))["crm"].past == past["crm"]
    still = HealthRow(id="crm", state="waiting", problem=Problem("crm-down"))
    line = by_part(lines([still], {"crm": 9}, past, None))["crm"]
    assert (line.past, line.since) == (None, 9)


async def test_what_was_never_set_up_is_no_past_trouble() -> None:
    told = [HealthRow(id="whatsapp", state="off", problem=Problem("whatsapp-not-set-up"))]
    backend = SimpleNamespace(health=lambda: asyncio.sleep(0, told))
    model = HealthModel(cast(Any, backend), Tasks(lambda _problem: None), lambda: 5)
    await model.refresh()
    assert model.past == {}
    told[:] = [HealthRow(id="whatsapp", state="failed", problem=Problem("whatsapp-token"))]
    await model.refresh()
    assert model.past == {"whatsapp": (5, Problem("whatsapp-token"))}
