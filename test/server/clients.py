"""Asks a service with the clients that people have: `clients.py ADDRESS`. What each got is printed as JSON; it ends with 1 where one cannot read an answer."""

import asyncio
import json
import sys

import numpy as np
import pandas as pd
import tritonclient.http as triton
from kserve import InferInput, InferRequest, InferenceRESTClient, RESTConfig
from mlflow.pyfunc.scoring_server.client import ScoringServerClient

ADDRESS = sys.argv[1]
HOST = ADDRESS.removeprefix("http://")
ROWS = np.array([[0.4, -0.6, 2.9], [1.5, 0.25, -3.0]])
TEXTS = np.array(["a good one", "ünicode bad"], dtype=object)
COLUMNS = ["MKT", "SMB", "HML"]
told = {}


def tensor(data, datatype, binary):
    one = triton.InferInput("X", list(data.shape), datatype)
    one.set_data_from_numpy(data, binary_data=binary)
    return one


def with_triton():
    client = triton.InferenceServerClient(HOST)
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("model")
    told["triton metadata"] = client.get_model_metadata("model")["inputs"]
    told["triton index"] = sorted(one["name"] for one in client.get_model_repository_index())
    for binary in (True, False):
        for packed in (None, "gzip", "deflate"):
            outputs = [triton.InferRequestedOutput("predict", binary_data=binary)]
            answer = client.infer(
                "model",
                [tensor(ROWS, "FP64", binary)],
                outputs=outputs,
                request_compression_algorithm=packed,
                response_compression_algorithm=packed,
            )
            told[f"triton {binary} {packed}"] = answer.as_numpy("predict").tolist()
    told["triton FP32"] = client.infer("model", [tensor(ROWS.astype(np.float32), "FP32", True)]).as_numpy("predict").tolist()
    for binary in (True, False):
        answer = client.infer("labels", [tensor(ROWS, "FP64", binary)], outputs=[triton.InferRequestedOutput("predict", binary_data=binary)])
        # Bytes in one form, texts in the other: so does every server of the protocol.
        told[f"triton labels {binary}"] = [one.decode() if isinstance(one, bytes) else one for one in answer.as_numpy("predict").ravel()]
        answer = client.infer("texts", [tensor(TEXTS, "BYTES", binary)], outputs=[triton.InferRequestedOutput("predict", binary_data=binary)])
        told[f"triton texts {binary}"] = answer.as_numpy("predict").tolist()
    try:
        client.infer("none", [tensor(ROWS, "FP64", True)])
        told["triton none"] = "answered"
    except triton.InferenceServerException as error:
        told["triton none"] = [error.status(), "no model" in error.message()]


async def with_kserve():
    client = InferenceRESTClient(RESTConfig(protocol="v2", retries=0))
    assert await client.is_server_live(ADDRESS) and await client.is_server_ready(ADDRESS) and await client.is_model_ready(ADDRESS, "model")
    for binary in (True, False):
        one = InferInput("X", list(ROWS.shape), "FP64")
        one.set_data_from_numpy(ROWS, binary_data=binary)
        answer = await client.infer(ADDRESS, InferRequest(model_name="model", infer_inputs=[one]), model_name="model")
        told[f"kserve {binary}"] = answer.outputs[0].as_numpy().tolist()


def with_mlflow():
    host, port = HOST.split(":")
    client = ScoringServerClient(host, port)
    client.ping()
    told["mlflow version"] = client.get_version() != ""
    frame = pd.DataFrame(ROWS, columns=COLUMNS)
    # One model is asked of a server by this client: `model` is the only one of the second service.
    for name, data in {"frame": frame, "array": ROWS, "list": ROWS.tolist()}.items():
        told[f"mlflow {name}"] = client.invoke(data)["predictions"]


if len(sys.argv) > 2 and sys.argv[2] == "mlflow":
    with_mlflow()
else:
    with_triton()
    asyncio.run(with_kserve())
print(json.dumps(told))
