/** Answers written: which format, and where to. Nothing is written before all rows are answered. */
import { isatty } from "node:tty";
import { CornichonError, sentence, showPath } from "../errors.js";
import { type Answer, answerCsv, answerJson, answerLines } from "../input/answers.js";
import { resultNpy } from "../input/npy.js";
import { openOutput } from "./output.js";
import { type Flags, textFlag } from "./shared.js";
import { hearingSignals } from "./signals.js";

const FORMATS = ["csv", "json", "ndjson", "npy"] as const;
export type Format = (typeof FORMATS)[number];

const WRITERS: Readonly<Record<Format, (answer: Answer) => Iterable<string | Uint8Array>>> = {
  csv: answerCsv,
  json: answerJson,
  ndjson: answerLines,
  npy: ({ method, result }) => [resultNpy(method, result)],
};

const ENDINGS: readonly (readonly [RegExp, Format])[] = [
  [/\.json$/i, "json"],
  [/\.(?:ndjson|jsonl)$/i, "ndjson"],
  [/\.npy$/i, "npy"],
];

/** What is no CSV, though it would be written as one. */
const OTHER = /\.(?:tsv|xlsx?|ods|parquet|feather|arrow|npz|pkl|pickle|joblib|html?|xml)$/i;

/** The format that is asked for, or that the output's ending tells. @throws CornichonError `usage` */
export function formatOf(flags: Flags): Format {
  const given = textFlag(flags, "format");
  const output = textFlag(flags, "output") ?? "";
  const format =
    FORMATS.find((one) => one === given) ?? (given === undefined ? (ENDINGS.find(([ending]) => ending.test(output))?.[1] ?? "csv") : null);
  if (format === null) throw new CornichonError("usage", sentence`--format is csv, json, ndjson or npy`);
  if (given === undefined && OTHER.test(output))
    throw new CornichonError(
      "usage",
      sentence`${showPath(output)}: answers are written as .csv, .json, .ndjson or .npy (--format for another ending)`,
    );
  if (flags["withInput"] === true && (format === "json" || format === "npy"))
    throw new CornichonError("usage", sentence`--with-input needs --format csv or ndjson`);
  if (format === "npy" && (output === "" || output === "-") && isatty(1))
    throw new CornichonError("usage", sentence`.npy is no text for a terminal; --output names a file for it`);
  return format;
}

/** A signal finds no half-written file. @throws CornichonError `usage`, `output.exists` */
export const writeAnswer = (answer: Answer, format: Format, path: string | undefined, inputs: readonly string[]): Promise<void> =>
  hearingSignals(async () => {
    const output = openOutput(path, inputs);
    try {
      for (const piece of WRITERS[format](answer)) {
        output.data(piece);
        await output.ready();
      }
      await output.end();
    } finally {
      output.discard();
    }
  });
