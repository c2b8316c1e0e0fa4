"""A group's thread is understood and routed like any other: who is not us is the client's side."""

from core.domain.channels import Channel, Peer, Profile
from core.pipeline.understanding import UnderstandingStage
from core.store.read import facts as read_facts
from core.store.read import threads as read_threads
from core.store.store import Store
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import NOW, BudgetReader, judge, phone, said, to_sales

GROUP = Peer(Channel.TELEGRAM, "1", "-1001800000001")
WHO = Profile(name="Закупки")


async def test_what_two_people_say_in_a_group_is_one_deal(store: Store) -> None:
    reader = BudgetReader()
    stage = UnderstandingStage(store, reader, judge, to_sales, model=lambda: "ready")
    name = f"{GROUP.id}/{{}}".format
    await store.append(
        [
            said(GROUP, name(2), "бюджет 500", NOW, author="Ирина", profile=WHO),
            said(GROUP, name(3), "Борис", NOW + 1, author="Ирина", profile=WHO, service=True,
                 note="group_participants_add"),
            said(GROUP, name(4), "нет, бюджет 700", NOW + 2, author="Борис", profile=WHO),
            phone(Peer(Channel.TELEGRAM, "1", "77"), "+79161112233"),
        ]
    )  # fmt: skip
    await settle(stage.step)
    assert sorted(reader.order) == ["бюджет 500", "нет, бюджет 700"]
    rows = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    (group,) = [row for row in rows if row.name == "Закупки"]
    assert group.queue == "sales"
    facts = await store.read(lambda conn: read_facts.facts(conn, group.id))
    assert [(row.fact.value, row.author) for row in facts] == [("700 RUB", "Борис")]
    assert facts[0].external_id == name(4)
