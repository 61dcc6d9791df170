"""The one error that an unusable configuration raises."""

from __future__ import annotations

from .records.visible import visible


class ConfigError(Exception):
    """A configuration that cannot be used; `str()` is one line: `path[:line]: what; what to do`.

    `key` is the last part of the key that is meant, for finding its line.
    """

    def __init__(self, path: str, message: str, *, key: str = "", line: int | None = None) -> None:
        place = path if line is None else f"{path}:{line}"
        super().__init__(visible(f"{place}: {message}"))
        self.path = path
        self.message = message
        self.key = key

    def at(self, line: int | None) -> ConfigError:
        """The same error with the line of its key."""
        return ConfigError(self.path, self.message, key=self.key, line=line)
