"""Whom a live check asks: servers of the real world, or those of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .network import Network
from .noun import NamedTuple

if TYPE_CHECKING:
    from .sources.snapshot import Snapshot


class Asking(NamedTuple):
    """Whom a run asks, for how long, and what it leaves behind.

    `resolvers` are addresses as typed, none for the usual ones; `timeout` limits the run in
    seconds; `snapshot` is the file to write, masked with `redact`; `replay` takes the place of
    the network.
    """

    resolvers: tuple[str, ...] = ()
    authoritative: bool = True
    timeout: float | None = None
    snapshot: str | None = None
    progress: bool = True
    redact: bool = False
    replay: Snapshot | None = None


@contextmanager
def begun(asking: Asking, domains: Iterable[str]) -> Iterator[Network]:
    """Whoever answers. The zones of these domains are looked for from here on.

    Everything else takes longer to load than a server takes to answer, so a live check begins
    before that. Raises SourceError for an address that is none.
    """
    if asking.replay is not None:
        from .sources.snapshot import Playback

        yield Playback(asking.replay)
        return
    from .sources.early import Early
    from .sources.resolvers import resolvers

    wanted, asked = tuple(domains), resolvers(asking.resolvers)
    early = Early(asked, wanted)
    from .sources.live import TIMEOUT, Live

    timeout = TIMEOUT if asking.timeout is None else asking.timeout
    with Live(asked, timeout=timeout, early=early) as network:
        network.begin(wanted)
        yield network
