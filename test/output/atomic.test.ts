/** Files that appear whole or not at all, devices and pipes that are written into, and what no output may replace. */
import { spawn, spawnSync } from "node:child_process";
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AtomicFile, Inputs } from "../../src/output/atomic.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cornichon-atomic-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, text: string): void => {
  const file = new AtomicFile(path);
  file.write(Buffer.from(text.slice(0, 2)));
  file.write(Buffer.from(text.slice(2)));
  file.commit();
};
const refusal = (message: RegExp) => expect.objectContaining({ code: "output.exists", message: expect.stringMatching(message) });

describe("a file", () => {
  test("is there when it is whole, and nothing else is left", () => {
    const path = join(folder, "out.json");
    const file = new AtomicFile(path);
    file.write(Buffer.from("half"));
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.cornichon-[0-9a-f-]{36}\.tmp$/)]);
    file.commit();
    expect(readdirSync(folder)).toEqual(["out.json"]);
    expect(readFileSync(path, "utf8")).toBe("half");
    file.discard();
    expect(readFileSync(path, "utf8")).toBe("half");
  });

  test("replaces one that is there, and keeps it when it is discarded", () => {
    const path = join(folder, "out.json");
    writeFileSync(path, "old");
    const file = new AtomicFile(path);
    file.write(Buffer.from("new"));
    file.discard();
    file.discard();
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["old", ["out.json"]]);
    put(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  test("that is unfinished goes with the process", () => {
    const script = `import { AtomicFile } from ${JSON.stringify(join(import.meta.dirname, "../../src/output/atomic.ts"))};
      new AtomicFile(${JSON.stringify(join(folder, "a"))}).write(Buffer.from("x"));
      new AtomicFile(${JSON.stringify(join(folder, "b"))});
      process.exit(3);`;
    const done = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      cwd: join(import.meta.dirname, "../.."),
      encoding: "utf8",
    });
    expect([done.status, readdirSync(folder)]).toEqual([3, []]);
  });

  test("cannot be made where no folder is, or over a folder or a link", () => {
    expect(() => new AtomicFile(join(folder, "none", "out"))).toThrow(refusal(/could not be written \(ENOENT\)$/));
    mkdirSync(join(folder, "below"));
    expect(() => new AtomicFile(join(folder, "below"))).toThrow(refusal(/the output is no file$/));
    writeFileSync(join(folder, "target"), "kept");
    symlinkSync(join(folder, "target"), join(folder, "link"));
    expect(() => new AtomicFile(join(folder, "link"))).toThrow(refusal(/symbolic link; name the file that it stands for$/));
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("kept");
    expect(readdirSync(folder).sort()).toEqual(["below", "link", "target"]);
  });

  test("is not put where something else has come meanwhile", () => {
    const path = join(folder, "out");
    const file = new AtomicFile(path);
    file.write(Buffer.from("x"));
    symlinkSync(join(folder, "elsewhere"), path);
    expect(() => file.commit()).toThrow(refusal(/symbolic link/));
    file.discard();
    expect(readdirSync(folder)).toEqual(["out"]);
  });
});

/** A null device: one of our own, since root might replace the system's where the code is wrong; who cannot make one cannot do that. */
function nullDevice(): string {
  const own = join(folder, "device");
  return spawnSync("mknod", [own, "c", "1", "3"]).status === 0 ? own : "/dev/null";
}

describe.runIf(process.platform !== "win32")("devices and pipes", () => {
  test("a device takes it and stays", () => {
    const device = nullDevice();
    put(device, "text");
    expect(statSync(device).isCharacterDevice()).toBe(true);
  });

  test("a link to a device is the device", () => {
    const [device, link] = [nullDevice(), join(folder, "null")];
    symlinkSync(device, link);
    put(link, "text");
    expect([lstatSync(link).isSymbolicLink(), statSync(link).isCharacterDevice()]).toEqual([true, true]);
  });

  test("a pipe gets all of it at the end", async () => {
    const pipe = join(folder, "pipe");
    spawnSync("mkfifo", [pipe]);
    const reader = spawn("cat", [pipe]);
    let got = "";
    reader.stdout.on("data", (piece) => {
      got += piece;
    });
    const closed = new Promise((resolve) => reader.on("close", resolve));
    const text = "0123456789".repeat(3000);
    const file = new AtomicFile(pipe);
    file.write(Buffer.from(text));
    // Nobody may write before the reader is there.
    for (let tries = 0; ; tries++) {
      try {
        file.commit();
        break;
      } catch (error) {
        if (tries > 200) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    await closed;
    expect(got).toBe(text);
    expect(readdirSync(folder)).toEqual(["pipe"]);
  });
});

describe("inputs", () => {
  test("are refused by each of their names", () => {
    const path = join(folder, "in.pkl");
    writeFileSync(path, "x");
    linkSync(path, join(folder, "hard"));
    symlinkSync(path, join(folder, "soft"));
    const inputs = new Inputs([path, join(folder, "not-there")]);
    for (const name of ["in.pkl", "hard", "soft", "not-there", "./in.pkl", `../${folder.split("/").pop()}/in.pkl`])
      expect(() => inputs.refuse(join(folder, name)), name).toThrow(refusal(/the output is the input; choose another name$/));
    expect(() => inputs.refuse(join(folder, "other"))).not.toThrow();
    writeFileSync(join(folder, "other"), "y");
    expect(() => inputs.refuse(join(folder, "other"))).not.toThrow();
  });

  test("that are devices may be outputs", () => {
    const device = nullDevice();
    expect(() => new Inputs([device]).refuse(device)).not.toThrow();
  });
});
