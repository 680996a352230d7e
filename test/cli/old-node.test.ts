/** A Node that cannot even load the program: one sentence instead of a trace about an export that it does not have. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, withFolder } from "../support/cli.js";

const CLI = join(ROOT, "dist", "cli.js");

test.each(["16.9.1", "18.20.4", "20.18.3", "21.7.0", "22.11.0"])("Node %s is told which is needed", (version) => {
  withFolder((folder) => {
    const fake = join(folder, "fake.cjs");
    writeFileSync(fake, `Object.defineProperty(process.versions, "node", { value: "${version}" });\n`);
    const done = spawnSync(process.execPath, ["--require", fake, CLI, "scan", "x.pkl"], { encoding: "utf8" });
    expect(done).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `error: cornichon reads artifacts in a child process that needs Node 24 or 26, and this is Node ${version}: run it with one of those.\n`,
    });
  });
});

test("nothing of Node's is imported before that is known", () => {
  const imported = Array.from(readFileSync(CLI, "utf8").matchAll(/^\} from "(.+)";$/gm), ([, name = ""]) => name);
  for (const name of imported) expect(readFileSync(join(ROOT, "dist", name), "utf8")).not.toMatch(/^import |from "node:/m);
});
