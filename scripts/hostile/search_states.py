"""Searches what unpickling runs of every listed class and function in this Python's packages.

Reads a JSON list of [module, name, "class" | "call"] from standard input. For classes: `__setstate__`, `__new__`,
`__del__`, `__getattr__`, `__setattr__`, `__hash__` (dict keys), and for subclasses of dict and list what SETITEM and
APPEND call; for functions: all of them. Prints one line a find, `package:definition: what`: exec, eval, compile, imports,
open, and every call of a parameter or of something reached through one (a state's value, an attribute). What has no
Python source is told as `native`. Each find is decided in src/policy/state-code.json.
"""
import ast
import importlib
import inspect
import json
import sys
import textwrap
import warnings

warnings.simplefilter("ignore")
METHODS = ("__setstate__", "__new__", "__del__", "__getattr__", "__setattr__", "__hash__")
FILLERS = ("__setitem__", "append", "extend")
LOUD = {"exec", "eval", "compile", "__import__", "open", "import_module", "getattr", "setattr", "system", "Popen", "load", "loads"}
INERT = {"object", "dict", "list", "tuple", "set", "int", "float", "str", "bytes", "type"}


def defined(cls, name):
    for base in cls.__mro__:
        if name in vars(base):
            return base, vars(base)[name]
    return None, None


def text_of(node):
    """The callee in few words, the same in every Python."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{text_of(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{text_of(node.func)}()"
    return f"{text_of(node.value)}[]" if isinstance(node, ast.Subscript) else "?"


def root(node):
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.value if not isinstance(node, ast.Call) else node.func
    return node.id if isinstance(node, ast.Name) else None


def finds(function):
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, IndentationError):
        return ["native"]
    out = []
    definition = next((n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))), None)
    if definition is None:
        return ["native"]
    args = definition.args
    names = {a.arg for a in args.args + args.kwonlyargs + getattr(args, "posonlyargs", [])}
    names |= {a.arg for a in (args.vararg, args.kwarg) if a}
    # Names that get their value from a parameter are reached through it.
    for _ in range(3):
        for node in ast.walk(definition):
            if isinstance(node, ast.Assign) and any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node.value)):
                for target in node.targets:
                    names |= {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
            if isinstance(node, (ast.For, ast.comprehension)) and any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node.iter)):
                names |= {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
    for node in ast.walk(definition):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            out.append("import " + (getattr(node, "module", None) or ", ".join(a.name for a in node.names)))
        if not isinstance(node, ast.Call):
            continue
        text = text_of(node.func)
        last = text.split(".")[-1]
        if last in LOUD or (root(node.func) in names and not (isinstance(node.func, ast.Name) and node.func.id in INERT)):
            out.append(f"call {text}")
    return sorted(set(out))


def main():
    seen = {}
    for module, name, kind in json.load(sys.stdin):
        try:
            value = importlib.import_module(module)
            for part in name.split("."):
                value = getattr(value, part)
        except Exception:  # not in this version
            continue
        if kind == "call" or not inspect.isclass(value):
            key = f"{(getattr(value, '__module__', None) or module).split('.')[0]}:{getattr(value, '__qualname__', name)}"
            for find in finds(value):
                seen.setdefault(f"{key}: {find}", None)
            continue
        wanted = METHODS + (FILLERS if issubclass(value, (dict, list)) else ())
        for method in wanted:
            base, function = defined(value, method)
            if base is None or base in (object, dict, list, tuple, set, BaseException, Exception) or base.__module__ == "builtins":
                continue
            function = getattr(function, "__func__", function)
            if function is None:  # unhashable
                continue
            for find in finds(function):
                seen.setdefault(f"{base.__module__.split('.')[0]}:{base.__qualname__}.{method}: {find}", None)
    for line in sorted(seen):
        print(line)


main()
