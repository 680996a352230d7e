/** File names of every kind through the commands: judged by their bytes, shown without harm, none of them ends the run. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, ROOT, shell, withFolder } from "../support/cli.js";

const GOOD = Buffer.from("\x80\x04K\x01.", "latin1");
const CODE = Buffer.from("cos\nsystem\n(S'echo'\ntR.", "latin1");
const ESC = "\x1b]0;PWNED\x07\x1b[31m\u202e\n";
const OBEYED = /(?!\n)\p{Cc}|\u202e/u;

/** `folder/name`, where the name's characters are its bytes. */
const raw = (folder: string, name: string): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, "latin1")]);
const put = (folder: string, name: string, bytes: Uint8Array): void => writeFileSync(raw(folder, name), bytes);
const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

const verdicts = (out: string): string[] =>
  JSON.parse(out).artifacts.map((a: { path: string; verdict: string }) => `${a.path.split("/").pop()} ${a.verdict}`);

describe.runIf(process.platform === "linux")("a name that is not UTF-8", () => {
  test("is judged by its bytes, beside the one that it looks like", () => {
    withFolder((folder) => {
      put(folder, "model\xff.pkl", CODE);
      put(folder, utf8("model\ufffd.pkl"), GOOD);
      put(folder, "model\\xff.pkl", GOOD);
      const { code, out } = cornichon(["scan", "--format", "json", folder]);
      expect(verdicts(out).sort()).toEqual(["model\\x5cxff.pkl safe", "model\\xff.pkl dangerous", "model\ufffd.pkl safe"].sort());
      expect(code).toBe(1);
    });
  });

  test("is converted under its own name, and found in a folder of such a name", () => {
    withFolder((folder) => {
      mkdirSync(raw(folder, "d\xfe"));
      put(folder, "d\xfe/m\xff.pkl", GOOD);
      put(folder, "m\xff.pkl", GOOD);
      // A shell gives the bytes: here they go through one.
      const run = shell(folder, "$CORNICHON convert m* --output-dir out");
      expect(run.code).toBe(0);
      expect(run.err).toBe("m\\xff.pkl → out/m\\xff.pkl.json\n");
      expect(readdirSync(join(folder, "out"), { encoding: "buffer" }).map((name) => name.toString("latin1"))).toEqual(["m\xff.pkl.json"]);
      expect(JSON.parse(readFileSync(raw(folder, "out/m\xff.pkl.json"), "utf8")).source.file).toBe("m\\xff.pkl");
      const scan = shell(folder, "$CORNICHON scan --format json d*");
      expect(JSON.parse(scan.out).artifacts[0].path).toBe("d\\xfe/m\\xff.pkl");
      expect(scan.code).toBe(0);
    });
  });

  test("is that byte in SARIF, too", () => {
    withFolder((folder) => {
      put(folder, "a#b?c%\xff.pkl", CODE);
      const { out } = cornichon(["scan", "--format", "sarif", folder]);
      const { uri } = JSON.parse(out).runs[0].results[0].locations[0].physicalLocation.artifactLocation;
      expect(uri.split("/").pop()).toBe("a%23b%3Fc%25%FF.pkl");
    });
  });
});

describe("a name that a terminal would obey", () => {
  const commands: readonly (readonly string[])[] = [
    ["scan", "F"],
    ["scan", "gone"],
    ["scan", "E"],
    ["inspect", "F"],
    ["inspect", "E"],
    ["convert", "F", "--output-dir", "O"],
    ["convert", "F", "--output", "O/none/x"],
    ["convert", "gone"],
    ["convert", "F", "--metadata", "gone"],
    ["scan", "F", "--policy", "F"],
    ["scan", "F", "--format", "gone"],
    ["scan", "--gone", "F"],
    ["predict", "gone", "--input", "F"],
    ["predict", "F", "--input", "gone"],
    ["verify", "F"],
    ["verify", "E", "--debug"],
    ["verify", "F", "--expect", "gone"],
    ["schema", "gone"],
  ];

  test.each(commands.map((args) => ({ args, title: args.join(" ") })))("$title", ({ args }) => {
    withFolder((folder) => {
      const places: Readonly<Record<string, string>> = {
        F: join(folder, `m${ESC}.pkl`),
        E: join(folder, `empty${ESC}`),
        O: join(folder, `out${ESC}`),
      };
      writeFileSync(places["F"] ?? "", GOOD);
      mkdirSync(places["E"] ?? "");
      const { out, err } = cornichon(args.map((arg) => arg.replace(/^[FEO](?=$|\/)/, (c) => places[c] ?? c).replace("gone", `gone${ESC}`)));
      expect(err + out).not.toMatch(OBEYED);
    });
  });

  test("is JSON without it", () => {
    withFolder((folder) => {
      const name = `m\x9b31m\u202e${ESC}.pkl`;
      writeFileSync(join(folder, name), GOOD);
      for (const format of ["json", "ndjson"]) {
        const { out } = cornichon(["scan", "--format", format, folder]);
        expect(out).not.toMatch(OBEYED);
      }
      expect(JSON.parse(cornichon(["scan", "--format", "json", folder]).out).artifacts[0].path).toBe(`${folder}/${name}`);
    });
  });
});

describe("no name ends the run", () => {
  test("one whose output's name would be too long", () => {
    withFolder((folder) => {
      const files = ["a.pkl", "z.pkl", `${"n".repeat(246)}.pkl`, `${"s".repeat(209)}.pkl`].map((name) => join(folder, name));
      for (const file of files) writeFileSync(file, GOOD);
      const { code, err } = cornichon(["convert", ...files, "--output-dir", join(folder, "out")]);
      expect(code).toBe(2);
      expect(
        readdirSync(join(folder, "out"))
          .map((name) => name.length)
          .sort((a, b) => a - b),
      ).toEqual([10, 10, 218]);
      expect(err).toContain("nothing written");
      expect(err).toContain("ENAMETOOLONG");
    });
  });

  test.each(["json", "coefficients"])("one whose output stands in the way of nothing else: --to %s", (target) => {
    withFolder((folder) => {
      const model = join(ROOT, "fixtures/seed/1.9.1/ridge.joblib");
      for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), readFileSync(model));
      mkdirSync(join(folder, "out", "b.json"), { recursive: true });
      const files = ["a", "b", "c"].map((name) => join(folder, name));
      expect(cornichon(["convert", "--to", target, ...files, "--output-dir", join(folder, "out")]).code).toBe(2);
      expect(readdirSync(join(folder, "out"))).toEqual(["a.json", "b.json", "c.json"]);
      expect(readFileSync(join(folder, "out/c.json"), "utf8").length).toBeGreaterThan(10);
    });
  });

  test("links in circles, and names that are too long", () => {
    withFolder((folder) => {
      symlinkSync("loop.pkl", join(folder, "loop.pkl"));
      writeFileSync(join(folder, "z.pkl"), GOOD);
      const { code, out } = cornichon([
        "scan",
        "--format",
        "json",
        join(folder, "loop.pkl"),
        join(folder, "n".repeat(300)),
        join(folder, "z.pkl"),
      ]);
      expect(JSON.parse(out).artifacts.map((a: { verdict: string }) => a.verdict)).toEqual(["malformed", "malformed", "safe"]);
      expect(code).toBe(2);
    });
  });

  test.runIf(process.platform === "linux")("a tree deeper than a path may be long is read to its end", () => {
    withFolder((folder) => {
      const name = "d".repeat(200);
      const down = `mkdir deep; cd deep; for i in $(seq 30); do mkdir ${name}; cd ${name}; done; printf 'cos\\nsystem\\n.' > x.pkl`;
      expect(shell(folder, down).code).toBe(0);
      writeFileSync(join(folder, "z.pkl"), GOOD);
      const { code, out } = cornichon(["scan", "--format", "json", folder]);
      expect(verdicts(out).sort()).toEqual(["x.pkl dangerous", "z.pkl safe"]);
      expect(code).toBe(1);
      shell(folder, "rm -rf deep");
    });
  });

  test("a directory that may not be read is told, the rest goes on", () => {
    withFolder((folder) => {
      mkdirSync(join(folder, "b"), { mode: 0 });
      writeFileSync(join(folder, "a.pkl"), GOOD);
      mkdirSync(join(folder, "c"));
      writeFileSync(join(folder, "c", "c.pkl"), GOOD);
      const { code, out } = cornichon(["scan", "--format", "json", folder]);
      const isRoot = process.getuid?.() === 0;
      expect(verdicts(out)).toEqual(isRoot ? ["a.pkl safe", "c.pkl safe"] : ["a.pkl safe", "b malformed", "c.pkl safe"]);
      expect(code).toBe(isRoot ? 0 : 2);
      expect(existsSync(join(folder, "b"))).toBe(true);
    });
  });
});
