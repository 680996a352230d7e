/**
 * What is known of the names in a bucket, so that not every file costs a request for each name that might stand beside it
 * (`MLmodel`, `model.pkl.dvc` …). A page of keys answers for all names between its first and its last; what was asked for in
 * vain is remembered.
 */
import type { Beside } from "./object.js";

/** Names that are remembered not to be there. */
const MOST_LACKING = 10_000;
/** Pages that are remembered: what is judged is a little behind what is listed. */
const PAGES = 3;

const bytesOf = (key: string): Buffer => Buffer.from(key);

interface Page {
  readonly keys: ReadonlySet<string>;
  readonly first: Buffer;
  readonly last: Buffer;
}

export class ListedNames implements Beside {
  readonly #pages: Page[] = [];
  readonly #lacking = new Set<string>();

  /** A page of keys in their order. */
  add(keys: readonly string[]): void {
    const [first, last] = [keys[0], keys.at(-1)];
    if (first === undefined || last === undefined) return;
    this.#pages.push({ keys: new Set(keys), first: bytesOf(first), last: bytesOf(last) });
    if (this.#pages.length > PAGES) this.#pages.shift();
  }

  mayHave(key: string): boolean {
    if (this.#lacking.has(key)) return false;
    const bytes = bytesOf(key);
    const page = this.#pages.find(({ first, last }) => bytes.compare(first) >= 0 && bytes.compare(last) <= 0);
    return page === undefined || page.keys.has(key);
  }

  lacks(key: string): void {
    const [oldest] = this.#lacking;
    if (this.#lacking.size >= MOST_LACKING && oldest !== undefined) this.#lacking.delete(oldest);
    this.#lacking.add(key);
  }
}
