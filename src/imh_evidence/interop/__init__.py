"""Taking it elsewhere: frames and engines, files with metadata, citations.

One function writes each format; its name is supplied on first use, so that no
format is imported before it is asked for.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .bibliography import write_bibtex as write_bibtex
    from .bibliography import write_csl_json as write_csl_json
    from .bibliography import write_ris as write_ris
    from .croissant import write_croissant as write_croissant
    from .datapackage import write_datapackage as write_datapackage
    from .exports import export as export
    from .forms import write_json as write_json
    from .forms import write_people_csv as write_people_csv
    from .notice import notice_of as notice_of
    from .sqlite import write_sqlite as write_sqlite
    from .template import read_template as read_template
    from .template import write_template as write_template
    from .workbook import write_workbook as write_workbook

# Where each public name lives.
_HOMES = {
    "export": "exports",
    "notice_of": "notice",
    "read_template": "template",
    "write_bibtex": "bibliography",
    "write_croissant": "croissant",
    "write_csl_json": "bibliography",
    "write_datapackage": "datapackage",
    "write_json": "forms",
    "write_people_csv": "forms",
    "write_ris": "bibliography",
    "write_sqlite": "sqlite",
    "write_template": "template",
    "write_workbook": "workbook",
}

__all__ = [*_HOMES]  # noqa: PLE0604 # pyright: ignore[reportUnsupportedDunderAll]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        from importlib import import_module

        value: object = getattr(import_module(f"{__name__}.{home}"), name)
        globals()[name] = value
        return value
