/**
 * What a file is that is no artifact, by its first bytes: for counting what a walk skips, for the words about a file that
 * somebody named by mistake, and for names that lie (`photo.pkl`). Containers are those of `detect.ts`, before any other
 * magic: a tar may begin as a picture does, and safetensors as a font. Nothing is decided by a kind alone: a file is looked
 * at as a pickle first (`judge/met.ts`), since most of these formats begin with opcodes.
 */
import type { ContentKind } from "../wire/content-kind.js";
import { type Container, DETECT_BYTES, detect } from "./detect.js";

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
  ["gguf", ASCII("GGUF"), 0],
  ["sqlite", ASCII("SQLite format 3\0"), 0],
  ["git", ASCII("PACK\0\0\0"), 0],
  ["git", ASCII("DIRC\0\0\0"), 0],
  ["git", [0xff, ...ASCII("tOc")], 0],
];

const hasAt = (bytes: Uint8Array, magic: readonly number[], at: number): boolean => magic.every((b, i) => bytes[at + i] === b);

/** Python's own: two bytes of a version, CR LF, and flags of which the upper bytes are zero (a time before 3.7). */
const isBytecode = (bytes: Uint8Array): boolean => bytes[2] === 13 && bytes[3] === 10 && (bytes[1] ?? 0xff) <= 0x0d && bytes.length >= 12;

/** A ModelProto begins with its ir_version, and a producer, an opset or a graph follows. */
const isOnnx = (bytes: Uint8Array): boolean =>
  bytes[0] === 8 && (bytes[1] ?? 0) > 2 && (bytes[1] ?? 99) < 16 && [0x12, 0x1a, 0x22, 0x3a, 0x42].includes(bytes[2] ?? 0);

/** True for a text: no control characters that texts do not have. */
export function isText(bytes: Uint8Array): boolean {
  if (hasAt(bytes, [0xff, 0xfe], 0) || hasAt(bytes, [0xfe, 0xff], 0)) return true;
  return bytes.every((b) => b >= 32 || (b >= 8 && b <= 13) || b === 27);
}

function textKind(bytes: Uint8Array): ContentKind {
  const whole = String.fromCharCode(...bytes.subarray(0, DETECT_BYTES));
  const start = (whole.startsWith("\xef\xbb\xbf") ? whole.slice(3) : whole).trimStart();
  // Of an old pickle's text no expression need be asked: each is compiled anew for every artifact.
  if (!"<[{".includes(start.charAt(0))) return "text";
  if (/^(?:<!doctype html|<html|<head|<body)\b/i.test(start)) return "html";
  if (start.startsWith("<?xml") || start.startsWith("<svg")) return start.includes("<svg") ? "image" : "xml";
  if (!/^[[{]\s*(?:["\]}[{\d-]|true|false|null|NaN)/.test(start)) return "text";
  return /"format"\s*:\s*"cornichon"/.test(start) ? "cornichon" : "json";
}

/** Containers that hold no other files: what `detect` knows else is an archive or a compression. */
const OF_CONTAINERS: ReadonlyMap<Container, ContentKind> = new Map([
  ["hdf5", "hdf5"],
  ["gguf", "gguf"],
  ["safetensors", "safetensors"],
  ["lfs-pointer", "lfs-pointer"],
  ["npy", "binary"],
]);

/** The other format whose magic the bytes begin with, null for a plain text and for what nobody knows. */
export function otherFormat(bytes: Uint8Array): ContentKind | null {
  const container = detect(bytes);
  if (container !== "pickle") return OF_CONTAINERS.get(container) ?? "archive";
  for (const [kind, magic, at] of MAGICS) if (hasAt(bytes, magic, at)) return kind;
  if (isBytecode(bytes)) return "bytecode";
  if (isOnnx(bytes)) return "onnx";
  const kind = isText(bytes) ? textKind(bytes) : "text";
  return kind === "text" ? null : kind;
}

/** The kind of a file that is no artifact, by at least its first `DETECT_BYTES` bytes. */
export function contentKind(bytes: Uint8Array): ContentKind {
  if (bytes.length === 0) return "empty";
  const first = bytes.subarray(0, DETECT_BYTES);
  return otherFormat(first) ?? (isText(first) ? "text" : "binary");
}
