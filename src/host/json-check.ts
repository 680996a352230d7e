/**
 * Checks that a stream of bytes is one JSON value, in constant memory: a table of states by kinds of byte, and one bit a
 * nesting level. It never builds the value. The child wrote the text and the child is not trusted.
 *
 * Slow: nothing but what runs once a byte. Strings and numbers, which are most bytes, are loops of their own.
 */
import { isAscii } from "node:buffer";
import { BLANK } from "./ascii.js";

/** Why the bytes are no JSON, or are too deep; null while they are fine. */
export type JsonProblem = "not JSON" | "too deep" | null;

/** Kinds of byte, each by its characters; `CONTROL` and `OTHER` are those of no kind. */
const KINDS = [...' \n"\\,:{}[]-+.0', "123456789", ..."eEabf", "cdABCDF", ..."lnrstu/"];
const CONTROL = KINDS.length;
const OTHER = CONTROL + 1;
/** Entries that a state has in the table. */
const ROW_BITS = 5;

const KIND = Uint8Array.from({ length: 256 }, (_, c) => {
  const kind = KINDS.findIndex((characters) => characters.includes(String.fromCharCode(c)));
  return kind >= 0 ? kind : c < BLANK ? CONTROL : OTHER;
});

/** States. Those of numbers are the last: nothing but the length of a number is counted. */
const STATES = [
  ..."value listStart objectStart key colon after".split(" "),
  ..."inKey keyEscape keyHex4 keyHex3 keyHex2 keyHex1".split(" "),
  ..."inText textEscape textHex4 textHex3 textHex2 textHex1".split(" "),
  ..."tr tru true fa fal fals false nu nul null".split(" "),
  ..."minus zero digits point fraction e exponentSign exponent".split(" "),
];
/** What cannot stand in a table: it depends on the levels, or changes them. */
const ACTIONS = "pushObject pushList popObject popList comma refuse".split(" ");

/** Number of a state or an action. */
function numbered(name: string): number {
  const state = STATES.indexOf(name);
  return state >= 0 ? state : STATES.length + ACTIONS.indexOf(name);
}

const VALUE = numbered("value");
const LIST_START = numbered("listStart");
const OBJECT_START = numbered("objectStart");
const KEY = numbered("key");
const AFTER = numbered("after");
const IN_KEY = numbered("inKey");
const IN_TEXT = numbered("inText");
const FIRST_NUMBER = numbered("minus");
const FIRST_ACTION = STATES.length;
const PUSH_OBJECT = numbered("pushObject");
const PUSH_LIST = numbered("pushList");
const POP_OBJECT = numbered("popObject");
const COMMA = numbered("comma");
const REFUSE = numbered("refuse");
/** States in which a number may end. */
const WHOLE = ["zero", "digits", "fraction", "exponent"].map(numbered);

/** A byte's state after `value`: rows of characters and where they lead. */
const BEGINS = [
  ["{", "pushObject"],
  ["[", "pushList"],
  ['"', "inText"],
  ["-", "minus"],
  ["0", "zero"],
  ["1", "digits"],
  ["t", "tr"],
  ["f", "fa"],
  ["n", "nu"],
] as const;
const ENDS = [
  [" \n", "after"],
  [",", "comma"],
  ["}", "popObject"],
  ["]", "popList"],
] as const;
const HEX = "0eEabfc1";
const TEXT = KINDS.join("").replace(/["\\\n]/g, "");

type Row = readonly (readonly [string, string])[];

/** A text's states: `into` is the text itself, `over` what comes behind it. */
const textRows = (into: string, name: string, over: string): [string, Row][] => [
  [
    into,
    [
      [TEXT, into],
      ["\\", `${name}Escape`],
      ['"', over],
    ],
  ],
  [
    `${name}Escape`,
    [
      ['"\\/bfnrt', into],
      ["u", `${name}Hex4`],
    ],
  ],
  [`${name}Hex4`, [[HEX, `${name}Hex3`]]],
  [`${name}Hex3`, [[HEX, `${name}Hex2`]]],
  [`${name}Hex2`, [[HEX, `${name}Hex1`]]],
  [`${name}Hex1`, [[HEX, into]]],
];

const ROWS: readonly [string, Row][] = [
  ["value", [[" \n", "value"], ...BEGINS]],
  ["listStart", [[" \n", "listStart"], ...BEGINS, ["]", "popList"]]],
  [
    "objectStart",
    [
      [" \n", "objectStart"],
      ['"', "inKey"],
      ["}", "popObject"],
    ],
  ],
  [
    "key",
    [
      [" \n", "key"],
      ['"', "inKey"],
    ],
  ],
  [
    "colon",
    [
      [" \n", "colon"],
      [":", "value"],
    ],
  ],
  ["after", ENDS],
  ...textRows("inKey", "key", "colon"),
  ...textRows("inText", "text", "after"),
  ["tr", [["r", "tru"]]],
  ["tru", [["u", "true"]]],
  ["true", [["e", "after"]]],
  ["fa", [["a", "fal"]]],
  ["fal", [["l", "fals"]]],
  ["fals", [["s", "false"]]],
  ["false", [["e", "after"]]],
  ["nu", [["u", "nul"]]],
  ["nul", [["l", "null"]]],
  ["null", [["l", "after"]]],
  [
    "minus",
    [
      ["0", "zero"],
      ["1", "digits"],
    ],
  ],
  ["zero", [[".", "point"], ["eE", "e"], ...ENDS]],
  ["digits", [["01", "digits"], [".", "point"], ["eE", "e"], ...ENDS]],
  ["point", [["01", "fraction"]]],
  ["fraction", [["01", "fraction"], ["eE", "e"], ...ENDS]],
  [
    "e",
    [
      ["-+", "exponentSign"],
      ["01", "exponent"],
    ],
  ],
  ["exponentSign", [["01", "exponent"]]],
  ["exponent", [["01", "exponent"], ...ENDS]],
];

/** The next state, or an action, by state and kind of byte. */
const NEXT = new Uint8Array(STATES.length << ROW_BITS).fill(REFUSE);
for (const [state, row] of ROWS) {
  const at = numbered(state) << ROW_BITS;
  for (const [characters, next] of row) for (const c of characters) NEXT[at + (KIND[c.charCodeAt(0)] ?? 0)] = numbered(next);
}
for (const text of [IN_KEY, IN_TEXT]) NEXT[(text << ROW_BITS) + OTHER] = text;

/** 1 for bytes that stand for themselves inside a text. */
const PLAIN = Uint8Array.from(KIND, (kind) => (NEXT[(IN_TEXT << ROW_BITS) + kind] === IN_TEXT ? 1 : 0));
/** Longest number: a large integer is text, so numbers are short. */
const MAX_NUMBER = 64;

/** Takes the text in pieces of any length. */
export class JsonCheck {
  readonly #maxDepth: number;
  /** 1 where the level is an object. */
  readonly #levels: Uint8Array;
  #depth = 0;
  #state: number = VALUE;
  /** Bytes of the number that is being read. */
  #number = 0;
  #ascii = true;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true });
  problem: JsonProblem = null;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
    this.#levels = new Uint8Array(maxDepth + 1);
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    this.#checkText(bytes, true);
    let state = this.#state;
    for (let i = 0; i < bytes.length && this.problem === null; ) {
      if (state >= FIRST_NUMBER) {
        const end = this.#digits(bytes, i, state);
        if (end === bytes.length) return;
        i = end;
        state = this.#state;
      }
      const next = NEXT[(state << ROW_BITS) | (KIND[bytes[i++] ?? 0] ?? 0)] ?? REFUSE;
      state = next < FIRST_ACTION ? next : this.#act(next);
      if (state === IN_TEXT || state === IN_KEY) while (i < bytes.length && PLAIN[bytes[i] ?? 0] === 1) i++;
      else if (state >= FIRST_NUMBER) this.#number = 1;
    }
    this.#state = state;
  }

  /** True when exactly one value came. */
  finish(): boolean {
    this.#checkText(new Uint8Array(), false);
    return this.problem === null && this.#depth === 0 && (this.#state === AFTER || WHOLE.includes(this.#state));
  }

  /** Most text is ASCII, which is known at once; from the first other byte on everything is decoded. */
  #checkText(bytes: Uint8Array, stream: boolean): void {
    if (this.#ascii && isAscii(bytes)) return;
    this.#ascii = false;
    try {
      this.#utf8.decode(bytes, { stream });
    } catch {
      this.problem ??= "not JSON";
    }
  }

  /** Takes the bytes of a number from `from` on and returns where they end; its state is the last of them. */
  #digits(bytes: Uint8Array, from: number, first: number): number {
    let state = first;
    let i = from;
    for (; i < bytes.length; i++) {
      const next = NEXT[(state << ROW_BITS) | (KIND[bytes[i] ?? 0] ?? 0)] ?? REFUSE;
      if (next < FIRST_NUMBER || next >= FIRST_ACTION) break;
      state = next;
    }
    this.#number += i - from;
    this.#state = state;
    if (this.#number > MAX_NUMBER) this.problem = "not JSON";
    return i;
  }

  /** Does what depends on the levels and returns the state behind it. */
  #act(action: number): number {
    const object = this.#depth > 0 && this.#levels[this.#depth - 1] === 1;
    if (action === PUSH_OBJECT || action === PUSH_LIST) return this.#open(action === PUSH_OBJECT);
    if (action === REFUSE || this.#depth === 0) return this.#refuse("not JSON");
    if (action === COMMA) return object ? KEY : VALUE;
    if ((action === POP_OBJECT) !== object) return this.#refuse("not JSON");
    this.#depth--;
    return AFTER;
  }

  #open(object: boolean): number {
    if (this.#depth >= this.#maxDepth) return this.#refuse("too deep");
    this.#levels[this.#depth++] = object ? 1 : 0;
    return object ? OBJECT_START : LIST_START;
  }

  #refuse(problem: JsonProblem): number {
    this.problem ??= problem;
    return VALUE;
  }
}
