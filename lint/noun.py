"""Named tuples that are quick to define.

`typing.NamedTuple` compiles a constructor for every class, and every annotation a second time.
There are enough nouns for that to be felt each time the command starts, so here the constructors
of all nouns with as many fields are copies of one, which differ in the names of their arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple
    from functools import cache
    from types import FunctionType

    class _Noun(tuple):
        """What all nouns have in common; the names are those of `collections.namedtuple`."""

        __slots__ = ()

        def _replace(self, **changes):
            made = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no {' and no '.join(changes)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            shown = (f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(shown)})"

    class _Definition(type):
        """Makes of a class with annotations what `typing.NamedTuple` makes of it."""

        def __new__(cls, name, bases, body):
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            body.update(zip(fields, _GETTERS[: len(fields)], strict=True))
            body["__slots__"] = ()
            body["_fields"] = body["__match_args__"] = fields
            body["_field_defaults"] = defaults
            body["__new__"] = _constructor(body["__qualname__"], fields, defaults)
            return type(name, (_Noun,), body)

    def _constructor(noun, fields, defaults):
        code = _code(len(fields)).replace(
            co_varnames=("_cls", *fields), co_name="__new__", co_qualname=f"{noun}.__new__"
        )
        return FunctionType(code, _GLOBALS, "__new__", tuple(defaults.values()))

    @cache
    def _code(count):
        """The code of a constructor with so many arguments, whose names are to be replaced."""
        names = "".join(f"_{place}, " for place in range(count))
        return eval(f"lambda _cls, {names}: _new(_cls, ({names}))").__code__  # noqa: S307

    _GLOBALS = {"_new": tuple.__new__}
    _MOST = 40  # fields of one noun
    # What takes the field at a place out of a tuple is the same in all of them.
    _EXAMPLE = namedtuple("_EXAMPLE", [f"at_{place}" for place in range(_MOST)])  # noqa: PYI024
    _GETTERS = [vars(_EXAMPLE)[field] for field in _EXAMPLE._fields]

    NamedTuple = type.__new__(_Definition, "NamedTuple", (), {})
