from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.comparison import Comparison, Moved, Named, Renamed, compare, likely_successors
from pmlearn.model.curriculum import Curriculum, Kind, Module, Part, Retired, Step


def step(name: str, *parts: str, was: tuple[str, ...] = (), title: str = "", id_: str = "c") -> Step:
    ref = f"{id_}/{name}"
    made = tuple(
        Part(f"{ref}/{part}", part.title(), was=tuple(f"{old}/{part}" for old in was)) for part in parts
    )
    return Step(ref, title or name.title(), Kind.SKILL, parts=made, was=was)


def curriculum(*steps: Step, id_: str = "c", **given: object) -> Curriculum:
    return replace(Curriculum(id_, "C", modules=(Module("m", "Module", steps=steps),)), **given)  # type: ignore[arg-type]


def test_nothing_differs_between_a_curriculum_and_itself() -> None:
    held = curriculum(step("a", "one"), step("b"), retired=(Retired("c/old", "Old"),))
    assert compare(held, held) == Comparison()
    assert not compare(held, held)


def test_what_is_new_is_added_and_what_is_missing_removed() -> None:
    found = compare(curriculum(step("a", "one")), curriculum(step("b", "two")))
    assert found.added == (Named("c/b", "B"), Named("c/b/two", "Two"))
    assert found.removed == (Named("c/a", "A"), Named("c/a/one", "One"))
    assert not found.renamed


def test_a_former_ref_makes_a_step_and_its_parts_renamed_ones() -> None:
    found = compare(curriculum(step("a", "one")), curriculum(step("b", "one", was=("c/a",), title="A")))
    assert found == Comparison(
        renamed=(Renamed("c/a", "c/b", "A"), Renamed("c/a/one", "c/b/one", "One")),
    )


def test_a_former_ref_that_is_still_there_says_nothing() -> None:
    found = compare(curriculum(step("a")), curriculum(step("a"), step("b", was=("c/a",))))
    assert found == Comparison(added=(Named("c/b", "B"),))


def test_two_steps_may_become_one() -> None:
    found = compare(curriculum(step("a"), step("b")), curriculum(step("b", was=("c/a",))))
    assert found == Comparison(renamed=(Renamed("c/a", "c/b", "B"),))


def test_what_is_retired_is_not_removed_under_its_ref_or_a_former_one() -> None:
    after = curriculum(retired=(Retired("c/a", "A"), Retired("c/z", "Z", ("c/b",))))
    found = compare(curriculum(step("a"), step("b")), after)
    assert found == Comparison(retired=(Renamed("c/a", "c/a", "A"), Renamed("c/b", "c/z", "Z")))
    assert compare(after, after) == Comparison()


def test_what_was_retired_once_is_missed_too_and_may_come_back() -> None:
    before = curriculum(retired=(Retired("c/a", "A"),))
    assert compare(before, curriculum()) == Comparison(removed=(Named("c/a", "A"),))
    assert compare(before, curriculum(step("a"))) == Comparison(added=(Named("c/a", "A"),))


@pytest.mark.parametrize("former", ["c/a", "c/a2"])
def test_a_step_moves_with_its_ref_or_without(former: str) -> None:
    before = Curriculum("c", "C", modules=(Module("m", "M", steps=(step("a"),)), Module("n", "N")))
    name = "a" if former == "c/a" else "b"
    after = replace(
        before,
        modules=(Module("m", "M"), Module("n", "N", steps=(step(name, was=("c/a",)),))),
    )
    assert compare(before, after).moved == (Moved(f"c/{name}", name.title(), "M", "N"),)


@pytest.mark.parametrize("former", ["m", "c/m"])
def test_a_step_whose_module_was_renamed_has_not_moved(former: str) -> None:
    before = curriculum(step("a"))
    after = replace(before, modules=(Module("n", "Module", steps=(step("a"),), was=(former,)),))
    assert compare(before, after) == Comparison()


def test_a_step_may_go_to_another_curriculum() -> None:
    other = curriculum(step("x", "one", id_="d", was=("c/a",)), id_="d")
    found = compare(curriculum(step("a", "one")), curriculum(), [other])
    assert found.renamed == (Renamed("c/a", "d/x", "X"), Renamed("c/a/one", "d/x/one", "One"))
    assert not found.removed
    assert not found.moved


def test_its_own_word_counts_before_that_of_others() -> None:
    other = curriculum(step("x", id_="d", was=("c/a",)), id_="d")
    found = compare(curriculum(step("a")), curriculum(step("b", was=("c/a",))), [other])
    assert [each.ref for each in found.renamed] == ["c/b"]


def test_a_curriculum_may_get_another_id() -> None:
    found = compare(curriculum(step("a")), curriculum(step("a", id_="d", was=("c/a",)), id_="d", was=("c",)))
    assert found == Comparison(renamed=(Renamed("c/a", "d/a", "A"),))


def test_texts_that_changed_are_named_and_version_and_sums_are_none() -> None:
    before = curriculum(step("a", "one"), step("b"))
    assert compare(before, replace(before, version="2", minutes=10)) == Comparison()
    longer = replace(before.modules[0].steps[0], minutes=10)
    assert compare(before, curriculum(longer, step("b"))) == Comparison()
    assert compare(before, replace(before, summary="New")).changed == ("c",)
    assert compare(before, curriculum(step("a", "one"), step("b", title="Else"))).changed == ("c/b",)
    after = curriculum(replace(step("a"), parts=(Part("c/a/one", "One", minutes=5),)), step("b"))
    assert compare(before, after).changed == ("c/a/one",)


def test_a_step_that_gets_parts_is_no_longer_ticked_itself() -> None:
    found = compare(curriculum(step("a")), curriculum(step("a", "one")))
    assert (found.divided, [each.ref for each in found.added]) == ((Named("c/a", "A"),), ["c/a/one"])
    assert not compare(curriculum(step("a", "one")), curriculum(step("a", "one", "two"))).divided


def test_a_likely_successor_is_near_by_id_or_by_title() -> None:
    before = curriculum(step("read-guide"), step("b", title="Write it down"), step("far"))
    after = curriculum(step("read-the-guide"), step("x", title="Write it down!"), step("zzz-qqq"))
    assert likely_successors(compare(before, after)) == {"c/read-guide": "c/read-the-guide", "c/b": "c/x"}


def test_parts_follow_parts_of_their_own_step_alone() -> None:
    before = curriculum(step("a", "chapter-1"), step("gone", "chapter-9"))
    after = curriculum(step("a", "chapter-01"), step("new-thing", "chapter-9"))
    assert likely_successors(compare(before, after)) == {"c/a/chapter-1": "c/a/chapter-01"}


def test_one_thing_follows_one() -> None:
    found = likely_successors(compare(curriculum(step("aaaa"), step("aaab")), curriculum(step("aaac"))))
    assert len(found) == 1


NAMES = st.sampled_from([f"s{number}" for number in range(6)])
STEPS = st.lists(
    st.tuples(NAMES, st.lists(NAMES, max_size=2, unique=True)), max_size=5, unique_by=lambda s: s[0]
)


@given(STEPS, STEPS, st.lists(NAMES, max_size=3, unique=True), st.data())
def test_every_old_ref_is_there_or_accounted_for_once(
    old: list[tuple[str, list[str]]], new: list[tuple[str, list[str]]], gone: list[str], data: st.DataObject
) -> None:
    before = curriculum(*(step(name, *parts) for name, parts in old))
    names = {name for name, _ in new}
    free = [name for name, _ in old if name not in names]
    made = []
    for name, parts in new:
        was = data.draw(st.lists(st.sampled_from(free), max_size=1)) if free else []
        made.append(step(name, *parts, was=tuple(f"c/{each}" for each in was)))
    retired = tuple(Retired(f"c/{name}", name) for name in gone if name not in names)
    after = curriculum(*made, retired=retired)
    found = compare(before, after)

    def refs(held: Curriculum) -> list[str]:
        return [ref for each in held.steps() for ref in (each.ref, *(part.ref for part in each.parts))]

    accounted = [
        *(each.ref for each in found.removed),
        *(each.was for each in (*found.renamed, *found.retired)),
        *(set(refs(before)) & set(refs(after))),
    ]
    assert sorted(accounted) == sorted(refs(before))
    reached = {each.ref for each in found.renamed}
    assert {each.ref for each in found.added} == set(refs(after)) - set(refs(before)) - reached
    assert reached <= set(refs(after))
    assert set(likely_successors(found)) <= {each.ref for each in found.removed}
    assert set(likely_successors(found).values()) <= {each.ref for each in found.added}
