/** Runs modules that code targets wrote: a line of JSON each, with rows and methods; a line of answers each. Started by tests with code from texts forbidden. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** Numbers that JSON has not. */
const spelled = (value) => (typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value);
const read = (_key, value) => (typeof value === "object" && value !== null && "number" in value ? Number(value.number) : value);

function answer(call, rows) {
  try {
    return { values: call(rows).flat(Number.POSITIVE_INFINITY).map(spelled) };
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}

for (const line of readFileSync(0, "utf8").split("\n")) {
  const { file, methods, rows } = JSON.parse(line, read);
  const loaded = await import(pathToFileURL(file).href);
  process.stdout.write(`${JSON.stringify(methods.map((name) => answer(loaded[name], rows)))}\n`);
}
