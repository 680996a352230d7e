/** What rows came to, as Markdown and as the file that the README's table is made of. */
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
  readonly rows: readonly Result[];
}

/** Three digits, and none that were not measured. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : size >= 0.01 ? value.toFixed(2) : value.toPrecision(2);
}

const spread = (one: Spread | null, unit: string): string =>
  one === null ? "" : `${digits(one.median)}${one.min === one.median ? "" : ` (${digits(one.min)})`} ${unit}`.trimEnd();

const verdict = ({ met }: Result): string => (met === null ? "**not measured**" : met ? "yes" : "**no**");

function line(row: Result): string {
  const peer = row.theirs === null ? (row.peer ?? "") : `${row.peer}: ${spread(row.theirs, row.unit)}`;
  const value = row.value === null ? "–" : digits(row.value);
  const note = row.note === undefined ? "" : ` (${row.note})`;
  return `| ${row.what}${note} | ${spread(row.ours, row.unit)} | ${peer} | ${value} | ≤ ${digits(row.bar)} | ${verdict(row)} |`;
}

const HEAD = "| case | ours: median (least) | others | ratio | bar | met |\n|---|---|---|---|---|---|";

/** A table a group, under its heading. */
export function markdown({ machine, rows }: Results, groups: Readonly<Record<string, string>>): string {
  const tables = Object.entries(groups).flatMap(([group, title]) => {
    const lines = rows.filter((row) => row.group === group).map(line);
    return lines.length === 0 ? [] : [`**${title}**\n\n${HEAD}\n${lines.join("\n")}`];
  });
  return `${tables.join("\n\n")}\n\n${machineLine(machine)}`;
}

const machineLine = ({ cpu, cores, node, peers }: Machine): string => `${cpu}, ${cores} cores; Node ${node}; ${peers}.`;

/** Older rows of the same machine stay, those that ran again are replaced. */
export function merged(before: Results | null, now: Results, order: readonly string[]): Results {
  const same = before !== null && JSON.stringify(before.machine) === JSON.stringify(now.machine);
  const rows = new Map([...(same ? before.rows : []), ...now.rows].map((row) => [row.name, row]));
  return { machine: now.machine, rows: order.flatMap((name) => rows.get(name) ?? []) };
}
