/**
 * Holds a neutral value against Python's own description of the same object (the notation of `fixtures/dump.py`):
 * arrays by the hash of their bytes, numbers exactly, classes by the name that was pickled. Returns the first
 * difference, null when there is none.
 */
import { createHash } from "node:crypto";

type Json = unknown;

const isObject = (value: Json): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value);

/** numpy's dtype.str of the neutral dtype, little-endian. */
function dtypeStr(dtype: Json): Json {
  if (isObject(dtype))
    return "base" in dtype
      ? { base: dtypeStr(dtype["base"]), shape: dtype["shape"] }
      : {
          names: dtype["names"],
          formats: (dtype["formats"] as Json[]).map(dtypeStr),
          offsets: dtype["offsets"],
          itemsize: dtype["itemsize"],
        };
  const text = String(dtype);
  const fixed: Record<string, string> = {
    bool: "|b1",
    int8: "|i1",
    uint8: "|u1",
    object: "|O",
    longdouble: "<f16",
    clongdouble: "<c32",
    StringDType: "StringDType",
  };
  if (fixed[text] !== undefined) return fixed[text];
  const number = /^(int|uint|float|complex)(\d+)$/.exec(text);
  if (number !== null) return `<${{ int: "i", uint: "u", float: "f", complex: "c" }[number[1] ?? ""]}${Number(number[2]) / 8}`;
  const date = /^(datetime|timedelta)64(.*)$/.exec(text);
  if (date !== null) return `<${date[1] === "datetime" ? "M8" : "m8"}${date[2]}`;
  if (text.startsWith("U")) return `<${text}`;
  return `|${text}`;
}

const orderless = (text: Json): Json =>
  typeof text === "string"
    ? text.replace(/^[<>|=]/, "")
    : isObject(text)
      ? "base" in text
        ? { base: orderless(text["base"]), shape: text["shape"] }
        : {
            names: text["names"],
            formats: (text["formats"] as Json[]).map(orderless),
            offsets: text["offsets"],
            itemsize: text["itemsize"],
          }
      : text;

/** Little-endian, C-order bytes of a neutral array; null where its values are objects. */
export function bytesOf(array: Record<string, Json>): Buffer | null {
  const { base64, data, dtype } = array;
  if (typeof base64 === "string") return Buffer.from(base64, "base64");
  if (!Array.isArray(data) || dtype === "object" || dtype === "StringDType" || isObject(dtype)) return null;
  const name = String(dtype);
  const width = Number(/(\d+)$/.exec(name.replace(/\[.*$/, ""))?.[1] ?? 0);
  const items = data.map((value: Json) => item(name, width, value));
  return Buffer.concat(items);
}

function int(value: Json): bigint {
  return isObject(value) ? BigInt(String(value["value"])) : BigInt(Number(value));
}

function float(value: Json): number {
  if (!isObject(value)) return Number(value);
  return value["value"] === "nan" ? Number.NaN : value["value"] === "inf" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

function floatBytes(value: number, width: number): Buffer {
  const out = Buffer.alloc(width / 8);
  if (width === 64) out.writeDoubleLE(value);
  else if (width === 32) out.writeFloatLE(value);
  else out.writeUInt16LE(halfBits(value));
  return out;
}

/** binary16 of a number that is one exactly. */
function halfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const a = Math.abs(value);
  if (a === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  if (a < 2 ** -14) return sign | Math.round(a / 2 ** -24);
  const exponent = Math.floor(Math.log2(a));
  return sign | ((exponent + 15) << 10) | Math.round((a / 2 ** exponent - 1) * 1024);
}

function item(name: string, width: number, value: Json): Buffer {
  if (name === "bool") return Buffer.from([value === true ? 1 : 0]);
  if (name.startsWith("float")) return floatBytes(float(value), width);
  if (name.startsWith("complex"))
    return Buffer.concat([
      floatBytes(float((value as Record<string, Json>)["real"]), width / 2),
      floatBytes(float((value as Record<string, Json>)["imag"]), width / 2),
    ]);
  if (name.startsWith("U")) {
    const out = Buffer.alloc(width * 4);
    const text = typeof value === "string" ? value : String.fromCharCode(...((value as Record<string, number[]>)["utf16"] ?? []));
    Array.from(text).forEach((c, i) => {
      out.writeUInt32LE(c.codePointAt(0) ?? 0, i * 4);
    });
    return out;
  }
  if (name.startsWith("S")) {
    const out = Buffer.alloc(width);
    Buffer.from(String((value as Record<string, Json>)["base64"]), "base64").copy(out);
    return out;
  }
  const bytes = /64/.test(name) ? 8 : width / 8;
  const out = Buffer.alloc(8);
  out.writeBigInt64LE(BigInt.asIntN(64, int(value)));
  return out.subarray(0, bytes);
}

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

class Comparison {
  readonly #ids = new Map<number, Json>();
  difference: string | null = null;
  readonly #stack: [Json, Json, string][] = [];

  constructor(root: Json) {
    const stack: Json[] = [root];
    while (stack.length > 0) {
      const value = stack.pop();
      if (typeof value !== "object" || value === null) continue;
      if (isObject(value) && typeof value["$id"] === "number") this.#ids.set(value["$id"], value);
      for (const child of Object.values(value)) stack.push(child);
    }
  }

  run(ours: Json, theirs: Json): string | null {
    this.#stack.push([ours, theirs, "root"]);
    let steps = 0;
    while (this.#stack.length > 0 && this.difference === null && steps++ < 2_000_000) {
      const [a, b, path] = this.#stack.pop() ?? [null, null, ""];
      this.#compare(this.#resolve(a), b, path);
    }
    return this.difference;
  }

  #resolve(value: Json): Json {
    return isObject(value) && value["$type"] === "ref" ? this.#ids.get(Number(value["id"])) : value;
  }

  #differ(path: string, ours: Json, theirs: Json): void {
    this.difference ??= `${path}: ${JSON.stringify(ours)?.slice(0, 160)} is not ${JSON.stringify(theirs)?.slice(0, 160)}`;
  }

  #push(ours: Json, theirs: Json, path: string): void {
    this.#stack.push([ours, theirs, path]);
  }

  #lists(ours: Json, theirs: Json, path: string): void {
    if (!Array.isArray(ours) || !Array.isArray(theirs) || ours.length !== theirs.length) return this.#differ(path, ours, theirs);
    ours.forEach((value, i) => {
      this.#push(value, theirs[i], `${path}[${i}]`);
    });
  }

  #compare(a: Json, b: Json, path: string): void {
    if (isObject(b)) return this.#typed(a, b, path);
    if (Array.isArray(b)) return this.#lists(isObject(a) && a["$type"] === "list" ? a["items"] : a, b, path);
    // Python 2 wrote bytes and text alike: dump.py shows both as text.
    if (typeof b === "string" && isObject(a) && (a["$type"] === "bytes" || a["$type"] === "bytearray"))
      return Buffer.from(String(a["base64"]), "base64").toString("latin1") === b ? undefined : this.#differ(path, a, b);
    if (typeof b === "number" && isObject(a) && a["$type"] === "int")
      return Number(a["value"]) === b ? undefined : this.#differ(path, a, b);
    if (isObject(a) && a["$type"] === "str")
      return String.fromCharCode(...(a["utf16"] as number[])) === b ? undefined : this.#differ(path, a, b);
    // numpy's str_ is a str: dump.py shows it as text.
    if (isObject(a) && a["$type"] === "scalar" && /^[US]/.test(String(a["dtype"])) && typeof b === "string")
      return this.#compare(a["value"], b, path);
    if (!Object.is(a, b)) this.#differ(path, a, b);
  }

  #typed(a: Json, b: Record<string, Json>, path: string): void {
    const key = Object.keys(b).find((k) => k.startsWith("$"));
    const type = isObject(a) ? a["$type"] : undefined;
    switch (key) {
      case "$int":
        return type === "int" && isObject(a) && a["value"] === b["$int"]
          ? undefined
          : String(a) === b["$int"]
            ? undefined
            : this.#differ(path, a, b);
      case "$float":
        return isObject(a) &&
          Object.is(
            float(a),
            { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, "-Infinity": Number.NEGATIVE_INFINITY }[String(b["$float"])],
          )
          ? undefined
          : this.#differ(path, a, b);
      case "$complex":
        return this.#complex(a, b["$complex"], path);
      case "$bytes":
        return isObject(a) && (type === "bytes" || type === "bytearray") && a["base64"] === b["$bytes"]
          ? undefined
          : this.#differ(path, a, b);
      case "$tuple":
        return type === "tuple" && isObject(a) ? this.#lists(a["items"], b["$tuple"], path) : this.#differ(path, a, b);
      case "$slice":
        return type === "slice" && isObject(a) ? this.#lists(a["items"], b["$slice"], path) : this.#differ(path, a, b);
      case "$set":
      case "$frozenset":
        return this.#sets(a, b[key], path);
      case "$dict":
        return this.#dict(a, b["$dict"], path);
      case "$nd":
        return this.#array(a, b, path);
      case "$scalar":
        return this.#scalar(a, b, path);
      case "$dtype":
        return type === "dtype" && isObject(a) && JSON.stringify(orderless(dtypeStr(a["dtype"]))) === JSON.stringify(orderless(b["$dtype"]))
          ? undefined
          : this.#differ(path, a, b);
      case "$global":
        return type === "global" ? undefined : this.#differ(path, a, b);
      case "$cycle":
        return isObject(a) || Array.isArray(a) ? undefined : this.#differ(path, a, b);
      case "$obj":
        return this.#object(a, b, path);
      default:
        return this.#plainObject(a, b, path);
    }
  }

  #complex(a: Json, b: Json, path: string): void {
    const [real, imag] = b as Json[];
    const n = (v: Json): number =>
      typeof v === "string"
        ? ({ NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, "-Infinity": Number.NEGATIVE_INFINITY }[v] ?? Number.NaN)
        : Number(v);
    const ok = isObject(a) && a["$type"] === "complex" && Object.is(float(a["real"]), n(real)) && Object.is(float(a["imag"]), n(imag));
    if (!ok) this.#differ(path, a, b);
  }

  /** Sets have no order: equal when their items, printed, are the same. */
  #sets(a: Json, b: Json, path: string): void {
    const items = isObject(a) ? a["items"] : undefined;
    if (!Array.isArray(items) || !Array.isArray(b) || items.length !== b.length) return this.#differ(path, a, b);
    const simple = (list: Json[]): string => JSON.stringify(list.map((v) => JSON.stringify(v)).sort());
    if (items.every((v) => !isObject(v)) && simple(items) !== simple(b)) this.#differ(path, a, b);
  }

  #dict(a: Json, b: Json, path: string): void {
    if (!Array.isArray(b)) return this.#differ(path, a, b);
    const pairs: Json = isObject(a) && a["$type"] === "dict" ? a["items"] : isObject(a) && !("$type" in a) ? Object.entries(a) : null;
    if (!Array.isArray(pairs) || pairs.length !== b.length) return this.#differ(path, a, b);
    const sorted = (list: Json[]): Json[] => [...list].sort((x, y) => (keyText((x as Json[])[0]) < keyText((y as Json[])[0]) ? -1 : 1));
    const keyText = (k: Json): string =>
      JSON.stringify(
        isObject(k) && k["$type"] === "bytes"
          ? Buffer.from(String(k["base64"]), "base64").toString("latin1")
          : isObject(k) && k["$type"] === "scalar"
            ? k["value"]
            : isObject(k) && "$scalar" in k
              ? k["v"]
              : k,
      );
    const ordered = b.every((p) => typeof (p as Json[])[0] === "string");
    const [ours, theirs] = ordered ? [sorted(pairs), sorted(b)] : [pairs, b];
    this.#lists(
      ours.map((p) => (p as Json[])[0]),
      theirs.map((p) => (p as Json[])[0]),
      `${path}.keys`,
    );
    this.#lists(
      ours.map((p) => (p as Json[])[1]),
      theirs.map((p) => (p as Json[])[1]),
      path,
    );
  }

  #array(a: Json, b: Record<string, Json>, path: string): void {
    if (!isObject(a) || a["$type"] !== "ndarray") return this.#differ(path, a, b);
    if (JSON.stringify(a["shape"]) !== JSON.stringify(b["shape"])) return this.#differ(`${path}.shape`, a["shape"], b["shape"]);
    if (JSON.stringify(orderless(dtypeStr(a["dtype"]))) !== JSON.stringify(orderless(b["$nd"])))
      return this.#differ(`${path}.dtype`, a["dtype"], b["$nd"]);
    const bytes = bytesOf(a);
    if (typeof b["sha256"] === "string") {
      if (bytes === null || hash(bytes) !== b["sha256"]) this.#differ(`${path}.sha256`, a, b);
      return;
    }
    if (isObject(b["fields"])) return this.#fields(a, b["fields"], bytes, path);
    if (a["dtype"] === "object" || a["dtype"] === "StringDType") return this.#lists(a["data"], b["v"], path);
  }

  /** Structured arrays: a hash a field, over its bytes picked out of the items. */
  #fields(a: Record<string, Json>, fields: Record<string, Json>, bytes: Buffer | null, path: string): void {
    const dtype = a["dtype"] as { names: string[]; formats: Json[]; offsets: number[]; itemsize: number };
    if (bytes === null) return;
    for (const [i, name] of dtype.names.entries()) {
      const field = fields[name] as Record<string, Json>;
      const width = sizeOf(dtype.formats[i]);
      const count = dtype.itemsize === 0 ? 0 : bytes.length / dtype.itemsize;
      const picked = Buffer.concat(
        Array.from({ length: count }, (_, k) =>
          bytes.subarray(k * dtype.itemsize + (dtype.offsets[i] ?? 0), k * dtype.itemsize + (dtype.offsets[i] ?? 0) + width),
        ),
      );
      if (typeof field["sha256"] === "string" && hash(picked) !== field["sha256"])
        return this.#differ(`${path}.${name}`, picked.toString("hex").slice(0, 64), field);
      if (isObject(field["fields"])) this.#fields({ dtype: dtype.formats[i] }, field["fields"], picked, `${path}.${name}`);
    }
  }

  #scalar(a: Json, b: Record<string, Json>, path: string): void {
    if (!isObject(a) || a["$type"] !== "scalar") return this.#differ(path, a, b);
    if (isObject(b["$scalar"]) || isObject(b["v"])) return;
    if (orderless(dtypeStr(a["dtype"])) !== orderless(b["$scalar"])) return this.#differ(`${path}.dtype`, a["dtype"], b["$scalar"]);
    const value = a["value"];
    if (a["base64"] !== undefined) return;
    const ours = isObject(value)
      ? value["$type"] === "complex"
        ? JSON.stringify([value["real"], value["imag"]].map((v) => (isObject(v) ? v["value"] : v)))
        : value["$type"] === "bytes"
          ? value["base64"]
          : value["value"]
      : value;
    const theirs = Array.isArray(b["v"]) ? JSON.stringify(b["v"]) : isObject(b["v"]) ? b["v"]["$bytes"] : b["v"];
    const word: Record<string, string> = { NaN: "nan", Infinity: "inf", "-Infinity": "-inf" };
    const same =
      Object.is(ours, theirs) ||
      String(ours) === (word[String(theirs)] ?? String(theirs)) ||
      (value !== null &&
        isObject(value) &&
        value["$type"] === "bytes" &&
        Buffer.from(String(value["base64"]), "base64").toString("latin1") === theirs);
    if (!same) this.#differ(path, a, b);
  }

  /** A subclass of ndarray: its state is numpy's tuple of version, shape, dtype, order and bytes. */
  #subclass(a: Record<string, Json>, b: Record<string, Json>, path: string): void {
    const state = isObject(b["state"]) ? b["state"]["$tuple"] : undefined;
    if (!Array.isArray(state) || state.length < 5) return this.#differ(path, a, b);
    const [, shape, dtype, , data] = state as Json[];
    this.#lists(a["shape"], isObject(shape) ? shape["$tuple"] : shape, `${path}.shape`);
    const name = isObject(dtype) ? dtype["$dtype"] : undefined;
    if (JSON.stringify(orderless(dtypeStr(a["dtype"]))) !== JSON.stringify(orderless(name)))
      this.#differ(`${path}.dtype`, a["dtype"], name);
    const theirs = isObject(data) ? Buffer.from(String(data["$bytes"]), "base64") : Buffer.from(String(data), "latin1");
    if (bytesOf(a)?.equals(theirs) !== true) this.#differ(`${path}.bytes`, a, b);
  }

  #object(a: Json, b: Record<string, Json>, path: string): void {
    if (isObject(a) && a["$type"] === "ndarray" && typeof a["subclass"] === "string") return this.#subclass(a, b, path);
    if (!isObject(a) || a["$type"] !== "object") return this.#differ(path, a, b);
    const origin = String(a["origin"]);
    const made = String(b["reduce"] ?? b["$obj"]).replace(":", ".");
    const cls = String(b["$obj"]).replace(":", ".");
    const last = (text: string): string => text.slice(text.lastIndexOf(".") + 1);
    if (origin !== cls && origin !== made && last(origin) !== last(cls) && last(origin) !== last(made))
      return this.#differ(`${path}.origin`, origin, cls);
    if (b["state"] !== undefined && a["state"] !== undefined) this.#push(a["state"], b["state"], `${path}.${last(cls)}`);
    // An instance without attributes has an empty state, which Python does not write.
    else if (JSON.stringify(b["state"] ?? {}) !== "{}" || JSON.stringify(a["state"] ?? {}) !== "{}")
      this.#differ(`${path}.${last(cls)}.state`, a["state"], b["state"]);
    if (b["items"] !== undefined) this.#push(a["items"], b["items"], `${path}.items`);
    if (b["pairs"] !== undefined) this.#dict({ $type: "dict", items: a["pairs"] }, b["pairs"], `${path}.pairs`);
  }

  /** A state by attribute name. */
  #plainObject(a: Json, b: Record<string, Json>, path: string): void {
    const ours: Json = isObject(a) && a["$type"] === "dict" ? Object.fromEntries(a["items"] as [string, Json][]) : a;
    if (!isObject(ours)) return this.#differ(path, a, b);
    const keys = Object.keys(b);
    const missing = keys.find((k) => !Object.hasOwn(ours, k)) ?? Object.keys(ours).find((k) => !Object.hasOwn(b, k));
    if (missing !== undefined)
      return this.#differ(
        `${path}.${missing}`,
        Object.hasOwn(ours, missing) ? "there" : "missing",
        Object.hasOwn(b, missing) ? "there" : "missing",
      );
    for (const key of keys) this.#push(ours[key], b[key], `${path}.${key}`);
  }
}

function sizeOf(format: Json): number {
  if (isObject(format))
    return "itemsize" in format
      ? Number(format["itemsize"])
      : sizeOf(format["base"]) * (format["shape"] as number[]).reduce((p, n) => p * n, 1);
  const text = String(format).replace(/\[.*$/, "");
  if (text === "bool") return 1;
  if (/^(datetime|timedelta)64/.test(text)) return 8;
  if (text === "longdouble") return 16;
  const n = Number(/(\d+)$/.exec(text)?.[1] ?? 0);
  return text.startsWith("U") ? 4 * n : text.startsWith("S") || text.startsWith("V") ? n : n / 8;
}

/** The first difference between a neutral value and Python's description, null when they agree. */
export function differenceFrom(ours: unknown, theirs: unknown): string | null {
  return new Comparison(ours).run(ours, theirs);
}
