"""Makes one input of the benchmark: `make.py NAME PATH`. What needs no Python is made by pickles.ts."""
import bz2, lzma, os, pickle, random, struct, sys, zipfile, zlib

MB = 1_000_000


def dump(value, path):
    with open(path, "wb") as file:
        pickle.dump(value, file, protocol=4)


def dicts(count):
    return [{"id": i, "name": "name%d" % i, "score": i * 0.5} for i in range(count)]


def rows(path):
    import joblib
    joblib.dump(dicts(1_000_000), path)


def forest(path, **options):
    """100 trees of 4,500 leaves: 55 MB."""
    import joblib, numpy
    from sklearn.ensemble import RandomForestRegressor
    rng = numpy.random.RandomState(0)
    X = rng.normal(size=(6000, 8))
    model = RandomForestRegressor(100, random_state=0, n_jobs=2).fit(X, X[:, 0] + numpy.sin(3 * X[:, 1]) + rng.normal(size=6000))
    if path.endswith(".pkl"):
        dump(model, path)
    else:
        joblib.dump(model, path, **options)


def values(count):
    """Doubles with three decimals, none of them the next one's copy."""
    import numpy
    return numpy.random.RandomState(1).normal(size=count).round(3)


def array(path, size, **options):
    import joblib
    joblib.dump(values(size // 8), path, **options)


def decoded(path, kind):
    """What joblib writes with this codec, 32 MB when decoded."""
    array(path, 32 * MB, compress=(kind, 3))


def floats_npy(path):
    import numpy
    with open(path, "wb") as file:
        numpy.save(file, numpy.random.RandomState(2).normal(size=2_000_000))


def tiny(path, count=500):
    """Small models of eight kinds, each fitted to rows of its own, as pickle, joblib and compressed joblib."""
    import joblib, numpy, warnings
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.naive_bayes import GaussianNB
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler
    from sklearn.tree import DecisionTreeRegressor
    warnings.simplefilter("ignore")
    rng = numpy.random.RandomState(3)
    kinds = [Ridge, StandardScaler, lambda: make_pipeline(StandardScaler(), Ridge()), LogisticRegression, GaussianNB, MinMaxScaler,
             lambda: DecisionTreeRegressor(max_depth=3), lambda: PCA(2)]
    os.makedirs(path)
    for i in range(count):
        X = rng.normal(size=(30, 3))
        y = (X[:, 0] > 0).astype(int)
        model = kinds[i % len(kinds)]().fit(X, y)
        if i % 3 == 0:
            dump(model, "%s/m%04d.pkl" % (path, i))
        else:
            joblib.dump(model, "%s/m%04d.joblib" % (path, i), compress=0 if i % 3 == 1 else 3)


def short(text):
    return b"\x8c" + bytes([len(text)]) + text


def bomb(path, kind):
    """A pickle of 1 GiB of zeros."""
    size, zeros = 1 << 30, bytes(1 << 20)
    head = b"\x80\x04\x8e" + struct.pack("<Q", size)
    coder = {
        "z": lambda: zlib.compressobj(9),
        "gz": lambda: zlib.compressobj(9, zlib.DEFLATED, 31),
        "bz2": lambda: bz2.BZ2Compressor(9),
        "xz": lambda: lzma.LZMACompressor(lzma.FORMAT_XZ, preset=0),
        "lzma": lambda: lzma.LZMACompressor(lzma.FORMAT_ALONE, preset=0),
        "lz4": lz4_coder,
    }[kind]()
    with open(path, "wb") as file:
        file.write(coder.compress(head))
        for _ in range(size >> 20):
            file.write(coder.compress(zeros))
        file.write(coder.compress(b".") + coder.flush())


def lz4_coder():
    import lz4.frame
    class Coder(lz4.frame.LZ4FrameCompressor):
        def compress(self, data):
            begun = b"" if self.started() else self.begin()
            return begun + super().compress(data)
    return Coder()


def archive(path, kind, dtype, size, piece):
    head = b"\x93NUMPY\x01\x00v\x00" + ("{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }" % (dtype, size // int(dtype[2:]))).encode().ljust(117) + b"\n"
    with zipfile.ZipFile(path, "w", kind) as file, file.open("a.npy", "w", force_zip64=True) as member:
        member.write(head)
        for _ in range(size // len(piece)):
            member.write(piece)


def npz(path, kind):
    archive(path, kind, "<f8", 200 * MB, values(125_000).tobytes())


def npy(path):
    import numpy
    with open(path, "wb") as file:
        numpy.save(file, values(25 * MB))


MADE = {
    "dicts.pkl": lambda path: dump(dicts(1_000_000), path),
    "floats.pkl": lambda path: dump([random.random() for _ in range(3_000_000)], path),
    "ints.pkl": lambda path: dump([(1 << 38) + i * 7919 for i in range(5_000_000)], path),
    "strings.pkl": lambda path: dump(["text number %d" % i for i in range(2_000_000)], path),
    "dicts.joblib": rows,
    "forest.pkl": forest,
    "forest.joblib": forest,
    "forest.z.joblib": lambda path: forest(path, compress=3),
    "array.pkl": lambda path: dump(values(25 * MB), path),
    "array.joblib": lambda path: array(path, 200 * MB),
    "array.z.joblib": lambda path: array(path, 200 * MB, compress=3),
    "array.gz.joblib": lambda path: array(path, 200 * MB, compress=("gzip", 3)),
    "array.bz2.joblib": lambda path: array(path, 200 * MB, compress=("bz2", 1)),
    "array.xz.joblib": lambda path: array(path, 200 * MB, compress=("xz", 0)),
    "array.lzma.joblib": lambda path: array(path, 200 * MB, compress=("lzma", 0)),
    "array.lz4.joblib": lambda path: array(path, 200 * MB, compress=("lz4", 0)),
    "array.npy": npy,
    "array.npz": lambda path: npz(path, zipfile.ZIP_STORED),
    "array.deflated.npz": lambda path: npz(path, zipfile.ZIP_DEFLATED),
    "floats.npy": floats_npy,
    "tiny500": tiny,
    "bomb.npz": lambda path: archive(path, zipfile.ZIP_DEFLATED, "|u1", 1 << 30, bytes(1 << 20)),
}
MADE |= {"decoded." + kind: (lambda path, kind=kind: decoded(path, kind)) for kind in ("bz2", "xz", "lzma", "gzip", "lz4")}
MADE |= {"bomb." + kind: (lambda path, kind=kind: bomb(path, kind)) for kind in ("z", "gz", "bz2", "xz", "lzma", "lz4")}

random.seed(1)
MADE[sys.argv[1]](sys.argv[2])
