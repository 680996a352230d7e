/** What the library takes and refuses: every form of an artifact, options that there are, and what `convert` gave. */
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT } from "../support/cli.js";

const SEED = join(ROOT, "fixtures", "seed", "1.9.1");
const RIDGE = join(SEED, "ridge.joblib");
const expected = JSON.parse(readFileSync(join(SEED, "ridge.json"), "utf8"));
// The built package, as another project imports it.
const library: typeof import("../../src/index.js") = await import(join(ROOT, "dist", "index.js"));
const { CornichonError, close, convert, inspect, load, predict, scan, verify } = library;
const folder = mkdtempSync(join(tmpdir(), "cornichon-inputs-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = new Uint8Array(readFileSync(RIDGE));
const buffer = bytes.slice().buffer;

function shared(): SharedArrayBuffer {
  const made = new SharedArrayBuffer(bytes.length);
  new Uint8Array(made).set(bytes);
  return made;
}

describe("an artifact is taken as", () => {
  const forms: Readonly<Record<string, () => Parameters<typeof scan>[0]>> = {
    "a path": () => RIDGE,
    "a file URL": () => pathToFileURL(RIDGE),
    "a Buffer": () => readFileSync(RIDGE),
    "an ArrayBuffer": () => buffer,
    "a SharedArrayBuffer": shared,
    "a DataView": () => new DataView(buffer),
    "other views of a buffer": () => new Uint16Array(buffer.slice(0, bytes.length - (bytes.length % 2)), 0),
    "a Blob": () => new Blob([bytes]),
    "a File": () => new File([bytes], "model_v1.0.0_2024-01-15.joblib"),
    "a Response": () => new Response(bytes),
    "a web stream": () => new Blob([bytes]).stream(),
    "a Node stream": () => createReadStream(RIDGE),
  };

  test.each(Object.keys(forms))("%s", async (name) => {
    const form = forms[name];
    if (form === undefined) throw new Error(name);
    const { verdict } = await scan(form());
    // An odd byte at the end cannot be in a view of pairs.
    expect(verdict).toBe(name.startsWith("other") && bytes.length % 2 === 1 ? "malformed" : "safe");
    if (verdict === "safe") expect((await load(form())).model?.className).toBe("Ridge");
  });

  test("a File with its name and what that says", async () => {
    const { document } = await convert(new File([bytes], "model_v1.0.0_2024-01-15.joblib"));
    expect(JSON.parse(document ?? "{}")).toMatchObject({
      source: { file: "model_v1.0.0_2024-01-15.joblib" },
      metadata: { model_version: "1.0.0" },
    });
  });
});

describe("what is none is a mistake of the program", () => {
  const others: readonly (readonly [unknown, string])[] = [
    [undefined, "undefined"],
    [null, "null"],
    [42, "number"],
    [Promise.resolve(RIDGE), "Promise"],
    [new Map(), "Map"],
    [[1, 2], "Array"],
    [() => RIDGE, "function"],
    [new Date(), "Date"],
  ];

  test.each(others)("%s", async (input, name) => {
    for (const verb of [scan, inspect, convert, load, verify]) {
      // @ts-expect-error: what a program without types may do
      await expect(verb(input), verb.name).rejects.toThrow(TypeError);
      // @ts-expect-error: the same
      await expect(verb(input), verb.name).rejects.toThrow(new RegExp(`not ${name}\\.$`));
    }
  });

  test("a stream of texts", async () => {
    const texts = createReadStream(RIDGE, { encoding: "latin1" });
    await expect(scan(texts)).rejects.toThrow(/piece that is string/);
  });

  test("an address that nobody fetched, a page that was not found, a body that was read", async () => {
    await expect(scan(new URL("https://example.com/model.pkl"))).rejects.toMatchObject({ code: "usage" });
    await expect(scan(new Response("", { status: 404 }))).rejects.toMatchObject({ code: "input.unreadable", message: /answered 404/ });
    const read = new Response(bytes);
    await read.arrayBuffer();
    await expect(scan(read)).rejects.toMatchObject({ code: "input.unreadable", message: /read before/ });
  });

  test("a plain object that is no document", async () => {
    await expect(load({ some: "thing" })).rejects.toMatchObject({ code: "document.malformed" });
  });
});

describe("options", () => {
  const mistakes: readonly (readonly [string, object])[] = [
    ["maxbytes", { maxbytes: 1 }],
    ["limits.maxbytes", { limits: { maxbytes: 1 } }],
    ["limits.maxBytes", { limits: { maxBytes: -1 } }],
    ["limits.maxBytes", { limits: { maxBytes: Number.NaN } }],
    ["policy.allows", { policy: { allows: ["a.B"] } }],
    ["policy.allow", { policy: { allow: "a.B" } }],
    ["policy", { policy: "strict" }],
    ["signal", { signal: "stop" }],
    ["__proto__", JSON.parse('{"__proto__": 1}')],
  ];

  test.each(mistakes)("%s is refused", async (name, options) => {
    for (const verb of [scan, inspect, convert, load, verify]) {
      await expect(verb(RIDGE, options), verb.name).rejects.toMatchObject({ code: "usage", message: expect.stringContaining(name) });
    }
  });

  test("each verb has its own, and no other's", async () => {
    // @ts-expect-error: `deep` is scan's
    await expect(convert(RIDGE, { deep: true })).rejects.toMatchObject({ code: "usage", args: { option: "deep" } });
    // @ts-expect-error: a mode that there is not
    await expect(convert(RIDGE, { arrays: "outline" })).rejects.toMatchObject({ code: "usage" });
    await expect(load(RIDGE, { arrays: "sidecar" })).rejects.toMatchObject({ code: "usage" });
    expect((await convert(RIDGE, { arrays: "inline", member: null, index: 0, signal: new AbortController().signal })).verdict).toBe("safe");
  });

  test("what is no object is none", async () => {
    for (const odd of JSON.parse('[null, [], "deep", 1]'))
      for (const verb of [scan, inspect, convert, load, verify])
        await expect(verb(RIDGE, odd), `${verb.name} ${odd}`).rejects.toMatchObject({ code: "usage", message: "options are an object" });
  });

  test("a verb's own are of their kind", async () => {
    const odd: readonly Promise<unknown>[] = [
      // @ts-expect-error: a text
      convert(RIDGE, { metadata: "x" }),
      // @ts-expect-error: a number
      convert(RIDGE, { fileName: 5 }),
      // @ts-expect-error: a number
      load(RIDGE, { select: 0 }),
      // @ts-expect-error: a text
      inspect(RIDGE, { maxInstructions: "3" }),
      verify(RIDGE, { rtol: -1 }),
      // @ts-expect-error: a number
      predict(RIDGE, [[1, 2, 3]], { method: 5 }),
    ];
    for (const one of odd) await expect(one).rejects.toMatchObject({ code: "usage" });
  });

  test("what is undefined was not given", async () => {
    // @ts-expect-error: exactOptionalPropertyTypes
    expect((await scan(RIDGE, { limits: undefined, deep: undefined })).verdict).toBe("safe");
  });
});

describe("what convert gave", () => {
  test("loads, whole or by its text, with arrays in it or beside it", async () => {
    for (const arrays of ["auto", "inline", "base64", "sidecar"] as const) {
      const converted = await convert(RIDGE, { arrays });
      expect(converted.sidecar !== null).toBe(arrays === "sidecar");
      const { model, verdict, artifacts } = await load(converted);
      expect([verdict, artifacts.length]).toEqual(["safe", 1]);
      expect(model?.predict?.(expected.input).shape).toEqual([10]);
    }
    const { document } = await convert(RIDGE);
    for (const text of [document, `\ufeff${document}`]) expect((await load(text ?? "")).model?.className).toBe("Ridge");
  });

  test("keeps its verdict where there is no document", async () => {
    const converted = await convert(Buffer.from("cos\nsystem\n(S'true'\ntR."));
    const { model, verdict, findings, artifacts } = await load(converted);
    expect([model, verdict, findings[0]?.code, artifacts[0]?.verdict]).toEqual([null, "dangerous", "global.dangerous", "dangerous"]);
    await expect(verify(converted)).rejects.toMatchObject({ code: "artifact.refused", verdict: "dangerous" });
  });

  test("a sidecar that is cut or another's is a malformed document", async () => {
    const converted = await convert(RIDGE, { arrays: "sidecar" });
    const sidecar = converted.sidecar ?? new Uint8Array();
    for (const odd of [JSON.parse(JSON.stringify(sidecar)), "x", undefined])
      await expect(load({ ...converted, sidecar: odd })).rejects.toMatchObject({ code: "document.malformed" });
    for (const odd of [sidecar.subarray(0, 4), sidecar.subarray(0, 40), sidecar.subarray(0, -1), new Uint8Array(64)])
      await expect(load({ ...converted, sidecar: odd })).rejects.toMatchObject({ code: "document.malformed" });
  });
});

test("an artifact that is loaded has its line, a document has none", async () => {
  const { artifacts } = await load(RIDGE);
  expect(artifacts).toMatchObject([
    { kind: "joblib", verdict: "safe", sha256: expected.sha256 ?? expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  const { document } = await convert(RIDGE);
  expect((await load(JSON.parse(document ?? "{}"))).artifacts).toEqual([]);
});

test("predict takes X as a program or a file has it", async () => {
  const rows = [
    [0.4, -0.6, 2.9],
    [-1, 0, 1],
  ];
  const asked = await predict(RIDGE, rows);
  expect(asked.result).toMatchObject({ dtype: "float64", shape: [2] });
  const csv = rows.map((row) => row.join(",")).join("\n");
  for (const x of [Buffer.from(JSON.stringify(rows)), Buffer.from(csv), async () => Buffer.from(csv)])
    expect((await predict(RIDGE, x)).result).toEqual(asked.result);
  expect((await predict(Buffer.from("cos\nsystem\n(S'true'\ntR."), rows)).result).toBeNull();
});

test("X that is no object is an error of its own", async () => {
  const { model } = await load(RIDGE);
  for (const odd of [null, 5, "1,2,3", true]) {
    // @ts-expect-error: what a program without types may do
    expect(() => model?.predict?.(odd)).toThrow(expect.objectContaining({ code: "input.malformed" }));
    // @ts-expect-error: the same
    expect(() => model?.call("predict", odd)).toThrow(expect.objectContaining({ code: "input.malformed" }));
  }
});

test("an error has the facts of its message", async () => {
  const missing = join(folder, "missing.pkl");
  await expect(scan(missing)).rejects.toMatchObject({ args: { path: missing, why: "there is no such file" } });
  await expect(predict(RIDGE, [[1, 2]])).rejects.toMatchObject({ code: "input.shape", args: { features: 2, expected: 3 } });
  await expect(predict(RIDGE, [{ MKT: 1, SMB: 2, RF: 3 }])).rejects.toMatchObject({ args: { unseen: 1, missing: 1 } });
  await expect(predict(RIDGE, [[1, 2, 3]], { method: "transform" })).rejects.toMatchObject({
    args: { class: "Ridge", method: "transform" },
  });
  const evil = verify(Buffer.from("cos\nsystem\n(S'true'\ntR."));
  await expect(evil).rejects.toMatchObject({ verdict: "dangerous", args: { code: "global.dangerous" } });
});

test("a model has the methods of its class, and no others", async () => {
  const { model } = await load(RIDGE);
  expect(model?.predictProba).toBeUndefined();
  expect(model?.transform).toBeUndefined();
  const answer = model?.predict?.(expected.input);
  expect(answer?.dtype === "float64" && answer.data instanceof Float64Array).toBe(true);
});

test("close ends what runs, and what comes after runs again", async () => {
  const path = join(folder, "long.pkl");
  writeFileSync(path, Buffer.concat([Buffer.from([0x80, 4]), Buffer.alloc(40_000_000, Buffer.from([0x4e, 0x30])), Buffer.from("N.")]));
  const running = scan(path);
  const told = expect(running).rejects.toMatchObject({ code: "host.closed" });
  setTimeout(() => void close(), 100);
  await told;
  expect((await scan(RIDGE)).verdict).toBe("safe");
});

test("no error holds more of what came in than 200 characters", async () => {
  const long = "x".repeat(5000);
  const failures = [
    scan(long),
    load(`${long}.joblib`),
    load(RIDGE, { select: long }),
    convert(RIDGE, { policy: { families: [long] } }),
    scan(RIDGE, JSON.parse(`{"${long}": 1}`)),
    library.policyOf({ [long]: 1 }, long),
    load({ format: "cornichon", formatVersion: long }),
    verify(RIDGE, { expect: `{${long}` }),
    predict(RIDGE, Buffer.from(`{"${long}": 1}`)),
    predict(RIDGE, [{ MKT: 1, [long]: 2 }]),
    predict(RIDGE, [[1, 2, 3]], { method: long }),
    scan(new URL(`https://example.com/${long}`)),
  ];
  for (const failure of await Promise.allSettled(failures)) {
    if (failure.status !== "rejected") throw new Error("it passed");
    const { reason } = failure;
    expect(reason).toBeInstanceOf(CornichonError);
    expect(
      String(reason)
        .match(/xx+/g) // our own words have an x at the most
        ?.reduce((sum, part) => sum + part.length, 0) ?? 0,
    ).toBeLessThanOrEqual(200);
  }
});
