"""What was read, as JSON: the form in which the cache keeps it and the worker hands it over.

Fields that hold their default are left out, and a ref is kept as the last slug of it; both come back.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import Any

from pmlearn.model.curriculum import Curriculum, FeedOffer, Kind, Module, Part, Resource, Source, Step
from pmlearn.model.problem import Problem, Severity

Json = dict[str, Any]

_DEFAULTS = {
    kind: tuple((field.name, None if field.default is MISSING else field.default) for field in fields(kind))
    for kind in (Curriculum, Module, Step, Part, Resource, FeedOffer)
}


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading one file."""

    curriculum: Curriculum | None  # None where the file holds an error
    problems: tuple[Problem, ...]  # warnings too, in the order of the file


def read_to_json(read: Read) -> Json:
    """Return what `read_from_json` takes; neither the file's name nor its source is in it."""
    return {
        "curriculum": None if read.curriculum is None else curriculum_to_json(read.curriculum),
        "problems": [[p.line, p.column, p.severity, p.code, p.message, p.hint] for p in read.problems],
    }


def read_from_json(doc: Json, file: str, source: Source) -> Read:
    """Return what was read, as from a file of this name and source.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is not what `read_to_json` gave.
    """
    held = doc["curriculum"]
    return Read(
        None if held is None else curriculum_from_json(held, source),
        tuple(
            Problem(file, line, column, Severity(severity), code, message, hint)
            for line, column, severity, code, message, hint in doc["problems"]
        ),
    )


def curriculum_to_json(curriculum: Curriculum) -> Json:
    """Return a curriculum as JSON can hold it, without its source."""
    doc = _lean(curriculum)
    doc.pop("source", None)
    doc["modules"] = [
        _lean(module) | {"steps": list(map(_step, module.steps))} for module in curriculum.modules
    ]
    doc["feeds"] = [_lean(feed) for feed in curriculum.feeds]
    return doc


def curriculum_from_json(doc: Json, source: Source) -> Curriculum:
    """Return the curriculum that `curriculum_to_json` was given.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is not what that gave.
    """
    id_ = doc["id"]
    modules = tuple(
        Module(**module | {"steps": tuple(_step_from(step, id_) for step in module["steps"])})
        for module in doc["modules"]
    )
    feeds = tuple(FeedOffer(**_tuples(feed)) for feed in doc["feeds"])
    return Curriculum(**_tuples(doc) | {"modules": modules, "feeds": feeds, "source": source})


def _step(step: Step) -> Json:
    doc = _lean(step)
    doc["ref"] = _last(step.ref)
    if step.resources:
        doc["resources"] = [_lean(resource) for resource in step.resources]
    if step.parts:
        doc["parts"] = [_lean(part) | {"ref": _last(part.ref)} for part in step.parts]
    return doc


def _step_from(doc: Json, curriculum: str) -> Step:
    ref = f"{curriculum}/{doc['ref']}"
    return Step(
        **_tuples(doc)
        | {
            "ref": ref,
            "kind": Kind(doc["kind"]),
            "resources": tuple(Resource(**resource) for resource in doc.get("resources", ())),
            "parts": tuple(Part(**part | {"ref": f"{ref}/{part['ref']}"}) for part in doc.get("parts", ())),
        }
    )


def _lean(thing: Any) -> Json:
    doc = {}
    for name, default in _DEFAULTS[type(thing)]:
        value = getattr(thing, name)
        if value != default:
            doc[name] = value
    return doc


def _tuples(doc: Json) -> Json:
    return {key: tuple(value) if type(value) is list else value for key, value in doc.items()}


def _last(ref: str) -> str:
    return ref.rpartition("/")[2]
