/**
 * `package.json` as it is packed: without the script by which npm builds a clone, for an installed package runs none and npm
 * warns of any. `strip` before packing, `restore` behind it: the text is put back as it was.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const manifest = join(dirname(dirname(fileURLToPath(import.meta.url))), "package.json");
const kept = `${manifest}.kept`;

if (process.argv[2] === "strip") {
  const text = readFileSync(manifest, "utf8");
  writeFileSync(kept, text);
  writeFileSync(manifest, text.replace(/^ {4}"prepare": .*\n/m, ""));
} else if (existsSync(kept)) renameSync(kept, manifest);
