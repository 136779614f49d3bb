"""How kernels are compiled: entries are called from Python, inner ones only from kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import config, njit, types

from resilience_sim.compiled import compiled_folder

_COMMON: dict[str, Any] = {"cache": True, "nogil": True}
#: without the wrappers that only calls from Python need, cold compilation takes half as long
_BARE: dict[str, Any] = {**_COMMON, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def entry(function: Callable[..., Any]) -> Any:
    """For functions called from Python, and maybe from compiled code."""
    return _compiled_once(_kept(_COMMON, function))


def inner(function: Callable[..., Any]) -> Any:
    """For functions called only from compiled code."""
    return _compiled_once(_kept(_BARE, function))


def pasted(function: Callable[..., Any]) -> Any:
    """For one-liners: pasted into their caller, so they cost no compilation of their own."""
    return _kept({**_BARE, "inline": "always"}, function)


def _kept(options: dict[str, Any], function: Callable[..., Any]) -> Any:
    """A function whose compiled form is kept in the folder of these sources."""
    before = config.CACHE_DIR
    config.CACHE_DIR = str(compiled_folder())
    try:
        return njit(**options)(function)
    finally:
        config.CACHE_DIR = before


def _compiled_once(made: Any) -> Any:
    """Take every signed integer of a compiled caller as 64 bits wide.

    Left to itself numba compiles a function anew for every constant that it is called with and
    for every width of integer: a dozen times for the one that pushes events.
    """
    typed = getattr(made, "get_call_template", None)
    if typed is None:  # numba was told not to compile
        return made

    def widened(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return typed(tuple(map(_widest, args)), kws)

    made.get_call_template = widened
    return made


def _widest(given: Any) -> Any:
    plain = types.unliteral(given)
    return types.int64 if isinstance(plain, types.Integer) and plain.signed else plain
