"""How kernels are compiled: entries are called from Python, inner ones only from kernels."""

from __future__ import annotations

from numba import njit

#: for functions called from Python
entry = njit(cache=True, nogil=True)
#: for functions called only from compiled code: no wrappers, which halves cold compilation
inner = njit(cache=True, nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)
#: for one-liners: pasted into their caller, so they cost no compilation of their own
pasted = njit(
    cache=True, nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, inline="always"
)
