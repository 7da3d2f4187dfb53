"""Where the time of our side goes: one more run under the profiler, in all threads that it starts.

Only processor time counts, not waiting: so it is the same on a machine that others use. What another process does (a
server, the database) is not seen, nor what a thread does that was there before the run.
"""

import io
import threading
import time
from cProfile import Profile
from pstats import Stats

from tests.bench.measure import Row

SHOWN = 30
"""How many functions are told."""


def profiled(row: Row) -> str:
    """The functions that took most of the processor in a run of ours."""
    profiles = [Profile(time.thread_time)]

    def begin(*_: object) -> None:
        profiles.append(Profile(time.thread_time))
        profiles[-1].enable()

    threading.setprofile(begin)
    profiles[0].enable()
    try:
        figure = row.ours()
    finally:
        profiles[0].disable()
        threading.setprofile(None)
    told = io.StringIO()
    Stats(*profiles, stream=told).sort_stats("tottime").print_stats(SHOWN)
    return f"{row.name}, {figure:.4g} {row.unit} under the profiler{told.getvalue()}"
