"""Where the command begins."""

from __future__ import annotations

import gc
import sys

INTERRUPTED = 130
ALLOCATIONS = 100_000  # between two looks for objects in cycles


def main() -> None:
    """Run the command line, which exits with the documented code."""
    # A run makes many small objects and hardly a cycle: the default looks at all of them again
    # after every 700 new ones, which takes a third of the time for a folder of zones. Loading the
    # command line makes the first thousands.
    gc.set_threshold(ALLOCATIONS, 10, 10)
    try:
        from .cli import main
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)  # before there is anybody to say so

    main()
