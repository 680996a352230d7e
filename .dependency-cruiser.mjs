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
const SANDBOX_BASE = ["^sandbox/bytes/", "^sandbox/finding/", "^sandbox/wire/"];

/** What every model stands on: shared arithmetic, and how a model is defined, reads its state and takes its samples. */
const MODEL_GROUND = ["^src/models/(parts|input)/", "^src/models/(define|state|samples)\\.ts$"];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    only("sandbox-is-alone", "The guest has no Node, no npm and no host: hostile bytes reach only what stands in sandbox/.", SANDBOX, [
      SANDBOX,
    ]),
    only("bytes-imports-nothing", "Cursors and integers are the ground floor; they know no room above them.", "^sandbox/bytes/", [
      "^sandbox/bytes/",
    ]),
    only("finding-imports-the-wire-only", "Codes are data; beside themselves they know the words of the wire.", "^sandbox/finding/", [
      "^sandbox/finding/",
      "^sandbox/wire/",
    ]),
    only("wire-imports-nothing", "What crosses the edge is plain data, described by itself.", "^sandbox/wire/", ["^sandbox/wire/"]),
    only(
      "container-knows-no-machine",
      "A container is a source over a source; it does not know what its bytes mean.",
      "^sandbox/container/",
      [...SANDBOX_BASE, "^sandbox/container/"],
    ),
    only("opcode-knows-no-machine", "The table of opcodes is read by many; it reads bytes and nothing else.", "^sandbox/opcode/", [
      ...SANDBOX_BASE,
      "^sandbox/opcode/",
    ]),
    only("tape-knows-no-machine", "The tape stores values; it does not know who writes or reads it.", "^sandbox/tape/", [
      ...SANDBOX_BASE,
      "^sandbox/tape/",
    ]),
    never(
      "machine-knows-no-container",
      "The machine reads a source, whatever it is wrapped in; the judge puts the two together. (The source's interface is shared.)",
      { path: "^sandbox/machine/" },
      { path: "^sandbox/(container|judge|neutral|main)", pathNot: "^sandbox/container/source\\.ts$" },
    ),

    never(
      "host-sees-the-edge-only",
      "The host believes nothing of the guest: it sees the words of the wire and the codes, never the guest's code.",
      { path: "^src/host/" },
      { path: SANDBOX, pathNot: ["^sandbox/wire/", "^sandbox/finding/"] },
    ),
    never(
      "src-keeps-out-of-the-sandbox",
      "Hostile bytes are never read in the parent, so the parent has no way to call a reader. (The web page runs the guest in a worker; the opcode table is documentation.)",
      { path: "^src/", pathNot: "^src/web/" },
      { path: SANDBOX, pathNot: ["^sandbox/(wire|finding)/", "^sandbox/opcode/table\\.ts$"] },
    ),
    never(
      "host-knows-no-verb",
      "The host room runs jobs; what a job means is known above it.",
      { path: "^src/host/" },
      { path: "^src/", pathNot: ["^src/host/", "^src/errors\\.ts$"] },
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
      "The parent decodes nothing (zlib lives in the child alone) and looks nothing up.",
      { path: "^(src|sandbox)/", pathNot: ["^src/host/child/", "^src/server/"] },
      { path: "^(node:)?(zlib|dns|net|tls|http|https|http2|dgram)$" },
    ),

    only("numeric-imports-nothing", "Arithmetic knows no file format and no model.", "^src/numeric/", ["^src/numeric/"]),
    never(
      "a-model-knows-no-other-model",
      "Each estimator stands alone; what a family shares stands in models/parts and names no estimator.",
      { path: "^src/models/(?!parts/|input/|(?:index|define|state|samples)\\.ts$)(.+)\\.ts$" },
      { path: "^src/models/", pathNot: [...MODEL_GROUND, "^src/models/$1\\.ts$"] },
    ),
    only("model-parts-import-numeric", "Shared parts of models are arithmetic and shapes.", "^src/models/parts/", [
      ...MODEL_GROUND,
      "^src/numeric/",
      "^src/neutral/",
      "^src/errors\\.ts$",
    ]),
    never(
      "model-parts-stand-on-their-ground",
      "What every family of models uses (columns, stored values, texts, labels) knows no family.",
      { path: "^src/models/parts/(?:(?:columns|stored|text)/|[^/]+\\.ts$)" },
      { path: "^src/models/parts/(?!columns/|stored/|text/)[^/]+/" },
    ),
    never(
      "model-parts-are-walled",
      "Families of parts stand beside each other; trees and neighbours alone are what others (boosting, label propagation) are made of.",
      { path: "^src/models/parts/(?!columns/|stored/|text/)([^/]+)/" },
      {
        path: "^src/models/parts/[^/]+/",
        pathNot: ["^src/models/parts/(?:columns|stored|text|trees|neighbors)/", "^src/models/parts/$1/"],
      },
    ),
    only("upgrades-know-no-model", "An upgrade changes stored values; what a model does with them is not its business.", "^src/upgrade/", [
      "^src/upgrade/",
      "^src/neutral/",
      "^src/numeric/",
      "^src/errors\\.ts$",
    ]),
    never(
      "targets-know-no-model",
      "A target reads neutral documents; what a model computes is not its business.",
      { path: "^src/(onnx|skops|coefficients)/" },
      { path: "^src/(models|cli|server|web|host)/" },
    ),
    never(
      "edges-use-the-front-door",
      "The command line, the service and the page use what any program can use.",
      { path: "^src/(cli|server)/" },
      {
        path: "^src/",
        pathNot: [
          "^src/(index|lean)\\.ts$",
          "^src/warm\\.ts$",
          "^src/errors\\.ts$",
          "^src/artifact/path\\.ts$",
          "^src/report/",
          "^src/output/",
          "^src/cli/",
          "^src/server/",
        ],
      },
    ),
    {
      name: "web-reaches-no-host",
      comment: "What a page bundles has no Node, no host and no policy: models, the neutral format and arithmetic are all of it.",
      severity: "error",
      from: { path: "^src/web/index\\.ts$" },
      to: { path: ["^src/(host|policy|report|artifact|cli|server|output)/", "^node:", "^sandbox/"], reachable: true },
    },
    never(
      "nobody-imports-an-edge",
      "Nothing depends on the command line, the service or the page.",
      { path: "^(src|sandbox)/", pathNot: "^src/(cli|server|web)/" },
      { path: "^src/(cli|server|web)/" },
    ),
    never(
      "nobody-imports-tests",
      "What ships does not know its tests or their files.",
      { path: "^(src|sandbox)/" },
      { path: "^(test|fixtures|scripts)/" },
    ),
    never(
      "no-development-packages",
      "What ships imports what is in `dependencies`; types are erased.",
      { path: "^src/" },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    ),
    never(
      "no-cycles",
      "A cycle is one file that pretends to be two. (Types may know each other: they are gone when it runs.)",
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ["type-only"] },
      },
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
