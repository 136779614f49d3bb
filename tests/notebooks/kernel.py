"""Running a notebook from top to bottom, with a kernel that may have to be started twice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
#: Seconds without an answer after which a kernel counts as gone.
SILENT = 120.0
TIMES = 3


def executed(notebook: Any) -> Any:
    """The notebook after it ran; an error in a cell is raised.

    On busy machines a kernel now and then starts, or ends a cell, and its client never hears of
    it: both wait. That says nothing about the notebook, so it is run anew.
    """
    import nbclient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
    for left in reversed(range(TIMES)):
        client = nbclient.NotebookClient(
            notebook,
            timeout=SILENT,
            startup_timeout=SILENT,
            kernel_name="python3",
            resources={"metadata": {"path": str(ROOT)}},
        )
        try:
            client.execute(env=environment)
        except (CellTimeoutError, DeadKernelError, TimeoutError):
            if not left:
                raise
        else:
            break
    return notebook
