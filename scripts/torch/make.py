"""Writes fixtures/torch/VERSION: `python scripts/torch/make.py` with the torch whose files are wanted (1.4 and later).

Each value is saved as a zip and as the stream of before 1.6. Beside them `NAME.json` says of each tensor, by the name that it
has in a safetensors file, its dtype, shape and contiguous bytes; `NAME.safetensors` is what safetensors itself writes, where it
is installed. Seeded: the same torch gives the same files.
"""
import collections
import json
import os
import sys

import torch

VERSION = torch.__version__.split("+")[0]
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fixtures", "torch", VERSION)
NEW = tuple(int(part) for part in VERSION.split(".")[:2])


def model():
    return torch.nn.Sequential(
        torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Conv1d(1, 2, 3), torch.nn.LSTM(2, 3, bidirectional=True)
    )


class Tied(torch.nn.Module):
    def __init__(self):
        super(Tied, self).__init__()
        self.embedding = torch.nn.Embedding(5, 4)
        self.head = torch.nn.Linear(4, 5)
        self.head.weight = self.embedding.weight


def numbers():
    count = torch.arange(12)
    found = collections.OrderedDict()
    names = "float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool uint16 uint32 uint64 float8_e4m3fn float8_e5m2"
    for name in names.split():
        dtype = getattr(torch, name, None)
        if dtype is None or dtype in (getattr(torch, "uint16", None),) and NEW < (2, 3):
            continue
        try:
            found[name] = (count.float() / 4).to(dtype).reshape(3, 4)
        except (RuntimeError, TypeError):
            pass
    return found


def layouts():
    whole = torch.arange(60.0).reshape(3, 4, 5)
    return collections.OrderedDict(
        [
            ("transposed", torch.arange(24.0).reshape(4, 6).t()),
            ("sliced", whole.clone()[1:, 1:3, ::2]),
            ("permuted", whole.clone().permute(2, 0, 1)),
            ("expanded", torch.arange(3.0).reshape(3, 1).expand(3, 4)),
            ("row", torch.arange(20.0)[5:9]),
            ("empty", torch.empty(0, 3)),
            ("scalar", torch.tensor(5.5)),
            ("channels", torch.arange(48.0).reshape(1, 3, 4, 4).contiguous(memory_format=torch.channels_last)),
            ("parts.0", torch.arange(10)[:5]),
        ]
    )


def shared():
    flat = torch.arange(10.0)
    return collections.OrderedDict([("second", flat[5:]), ("first", flat[:5]), ("again", flat[5:])])


def checkpoint():
    net = torch.nn.Linear(2, 2)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    net(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    return {
        "epoch": 3,
        "model": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "parameter": torch.nn.Parameter(torch.arange(4.0)),
        "size": torch.zeros(2, 3).size(),
        "device": torch.device("cpu"),
        "dtype": torch.float32,
        "list": [torch.ones(2), (torch.zeros(1),)],
    }


SAFE = {
    "layers": lambda: model().state_dict(),
    "tied": lambda: Tied().state_dict(),
    "numbers": numbers,
    "layouts": layouts,
    "shared": shared,
    "checkpoint": checkpoint,
}


def quantized():
    return {"q": torch.quantize_per_tensor(torch.arange(4.0), 0.5, 2, torch.quint8)}


# Safe to load, and refused by name as safetensors.
OTHERS = {
    "complex": lambda: {"c": torch.zeros(2, dtype=torch.complex64)},
    "quantized": quantized,
    "sparse": lambda: {"s": torch.eye(3).to_sparse()},
    "overlapping": lambda: {"whole": (lambda t: t)(WHOLE), "part": WHOLE[1:3]},
}
WHOLE = torch.arange(6.0)

# Classes are code.
REFUSED = {"module": model}


def tensors(value, path=()):
    """Names and tensors, with keys in dots."""
    if isinstance(value, torch.Tensor):
        yield ".".join(path), value.detach()
    elif isinstance(value, dict):
        for key, item in value.items():
            for found in tensors(item, path + (str(key),)):
                yield found
    elif isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        for i, item in enumerate(value):
            for found in tensors(item, path + (str(i),)):
                yield found


def raw(tensor):
    if tensor.numel() == 0:
        return b""
    flat = tensor.contiguous().reshape(-1)
    bits = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}[flat.element_size()]
    if hasattr(flat, "view") and NEW >= (1, 8):
        return flat.view(bits).numpy().tobytes()
    if flat.dtype == getattr(torch, "bfloat16", None):
        # The upper half of a float.
        return b"".join(one.numpy().tobytes()[2:] for one in flat.float())
    return flat.numpy().tobytes()


def kept(value):
    """The first name of each tensor in the order of names, and the others by theirs."""
    first, others = {}, {}
    for name, tensor in sorted(tensors(value), key=lambda pair: pair[0]):
        place = (tensor.data_ptr(), tuple(tensor.shape), tensor.stride()) if tensor.numel() > 0 else name
        if place in first:
            others[name] = first[place][0]
        else:
            first[place] = (name, tensor)
    return dict(first.values()), others


def write(name, value, expected):
    # The stream of a module has the source of its classes in it.
    forms = (("zip", True), ("stream", False)) if name not in REFUSED else (("zip", True),)
    for form, is_zip in forms:
        path = os.path.join(FOLDER, "%s-%s.pt" % (name, form))
        torch.save(value, path, _use_new_zipfile_serialization=is_zip)
    if not expected:
        return
    found, others = kept(value)
    told = {key: [str(t.dtype), list(t.shape), raw(t).hex()] for key, t in found.items()}
    with open(os.path.join(FOLDER, name + ".json"), "w") as out:
        json.dump({"tensors": told, "shared": others}, out, indent=1, sort_keys=True)
        out.write("\n")
    try:
        from safetensors.torch import save_file
    except ImportError:
        return
    save_file({key: t.contiguous().clone() for key, t in found.items()}, os.path.join(FOLDER, name + ".safetensors"), {"format": "pt"})


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    os.chdir(FOLDER)
    for name, make in list(SAFE.items()) + list(OTHERS.items()) + list(REFUSED.items()):
        torch.manual_seed(7)
        try:
            write(name, make(), name in SAFE)
        except (RuntimeError, AttributeError, TypeError) as error:
            print("not in %s: %s: %s" % (VERSION, name, error), file=sys.stderr)
