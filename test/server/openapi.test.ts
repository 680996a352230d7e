/** The OpenAPI document: programs make clients of it, so it says bodies, failures and the key. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { jsonOf, withService } from "../support/service.js";

const KEY = { authorization: "Bearer key" };
const KEYS = { text: `one:${createHash("sha256").update("key").digest("hex")}`, from: "keys.txt" };
const DOCUMENT = z.object({
  openapi: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  components: z.looseObject({ securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })).optional() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        requestBody: z.looseObject({ content: z.record(z.string(), z.unknown()) }).optional(),
        responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
      }),
    ),
  ),
});

test("it says what each request takes, and how it fails", async () => {
  await withService({ keys: KEYS }, async ({ ask }) => {
    const { paths, security, components } = DOCUMENT.parse(await jsonOf(ask("/openapi.json", { headers: KEY })));
    for (const [path, item] of Object.entries(paths))
      for (const [method, { requestBody, responses }] of Object.entries(item)) {
        expect(Object.keys(responses["default"]?.content ?? {}), path).toEqual(["application/problem+json"]);
        expect(requestBody !== undefined, `${method} ${path}`).toBe(method === "post");
      }
    expect(Object.keys(paths["/v1/scan"]?.["post"]?.requestBody?.content ?? {})).toEqual([
      "application/octet-stream",
      "multipart/form-data",
    ]);
    expect(Object.keys(security?.[0] ?? {})).toEqual(Object.keys(components.securitySchemes ?? {}));
    // What people are told to type sends what is taken.
    const docs = await (await ask("/docs", { headers: KEY })).text();
    expect(docs).toContain("-d @body.json &quot;$SERVICE/v2/models/{name}/infer&quot;");
    expect(docs).toContain("-T model.pkl &quot;$SERVICE/v1/scan&quot;");
  });
  await withService({}, async ({ ask }) => {
    expect(DOCUMENT.parse(await jsonOf(ask("/openapi.json"))).security).toBeUndefined();
  });
});
