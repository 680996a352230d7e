"""joblib's arrays in a stream: a wrapper with its BUILD, then the array's bytes."""
from assemble import Array, Call, DType, Name, New, dumps

JOBLIB = "joblib.numpy_pickle"
OLD = "sklearn.externals.joblib.numpy_pickle"


def wrapper_state(shape, dtype, alignment="absent", **changes):
    state = {
        "subclass": Name("numpy", "ndarray"), "shape": shape, "order": "C", "dtype": dtype, "allow_mmap": False,
    }
    if alignment != "absent":
        state["numpy_array_alignment_bytes"] = alignment
    for key, value in changes.items():
        if value == "drop":
            del state[key]
        else:
            state[key] = value
    return state


def array(asm, data, alignment="absent", padding=b"", module=JOBLIB, dtype=None, shape=None, **changes):
    """A wrapper of an array of bytes, and the bytes. With an alignment a length byte and the padding stand between."""
    state = wrapper_state(shape if shape is not None else (len(data),), dtype or DType("u1"), alignment, **changes)
    asm.value(New(Name(module, "NumpyArrayWrapper"), state))
    if alignment == 16:
        asm.raw(bytes([len(padding)]) + padding)
    return asm.raw(data)


def object_array(asm, nested, module=JOBLIB, count=1):
    """A wrapper of an object array, and the pickle that follows it."""
    state = wrapper_state((count,), DType("O8"), "absent")
    return asm.value(New(Name(module, "NumpyArrayWrapper"), state)).raw(nested)


def objects(values, proto=2):
    """What numpy pickles for an object array."""
    return dumps(Array(DType("O8"), (len(values),), list(values)), proto)
