/**
 * The 30 kinds of files and tricks that the red team found, and how the fix of each is switched off in a test: by not
 * counting the findings that it adds, or, where the fix is in what the machine does, by a patch of the source in a bundle
 * that only the test builds. Kinds that no file alone shows (the host's) name the test that holds them.
 */
export interface Patch {
  readonly file: string;
  /** Stands once in the file; else the patch is stale, and the run says so. */
  readonly from: string;
  readonly to: string;
}

export interface Kind {
  readonly find: string;
  /** Findings as `code why` that do not count. */
  readonly without?: RegExp;
  readonly patches?: readonly Patch[];
  /** What holds a kind that is not about a file's verdict. */
  readonly heldBy?: string;
}

const READINGS = "sandbox/judge/readings.ts";

export const KINDS: readonly Kind[] = [
  {
    find: "01 dict-alias-exec",
    patches: [{ file: "sandbox/machine/checkers/builtins.ts", from: "const made = input.tape.copyOf(from);", to: "const made = from;" }],
  },
  { find: "02 dtype-flags-hide-objects", without: /flags that the kind does not have|flags that its fields do not have/ },
  {
    find: "03 side-reading-name-cut",
    patches: [{ file: READINGS, from: "    if (!counts) return;", to: "    if (!counts || (place.global ?? '').length > 200) return;" }],
  },
  {
    find: "04 side-reading-after-malformed",
    patches: [
      {
        file: READINGS,
        from: "    if (!counts) return;",
        to: '    if (verdict === "malformed") Object.assign(this, { over: true });\n    if (!counts || (verdict !== "dangerous" && "over" in this)) return;',
      },
    ],
  },
  { find: "05 side-reading-companion", without: /^joblib\.dual-reading.* container\./ },
  { find: "06 side-reading-wrapper-state", without: /^joblib\.dual-reading.* (?:build\.|array\.malformed)/ },
  // Findings are told as the reading runs: what the order hid is the whole reading.
  { find: "07 side-reading-order", without: /^joblib\.dual-reading.* joblib-old/ },
  { find: "08 dtype-fields-after-build", without: /^stream\.not-a-pickler/ },
  { find: "09 dtype-flags-init-getitem", without: /flags that|itemsize that|an alignment that/ },
  {
    find: "10 pandas-attribute-lookup",
    without: /_typ is another|index of what|other keys|over other|as data|is no index|no flat index|no label/,
  },
  { find: "11 pandas-codes-outside", without: /^model\.inconsistent|codes of other lengths/ },
  { find: "12 pandas-time-zone-file", without: /time zone|dtype text/ },
  { find: "13 memory-cachedir", without: /Memory/ },
  { find: "14 tree-outputs", without: /Tree takes|^model\.inconsistent/ },
  { find: "15 deep-and-shared", without: /^limit\./ },
  { find: "16 dtype-byte-order", without: /byte order|dtype text that numpy does not write/ },
  { find: "17 generator-position", without: /position outside|other keys than its generator/ },
  { find: "18 sha256-of-other-bytes", heldBy: "test/host" },
  { find: "19 convert-memory", heldBy: "test/host, test/cli" },
  { find: "20 report-size", heldBy: "test/host, test/cli" },
  { find: "21 quadratic-checkers", heldBy: "test/fuzz/slow-dos.test.ts" },
  { find: "22 terminal-escapes", heldBy: "test/cli, and the type of shown texts" },
  { find: "23 one-name-ends-the-run", heldBy: "test/cli" },
  { find: "24 walk-follows-a-swapped-link", heldBy: "test/host" },
  { find: "25 inspect-has-no-size-limit", heldBy: "test/cli" },
  { find: "26 state-after-build", without: /^stream\.not-a-pickler/ },
  { find: "27 name-not-utf8", heldBy: "test/host" },
  { find: "28 datetime-dtype-without-unit", without: /a datetime without its unit/ },
  { find: "29 isotonic-structured-thresholds", without: /thresholds/ },
  { find: "30 datetimeindex-data", without: /time zone|other unit|other arguments|over what/ },
];
