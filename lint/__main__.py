"""`python -m senderlint.lint` is the command `senderlint`."""

from .start import main

main()
