"""From the published page to records, and from one edition to the next."""

from .editions import Diff, diff
from .findings import Comparison
from .page import Page, UnfitDiff, UnreadablePage
from .reading import parse
from .verification import Verification, verify


__all__ = [
    "Comparison",
    "Diff",
    "Page",
    "UnfitDiff",
    "UnreadablePage",
    "Verification",
    "diff",
    "parse",
    "verify",
]
