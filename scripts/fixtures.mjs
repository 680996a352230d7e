/** Writes fixtures/MANIFEST.tsv: every fixture with its hash and who made it. `--check` only compares. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "fixtures");
const manifest = join(folder, "MANIFEST.tsv");

function* files(path) {
  for (const name of readdirSync(path).sort()) {
    const inner = join(path, name);
    if (statSync(inner).isDirectory()) yield* files(inner);
    else if (inner !== manifest && !/\.py$/.test(name)) yield inner;
  }
}

/** Fixtures of seed/, core/ and old/ were written by sklearn itself, of the version that the folder names. */
function maker(path) {
  const [room, version] = path.split("/");
  if (room === "seed" || room === "core") return `sklearn ${/^\d/.test(version ?? "") ? version : "1.9.1"}, our own generator, seed 0`;
  if (room === "old") return `sklearn ${version}, our own generator, seed 7`;
  if (room === "columns") return `columns/make.py --sample, sklearn ${version.replace(".json.gz", "")}`;
  if (room === "faults") return "sklearn 1.9.1, who reported the fault";
  if (room === "options") return `sklearn ${version?.replace(/(?:-\w+)?\.ndjson\.gz$/, "")}, test/options/sample.ts, seed 0`;
  if (room === "option-faults") return `sklearn ${version?.replace(".ndjson.gz", "")}, test/options/make.py, seed 0: what once was a fault`;
  if (path === "served/requests.json")
    return "test/server/clients.test.ts with CORNICHON_RECORD, the clients of scripts/python-clients.txt";
  if (path.endsWith("recorded.json.gz")) return "test/oracle/record.ts";
  return `${room.endsWith(".json") ? `make-${room.replace(".json", ".py")}` : `${room}/*.py`}`;
}

const rows = [...files(folder)].map((file) => {
  const path = relative(folder, file).replaceAll("\\", "/");
  const bytes = readFileSync(file);
  return [path, bytes.length, createHash("sha256").update(bytes).digest("hex"), maker(path)].join("\t");
});
const text = `file\tbytes\tsha256\tmade by\n${rows.join("\n")}\n`;
if (process.argv.includes("--check")) process.exit(readFileSync(manifest, "utf8") === text ? 0 : 1);
writeFileSync(manifest, text);
