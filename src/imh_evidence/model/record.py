"""What all records share: they do not change, and they can be written as plain values."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, Self
from unicodedata import category

import attrs

from .errors import Fault, Faults, UnknownValue, WrongType, shown
from .names import fold


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

        fields = attrs.fields(cls)
        shape = cs.typed_dict_schema(
            {
                each.alias: cs.typed_dict_field(
                    handler.generate_schema(each.type), required=each.default is attrs.NOTHING
                )
                for each in fields
            },
            extra_behavior="forbid",
            cls_name=cls.__name__,
        )
        made = cs.no_info_after_validator_function(lambda found: cls(**found), shape)
        return cs.union_schema(
            [cs.is_instance_schema(cls), made],
            mode="left_to_right",
            serialization=cs.plain_serializer_function_ser_schema(
                lambda record: {each.name: getattr(record, each.name) for each in fields},
                return_schema=shape,
            ),
        )


def _told(record: object, field: "attrs.Attribute[Any]") -> str:
    return f"{field.name} of {type(record).__name__}"


def instance(kind: Any, expected: str) -> Callable[[Any, Any, Any], None]:
    """A validator: the field holds an instance of a type."""

    def check(record: object, field: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, kind):
            raise WrongType(_told(record, field), value, expected)

    return check


def exactly(expected: str, *kinds: type) -> Callable[[Any, Any, Any], None]:
    """A validator: the field holds a value of one of some types; a bool is no number."""

    def check(record: object, field: "attrs.Attribute[Any]", value: object) -> None:
        if type(value) not in kinds:
            raise WrongType(_told(record, field), value, expected)

    return check


def several(kind: Any, expected: str) -> Callable[[Any, Any, Any], None]:
    """A validator: the field holds a tuple of instances of a type."""
    one = instance(kind, expected)

    def check(record: object, field: "attrs.Attribute[Any]", value: tuple[Any, ...]) -> None:
        for each in value:
            one(record, field, each)

    return check


def text(record: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """A validator: the field holds text that can be seen and written anywhere."""
    if not isinstance(value, str):
        raise WrongType(_told(record, field), value, "text")
    if value.isprintable() and value.isascii() and value.strip():
        return
    wrong = next((each for each in value if category(each) in _UNWRITABLE), "")
    if wrong and wrong not in "\t\n\r":
        raise Faults(
            type(record).__name__,
            (Fault(field.name, f"the character {wrong!a}", "no control character"),),
        )
    if not fold(value):
        raise Faults(
            type(record).__name__, (Fault(field.name, shown(value), "text that can be seen"),)
        )


def optional_text(record: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """A validator: the field holds such text, or None."""
    if value is not None:
        text(record, field, value)


# Control characters, and halves of characters that no encoding writes.
_UNWRITABLE = ("Cc", "Cs")


def texts(record: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """A validator: the field holds a tuple of texts."""
    for each in value if isinstance(value, tuple) else (value,):
        text(record, field, each)


def tuple_of(value: Any) -> tuple[Any, ...]:
    """A converter: anything that can be walked, as a tuple; text is not walked."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise WrongType("a field of several values", value, "a list or tuple")
    return tuple(value)


class Vocabulary(Enum):
    """A closed list of terms: the values are slugs, the labels as printed."""

    @property
    def label(self) -> str:
        """The term as the page prints it."""
        return str(self.value).capitalize()

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

        slugs = [member.value for member in cls]
        return cs.no_info_before_validator_function(
            lambda value: cls(value).value if isinstance(value, str) else value,
            cs.enum_schema(cls, [*cls]),
            serialization=cs.plain_serializer_function_ser_schema(
                plain, return_schema=cs.literal_schema(slugs)
            ),
        )
