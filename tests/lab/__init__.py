"""A small Internet of real DNS servers in a network namespace of its own; see README.md."""
