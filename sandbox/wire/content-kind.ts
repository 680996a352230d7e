/** What a file may be that is no artifact: words of a closed list. How they are found: `container/content-kind.ts`. */

/** The kinds that are counted. `text` and `binary` are what nothing else is. */
export const CONTENT_KINDS = [
  "empty",
  "archive",
  "arrow",
  "audio",
  "bytecode",
  "cornichon",
  "executable",
  "font",
  "gguf",
  "git",
  "hdf5",
  "html",
  "image",
  "json",
  "lfs-pointer",
  "onnx",
  "parquet",
  "pdf",
  "safetensors",
  "sqlite",
  "video",
  "wasm",
  "xml",
  "text",
  "binary",
] as const;

export type ContentKind = (typeof CONTENT_KINDS)[number];
