from __future__ import annotations

from pmlearn.model.problem import Problem, Severity


def test_a_problem_reads_as_compilers_have_it() -> None:
    problem = Problem(
        "dir/a.yaml", 3, 14, Severity.WARNING, "no-why", "the step “s” has no why", "write why:"
    )
    assert str(problem) == "dir/a.yaml:3:14: warning: the step “s” has no why [no-why]"
