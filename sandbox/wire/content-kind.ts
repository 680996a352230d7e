/**
 * What a file is that is no artifact, by its first bytes: for counting what a walk skips, for the words about a file that
 * somebody named by mistake, and for names that lie (`photo.pkl`). Nothing is decided by it alone: whatever its kind, a
 * file is looked at as a pickle first (`judge/met.ts`), since most of these formats begin with opcodes.
 */

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

/** Bytes that are looked at. */
export const KIND_BYTES = 512;

const ASCII = (text: string): readonly number[] => Array.from(text, (c) => c.charCodeAt(0));

/** Kind, the bytes, and where they stand. */
const MAGICS: readonly (readonly [ContentKind, readonly number[], number])[] = [
  ["image", [0x89, ...ASCII("PNG\r\n\x1a\n")], 0],
  ["image", [0xff, 0xd8, 0xff], 0],
  ["image", ASCII("GIF87a"), 0],
  ["image", ASCII("GIF89a"), 0],
  ["image", ASCII("WEBP"), 8],
  ["image", ASCII("II*\0"), 0],
  ["image", ASCII("MM\0*"), 0],
  ["image", [0, 0, 1, 0], 0],
  ["image", ASCII("8BPS"), 0],
  ["audio", ASCII("WAVE"), 8],
  ["audio", ASCII("ID3"), 0],
  ["audio", ASCII("OggS"), 0],
  ["audio", ASCII("fLaC"), 0],
  ["video", ASCII("ftyp"), 4],
  ["video", ASCII("AVI "), 8],
  ["video", [0x1a, 0x45, 0xdf, 0xa3], 0],
  ["font", ASCII("wOFF"), 0],
  ["font", ASCII("wOF2"), 0],
  ["font", ASCII("OTTO\0"), 0],
  ["font", [0, 1, 0, 0, 0], 0],
  ["pdf", ASCII("%PDF-"), 0],
  ["executable", [0x7f, ...ASCII("ELF")], 0],
  ["executable", [0xcf, 0xfa, 0xed, 0xfe], 0],
  ["executable", [0xca, 0xfe, 0xba, 0xbe], 0],
  ["executable", ASCII("!<arch>\n"), 0],
  ["wasm", ASCII("\0asm"), 0],
  ["parquet", ASCII("PAR1"), 0],
  ["arrow", ASCII("ARROW1"), 0],
  ["hdf5", [0x89, ...ASCII("HDF\r\n\x1a\n")], 0],
  ["gguf", ASCII("GGUF"), 0],
  ["sqlite", ASCII("SQLite format 3\0"), 0],
  ["git", ASCII("PACK\0\0\0"), 0],
  ["git", ASCII("DIRC\0\0\0"), 0],
  ["git", [0xff, ...ASCII("tOc")], 0],
  ["lfs-pointer", ASCII("version https://git-lfs.github.com/spec/"), 0],
  ["archive", ASCII("7z\xbc\xaf\x27\x1c"), 0],
  ["archive", ASCII("Rar!\x1a\x07"), 0],
  ["archive", [0x28, 0xb5, 0x2f, 0xfd], 0],
  ["archive", [0x1f, 0x8b], 0],
  ["archive", ASCII("BZh"), 0],
  ["archive", [0xfd, ...ASCII("7zXZ\0")], 0],
  ["archive", ASCII("PK\x03\x04"), 0],
  ["archive", ASCII("PK\x05\x06"), 0],
  ["archive", [0x04, 0x22, 0x4d, 0x18], 0],
  ["archive", ASCII("ZF"), 0],
  ["archive", ASCII("ustar"), 257],
];

const hasAt = (bytes: Uint8Array, magic: readonly number[], at: number): boolean => magic.every((b, i) => bytes[at + i] === b);

/** Python's own: two bytes of a version, CR LF, and flags of which the upper bytes are zero (a time before 3.7). */
const isBytecode = (bytes: Uint8Array): boolean => bytes[2] === 13 && bytes[3] === 10 && (bytes[1] ?? 0xff) <= 0x0d && bytes.length >= 12;

/** A ModelProto begins with its ir_version, and a producer, an opset or a graph follows. */
const isOnnx = (bytes: Uint8Array): boolean =>
  bytes[0] === 8 && (bytes[1] ?? 0) > 2 && (bytes[1] ?? 99) < 16 && [0x12, 0x1a, 0x22, 0x3a, 0x42].includes(bytes[2] ?? 0);

/** zlib has no magic: deflate, and two bytes that are a multiple of 31. */
const isZlib = (bytes: Uint8Array): boolean => bytes[0] === 0x78 && ((0x78 << 8) | (bytes[1] ?? 0)) % 31 === 0;

const IN_OBJECT = new Set(ASCII('"} \t\r\n'));

/** The length of a JSON object, then the object. */
const isSafetensors = (bytes: Uint8Array): boolean => hasAt(bytes, [0, 0, 0, 0, 0x7b], 4) && IN_OBJECT.has(bytes[9] ?? 0);

/** True for a text: no control characters that texts do not have. */
function isText(bytes: Uint8Array): boolean {
  if (hasAt(bytes, [0xff, 0xfe], 0) || hasAt(bytes, [0xfe, 0xff], 0)) return true;
  return bytes.every((b) => b >= 32 || (b >= 8 && b <= 13) || b === 27);
}

function textKind(bytes: Uint8Array): ContentKind {
  const start = String.fromCharCode(...bytes.subarray(0, KIND_BYTES))
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart();
  if (/^(?:<!doctype html|<html|<head|<body)\b/i.test(start)) return "html";
  if (start.startsWith("<?xml") || start.startsWith("<svg")) return start.includes("<svg") ? "image" : "xml";
  if (!/^[[{]\s*(?:["\]}[{\d-]|true|false|null|NaN)/.test(start)) return "text";
  return /"format"\s*:\s*"cornichon"/.test(start) ? "cornichon" : "json";
}

/** The other format whose magic the bytes begin with, null for a plain text and for what nobody knows. */
export function otherFormat(bytes: Uint8Array): ContentKind | null {
  for (const [kind, magic, at] of MAGICS) if (hasAt(bytes, magic, at)) return kind;
  if (isBytecode(bytes)) return "bytecode";
  if (isOnnx(bytes)) return "onnx";
  if (isSafetensors(bytes)) return "safetensors";
  if (isZlib(bytes)) return "archive";
  const kind = isText(bytes) ? textKind(bytes) : "text";
  return kind === "text" ? null : kind;
}

/** The kind of a file that is no artifact, by at least its first `KIND_BYTES` bytes. */
export function contentKind(bytes: Uint8Array): ContentKind {
  if (bytes.length === 0) return "empty";
  const first = bytes.subarray(0, KIND_BYTES);
  return otherFormat(first) ?? (isText(first) ? "text" : "binary");
}
