/** Models of a folder answer by the protocols that clients speak, with the library's own numbers. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { load } from "../../src/index.js";
import { inFolder, jsonOf, startIn } from "../support/service.js";
import { FIXTURES } from "../support/shared.js";

const NAME = "model_v1.0.0_2024-01-15.joblib.gz";
const MODEL = join(FIXTURES, "seed", NAME);
const ROW = [0.4, -0.6, 2.9];
const EVIL = "cos\nsystem\n(S'echo'\ntR.";

const TENSOR = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.int()), data: z.array(z.number()).optional() });
const ANSWER = z.object({
  model_name: z.string(),
  model_version: z.string().optional(),
  id: z.string().optional(),
  outputs: z.array(TENSOR),
});

const input = (data: unknown, shape: readonly number[] = [1, 3], more: object = {}): object => ({
  name: "X",
  datatype: "FP64",
  shape,
  data,
  ...more,
});
const post = (body: NonNullable<RequestInit["body"]>, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body,
  headers,
});
const json = (body: object, headers: Record<string, string> = {}): RequestInit =>
  post(JSON.stringify(body), { "content-type": "application/json", ...headers });

/** A folder with the model in two versions, a hostile file and a text. */
async function withModels<T>(
  work: (ask: (path: string, init?: RequestInit) => Promise<Response>, folder: string) => Promise<T>,
): Promise<T> {
  return inFolder(async (folder) => {
    const models = join(folder, "models");
    mkdirSync(models);
    copyFileSync(MODEL, join(models, NAME));
    copyFileSync(MODEL, join(models, "model_v1.10.0.joblib.gz"));
    writeFileSync(join(models, "evil_v2.0.0.pkl"), EVIL);
    writeFileSync(join(models, "README.md"), "models");
    const service = await startIn(folder, { models });
    try {
      return await work(service.ask, models);
    } finally {
      await service.stop();
    }
  });
}

async function expected(): Promise<number> {
  const { model } = await load(MODEL);
  return Number(model?.predict?.([ROW]).data[0]);
}

test("the Open Inference Protocol: versions, metadata, one column of answers", async () => {
  await withModels(async (ask) => {
    expect(await jsonOf(ask("/v2"))).toMatchObject({ name: "cornichon", extensions: ["binary_tensor_data"] });
    expect(await jsonOf(ask("/v2/models/model"))).toMatchObject({
      name: "model",
      versions: ["1.0.0", "1.10.0"],
      inputs: [{ shape: [-1, 3] }],
    });
    const answer = ANSWER.parse(await jsonOf(ask("/v2/models/model/infer", json({ id: "a", inputs: [input([ROW, ROW], [2, 3])] }))));
    const value = await expected();
    expect(answer).toMatchObject({ model_name: "model", model_version: "1.10.0", id: "a" });
    expect(answer.outputs).toMatchObject([{ name: "predict", datatype: "FP64", shape: [2, 1], data: [value, value] }]);
    const older = ANSWER.parse(await jsonOf(ask("/v2/models/model/versions/1.0.0/infer", json({ inputs: [input(ROW)] }))));
    expect(older.model_version).toBe("1.0.0");
    expect((await ask("/v2/models/model/versions/3/infer", json({ inputs: [input(ROW)] }))).status).toBe(404);
    expect((await ask("/v2/models/model/ready")).status).toBe(200);
    const index = z
      .array(z.looseObject({ name: z.string(), state: z.string(), reason: z.string() }))
      .parse(await jsonOf(ask("/v2/repository/index", json({}))));
    expect(index.map(({ name, state, reason }) => [name, state, reason])).toEqual([
      ["evil", "UNAVAILABLE", "dangerous"],
      ["model", "READY", ""],
      ["model", "READY", ""],
    ]);
    for (const body of ["[]", "{", '{"ready":1}']) expect((await ask("/v2/repository/index", post(body))).status, body).toBe(400);
    expect((await ask("/v2/models/evil/infer", json({ inputs: [input(ROW)] }))).status).toBe(404);
  });
});

test("the binary extension: bytes in and out, of every numeric datatype", async () => {
  await withModels(async (ask) => {
    const value = await expected();
    const bytes = Buffer.from(new Float64Array(ROW).buffer);
    const head = {
      inputs: [{ name: "X", datatype: "FP64", shape: [1, 3], parameters: { binary_data_size: bytes.length } }],
      parameters: { binary_data_output: true },
    };
    const text = Buffer.from(JSON.stringify(head));
    const asked = post(Buffer.concat([text, bytes]), {
      "content-type": "application/octet-stream",
      "inference-header-content-length": String(text.length),
    });
    const response = await ask("/v2/models/model/infer", asked);
    const body = Buffer.from(await response.arrayBuffer());
    const length = Number(response.headers.get("inference-header-content-length"));
    expect(JSON.parse(body.subarray(0, length).toString())).toMatchObject({
      outputs: [{ name: "predict", shape: [1, 1], parameters: { binary_data_size: 8 } }],
    });
    expect(body.subarray(length).readDoubleLE(0)).toBe(value);
    const cut = post(Buffer.concat([text, bytes.subarray(1)]), { "inference-header-content-length": String(text.length) });
    expect((await ask("/v2/models/model/infer", cut)).status).toBe(400);
    const wrong = post(text, { "inference-header-content-length": "1e9" });
    expect((await ask("/v2/models/model/infer", wrong)).status).toBe(400);
    const texts = Buffer.from(
      JSON.stringify({ inputs: [{ name: "X", datatype: "BYTES", shape: [1], parameters: { binary_data_size: 6 } }] }),
    );
    const raw = Buffer.concat([texts, Buffer.from([2, 0, 0, 0, 0xff, 0xfe])]);
    const answer = await ask("/v2/models/model/infer", post(raw, { "inference-header-content-length": String(texts.length) }));
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: "input.malformed", detail: 'tensor "X": text 0 is not UTF-8' },
    ]);
    for (const path of ["/v2/models/model/infer", "/invocations"])
      expect(await jsonOf(ask(path, post("", { "content-type": "application/json" }))), path).toMatchObject({
        status: 400,
        detail: expect.stringMatching(/^the body is empty; it /),
      });
  });
});

test("MLflow's four bodies and CSV", async () => {
  await withModels(async (ask) => {
    const value = await expected();
    const columns = ["MKT", "SMB", "HML"];
    const record = Object.fromEntries(columns.map((name, i) => [name, ROW[i]]));
    const bodies = [
      { dataframe_split: { columns, data: [ROW] } },
      { dataframe_records: [record] },
      { instances: [ROW] },
      { inputs: [ROW] },
    ];
    for (const body of bodies)
      expect(await jsonOf(ask("/invocations", json(body))), JSON.stringify(body)).toEqual({ predictions: [value] });
    const csv = await ask("/invocations?model=model", post(`${columns.join(",")}\n${ROW.join(",")}\n`, { "content-type": "text/csv" }));
    expect(await jsonOf(csv)).toEqual({ predictions: [value] });
    const statuses = [
      json({}),
      json({ instances: [ROW], inputs: [ROW] }),
      post("{", { "content-type": "application/json" }),
      json({ instances: [[1]] }),
    ];
    for (const one of statuses) expect((await ask("/invocations", one)).status).toBe(400);
    expect((await ask("/invocations", post("x", { "content-type": "text/html" }))).status).toBe(415);
    expect(await (await ask("/ping")).text()).toBe("\n");
  });
});

test("a model that is put there, replaced or taken away is served so, without a restart", async () => {
  await withModels(async (ask, folder) => {
    const statusOf = async (name: string): Promise<number> => (await ask(`/v2/models/${name}/ready`)).status;
    const until = async (name: string, status: number): Promise<void> => {
      while ((await statusOf(name)) !== status) await new Promise((resolve) => setImmediate(resolve));
    };
    expect(await statusOf("other")).toBe(404);
    writeFileSync(join(folder, "other.joblib.gz"), readFileSync(MODEL));
    await until("other", 200);
    writeFileSync(join(folder, "other.joblib.gz"), EVIL);
    await until("other", 404);
    rmSync(join(folder, "other.joblib.gz"));
    expect(await statusOf("model")).toBe(200);
  });
});
