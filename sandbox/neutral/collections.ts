/**
 * Lists, tuples, sets and dicts. A dict whose keys are texts that a JSON object keeps as they are, in their order, is an
 * object; every other one is a list of pairs. What stands on the tape in one piece is written from there.
 *
 * Slow: a dict with doubles, other keys or many pairs is walked key by key through `Keys`.
 */
import { DOLLAR, NINE, OPEN_DICT, OPEN_LIST, ZERO } from "../bytes/ascii.js";
import { hasSurrogates } from "../bytes/utf8.js";
import { type Handle, indexOf, KIND, TAG, tagOf } from "../tape/handle.js";
import { itemsSoFar } from "../tape/read.js";
import { dictEntries, Keys, setEntries } from "./keys.js";
import { keyText } from "./strings.js";
import { idText, type Walk } from "./walk.js";

/** Dicts of up to so many pairs are looked at pair by pair for doubles. */
const SMALL_DICT = 8;

/** What is known of a text as a key. */
const KEY = { UNSEEN: 0, PLAIN: 1, OTHER: 2 } as const;
/** Texts that may be keys are remembered: a million dicts have the same few. */
const MOST_KEYS = 1 << 22;

export class CollectionWriter {
  readonly #walk: Walk;
  readonly #keys: Keys;
  /** A `KEY` by the index of a STR, made with the first dict. */
  #known: Uint8Array | null = null;

  constructor(walk: Walk) {
    this.#walk = walk;
    this.#keys = new Keys(walk.tape);
  }

  /** A LIST. */
  list(handle: Handle, id: number): void {
    const { tape, out } = this.#walk;
    const chunk = tape.firstChunk(handle);
    if (id !== 0) return this.#typed("list", id, itemsSoFar(tape, handle));
    if (chunk === 0 || tape.chunkNext(chunk) !== 0) return this.#walk.pushList(itemsSoFar(tape, handle));
    out.byte(OPEN_LIST);
    this.#walk.pushRange(tape.words, chunk + 2, chunk + 2 + tape.chunkSize(chunk), "list", "]");
  }

  /** A TUPLE that has items. */
  tuple(handle: Handle, id: number): void {
    const { tape, out } = this.#walk;
    const first = indexOf(handle) + 2;
    out.ascii(id === 0 ? '{"$type":"tuple","items":[' : `{"$type":"tuple"${idText(id)},"items":[`);
    this.#walk.pushRange(tape.words, first, first + tape.count(handle), "list", "]}");
  }

  /** A SET or FROZENSET. */
  set(handle: Handle, id: number): void {
    const { tape } = this.#walk;
    this.#typed(tape.kind(handle) === KIND.SET ? "set" : "frozenset", id, setEntries(tape, this.#keys, handle));
  }

  #typed(type: string, id: number, items: Int32Array): void {
    this.#walk.out.ascii(`{"$type":"${type}"${idText(id)},"items":[`);
    this.#walk.push(items, "list", "]}");
  }

  /** A DICT of which only the first `most` pairs count. */
  dict(handle: Handle, most: number, id: number): void {
    const { tape } = this.#walk;
    const chunk = tape.firstChunk(handle);
    const size = this.#simpleSize(handle, chunk, most);
    if (size > 0) return this.#pairs(tape.words, chunk + 2, chunk + 2 + size, id);
    const entries = dictEntries(tape, this.#keys, handle, most);
    this.#pairs(entries, 0, entries.length, id);
  }

  /** Keys and values in turn, as an object where all keys let it be one. */
  #pairs(items: Int32Array, start: number, end: number, id: number): void {
    const { out } = this.#walk;
    if (id === 0 && this.#havePlainKeys(items, start, end)) {
      out.byte(OPEN_DICT);
      return this.#walk.pushRange(items, start, end, "object", "}");
    }
    out.ascii(`{"$type":"dict"${idText(id)},"items":[`);
    this.#walk.pushRange(items, start, end, "pairs", start === end ? "]}" : "]]}");
  }

  /** The pairs of an object beside its state: always as pairs. */
  pairs(handle: Handle): void {
    const entries = dictEntries(this.#walk.tape, this.#keys, handle, Number.MAX_SAFE_INTEGER);
    this.#walk.out.byte(OPEN_LIST);
    this.#walk.push(entries, "pairs", entries.length === 0 ? "]" : "]]");
  }

  /** Handles that count of a small dict of one chunk without doubles, nearly all: distinct texts, seen pair by pair. 0: another one. */
  #simpleSize(handle: Handle, chunk: number, most: number): number {
    const { tape } = this.#walk;
    const size = chunk === 0 ? 0 : Math.min(tape.chunkSize(chunk), 2 * Math.min(most, tape.count(handle)));
    if (size > 2 * SMALL_DICT || (size > 0 && tape.chunkNext(chunk) !== 0 && size < 2 * most)) return 0;
    for (let i = 0; i < size; i += 2) {
      const key = tape.chunkItem(chunk, i);
      if (tagOf(key) !== TAG.STR) return 0;
      for (let j = 0; j < i; j += 2) if (tape.sameText(key, tape.chunkItem(chunk, j))) return 0;
    }
    return size;
  }

  /** True when all keys are texts that a JSON object keeps as they are, in their order. */
  #havePlainKeys(items: Int32Array, start: number, end: number): boolean {
    for (let i = start; i < end; i += 2) if (!this.#isPlainKey(items[i] ?? 0)) return false;
    return true;
  }

  #isPlainKey(key: Handle): boolean {
    if (tagOf(key) !== TAG.STR) {
      const text = keyText(this.#walk, key);
      return text !== null && isPlain(text);
    }
    this.#known ??= new Uint8Array(Math.min(MOST_KEYS, this.#walk.tape.strCount));
    const at = indexOf(key);
    const known = this.#known[at] ?? KEY.UNSEEN;
    if (known !== KEY.UNSEEN) return known === KEY.PLAIN;
    const plain = isPlain(this.#walk.tape.strBytes(key));
    if (at < this.#known.length) this.#known[at] = plain ? KEY.PLAIN : KEY.OTHER;
    return plain;
  }
}

/** True for a text that a JSON object keeps as a key, in its place. */
const isPlain = (text: Uint8Array): boolean => text[0] !== DOLLAR && !spellsIndex(text) && !hasSurrogates(text, 0, text.length);

/** True for `0`, `42`: keys that JavaScript would sort to the front. */
function spellsIndex(text: Uint8Array): boolean {
  if (text.length === 0 || text.length > 10 || (text[0] === ZERO && text.length > 1)) return false;
  for (const c of text) if (c < ZERO || c > NINE) return false;
  return true;
}
