# ruff: noqa: INP001 -- Sphinx puts these on its path
"""How the documentation is built: ``sphinx-build -n -W docs docs/_build/html``."""

from __future__ import annotations

import sys
from pathlib import Path

import imh_evidence


sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "imh_evidence"
author = "The imh_evidence developers"
project_copyright = author
release = imh_evidence.__version__
version = release

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "api_names",
    "computed",
    "explorer_page",
    "data_dictionary",
    "intervention_pages",
]
exclude_patterns = ["_build", "_ext"]
default_role = "any"
nitpicky = True

# Names that no page here can describe. The build needs no network, so there
# are no inventories of other projects.
nitpick_ignore_regex = [
    # The standard library and its typing module.
    (
        r"py:(class|exc|data|obj)",
        r"""(?x) (collections\.abc\.|typing\.|enum\.|os\.|datetime\.)?
        (Any|Callable|Collection|Enum|Exception|Iterable|Iterator|KeyError|Literal
        |Mapping|PathLike|Self|StrEnum|SupportsIndex|TypeError|ValueError
        |bool|bytes|date|datetime|dict|float|frozenset|int|list|object|slice|str|tuple|type)""",
    ),
    # Type variables of Catalogue.get and of Document, and what a catalogue is made from.
    (r"py:class", r"(imh_evidence\.(catalogue\.catalogue|documents\.document)\.)?T"),
    # Frames of other libraries, of whatever kind the caller has.
    (r"py:class", r"(imh_evidence\.interop\.\w+\.)?(AnyFrame|Library|LongFacet)"),
    (r"py:class", r"(pd|pl|pa|pandas|polars|pyarrow)\.\w+"),
    # Hypothesis, in the strategies' signatures.
    (r"py:class", r"(hypothesis\.strategies\.)?SearchStrategy"),
]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"imh_evidence {release}"
html_static_path = ["_static"]
html_css_files = ["computed.css"]
html_copy_source = False
html_domain_indices = False

# Tutorials are notebooks written as text; each is run when the docs are built.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
