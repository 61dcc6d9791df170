"""An event loop in a thread of its own: it goes on asking while the caller works or waits."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import TypeVar

T = TypeVar("T")

TURN = 0.0005  # seconds that a computing thread keeps others waiting; usually ten times as long


class Background:
    """Runs coroutines for a thread that knows nothing of them; starts with the first."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        # A daemon, so that a run that ends without `close` does not wait for servers.
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def run(self, work: Coroutine[None, None, T]) -> T:
        """What this comes to; whatever it raises is raised here."""
        self._start()
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def soon(self, call: Callable[[], object]) -> None:
        """Have this called in the loop, and do not wait for it."""
        self._start()
        self._loop.call_soon_threadsafe(call)

    def close(self) -> None:
        """Give up whatever is still going on, and end the thread."""
        if self._loop.is_closed():
            return
        if self._thread.is_alive():
            self.run(_give_up())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    def _start(self) -> None:
        if not self._thread.is_alive():
            sys.setswitchinterval(TURN)
            self._thread.start()


async def _give_up() -> None:
    """Cancel every other task and wait until it has cleaned up."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
