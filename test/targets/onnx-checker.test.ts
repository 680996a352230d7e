/**
 * What is written as ONNX, held against ONNX's own checker and shape inference (`onnx.checker`, of `.python-env`): a file is
 * valid by its specification, and not only by what onnxruntime takes. Of files with onnxruntime's Tokenizer the types are not
 * inferred: the specification does not know it.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { TemporaryFolder } from "../support/folder.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { TARGET_PYTHON } from "../support/python-target.js";
import { FIXTURES, SHARED, sharedVersions } from "../support/shared.js";

const CHECK = `
import glob, os, sys, onnx
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.onnx"))):
    model = onnx.load(path)
    own = any(node.domain == "com.microsoft" for node in model.graph.node)
    try:
        onnx.checker.check_model(model, full_check=not own)
    except Exception as error:
        print(os.path.basename(path), type(error).__name__, str(error)[:300].replace("\\n", " "))
`;

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

/** Writes what has a form; false where it is refused. */
function write(name: string, pickle: string, opset: number): boolean {
  const { root } = runGuest(readFileSync(pickle));
  if (root === undefined) return false;
  try {
    writeFileSync(join(folder.path, `${name}.onnx`), toOnnx(documentOf(root), undefined, { outputs: ["all"], opset }).bytes);
    return true;
  } catch (error) {
    if (error instanceof CornichonError && /^(?:target|model)\./.test(error.code)) return false;
    throw error;
  }
}

function complaints(): string {
  const done = spawnSync(TARGET_PYTHON ?? "", ["-B", "-c", CHECK, folder.path], { encoding: "utf8", maxBuffer: 1 << 26 });
  expect(done.status, done.stderr).toBe(0);
  return done.stdout;
}

describe.skipIf(TARGET_PYTHON === null)("onnx.checker has nothing to say", () => {
  test("of the seed's model, in the oldest and the newest operator set", () => {
    for (const opset of [18, 26]) expect(write(`seed-${opset}`, join(FIXTURES, "seed", "1.9.1", "pipeline.pkl"), opset)).toBe(true);
    expect(complaints()).toBe("");
  });

  test.skipIf(SHARED === null)("of every model of sklearn 1.9.1", { timeout: 300_000 }, () => {
    const shared = [...sharedVersions()].find(({ version }) => version === "1.9.1");
    const names = readdirSync(shared?.folder ?? "").filter((name) => name.endsWith(".pkl"));
    const written = names.filter((name) => write(name, join(shared?.folder ?? "", name), 18));
    expect(written.length).toBeGreaterThan(300);
    expect(complaints()).toBe("");
  });
});
