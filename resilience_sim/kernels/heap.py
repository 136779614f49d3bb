"""A binary heap of rows, each in it at most once, ordered by (key of the row, row).

``heap[0:size]`` holds rows, ``place[row]`` its position or -1, ``key[row]`` its time. The
capacity is the number of rows, so nothing grows and no stale entry is ever met.
"""

from __future__ import annotations

from resilience_sim.kernels.compiled import entry


@entry
def _before(key, a, b):  # type: ignore[no-untyped-def]
    return key[a] < key[b] or (key[a] == key[b] and a < b)


@entry
def _settle(heap, place, size, key, at):  # type: ignore[no-untyped-def]
    row = heap[at]
    while at > 0:
        up = (at - 1) >> 1
        if not _before(key, row, heap[up]):
            break
        heap[at] = heap[up]
        place[heap[at]] = at
        at = up
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        if down + 1 < size and _before(key, heap[down + 1], heap[down]):
            down += 1
        if not _before(key, heap[down], row):
            break
        heap[at] = heap[down]
        place[heap[at]] = at
        at = down
    heap[at] = row
    place[row] = at


@entry
def rekey(heap, place, size, key, row, value):  # type: ignore[no-untyped-def]
    """Set the key of a row; infinity takes it out, anything else puts or keeps it in.

    Returns the new size.
    """
    key[row] = value
    at = place[row]
    if value == value and value < 1e300:
        if at < 0:
            at = size
            heap[at] = row
            place[row] = at
            size += 1
        _settle(heap, place, size, key, at)
        return size
    if at >= 0:
        size -= 1
        place[row] = -1
        if at < size:
            heap[at] = heap[size]
            place[heap[at]] = at
            _settle(heap, place, size, key, at)
    return size
