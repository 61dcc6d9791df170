"""Readers of the records that a mail provider asked for."""
