"""`python -m tests.lab start | stop | shell | run COMMAND... | list`."""

from __future__ import annotations

import os
import sys

from .client import Lab, LabError, kept, lacking, open_lab
from .situation import situations


def main(arguments: list[str]) -> None:
    """Do what the first argument says; ends the process with a message where it cannot."""
    action, *rest = arguments or ["help"]
    if action == "start":
        _start()
    elif action == "stop":
        for lab in kept():
            lab.close()
    elif action == "shell":
        _enter(_running(), [os.environ.get("SHELL", "/bin/sh")])
    elif action == "run" and rest:
        _enter(_running(), rest)
    elif action == "list":
        print("\n".join(f"{s.domain:24} {s.about}" for s in situations()))
    else:
        sys.exit(__doc__)


def _start() -> None:
    if kept():
        sys.exit("the lab is open already")
    if reason := lacking():
        sys.exit(f"the lab {reason}")
    try:
        open_lab(keep=True)
    except LabError as error:
        sys.exit(f"the lab did not open: {error}")


def _running() -> Lab:
    labs = kept()
    return labs[0] if labs else sys.exit("the lab is not open: python -m tests.lab start")


def _enter(lab: Lab, command: list[str]) -> None:
    prefix = lab.prefix()
    os.execvp(prefix[0], [*prefix, *command])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
