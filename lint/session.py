"""One live job: servers asked or played back, the domains judged, the snapshot written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .beside import Beside
from .check import Settings
from .files import write
from .live_check import Progress, check_live
from .model import Result, SenderDomain
from .network import Network
from .noun import NamedTuple
from .progress import Line
from .sources.authority import Zone
from .sources.recorder import Recorder
from .sources.snapshot import Playback, Snapshot, text_of


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


def check_session(
    domains: Sequence[SenderDomain], zones: Sequence[Zone], settings: Settings, asking: Asking
) -> Result:
    """Judge the domains by what servers say; `zones` are files to compare with that.

    Raises SourceError for an address that is none, FileError where the snapshot cannot be written.
    """
    line = Line(wanted=asking.progress)
    authoritative = asking.authoritative and (asking.replay is None or asking.replay.authoritative)
    with _opened(asking) as network:
        recorder = Recorder(network)
        try:
            result = check_live(
                domains,
                Beside(recorder, zones),
                settings,
                authoritative=authoritative,
                files=zones,
                told=lambda progress: line.show(_words(progress)),
            )
        finally:
            line.clear()
    if asking.snapshot is not None:
        taken = recorder.snapshot(settings.now or "", authoritative=authoritative)
        write(asking.snapshot, [text_of(_masked(taken) if asking.redact else taken)])
    return result


def _masked(taken: Snapshot) -> Snapshot:
    from .redact import redact

    return redact(taken, keep=(cut.zone for cut in taken.cuts))


@contextmanager
def _opened(asking: Asking) -> Iterator[Network]:
    if asking.replay is not None:
        yield Playback(asking.replay)
        return
    from .sources.live import TIMEOUT, Live
    from .sources.resolvers import resolvers

    timeout = TIMEOUT if asking.timeout is None else asking.timeout
    with Live(resolvers(asking.resolvers), timeout=timeout) as network:
        yield network


def _words(progress: Progress) -> str:
    many = "question" if progress.lacking == 1 else "questions"
    return f"asking {progress.lacking} {many} (round {progress.round})"
