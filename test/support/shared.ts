/**
 * The shared fixtures beside the checkout, where they are: unpacked once a run into a temporary folder. The suite
 * passes without them, and says loudly that it ran on its own fixtures only.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Folder of this repository's own fixtures. */
export const FIXTURES = join(root, "fixtures");

/** Folder of the shared material, null when it is not there. */
export const SHARED: string | null =
  [process.env["CORNICHON_SHARED"], join(root, "..", "shared")].find((path) => path !== undefined && existsSync(join(path, "fixtures"))) ??
  null;

if (SHARED === null) process.stderr.write("\n*** ../shared is not here: tests over the shared fixtures are SKIPPED ***\n\n");

/** One label of an expected file. */
export interface ExpectedLabel {
  readonly class: string;
  readonly state: unknown;
  readonly input?: unknown;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly pickle?: { readonly file: string };
  /** Name of the data that it was fitted on and asked about. */
  readonly data?: string;
}

export interface SharedVersion {
  readonly version: string;
  readonly folder: string;
  readonly expected: Readonly<Record<string, ExpectedLabel>>;
}

let unpacked: string | null = null;

function unpack(archive: string, version: string): string {
  unpacked ??= mkdtempSync(join(tmpdir(), "cornichon-fixtures-"));
  const done = spawnSync("tar", ["xzf", archive, "-C", unpacked]);
  if (done.status !== 0) throw new Error(`tar could not unpack ${version}`);
  return join(unpacked, version);
}

process.once("exit", () => {
  if (unpacked !== null) rmSync(unpacked, { recursive: true, force: true });
});

/** All sklearn versions of the shared fixtures; nothing when they are not here. */
export function* sharedVersions(): Generator<SharedVersion> {
  if (SHARED === null) return;
  const folder = join(SHARED, "fixtures", "sklearn");
  for (const name of readdirSync(folder).sort()) {
    const version = name.replace(/\.tar\.gz$/, "");
    const at = statSync(join(folder, name)).isDirectory() ? join(folder, name) : unpack(join(folder, name), version);
    yield { version, folder: at, expected: JSON.parse(gunzipSync(readFileSync(join(at, "expected.json.gz"))).toString()) };
  }
}
