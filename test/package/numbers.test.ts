/** The guest's switches are over numbers: a table for every tier of the engine, where names are compared one after the other. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/cli.js";

test("no case of the guest's names a constant", () => {
  const guest = readFileSync(join(ROOT, "dist", "guest.js"), "utf8");
  expect(guest).toContain("case 40:");
  expect(guest.match(/\bcase (?:OP|TAG|KIND)\d*\.\w+/g)).toBeNull();
  expect(guest.match(/[^\w.](?:OP|TAG)\.[A-Z]\w*/g)).toBeNull();
});
