"""Dumps pickles of our own as skops files: `dump.py <folder of pickles> <folder to write>`. Prints what skops cannot, as JSON."""
import json
import pathlib
import pickle
import sys
import warnings

import skops.io

warnings.simplefilter("ignore")
source, target = map(pathlib.Path, sys.argv[1:])
refused = {}
for path in sorted(source.glob("*.pkl")):
    try:
        skops.io.dump(pickle.loads(path.read_bytes()), target / (path.stem + ".skops"))
    except Exception as error:
        (target / (path.stem + ".skops")).unlink(missing_ok=True)
        refused[path.stem] = repr(error)[:200]
print(json.dumps(refused))
