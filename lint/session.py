"""One live job: servers asked or played back, the domains judged, the snapshot written."""

from __future__ import annotations

from collections.abc import Sequence

from .asking import Asking
from .beside import Beside
from .files import write
from .live_check import Progress, check_live
from .model import Result, SenderDomain
from .network import Network
from .progress import Line
from .settings import Settings
from .sources.authority import Zone
from .sources.recorder import Recorder
from .sources.snapshot import Snapshot, text_of


def check_session(
    network: Network,
    domains: Sequence[SenderDomain],
    zones: Sequence[Zone],
    settings: Settings,
    asking: Asking,
) -> Result:
    """Judge the domains by what servers say; `zones` are files to compare with that.

    Raises FileError where the snapshot cannot be written.
    """
    line = Line(wanted=asking.progress)
    authoritative = asking.authoritative and (asking.replay is None or asking.replay.authoritative)
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


def _words(progress: Progress) -> str:
    many = "question" if progress.lacking == 1 else "questions"
    return f"asking {progress.lacking} {many} (round {progress.round})"
