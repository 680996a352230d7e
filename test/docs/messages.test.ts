/**
 * The headings of docs/answers are what real loaders say about our own fixtures. Each needs the environment of a version
 * (CORNICHON_ENVS, `.envs` beside the repository); what is not there is skipped, loudly.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../scripts/docs/stage.mjs";
import { envsFolder } from "../genuine/pythons.js";
import { textOf } from "./pages.js";

/** Loads a file of ours, and says the warning or error. */
const LOAD = `
import sys, warnings
import joblib, pickle
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    try:
        with open(sys.argv[2], "rb") as file:
            pickle.load(file) if sys.argv[1] == "pickle" else joblib.load(sys.argv[2])
    except BaseException as error:
        print("%s: %s" % (type(error).__name__, error))
for one in told:
    print("%s: %s" % (one.category.__name__, one.message))
`;

/** What makes the file of a page that the stage does not have. */
const MADE = `head -c 300 model.pkl > cut.pkl; : > empty.pkl; sed 's/$/\\r/' lines.pkl > crlf.pkl; cp several/scaler.joblib .
printf 'version https://git-lfs.github.com/spec/v1\\n' | tee pointer.pkl > pointer.joblib
printf '<!DOCTYPE html>' | tee page.pkl > page.joblib; gzip -c model.pkl > zipped.pkl`;

const ROWS: readonly (readonly [page: string, environment: string, loader: "pickle" | "joblib", file: string, says: string])[] = [
  [
    "inconsistent-version-warning",
    "c313",
    "joblib",
    "old-model.joblib",
    "InconsistentVersionWarning: Trying to unpickle estimator Ridge from version 1.2.2 when using version 1.9.1",
  ],
  ["no-module-named-sklearn", "c313", "pickle", "old.pkl", "ModuleNotFoundError: No module named 'sklearn.linear_model.ridge'"],
  ["incompatible-node-array", "c313", "pickle", "forest.pkl", "ValueError: node array from the pickle has an incompatible dtype"],
  ["no-module-named-numpy-core", "f39", "pickle", "model.pkl", "ModuleNotFoundError: No module named 'numpy._core'"],
  ["unsupported-pickle-protocol", "p37", "pickle", "protocol5.pkl", "ValueError: unsupported pickle protocol: 5"],
  [
    "python-2-pickles",
    "d38",
    "pickle",
    "python2.pkl",
    "UnicodeDecodeError: 'ascii' codec can't decode byte 0xd0 in position 0: ordinal not in range(128)",
  ],
  ["joblib-npy-files", "d38", "joblib", "scaler.joblib", "FileNotFoundError: [Errno 2] No such file or directory: 'scaler.joblib_01.npy'"],
  ["pickle-data-was-truncated", "c313", "pickle", "cut.pkl", "UnpicklingError: pickle data was truncated"],
  ["pickle-data-was-truncated", "c313", "pickle", "empty.pkl", "EOFError: Ran out of input"],
  ["invalid-load-key", "c313", "pickle", "pointer.pkl", "UnpicklingError: invalid load key, 'v'"],
  ["invalid-load-key", "c313", "joblib", "pointer.joblib", "KeyError: 118"],
  ["invalid-load-key", "c313", "joblib", "page.joblib", "KeyError: 60"],
  ["invalid-load-key", "c313", "pickle", "zipped.pkl", "'\\x1f'"],
  ["stack-global-requires-str", "c313", "pickle", "model.joblib", "UnpicklingError: STACK_GLOBAL requires str"],
  ["no-module-named-copy-reg", "c313", "pickle", "crlf.pkl", "ModuleNotFoundError: No module named 'copy_reg\\r'"],
];

let stage: Stage;
beforeAll(() => {
  stage = openStage();
  spawnSync("bash", ["-c", MADE], { cwd: stage.folder });
});
afterAll(() => stage.close());

const pythonOf = (environment: string): string => join(envsFolder(), environment, "bin", "python");
const missing = [...new Set(ROWS.map(([, environment]) => environment))].filter((environment) => !existsSync(pythonOf(environment)));
if (missing.length > 0)
  process.stderr.write(`\n*** no environments ${missing.join(", ")} in ${envsFolder()}: Python's messages are SKIPPED ***\n\n`);

test.each(ROWS)("%s, in words: %s %s %s", (page, _environment, _loader, _file, says) => {
  expect(textOf(`docs/answers/${page}.md`)).toContain(says);
});

test.skipIf(missing.length > 0).each(ROWS)("%s: %s %s %s", { timeout: 60_000 }, (_page, environment, loader, file, says) => {
  const { stdout } = spawnSync(pythonOf(environment), ["-c", LOAD, loader, file], { cwd: stage.folder, encoding: "utf8" });
  expect(stdout).toContain(says);
});
