/**
 * The header of `.npy`, versions 1 to 3, by our own grammar. What numpy's writer makes is read; anything else is
 * malformed, and a header that holds a name or a call is `call.unlisted`.
 *
 * Refused: headers above 64 KiB (numpy itself stops at 10,000 characters unless told otherwise).
 */
import { latin1Text } from "../../bytes/latin1.js";
import { u16, u32 } from "../../bytes/little-endian.js";
import { decodeUtf8, validUtf8 } from "../../bytes/utf8.js";
import { because, type Reason } from "../../finding/because.js";
import { corrupt, cutOff } from "../fault.js";
import type { Source, SourceFault } from "../source.js";
import { type Literal, parseLiteral } from "./literal.js";

const NPY = "npy";
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const MAX_HEADER = 64 * 1024;
const MAX_DIMENSIONS = 64;

/** A dtype as headers have it: a string, fields, or a base with a shape. Its text is not yet checked. */
export type NpyDescr =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "fields"; readonly fields: readonly NpyField[] }
  | { readonly kind: "subarray"; readonly base: NpyDescr; readonly shape: readonly number[] };

/** A field of a structured dtype. */
export interface NpyField {
  readonly name: string;
  readonly title: string | null;
  readonly descr: NpyDescr;
}

/** A header that was understood. */
export interface NpyHeader {
  readonly version: 1 | 2 | 3;
  readonly descr: NpyDescr;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  readonly dataOffset: number;
}

/** A header, or why there is none. */
export type NpyStart = { readonly header: NpyHeader } | { readonly fault: SourceFault };

const wrong = (why: Reason): NpyStart => ({ fault: corrupt(NPY, why) });

/** Reads the header at the start of `source`. */
export function readNpyHeader(source: Source): NpyStart {
  const head = new Uint8Array(12);
  const got = source.read(0, 12, head, 0);
  if (got < 10) return { fault: source.fault ?? cutOff(NPY, 10 - got) };
  if (!MAGIC.every((byte, i) => head[i] === byte)) return wrong("npy.header");
  const version = head[6];
  if ((version !== 1 && version !== 2 && version !== 3) || head[7] !== 0)
    return wrong(because("data.version", { version: `${version ?? 0}.${head[7] ?? 0}` }));
  const start = version === 1 ? 10 : 12;
  if (got < start) return { fault: source.fault ?? cutOff(NPY, start - got) };
  const length = version === 1 ? u16(head, 8) : u32(head, 8);
  if (length > MAX_HEADER) return wrong("npy.long-header");
  const bytes = new Uint8Array(length);
  const read = source.read(start, length, bytes, 0);
  if (read < length) return { fault: source.fault ?? cutOff(NPY, length - read) };
  if (version === 3 && !validUtf8(bytes, 0, length)) return wrong("npy.utf8");
  const text = version === 3 ? decodeUtf8(bytes, 0, length) : latin1Text(bytes, 0, length);
  return interpret(text, version, start + length);
}

function interpret(text: string, version: 1 | 2 | 3, dataOffset: number): NpyStart {
  const parsed = parseLiteral(text);
  if ("why" in parsed)
    return parsed.code ? { fault: { code: "call.unlisted", args: { container: NPY, why: parsed.why } } } : wrong(parsed.why);
  const { value } = parsed;
  if (value.kind !== "dict") return wrong("npy.dict");
  const descr = entry(value.items, "descr");
  const order = entry(value.items, "fortran_order");
  const shape = shapeOf(entry(value.items, "shape"));
  if (value.items.length !== 6 || descr === null || order === null || shape === null) return wrong("npy.keys");
  if (order.kind !== "boolean") return wrong("npy.order");
  if (shape === "bad") return wrong("npy.shape");
  const type = descrOf(descr);
  return type === null ? wrong("npy.descr") : { header: { version, descr: type, fortran: order.value, shape, dataOffset } };
}

/** The value of a key that stands there exactly once. */
function entry(items: readonly Literal[], key: string): Literal | null {
  let found: Literal | null = null;
  for (let i = 0; i + 1 < items.length; i += 2) {
    const name = items[i];
    if (name?.kind !== "string" || name.text !== key) continue;
    if (found !== null) return null;
    found = items[i + 1] ?? null;
  }
  return found;
}

function shapeOf(value: Literal | null): readonly number[] | "bad" | null {
  if (value === null) return null;
  if (value.kind !== "tuple" || value.items.length > MAX_DIMENSIONS) return "bad";
  const shape: number[] = [];
  for (const item of value.items) {
    if (item.kind !== "integer") return "bad";
    shape.push(item.value);
  }
  return shape;
}

/** A dtype; the literal's depth is bounded, so this may call itself. */
function descrOf(value: Literal): NpyDescr | null {
  if (value.kind === "string") return { kind: "plain", text: value.text };
  if (value.kind === "tuple" && value.items.length === 2) return subarray(value.items[0], value.items[1]);
  if (value.kind !== "list") return null;
  const fields: NpyField[] = [];
  for (const item of value.items) {
    const field = fieldOf(item);
    if (field === null) return null;
    fields.push(field);
  }
  return { kind: "fields", fields };
}

function subarray(base: Literal | undefined, lengths: Literal | undefined): NpyDescr | null {
  const descr = base === undefined ? null : descrOf(base);
  const one: readonly number[] | null = lengths?.kind === "integer" ? [lengths.value] : null;
  const shape = one ?? shapeOf(lengths ?? null);
  return descr === null || shape === null || shape === "bad" ? null : { kind: "subarray", base: descr, shape };
}

/** `(name, dtype)`, `(name, dtype, shape)`; the name may be `(title, name)`. */
function fieldOf(value: Literal): NpyField | null {
  if (value.kind !== "tuple" || value.items.length < 2 || value.items.length > 3) return null;
  const [names, type, shape] = value.items;
  if (names === undefined || type === undefined) return null;
  const descr = shape === undefined ? descrOf(type) : subarray(type, shape);
  if (descr === null) return null;
  if (names.kind === "string") return { name: names.text, title: null, descr };
  if (names.kind !== "tuple" || names.items.length !== 2) return null;
  const [title, name] = names.items;
  return title?.kind === "string" && name?.kind === "string" ? { name: name.text, title: title.text, descr } : null;
}
