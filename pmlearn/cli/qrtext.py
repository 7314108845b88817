"""A QR code in text, for whoever reads over SSH and scans with a phone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.model.locale import ascii_wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LIGHT, DARK = "##", "  "
"""The twins of a module that is light, and of one that is dark: the ink of most terminals is light."""


def qr_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --qr to a command that opens a link."""
    told = "Print the address as a QR code as well, and open nothing."
    return click.option("--qr", "as_qr", is_flag=True, help=told)(command)


def say_code(address: str, *, ascii: bool) -> None:  # noqa: A002 - named as the setting is
    """Print an address as a QR code, light on dark, and below it as text.

    Raises:
        LinkError: it is no http or https address.
        InputError: it is too long for any code.
    """
    from pmlearn.services import qr
    from pmlearn.services.links import plain_address

    address = plain_address(address)
    code = qr.framed(qr.modules(address), qr.QUIET)
    if ascii or ascii_wanted(os.environ):
        lines = ["".join(DARK if dark else LIGHT for dark in row) for row in code]
    else:
        lines = qr.half_rows(code, light=True)
    output.say_block("\n".join([*lines, address]))
