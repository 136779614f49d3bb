"""Running many tasks on several processes: same results for any number of workers.

Workers are forked where that is safe, so they inherit kernels the parent has compiled. A
thread in each worker watches its parent and ends the worker when the parent is gone, however
it went; an interrupted parent ends its workers before it passes the interrupt on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import Event
from typing import TypeVar

from resilience_sim.whole import whole_number

__all__ = ["run_tasks", "usable_cores"]

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")
_LOOK_SECONDS = 0.5


def usable_cores() -> int:
    """Processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_tasks(
    work: Callable[[Task], Outcome],
    tasks: Sequence[Task],
    workers: int | None = None,
    done: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """Results of `work` on every task, in the order of the tasks.

    Parameters
    ----------
    work
        A module-level function (or a picklable object) whose result depends on its task alone.
    tasks
        What to work on; picklable.
    workers
        Processes; None: as many as cores. One runs everything in this process.
    done
        Called in this process with the position of each task as it finishes.

    Raises
    ------
    InputError
        `workers` is no whole number of at least 1.
    """
    count = usable_cores() if workers is None else whole_number(workers, "workers", 1)
    if min(count, len(tasks)) <= 1:
        return [_told(work(task), at, done) for at, task in enumerate(tasks)]
    return _run_in_pool(work, tasks, min(count, len(tasks)), done)


def _told(result: Outcome, at: int, done: Callable[[int], None] | None) -> Outcome:
    if done is not None:
        done(at)
    return result


def _run_in_pool(
    work: Callable[[Task], Outcome],
    tasks: Sequence[Task],
    workers: int,
    done: Callable[[int], None] | None,
) -> list[Outcome]:
    context = _context()
    stop = context.Event()
    pool = ProcessPoolExecutor(
        workers, mp_context=context, initializer=_begin_worker, initargs=(os.getpid(), stop)
    )
    try:
        futures: dict[Future[Outcome], int] = {
            pool.submit(_collected, work, task): at for at, task in enumerate(tasks)
        }
        found: dict[int, Outcome] = {}
        for future in as_completed(futures):
            found[futures[future]] = _told(future.result(), futures[future], done)
    except BaseException:
        # Whatever went wrong (an interrupt too): end the workers now, not after their task.
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown(wait=True)
    return [found[at] for at in range(len(tasks))]


def _context() -> BaseContext:
    # Forking is unsafe beside the system libraries of macOS, and there is none on Windows.
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return multiprocessing.get_context("fork" if forks else "spawn")


def _collected(work: Callable[[Task], Outcome], task: Task) -> Outcome:
    """Work on one task, then clear away what it left: once a task instead of all the time."""
    result = work(task)
    gc.collect()
    return result


def _begin_worker(parent: int, stop: Event) -> None:
    gc.freeze()  # what was inherited stays; looking through it again and again costs a tenth
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    threading.Thread(target=_watch, args=(parent, stop), daemon=True).start()


def _watch(parent: int, stop: Event) -> None:
    while not stop.wait(_LOOK_SECONDS) and _is_child_of(parent):
        pass
    os._exit(1)


def _is_child_of(parent: int) -> bool:
    if os.name == "posix":
        return os.getppid() == parent
    alive = multiprocessing.parent_process()
    return alive is not None and alive.is_alive()
