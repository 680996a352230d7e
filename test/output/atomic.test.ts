/** Files that appear whole or not at all, devices and pipes that are written into, and what no output may replace. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AtomicFile, Inputs } from "../../src/output/atomic.js";
import { isFilePlace } from "../../src/output/target.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cornichon-atomic-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  const file = new AtomicFile(path);
  file.write(Buffer.from(text.slice(0, 2)));
  file.write(Buffer.from(text.slice(2)));
  await file.commit();
};
const refusal = (message: RegExp) => expect.objectContaining({ code: "output.exists", message: expect.stringMatching(message) });

describe("a file", () => {
  test("is there when it is whole, and nothing else is left", async () => {
    const path = join(folder, "out.json");
    const file = new AtomicFile(path);
    file.write(Buffer.from("half"));
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.cornichon-[0-9a-f-]{36}\.tmp$/)]);
    await file.commit();
    expect(readdirSync(folder)).toEqual(["out.json"]);
    expect(readFileSync(path, "utf8")).toBe("half");
    file.discard();
    expect(readFileSync(path, "utf8")).toBe("half");
  });

  test("replaces one that is there, and keeps it when it is discarded", async () => {
    const path = join(folder, "out.json");
    writeFileSync(path, "old");
    const file = new AtomicFile(path);
    file.write(Buffer.from("new"));
    file.discard();
    file.discard();
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["old", ["out.json"]]);
    await put(path, "new");
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

  test("cannot be made where no folder is, or over a folder or a socket", async () => {
    expect(() => new AtomicFile(join(folder, "none", "out"))).toThrow(
      refusal(/could not be written: there is no such folder; .* \(ENOENT\)$/),
    );
    expect(() => new AtomicFile("")).toThrow(refusal(/^"": the output's name is empty/));
    mkdirSync(join(folder, "below"));
    expect(() => new AtomicFile(join(folder, "below"))).toThrow(refusal(/the output is a folder; name a file in it$/));
    const server = createServer().listen(join(folder, "socket"));
    await once(server, "listening");
    expect(() => new AtomicFile(join(folder, "socket"))).toThrow(refusal(/is a socket/));
    server.close();
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("keeps the mode of what it replaces, and owner and group", async () => {
    const path = join(folder, "out");
    writeFileSync(path, "old");
    for (const mode of [0o600, 0o640, 0o755, 0o444]) {
      chmodSync(path, mode);
      await put(path, "new");
      expect((statSync(path).mode & 0o7777).toString(8)).toBe(mode.toString(8));
    }
    if (process.getuid?.() !== 0) return;
    chmodSync(path, 0o640);
    chownSync(path, 1234, 2345);
    await put(path, "newer");
    const { uid, gid, mode } = statSync(path);
    expect([uid, gid, mode & 0o7777, readFileSync(path, "utf8")]).toEqual([1234, 2345, 0o640, "newer"]);
  });

  test("of a private one is private while it is written", () => {
    const path = join(folder, "out");
    writeFileSync(path, "old", { mode: 0o600 });
    const file = new AtomicFile(path);
    const [temporary = ""] = readdirSync(folder).filter((name) => name.endsWith(".tmp"));
    expect(statSync(join(folder, temporary)).mode & 0o777).toBe(0o600);
    file.discard();
  });

  test("is not put where something else has come meanwhile", async () => {
    const path = join(folder, "out");
    for (const target of ["elsewhere", "/dev/null"]) {
      const file = new AtomicFile(path);
      file.write(Buffer.from("x"));
      symlinkSync(target, path);
      expect(() => void file.commit()).toThrow(refusal(/replaced while it was written/));
      expect(readdirSync(folder)).toEqual(["out"]);
      rmSync(path);
    }
  });

  test("that does not fit the disk is not there, and the words say so", async () => {
    // A limit on the length of files stands for a disk that is full: no test may fill one.
    const script = `import { AtomicFile } from ${JSON.stringify(join(import.meta.dirname, "../../src/output/atomic.ts"))};
      process.on("SIGXFSZ", () => {});
      const file = new AtomicFile("out");
      try { for (let i = 0; i < 64; i++) file.write(Buffer.alloc(65536)); } catch (error) { console.log(error.message); file.discard(); }`;
    writeFileSync(join(folder, "script.mts"), script);
    const root = join(import.meta.dirname, "../..");
    const command = `ulimit -f 512; cd ${folder}; exec ${process.execPath} --import ${join(root, "node_modules/tsx/dist/esm/index.mjs")} script.mts`;
    const done = spawnSync("bash", ["-c", command], { encoding: "utf8" });
    expect(done.stdout).toMatch(/^out: the output could not be written: it is longer than a file may be here \(EFBIG\)\n$/);
    expect(readdirSync(folder)).toEqual(["script.mts"]);
  });
});

describe("a link", () => {
  test("is followed to a file of its folder or below, and stays a link", async () => {
    mkdirSync(join(folder, "below"));
    for (const target of ["file", "below/file", join(folder, "file"), "./below/../file"]) {
      writeFileSync(join(folder, "file"), "old");
      writeFileSync(join(folder, "below", "file"), "old");
      symlinkSync(target, join(folder, "link"));
      await put(join(folder, "link"), "new");
      expect(readFileSync(join(folder, "link"), "utf8")).toBe("new");
      expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
      rmSync(join(folder, "link"));
    }
    expect(readdirSync(folder).sort()).toEqual(["below", "file"]);
    expect(readdirSync(join(folder, "below"))).toEqual(["file"]);
  });

  test("may name a file that is not there yet", async () => {
    symlinkSync("model-2.json", join(folder, "latest.json"));
    await put(join(folder, "latest.json"), "new");
    expect(readdirSync(folder).sort()).toEqual(["latest.json", "model-2.json"]);
    expect(readFileSync(join(folder, "model-2.json"), "utf8")).toBe("new");
  });

  test("that leads out of its folder, in circles, or from link to link to nothing is refused", () => {
    mkdirSync(join(folder, "in"));
    writeFileSync(join(folder, "outside"), "kept");
    mkdirSync(join(folder, "inside-but-not"));
    writeFileSync(join(folder, "inside-but-not", "file"), "kept");
    symlinkSync("..", join(folder, "in", "up"));
    for (const target of [
      "../outside",
      join(folder, "outside"),
      "up/outside",
      "../inside-but-not/file",
      "../new",
      "nowhere/new",
      "up/new",
    ]) {
      symlinkSync(target, join(folder, "in", "link"));
      expect(() => new AtomicFile(join(folder, "in", "link")), target).toThrow(
        refusal(/leads out of its folder, or nowhere; name the file/),
      );
      rmSync(join(folder, "in", "link"));
    }
    symlinkSync("circle", join(folder, "in", "circle"));
    expect(() => new AtomicFile(join(folder, "in", "circle"))).toThrow(refusal(/links go in circles \(ELOOP\)$/));
    symlinkSync("nothing", join(folder, "in", "b"));
    symlinkSync("b", join(folder, "in", "a"));
    expect(() => new AtomicFile(join(folder, "in", "a"))).toThrow(refusal(/leads out/));
    expect(readFileSync(join(folder, "outside"), "utf8")).toBe("kept");
    expect(readdirSync(join(folder, "in")).sort()).toEqual(["a", "b", "circle", "up"]);
  });

  test("to a folder is refused", () => {
    mkdirSync(join(folder, "below"));
    symlinkSync("below", join(folder, "link"));
    expect(() => new AtomicFile(join(folder, "link"))).toThrow(refusal(/is a folder/));
  });
});

/** A null device: one of our own, since root might replace the system's where the code is wrong; who cannot make one cannot do that. */
function nullDevice(): string {
  const own = join(folder, "device");
  return spawnSync("mknod", [own, "c", "1", "3"]).status === 0 ? own : "/dev/null";
}

describe.runIf(process.platform !== "win32")("devices and pipes", () => {
  test("a device takes it and stays", async () => {
    const device = nullDevice();
    await put(device, "text");
    expect(statSync(device).isCharacterDevice()).toBe(true);
    expect(isFilePlace(device)).toBe(false);
  });

  test("a link to a device is the device, wherever it is", async () => {
    const [device, link] = [nullDevice(), join(folder, "in", "null")];
    mkdirSync(join(folder, "in"));
    symlinkSync(device, link);
    await put(link, "text");
    expect([lstatSync(link).isSymbolicLink(), statSync(link).isCharacterDevice()]).toEqual([true, true]);
  });

  test("a pipe gets all of it at the end, when its reader comes", async () => {
    const pipe = join(folder, "pipe");
    spawnSync("mkfifo", [pipe]);
    const text = "0123456789".repeat(30_000);
    const written = put(pipe, text);
    const reader = spawn("bash", ["-c", `sleep 0.2; exec 3< ${pipe}; sleep 0.2; cat <&3`]);
    let got = "";
    reader.stdout.on("data", (piece) => {
      got += piece;
    });
    await Promise.all([written, once(reader, "close")]);
    expect(got).toBe(text);
    expect(readdirSync(folder)).toEqual(["pipe"]);
  });

  test.runIf(process.platform === "linux")("a descriptor is written into where it stands, by each of its names", async () => {
    const path = join(folder, "log");
    const names = (fd: number): string[] => [`/dev/fd/${fd}`, `/proc/self/fd/${fd}`, `/proc/${process.pid}/fd/${fd}`, join(folder, "link")];
    const fd = openSync(path, "w");
    symlinkSync(`/dev/fd/${fd}`, join(folder, "link"));
    const before = statSync(path).ino;
    for (const name of names(fd)) await put(name, "line\n");
    closeSync(fd);
    expect(readFileSync(path, "utf8")).toBe("line\n".repeat(4));
    expect(statSync(path).ino).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(["link", "log"]);
    for (const name of names(fd)) expect(() => new AtomicFile(name), name).toThrow(refusal(/no descriptor of that number .* \(EBADF\)$/));
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
