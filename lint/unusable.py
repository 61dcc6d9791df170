"""Everything that can be wrong with an input: each error is one line for the user."""

from __future__ import annotations

from .config_error import ConfigError
from .expected.error import ExpectedError
from .files import FileError
from .sources.error import SourceError


class NotInZoneError(Exception):
    """The domain lies in none of the zones, or in two of one name; str() says in which."""


UNUSABLE = (FileError, ExpectedError, SourceError, NotInZoneError, ConfigError)
"""Whatever an input can raise."""
