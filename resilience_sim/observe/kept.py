"""A frame that is made once and handed out as a copy, so that what is written is what was run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["kept_frame"]


class kept_frame(property):
    """A property that makes its frame on first use and gives a copy of it each time.

    Whoever changes a frame changes their own: the next one asked for, the figures and the files
    still hold what was run.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._place = f"_{name} (kept)"

    def __get__(  # type: ignore[override]
        self, instance: Any, owner: type | None = None
    ) -> pd.DataFrame:
        if instance is None:
            return self  # type: ignore[return-value]
        kept: dict[str, pd.DataFrame] = vars(instance)
        if self._place not in kept:
            kept[self._place] = super().__get__(instance, owner)
        return kept[self._place].copy()
