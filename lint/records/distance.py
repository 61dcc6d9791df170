"""How far two texts are apart, as long as that is not far."""

from __future__ import annotations

_LONGEST = 2048  # characters; a longer text is no key that a slip of the hand damaged


def common_prefix(a: str, b: str) -> int:
    """How many characters both texts have in common at their beginnings."""
    if a == b:
        return len(a)
    low, high = 0, min(len(a), len(b))
    while low < high:  # comparing slices is faster than comparing characters
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def distance(a: str, b: str, limit: int) -> int | None:
    """The number of characters to insert, delete or replace; None above `limit`.

    Time grows with the length times `limit`, and ends early for texts that differ much.
    """
    start = common_prefix(a, b)
    end = common_prefix(a[start:][::-1], b[start:][::-1])
    a, b = a[start : len(a) - end], b[start : len(b) - end]
    if abs(len(a) - len(b)) > limit or max(len(a), len(b)) > _LONGEST:
        return None
    return _banded(a, b, limit)


def _banded(a: str, b: str, limit: int) -> int | None:
    far = limit + 1
    row = {j: j for j in range(min(len(b), limit) + 1)}
    for i, char in enumerate(a, 1):
        above, row = row, {}
        best = far
        for j in range(max(0, i - limit), min(len(b), i + limit) + 1):
            cost = above.get(j, far) + 1
            if j:
                change = above.get(j - 1, far) + (char != b[j - 1])
                cost = min(cost, change, row.get(j - 1, far) + 1)
            row[j] = cost
            best = min(best, cost)
        if best > limit:
            return None
    result = row.get(len(b), far)
    return None if result > limit else result
