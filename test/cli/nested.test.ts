/** Archives within archives: each line is what the worst in it is, and what is accepted in it counts no more. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cornichon, withFolder } from "../support/cli.js";
import { type Part, zip } from "../support/zip.js";

const evil = Buffer.from("cos\nsystem\n(S'id'\ntR.");
const own = Buffer.from("\x80\x02cmine.models\nThing\n)\x81}X\x01\x00\x00\x00aK\x01sb.", "latin1");
const good = readFileSync("fixtures/seed/1.9.1/ridge.pkl");
const part = (name: string, data: Uint8Array): Part => ({ name, data });

interface Line {
  readonly path: string;
  readonly member?: string;
  readonly verdict: string;
  readonly inside?: string;
  readonly remaining?: string;
}

function scanned(folder: string, bytes: Uint8Array, ...args: readonly string[]) {
  const path = join(folder, "nested.zip");
  writeFileSync(path, bytes);
  const { code, out } = cornichon(["scan", path, "--format", "json", ...args]);
  const { artifacts, summary }: { artifacts: Line[]; summary: Record<string, number> } = JSON.parse(out);
  const text = cornichon(["scan", path, ...args]).out.split("\n");
  return { code, summary, artifacts, text };
}

test("the line of an archive within an archive is the worst of what is in it, however deep", () =>
  withFolder((folder) => {
    const bad = zip([part("own.pkl", own), part("deeper.zip", zip([part("evil.pkl", evil)]))]);
    const { artifacts, summary, text } = scanned(folder, zip([part("bad.zip", bad), part("good.zip", zip([part("ridge.pkl", good)]))]));
    const verdicts = new Map(artifacts.map(({ member = "", verdict, inside }) => [member, [verdict, inside]]));
    expect(Object.fromEntries(verdicts)).toEqual({
      "": ["dangerous", undefined],
      "bad.zip": ["dangerous", "dangerous"],
      "bad.zip/own.pkl": ["unlisted", undefined],
      "bad.zip/deeper.zip": ["dangerous", "dangerous"],
      "bad.zip/deeper.zip/evil.pkl": ["dangerous", undefined],
      "good.zip": ["safe", undefined],
      "good.zip/ridge.pkl": ["safe", undefined],
    });
    expect(summary).toMatchObject({ artifacts: 7, safe: 2, unlisted: 1, dangerous: 4 });
    expect(text.find((line) => line.includes("› bad.zip  "))).toMatch(/^dangerous/);
    expect(text.find((line) => line.includes("› good.zip  "))).toMatch(/^safe/);
    // What lies in an archive is told before it, the whole first.
    const order = artifacts.map(({ member }) => member);
    expect(order[0]).toBeUndefined();
    expect(order.indexOf("bad.zip/deeper.zip/evil.pkl")).toBeLessThan(order.indexOf("bad.zip/deeper.zip"));
    expect(order.indexOf("bad.zip/deeper.zip")).toBeLessThan(order.indexOf("bad.zip"));
  }));

test("values within values are told of the member that they lie in", () =>
  withFolder((folder) => {
    const holder = Buffer.concat([Buffer.from("\x80\x03B", "latin1"), Buffer.from([evil.length, 0, 0, 0]), evil, Buffer.from(".")]);
    const { artifacts } = scanned(folder, zip([part("holder.pkl", holder)]), "--deep");
    expect(artifacts.map(({ member, verdict }) => [member, verdict])).toEqual([
      [undefined, "dangerous"],
      ["holder.pkl/embedded-1", "dangerous"],
      ["holder.pkl", "dangerous"],
    ]);
  }));

test("what is accepted in an inner archive is no longer its verdict's reason", () =>
  withFolder((folder) => {
    const bytes = zip([part("inner.zip", zip([part("own.pkl", own)]))]);
    const baseline = join(folder, "baseline.json");
    writeFileSync(join(folder, "nested.zip"), bytes);
    expect(cornichon(["scan", join(folder, "nested.zip"), "--quiet", "--write-baseline", baseline]).code).toBe(0);
    const { code, artifacts } = scanned(folder, bytes, "--baseline", baseline);
    expect(code).toBe(0);
    expect(artifacts.map(({ verdict, remaining }) => [verdict, remaining])).toEqual([
      ["unlisted", "safe"],
      ["unlisted", "safe"],
      ["unlisted", "safe"],
    ]);
    const more = zip([part("inner.zip", zip([part("own.pkl", own), part("evil.pkl", evil)]))]);
    expect(scanned(folder, more, "--baseline", baseline).code).toBe(1);
  }));
