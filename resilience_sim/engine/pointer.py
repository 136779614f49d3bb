"""How compiled code reaches the arrays of the engine: through one pointer, counting nothing.

Python owns the arrays; compiled code borrows them for the length of a call. Numba would count
a reference whenever a function touches an array, with an atomic operation each time: a third
of the engine's time went there. (A named tuple of the same arrays is passed field by field:
calls twenty times dearer and a cold compilation of a minute.)
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np.arrayobj import make_array, populate_array
from numba.np.numpy_support import from_dtype
from numpy.typing import NDArray

__all__ = ["State", "state_type"]

Array = NDArray[Any]


class Borrowed(types.Array):
    """An array in row order that somebody else owns."""


@register_model(Borrowed)
class BorrowedModel(models.StructModel):
    """That of an array, but for what would be counted."""

    def __init__(self, manager: Any, kind: Borrowed) -> None:
        members = [
            ("meminfo", types.voidptr),
            ("parent", types.voidptr),
            ("nitems", types.intp),
            ("itemsize", types.intp),
            ("data", types.CPointer(kind.dtype)),
            ("shape", types.UniTuple(types.intp, kind.ndim)),
            ("strides", types.UniTuple(types.intp, kind.ndim)),
        ]
        super().__init__(manager, kind, members)


class StateType(types.Type):
    """Compiled type of `State`: its address; `fields` are names and types of the arrays."""

    def __init__(self, fields: tuple[tuple[str, Borrowed], ...]) -> None:
        self.fields = fields
        super().__init__(name="EngineState")

    @property
    def key(self) -> tuple[tuple[str, Borrowed], ...]:
        """What tells two of them apart."""
        return self.fields

    def place(self, name: str) -> tuple[Borrowed, int]:
        """Type of an array and where in the table its entry begins."""
        at = 0
        for known, kind in self.fields:
            if known == name:
                return kind, at
            at += 1 + kind.ndim
        raise KeyError(name)


@cache
def state_type(layout: tuple[tuple[str, np.dtype[Any], int], ...]) -> StateType:
    """Compiled type of a `State` of arrays with these names, types and dimensions."""
    return StateType(tuple((name, Borrowed(from_dtype(of), n, "C")) for name, of, n in layout))


class State:
    """Arrays by name, as compiled code sees them: an attribute is an array.

    In memory it is a table of whole numbers, for each array where its data are and its shape.
    It lives as long as its arrays are not replaced. Python reads and writes the arrays
    themselves.

    Parameters
    ----------
    arrays
        Arrays in row order, by name.
    """

    __slots__ = ("_numba_type_", "address", "owned", "table")

    def __init__(self, arrays: dict[str, Array]) -> None:
        self.owned = tuple(arrays.values())
        table: list[int] = []
        for name, array in arrays.items():
            if not (array.flags.c_contiguous and array.flags.aligned and array.flags.writeable):
                raise ValueError(f"{name} must be a writeable array in row order")
            table += [array.ctypes.data, *array.shape]
        layout = ((name, array.dtype, array.ndim) for name, array in arrays.items())
        self._numba_type_ = state_type(tuple(layout))
        self.table = np.array(table, np.int64)
        self.address = int(self.table.ctypes.data)


register_model(StateType)(models.OpaqueModel)


@typeof_impl.register(State)
def _typeof(value: State, context: Any) -> StateType:
    return value._numba_type_


@unbox(StateType)
def _unboxed(kind: StateType, given: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(given, "address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class _Fields(AttributeTemplate):
    key = StateType

    def generic_resolve(self, kind: StateType, name: str) -> Borrowed | None:
        return dict(kind.fields).get(name)


@lower_getattr_generic(StateType)
def _field(context: Any, builder: Any, kind: StateType, pointer: Any, name: str) -> Any:
    of, at = kind.place(name)
    word = context.get_value_type(types.intp)
    table = builder.bitcast(pointer, word.as_pointer())
    never_changes = builder.module.add_metadata([])

    def entry(k: int) -> Any:
        found = builder.load(builder.gep(table, [ir.Constant(ir.IntType(32), at + k)]))
        found.set_metadata("invariant.load", never_changes)
        return found

    array = make_array(of)(context, builder)
    size = context.get_abi_sizeof(context.get_data_type(of.dtype))
    shape = [entry(1 + k) for k in range(of.ndim)]
    strides = [context.get_constant(types.intp, size)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length, flags=["nsw"]))
    data = builder.inttoptr(entry(0), context.get_data_type(of.dtype).as_pointer())
    populate_array(array, data, shape, strides, context.get_constant(types.intp, size), None)
    return array._getvalue()
