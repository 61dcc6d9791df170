"""The names of the formats that observed DNS is read from."""

FORMATS = ("zone", "octodns", "terraform")
