"""Readers of observed DNS: one module per kind of source."""
