"""The version, as text: reading it from the installed package would cost more than the start-up."""

VERSION = "0.1.0"
