/** The frame of a neutral document: everything before the root's text, which the guest writes, and what follows. */

const FORMAT_VERSION = 1;
const SCHEMA_ID = "https://cornichon.dev/schema/neutral-1.json";

export interface DocumentSource {
  /** Base name of the artifact, never a path. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly kind: string;
  readonly encodings: readonly string[];
  readonly protocol: number | null;
  /** Unlisted classes stand in the document as `$type: "unlisted"`. */
  readonly placeholders?: boolean;
  /** `upgrade` where the root stands as today's versions would have stored it; absent where it is as stored. */
  readonly view?: "upgrade";
}

/** The text before the root. Metadata given by the user keeps its own spelling of numbers. */
export function documentHeader(source: DocumentSource, metadata: Readonly<Record<string, unknown>>): string {
  const head = { $schema: SCHEMA_ID, format: "cornichon", formatVersion: FORMAT_VERSION, source, metadata };
  return `${JSON.stringify(head).slice(0, -1)},"root":`;
}

export const DOCUMENT_END = "}\n";

/** dtypes that safetensors has a name for; every other array is stored as raw bytes. */
const SAFETENSORS: Readonly<Record<string, string>> = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint64: "U64",
  uint32: "U32",
  uint16: "U16",
  uint8: "U8",
  bool: "BOOL",
  bfloat16: "BF16",
  float8_e4m3fn: "F8_E4M3",
  float8_e5m2: "F8_E5M2",
};

/** An array of a sidecar: its bytes follow the header in this order. */
export interface SidecarTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: number;
}

/** The header of a safetensors file: 8 bytes of length, then JSON. Tensors are named by their position. */
export function safetensorsHeader(tensors: readonly SidecarTensor[]): Uint8Array {
  const entries: Record<string, object> = {};
  let at = 0;
  tensors.forEach((tensor, i) => {
    const dtype = SAFETENSORS[tensor.dtype];
    entries[`t${i}`] = {
      dtype: dtype ?? "U8",
      shape: dtype === undefined ? [tensor.bytes] : tensor.shape,
      data_offsets: [at, at + tensor.bytes],
    };
    at += tensor.bytes;
  });
  const json = Buffer.from(`{${tensors.map((_, i) => `${JSON.stringify(String(i))}:${JSON.stringify(entries[`t${i}`])}`).join(",")}}`);
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, 32)]);
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([head, padded]);
}
