/**
 * Who may import whom. The rooms are the architecture: hostile bytes are touched in `sandbox/` alone, and what is in
 * there can reach nothing. `test/rooms.test.ts` plants one import against each rule and fails when the gate lets it pass.
 */

/** Everything in `folder` may import only what stands in `allowed` (regular expressions on paths). */
function only(name, comment, folder, allowed) {
  return { name, comment, severity: "error", from: { path: folder }, to: { pathNot: allowed } };
}

/** Nothing in `from` may import `to`. */
function never(name, comment, from, to) {
  return { name, comment, severity: "error", from, to };
}

const SANDBOX = "^sandbox/";

/**
 * The rooms of `sandbox/`: what stands in each, whom it may know beside itself, and why. `main.ts` is the only door, and
 * `run.ts` behind it knows all.
 */
export const GUEST_ROOMS = {
  judge: {
    has: "an artifact from its first byte to its line: containers, pickles, other readings, members, companions",
    knows: ["bytes/", "consistency/", "container/", "finding/", "machine/", "native/", "numpy/", "opcode/", "skops/", "tape/", "wire/"],
    rule: "The judge puts the rooms of the guest together; what it says is data.",
  },
  skops: {
    has: "skops files: their JSON, a loader a node, the files that nodes name",
    knows: ["bytes/", "container/", "finding/", "machine/", "numpy/", "tape/", "wire/"],
    rule: "A node is steps of the machine; what may be named and called is decided there.",
  },
  consistency: {
    has: "what native code takes on trust: trees, sparse matrices, pandas' codes",
    knows: ["container/source", "finding/", "machine/", "numpy/", "tape/", "wire/"],
    rule: "Parts are held against each other when all of them are there.",
  },
  native: {
    has: "the state of xgboost and LightGBM: UBJSON, JSON, text",
    knows: ["bytes/", "container/source", "finding/", "machine/", "numpy/", "tape/"],
    rule: "A native state is bytes that are decoded onto the tape.",
  },
  neutral: {
    has: "the tape as neutral JSON and tensors",
    knows: ["bytes/", "container/source", "finding/", "numpy/", "tape/", "wire/"],
    rule: "What is written is what the tape holds, whoever put it there.",
  },
  machine: {
    has: "the pickle machine: opcodes' meaning, names, states; `checkers/` for what is called; the fast loop",
    knows: ["bytes/", "container/source", "finding/", "numpy/", "opcode/", "policy/", "tape/", "wire/"],
    rule: "The machine reads a source, whatever it is wrapped in; the judge puts the two together. (The source's interface is shared.)",
  },
  policy: { has: "Python 2's names", knows: [], rule: "The table of names is data; the host hands the rest in." },
  numpy: {
    has: "dtypes, arrays, shapes, as numpy pickles them",
    knows: ["bytes/", "finding/", "tape/", "wire/"],
    rule: "Dtypes and arrays are checked by what stands on the tape, whoever runs the stream.",
  },
  tape: {
    has: "values in typed arrays, handles to them, and how they are read",
    knows: ["bytes/", "finding/", "wire/"],
    rule: "The tape stores values; it does not know who writes or reads it.",
  },
  opcode: {
    has: "the table of opcodes, their arguments, how they are printed",
    knows: ["bytes/", "finding/", "wire/"],
    rule: "The table of opcodes is read by many; it reads bytes and nothing else.",
  },
  container: {
    has: "a folder a format: a source over a source; `detect.ts` tells them apart",
    knows: ["bytes/", "finding/", "wire/"],
    rule: "A container is a source over a source; it does not know what its bytes mean.",
  },
  finding: {
    has: "codes and reasons with their facts, and lists of them that stay short",
    knows: ["wire/"],
    rule: "Codes are data; beside themselves they know the words of the wire.",
  },
  bytes: {
    has: "integers, texts and numbers in bytes",
    knows: [],
    rule: "Cursors and integers are the ground floor; they know no room above them.",
  },
  wire: {
    has: "what crosses the edge: jobs, reports, hooks, the policy's form",
    knows: [],
    rule: "What crosses the edge is plain data, described by itself.",
  },
};

const guestRule = ([room, { knows, rule }]) =>
  only(`guest-${room}-knows-its-own`, rule, `^sandbox/${room}/`, [`^sandbox/${room}/`, ...knows.map((name) => `^sandbox/${name}`)]);

/**
 * The rooms of `src/`: what stands in each, whom it may know beside itself, the errors and the version, and why. A room
 * that is not here is none: `test/rooms.test.ts` holds this table against the tree, CONTRIBUTING shows it. The door
 * (`index.ts`) knows all but the edges.
 */
export const ROOMS = {
  cli: {
    has: "the command: options, what is printed, exit codes",
    knows: [
      "index",
      "artifact/(?:input|path|tree-choice)",
      "diff/(?:markdown|text)",
      "host/(?:newer-node|warm)",
      "input/(?:answers|npy)",
      "objects/",
      "output/",
      "report/",
      "policy/(?:fail-on|file|limits)",
      "server/(?:options|serve|worker|pages)",
      "targets/index",
      "targets/code/languages",
      "verbs/",
    ],
    rule: "The command uses what any program can use, taken from where it stands because the door loads all of it, and beside it what prints and writes.",
  },
  server: {
    has: "`serve`: uploads, verdicts, what is kept of them, and models that answer",
    knows: [
      "index",
      "input/",
      "artifact/failure",
      "host/(?:make-folders|scratch-file)",
      "neutral/half",
      "neutral/python-json",
      "objects/",
      "output/spool",
      "policy/limits",
      "report/",
      "targets/index",
      "targets/code/languages",
      "verbs/named-model",
    ],
    rule: "The service uses what any program can use, and beside it what reads and prints; it parses no artifact.",
  },
  web: {
    has: "`cornichon/web`: models for a page",
    knows: ["model/", "models/", "neutral/document", "neutral/sidecar", "numeric/"],
    rule: "A page gets models and the format, and nothing else.",
  },
  page: {
    has: "the page: a worker that judges with the guest, one that holds models, and what is shown of both",
    knows: [
      "diff/",
      "host/(?:emissions|types)",
      "model/",
      "models/define",
      "neutral/",
      "numeric/",
      "policy/unread-libraries",
      "report/",
      "targets/",
      "verbs/(?:limits|metadata|named-model|options)",
    ],
    rule: "A page has no Node: it puts the guest in a worker, believes it no more than the host does, and shows what comes of it.",
  },
  verbs: {
    has: "scan, inspect, convert, load, predict, verify, diff; `run.ts` is an artifact's way through all of them; options",
    knows: [
      "artifact/",
      "beside/",
      "diff/",
      "host/",
      "input/",
      "model/",
      "neutral/",
      "objects/",
      "output/",
      "policy/",
      "report/",
      "upgrade/document",
      "targets/",
      "verify/",
    ],
    rule: "A verb puts the rooms below together; single models are loaded behind `model/`, and edges are above.",
  },
  report: {
    has: "lines, sentences, summaries, what codes mean; the formats of `scan`",
    knows: ["policy/", "output/spool", "host/types"],
    rule: "A report is made from what was found; how it was found is above.",
  },
  diff: {
    has: "two models side by side: values, graphs, answers, and rows to ask about",
    knows: ["model/", "models/", "neutral/", "numeric/", "targets/", "graph/ops", "graph/define", "graph/ir", "graph/evaluate/"],
    rule: "What differs is found in documents that are there; how they were read is above.",
  },
  verify: {
    has: "the checks of `verify`, Python's recorded outputs, agreement",
    knows: ["input/", "model/", "models/", "neutral/", "numeric/"],
    rule: "Checks are made on a model that is there; how it was loaded is above.",
  },
  input: {
    has: "X from CSV and JSON, and answers to text",
    knows: ["model/", "models/", "neutral/", "numeric/"],
    rule: "X and answers are texts; where they come from and go to is above.",
  },
  model: {
    has: "a document's model: which estimator, its pipeline, its coefficients, what a program gets from it",
    knows: ["models/", "neutral/", "numeric/"],
    rule: "The model of a document is chosen and made; who asks it is above.",
  },
  models: {
    has: "the estimators, a file each or a close family; `parts/` is what families share",
    knows: ["neutral/", "numeric/", "upgrade/"],
    rule: "A model reads a state and computes; where documents come from is not its business.",
  },
  targets: {
    has: "what a model is written as beside neutral JSON: a room a target; `parts/` is what targets share",
    knows: ["graph/", "migrate/", "model/", "neutral/", "policy/"],
    rule: "A target prints a graph or a state, under names that the policy lists; what a model computes is not its business.",
  },
  migrate: {
    has: "a state of any version as today's sklearn stores it: rules by family, and what they did",
    knows: ["models/", "neutral/", "numeric/", "upgrade/"],
    rule: "A migration changes stored values and checks what native code will trust; who prints them is above.",
  },
  graph: {
    has: "each estimator's answers as a graph of ONNX's operators, a file each or a close family",
    knows: ["models/", "neutral/", "numeric/"],
    rule: "A lowering reads a state, as a model does; it never knows a model, and no target.",
  },
  upgrade: {
    has: "today's names and layouts for what old versions stored",
    knows: ["neutral/", "numeric/"],
    rule: "An upgrade changes stored values; what a model does with them is not its business.",
  },
  neutral: {
    has: "the format: schema, reading, sidecars",
    knows: ["numeric/"],
    rule: "The format is read and described without knowing what wrote it or what a model does with it.",
  },
  numeric: { has: "arrays, linear algebra, special functions", knows: [], rule: "Arithmetic knows no file format and no model." },
  policy: {
    has: "which names are allowed and how, what is dangerous and why, policy files, limits",
    knows: [],
    rule: "The policy is data and the file that changes it; who asks is above.",
  },
  beside: {
    has: "what MLflow, DVC and Hugging Face keep beside a model, held against it",
    knows: ["artifact/", "host/types"],
    rule: "What stands beside a model is text and paths; what becomes of it is above.",
  },
  artifact: {
    has: "files, folders, bytes and streams, opened and watched",
    knows: ["host/types", "host/block-tag", "host/tag-table", "policy/glob"],
    rule: "Bytes are opened and watched; what they mean is above.",
  },
  objects: {
    has: "buckets of S3: addresses, listings, objects as artifacts, uploads in parts",
    knows: ["artifact/", "host/types"],
    rule: "Objects are opened and written as files are; what they mean is above.",
  },
  output: {
    has: "files that appear whole or not at all",
    knows: ["artifact/path", "host/make-folders", "host/scratch-file"],
    rule: "Files appear whole or not at all, whatever stands in them.",
  },
  host: {
    has: "children that read artifacts, and the checks of what they say",
    knows: [],
    rule: "The host runs jobs; what a job means is known above it.",
  },
};

/** Rooms whose code may reach a page; every other one is kept from it. */
const ON_A_PAGE = ["web", "model", "models", "upgrade", "neutral", "numeric"];

/** A room's rule. Every room may fail (`errors.ts`) in words that a terminal may have, and say the version. */
const roomRule = ([room, { knows, rule }]) =>
  never(
    `${room}-knows-its-own`,
    rule,
    { path: `^src/${room}/` },
    {
      path: "^src/",
      pathNot: [`^src/${room}/`, "^src/(errors|version)\\.ts$", ...knows.map((name) => `^src/${name}`)],
    },
  );

/** What every model stands on: shared arithmetic, and how a model is defined, reads its state and takes its samples. */
const MODEL_GROUND = ["^src/models/(parts|input)/", "^src/models/(define|state|samples)\\.ts$"];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    only("sandbox-is-alone", "The guest has no Node, no npm and no host: hostile bytes reach only what stands in sandbox/.", SANDBOX, [
      SANDBOX,
    ]),
    ...Object.entries(GUEST_ROOMS).map(guestRule),

    never(
      "host-sees-the-edge-only",
      "The host believes nothing of the guest: it sees the words of the wire, the codes and the names of opcodes, never the guest's code.",
      { path: "^src/host/" },
      {
        path: SANDBOX,
        pathNot: ["^sandbox/wire/", "^sandbox/finding/", "^sandbox/opcode/table\\.ts$"],
      },
    ),
    never(
      "src-keeps-out-of-the-sandbox",
      "Hostile bytes are never read in the parent, so the parent has no way to call a reader. (The page runs the guest in a worker of its own; the opcode table is documentation.)",
      { path: "^src/", pathNot: "^src/page/judge/" },
      {
        path: SANDBOX,
        pathNot: ["^sandbox/(wire|finding)/", "^sandbox/opcode/table\\.ts$", "^sandbox/container/(?:detect|content-kind)\\.ts$"],
      },
    ),
    never(
      "child-is-its-own-room",
      "The child is bundled into one file that can open nothing: it shares only the protocol and the tags with the parent.",
      { path: "^src/host/child/" },
      { path: "^src/", pathNot: ["^src/host/child/", "^src/host/(protocol|block-tag|tag-table)\\.ts$"] },
    ),
    never(
      "nobody-imports-the-child",
      "The child's code runs in the child only.",
      { path: "^src/", pathNot: "^src/host/child/" },
      { path: "^src/host/child/" },
    ),
    never(
      "only-the-host-starts-processes",
      "Child processes and isolates are started in one room, where every limit is set.",
      { path: "^(src|sandbox)/", pathNot: "^src/host/" },
      { path: "^(node:)?(child_process|worker_threads|cluster|vm)$|node_modules/isolated-vm" },
    ),
    never(
      "no-brotli-no-dns",
      "The parent decodes nothing of an artifact (zlib lives in the child, and where the service takes packed questions) and looks nothing up.",
      { path: "^(src|sandbox)/", pathNot: ["^src/host/child/", "^src/server/body\\.ts$"] },
      { path: "^(node:)?(zlib|dns|net|tls|http|https|http2|dgram)$" },
    ),

    ...Object.entries(ROOMS).map(roomRule),
    only("numeric-imports-nothing", "Arithmetic knows no file format and no model.", "^src/numeric/", ["^src/numeric/"]),
    never(
      "a-model-knows-no-other-model",
      "Each estimator stands alone; what a family shares stands in models/parts and names no estimator.",
      { path: "^src/models/(?!parts/|input/|(?:index|define|state|samples)\\.ts$)(.+)\\.ts$" },
      { path: "^src/models/", pathNot: [...MODEL_GROUND, "^src/models/$1\\.ts$"] },
    ),
    only(
      "model-parts-import-numeric",
      "Shared parts of models are arithmetic and shapes, and bring the upgrades of what they read.",
      "^src/models/parts/",
      [...MODEL_GROUND, "^src/numeric/", "^src/neutral/", "^src/upgrade/rules/", "^src/errors\\.ts$"],
    ),
    never(
      "model-parts-stand-on-their-ground",
      "What every family of models uses (columns, stored values, texts, labels) knows no family.",
      { path: "^src/models/parts/(?:(?:columns|stored|text)/|[^/]+\\.ts$)" },
      { path: "^src/models/parts/(?!columns/|stored/|text/)[^/]+/" },
    ),
    never(
      "model-parts-are-walled",
      "Families of parts stand beside each other; trees, neighbours, kernels, vector machines' coefficients and boosters' importances alone are what others (boosting, label propagation, selections) are made of.",
      { path: "^src/models/parts/(?!columns/|stored/|text/)([^/]+)/" },
      {
        path: "^src/models/parts/[^/]+/",
        pathNot: [
          "^src/models/parts/(?:columns|stored|text|trees|neighbors|kernels)/",
          "^src/models/parts/svm/coefficients\\.ts$",
          "^src/models/parts/boosters/importances\\.ts$",
          "^src/models/parts/$1/",
        ],
      },
    ),
    never(
      "a-target-knows-no-other-target",
      "Each target stands alone; what some of them share stands in targets/parts, which knows none.",
      { path: "^src/targets/([^/]+)/" },
      { path: "^src/targets/[^/]+/", pathNot: ["^src/targets/parts/", "^src/targets/$1/"] },
    ),
    only("upgrades-know-no-model", "An upgrade changes stored values; what a model does with them is not its business.", "^src/upgrade/", [
      "^src/upgrade/",
      "^src/neutral/",
      "^src/numeric/",
      "^src/errors\\.ts$",
    ]),
    {
      name: "web-reaches-no-host",
      comment: "What a page bundles has no Node, no host and no policy: models, the neutral format and arithmetic are all of it.",
      severity: "error",
      from: { path: "^src/web/index\\.ts$" },
      to: {
        path: [
          `^src/(${Object.keys(ROOMS)
            .filter((room) => !ON_A_PAGE.includes(room))
            .join("|")})/`,
          "^node:",
          "^sandbox/(?!wire/)",
        ],
        reachable: true,
      },
    },
    {
      name: "web-reaches-no-table",
      comment: "What all classes refuse is 13 KB: the build writes each model of a page with its own rows.",
      severity: "error",
      from: { path: "^src/web/" },
      to: { path: "^src/models/input/rule-table\\.ts$", reachable: true },
    },
    never(
      "nobody-imports-an-edge",
      "Nothing depends on the command line, the service or the pages; the command starts the service.",
      { path: "^(src|sandbox)/", pathNot: "^src/(cli|web|page|server)/" },
      { path: "^src/(cli|web|page|server)/" },
    ),
    never(
      "nobody-imports-tests",
      "What ships does not know its tests or their files.",
      { path: "^(src|sandbox)/" },
      { path: "^(test|fixtures|scripts)/" },
    ),
    never(
      "no-development-packages",
      "What ships has no dependencies: zod, commander, picomatch and ignore are bundled into it, types are erased. (The client of S3 is a chunk of its own, loaded by whoever opens a bucket.)",
      { path: "^src/", pathNot: "^src/server/" },
      {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/(zod|commander|picomatch|ignore|@aws-sdk/client-s3)/",
      },
    ),
    never(
      "the-service-has-its-packages",
      "The service's packages are bundled into it and loaded with it alone: nothing that scans or converts waits for them.",
      { path: "^src/server/" },
      {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/(zod|fastify|@fastify/(multipart|swagger)|fastify-type-provider-zod|kysely|pg|prom-client|bullmq|ioredis)/",
      },
    ),
    never(
      "no-cycles",
      "A cycle is one file that pretends to be two. Types count: who needs another's shape to be understood stands above it.",
      {},
      { circular: true },
    ),
    never(
      "nothing-unresolved",
      "An import that leads nowhere is a rule that cannot be checked.",
      { path: "^(src|sandbox)/" },
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"], extensions: [".ts", ".js"] },
  },
};
