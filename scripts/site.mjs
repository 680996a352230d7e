/**
 * The page as a static site: `npm run build:site [-- --out DIR]` puts the files that `serve` hands out into a folder (`site`
 * unless told otherwise), for any server and any path below it. Addresses are relative; nothing of it asks a service.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { out: { type: "string", default: join(root, "site") } } });
const out = resolve(values.out);
const page = join(root, "dist", "page");

/** A file of ours in the folder says that what is there may be replaced. */
const MARK = ".nojekyll";

if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, MARK))) {
  console.error(`${out} is not empty and was not made by this command: name another folder with --out`);
  process.exit(2);
}
for (const name of existsSync(out) ? readdirSync(out) : [])
  if (name !== ".git" && name !== "CNAME") rmSync(join(out, name), { recursive: true });
mkdirSync(out, { recursive: true });
cpSync(page, out, { recursive: true, filter: (path) => !path.endsWith(".gz") });
// GitHub's pages leave names alone where this file is.
writeFileSync(join(out, MARK), "");
console.error(`wrote ${readdirSync(out).length} files to ${out}`);
