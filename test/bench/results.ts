/** What rows came to, and the file of it that the README's table is made of (`table.mjs`). */
import type { Group } from "./rows.js";

/** A figure of several runs. */
export interface Spread {
  readonly median: number;
  readonly min: number;
}

export interface Result {
  readonly name: string;
  readonly group: Group;
  readonly what: string;
  /** Whom ours is held against; null where it stands alone. */
  readonly peer: string | null;
  readonly unit: string;
  readonly ours: Spread | null;
  readonly theirs: Spread | null;
  /** What the bar is held against: a ratio of medians, or a figure. */
  readonly value: number | null;
  readonly bar: number;
  /** null where it could not be measured. */
  readonly met: boolean | null;
  /** Why it could not, or what has to be known of the figure. */
  readonly note?: string;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly peers: string;
}

export interface Results {
  readonly machine: Machine;
  /** Titles, in the order of the tables. */
  readonly groups: Readonly<Record<string, string>>;
  readonly rows: readonly Result[];
}

/** Older rows of the same machine stay, those that ran again are replaced. */
export function merged(before: Results | null, now: Results, order: readonly string[]): Results {
  const same = before !== null && JSON.stringify(before.machine) === JSON.stringify(now.machine);
  const rows = new Map([...(same ? before.rows : []), ...now.rows].map((row) => [row.name, row]));
  return { ...now, rows: order.flatMap((name) => rows.get(name) ?? []) };
}
