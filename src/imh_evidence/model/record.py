"""What all records share: they do not change, and they can be written as plain values."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from enum import Enum
from functools import partial
from typing import Any, Self
from unicodedata import category

import attrs

from .errors import Fault, Faults, UnknownValue, WrongType, shown
from .names import fold, name_key, slug


Validator = Callable[[Any, Any, Any], None]


def plain(value: Any) -> Any:
    """A value as JSON has it: records as objects, members as slugs, tuples as lists."""
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


# Said, because type checkers take an order that is not refused for inherited.
@attrs.frozen(order=False)
class Record:
    """The base of our frozen attrs classes."""

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def to_dict(self) -> dict[str, Any]:
        """The fields by name as plain JSON values: every field, members as slugs."""
        return {field.name: plain(getattr(self, field.name)) for field in attrs.fields(type(self))}

    def to_json(self) -> str:
        """What :meth:`to_dict` gives, as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Records work as fields, parameters and responses of pydantic's models."""
        from pydantic_core import core_schema as cs

        fields = {}
        for field in attrs.fields(cls):
            check = partial(_checked, cls, field)
            read = cs.no_info_after_validator_function(check, handler.generate_schema(field.type))
            required = field.default is attrs.NOTHING
            fields[field.alias] = cs.typed_dict_field(read, required=required)
        shape = cs.typed_dict_schema(fields, extra_behavior="forbid", metadata=_described(cls))
        written = partial(attrs.asdict, recurse=False)
        return cs.no_info_wrap_validator_function(
            lambda value, read: value if isinstance(value, cls) else cls(**read(value)),
            shape,
            ref=_component(cls),
            serialization=cs.plain_serializer_function_ser_schema(written, return_schema=shape),
        )


def _checked(kind: type, field: "attrs.Attribute[Any]", value: Any) -> Any:
    if field.validator:
        field.validator(object.__new__(kind), field, value)
    return value


def _described(kind: type) -> dict[str, Any]:
    about = (kind.__doc__ or "").partition("\n")[0]
    return {"pydantic_js_updates": {"title": kind.__name__, "description": about}}


def _component(kind: type) -> str:
    """The name under which OpenAPI lists a type, unique as pydantic wants it."""
    return f"{kind.__module__}.{kind.__qualname__}:{id(kind)}"


def _fault(record: object, field: "attrs.Attribute[Any]", found: str, expected: str) -> Faults:
    return Faults(type(record).__name__, (Fault(field.name, found, expected),))


def of_type(expected: str, *kinds: type) -> Validator:
    """A validator: the field holds a value of one of some types; True is no number."""

    def check(record: object, field: "attrs.Attribute[Any]", value: object) -> None:
        if type(value) not in kinds and (not isinstance(value, kinds) or isinstance(value, bool)):
            raise WrongType(f"{field.name} of {type(record).__name__}", value, expected)

    return check


_text = of_type("text", str)


def text(record: object, field: "attrs.Attribute[Any]", value: str) -> None:
    """A validator: the field holds text that can be seen and written anywhere."""
    if type(value) is str and value.isascii() and value.isprintable() and value.strip():
        return
    _text(record, field, value)
    for each in value:
        if category(each) in _UNWRITABLE and each not in "\t\n\r":
            raise _fault(record, field, f"the character {each!a}", "no control character")
    if not fold(value):
        raise _fault(record, field, shown(value), "text that can be seen")


# Control characters, and halves of characters that no encoding writes.
_UNWRITABLE = ("Cc", "Cs")


def text_that(is_right: Callable[[str], object], expected: str) -> Validator:
    """A validator: the field holds text of some form."""

    def check(record: object, field: "attrs.Attribute[Any]", value: str) -> None:
        text(record, field, value)
        if not is_right(value):
            raise _fault(record, field, shown(value), expected)

    return check


name_text = text_that(lambda v: "A" <= v[0].upper() <= "Z" or name_key(v), "a name with letters")
month_text = text_that(re.compile(r"\d{4}-\d{2}").fullmatch, "a month, such as '2023-04'")


def slug_text(record: object, field: "attrs.Attribute[Any]", value: str) -> None:
    """A validator: the field holds a slug; of another text, the slug is the nearest."""
    text(record, field, value)
    if not _PLAIN_SLUG.fullmatch(value) and value != (right := slug(value)):
        fault = Fault(field.name, shown(value), "a slug, such as 'play-theory'", right or None)
        raise Faults(type(record).__name__, (fault,))


_PLAIN_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


def each(one: Validator) -> Validator:
    """A validator: each item of the field is right; the faults of all of them at once."""

    def check(record: object, field: "attrs.Attribute[Any]", value: Iterable[Any]) -> None:
        faults: list[Fault] = []
        for at, item in enumerate(value):
            try:
                one(record, field, item)
            except Faults as error:
                faults += (attrs.evolve(f, place=f"{f.place}[{at}]") for f in error.faults)
        if faults:
            raise Faults(type(record).__name__, tuple(faults))

    return check


def tuple_of(value: Any) -> tuple[Any, ...]:
    """A converter: anything that can be walked, as a tuple; text is not walked."""
    if type(value) is not tuple and (isinstance(value, str) or not isinstance(value, Iterable)):
        raise WrongType("a field of several values", value, "a list or tuple")
    return tuple(value)


class Vocabulary(Enum):
    """A closed list of terms: the values are slugs, the labels as printed."""

    _value_: str
    _label: str
    _rank: int

    def __new__(cls, slug: Any, label: str = "") -> Self:  # noqa: D102
        member = object.__new__(cls)
        member._value_, member._label = slug, label or slug.capitalize()
        member._rank = len(cls.__members__)
        return member

    @property
    def label(self) -> str:
        """The term as the page prints it."""
        return self._label

    @property
    def rank(self) -> int:
        """Its place in the vocabulary, from 0."""
        return self._rank

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __str__(self) -> str:
        return self.label

    @classmethod
    def _missing_(cls, value: object) -> Self:
        slugs = tuple(member.value for member in cls)
        if not isinstance(value, str):
            expected = f"one of its members, or of {', '.join(map(repr, slugs))}"
            raise WrongType(cls.__name__, value, expected)
        wanted = fold(value)
        for member in cls:
            if wanted in (member.value, fold(member.label)):
                return member
        raise UnknownValue(cls.__name__, value, slugs)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Slugs and labels, in any case, work as parameters and fields of pydantic."""
        from pydantic_core import core_schema as cs

        return cs.no_info_before_validator_function(
            lambda value: cls(value).value if isinstance(value, str) else value,
            cs.enum_schema(cls, [*cls], metadata=_described(cls)),
            ref=_component(cls),
        )
