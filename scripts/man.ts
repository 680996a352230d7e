/** Writes `man/cornichon.1`: `npm run man`. A test fails when it is stale. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { madePage } from "./man/made.js";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "man");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "cornichon.1"), await madePage());
