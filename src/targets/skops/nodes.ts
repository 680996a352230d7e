/**
 * The nodes of a skops file as they are put together: text of `schema.json`, members of the zip, what has an id, what skops must
 * be told to trust. A node is opened and closed; what stands between is its caller's.
 */
import { type CornichonError, sentence } from "../../errors.js";
import type { References } from "../../neutral/document.js";
import { type Place, refused } from "../parts/python/place.js";
import { fitsInZip, type StoredMember, storedLength, zipped } from "../zip.js";
import { isTrusted } from "./trust.js";

/** What is to be written next, and where it stands. */
export interface Child {
  readonly value: unknown;
  readonly place: Place;
}
export type Steps = Generator<Child, void, void>;

/** Its class as skops names it. */
export interface Head {
  readonly module: string;
  readonly name: string;
}

export const builtin = (name: string): Head => ({ module: "builtins", name });
export const json = (value: string): string => JSON.stringify(value);

const PROTOCOL = 2;
const SKOPS_VERSION = "0.16.0";

/** Longest schema: a text that the engine still holds. */
const MOST_TEXT = 2 ** 28;

const tooMuch = (): CornichonError => refused(null, "schema.json", sentence`it has more arrays or bytes than a zip holds`);

/** A file that skops opens, and the names that it must be told to trust. */
export interface SkopsFile {
  readonly bytes: Uint8Array;
  readonly trusted: readonly string[];
}

export class Nodes {
  readonly references: References;
  readonly #text: string[] = [];
  readonly #members: StoredMember[] = [];
  /** Bytes of the members. */
  #length = 0;
  readonly #untrusted = new Set<string>();
  readonly #ids = new Map<unknown, number>();

  constructor(references: References) {
    this.references = references;
  }

  put(...pieces: readonly string[]): void {
    for (const piece of pieces) this.#text.push(piece);
  }

  /** The id of what was met before, undefined where it was not. */
  idOf(value: unknown): number | undefined {
    return this.#ids.get(value);
  }

  giveId(value: unknown): void {
    this.#ids.set(value, this.#ids.size + 1);
  }

  /** The beginning of a node; its end is a brace of its own. */
  open({ module, name }: Head, loader: string, value: unknown): void {
    const dotted = `${module}.${name}`;
    if (!isTrusted(loader, dotted)) this.#untrusted.add(dotted);
    const id = this.#ids.get(value);
    const tail = id === undefined ? "" : `,"__id__":${id}`;
    this.#text.push(`{"__class__":${json(name)},"__module__":${json(module)},"__loader__":${json(loader)}${tail}`);
  }

  close(): void {
    this.#text.push("}");
  }

  /** A member of the zip: its name, as the schema has it. */
  file(ending: string, bytes: Uint8Array): string {
    const name = `${this.#members.length + 1}.${ending}`;
    // Counted on the way: a document may name one array of its sidecar a thousand times.
    this.#length += bytes.length;
    if (!fitsInZip(this.#members.length + 1, this.#length)) throw tooMuch();
    this.#members.push({ name, bytes });
    return json(name);
  }

  /** The whole, when its root is closed. */
  finish(): SkopsFile {
    // The root's own brace is the last piece.
    this.#text[this.#text.length - 1] = `,"protocol":${PROTOCOL},"_skops_version":${json(SKOPS_VERSION)}}`;
    if (this.#text.reduce((length, piece) => length + piece.length, 0) > MOST_TEXT) throw tooMuch();
    const members = [...this.#members, { name: "schema.json", bytes: new TextEncoder().encode(this.#text.join("")) }];
    if (!fitsInZip(members.length, storedLength(members))) throw tooMuch();
    return { bytes: zipped(members), trusted: [...this.#untrusted].sort() };
  }
}
