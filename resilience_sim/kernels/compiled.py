"""How kernels are compiled: entries are called from Python, inner ones only from kernels."""

from __future__ import annotations

from typing import Any

from numba import njit

_COMMON: dict[str, Any] = {"cache": True, "nogil": True}
#: without the wrappers that only calls from Python need, cold compilation takes half as long
_BARE: dict[str, Any] = {**_COMMON, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}

#: for functions called from Python
entry = njit(**_COMMON)
#: for functions called only from compiled code
inner = njit(**_BARE)
#: for one-liners: pasted into their caller, so they cost no compilation of their own
pasted = njit(**_BARE, inline="always")
