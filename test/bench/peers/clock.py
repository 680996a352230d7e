"""Clocks one job in a Python of its own, imports not counted: `clock.py JOB PATH [OUT]` prints {"cpu", "wall"} in seconds."""
import bz2, gzip, hashlib, json, lzma, pickle, shutil, sys, time


def load(path):
    with open(path, "rb") as file:
        return pickle.load(file)


def to_json(path, out):
    with open(path, "rb") as file, open(out, "w") as text:
        text.write(json.dumps(pickle.load(file)))


def joblib_and_hash(path):
    with open(path, "rb") as file:
        digest = hashlib.sha256()
        while piece := file.read(1 << 20):
            digest.update(piece)
    return joblib.load(path), digest.hexdigest()


def joblib_and_save(path, out):
    numpy.save(out, joblib.load(path))


def decode(opened):
    while opened.read(1 << 20):
        pass


JOBS = {
    "load": load,
    "load-model": load,
    "to-json": to_json,
    "joblib": lambda path: joblib.load(path),
    "joblib-and-hash": joblib_and_hash,
    "joblib-and-save": joblib_and_save,
    "copy": shutil.copyfile,
    "floats-to-json": lambda array: json.dumps(array.tolist()),
    "bz2": lambda path: decode(bz2.open(path)),
    "xz": lambda path: decode(lzma.open(path)),
    "lzma": lambda path: decode(lzma.open(path)),
    "gzip": lambda path: decode(gzip.open(path)),
    "lz4": lambda path: decode(lz4.frame.open(path)),
}

job, arguments = sys.argv[1], sys.argv[2:]
if job.startswith("joblib"):
    import joblib, numpy
if job == "lz4":
    import lz4.frame
if job == "floats-to-json":
    import numpy
    arguments = [numpy.load(arguments[0])]
if job in ("load-model", "joblib"):
    import sklearn.ensemble  # what a file names is imported before
wall, cpu = time.perf_counter(), time.process_time()
kept = JOBS[job](*arguments)
print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}))
