"""Regular expressions that are compiled when they are first used: most runs need few of them."""

from __future__ import annotations

import re
from typing import AnyStr, cast


class _Lazy:
    """Stands in for a compiled pattern until one of its methods is asked for."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        # Reached only for what is not set yet: every method is looked up once.
        value: object = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern that costs nothing until it is used; otherwise like `re.compile`."""
    return cast("re.Pattern[AnyStr]", _Lazy(source, flags))
