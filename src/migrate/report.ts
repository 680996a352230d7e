/**
 * What a migration did, for `--report`. What is done to every tree of a forest is told once, with `*` for the numbers in
 * its path: a report is read by people.
 */

export interface Change {
  /** Attributes on the way from the root, `*` for any number: `estimators_.*.tree_`. */
  readonly path: string;
  /** Class of the object, as it is called now. */
  readonly class: string;
  readonly action: "added" | "renamed" | "computed" | "dropped" | "replaced";
  /** The attribute; empty for the object itself. */
  readonly name: string;
  readonly reason: string;
}

/** Changes, each once. */
export class ChangeLog {
  readonly #seen = new Map<string, Change>();

  add(change: Change): void {
    const path = change.path.replace(/\[\d+\]/g, "[*]");
    const key = JSON.stringify([path, change.class, change.action, change.name]);
    if (!this.#seen.has(key)) this.#seen.set(key, { ...change, path });
  }

  get changes(): readonly Change[] {
    return [...this.#seen.values()];
  }
}
