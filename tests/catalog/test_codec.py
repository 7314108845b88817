from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.catalog.codec import curriculum_from_json, curriculum_to_json, read_from_json, read_to_json
from pmlearn.catalog.loader import read
from pmlearn.model.curriculum import (
    Card,
    Choice,
    Curriculum,
    FeedOffer,
    Fits,
    Include,
    Kind,
    Module,
    Option,
    Part,
    Requirement,
    Resource,
    Retired,
    Source,
    Step,
)
from pmlearn.model.problem import Problem, Severity

DATA = Path(__file__).parents[1] / "data" / "curricula"
TEXT = st.text(max_size=8)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
SLUG = st.from_regex("[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
MINUTES = st.integers(0, 999)
RESOURCES = st.builds(Resource, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
FEEDS = st.builds(FeedOffer, TEXT, TEXT, TEXTS)
REQUIREMENTS = st.builds(Requirement, TEXT, TEXT)
CARDS = st.builds(Card, SLUG, TEXT, TEXT)
OPTIONS = st.builds(Option, SLUG, TEXT, st.builds(Fits, TEXT, TEXT, TEXT, TEXT), TEXTS)
CHOICES = st.builds(Choice, TEXT, TEXT, TEXT, st.lists(OPTIONS, max_size=2).map(tuple))
INCLUDES = st.builds(Include, SLUG, TEXTS)
RETIRED = st.builds(Retired, TEXT, TEXT, TEXTS)


def several(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


@st.composite
def steps(draw: st.DrawFn, curriculum: str) -> Step:
    ref = f"{curriculum}/{draw(SLUG)}"
    refs = SLUG.map(lambda slug: f"{ref}/{slug}")
    part = st.builds(Part, refs, TEXT, MINUTES, st.booleans(), several(OPTIONS), TEXTS)
    return draw(
        st.builds(
            Step,
            st.just(ref),
            TEXT,
            st.sampled_from(Kind),
            why=TEXT,
            do=TEXT,
            done_when=TEXT,
            minutes=MINUTES,
            cost=TEXT,
            provider=TEXT,
            level=TEXT,
            topics=TEXTS,
            resources=several(RESOURCES),
            parts=st.lists(part, max_size=3).map(tuple),
            optional=st.booleans(),
            verified_on=TEXT,
            requires=several(REQUIREMENTS),
            alternatives=TEXTS,
            same_as=TEXTS,
            cards=several(CARDS),
            evidence=TEXT,
            options=several(OPTIONS),
            was=TEXTS,
        )
    )


@st.composite
def curricula(draw: st.DrawFn) -> Curriculum:
    id_ = draw(SLUG)
    module = st.builds(Module, SLUG, TEXT, TEXT, several(steps(id_)), several(INCLUDES), TEXTS)
    return draw(
        st.builds(
            Curriculum,
            st.just(id_),
            TEXT,
            summary=TEXT,
            version=TEXT,
            language=TEXT,
            authors=TEXTS,
            license=TEXT,
            level=TEXT,
            topics=TEXTS,
            minutes=MINUTES,
            modules=several(module),
            feeds=several(FEEDS),
            choices=several(CHOICES),
            include=several(INCLUDES),
            retired=several(RETIRED),
            was=TEXTS,
            source=st.sampled_from(Source),
        )
    )


@given(curricula())
def test_a_curriculum_comes_back(curriculum: Curriculum) -> None:
    doc = json.loads(json.dumps(curriculum_to_json(curriculum)))
    back = curriculum_from_json(doc, curriculum.source)
    assert back == curriculum
    assert back.source is curriculum.source
    assert all(type(step.kind) is Kind for step in back.steps())


DRAWN = {
    Curriculum: 17,
    Module: 6,
    Step: 22,
    Part: 6,
    Resource: 9,
    FeedOffer: 3,
    Requirement: 2,
    Card: 3,
    Fits: 4,
    Option: 4,
    Choice: 4,
    Include: 2,
    Retired: 3,
}
"""How many fields of each are drawn above."""


@pytest.mark.parametrize("kind", DRAWN)
def test_every_field_is_drawn(kind: type) -> None:
    """A field that the model gains has to be drawn, or its way back is not tested."""
    assert len(dataclasses.fields(kind)) == DRAWN[kind]


def test_an_overlay_comes_back() -> None:
    path = DATA / "good" / "overlay.yaml"
    before = read(path.read_bytes(), "overlay.yaml")
    after = read_from_json(json.loads(json.dumps(read_to_json(before))), "b", Source.SYSTEM)
    assert before.overlay is not None
    assert after.overlay == dataclasses.replace(before.overlay, file="b", source=Source.SYSTEM)


@given(
    st.lists(st.builds(Problem, st.just("a"), MINUTES, MINUTES, st.sampled_from(Severity), TEXT, TEXT, TEXT))
)
def test_problems_come_back_under_the_name_of_the_file(problems: list[Problem]) -> None:
    path = DATA / "good" / "minimal.yaml"
    before = dataclasses.replace(read(path.read_bytes(), "minimal.yaml"), problems=tuple(problems))
    after = read_from_json(json.loads(json.dumps(read_to_json(before))), "b", Source.SYSTEM)
    assert after.curriculum == before.curriculum
    assert after.problems == tuple(dataclasses.replace(problem, file="b") for problem in problems)
    assert after.curriculum is not None
    assert after.curriculum.source is Source.SYSTEM
