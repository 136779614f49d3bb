"""The one source of luck: streams named by seed, mechanism label and purpose.

A draw is a pure function of its key, so nothing that one mechanism draws can change what
another one gets, and a draw asked for twice is the same draw. The stream of (seed, label,
purpose) is a 64-bit number; the counter within it is (community key, row within the
community, need and ordinal of the purpose, ordinal of the candidate). The generator is
Philox4x32-10 (Salmon et al. 2011, key ``salmon2011``), tested against its published vectors.
The compiled draws stand in `resilience_sim.kernels.luck`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

__all__ = ["Luck", "key32", "stream_of"]


def stream_of(seed: int, label: str, purpose: str) -> np.uint64:
    """The 64-bit stream of (seed, label, purpose)."""
    text = f"{seed}\x1f{label}\x1f{purpose}".encode()
    return np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little"))


def key32(name: str) -> int:
    """A stable 32-bit key of a name (communities, bodies)."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")


@dataclass(frozen=True, slots=True)
class Luck:
    """All luck of one run.

    Parameters
    ----------
    seed
        The seed of the run, any integer >= 0.
    """

    seed: int

    def stream(self, label: str, purpose: str) -> np.uint64:
        """The stream for one purpose of one mechanism instance."""
        return stream_of(self.seed, label, purpose)

    def generator(self, label: str, purpose: str) -> np.random.Generator:
        """A NumPy generator for work done once, before the run (building the community)."""
        return np.random.Generator(np.random.Philox(key=int(self.stream(label, purpose))))

    def uniform_rows(
        self, label: str, purpose: str, community: int, rows: np.ndarray, ordinal: int = 0
    ) -> np.ndarray:
        """One uniform in (0, 1) for each row, keyed by row; shape of `rows`, float64."""
        from resilience_sim.kernels.luck import uniform_rows

        drawn = uniform_rows(
            self.stream(label, purpose),
            np.uint64(community),
            np.ascontiguousarray(rows, dtype=np.int64),
            np.uint64(ordinal),
        )
        return np.asarray(drawn)

    def uniform_each(
        self,
        label: str,
        purpose: str,
        community: np.ndarray,
        row: np.ndarray,
        need: np.ndarray,
        ordinal: np.ndarray,
    ) -> np.ndarray:
        """One uniform in (0, 1) for each entry of four arrays of keys (broadcast), float64."""
        from resilience_sim.kernels.luck import uniform_each

        keys = np.broadcast_arrays(community, row, need, ordinal)
        flat = [np.array(k, dtype=np.int64).ravel() for k in keys]
        drawn = uniform_each(self.stream(label, purpose), *flat)
        return np.asarray(drawn).reshape(keys[0].shape)
