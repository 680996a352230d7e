/**
 * What a file is, by its first bytes and never by its name. The prefixes are those by which joblib, numpy and Python's
 * own modules choose a decoder; formats that nobody here reads are told by name, so that they are `unsupported` and
 * not called broken. What `numpy.load` would make of the same bytes is told apart (`numpyDispatch`).
 */

/** Everything that first bytes are known for; `pickle` is also what nothing else is. */
export type Container =
  | "pickle"
  | "zlib"
  | "gzip"
  | "bz2"
  | "xz"
  | "lzma"
  | "lz4"
  | "zstd"
  | "zfile"
  | "zip"
  | "npy"
  | "tar"
  | "7z"
  | "rar"
  | "hdf5"
  | "gguf"
  | "safetensors"
  | "lfs-pointer";

const ASCII = (text: string): readonly number[] => Array.from(text, (c) => c.charCodeAt(0));

const PREFIXES: readonly (readonly [Container, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["bz2", ASCII("BZh")],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["lz4", [0x04, 0x22, 0x4d, 0x18]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["zfile", ASCII("ZF")],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["npy", [0x93, ...ASCII("NUMPY")]],
  ["7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["rar", ASCII("Rar!\x1a\x07")],
  ["hdf5", [0x89, ...ASCII("HDF\r\n\x1a\n")]],
  ["gguf", [...ASCII("GGUF"), 0x03, 0x00, 0x00, 0x00]],
  ["gguf", [...ASCII("GGUF"), 0x02, 0x00, 0x00, 0x00]],
  ["lfs-pointer", ASCII("version https://git-lfs.github.com/spec/")],
];

/** Bytes that `detect` wants to see. */
export const DETECT_BYTES = 512;
const TAR_MAGIC = 257;

const startsWith = (bytes: Uint8Array, prefix: readonly number[], at = 0): boolean => prefix.every((b, i) => bytes[at + i] === b);

/** zlib's two header bytes: deflate, a window of at most 32 KB, and the check that makes them a multiple of 31. */
const isZlib = (bytes: Uint8Array): boolean => bytes[0] === 0x78 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;

/**
 * LZMA alone has no magic. joblib goes by the properties that everybody uses and a zero byte; no pickle begins so: `]`
 * and then no opcode.
 */
const isLzma = (bytes: Uint8Array): boolean => startsWith(bytes, [0x5d, 0x00]);

/** What may follow the bracket that a JSON object begins with: a key, a blank, the end. */
const IN_OBJECT = new Set(ASCII('"} \t\r\n'));

/** safetensors: the length of a JSON object, then the object. */
const isSafetensors = (bytes: Uint8Array): boolean =>
  startsWith(bytes, [0, 0, 0, 0, 0x7b], 4) && IN_OBJECT.has(bytes[9] ?? 0) && bytes.subarray(0, 4).some((byte) => byte > 0);

/** tar: the magic, and a header whose checksum is right, as Python's tarfile wants it. Text in a pickle has none. */
function isTar(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, ASCII("ustar"), TAR_MAGIC) || bytes.length < DETECT_BYTES) return false;
  let sum = 0;
  for (let i = 0; i < DETECT_BYTES; i++) sum += i >= 148 && i < 156 ? 0x20 : (bytes[i] ?? 0);
  const stored = /^[ 0]*([0-7]{1,7})[ \0]/.exec(String.fromCharCode(...bytes.subarray(148, 156)));
  return stored !== null && Number.parseInt(stored[1] ?? "", 8) === sum;
}

/** The container that the first bytes tell; `pickle` when they tell none. */
export function detect(bytes: Uint8Array): Container {
  for (const [container, prefix] of PREFIXES) if (startsWith(bytes, prefix)) return container;
  if (isLzma(bytes)) return "lzma";
  if (isZlib(bytes)) return "zlib";
  if (isSafetensors(bytes)) return "safetensors";
  return isTar(bytes) ? "tar" : "pickle";
}

/** What `numpy.load(allow_pickle=True)` makes of these first bytes. */
export function numpyDispatch(bytes: Uint8Array): "zip" | "npy" | "pickle" {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) return "zip";
  return startsWith(bytes, [0x93, ...ASCII("NUMPY")]) ? "npy" : "pickle";
}
