/**
 * Copies are copies: for every callable that makes a collection of another's items, what is written into the result does
 * not show in the argument, as in CPython, and what CPython hands back as it is (an exact tuple or frozenset) may be shared.
 * The programs are ours and name only builtins and collections; Python loads them where it is there.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { runGuest } from "../support/guest.js";
import { pythons } from "./python.js";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const name = (module: string, qualname: string): string => `c${module}\n${qualname}\n`;

const DICT = "}q\x01X\x01\0\0\0aq\x02K\x01s";
const LIST = "]q\x01(K\x01K\x02e";
const ADD_PAIR = "X\x01\0\0\0bq\x63K\x02s";
const ADD_ITEM = "K\x03a";

/** A source under memo 1, and a call over it with what is then added to the result. */
const CALLS: Readonly<Record<string, { source: string; call: string; add: string }>> = {
  dict: { source: DICT, call: `${name("builtins", "dict")}h\x01\x85R`, add: ADD_PAIR },
  OrderedDict: { source: DICT, call: `${name("collections", "OrderedDict")}h\x01\x85R`, add: ADD_PAIR },
  Counter: { source: DICT, call: `${name("collections", "Counter")}h\x01\x85R`, add: ADD_PAIR },
  defaultdict: { source: DICT, call: `${name("collections", "defaultdict")}Nh\x01\x86R`, add: ADD_PAIR },
  "_reconstructor of a dict": {
    source: DICT,
    call: `${name("copy_reg", "_reconstructor")}${name("collections", "Counter")}${name("__builtin__", "dict")}h\x01\x87R`,
    add: ADD_PAIR,
  },
  list: { source: LIST, call: `${name("builtins", "list")}h\x01\x85R`, add: ADD_ITEM },
  deque: { source: LIST, call: `${name("collections", "deque")}h\x01\x85R`, add: ADD_ITEM },
  set: { source: LIST, call: `${name("builtins", "set")}h\x01\x85R`, add: "(K\x03\x90" },
};

const program = ({ source, call, add }: (typeof CALLS)[string]): Buffer => latin1(`\x80\x02(${source}${call}${add}t.`);

/** What Python 3 has of each program: the source, the result, whether they are one. */
const PYTHON = `
import base64, json, pickle, sys
def plain(value):
    return list(map(list, value.items())) if isinstance(value, dict) else sorted(value) if isinstance(value, set) else list(value)
for line in sys.stdin.read().split():
    source, made = pickle.loads(base64.b64decode(line))
    print(json.dumps([plain(source), plain(made), source is made]))
`;

/** The values in our neutral document, in the same form. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return value;
  if ("$type" in value) {
    if ("pairs" in value) return plain(value.pairs);
    return "items" in value ? plain(value.items) : value;
  }
  return Object.entries(value);
}

describe("calls that copy", () => {
  test.each(Object.entries(CALLS))("%s leaves its argument as it was", (_, call) => {
    const { report, root } = runGuest(program(call), "convert");
    expect(report.artifacts.flatMap((artifact) => artifact.findings)).toEqual([]);
    const { items } = root as { readonly items: readonly unknown[] };
    expect(plain(items[0])).toEqual(call.source === DICT ? [["a", 1]] : [1, 2]);
    expect(plain(items[1])).toEqual(
      call.source === DICT
        ? [
            ["a", 1],
            ["b", 2],
          ]
        : [1, 2, 3],
    );
  });

  const [python] = pythons(false);
  test.skipIf(python === undefined)("are what CPython has", () => {
    const input = Object.values(CALLS).map((call) => program(call).toString("base64"));
    const { stdout, stderr } = spawnSync(python ?? "", ["-c", PYTHON], { input: input.join("\n"), encoding: "utf8" });
    expect(stderr).toBe("");
    const theirs: unknown[] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const ours = Object.values(CALLS).map((call) => {
      const { items } = runGuest(program(call), "convert").root as { readonly items: readonly unknown[] };
      return [plain(items[0]), plain(items[1]), false];
    });
    expect(ours).toEqual(theirs);
  });
});
