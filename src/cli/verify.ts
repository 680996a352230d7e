/** `cornichon verify`: the checks that a careful person makes after loading a model. */
import type { Command } from "commander";
import { isStandardInput } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, shownJson, showText } from "../errors.js";
import { wrapped } from "../report/width.js";
import { type Check, verify } from "../verbs/verify.js";
import { EXIT, EXIT_OF } from "./exit.js";
import { memberOptions, modelInput, ofModel, withMemberOptions } from "./model-input.js";
import { error, isStandardOutput, openReport } from "./output.js";
import { type Flags, readingOptions, readJson, type Start, textFlag, withReadingOptions } from "./shared.js";
import { hearingSignals } from "./signals.js";
import { lookFor } from "./style.js";
import { toleranceFlag } from "./x-flags.js";

/** Columns of a check's mark: what does not fit a line goes on below the rest. */
const DETAIL_COLUMNS = 5;

async function verifyRun(path: string, flags: Flags, signal: AbortSignal): Promise<number> {
  const expectFile = textFlag(flags, "expect");
  const target = textFlag(flags, "target");
  const select = textFlag(flags, "select");
  const format = textFlag(flags, "format") ?? "text";
  if (format !== "text" && format !== "json") throw new CornichonError("usage", sentence`--format is text or json`);
  if ([path, expectFile, target].filter((one) => one !== undefined && isStandardInput(one)).length > 1)
    throw new CornichonError("usage", sentence`model, --expect and --target cannot both be standard input`);
  const [rtol, atol] = [toleranceFlag(flags, "rtol"), toleranceFlag(flags, "atol")];
  const options = {
    ...(await readingOptions(flags, signal)),
    ...memberOptions(flags),
    ...(expectFile === undefined ? {} : { expect: await readJson(expectFile, "input.malformed", signal, (text) => text) }),
    ...(target === undefined ? {} : { target: modelInput(target) }),
    ...(select === undefined ? {} : { select }),
    ...(rtol === undefined ? {} : { rtol }),
    ...(atol === undefined ? {} : { atol }),
  };
  let checks: readonly Check[];
  try {
    checks = await ofModel(path, verify(modelInput(path), options));
  } catch (refusal) {
    if (!(refusal instanceof CornichonError) || refusal.code !== "artifact.refused") throw refusal;
    error(refusal.message);
    return refusal.verdict === null ? EXIT.failed : EXIT_OF[refusal.verdict];
  }
  const outputPath = textFlag(flags, "output");
  const { paint, columns } = lookFor(isStandardOutput(outputPath) ? 1 : "file");
  const mark = (ok: boolean): Shown => (ok ? paint("safe", sentence`ok  `) : paint("dangerous", sentence`FAIL`));
  const ok = checks.every((c) => c.ok);
  await hearingSignals(async () => {
    const output = openReport(
      outputPath,
      [path, expectFile, target].filter((one) => one !== undefined),
    );
    if (format === "json") output.write(sentence`${shownJson({ ok, checks }, 2)}\n`);
    else
      for (const c of checks)
        output.write(sentence`${wrapped(sentence`${mark(c.ok)} ${showText(c.name)}: ${showText(c.detail)}`, columns, DETAIL_COLUMNS)}\n`);
    await output.end();
  });
  return ok ? EXIT.ok : EXIT.refused;
}

export function verifyCommand(program: Command, start: Start): void {
  const command = program
    .command("verify")
    .description("the checks a careful person makes after loading a model")
    .argument("<model>", "artifact or neutral JSON")
    .option("--expect <file>", "JSON: features, n_features_in, coefficients, intercept, predictions {input, outputs}, or {input, outputs}")
    .option("--target <file>", "what was made of the model: an artifact or neutral JSON that is to answer as it does, or an ONNX file")
    .option("--rtol <x>", "relative tolerance (default 1e-9, and 1e-5 for answers in float32)")
    .option("--atol <x>", "absolute tolerance", "1e-12")
    .option("--format <format>", "text or json", "text")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--select <path>", "the estimator: where the artifact holds several, or a step of one (models.ridge, scaler, best_estimator_)")
    .addHelpText(
      "after",
      `
Example:
  Can a version warning be ignored? Record in Python, where the model still
  answers, what it says to a few rows:
    X = X_test[:20]
    rows = X.tolist() if not hasattr(X, "columns") else {
        "columns": list(map(str, X)), "data": X.values.tolist()}
    outputs = {name: getattr(model, name)(X).tolist()
               for name in ("predict", "predict_proba")}
    json.dump({"input": rows, "outputs": outputs}, open("expected.json", "w"))
  and hold it against what is read here:
    cornichon verify model.joblib --expect expected.json
    ok   predict: 20 values agree to the last digit
    ok   predict_proba: 60 values agree to 15 digits or more, least at [4, 1]:
         0.62 here, 0.6200000000000001 recorded
    ok   version warning: written by sklearn 1.2.2; predict, predict_proba agree
         with Python to 15 digits or more: it can be ignored for this model

  Does what was made of a model answer as it does?
    cornichon verify model.pkl --target model.onnx

Outputs are by method: lists, lists of arrays, {shape, data} as predict --format
json has it, sparse rows {shape, data, indices, indptr}. A key that nothing is
checked for, and expectations that hold nothing to compare, are errors. Where
Python computed with float32 (a list of numbers does not say so), answers that
agree as far as those go are ok, and the line says so.

Exit: 0 all checks hold, 1 one does not (or the artifact was refused), 2 it
could not be done`,
    );
  withReadingOptions(withMemberOptions(command)).action((path: string, flags: Flags) =>
    start((signal) => verifyRun(path, flags, signal), flags),
  );
}
