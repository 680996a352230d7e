/** The boosters of fixtures/native with what Python says of each: for the walkers. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { judge } from "../../sandbox/judge/artifact.js";
import { Policy } from "../../sandbox/machine/policy.js";
import { PLACE } from "../../sandbox/tape/handle.js";
import { stateValue } from "../../sandbox/tape/read.js";
import type { Job } from "../../sandbox/wire/job.js";
import { own, typeOf } from "../../src/neutral/document.js";
import { defaultPolicy } from "../../src/policy/index.js";
import { pack } from "../../src/policy/pack.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../src/verbs/options.js";
import { runGuest } from "../support/guest.js";
import { nodeHooks } from "../support/node-hooks.js";
import { FIXTURES } from "../support/shared.js";

export const NATIVE = join(FIXTURES, "native");

/** What the script that made a fixture wrote down. */
export interface Says {
  /** Of xgboost's serialised booster. */
  readonly sha256?: string;
  /** xgboost: `save_model` and `save_config` as JSON. */
  readonly model?: unknown;
  readonly config?: unknown;
  /** LightGBM: `model_to_string`. */
  readonly text?: string;
  /** `get_dump`, `dump_model`. */
  readonly dump?: unknown;
}

export interface NativeFixture {
  /** `xgboost-2.1.4/booster.pkl`. */
  readonly path: string;
  readonly family: "xgboost" | "lightgbm";
  readonly bytes: Uint8Array;
  readonly says: Says;
}

function* fixtures(): Generator<NativeFixture> {
  for (const folder of readdirSync(NATIVE).filter((name) => !name.endsWith(".py"))) {
    const says: Readonly<Record<string, Says>> = JSON.parse(gunzipSync(readFileSync(join(NATIVE, folder, "expected.json.gz"))).toString());
    for (const file of readdirSync(join(NATIVE, folder)).filter((name) => !name.endsWith(".gz"))) {
      const label = basename(file, extname(file));
      const family = folder.startsWith("xgboost") ? "xgboost" : "lightgbm";
      yield { path: `${folder}/${file}`, family, bytes: readFileSync(join(NATIVE, folder, file)), says: says[label] ?? {} };
    }
  }
}

export const NATIVE_FIXTURES: readonly NativeFixture[] = [...fixtures()];

export const converted = ({ bytes }: Pick<NativeFixture, "bytes">): ReturnType<typeof runGuest> => runGuest(bytes, "convert");

const isBooster = (path: string): boolean => path.endsWith(".Booster") || path.startsWith("catboost.");

/** The Booster objects of a document, and catboost's estimators, which are theirs themselves. */
export function boostersOf(root: unknown): unknown[] {
  const found: unknown[] = [];
  const stack = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== "object" || value === null) continue;
    if (typeOf(value) === "object" && isBooster(String(own(value, "class")))) found.push(value);
    for (const child of Object.values(value)) stack.push(child);
  }
  return found;
}

/** The native state of the first Booster of a pickle: bytes of xgboost and catboost, text of LightGBM; empty when there is none. */
export function rawState(bytes: Uint8Array): Buffer {
  const job: Job = { verb: "convert", limits: limitsWith({}), options: DEFAULT_OPTIONS, policy: null, size: bytes.length };
  const { chosen } = judge(
    nodeHooks(bytes, () => undefined),
    job,
    new Policy(pack(defaultPolicy())),
  );
  const [booster] = chosen?.read.machine.boosters ?? [];
  if (chosen === null || booster === undefined) return Buffer.alloc(0);
  const { tape } = chosen.read.machine;
  const range = ["handle", "_handle", "__model"].map((key) => tape.byteRange(stateValue(tape, booster, key))).find(Boolean);
  if (range === undefined || range === null) return Buffer.alloc(0);
  const { place, offset, length } = range;
  const raw = new Uint8Array(length);
  if (place === PLACE.ARENA) raw.set(tape.arena.subarray(offset, offset + length));
  else chosen.source.read(offset, length, raw, 0);
  return Buffer.from(raw);
}
