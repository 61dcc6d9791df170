"""`python -m senderlint.lint` is the command `senderlint`."""

from .cli import main

main()
