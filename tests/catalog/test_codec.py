from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.catalog.codec import curriculum_from_json, curriculum_to_json, read_from_json, read_to_json
from pmlearn.catalog.loader import read
from pmlearn.model.curriculum import Curriculum, FeedOffer, Kind, Module, Part, Resource, Source, Step
from pmlearn.model.problem import Problem, Severity

DATA = Path(__file__).parents[1] / "data" / "curricula"
TEXT = st.text(max_size=8)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
SLUG = st.from_regex("[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
MINUTES = st.integers(0, 999)
RESOURCES = st.builds(Resource, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
FEEDS = st.builds(FeedOffer, TEXT, TEXT, TEXTS)


@st.composite
def steps(draw: st.DrawFn, curriculum: str) -> Step:
    ref = f"{curriculum}/{draw(SLUG)}"
    part = st.builds(Part, SLUG.map(lambda slug: f"{ref}/{slug}"), TEXT, MINUTES, st.booleans())
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
            resources=st.lists(RESOURCES, max_size=2).map(tuple),
            parts=st.lists(part, max_size=3).map(tuple),
            optional=st.booleans(),
            verified_on=TEXT,
        )
    )


@st.composite
def curricula(draw: st.DrawFn) -> Curriculum:
    id_ = draw(SLUG)
    module = st.builds(Module, SLUG, TEXT, TEXT, st.lists(steps(id_), max_size=2).map(tuple))
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
            modules=st.lists(module, max_size=2).map(tuple),
            feeds=st.lists(FEEDS, max_size=2).map(tuple),
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


@pytest.mark.parametrize("kind", [Curriculum, Module, Step, Part, Resource, FeedOffer])
def test_every_field_is_drawn(kind: type) -> None:
    """A field that the model gains has to be drawn above, or its way back is not tested."""
    drawn = {
        Curriculum: 13,
        Module: 4,
        Step: 15,
        Part: 4,
        Resource: 9,
        FeedOffer: 3,
    }
    assert len(dataclasses.fields(kind)) == drawn[kind]


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
