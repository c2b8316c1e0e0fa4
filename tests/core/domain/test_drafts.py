"""Drafts of two devices: which one stands, and what of one goes along when it is changed."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from core.domain.drafts import NOTHING, Content, canon, carry, shown, typed, verdict
from core.domain.marks import Mark

LINK = Mark("link", 4, 9, "https://example.org/price")
texts = st.text(st.sampled_from("ab *_\n😀"), max_size=8)
contents = st.builds(Content, text=texts).map(canon)
times = st.integers(0, 20).map(lambda seconds: seconds * 1000)


def test_the_newer_stands_and_ours_where_both_are_as_old() -> None:
    here, cloud = Content("здесь"), Content("в телефоне")
    assert verdict(here, 5_400, cloud, 6_000) == "down"
    assert verdict(here, 6_999, cloud, 6_000) == "up"
    assert verdict(here, 6_000, cloud, 7_000, typing=True) == "wait"
    assert verdict(NOTHING, 6_000, cloud, 7_000, typing=True) == "down"
    assert verdict(here, 6_000, NOTHING, 0, changed=True) == "up"
    assert verdict(here, 6_000, NOTHING, 0, changed=False) == "down", "the phone emptied it"


def test_what_we_put_there_is_no_news() -> None:
    before, now = Content("Здрав"), Content("Здравствуйте")
    assert verdict(now, 1_000, before, 9_000, ours=(before,)) == "up"
    assert verdict(now, 1_000, now, 9_000) == "equal"


def test_what_was_sent_is_not_brought_back() -> None:
    sent = Content("Да, успеем")
    assert verdict(NOTHING, 4_000, sent, 5_000, sent_at=5_200) == "up"
    assert verdict(NOTHING, 4_000, sent, 9_000, sent_at=5_200) == "down", "begun again since"


@given(contents, times, contents, times, times, st.booleans(), st.booleans())
def test_whoever_types_keeps_it(
    here: Content, at: int, cloud: Content, cloud_at: int, sent: int, changed: bool, ours: bool
) -> None:
    said = verdict(
        here, at, cloud, cloud_at, ours=(cloud,) if ours else (), sent_at=sent,
        typing=True, changed=changed,
    )  # fmt: skip
    assert said != "down" or here == NOTHING
    assert (said == "equal") == (here == cloud)


@dataclass
class Device:
    """What one device knows, as the store's row has it."""

    here: Content = NOTHING
    at: int = 0
    cloud: Content = NOTHING
    cloud_at: int = 0
    base: Content = NOTHING


@dataclass
class Cloud:
    """One chat's draft, and the devices that write it."""

    content: Content = NOTHING
    at: int = 0
    devices: tuple[Device, Device] = field(default_factory=lambda: (Device(), Device()))

    def settle(self, one: Device, now: int) -> None:
        said = verdict(
            one.here, one.at, one.cloud, one.cloud_at, ours=(one.base,),
            changed=one.here != one.base,
        )  # fmt: skip
        if said == "up":
            self.content, self.at = one.here, now if one.here != NOTHING else 0
            one.cloud, one.cloud_at = self.content, self.at
        elif said == "down":
            one.here, one.at = one.cloud, one.cloud_at or now
        if said != "wait":
            one.base = one.cloud


@given(st.lists(st.tuples(st.sampled_from(["type", "hear"]), st.booleans(), contents)))
def test_two_devices_come_to_one_draft(steps: list[tuple[str, bool, Content]]) -> None:
    """Each types, and hears of the other when its line lets it; in the end both hear."""
    world, now = Cloud(), 0
    last = NOTHING
    for what, second, content in steps:
        now += 2000
        one = world.devices[second]
        if what == "type":
            if content != one.here:
                one.here, one.at, last = content, now, content
        else:
            one.cloud, one.cloud_at = world.content, world.at
            world.settle(one, now)
            last = one.here if one.here == world.content else last
    for _ in range(3):
        for one in world.devices:
            now += 2000
            one.cloud, one.cloud_at = world.content, world.at
            world.settle(one, now)
    assert world.devices[0].here == world.devices[1].here == world.content
    assert world.content == NOTHING or world.content in [c for _, _, c in steps]


def test_looks_without_a_sign_stay_with_their_words() -> None:
    before = Content("вот прайс, жду", (LINK,))
    text = shown(before)
    assert typed(text, before) == before, "nothing was changed"
    after = typed("Ирина, **вот** прайс, жду", before)
    assert after.text == "Ирина, вот прайс, жду"
    link = next(mark for mark in after.marks if mark.style == "link")
    assert after.text[link.start : link.end] == "прайс"
    assert Mark("bold", 7, 10) in after.marks
    assert typed("вот пра, жду", before).marks == (Mark("link", 4, 7, LINK.url),)
    assert typed("вот, жду", before).marks == ()


@given(texts, texts, st.integers(0, 8), st.integers(0, 8))
def test_marks_are_carried_within_the_text(old: str, new: str, start: int, end: int) -> None:
    marks = [Mark("quote", start, end)] if start < end <= len(old) else []
    for mark in carry(old, new, marks):
        assert 0 <= mark.start < mark.end <= len(new)
    assert carry(old, old, marks) == tuple(marks)


@given(texts, texts)
def test_a_draft_is_the_same_however_often_it_is_cleaned(text: str, other: str) -> None:
    content = canon(Content(text, (Mark("bold", 0, len(text)),) if text else ()))
    assert canon(content) == content
    made = typed(other, content)
    assert canon(made) == made
    assert made.text == made.text.strip()
