/** The policy as texts: every name is found with the very entry of the table, and no other key is. */
import { describe, expect, test } from "vitest";
import { defaultPolicy, families, withFamilies } from "../../src/policy/index.js";
import { policyOf } from "../support/policy.js";

const table = withFamilies(defaultPolicy(), families(), []);
const policy = policyOf(table);

describe("packed", () => {
  test("every listed name has its entry", () => {
    const keys = Object.keys(table.entries);
    expect(keys.length).toBeGreaterThan(2000);
    for (const key of keys) expect(policy.entry(key), key).toEqual(table.entries[key]);
  });

  test("every dangerous name has its reason", () => {
    for (const [key, why] of Object.entries(table.dangerous)) expect(policy.danger(key), key).toBe(why);
  });

  test("nothing beside a name is found: parts of lines, neighbours, ends", () => {
    const first = Object.keys(table.entries).sort()[0] ?? "";
    const odd = (key: string): string[] => [key.slice(1), key.slice(0, -1), `${key} `, `${key}\t`, `${key}\n`, `\n${key}`, `${key}\u0000`];
    const near = [...Object.keys(table.entries), ...Object.keys(table.dangerous)].flatMap(odd);
    const others = ["", " ", "\t", "\n", "\uffff", "\u0000", "__proto__", "constructor toString", first.slice(0, 1)];
    const found = (key: string): boolean => policy.entry(key) !== null || policy.danger(key) !== null;
    const listed = (key: string): boolean => Object.hasOwn(table.entries, key) || Object.hasOwn(table.dangerous, key);
    expect([...near, ...others].filter((key) => found(key) !== listed(key))).toEqual([]);
    const lines = Object.entries(table.entries).map(([key, entry]) => `${key}\t${JSON.stringify(entry)}`);
    expect(lines.filter(found)).toEqual([]);
  });

  test("an empty table has nothing", () => {
    const empty = policyOf({ version: 1, entries: {}, dangerous: {}, knownFamilies: [] });
    expect([empty.entry("builtins set"), empty.danger("os system"), empty.danger("")]).toEqual([null, null, null]);
  });

  test("a name that is more than a line cannot be packed", () => {
    const dangerous = { "a\nos system": "code" } as const;
    expect(() => policyOf({ version: 1, entries: {}, dangerous, knownFamilies: [] })).toThrow(/more than a line/);
  });
});
