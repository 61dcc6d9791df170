"""What went wrong, in words on standard error: one line each, whatever the terminal can show."""

from __future__ import annotations

import os
import sys

import click

from .records.visible import visible


def say(text: str) -> None:
    """Write a line to standard error; nothing happens where nobody listens."""
    if sys.stderr is None:
        return
    try:
        # A locale without the character must not turn a message into a crash.
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stderr.flush()
    except OSError:
        pass


def of_click(error: click.ClickException) -> None:
    """Say what is wrong with the command line or an input, and where to read on."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(error.format_message())
        return
    text = error.format_message()
    if isinstance(error, click.UsageError):
        say(f"senderlint: {_plain(text)}")
        if error.ctx is not None:
            say(f"Try '{error.ctx.command_path} -h' for help.")
    else:
        say(f"senderlint: {visible(text)}")


def _plain(text: str) -> str:
    """A message of ours as it is; one of click's as one line that ends without a full stop."""
    if not text[:1].isupper():
        return "\n".join(visible(line) for line in text.split("\n"))
    words = visible(" ".join(text.split()))
    return words[0].lower() + words[1:].removesuffix(".")


def forget_output() -> None:
    """Keep the interpreter from flushing into a dead descriptor at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
