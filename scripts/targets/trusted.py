"""What skops trusts without being told: src/targets/skops/trusted.json.

usage: .python-env/bin/python scripts/targets/trusted.py > src/targets/skops/trusted.json

By loader, as skops 0.16's nodes have it (skops/io/_trusted_types.py and each node's own list). Names are those of the sklearn and numpy
that are installed: skops makes its lists of what it finds.
"""
import json
import sys
import warnings

warnings.filterwarnings("ignore")
import skops.io._trusted_types as types
from skops.io._sklearn import ALLOWED_LOSSES
from skops.io._utils import get_type_name


def main():
    rows = {
        "ObjectNode": types.SKLEARN_ESTIMATOR_TYPE_NAMES + types.SKLEARN_INTERNAL_TYPE_NAMES,
        "TypeNode": types.PRIMITIVE_TYPE_NAMES + types.CONTAINER_TYPE_NAMES + types.NUMPY_DTYPE_TYPE_NAMES,
        "FunctionNode": types.SCIPY_UFUNC_TYPE_NAMES + types.NUMPY_UFUNC_TYPE_NAMES,
        "NdArrayNode": ["numpy.ndarray"] + types.NUMPY_DTYPE_TYPE_NAMES,
        "LossNode": [get_type_name(loss) for loss in ALLOWED_LOSSES],
        "DictNode": ["builtins.dict", "collections.OrderedDict"],
        "DefaultDictNode": ["collections.defaultdict"],
        "ListNode": ["builtins.list"],
        "TupleNode": ["builtins.tuple"],
        "SetNode": ["builtins.set"],
        "BytesNode": ["builtins.bytes"],
        "BytearrayNode": ["builtins.bytearray"],
        "MaskedArrayNode": ["numpy.ma.MaskedArray"],
        "RandomStateNode": ["numpy.random.mtrand.RandomState"],
        "RandomGeneratorNode": ["numpy.random._generator.Generator"],
    }
    lines = ["  %s: %s" % (json.dumps(name), json.dumps(" ".join(sorted(rows[name])))) for name in rows]
    sys.stdout.write("{\n%s\n}\n" % ",\n".join(lines))


main()
