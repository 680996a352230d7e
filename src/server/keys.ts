/**
 * Who may ask. A file of keys has a line each, `name:sha256`, where the hash is of the key that the client sends
 * (`printf %s "$KEY" | sha256sum`): nobody who reads the file can ask with it. Several lines of one name are one tenant,
 * so that a key can be changed without a moment in which none is good. Keys are looked up by their hash, which takes the
 * same time for every wrong one.
 */
import { createHash } from "node:crypto";
import { CornichonError, sentence, showPath } from "../errors.js";

/** Whose request it is where there are no keys. */
export const LOCAL = "local";

const LINE = /^([\w.@-]{1,64}):([\da-fA-F]{64})$/;
const LONGEST_KEY = 1024;

const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex");

export class Keys {
  readonly #tenants: ReadonlyMap<string, string>;

  constructor(tenants: ReadonlyMap<string, string>) {
    this.#tenants = tenants;
  }

  /** The tenant of a request by its `authorization`, null for one without a good key. */
  tenantOf(authorization: string | undefined): string | null {
    const key = /^Bearer +(\S+) *$/i.exec((authorization ?? "").slice(0, LONGEST_KEY))?.[1];
    return key === undefined ? null : (this.#tenants.get(hashOf(key)) ?? null);
  }
}

/**
 * Keys by the text of their file (`from` names it): empty lines and those that begin with # say nothing.
 * @throws CornichonError `usage` for a line that is none, and for a file without a key
 */
export function keysIn(text: string, from: string): Keys {
  const tenants = new Map<string, string>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const [, name, hash] = LINE.exec(trimmed) ?? [];
    if (name === undefined || hash === undefined)
      throw new CornichonError(
        "usage",
        sentence`${showPath(from)}, line ${i + 1}: a line is name:sha256, with the hash of the key in 64 hex digits`,
      );
    tenants.set(hash.toLowerCase(), name);
  }
  if (tenants.size === 0) throw new CornichonError("usage", sentence`${showPath(from)}: it holds no key`);
  return new Keys(tenants);
}
