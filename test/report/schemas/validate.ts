/** SARIF held against its schema. One validator for all tests: compiling it takes longer than a test. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { ROOT } from "../../support/cli.js";

let validator: ValidateFunction | null = null;

function compiled(): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  formats.default(ajv);
  // The schema's own words, parsed: what ajv takes.
  return ajv.compile(JSON.parse(readFileSync(join(ROOT, "test/report/schemas/sarif-2.1.0.json"), "utf8")) as object);
}

/** What is wrong with a log by the schema: nothing, hopefully. */
export function sarifErrors(log: unknown): readonly string[] {
  validator ??= compiled();
  validator(log);
  return (validator.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}
