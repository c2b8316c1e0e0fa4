"""A thread far longer than what a model is shown: read by window, remembered as a whole."""

from core.domain.reading import ModelReading, ModelRequest
from core.domain.views import FactRow
from core.pipeline.understanding import UnderstandingStage
from core.store.read import facts as read_facts
from core.store.store import Store
from core.understanding.pool import LocalRecognizers
from core.understanding.reader import Reader
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import NOW, TG, judge, said, to_sales

FIRST = (
    "Добрый день! Ирина Ковалёва, ООО «Вектор», Казань. Нужны насосы, бюджет до 450 тысяч рублей,"
    " телефон +7 916 111-22-33"
)
SAID = {
    0: FIRST,
    200: "Бюджет нам увеличили, теперь до 600 тысяч рублей",
    300: "Добавьте мою почту: irina@vektor.ru",
}
MESSAGES = 400


class Short:
    """A model that remembers how much of the thread it was shown."""

    def __init__(self) -> None:
        self.shown: list[int] = []

    async def read(self, request: ModelRequest) -> ModelReading:
        self.shown.append(len(request.turns))
        return ModelReading()


async def test_what_the_first_of_four_hundred_messages_says_stands(store: Store) -> None:
    model = Short()
    stage = UnderstandingStage(
        store, Reader(LocalRecognizers(), model), judge, to_sales, model=lambda: "ready"
    )
    await store.append(
        [
            said(TG, f"{n}", SAID.get(n, "Хорошо, спасибо"), NOW + n * 60_000, history=True)
            for n in range(MESSAGES)
        ]
    )
    await settle(stage.step, rounds=MESSAGES + 10)
    assert len(model.shown) == MESSAGES
    assert max(model.shown) <= 12, "each turn costs a few turns of context, however long the thread"
    rows = await store.read(lambda conn: read_facts.facts(conn, 1))
    standing = {row.fact.kind: row for row in rows}
    values = {kind: row.fact.value for kind, row in standing.items()}
    assert values["company"].endswith("Вектор»")
    assert (values["city"], values["phone"]) == ("Казань", "+79161112233")
    assert {standing[kind].external_id for kind in ("company", "city", "phone", "person")} == {"0"}
    assert (values["email"], standing["email"].external_id) == ("irina@vektor.ru", "300")
    budget: FactRow = standing["budget"]
    assert (budget.fact.value, budget.external_id) == ("600000 RUB", "200")
    assert [(old.fact.value, old.external_id) for old in budget.history] == [("450000 RUB", "0")]
