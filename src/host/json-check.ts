/**
 * Checks that a stream of bytes is one JSON value, in constant memory: a tokenizer with one bit a nesting level. It
 * never builds the value. The child wrote the text and the child is not trusted.
 */

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
  scalar: 9,
  done: 10,
} as const;

/** Bytes that may stand in a number or a literal. */
const SCALAR = new Uint8Array(256);
for (const c of "+-.0123456789abcdefghijklmnopqrstuvwxyzE") SCALAR[c.charCodeAt(0)] = 1;
const SCALAR_TEXT = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;
/** Longest number: an integer of 4,300 digits is text, so numbers are short. */
const MAX_SCALAR = 64;

export class JsonCheck {
  readonly #maxDepth: number;
  /** 1 where the level is an object. */
  readonly #levels: Uint8Array;
  #depth = 0;
  #state: number = STATE.value;
  #inKey = false;
  #hexLeft = 0;
  #scalar = "";
  problem: JsonProblem = null;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
    this.#levels = new Uint8Array(maxDepth + 1);
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length && this.problem === null; i++) {
      // Inside a string nearly every byte is plain: run over them.
      if (this.#state === STATE.string) {
        while (i < bytes.length && (bytes[i] ?? 0) !== 34 && (bytes[i] ?? 0) !== 92 && (bytes[i] ?? 0) >= 32) i++;
        if (i === bytes.length) return;
      }
      this.#step(bytes[i] ?? 0);
    }
  }

  /** True when exactly one value came. */
  finish(): boolean {
    if (this.#state === STATE.scalar) this.#endScalar();
    return this.problem === null && this.#state === STATE.done;
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
      case STATE.scalar:
        if (SCALAR[c] === 1) {
          this.#scalar += String.fromCharCode(c);
          if (this.#scalar.length > MAX_SCALAR) this.problem = "not JSON";
          return;
        }
        this.#endScalar();
        return this.problem === null ? this.#step(c) : undefined;
      default:
        return c === 32 || c === 10 ? undefined : this.#structure(c);
    }
  }

  #structure(c: number): void {
    const s = this.#state;
    if (s === STATE.done) this.problem = "not JSON";
    else if (s === STATE.colon) this.#expect(c === 58, STATE.value);
    else if (s === STATE.key || s === STATE.objectStart) {
      if (c === 125 && s === STATE.objectStart) this.#close();
      else this.#beginString(c, true);
    } else if (s === STATE.afterValue) this.#after(c);
    else if (c === 93 && s === STATE.arrayStart) this.#close();
    else this.#beginValue(c);
  }

  #expect(fits: boolean, next: number): void {
    if (fits) this.#state = next;
    else this.problem = "not JSON";
  }

  #beginString(c: number, key: boolean): void {
    this.#inKey = key;
    this.#expect(c === 34, STATE.string);
  }

  #beginValue(c: number): void {
    if (c === 123) this.#open(1, STATE.objectStart);
    else if (c === 91) this.#open(0, STATE.arrayStart);
    else if (c === 34) this.#beginString(c, false);
    else if (SCALAR[c] === 1) {
      this.#scalar = String.fromCharCode(c);
      this.#state = STATE.scalar;
    } else this.problem = "not JSON";
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
    if (c === 44) this.#state = object ? STATE.key : STATE.value;
    else if (c === (object ? 125 : 93)) this.#close();
    else this.problem = "not JSON";
  }

  #inString(c: number): void {
    if (c === 92) this.#state = STATE.escape;
    else if (c < 32) this.problem = "not JSON";
    else if (c === 34) {
      if (this.#inKey) this.#state = STATE.colon;
      else this.#endValue();
    }
  }

  #escaped(c: number): void {
    if (c === 117) {
      this.#hexLeft = 4;
      this.#state = STATE.hex;
    } else this.#expect('"\\/bfnrt'.includes(String.fromCharCode(c)), STATE.string);
  }

  #endScalar(): void {
    if (!SCALAR_TEXT.test(this.#scalar)) this.problem = "not JSON";
    this.#endValue();
  }
}
