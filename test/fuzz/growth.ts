/**
 * Programs that grow: each family makes a file of about `size` bytes whose reading should cost time in proportion. They
 * are the ways in which a small file can be made slow: long runs of one opcode, shared values that are walked again and
 * again, long texts and numbers, many streams, many keys.
 */
import { gzipSync } from "node:zlib";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const repeat = (unit: Uint8Array | string, size: number): Buffer => {
  const one = typeof unit === "string" ? latin1(unit) : Buffer.from(unit);
  return Buffer.alloc(Math.max(1, Math.floor(size / one.length)) * one.length, one);
};
const le = (value: number, width: 1 | 4 | 8): Buffer => {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntLE(value, 0, Math.min(width, 6));
  return bytes;
};
const cat = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? latin1(part) : part)));
const numbered = (size: number, unit: (i: number) => Uint8Array | string, unitSize: number): Buffer =>
  Buffer.concat(Array.from({ length: Math.max(1, Math.floor(size / unitSize)) }, (_, i) => cat(unit(i))));
const put = (index: number): Buffer => cat("r", le(index, 4));
const get = (index: number): Buffer => cat("j", le(index, 4));

export type Family = (size: number) => Uint8Array;

/** A joblib wrapper of an array, with its bytes behind. */
function wrapper(dtype: "f8" | "O8", shape: number, data: Uint8Array): Buffer {
  const [order, flags] = dtype === "f8" ? ["<", 0] : ["|", 63];
  return cat(
    "cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(X\x08\0\0\0subclasscnumpy\nndarray\nX\x05\0\0\0shapeK",
    Uint8Array.of(shape, 0x85),
    `X\x05\0\0\0orderX\x01\0\0\0CX\x05\0\0\0dtypecnumpy\ndtype\nX\x02\0\0\0${dtype}K\0K\x01\x87R(K\x03X\x01\0\0\0${order}NNN`,
    "J\xff\xff\xff\xffJ\xff\xff\xff\xffK",
    Uint8Array.of(flags),
    "tbX\x0a\0\0\0allow_mmap\x89ub",
    data,
  );
}

export const FAMILIES: Readonly<Record<string, Family>> = {
  // ---- one opcode, many times ----
  "None and POP": (n) => cat("\x80\x04", repeat("N0", n), "N."),
  "MARK and POP": (n) => cat("\x80\x04", repeat("(", n / 2), repeat("0", n / 2), "N."),
  "DUP and POP": (n) => cat("\x80\x04N", repeat("20", n), "."),
  "integers in text": (n) => cat(repeat("I123456789\n0", n), "N."),
  "long integers in text": (n) => cat(repeat(`L${"7".repeat(4000)}L\n0`, n), "N."),
  "one integer in text": (n) => cat("I", repeat("7", n), "\n."),
  "binary integers": (n) => cat("\x80\x04", repeat(cat("\x8b", le(2000, 4), repeat("\x7f", 2000), "0"), n), "N."),
  "floats in text": (n) => cat(repeat("F1.2345678901234567e-30\n0", n), "N."),
  "one float in text": (n) => cat("F", repeat("1", n), "\n."),
  "string escapes": (n) => cat("S'", repeat("\\x41\\n\\101", n), "'\n."),
  "string escapes in many strings": (n) => cat(repeat("S'\\x41\\n\\q'\n0", n), "N."),
  "unicode escapes": (n) => cat("V", repeat("\\u0041\\\\", n), "\n."),
  text: (n) => cat("\x80\x04]", repeat("\x8c\x05hello\x94a", n), "."),
  "one text": (n) => cat("\x80\x04X", le(n, 4), repeat("é", n).subarray(0, n - (n % 2)), n % 2 === 1 ? "a" : "", "."),
  bytes: (n) => cat("\x80\x04]", repeat("C\x05helloa", n), "."),
  "old strings": (n) => cat("](", repeat("U\x02\xe9\xe8", n), "e."),
  "an unfinished line": (n) => cat("I", repeat("1", n)),
  lists: (n) => cat("\x80\x04](", repeat("]", n), "e."),
  "appends one by one": (n) => cat("\x80\x04]", repeat("Na", n), "."),
  "appends in turn to two lists": (n) => cat("\x80\x04]\x94]\x94", repeat("h\0Na0h\x01Na0", n), "."),
  "one-tuples in one another": (n) => cat("\x80\x04)", repeat("\x85", n), "."),
  "lists in one another": (n) => cat("\x80\x04", repeat("]", n / 2), repeat("a", n / 2 - 1), "."),
  "marks in one another": (n) => cat("\x80\x04", repeat("(", n / 2), repeat("t", n / 2), "."),
  "dicts in one another": (n) => cat("\x80\x04", repeat("}N", n / 3), "N", repeat("s", n / 3), "."),
  "frozensets in one another": (n) => cat("\x80\x04", repeat("(", n / 2), repeat("\x91", n / 2), "."),
  memoised: (n) => cat("\x80\x04N", repeat("\x94", n), "."),
  "memo written over": (n) => cat("\x80\x04N", repeat("q\0", n), "."),
  "memo far and wide": (n) =>
    cat(
      "\x80\x04N",
      numbered(n, (i) => put((i * 7919) % 60000), 5),
      ".",
    ),
  "memo read": (n) => cat("\x80\x04]\x94(", repeat("h\0", n), "e."),
  names: (n) =>
    cat(
      "\x80\x04",
      numbered(n, (i) => `cm${i}\nf\n0`, 10),
      "N.",
    ),
  "one name again": (n) => cat("\x80\x04", repeat("cos\nsystem\n0", n), "N."),
  calls: (n) => cat("\x80\x04ccollections\nOrderedDict\nq\0", repeat("h\0)R0", n), "."),
  instances: (n) => cat("\x80\x04csklearn.linear_model._base\nLinearRegression\nq\0(", repeat("h\0)\x81}b", n), "t."),
  frames: (n) => cat("\x80\x04", repeat(cat("\x95", le(2, 8), "N0"), n), "N."),

  // ---- values that are shared ----
  "a large tuple as key, often": (n) => cat("\x80\x04}(", repeat("N", n / 2), "t\x94", "Ns", repeat("h\0Ns", n / 2), "."),
  "tuples of tuples as keys": (n) =>
    cat(
      "\x80\x04})\x94",
      "Ns",
      numbered(n, (i) => cat(get(i), "\x85\x94Ns"), 9),
      ".",
    ),
  "shared pairs as keys": (n) => cat("\x80\x04})", repeat("2\x86", n), "Ns."),
  "a tuple of one tuple, often": (n) => cat("\x80\x04}(", repeat("N", n / 2), "t\x940(", repeat("h\0", n / 2), "tNs."),
  "one long key, often": (n) =>
    cat(
      "\x80\x04}X",
      le(Math.floor(n / 2), 4),
      repeat("a", Math.floor(n / 2)).subarray(0, Math.floor(n / 2)),
      "\x94",
      "Ns",
      repeat("h\0Ns", n / 2),
      ".",
    ),
  "one long integer as key, often": (n) => cat("\x80\x04}\x8b", le(2000, 4), repeat("\x7f", 2000), "\x94Ns", repeat("h\0Ns", n), "."),
  keys: (n) =>
    cat(
      "\x80\x04}(",
      numbered(n, (i) => cat("J", le(i, 4), "N"), 6),
      "u.",
    ),
  "equal keys": (n) => cat("\x80\x04}(", repeat("K\x01N\x88NG\x3f\xf0\0\0\0\0\0\0N", n), "u."),
  "NaN keys": (n) => cat("\x80\x04}(", repeat("G\x7f\xf8\0\0\0\0\0\0N", n), "u."),
  "set items": (n) =>
    cat(
      "\x80\x04\x8f(",
      numbered(n, (i) => cat("J", le(i, 4)), 5),
      "\x90.",
    ),
  "references in one list": (n) => cat("\x80\x04cnumpy\nfloat64\n\x94]", repeat("h\0a", n), "."),
  "functions in one list": (n) => cat("\x80\x04cnumpy\ndtype\n\x94]", repeat("h\0a", n), "."),
  "references in lists in one another": (n) => cat("\x80\x04cnumpy\nfloat64\n\x94", repeat("]", n / 3), "h\0", repeat("a", n / 3), "."),
  "one state for many instances": (n) =>
    cat(
      "\x80\x04}(",
      numbered(n / 2, (i) => cat("X\x05\0\0\0", String(10_000 + (i % 90_000)), "N"), 11),
      "u\x94csklearn.linear_model._base\nLinearRegression\n\x94(",
      repeat("h\x01)\x81h\0b", n / 2),
      "t.",
    ),
  "billion laughs in tuples": (n) => cat("\x80\x04)", repeat("2\x86", n), "."),
  "billion laughs in lists": (n) =>
    cat(
      "\x80\x04]\x94",
      numbered(n, (i) => cat("]", "(", get(i), get(i), "e\x94"), 14),
      ".",
    ),

  // ---- streams ----
  "streams of estimators behind a long one": (n) =>
    cat(
      "\x80\x02](",
      repeat("]", n / 2),
      "e.",
      repeat(
        "\x80\x02csklearn.linear_model._ridge\nRidge\n)\x81}(X\x05\0\0\0alphaK\x01X\x10\0\0\0_sklearn_versionX\x05\0\0\x001.4.2ub.",
        n / 2,
      ),
    ),
  "many pickles": (n) => repeat("N.", n),
  "many pickles with a name": (n) => repeat("ccollections\nOrderedDict\n.", n),
  "gzip members": (n) => repeat(gzipSync(latin1("N.")), n),
  "blanks behind a pickle": (n) => cat("N.", repeat("\0", n)),
  "joblib arrays": (n) => cat("\x80\x03](", repeat(wrapper("f8", 2, Buffer.alloc(16)), n), "e."),
  "joblib object arrays": (n) => cat("\x80\x03](", repeat(wrapper("O8", 1, latin1("\x80\x03]Na.")), n), "e."),
  junk: (n) => cat("\x80\x04", repeat("\xff\xfe", n)),
};
