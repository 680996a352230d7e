/** The oracle where no Python is: programs with answers that CPython 3.11 gave (`record.ts`). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { FIXTURES } from "../support/shared.js";
import { compare } from "./compare.js";
import type { PythonAnswer } from "./python.js";

const rows: readonly { readonly program: string; readonly answer: PythonAnswer }[] = JSON.parse(
  gunzipSync(readFileSync(join(FIXTURES, "oracle", "recorded.json.gz"))).toString("utf8"),
);

/** Tests of a dozen programs each: small enough to say where, few enough to be quick. */
const GROUPS = Array.from({ length: 20 }, (_, i) => rows.filter((_row, at) => at % 20 === i));

test.each(GROUPS.map((group, i) => ({ i, group })))("the answers to group $i are ours", ({ group }) => {
  const found = group.flatMap(({ program, answer }) => compare(Buffer.from(program, "base64"), [answer]).map((d) => ({ program, ...d })));
  expect(group.length).toBeGreaterThan(20);
  expect(found).toEqual([]);
});
