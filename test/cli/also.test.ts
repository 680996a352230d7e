/** `scan --also`: several reports of one scan, each whole or not there. */
import { linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REPORT_FORMATS } from "../../src/report/writer.js";
import { cornichon, withFolder } from "../support/cli.js";

const EVIL = "cos\nsystem\n(S'echo it ran'\ntR.";
const GOOD = "fixtures/seed/1.9.1/ridge.pkl";

/** A folder with an evil file, and where reports may go. */
const onEvil = (work: (evil: string, at: (name: string) => string, folder: string) => void): void =>
  withFolder((folder) => {
    const evil = join(folder, "evil.pkl");
    writeFileSync(evil, EVIL);
    work(evil, (name) => join(folder, name), folder);
  });

test("every format is what --format alone gives, of one scan", { timeout: 60_000 }, () => {
  onEvil((evil, at) => {
    const others = REPORT_FORMATS.flatMap((format) => ["--also", `${format}=${at(`=${format}`)}`]);
    const run = cornichon(["scan", evil, GOOD, "--format", "ndjson", ...others]);
    expect(run.code).toBe(1);
    for (const format of REPORT_FORMATS)
      expect(readFileSync(at(`=${format}`), "utf8"), format).toBe(cornichon(["scan", evil, GOOD, "--format", format]).out);
  });
});

test("what cannot be written is told before anything is, and nothing is left", { timeout: 60_000 }, () => {
  onEvil((evil, at, folder) => {
    const wrong = [
      ["sarif"],
      ["sarif="],
      ["sarif=-"],
      ["xml=x"],
      [`sarif=${evil}`],
      [`sarif=${at("x")}`, `json=${folder}/./x`],
      [`json=${at("x")}`, `sarif=${at("no/x")}`],
      ["constructor=x"],
    ];
    for (const also of wrong) {
      const { code, out, err } = cornichon(["scan", evil, ...also.flatMap((one) => ["--also", one])]);
      expect({ also, code, out }).toEqual({ also, code: 2, out: "" });
      expect(err).not.toBe("");
      expect(readdirSync(folder)).toEqual(["evil.pkl"]);
    }
    const twice = cornichon(["scan", evil, "--output", at("x"), "--also", `json=${folder}/x`]);
    expect(twice.err).toContain("two reports cannot be one file");
    symlinkSync("x", at("link"));
    symlinkSync("loop", at("loop"));
    symlinkSync(".", at("here"));
    for (const one of ["link", "here/link", "here/x"])
      expect(cornichon(["scan", evil, "--output", at("x"), "--also", `json=${at(one)}`]).err).toContain("two reports cannot be one file");
    expect(cornichon(["scan", evil, "--also", `json=${at("loop")}`]).code).toBe(2);
    linkSync(evil, at("hard.pkl"));
    expect(cornichon(["scan", evil, "--also", `json=${at("hard.pkl")}`]).code).toBe(2);
    expect(readFileSync(evil, "utf8")).toBe(EVIL);
  });
});
