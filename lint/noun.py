"""Named tuples that are quick to define.

`typing.NamedTuple` compiles every annotation a second time, which nobody needs where annotations
are strings. There are enough nouns for that to be felt each time the command starts.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Definition(type):
        """Makes of a class with annotations what `typing.NamedTuple` makes of it."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            fields = body.pop("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            module = body.pop("__module__")
            noun = namedtuple(name, fields, defaults=defaults, module=module)  # noqa: PYI024
            noun.__annotations__ = fields
            for key, value in body.items():
                setattr(noun, key, value)
            return noun

    NamedTuple = type.__new__(_Definition, "NamedTuple", (), {})
