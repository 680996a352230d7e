/** Tags by block, for files of any length of which only a part may be read: a page of tags is made when one is put. */

const TAG = 16;
const PAGE = 1024;

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

  /** Puts a block's tag and says what stood there: none, the same, or another one. */
  put(block: number, tag: Uint8Array): "new" | "same" | "other" {
    const page = this.#page(block);
    const at = block % PAGE;
    const place = page.tags.subarray(at * TAG, (at + 1) * TAG);
    const found = page.put[at] !== 1 ? "new" : place.equals(tag) ? "same" : "other";
    page.put[at] = 1;
    place.set(tag);
    return found;
  }
}
