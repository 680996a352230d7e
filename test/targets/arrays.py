"""Holds .npz and .safetensors files against the pickles that they were made from: one JSON object a line, `{name, pickle, npz, safetensors}`."""
import base64, json, pickle, sys
import numpy as np

try:
    from safetensors.numpy import load_file
except ImportError:
    load_file = None


def named(value, name=""):
    """Arrays of dicts, lists and arrays alone, by the names that the files have."""
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype != object:
        yield name or "array", np.asarray(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from named(item, f"{name}.{key}" if name else str(key))
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from named(item, f"{name}.{i}" if name else str(i))


def fields(name, value):
    """A structured array's fields, one by one."""
    if value.dtype.names is None:
        yield name, value
        return
    for field in value.dtype.names:
        yield from fields(f"{name}.{field}", value[field])


def facts(value):
    little = np.ascontiguousarray(value).astype(value.dtype.newbyteorder("<")).reshape(value.shape)
    if little.dtype.char in "gG":  # six of sixteen bytes mean nothing
        return str(little.dtype), value.shape, repr(little.tolist())
    parts = [little] if little.dtype.names is None else [little[field] for field in little.dtype.names]
    return str(little.dtype), value.shape, [part.tobytes().hex() for part in parts]


def order(value):
    return bool(value.flags.f_contiguous and not value.flags.c_contiguous)


for line in open(sys.argv[1], encoding="utf-8"):
    one = json.loads(line)
    wanted = dict(named(pickle.loads(base64.b64decode(one["pickle"]))))
    wrong, checked = [], 0
    if one["npz"] is not None:
        found = np.load(one["npz"])  # allow_pickle is False
        if set(found.files) != {*wanted, "__metadata__.json"}:
            wrong.append(f"npz has {sorted(found.files)}")
        json.loads(str(found["__metadata__.json"]))
        for name, value in wanted.items():
            checked += 1
            if facts(found[name]) != facts(value) or order(found[name]) != order(value):
                wrong.append(f"npz {name}: {facts(found[name])} is not {facts(value)}")
    if one["safetensors"] is not None and load_file is not None:
        found = load_file(one["safetensors"])
        for name, value in (pair for item in wanted.items() for pair in fields(*item)):
            if name in found:
                checked += 1
                if facts(found[name]) != facts(value):
                    wrong.append(f"safetensors {name}: {facts(found[name])} is not {facts(value)}")
            elif value.dtype.kind in "iufb" and value.dtype.itemsize <= 8:
                wrong.append(f"safetensors has no {name}")
    print(json.dumps({"name": one["name"], "wrong": wrong, "checked": checked, "safetensors": load_file is not None}))
