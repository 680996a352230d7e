/** Tags by block, for files of any length of which only a part may be read: a page of tags is made when one is put. */

const TAG = 16;
const PAGE = 1024;

/** What is known of a block. */
const NONE = 0;
const TAGGED = 1;
const PASSED = 2;

interface Page {
  readonly tags: Buffer;
  readonly put: Uint8Array;
}

export class TagTable {
  readonly #pages = new Map<number, Page>();

  #page(block: number): Page {
    const number = Math.floor(block / PAGE);
    const known = this.#pages.get(number);
    if (known !== undefined) return known;
    const page = { tags: Buffer.alloc(PAGE * TAG), put: new Uint8Array(PAGE) };
    this.#pages.set(number, page);
    return page;
  }

  has(block: number): boolean {
    return this.#page(block).put[block % PAGE] === TAGGED;
  }

  /** A block that needs no tag any more: one that comes is another. */
  pass(block: number): void {
    this.#page(block).put[block % PAGE] = PASSED;
  }

  /** Puts a block's tag and says what stood there: none, the same, or another one. */
  put(block: number, tag: Uint8Array): "new" | "same" | "other" {
    const page = this.#page(block);
    const at = block % PAGE;
    const place = page.tags.subarray(at * TAG, (at + 1) * TAG);
    const found = page.put[at] === NONE ? "new" : page.put[at] === TAGGED && place.equals(tag) ? "same" : "other";
    page.put[at] = TAGGED;
    place.set(tag);
    return found;
  }
}
