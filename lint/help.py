"""Help in sections: nobody reads thirty options in one list."""

from __future__ import annotations

import click

SECTIONS = {
    "What is expected": ("provider", "domain"),
    "Where DNS is read from": (
        *("against", "against_all", "form", "origin", "include", "live", "offline"),
        *("resolver", "no_authoritative", "timeout", "patience", "snapshot"),
    ),
    "What counts": (
        *("select", "ignore", "fail_on", "exit_zero", "baseline", "update_baseline"),
        *("profiles", "settings", "isolated"),
    ),
    "The report": (
        *("formats", "files", "diff", "redact", "now", "color", "quiet", "verbose", "no_progress"),
    ),
}


class Sectioned(click.Command):
    """A command whose help shows its options in sections."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each option in its section, and those of no section last."""
        found = ((p.name or "", p.get_help_record(ctx)) for p in self.get_params(ctx))
        rows = {name: row for name, row in found if row is not None}
        for title, names in SECTIONS.items():
            own = [rows.pop(name) for name in names if name in rows]
            if own:
                with formatter.section(title):
                    formatter.write_dl(own)
        if rows:
            with formatter.section("Other options"):
                formatter.write_dl(list(rows.values()))
