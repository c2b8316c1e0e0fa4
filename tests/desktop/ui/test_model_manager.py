"""The model manager as the operator uses it, with keys and without a mouse where it matters."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.domain.problems import Problem
from desktop.ui.model_card import ModelCard
from desktop.ui.model_manager import ModelManager
from tests.desktop.sample_models import SampleModels

Until = Callable[..., Awaitable[None]]


async def opened(desk: SimpleNamespace, until_shown: Until) -> ModelManager:
    desk.window.open_models()
    manager = desk.window.windows.models()
    await until_shown(lambda: manager.cards)
    return manager


def offered(card: ModelCard) -> set[str]:
    return {action for action, made in card.buttons.items() if not made.isHidden()}


def press(card: ModelCard, action: str) -> None:
    """As the keyboard does."""
    made = card.buttons[action]
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Space)


def models(desk: SimpleNamespace) -> SampleModels:
    made: SampleModels = desk.backend.models
    return made


async def test_what_can_be_done_with_each_model(desk: SimpleNamespace, until_shown: Until) -> None:
    manager = await opened(desk, until_shown)
    cards = {card.row.name: card for card in manager.cards.values()}
    assert {name: offered(card) for name, card in cards.items()} == {
        "starter": set(),
        "qwen3-1.7b": {"try", "remove"},
        "big-70b": {"try"},
        "qwen3-4b": {"continue", "cancel"},
        "qwen3-8b": {"download"},
        "whisper-base": {"download"},
    }
    assert not cards["starter"].mark.isHidden()
    assert not cards["big-70b"].buttons["try"].isEnabled()
    assert "43 ГБ" in cards["big-70b"].fit.text()
    assert "4 180 токенов/с" in cards["starter"].figures.text().replace("\u00a0", " ")


async def test_the_window_opens_from_the_keyboard_and_from_the_settings(
    desk: SimpleNamespace, until_shown: Until
) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    await until_shown(lambda: desk.window.findChild(ModelManager) is not None)
    manager = desk.window.findChild(ModelManager)
    QTest.keyClick(manager, Qt.Key.Key_Escape)
    await until_shown(lambda: desk.window.findChild(ModelManager) is None)
    settings = await desk.window.windows.load_settings("model")
    settings.findChild(QPushButton, "model-models-button").click()
    await until_shown(lambda: desk.window.findChild(ModelManager) is not None)
    settings.close()


async def test_trouble_with_the_model_leads_here(desk: SimpleNamespace, until_shown: Until) -> None:
    desk.window.windows.mend("model")
    await until_shown(lambda: desk.window.findChild(ModelManager) is not None)


async def test_a_download_is_paused_and_goes_on_and_the_focus_stays_with_it(
    desk: SimpleNamespace, until_shown: Until
) -> None:
    manager = await opened(desk, until_shown)
    card = manager.cards["qwen3-4b"]
    press(card, "continue")
    await until_shown(lambda: desk.window.desk.models.loads["qwen3-4b"].done > 900 << 20)
    assert offered(card) == {"pause", "cancel"}
    assert card.buttons["pause"].hasFocus()
    press(card, "pause")
    await until_shown(lambda: offered(card) == {"continue", "cancel"})
    assert "Пауза" in card.stage.text()
    assert card.buttons["continue"].hasFocus()
    press(card, "continue")
    await until_shown(lambda: offered(card) == {"try", "remove"})
    assert card.bar.isHidden()


async def test_a_download_goes_on_while_the_window_is_closed(
    desk: SimpleNamespace, until_shown: Until
) -> None:
    manager = await opened(desk, until_shown)
    press(manager.cards["qwen3-8b"], "download")
    manager.close()
    await until_shown(lambda: models(desk).rows["qwen3-8b"].place == "here")


async def test_a_download_that_is_cancelled_leaves_nothing(
    desk: SimpleNamespace, until_shown: Until
) -> None:
    manager = await opened(desk, until_shown)
    press(manager.cards["qwen3-4b"], "continue")
    press(manager.cards["qwen3-4b"], "cancel")
    await until_shown(lambda: ("remove", "qwen3-4b") in models(desk).calls)


async def test_what_fails_is_a_sentence_in_its_card(
    desk: SimpleNamespace, until_shown: Until
) -> None:
    manager = await opened(desk, until_shown)
    card = manager.cards["qwen3-8b"]
    models(desk).fail = Problem("model-line-broken", {"name": "Qwen3-8B.gguf"})
    press(card, "download")
    await until_shown(lambda: not card.problem.isHidden())
    assert card.problem.text().startswith("Связь рвётся, Qwen3-8B.gguf")
    assert offered(card) == {"download"}
    press(card, "download")
    assert card.problem.isHidden()
    await until_shown(lambda: offered(card) == {"try", "remove"})


async def test_removing_asks_once_more(desk: SimpleNamespace, until_shown: Until) -> None:
    manager = await opened(desk, until_shown)
    card = manager.cards["qwen3-1.7b"]
    press(card, "remove")
    assert offered(card) == {"sure", "unsure"}
    assert card.buttons["unsure"].hasFocus()
    press(card, "unsure")
    assert offered(card) == {"try", "remove"}
    press(card, "remove")
    press(card, "sure")
    await until_shown(lambda: "qwen3-1.7b" not in manager.cards)
    assert models(desk).calls == [("remove", "qwen3-1.7b")]


async def test_a_model_is_tried_before_it_reads_and_the_operator_decides(
    desk: SimpleNamespace, until_shown: Until
) -> None:
    manager = await opened(desk, until_shown)
    card = manager.cards["qwen3-1.7b"]
    press(card, "try")
    await until_shown(lambda: not manager.trial.table.isHidden() and manager.trial.switch.text())
    told = manager.trial.table.accessibleDescription().replace("\u00a0", " ")
    assert "Главное желание понято верно 89 % 91 %" in told
    assert "Факты найдены и верны (F1, лучше всего 1) 0,88 0,86" in told
    assert "Её время на реплику 41 мс 2 140 мс" in told
    assert manager.trial.keep.hasFocus()
    QTest.keyClick(manager, Qt.Key.Key_Escape)
    await until_shown(lambda: manager.stack.currentIndex() == 0)
    assert models(desk).calls == [("trial", "qwen3-1.7b")]
    assert manager.isVisible()
    press(card, "try")
    await until_shown(lambda: desk.window.desk.models.trial.result)
    manager.trial.switch.setFocus()
    QTest.keyClick(manager.trial.switch, Qt.Key.Key_Space)
    await until_shown(lambda: not card.mark.isHidden())
    assert models(desk).calls[-1] == ("use", "qwen3-1.7b")
    assert offered(manager.cards["starter"]) == {"try"}


async def test_a_trial_that_fails_says_why_and_changes_nothing(
    desk: SimpleNamespace, until_shown: Until
) -> None:
    manager = await opened(desk, until_shown)
    models(desk).fail = Problem("model-unfit")
    press(manager.cards["qwen3-1.7b"], "try")
    await until_shown(lambda: not manager.trial.problem.isHidden())
    assert manager.trial.switch.isHidden()
    manager.trial.keep.click()
    await until_shown(lambda: manager.stack.currentIndex() == 0)
    assert models(desk).calls == [("trial", "qwen3-1.7b")]


async def test_a_file_is_opened_and_can_be_tried(desk: SimpleNamespace, until_shown: Until) -> None:
    manager = await opened(desk, until_shown)
    state = desk.window.desk.models
    models(desk).fail = Problem("model-foreign", {"name": "letter.gguf"})
    await state.open_file("/models/letter.gguf")
    assert manager.problem.text().startswith("letter.gguf")
    await state.open_file("/models/mine.gguf")
    assert manager.problem.isHidden()
    assert offered(manager.cards["/models/mine.gguf"]) == {"try"}


async def test_a_graphics_card_is_spoken_of_only_where_the_build_can_use_it(
    desk: SimpleNamespace, until_shown: Until
) -> None:
    manager = await opened(desk, until_shown)
    assert manager.gpu.isHidden()
    models(desk).gpu = True
    await desk.window.desk.models.refresh()
    assert (manager.gpu.isHidden(), manager.gpu.isChecked()) == (False, False)
    QTest.keyClick(manager.gpu, Qt.Key.Key_Space)
    await until_shown(lambda: models(desk).gpu_on)
    # a model that does not come up on the card tells of no card: the way back stays
    models(desk).gpu = False
    await desk.window.desk.models.refresh()
    assert (manager.gpu.isHidden(), manager.gpu.isChecked()) == (False, True)
