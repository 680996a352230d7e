/**
 * The Python literal in an `.npy` header: dicts, tuples, lists, strings, integers, True, False, None. No eval, no
 * recursion; deeper nesting than any dtype has, and everything else that Python could write there, is refused. What
 * looks like a name or a call is told apart: numpy before 1.8 would have run it.
 */
import type { PlainReason } from "../../finding/reasons.js";

/** A parsed value. Integers beyond 2^53 are refused. */
export type Literal =
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "none" }
  | { readonly kind: "tuple" | "list" | "dict"; readonly items: readonly Literal[] };

/** A value, or why there is none; `code`: a name or a call stands where data should. */
export type Parsed = { readonly value: Literal } | { readonly why: PlainReason; readonly code: boolean };

const MAX_DEPTH = 32;

type OpenKind = "tuple" | "list" | "dict";

interface Open {
  readonly kind: OpenKind;
  readonly items: Literal[];
  /** What may come next. In a dict, keys stand at even places. */
  expect: "value" | "comma" | "colon";
  commas: number;
}

const CLOSERS: ReadonlyMap<string, OpenKind> = new Map([
  [")", "tuple"],
  ["]", "list"],
  ["}", "dict"],
]);
const OPENERS: ReadonlyMap<string, OpenKind> = new Map([
  ["(", "tuple"],
  ["[", "list"],
  ["{", "dict"],
]);
const TOKEN =
  /[ \t\n\r\f]*(?:([()[\]{},:])|'([^'\\\n]*)'|"([^"\\\n]*)"|(0|[1-9][0-9]*)L?(?![0-9A-Za-z_.])|(True|False|None)(?![0-9A-Za-z_(.]))/y;
const BLANKS = /[ \t\n\r\f]*$/y;
const STRINGS = /\b[bBuUrR]{0,2}'(?:[^'\\]|\\.)*'|\b[bBuUrR]{0,2}"(?:[^"\\]|\\.)*"|'[^']*'|"[^"]*"/g;
const CONSTANTS = /\b(?:True|False|None|[0-9][0-9A-Za-z_.]*)\b(?!\s*\()/g;
/** Characters that are looked at for code: the expressions above may go over a text more than once. */
const LOOKED_AT = 4096;
const NAME_LIKE = /[A-Za-z_\u0080-\uffff]/;

const bad = (why: PlainReason, code = false): Parsed => ({ why, code });

/** Parses one literal that fills the whole text. */
export function parseLiteral(text: string): Parsed {
  const stack: Open[] = [];
  let done: Literal | null = null;
  for (let at = 0; ; ) {
    if (done !== null) {
      BLANKS.lastIndex = at;
      return BLANKS.test(text) ? { value: done } : bad("npy.after-literal", holdsCode(text.slice(at)));
    }
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (token === null) return unknown(text, at);
    at = TOKEN.lastIndex;
    const top = stack[stack.length - 1];
    const [, mark] = token;
    if (mark === undefined || CLOSERS.has(mark)) {
      const value = mark === undefined ? atom(token) : close(stack.pop(), CLOSERS.get(mark));
      if (value === null) return bad(mark === undefined ? "npy.integer" : "npy.brackets");
      const holder = mark === undefined ? top : stack[stack.length - 1];
      if (holder === undefined) done = value;
      else if (!put(holder, value)) return bad("npy.value");
    } else if (mark === "," || mark === ":") {
      if (top === undefined || top.expect !== (mark === "," ? "comma" : "colon")) return bad("npy.mark");
      top.expect = "value";
      if (mark === ",") top.commas++;
    } else {
      if (top !== undefined && top.expect !== "value") return bad("npy.call", true);
      if (stack.length >= MAX_DEPTH) return bad("npy.depth");
      stack.push({ kind: OPENERS.get(mark) ?? "tuple", items: [], expect: "value", commas: 0 });
    }
  }
}

/** Why the text does not go on. */
function unknown(text: string, at: number): Parsed {
  const rest = text.slice(at);
  return rest.trim() === "" ? bad("npy.inside-literal") : bad("npy.no-plain-value", holdsCode(rest));
}

/** True when something stands there that is no string, number, constant or mark: a name, perhaps of what is called. */
function holdsCode(rest: string): boolean {
  return NAME_LIKE.test(rest.slice(0, LOOKED_AT).replace(STRINGS, "''").replace(CONSTANTS, "0"));
}

function atom(token: RegExpExecArray): Literal | null {
  const [, , single, double, digits, word] = token;
  const text = single ?? double;
  if (text !== undefined) return { kind: "string", text };
  if (digits !== undefined) {
    const value = Number(digits);
    return Number.isSafeInteger(value) ? { kind: "integer", value } : null;
  }
  return word === "None" ? { kind: "none" } : { kind: "boolean", value: word === "True" };
}

function put(holder: Open, value: Literal): boolean {
  if (holder.expect !== "value") return false;
  holder.items.push(value);
  holder.expect = holder.kind === "dict" && holder.items.length % 2 === 1 ? "colon" : "comma";
  return true;
}

function close(open: Open | undefined, kind: OpenKind | undefined): Literal | null {
  if (open === undefined || open.kind !== kind || open.expect === "colon") return null;
  const after = open.expect === "value";
  // A comma must follow something, and a dict's value its key.
  if (after && open.items.length !== (open.kind === "dict" ? open.commas * 2 : open.commas)) return null;
  // `(x)` is no tuple.
  if (open.kind === "tuple" && open.items.length === 1 && open.commas === 0) return open.items[0] ?? null;
  return { kind: open.kind, items: open.items };
}
