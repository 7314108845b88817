"""What opens a feed that is not for everybody: it lives in config.toml, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name with a password, or a token; a command that prints it is better than the thing itself."""

    user: str = ""  # the user name; "" where there is a token
    password: str = field(default="", repr=False)
    password_command: tuple[str, ...] = ()  # its words; the first line that it prints is the password
    token: str = field(default="", repr=False)
    token_command: tuple[str, ...] = ()  # its words; the first line that it prints is the token

    @property
    def written(self) -> bool:
        """Whether a secret itself stands in the file."""
        return bool(self.password or self.token)
