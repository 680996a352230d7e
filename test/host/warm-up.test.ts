/** What the guest is warmed up with are files of our own fixtures. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WARM_UP_FILES } from "../../src/host/child/warm-up-files.js";
import { ROOT } from "../support/cli.js";

test.each(Object.entries(WARM_UP_FILES))("%s", (name, text) => {
  expect(text).toBe(readFileSync(join(ROOT, "fixtures", name)).toString("base64"));
});
