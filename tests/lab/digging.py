"""Ask the lab's servers with `dig`, which shares no code with senderlint."""

from __future__ import annotations

from typing import NamedTuple

import yaml

from .client import Lab

PATIENCE = ("+time=3", "+tries=1")


class Said(NamedTuple):
    """What a server said: "silent" as the status where it said nothing."""

    status: str
    flags: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    text: str = ""  # everything, for extended errors

    @property
    def data(self) -> str:
        """The records' data, without names, TTLs and types, one a line."""
        return "\n".join(line.split(maxsplit=4)[4] for line in self.answer)


def dig(lab: Lab, server: str, name: str, kind: str, *options: str) -> Said:
    """One question. `server` is an address, `options` are dig's own (`+tcp`)."""
    command = ["dig", f"@{server}", name, kind, "+yaml", *PATIENCE, *options]
    done = lab.run(command)
    if done.returncode == 9 or "DIG_ERROR" in done.stdout:  # "no reply from server"
        return Said("silent", text=done.stdout)
    return _said(yaml.safe_load(done.stdout)[-1]["message"]["response_message_data"], done.stdout)


def _said(data: dict[str, object], text: str) -> Said:
    return Said(
        status=str(data["status"]),
        flags=tuple(str(data["flags"]).split()),
        answer=_lines(data.get("ANSWER_SECTION")),
        authority=_lines(data.get("AUTHORITY_SECTION")),
        text=text,
    )


def _lines(section: object) -> tuple[str, ...]:
    return tuple(str(line) for line in section) if isinstance(section, list) else ()
