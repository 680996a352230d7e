/** A working directory that somebody removed is told in a sentence, whatever was asked, and never as a failure of ours. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, shell, withFolder } from "../support/cli.js";

const MODEL = join(ROOT, "fixtures/seed/1.9.1/ridge.pkl");
const COMMANDS = [
  `scan ${MODEL}`,
  `scan ${MODEL} --no-config --output x.json`,
  `scan ${MODEL} --no-config --also junit=x.xml`,
  `scan ${MODEL} --no-config --cache c`,
  `scan ${MODEL} --no-config --write-baseline`,
  `convert ${MODEL} --output x.json`,
  `convert ${MODEL} --output-dir x`,
  `inspect ${MODEL} --output x`,
  "explain global.dangerous --output x",
];

// Elsewhere a directory in which somebody works cannot be removed.
test.runIf(process.platform === "linux").each(COMMANDS)("%s", (command) =>
  withFolder((folder) => {
    const { code, err } = shell(folder, `mkdir gone && cd gone && rmdir ../gone && exec $CORNICHON ${command}`);
    expect(code).toBe(2);
    expect(err).toContain("error: the working directory is no longer there: change into one that is (cd)\n");
    expect(err).not.toMatch(/unexpected|uv_cwd|^ {4}at /m);
    expect(existsSync(join(folder, "gone"))).toBe(false);
  }),
);

test.runIf(process.platform === "linux")("what needs no directory goes on", () =>
  withFolder((folder) => {
    const { code, out } = shell(folder, `mkdir gone && cd gone && rmdir ../gone && exec $CORNICHON scan ${MODEL} --no-config`);
    expect([code, out.startsWith("safe ")]).toEqual([0, true]);
  }),
);
