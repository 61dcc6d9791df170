"""Nouns behave as the named tuples that type checkers take them for."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from senderlint.lint.noun import NamedTuple


class Colour(NamedTuple):
    """Light."""

    red: int
    green: int
    name: str = "none"

    @property
    def sum(self) -> int:
        """How bright it is."""
        return self.red + self.green

    def mixed(self, green: int) -> Colour:
        """Another one."""
        return self._replace(green=green)


class Empty(NamedTuple):
    """Nothing."""


class Usual(typing.NamedTuple):
    """What a noun stands for."""

    red: int
    green: int
    name: str = "none"


def test_a_noun_is_a_tuple_with_names() -> None:
    colour = Colour(1, green=2)
    assert tuple(colour) == (1, 2, "none")
    assert hash(colour) == hash(Usual(1, 2))
    assert (colour.red, colour.green, colour.name, colour.sum) == (1, 2, "none", 3)
    assert repr(colour) == repr(Usual(1, 2)).replace("Usual", "Colour")
    assert colour._asdict() == Usual(1, 2)._asdict()
    assert len(Empty()) == 0


def test_a_noun_tells_of_itself_what_named_tuples_tell() -> None:
    for told in ("_fields", "_field_defaults", "__match_args__", "__slots__"):
        assert getattr(Colour, told) == getattr(Usual, told), told
    assert Colour.__doc__ == "Light."
    assert typing.get_type_hints(Colour) == typing.get_type_hints(Usual)
    match Colour(1, 2):
        case Colour(red, _, name):
            assert (red, name) == (1, "none")


def test_a_noun_is_changed_by_making_another() -> None:
    colour = Colour(1, 2)
    other = colour.mixed(3)
    assert type(other) is Colour
    assert (colour, other) == ((1, 2, "none"), (1, 3, "none"))
    with pytest.raises(TypeError, match="blue"):
        colour._replace(blue=1)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        colour.red = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        colour.blue = 2  # type: ignore[attr-defined]


def test_copies_of_a_noun_are_nouns() -> None:
    colour = Colour(1, 2)
    sent = pickle.loads(pickle.dumps(colour))  # noqa: S301
    for other in (copy.copy(colour), copy.deepcopy(colour), sent):
        assert type(other) is Colour
        assert other == colour


@pytest.mark.parametrize(
    ("given", "named", "message"),
    [
        ((1,), {}, r"Colour.__new__\(\) missing 1 required positional argument: 'green'"),
        ((1, 2, "a", 4), {}, "takes from 3 to 4 positional arguments but 5 were given"),
        ((1, 2), {"blue": 3}, "unexpected keyword argument 'blue'"),
    ],
)
def test_wrong_arguments_are_named(
    given: tuple[object, ...], named: dict[str, object], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        Colour(*given, **named)  # type: ignore[arg-type]
