/**
 * Checks that a stream of bytes is one JSON value, in constant memory: a tokenizer with one bit a nesting level. It
 * never builds the value. The child wrote the text and the child is not trusted.
 */
import { isAscii } from "node:buffer";
import { BACKSLASH, BLANK, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, LETTER_U, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE } from "./ascii.js";

/** Why the bytes are no JSON, or are too deep; null while they are fine. */
export type JsonProblem = "not JSON" | "too deep" | null;

const STATE = {
  value: 0,
  afterValue: 1,
  objectStart: 2,
  key: 3,
  colon: 4,
  arrayStart: 5,
  string: 6,
  escape: 7,
  hex: 8,
  number: 9,
  literal: 10,
  done: 11,
} as const;

/** Kinds of byte in a number: minus, zero, other digits, point, exponent, plus; 0 is none of them. */
const KIND = new Uint8Array(256);
for (const [kind, characters] of ["-", "0", "123456789", ".", "eE", "+"].entries()) {
  for (const c of characters) KIND[c.charCodeAt(0)] = kind + 1;
}
/** The next state of a number by state (row) and kind of byte (column); 0: no number goes on like this. */
const NUMBER = Uint8Array.from([
  ...[0, 0, 0, 0, 0, 0, 0],
  ...[0, 2, 3, 4, 0, 0, 0], // 1 at its start
  ...[0, 0, 3, 4, 0, 0, 0], // 2 after the minus
  ...[0, 0, 0, 0, 5, 7, 0], // 3 zero
  ...[0, 0, 4, 4, 5, 7, 0], // 4 digits
  ...[0, 0, 6, 6, 0, 0, 0], // 5 after the point
  ...[0, 0, 6, 6, 0, 7, 0], // 6 fraction
  ...[0, 8, 9, 9, 0, 0, 8], // 7 after the e
  ...[0, 0, 9, 9, 0, 0, 0], // 8 after the exponent's sign
  ...[0, 0, 9, 9, 0, 0, 0], // 9 exponent
]);
const KINDS = 7;
/** States in which a number may end. */
const WHOLE = Uint8Array.from([0, 0, 0, 1, 1, 0, 1, 0, 0, 1]);
/** 1 for bytes that stand for themselves inside a string. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, c) => (c >= BLANK && c !== QUOTE && c !== BACKSLASH ? 1 : 0));
/** Longest number: a large integer is text, so numbers are short. */
const MAX_NUMBER = 64;
const LITERALS = ["true", "false", "null"];

/** Takes the text in pieces of any length. */
export class JsonCheck {
  readonly #maxDepth: number;
  /** 1 where the level is an object. */
  readonly #levels: Uint8Array;
  #depth = 0;
  #state: number = STATE.value;
  #inKey = false;
  #hexLeft = 0;
  /** State of the number that is being read, and its length so far. */
  #number = 0;
  #numberLength = 0;
  /** The rest of the literal that has begun. */
  #literal = "";
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
    for (let i = 0; i < bytes.length && this.problem === null; i++) {
      // Inside a string or a number nearly every byte is plain: run over them.
      if (this.#state === STATE.string) i = plainEnd(bytes, i);
      else if (this.#state === STATE.number) i = this.#digits(bytes, i);
      if (i < bytes.length) this.#step(bytes[i] ?? 0);
    }
  }

  /** True when exactly one value came. */
  finish(): boolean {
    this.#checkText(new Uint8Array(), false);
    if (this.#state === STATE.number) this.#endNumber();
    return this.problem === null && this.#state === STATE.done;
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

  /** Takes the digits at `from`, stops at the first byte that is no part of a number. */
  #digits(bytes: Uint8Array, from: number): number {
    let state = this.#number;
    let i = from;
    for (; i < bytes.length; i++) {
      const kind = KIND[bytes[i] ?? 0] ?? 0;
      if (kind === 0) break;
      state = NUMBER[state * KINDS + kind] ?? 0;
    }
    this.#number = state;
    this.#numberLength += i - from;
    return i;
  }

  #step(c: number): void {
    switch (this.#state) {
      case STATE.string:
        return this.#inString(c);
      case STATE.escape:
        return this.#escaped(c);
      case STATE.hex:
        if (!/[0-9a-fA-F]/.test(String.fromCharCode(c))) this.problem = "not JSON";
        else if (--this.#hexLeft === 0) this.#state = STATE.string;
        return;
      case STATE.number:
        this.#endNumber();
        return this.problem === null ? this.#step(c) : undefined;
      case STATE.literal:
        return this.#spell(c);
      default:
        return c === BLANK || c === NEWLINE ? undefined : this.#structure(c);
    }
  }

  #structure(c: number): void {
    const s = this.#state;
    if (s === STATE.done) this.problem = "not JSON";
    else if (s === STATE.colon) this.#expect(c === COLON, STATE.value);
    else if (s === STATE.key || s === STATE.objectStart) {
      if (c === CLOSE_OBJECT && s === STATE.objectStart) this.#close();
      else this.#beginString(c, true);
    } else if (s === STATE.afterValue) this.#after(c);
    else if (c === CLOSE_LIST && s === STATE.arrayStart) this.#close();
    else this.#beginValue(c);
  }

  #expect(fits: boolean, next: number): void {
    if (fits) this.#state = next;
    else this.problem = "not JSON";
  }

  #beginString(c: number, key: boolean): void {
    this.#inKey = key;
    this.#expect(c === QUOTE, STATE.string);
  }

  #beginValue(c: number): void {
    if (c === OPEN_OBJECT) this.#open(1, STATE.objectStart);
    else if (c === OPEN_LIST) this.#open(0, STATE.arrayStart);
    else if (c === QUOTE) this.#beginString(c, false);
    else if (KIND[c] !== 0) this.#beginNumber(c);
    else this.#beginLiteral(c);
  }

  #beginNumber(c: number): void {
    this.#number = NUMBER[KINDS + (KIND[c] ?? 0)] ?? 0;
    this.#numberLength = 1;
    this.#state = STATE.number;
  }

  #endNumber(): void {
    if (WHOLE[this.#number] !== 1 || this.#numberLength > MAX_NUMBER) this.problem = "not JSON";
    this.#endValue();
  }

  #beginLiteral(c: number): void {
    const literal = LITERALS.find((word) => word.charCodeAt(0) === c);
    this.#literal = literal?.slice(1) ?? "";
    this.#expect(literal !== undefined, STATE.literal);
  }

  #spell(c: number): void {
    if (this.#literal.charCodeAt(0) !== c) this.problem = "not JSON";
    this.#literal = this.#literal.slice(1);
    if (this.#literal === "") this.#endValue();
  }

  #open(object: 0 | 1, state: number): void {
    if (this.#depth >= this.#maxDepth) {
      this.problem = "too deep";
      return;
    }
    this.#levels[this.#depth++] = object;
    this.#state = state;
  }

  #close(): void {
    this.#depth--;
    this.#endValue();
  }

  #endValue(): void {
    this.#state = this.#depth === 0 ? STATE.done : STATE.afterValue;
  }

  #after(c: number): void {
    const object = this.#levels[this.#depth - 1] === 1;
    if (c === COMMA) this.#state = object ? STATE.key : STATE.value;
    else if (c === (object ? CLOSE_OBJECT : CLOSE_LIST)) this.#close();
    else this.problem = "not JSON";
  }

  #inString(c: number): void {
    if (c === BACKSLASH) this.#state = STATE.escape;
    else if (c < BLANK) this.problem = "not JSON";
    else if (c === QUOTE) {
      if (this.#inKey) this.#state = STATE.colon;
      else this.#endValue();
    }
  }

  #escaped(c: number): void {
    if (c === LETTER_U) {
      this.#hexLeft = 4;
      this.#state = STATE.hex;
    } else this.#expect('"\\/bfnrt'.includes(String.fromCharCode(c)), STATE.string);
  }
}

/** Where the plain bytes of a string end: at a quote, a backslash, a control character or the end of the piece. */
function plainEnd(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && PLAIN[bytes[i] ?? 0] === 1) i++;
  return i;
}
