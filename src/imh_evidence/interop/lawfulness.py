"""What a file can hold: a catalogue as it would read back, or why it would not."""

from __future__ import annotations

import sys
from io import BytesIO

import attrs

from ..catalogue import Catalogue, as_catalogue
from ..codec import Limits
from ..errors import Fault, InvalidCatalogue
from ..records import Intervention


__all__ = ["lawful"]

# As much as there is: what is in memory has been within somebody's limits.
_ANY = Limits(size=sys.maxsize - 1, records=sys.maxsize, text=sys.maxsize)


def lawful(catalogue: Catalogue) -> Catalogue:
    """The catalogue as a file would hold it.

    Raises:
        InvalidCatalogue: if no file could; with every fault.
    """
    title = as_catalogue(catalogue).source.title
    try:
        data = BytesIO(catalogue.to_json().encode())
    except UnicodeEncodeError as error:
        half = error.object[error.start : error.end]
        fault = Fault("$", f"the half character {half!a}", "whole characters")
        raise InvalidCatalogue(title, [fault]) from None
    data.name = title
    held = Catalogue.load(data, "json", limits=_ANY)
    faults = [
        Fault(f"$.interventions[{place}].{field.name}", "what no file holds", _HELD)
        for place, (row, back) in enumerate(zip(catalogue, held, strict=True))
        if row != back
        for field in attrs.fields(Intervention)
        if getattr(row, field.name) != getattr(back, field.name)
    ]
    if faults:
        raise InvalidCatalogue(title, faults)
    return held


_HELD = (
    "a value that reads back as it is; cells, for instance, have no other edition and "
    "checksum than their provenance"
)
