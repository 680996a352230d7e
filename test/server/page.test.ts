/** The page that the service hands out: open to all under a strict policy, while what it can be asked keeps its keys. */
import { describe, expect, test } from "vitest";
import { jsonOf, withService } from "../support/service.js";

const KEYS = { text: `tenant:${"0".repeat(64)}\n`, from: "test" };

describe("the page of the service", () => {
  test("stands at / without a key, with its policy, and its files are kept for good", () =>
    withService({ keys: KEYS }, async ({ ask }) => {
      const page = await ask("/");
      expect(page.status).toBe(200);
      expect(page.headers.get("content-security-policy")).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; img-src 'self' data:; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      const text = await page.text();
      const [, script = ""] = /src="\.(\/page\/page-\w+\.js)"/.exec(text) ?? [];
      const file = await ask(script, { headers: { "accept-encoding": "gzip" } });
      expect(file.status).toBe(200);
      expect(file.headers.get("content-encoding")).toBe("gzip");
      expect(file.headers.get("cache-control")).toContain("immutable");
      const etag = file.headers.get("etag") ?? "";
      expect((await ask(script, { headers: { "if-none-match": etag } })).status).toBe(304);
      expect((await ask("/v1/audit")).status).toBe(401);
    }));

  test.each(["/page/..%2findex.js", "/page/index.html", "/page/nothing.js", "/page/constructor"])("%s is none of its files", (path) =>
    withService({}, async ({ ask }) => {
      const answer = await ask(path);
      expect(answer.status).toBe(404);
      expect(await jsonOf(answer)).toMatchObject({ code: "request.not-found" });
    }),
  );

  test("/docs lists every operation with a line of curl, and no script", () =>
    withService({ keys: null }, async ({ ask }) => {
      const document = await jsonOf(ask("/openapi.json"));
      const text = await (await ask("/docs")).text();
      const paths = Object.keys((document as { paths: object }).paths); // our own document
      expect(paths.length).toBeGreaterThan(10);
      for (const path of paths) expect(text).toContain(`${path.replaceAll("&", "&amp;")}</code>`);
      expect(text).toContain("curl -X POST -T model.pkl &quot;$SERVICE/v1/scan");
      expect(text).not.toContain("<script");
    }));
});
