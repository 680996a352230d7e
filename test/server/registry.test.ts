/** The folder of models while it changes: what is being written, what turns dangerous, what lies beside, and what is judged again. */
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { manifest } from "../../src/index.js";
import { FolderState } from "../../src/server/models/folder-state.js";
import { Registry } from "../../src/server/models/registry.js";
import { inFolder } from "../support/service.js";
import { FIXTURES } from "../support/shared.js";
import { until } from "../support/socket.js";

const SEED = join(FIXTURES, "seed");
const MODEL = readFileSync(join(SEED, "1.9.1", "ridge.pkl"));
const OLD = join(SEED, "0.17.1-py27");
const EVIL = "cos\nsystem\n(S'echo'\ntR.";

interface Opened {
  readonly folder: string;
  readonly registry: Registry;
  readonly told: readonly string[];
}

const withRegistry = (work: (opened: Opened) => Promise<void>, fill: (folder: string) => void = () => undefined): Promise<void> =>
  inFolder(async (folder) => {
    fill(folder);
    const told: string[] = [];
    const registry = new Registry(folder, {}, (error, what) => void told.push(`${what}: ${error instanceof Error ? error.message : ""}`));
    await registry.start();
    try {
      await work({ folder, registry, told });
    } finally {
      registry.stop();
    }
  });

const reasonAt = (registry: Registry, path: string): string | null | undefined =>
  registry.list().find((entry) => entry.path === path)?.reason;
test("what is being written is as it was before, until it rests", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.pkl");
    writeFileSync(path, MODEL);
    const state = new FolderState(folder);
    const before = await state.look(new Map(), true);
    writeFileSync(join(folder, "new.pkl"), MODEL.subarray(0, 10));
    for (const length of [10, 100, 200]) {
      writeFileSync(path, MODEL.subarray(0, length));
      expect(await state.look(before, false)).toEqual(before);
    }
    rmSync(path);
    expect((await state.look(before, false)).has("a.pkl")).toBe(false);
    await until(async () => (await state.look(before, false)).has("new.pkl"));
    state.close();
  });
});

test("a file that turns dangerous is served no more, and the log says so", async () => {
  await withRegistry(
    async ({ folder, registry, told }) => {
      const path = join(folder, "a.pkl");
      await registry.model("a");
      writeFileSync(path, EVIL);
      await until(() => reasonAt(registry, "a.pkl") === "dangerous");
      await expect(registry.model("a")).rejects.toMatchObject({ code: "request.not-found" });
      expect(told).toEqual(["a model is not served any more: a.pkl is not served any more: dangerous"]);
      writeFileSync(join(folder, "next.pkl"), MODEL);
      renameSync(join(folder, "next.pkl"), path);
      await until(() => reasonAt(registry, "a.pkl") === null);
      await registry.model("a");
    },
    (folder) => writeFileSync(join(folder, "a.pkl"), MODEL),
  );
});

test("a model goes by the files beside it as well", async () => {
  await withRegistry(
    async ({ folder, registry }) => {
      expect(reasonAt(registry, "ridge.joblib")).toBeNull();
      const { model } = await registry.model("ridge");
      const beside = readdirSync(folder).find((name) => name.startsWith("ridge.joblib_")) ?? "";
      rmSync(join(folder, beside));
      await until(() => reasonAt(registry, "ridge.joblib") !== null);
      cpSync(join(OLD, beside), join(folder, beside));
      await until(() => reasonAt(registry, "ridge.joblib") === null);
      expect((await registry.model("ridge")).model).not.toBe(model);
    },
    (folder) => {
      for (const name of readdirSync(OLD)) if (name.startsWith("ridge.joblib")) cpSync(join(OLD, name), join(folder, name));
    },
  );
});

test("of one version the file of the later day is served, and a name's newest answers", async () => {
  await withRegistry(
    async ({ registry }) => {
      expect(reasonAt(registry, "m_v1.0_2024-06-30.pkl")).toBeNull();
      expect(reasonAt(registry, "m_v1.0_2024-01-15.pkl")).toBe("another file goes by this name and version: m_v1.0_2024-06-30.pkl");
      expect(registry.versionsOf("m")).toEqual(["1.0", "1.9", "1.10", "2.0-rc1"]);
      expect((await registry.model("m")).entry.version).toBe("1.10");
      expect((await registry.model("m", "2.0-rc1")).entry.path).toBe("m_v2.0-rc1.pkl");
      expect((await registry.model("fac model", "2")).entry.path).toBe("fac model v2.pkl");
      expect((await registry.model("flow")).entry).toMatchObject({ version: "1.2", path: "flow_v1.2/model.pkl" });
    },
    (folder) => {
      const names = ["m_v1.0_2024-01-15.pkl", "m_v1.0_2024-06-30.pkl", "m_v1.9.pkl", "m_v1.10.pkl", "m_v2.0-rc1.pkl", "fac model v2.pkl"];
      for (const name of names) writeFileSync(join(folder, name), MODEL);
      mkdirSync(join(folder, "flow_v1.2"));
      writeFileSync(join(folder, "flow_v1.2", "MLmodel"), "flavors:\n  sklearn:\n    pickled_model: model.pkl\n");
      writeFileSync(join(folder, "flow_v1.2", "model.pkl"), MODEL);
    },
  );
});

test("only what is not known is judged", async () => {
  await inFolder(async (folder) => {
    for (const name of ["a.pkl", "b.pkl"]) copyFileSync(join(SEED, "1.9.1", "ridge.pkl"), join(folder, name));
    const { models } = await manifest(folder, { jobs: 1, stdin: process.stdin });
    const judged: string[] = [];
    const known = {
      of: (path: string) => (path === "a.pkl" ? models[0] : undefined),
      judged: (path: string) => void judged.push(path),
    };
    const again = await manifest(folder, { jobs: 1, stdin: process.stdin }, known);
    expect(again.models).toEqual(models);
    expect(again.models[0]).toBe(models[0]);
    expect(judged).toEqual(["b.pkl"]);
  });
});
