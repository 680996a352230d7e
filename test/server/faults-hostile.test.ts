/**
 * Hostile files in a row, and those of other scanners where they lie: each has its verdict, and the service is as it was. A
 * third of a thousand, of every kind; all thousand, which takes two minutes, with `CORNICHON_LONG=1`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportSchema } from "../../src/report/schema.js";
import { ROOT } from "../support/cli.js";
import { jsonOf, withService } from "../support/service.js";

const HOSTILE = join(ROOT, "fixtures", "hostile");
const REFERENCE = join(ROOT, "..", "shared", "adversarial", "reference");
const STREAMS = 4;

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

async function judgeAll(paths: readonly string[], check: (path: string, verdict: string | undefined) => void): Promise<void> {
  await withService({}, async ({ ask, spooled }) => {
    const rest = [...paths];
    const stream = async (): Promise<void> => {
      for (let path = rest.pop(); path !== undefined; path = rest.pop()) {
        const response = await ask(`/v1/scan?deep=true&name=${encodeURIComponent(path)}`, {
          method: "POST",
          body: new Uint8Array(readFileSync(path)),
        });
        expect([path, response.status]).toEqual([path, 200]);
        check(path, reportSchema.parse(await jsonOf(response)).artifacts[0]?.verdict);
      }
    };
    await Promise.all(Array.from({ length: STREAMS }, stream));
    expect(spooled()).toEqual([]);
    expect((await (await ask("/v1/audit")).text()).trimEnd().split("\n")).toHaveLength(paths.length);
  });
}

const COUNT = 1000;
const EACH = process.env["CORNICHON_LONG"] === "1" ? 1 : 3;

test("a thousand of ours, or a third: what their names say, over HTTP", async () => {
  const paths = filesIn(HOSTILE)
    .filter((path) => /(?:dangerous|malformed|unlisted)--/.test(path))
    .slice(0, COUNT)
    .filter((_, i) => i % EACH === 0);
  const wrong: string[] = [];
  await judgeAll(paths, (path, verdict) => {
    if (verdict === "safe") wrong.push(path);
  });
  expect([paths.length, wrong]).toEqual([Math.ceil(COUNT / EACH), []]);
}, 300_000);

test.skipIf(!existsSync(REFERENCE))(
  "those of other scanners' tests, which are only ever uploaded",
  async () => {
    await judgeAll(filesIn(REFERENCE), (path, verdict) => expect([path, verdict]).toEqual([path, expect.any(String)]));
  },
  300_000,
);
