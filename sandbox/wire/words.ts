/**
 * The words that a guest may say where a report has a closed list: formats, readings, options. The host refuses any other
 * (`src/host/validate.ts`), so a guest that fell can put no sentence there.
 */

/** What an artifact, a member, a layer or an array may be called. */
export const FORMATS = [
  "pickle",
  "joblib",
  "numpy",
  "npy",
  "npz",
  "torch",
  "zip",
  "tar",
  "zlib",
  "gzip",
  "bz2",
  "xz",
  "lzma",
  "lz4",
  "zfile",
  "deflate",
  "stored",
  "zstd",
  "7z",
  "rar",
  "hdf5",
  "gguf",
  "keras",
  "onnx",
  "safetensors",
  "skops",
  "lfs-pointer",
  "unknown",
] as const;

export type Format = (typeof FORMATS)[number];

/** How a loader reads a stream: joblib from 1.2 on, before, or Python alone. */
export const READINGS = ["joblib", "joblib-old", "pickle"] as const;

export type Reading = (typeof READINGS)[number];

/** Options that a finding may name; empty where none helps. */
export const OPTIONS = [
  "",
  "--max-bytes",
  "--max-decoded",
  "--max-ratio",
  "--max-memory",
  "--max-opcodes",
  "--max-nodes",
  "--max-memo",
  "--max-depth",
  "--max-digits",
  "--max-elements",
  "--max-members",
  "--max-streams",
  "--max-containers",
  "--max-output",
  "--max-output-ratio",
  "--timeout",
  "--py2-strings bytes",
  "--allow",
  "--family",
] as const;

export type OptionName = (typeof OPTIONS)[number];

/** How texts of Python 2 are read. */
export const TEXT_ENCODINGS = ["latin1", "utf8", "bytes"] as const;

export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** Loaders of skops, of all its versions: what a finding may name for the node that it is about. */
export const SKOPS_LOADERS = [
  "BytearrayNode",
  "BytesNode",
  "CachedNode",
  "ConstructorFromReduceNode",
  "DTypeNode",
  "DefaultDictNode",
  "DictNode",
  "FunctionNode",
  "JsonNode",
  "ListNode",
  "LossNode",
  "MaskedArrayNode",
  "MethodNode",
  "NdArrayNode",
  "ObjectNode",
  "OperatorFuncNode",
  "PartialNode",
  "RandomGeneratorNode",
  "RandomStateNode",
  "SGDNode",
  "SetNode",
  "SliceNode",
  "SparseMatrixNode",
  "TreeNode",
  "TupleNode",
  "TypeNode",
] as const;

export type SkopsLoader = (typeof SKOPS_LOADERS)[number];
