"""Archives, compressions and npy headers: what each reader finds in them."""
import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

from assemble import Array, Asm, Call, DType, Name, New, dumps
from case import case
from joblib_array import objects

CODE = dumps(Call(Name("os", "system"), "true"), 4)
GOOD = dumps({"a": [1, 2, 3]}, 4)
PLACE = {"code": "global.dangerous", "name": "os.system"}


def xz(data):
    return lzma.compress(data, lzma.FORMAT_XZ)


def alone(data):
    return lzma.compress(data, lzma.FORMAT_ALONE)


def lz4(data):
    """An lz4 frame of one stored block, without checksums but the header's."""
    head = b"\x60\x40"
    return b"\x04\x22\x4d\x18" + head + bytes([xxh32(head) >> 8 & 255]) + struct.pack("<I", len(data) | 1 << 31) + data + bytes(4)


def xxh32(data, seed=0):
    p1, p2, p3, p4, p5 = 2654435761, 2246822519, 3266489917, 668265263, 374761393
    mask = 0xFFFFFFFF
    h = (seed + p5 + len(data)) & mask
    for b in data:  # only ever for fewer than four bytes here
        h = (h + b * p5) & mask
        h = ((h << 11 | h >> 21) & mask) * p1 & mask
    h = (h ^ h >> 15) * p2 & mask
    h = (h ^ h >> 13) * p3 & mask
    return h ^ h >> 16


COMPRESSIONS = {
    "zlib": (zlib.compress, "pkl.z"), "gzip": (lambda d: gzip.compress(d, mtime=0), "pkl.gz"), "bz2": (bz2.compress, "pkl.bz2"),
    "xz": (xz, "pkl.xz"), "lzma": (alone, "pkl.lzma"), "lz4": (lz4, "pkl.lz4"),
}
for slug, (pack, ext) in COMPRESSIONS.items():
    loaders = [] if slug == "lz4" else ["joblib"]
    case("safe", f"compressed-{slug}", pack(GOOD), ext, loaders=loaders)
    case("dangerous", f"compressed-{slug}", pack(CODE), ext, at=14, fires=loaders, rule="S32", **PLACE)
    case("dangerous", f"compressed-{slug}-named-npz", pack(CODE), "npz", rule="S34", **PLACE)
    case("malformed", f"compressed-{slug}-cut", pack(GOOD)[:-3], ext)
    case("malformed", f"compressed-{slug}-trailing", pack(GOOD) + b"junk", ext, code="container.trailing")
    case("dangerous", f"compressed-{slug}-cut-behind-code", pack(CODE + bytes(4000))[:-3], ext, **PLACE)
    if slug not in ("gzip",):
        case("malformed", f"compressed-{slug}-two-members", pack(GOOD) + pack(GOOD), ext, code="container.trailing", rule="verdict-3")
    for inner, (pack2, _) in COMPRESSIONS.items():
        if slug < inner:
            case("unsupported", f"compressed-{slug}-over-{inner}", pack(pack2(GOOD)), ext, code="container.unsupported", rule="S33b")
            case("dangerous", f"compressed-{slug}-over-{inner}", pack(pack2(CODE)), ext, rule="S33b", **PLACE)
for slug, at in (("zlib", -1), ("gzip", -6), ("xz", -13), ("bz2", -2)):
    data = bytearray(COMPRESSIONS[slug][0](GOOD))
    data[at] ^= 0x55
    case("malformed", f"checksum-{slug}", bytes(data), COMPRESSIONS[slug][1], rule="verdict-3")
two = gzip.compress(GOOD[:7], mtime=0) + gzip.compress(GOOD[7:], mtime=0)
# joblib asks a decompressor that is done again and again, and each time it keeps the rest once more: memory doubles.
FILLS = {"loaders": [], "allow": ["memory", "timeout"]}
case("safe", "gzip-two-members", two, "pkl.gz", code="note.gzip-members", rule="verdict-3", **FILLS)
case("safe", "gzip-zero-padding", gzip.compress(GOOD, mtime=0) + bytes(20), "pkl.gz", code="note.gzip-padding", **FILLS)
two = gzip.compress(CODE[:9], mtime=0) + gzip.compress(CODE[9:], mtime=0)
case("dangerous", "gzip-code-over-members", two, "pkl.gz", rule="verdict-3", **PLACE)
flagged = bytearray(gzip.compress(GOOD, mtime=0))
flagged[3] = 0x20
case("unsupported", "gzip-unknown-flag", bytes(flagged), "pkl.gz", rule="verdict-3")
dictionary = zlib.compressobj(6, zlib.DEFLATED, 15, 8, 0, b"dictionary")
case("unsupported", "zlib-dictionary", dictionary.compress(GOOD) + dictionary.flush(), "pkl.z", rule="verdict-3")
case("malformed", "xz-skippable" , xz(GOOD) + bytes(3), "pkl.xz")
case("unsupported", "xz-filter", lzma.compress(GOOD, lzma.FORMAT_XZ, filters=[{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2}]), "pkl.xz", rule="verdict-3")
case("unsupported", "lz4-skippable", b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"abcd" + lz4(GOOD), "pkl.lz4") if False else None
case("unsupported", "zstd", b"\x28\xb5\x2f\xfd" + bytes(20), "pkl.zst", code="container.unsupported")
for slug, magic in {"7z": b"7z\xbc\xaf\x27\x1c", "rar": b"Rar!\x1a\x07\x00", "rar5": b"Rar!\x1a\x07\x01\x00", "hdf5": b"\x89HDF\r\n\x1a\n"}.items():
    case("unsupported", slug, magic + CODE, slug[:3], code="container.unsupported", rule="S36")

# ---- zip ----


def archive(*members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            info.external_attr = 0o100644 << 16
            z.writestr(info, data)
    return out.getvalue()


def patched(data, *changes):
    data = bytearray(data)
    for at, value in changes:
        data[at : at + len(value)] = value
    return bytes(data)


CENTRAL = b"PK\x01\x02"
one = archive(("data.pkl", CODE))
good = archive(("data.pkl", GOOD))
central, good_central = one.index(CENTRAL), good.index(CENTRAL)
MEMBER = {"member": True, **PLACE}
case("safe", "zip", good, "zip")
case("dangerous", "zip", one, "zip", **MEMBER)
case("dangerous", "zip-stored", archive(("data.pkl", CODE), method=zipfile.ZIP_STORED), "zip", **MEMBER)
case("dangerous", "zip-text-name", archive(("readme.txt", CODE)), "zip", rule="S35", **MEMBER)
case("dangerous", "zip-in-zip", archive(("inner.zip", one)), "zip", rule="S35", **MEMBER)
case("limit", "zip-in-zip-in-zip-in-zip", archive(("c.zip", archive(("b.zip", archive(("a.zip", good)))))), "zip", code="limit.containers", member=True)
case("malformed", "zip-wrong-crc", patched(good, (14, b"\1\2\3\4"), (good_central + 16, b"\1\2\3\4")), "zip", member=True, rule="S35")
case("dangerous", "zip-wrong-crc", patched(one, (14, b"\1\2\3\4"), (central + 16, b"\1\2\3\4")), "zip", rule="S35", **MEMBER)
case("unsupported", "zip-encrypted", patched(good, (6, b"\x01"), (good_central + 8, b"\x01")), "zip", code="container.unsupported", rule="S35")
case("malformed", "zip-local-name", patched(good, (30, b"evil")), "zip", code="container.inconsistent", rule="S35")
case("dangerous", "zip-local-name", patched(one, (30, b"evil")), "zip", rule="S35", **MEMBER)
case("malformed", "zip-local-encrypted", patched(good, (6, b"\x01")), "zip", code="container.inconsistent", rule="S35")
case("dangerous", "zip-central-encrypted", patched(one, (central + 8, b"\x01")), "zip", rule="S35", **MEMBER)
case("malformed", "zip-prefix", b"prefix" + good, "zip") if False else None
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    case("malformed", "zip-duplicate", archive(("data.pkl", GOOD), ("data.pkl", GOOD)), "zip", code="container.inconsistent")
    case("dangerous", "zip-duplicate", archive(("data.pkl", GOOD), ("data.pkl", CODE)), "zip", **MEMBER)
for slug, name in {"parent": "../data.pkl", "absolute": "/data.pkl", "drive": "C:/data.pkl", "backslash": "..\\data.pkl"}.items():
    case("malformed", f"zip-name-{slug}", archive((name, GOOD)), "zip", code="container.inconsistent")
    case("dangerous", f"zip-name-{slug}", archive((name, CODE)), "zip", **MEMBER)
link = patched(archive(("data.pkl", b"/etc/passwd")), )
case("malformed", "zip-symlink", patched(link, (link.index(CENTRAL) + 38, struct.pack("<I", 0o120777 << 16))), "zip", code="container.inconsistent")
overlap = patched(archive(("a.pkl", GOOD), ("b.pkl", GOOD), method=zipfile.ZIP_STORED))
second = overlap.index(CENTRAL, overlap.index(CENTRAL) + 4)
case("malformed", "zip-overlap", patched(overlap, (second + 42, bytes(4))), "zip", code="container.inconsistent")
case("unsupported", "zip-nothing", archive(("readme.txt", b"hello, world")), "zip", code="container.unsupported")
case("malformed", "zip-cut", good[:-8], "zip")
case("dangerous", "zip-cut", one[: central + 10], "zip", **MEMBER)
case("malformed", "zip-trailing", good + b"junk", "zip", code="container.trailing")
case("malformed", "pickle-then-zip", GOOD + one, "pkl", code="stream.trailing", note="zipfile finds the archive at the end; no loader of pickles does")
case("unlisted", "torch", archive(("archive/data.pkl", dumps(Call(Name("torch._utils", "_rebuild_tensor_v2"), 1), 2)), ("archive/data/0", bytes(16)), ("archive/version", b"3\n")), "pt", code="call.arguments", member=True)
case("dangerous", "torch", archive(("archive/data.pkl", CODE), ("archive/data/0", bytes(16)), ("archive/version", b"3\n")), "pt", **MEMBER)
case("dangerous", "zip-gzip-member", archive(("data.pkl.gz", gzip.compress(CODE, mtime=0))), "zip", **MEMBER)

# ---- npy ----


def npy(header, data=b"", version=(1, 0), length=None):
    text = header.encode("latin-1")
    size = struct.pack("<H" if version[0] == 1 else "<I", len(text) if length is None else length)
    return b"\x93NUMPY" + bytes(version) + size + text + data


def header(descr="'<f8'", fortran="False", shape="(2,)", tail="}\n"):
    return "{'descr': %s, 'fortran_order': %s, 'shape': %s, %s" % (descr, fortran, shape, tail)


case("safe", "npy", npy(header(), bytes(16)), "npy", loaders=["numpy"], allow=["compile"])
case("safe", "npy-version-2", npy(header(), bytes(16), (2, 0)), "npy", loaders=["numpy"], allow=["compile"])
case("safe", "npy-version-3", npy(header(), bytes(16), (3, 0)), "npy", loaders=["numpy"], allow=["compile"])
case("safe", "npy-structured", npy(header("[('a', '<f8'), ('b', '<i8')]"), bytes(32)), "npy", loaders=["numpy"], allow=["compile"])
case("safe", "npy-objects", npy(header("'|O'", shape="(1,)"), objects([1])), "npy", loaders=["numpy"], allow=["compile"])
case("safe", "npy-named-dat", npy(header(), bytes(16)), "dat", loaders=["numpy"], allow=["compile"])
case("dangerous", "npy-objects", npy(header("'|O'", shape="(1,)"), objects([Call(Name("os", "system"), "true")])), "npy", fires=["numpy"], rule="S30", **PLACE)
case("dangerous", "npy-objects-named-dat", npy(header("'|O'", shape="(1,)"), CODE), "dat", fires=["numpy"], rule="S30", **PLACE)
case("dangerous", "npy-objects-int-hex", npy(header("'|O'", shape="(1,)"), b"I0x10\n0" + CODE), "npy", fires=["numpy"], rule="S26k", **PLACE)
case("malformed", "npy-objects-no-array", npy(header("'|O'", shape="(1,)"), GOOD), "npy", code="array.malformed")
case("unlisted", "npy-header-call", npy(header("__import__('os').system('true')"), bytes(16)), "npy", code="call.unlisted", rule="S30")
case("unlisted", "npy-header-name", npy(header("float"), bytes(16)), "npy", code="call.unlisted", rule="S30")
case("malformed", "npy-header-extra-key", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'evil': 1}\n", bytes(16)), "npy")
case("malformed", "npy-header-missing-key", npy("{'descr': '<f8', 'shape': (2,)}\n", bytes(16)), "npy")
case("malformed", "npy-header-list-shape", npy(header(shape="[2]"), bytes(16)), "npy")
case("malformed", "npy-header-negative", npy(header(shape="(-2,)"), bytes(16)), "npy")
case("malformed", "npy-header-cut", npy(header(), b"", length=4000), "npy", rule="S30")
case("malformed", "npy-header-big", npy(header(tail="}" + " " * 70000 + "\n"), bytes(16), (2, 0)), "npy", rule="S30d")
case("malformed", "npy-version-9", npy(header(), bytes(16), (9, 0)), "npy")
case("malformed", "npy-data-short", npy(header(), bytes(8)), "npy", code="stream.truncated")
case("malformed", "npy-data-long", npy(header(), bytes(24) + b"x"), "npy", code="stream.trailing")
case("malformed", "npy-descr-unknown", npy(header("'<q9'"), bytes(16)), "npy")
case("malformed", "npy-shape-wraps", npy(header(shape="(4294967296, 4294967296)"), b""), "npy") if False else None
case("limit", "npy-shape-huge", npy(header(shape="(1099511627776, 1024)"), b""), "npy", code="limit.elements")
case("safe", "npz", archive(("a.npy", npy(header(), bytes(16))), ("b.npy", npy(header(), bytes(16)))), "npz", loaders=["numpy"], allow=["compile"])
case("dangerous", "npz-objects", archive(("a.npy", npy(header("'|O'", shape="(1,)"), CODE))), "npz", rule="S30", **MEMBER)
case("dangerous", "npz-pickle-member", archive(("a.npy", CODE)), "npz", rule="S30", **MEMBER)
case("dangerous", "npz-pickle-beside", archive(("a.npy", npy(header(), bytes(16))), ("b.txt", CODE)), "npz", rule="S30", **MEMBER)

# ---- tar ----


def tar(*members, mode="w:"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=tarfile.USTAR_FORMAT) as t:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            else:
                info.size = len(data)
            t.addfile(info, io.BytesIO(data or b""))
    return out.getvalue()[:4096] if len(members) < 3 else out.getvalue()


case("safe", "tar", tar(("data.pkl", GOOD)), "tar", loaders=[])
case("dangerous", "tar", tar(("data.pkl", CODE)), "tar", rule="S36", **MEMBER)
case("dangerous", "tar-gz", gzip.compress(tar(("data.pkl", CODE)), mtime=0), "tar.gz", rule="S36", **MEMBER)
case("malformed", "tar-symlink", tar(("data.pkl", None), ("b.pkl", GOOD)), "tar")
case("malformed", "tar-parent", tar(("../data.pkl", GOOD)), "tar", code="container.inconsistent")
case("dangerous", "tar-parent", tar(("../data.pkl", CODE)), "tar", **MEMBER)

# ---- names that lie ----
for slug, ext in {"text": "txt", "none": "", "upper": "PKL", "safetensors": "safetensors", "model": "model", "p": "p", "json": "json"}.items():
    case("dangerous", f"named-{slug}", CODE, ext or "bin", rule="S34", fires=["pickle", "joblib"], **PLACE)
case("malformed", "empty", b"", code="artifact.empty")
case("malformed", "lfs-pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", code="stream.lfs-pointer")
case("malformed", "html", b"<!DOCTYPE html><html></html>", code="artifact.unrecognised")
