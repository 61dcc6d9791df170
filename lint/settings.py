"""How a run judges."""

from __future__ import annotations

from types import MappingProxyType

from .judge import Lines
from .model import Severity
from .noun import NamedTuple
from .rule import Rule


class Settings(NamedTuple):
    """How to judge: the rules that run, the least severity that fails, the time to print."""

    rules: tuple[Rule, ...]
    fail_on: Severity | None = Severity.ERROR
    now: str | None = None
    documents: Lines = MappingProxyType({})
