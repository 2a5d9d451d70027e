"""A mutant put into modules that are already imported, so that a trial costs no imports.

Comes in: the module's name and its changed source. Goes out: whether it is in place everywhere; False where only a
fresh start would do (a class's fields, a decorator, a function made inside another). Refuses to know: tests. To be
done in a process of its own, which ends after the trial.
"""

from __future__ import annotations

import marshal
import sys
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType, ModuleType
from typing import Any

OURS = ("build_scripts", "tests")
_DEFINED = (type, FunctionType, _lru_cache_wrapper)
_PLAIN = (int, str, bytes, float, bool, type(None))


def swap(name: str, source: str) -> bool:
    """Put the changed source in the place of the module's code."""
    module = sys.modules[name]
    changed = ModuleType(name)
    changed.__file__ = module.__file__
    exec(compile(source, str(module.__file__), "exec"), changed.__dict__)
    if any(not _swap_one(module, key, getattr(module, key, None), value) for key, value in _own(changed)):
        return False
    _forget()
    return True


def _own(module: ModuleType) -> list[tuple[str, Any]]:
    """What the module defines itself."""
    return [
        (key, value)
        for key, value in vars(module).items()
        if not key.startswith("__")
        and not isinstance(value, ModuleType)
        and not (isinstance(value, _DEFINED) and value.__module__ != module.__name__)
    ]


def _swap_one(module: ModuleType, key: str, old: Any, new: Any) -> bool:
    if isinstance(new, _lru_cache_wrapper):
        old, new = old.__wrapped__, new.__wrapped__
    if isinstance(new, FunctionType):
        return _swap_function(old, new)
    if isinstance(new, type):
        return _swap_class(old, new)
    if _same(old, new):
        return True
    if not isinstance(new, (*_PLAIN, tuple, frozenset, dict)) and type(new).__module__ != "re":
        return False
    for other in list(sys.modules.values()):
        if getattr(other, "__name__", "").split(".")[0] in OURS:
            for name, value in list(vars(other).items()):
                if value is old and (name == key or not isinstance(value, _PLAIN)):
                    setattr(other, name, new)
    return True


def _swap_function(old: Any, new: FunctionType) -> bool:
    if not isinstance(old, FunctionType) or old.__code__.co_freevars or new.__code__.co_freevars:
        return isinstance(old, FunctionType) and same_code(old.__code__, new.__code__)
    if not same_code(old.__code__, new.__code__):
        old.__code__ = new.__code__
    if repr(old.__defaults__) != repr(new.__defaults__):
        old.__defaults__ = new.__defaults__
    return True


def _swap_class(old: type, new: type) -> bool:
    """The methods written in the class; whatever else differs wants a fresh start."""
    for key, value in vars(new).items():
        before = vars(old).get(key)
        if isinstance(value, property):
            value, before = value.fget, getattr(before, "fget", None)
        if isinstance(value, staticmethod | classmethod):
            value, before = value.__func__, getattr(before, "__func__", None)
        if isinstance(value, FunctionType) and value.__code__.co_filename != "<string>":
            if not _swap_function(before, value):
                return False
        elif isinstance(value, _PLAIN) and key not in ("__doc__", "__module__", "__firstlineno__") and before != value:
            return False
    fields, others = (
        repr(getattr(one, "_field_defaults", None) or getattr(one, "__members__", None)) for one in (old, new)
    )
    return fields == others


def _same(old: Any, new: Any) -> bool:
    return type(old).__name__ == type(new).__name__ and (old == new or repr(old) == repr(new))


def same_code(one: CodeType, other: CodeType) -> bool:
    """Whether two functions do the same, wherever they stand."""
    return marshal.dumps(_bare(one)) == marshal.dumps(_bare(other))


def _bare(code: CodeType) -> CodeType:
    consts = tuple(_bare(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename="", co_firstlineno=1, co_linetable=b"", co_consts=consts)


def _forget() -> None:
    """Empty every cache of ours: what it holds was worked out by the code as it was."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").split(".")[0] in OURS:
            for one in vars(module).values():
                if isinstance(one, _lru_cache_wrapper):
                    one.cache_clear()
