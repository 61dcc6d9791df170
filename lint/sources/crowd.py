"""How many records at one name are kept: what no DNS answer can hold, nobody will ever see.

Of a crowd one too many is kept, to tell it by.
"""

from __future__ import annotations

# An answer of 65,535 octets (RFC 1035 section 4.2.2) has room for 5,041 records of 13 octets.
MAX_AT_NAME = 5_042


def crowded(name: str) -> str:
    """Why a name with so many records has no answer."""
    return f"more than {MAX_AT_NAME:,} records stand at {name}, which no DNS answer can hold"
