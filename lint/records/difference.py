"""How an observed TXT value differs from the expected one: the class is the remedy.

A class is given only where it explains the whole difference. `classify_host` does the same for
the targets of CNAME and MX records.
"""

from __future__ import annotations

from ..model import Purpose
from .classes import Difference, DifferenceKind
from .compare import equals, expect, suffices
from .kind import TextKind
from .placeholder import find_placeholder
from .target import HostDifference, HostDifferenceKind, classify_host

__all__ = [
    "Difference",
    "DifferenceKind",
    "HostDifference",
    "HostDifferenceKind",
    "classify",
    "classify_host",
    "find_placeholder",
    "may_be_equal",
]

_MOST = 256  # records at one name of which the reader is told what is wrong with them


def may_be_equal(expected: str, observed: str, *, purpose: Purpose, name: str, domain: str) -> bool:
    """Whether `classify` may find one text equal to the expected one, at a fraction of its cost.

    Of SPF records only what the text itself allows counts, not what it leads to.
    """
    return suffices(expect(expected, purpose, name, domain), observed)


def classify(
    expected: str, observed: tuple[str, ...], *, purpose: Purpose, name: str, domain: str
) -> Difference:
    """Compare the texts of all TXT records at a name with the expected text.

    `observed` holds one text per record, its strings joined; `name` is the canonical owner name.
    One right record is enough: others beside it never make it wrong. Never raises; time grows
    with the size of the texts.
    """
    wanted = expect(expected, purpose, name, domain)
    right = next((text for text in observed if equals(wanted, text)), None)
    if right is not None and (right == expected or len(observed) == 1):
        return Difference(DifferenceKind.EQUAL, None, "", right)
    texts = observed[:_MOST]
    from . import diagnosis  # right records, the usual case, do not pay for loading it

    if right is None:
        return diagnosis.diagnose(wanted, texts)
    # `p=` alone is a whole key, but beside `v=DKIM1` and `k=rsa` it is a piece of one.
    split = wanted.kind is TextKind.DKIM and diagnosis.as_pieces(wanted, texts, right)
    return split or Difference(DifferenceKind.EQUAL, None, "", right)
