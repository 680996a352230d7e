"""ONNX's official message types, as protobuf's compiler describes them: test/support/onnx-ml.json.

usage: python scripts/targets/onnx_descriptor.py > test/support/onnx-ml.json      (npm run onnx:descriptor)

To be run with the onnx of python-env.txt installed (npm run python-env). The descriptor is onnx/onnx-ml.proto of the onnx
project, compiled by them and without comments; tests decode by it what our own writer wrote.
"""
import base64
import json

import onnx
from onnx import onnx_ml_pb2

print(
    json.dumps(
        {
            "file": onnx_ml_pb2.DESCRIPTOR.name,
            "source": "https://github.com/onnx/onnx",
            "version": onnx.__version__,
            "licence": "Apache-2.0, Copyright (c) ONNX Project Contributors",
            "descriptor": base64.b64encode(onnx_ml_pb2.DESCRIPTOR.serialized_pb).decode("ascii"),
        },
        indent=2,
    )
)
