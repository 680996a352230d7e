/**
 * What is measured: a row a line of the table, by name and group. A bar is the most that a ratio (ours to theirs) or a
 * figure of ours alone may be. `cpu` is that of the whole command with all its processes, less its start-up (a scan of a tiny
 * model in the same turns); `wall` is that of the whole command.
 */
import { asked, single, singleOrt, sklearn } from "./model-sides.js";
import { ours, python, reader, type Side, scan, tool } from "./sides.js";

interface Base {
  readonly name: string;
  readonly group: Group;
  readonly what: string;
  readonly bar: number;
  /** Turns, where not five. */
  readonly runs?: number;
}

/** Ours beside another's, in turns. */
export interface Pair extends Base {
  readonly measure: "cpu" | "wall" | "own-cpu";
  readonly ours: Side;
  readonly theirs: Side;
  /** Which of several runs counts; the median, where nothing is said. */
  readonly by?: "min";
}

/** Ours alone. */
export interface Alone extends Base {
  readonly measure: "cpu" | "wall" | "MB";
  readonly ours: Side;
  readonly unit: string;
  /** What a second (or a MB) counts in the unit. */
  readonly scale: number;
}

/** One kind of file of many sizes. */
export interface Growth extends Base {
  readonly grows: "dicts" | "array";
  readonly of: "exponent" | "memory";
}

export type Row = Pair | Alone | Growth;

export const GROUPS = {
  pickles: "Pickles: CPU of the sandboxed scan less its start-up",
  arrays: "Arrays: the whole command",
  small: "Small files: the whole command",
  growth: "Growth: 1, 4, 16, 64, 256, 1,024 MB",
  decoders: "Decoders: CPU of the sandboxed scan less its start-up",
  json: "Neutral JSON",
  single: "Models, one row",
  batches: "Models, many rows, one thread",
  readers: "Other readers in JavaScript: CPU, ours in the sandbox less its start-up",
  memory: "Resident memory of all processes",
  ci: "In one run of CI: least CPU of five turns",
} as const;
export type Group = keyof typeof GROUPS;

const load = (input: string): Side => python("pickle.load", "load", input);
const joblib = (input: string): Side => python("joblib.load", "joblib", input);
const cpu = (name: string, what: string, theirs: Side, bar: number): Pair => {
  const input = `@${name}`;
  return { name: nameOf(name), group: "pickles", what, measure: "cpu", ours: scan(input), theirs, bar };
};
/** `forest.z.joblib` is called `forest-z-joblib`, `dicts.pkl` only `dicts`. */
const nameOf = (input: string): string => input.replace(/\.pkl$/, "").replaceAll(".", "-");

const PICKLES: readonly Row[] = [
  cpu("dicts.pkl", "1,000,000 dicts", load("@dicts.pkl"), 0.4),
  cpu("floats.pkl", "3,000,000 floats", load("@floats.pkl"), 0.6),
  cpu("ints.pkl", "5,000,000 integers of 40 bits", load("@ints.pkl"), 0.6),
  cpu("strings.pkl", "2,000,000 strings", load("@strings.pkl"), 0.7),
  cpu("forest.pkl", "a forest of 55 MB", python("pickle.load", "load-model", "@forest.pkl"), 0.6),
  cpu("forest.joblib", "a forest of 55 MB by joblib", joblib("@forest.joblib"), 0.4),
  cpu("forest.z.joblib", "a forest of 55 MB by joblib, compress=3", joblib("@forest.z.joblib"), 0.5),
  cpu("dicts.joblib", "1,000,000 dicts by joblib", joblib("@dicts.joblib"), 0.05),
];

const ARRAYS: readonly Row[] = [
  {
    name: "array-compressed",
    group: "arrays",
    what: "an array of 200 MB, compress=3: scan",
    measure: "wall",
    ours: scan("@array.z.joblib"),
    theirs: joblib("@array.z.joblib"),
    bar: 0.4,
  },
  {
    name: "array-raw",
    group: "arrays",
    what: "an array of 200 MB as it is: scan, which tells its sha256",
    measure: "wall",
    ours: scan("@array.joblib"),
    theirs: python("joblib.load, hashlib.sha256", "joblib-and-hash", "@array.joblib"),
    bar: 0.9,
  },
];

const FILES = 500;
const SMALL: readonly Row[] = [
  {
    name: "tiny",
    group: "small",
    what: "one tiny model",
    measure: "wall",
    ours: scan("@tiny.pkl"),
    theirs: tool("picklescan", ["--path", "@tiny.pkl"]),
    bar: 1,
    runs: 15,
  },
  {
    name: "tiny-500",
    group: "small",
    what: "500 tiny models, one command",
    measure: "wall",
    ours: scan("@tiny500"),
    theirs: tool("hayward", ["scan", "--quiet", "@tiny500"]),
    bar: 1,
  },
  {
    name: "tiny-500-cpu",
    group: "small",
    what: "500 tiny models: CPU a file",
    measure: "cpu",
    ours: scan("@tiny500"),
    unit: "ms",
    scale: 1000 / FILES,
    bar: 3,
  },
  {
    name: "hostile",
    group: "small",
    what: "1,000 hostile small files",
    measure: "wall",
    ours: scan("@hostile1000", 1),
    theirs: { ...scan("@benign1000"), who: "1,000 benign ones" },
    bar: 1.3,
    runs: 3,
  },
];

const GROWTH: readonly Row[] = (["dicts", "array"] as const).flatMap((grows): Row[] => [
  { name: `growth-${grows}`, group: "growth", what: `${grows}: exponent of CPU to size`, grows, of: "exponent", bar: 1.05 },
  {
    name: `growth-${grows}-memory`,
    group: "growth",
    what: `${grows}: resident memory to 60 MB + 3 × (file − payload), the worst`,
    grows,
    of: "memory",
    bar: 1,
  },
]);

const CODECS = { bz2: "bz2", xz: "lzma (xz)", lzma: "lzma (alone)", lz4: "lz4.frame", gzip: "gzip" } as const;
const DECODERS: readonly Row[] = Object.entries(CODECS).map(([codec, module]) => ({
  name: `decode-${codec}`,
  group: "decoders",
  what: `${codec}, 32 MB decoded`,
  measure: "cpu",
  ours: scan(`@decoded.${codec}`),
  theirs: python(`Python's ${module}`, codec, `@decoded.${codec}`),
  bar: 2,
}));

const JSON_ROWS: readonly Row[] = [
  {
    name: "json-dicts",
    group: "json",
    what: "1,000,000 dicts to a JSON file, CPU",
    measure: "cpu",
    ours: ours(["convert", "@dicts.pkl", "--output", ">dicts.json"]),
    theirs: python("pickle.load, json.dumps", "to-json", "@dicts.pkl", ">dicts-of-python.json"),
    bar: 0.33,
  },
  {
    name: "json-floats",
    group: "json",
    what: "2,000,000 doubles as text, CPU",
    measure: "cpu",
    ours: ours(["convert", "@floats.npy", "--arrays", "inline", "--output", ">floats.json"]),
    theirs: python("json.dumps(tolist())", "floats-to-json", "@floats.npy"),
    bar: 0.1,
  },
  {
    name: "sidecar",
    group: "json",
    what: "an array of 200 MB to a sidecar, wall",
    measure: "wall",
    ours: ours(["convert", "@array.joblib", "--arrays", "sidecar", "--output", ">sidecar.json"]),
    theirs: python("joblib.load, numpy.save", "joblib-and-save", "@array.joblib", ">array.npy"),
    bar: 1,
  },
];

const one = (name: string, what: string): Pair => ({
  name: `one-${name}`,
  group: "single",
  what: `one row, ${what}`,
  measure: "wall",
  ours: single(name),
  theirs: singleOrt(name),
  bar: 0.5,
});

const batch = (name: string, what: string, bar: number): Pair => ({
  name: `batch-${name}`,
  group: "batches",
  what,
  measure: "own-cpu",
  ours: asked(name),
  theirs: sklearn(name),
  bar,
});

const MODELS: readonly Row[] = [
  one("linear", "StandardScaler and Ridge"),
  one("tree", "a tree of depth 8"),
  one("small-forest", "100 trees of depth 8"),
  one("text", "TF-IDF and LogisticRegression"),
  batch("forest", "100 trees, 100,000 rows × 20", 1),
  batch("forest-classifier", "100 trees of depth 10, 3 classes, 100,000 rows", 1),
  batch("boosting", "GradientBoosting of 100, 100,000 rows", 1.5),
  batch("histogram", "HistGradientBoosting of 100, 100,000 rows", 1),
  batch("svc", "SVC, 2,000 fitted rows, 5,000 rows", 1),
  batch("texts", "TF-IDF and LogisticRegression, 20,000 texts", 1),
  batch("neighbors", "5 nearest of 5,000 by brute force, 2,000 rows", 1.5),
];

const READERS: readonly Row[] = (["pickleparser", "netron"] as const).flatMap((peer) =>
  ["dicts", "floats", "ints", "strings"].map((kind): Row => {
    const input = `@few-${kind}.pkl`;
    const what = `a list of ${kind}`;
    return {
      name: `${peer}-${kind}`,
      group: "readers",
      what,
      measure: "cpu",
      ours: scan(input),
      theirs: reader(peer, input),
      bar: 1,
      runs: 3,
    };
  }),
);

const HELD = [
  "pkl",
  "joblib",
  "z.joblib",
  "gz.joblib",
  "bz2.joblib",
  "xz.joblib",
  "lzma.joblib",
  "lz4.joblib",
  "npy",
  "npz",
  "deflated.npz",
];
const BOMBS = ["z", "gz", "bz2", "xz", "lzma", "lz4", "npz"];
/** MB of all processes together. */
const MOST_MB = 200;
const held = (name: string, what: string, side: Side): Alone => ({
  name: `memory-${name}`,
  group: "memory",
  what,
  measure: "MB",
  ours: side,
  unit: "MB",
  scale: 1,
  bar: MOST_MB,
  runs: 1,
});

const MEMORY: readonly Row[] = [
  ...HELD.flatMap((ending) => [
    held(`inspect-${ending}`, `array.${ending}, 200 MB: inspect`, ours(["inspect", `@array.${ending}`, "--output", ">inspected.txt"])),
    held(
      `sidecar-${ending}`,
      `array.${ending}, 200 MB: convert to a sidecar`,
      ours(["convert", `@array.${ending}`, "--arrays", "sidecar", "--output", ">sidecar.json"]),
    ),
  ]),
  ...BOMBS.map((kind) =>
    held(
      `bomb-${kind}`,
      `a bomb of 1 GiB, ${kind}: ends in limit`,
      ours(["scan", "--quiet", "--max-decoded", "256MiB", `@bomb.${kind}`], 2),
    ),
  ),
];

/** All rows; `memory` only by its name. */
export const ROWS: readonly Row[] = [
  ...PICKLES,
  ...ARRAYS,
  ...SMALL,
  ...GROWTH,
  ...DECODERS,
  ...JSON_ROWS,
  ...MODELS,
  ...READERS,
  ...MEMORY,
];

/** Groups that are the issue of a change to containers, and take long: they run when they are named. */
export const ONLY_BY_NAME: readonly Group[] = ["memory"];
