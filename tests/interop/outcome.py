"""How a check can end."""

from dataclasses import dataclass


class Failed(Exception):
    """What was found is not what has to be; the text says both."""


class Missing(Exception):
    """A program that cannot be had here: no client of its registry, no network, no such package."""


@dataclass(frozen=True)
class Check:
    """A row of the table in docs/interop.md. All of it is the same in every run."""

    program: str
    version: str
    what: str
    figures: str
