/** The policy's table as the texts that cross into the guest (`PackedPolicy`). */
import { LIST_FIELDS, type PackedPolicy, type PolicyEntry, type PolicyTable } from "../../sandbox/wire/policy.js";

/** Topmost package of a key `module + " " + qualname`, or of a module. */
const packageOf = (key: string): string => key.split(/[. ]/, 1)[0] ?? "";

function linesOf(rows: readonly (readonly [key: string, value: string])[]): string {
  const odd = rows.find((row) => /[\t\n]/.test(row.join("")));
  if (odd !== undefined) throw new Error(`policy: ${JSON.stringify(odd)} is more than a line`);
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((row) => row.join("\t"))
    .join("\n");
}

/** Packs a table; equal lists become one. */
export function pack({ version, entries, dangerous, knownFamilies }: PolicyTable): PackedPolicy {
  const lists = new Map<string, number>();
  const numbered = (entry: PolicyEntry): object => {
    const out: Record<string, unknown> = { ...entry };
    for (const field of LIST_FIELDS) {
      if (!(field in out)) continue;
      const list = JSON.stringify(out[field]);
      if (!lists.has(list)) lists.set(list, lists.size);
      out[field] = lists.get(list);
    }
    return out;
  };
  const packed = Object.entries(entries).map(([key, entry]) => [key, JSON.stringify(numbered(entry))] as const);
  const modules = knownFamilies.flatMap((known) => known.modules);
  const packages = new Set([...Object.keys(entries), ...Object.keys(dangerous), ...modules].map(packageOf));
  return {
    version,
    entries: linesOf(packed),
    dangerous: linesOf(Object.entries(dangerous)),
    lists: [...lists.keys()],
    packages: [...packages],
    knownFamilies,
  };
}
