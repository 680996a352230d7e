/** Nodes of other versions than this one, from npm's packages of the bare binaries. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../../support/cli.js";

/** The oldest that are promised, and the newest that run the child. */
const VERSIONS = ["20.19.0", "22.12.0", "24.22.1", "26.12.1"] as const;

type Version = (typeof VERSIONS)[number];

const fetched = spawnSync(process.execPath, [join(ROOT, "scripts", "nodes.mjs"), ...VERSIONS], { encoding: "utf8" });
const binaries = JSON.parse(fetched.stdout) as Readonly<Record<Version, string | null>>; // our own script's words

/** False where the registry cannot be reached: then the package cannot be tried. */
export const canInstall = VERSIONS.every((version) => binaries[version] !== null);
if (!canInstall) process.stderr.write("\n*** no registry: the tests of the installed package are SKIPPED ***\n\n");

/** The binary of a version; only where `canInstall`. */
export const nodeOf = (version: Version): string => binaries[version] ?? "";
