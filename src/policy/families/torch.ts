/**
 * torch: tensors of state dicts and checkpoints, as `torch.save` of 0.4 to 2.x writes them and its own `_weights_only_unpickler.py`
 * lets them in. Storages are values only as the persistent ids of a torch file name them. Not listed: modules (their `forward` is
 * whatever code the class has), `_rebuild_from_type_v2` and `_rebuild_wrapper_subclass` (they call what they are given),
 * `_rebuild_parameter_with_state` (it sets attributes), meta, nested and device tensors, `storage._load_from_bytes` (it
 * is torch.load).
 */
import { called, type Family } from "../rows.js";

const rebuild = (name: string, check: string) => ({ path: `torch._utils.${name}`, at: "torch._utils", check });

export const TORCH: Family = {
  family: "torch",
  doc: "Tensors, parameters, sizes, devices and dtypes of PyTorch's files; storages by the persistent ids of such a file.",
  classes: [called("torch.Size", "torch", "torch-size"), called("torch.device", "torch", "torch-device")],
  calls: [
    rebuild("_rebuild_tensor", "torch-tensor"),
    rebuild("_rebuild_tensor_v2", "torch-tensor-v2"),
    rebuild("_rebuild_tensor_v3", "torch-tensor-v3"),
    rebuild("_rebuild_parameter", "torch-parameter"),
    rebuild("_rebuild_sparse_tensor", "torch-sparse"),
    rebuild("_rebuild_qtensor", "torch-quantized"),
    {
      path: "torch.serialization._get_layout",
      at: "torch.serialization",
      check: "torch-layout",
      args: { state: ["none"] },
      narrow: true,
    },
  ],
  references: [
    {
      what: "type",
      // Tensors on a GPU were saved with classes of their own until torch 2.0.
      at: "torch torch.cuda",
      public: "torch",
      names:
        "FloatStorage DoubleStorage HalfStorage BFloat16Storage LongStorage IntStorage ShortStorage CharStorage ByteStorage BoolStorage " +
        "ComplexFloatStorage ComplexDoubleStorage QInt8Storage QUInt8Storage QInt32Storage",
    },
    { what: "type", at: "torch.storage", public: "torch.storage", names: "UntypedStorage" },
    {
      what: "constant",
      at: "torch",
      public: "torch",
      names:
        "float16 float32 float64 bfloat16 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool complex32 complex64 complex128 " +
        "float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu qint8 quint8 qint32 " +
        "per_tensor_affine per_channel_affine per_channel_affine_float_qparams preserve_format contiguous_format channels_last channels_last_3d",
    },
  ],
};
