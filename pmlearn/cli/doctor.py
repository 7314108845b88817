"""pmlearn doctor."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.services.doctor import Finding
    from pmlearn.wiring import Services


@click.command("doctor")
@click.option("--rebuild", is_flag=True, help="Fold the state again from the journals first.")
@json_option
@pass_services
@click.pass_context
def doctor_command(ctx: click.Context, services: Services, *, rebuild: bool, as_json: bool) -> None:
    """Look at everything that is kept; exit status 1 if something is wrong."""
    findings = [services.doctor.rebuild()] if rebuild else []
    findings += services.doctor.check()
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        output.emit({"findings": [asdict(finding) for finding in findings]})
    else:
        output.table(line for finding in findings for line in _lines(finding))
        output.note(f"{plural(errors, 'error')} in {plural(len(findings), 'check')}")
    if errors:
        ctx.exit(1)


def _lines(finding: Finding) -> Iterator[tuple[str, str, str]]:
    yield finding.level, finding.what, finding.message
    if finding.hint and finding.level != "ok":
        yield "", "", finding.hint
