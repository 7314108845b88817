"""Everything that can go wrong in a way a person can do something about.

One tree: every error says what failed, where, and the next move, and knows its exit status. The front
ends print `str(error)` and the hint; nothing else is caught at the top except a crash of our own.
"""

from __future__ import annotations


class PmlearnError(Exception):
    """Something failed that the reader of the message can mend.

    Attributes:
        message: what failed, and where, in one sentence without a full stop.
        hint: the next move, in one sentence, or "" where there is none.
        exit_status: what the command line ends with.
        picture: lines that point at what failed, or "" where there is nothing to point at.
    """

    exit_status = 1
    picture = ""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(PmlearnError):
    """The configuration file cannot be used."""


class UnknownError(PmlearnError):
    """A ref, an id or a name stands for nothing, or for more than one thing."""


class WaitsError(PmlearnError):
    """A step is to be ticked that comes after others; whoever means it can go ahead."""


class InputError(PmlearnError):
    """What was given (an address, a file, a number) is not of the form that is needed."""


class StoreError(PmlearnError):
    """The disk did not take or give what was asked of it: nothing was acknowledged."""


class StoreNewerError(StoreError):
    """The store was written by a newer pmlearn; it is opened for reading only."""


class FetchError(PmlearnError):
    """An address could not be fetched."""


class UnknownHostError(FetchError):
    """The name of a host leads nowhere."""


class PrivateHostError(FetchError):
    """A host is on a private network, where nothing may be asked."""


class ParseError(PmlearnError):
    """What was fetched is not a feed that can be read."""


class LinkError(PmlearnError):
    """A link could not be opened."""


class PlayerError(PmlearnError):
    """A recording could not be played."""


class BusyError(PmlearnError):
    """The machine starts no other process."""


class OutputError(PmlearnError):
    """What was to be printed could not be; what was done before stays done."""
