"""Workers: order, errors, interrupts, and none left behind when the parent is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from resilience_sim.study.executors import run_tasks


def _square(x: int) -> int:
    time.sleep(0.01 * (x % 3))
    return x * x


def _fails(task: tuple[int, Path]) -> int:
    x, folder = task
    (folder / str(x)).touch()
    if x == 3:
        raise RuntimeError("number three")
    time.sleep(0.2 if x > 3 else 0.0)
    return x


def _pid(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_results_stand_in_the_order_of_tasks(workers: int) -> None:
    seen: list[int] = []
    assert run_tasks(_square, range(9), workers, seen.append) == [x * x for x in range(9)]
    assert sorted(seen) == list(range(9))


def test_more_workers_than_one_are_really_used() -> None:
    pids = set(run_tasks(_pid, range(8), 2))
    assert len(pids) == 2 and os.getpid() not in pids
    assert set(run_tasks(_pid, range(2), 1)) == {os.getpid()}
    assert run_tasks(_pid, [], 2) == []


def test_an_error_in_a_worker_ends_all_of_them_soon(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="number three"):
        run_tasks(_fails, [(x, tmp_path) for x in range(100)], 2)
    assert 4 <= len(list(tmp_path.iterdir())) < 50, "tasks went on after one had failed"


_PARENT = """
import os, sys, time
from pathlib import Path
from resilience_sim.study.executors import run_tasks
folder = Path(sys.argv[1])
def work(x):
    (folder / str(os.getpid())).touch()
    time.sleep(900)
if __name__ == "__main__":
    (folder / "parent").touch()
    try:
        run_tasks(work, range(4), 2)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def _started(folder: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    script = folder / "parent.py"
    script.write_text(_PARENT)
    marks = folder / "marks"
    marks.mkdir()
    parent = subprocess.Popen([sys.executable, str(script), str(marks)])
    for _ in range(2400):
        pids = [int(p.name) for p in marks.iterdir() if p.name.isdigit()]
        if len(pids) == 2:
            return parent, pids
        time.sleep(0.05)
    parent.kill()
    raise AssertionError("the workers did not start")


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def _wait_until_gone(pids: list[int], seconds: float) -> list[int]:
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(map(_alive, pids)):
        time.sleep(0.1)
    return [pid for pid in pids if _alive(pid)]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads process states from /proc")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_no_worker_outlives_its_parent(tmp_path: Path, how: str) -> None:
    parent, pids = _started(tmp_path)
    parent.send_signal(getattr(signal, how))
    assert parent.wait(timeout=120) == (-9 if how == "SIGKILL" else 130)
    assert _wait_until_gone(pids, 60.0) == []
