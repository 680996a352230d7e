/** The page: nothing runs in it, nothing is fetched, no name is markup. */
import { createHash } from "node:crypto";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import { HOSTILE, holding, judgement, raw, written } from "./support.js";

const CODE: GuestFinding = { code: "global.dangerous", offset: 7, opcode: "GLOBAL", global: "os.system", args: { why: "process" } };

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** All tags, read as XML, which is stricter: void elements are closed and `open` gets a value first. */
function tags(page: string): readonly Tag[] {
  const found: Tag[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => void found.push({ name, attributes }));
  parser
    .write(
      page
        .replace("<!doctype html>", "")
        .replaceAll("<details open>", '<details open="">')
        .replace(/<(meta|br)([^>]*)>/g, "<$1$2/>"),
    )
    .close();
  return found;
}

const ALLOWED = new Set(
  "html head meta title style body header main footer section article h1 h2 h3 p ul li b strong details summary span dl div dt dd table thead tbody tr th td a code br".split(
    " ",
  ),
);

describe("the page", () => {
  const evil = raw(
    "",
    [
      { ...CODE, global: HOSTILE },
      { code: "global.unlisted", offset: 3, global: HOSTILE },
    ],
    {
      root: HOSTILE,
      versions: { [HOSTILE]: HOSTILE },
    },
  );
  const all = [
    holding(raw("", [], { root: "sklearn.svm.SVC" }), "good.pkl", [], "a".repeat(64)),
    holding(evil, `d/${HOSTILE}`, [raw(HOSTILE, [CODE])]),
    holding(raw("", [{ code: "artifact.empty", offset: 0 }]), "empty.pkl"),
  ];
  const { text } = written("html", all, { summary: { skippedKinds: { "<b>": 2 } } });

  test("is well-formed, and has no element or attribute that runs or fetches", () => {
    const found = tags(text);
    expect(found.filter(({ name }) => !ALLOWED.has(name))).toEqual([]);
    const names = new Set(found.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].sort()).toEqual(
      ["charset", "class", "content", "href", "http-equiv", "id", "lang", "name", "open", "rel", "scope"].filter((name) => names.has(name)),
    );
    const targets = found.flatMap(({ attributes }) => attributes["href"] ?? []);
    expect(
      targets.filter((href) => !/^(#code-[a-z-]+|https:\/\/(docs\.python\.org|cwe\.mitre\.org|scikit-learn\.org)\/\S*)$/.test(href)),
    ).toEqual([]);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  test("lets a browser fetch and run nothing, and its own style alone", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? "";
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    expect(policy).not.toContain("unsafe");
    expect(style).toContain("prefers-color-scheme:dark");
    expect(style).not.toMatch(/url\(|@import/);
  });

  test("says the worst first, and explains each code that occurs once", () => {
    const at = ["dangerous</span>", "malformed</span>", "safe</span>", 'id="code-global-dangerous"'].map((part) => text.indexOf(part));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
    for (const { attributes } of tags(text)) {
      const href = attributes["href"];
      if (href?.startsWith("#") === true) expect(text.split(`id="${href.slice(1)}"`)).toHaveLength(2);
    }
    expect(text).not.toContain('id="code-global-family"');
    expect(text).toContain("2 &lt;b&gt;");
  });

  test("of nothing is whole", () => {
    expect(tags(written("html", []).text).map(({ name }) => name)).toContain("main");
  });

  test("shows fifty findings of an artifact, and counts the others", () => {
    const page = written("html", [judgement("a.pkl", 0, 1000)]).text;
    expect(tags(page).filter(({ name }) => name === "tr")).toHaveLength(51);
    expect(page).toContain("and 950 more");
  });

  test("shows five thousand artifacts of a verdict, and counts the others", () => {
    const many = Array.from({ length: 5010 }, (_, i) => holding(raw("", []), `${i}.pkl`));
    const page = written("html", [...many, judgement("a.pkl", 0, 1)]).text;
    expect(tags(page).filter(({ name }) => name === "details")).toHaveLength(5001);
    expect(page).toContain("<p>and 10 more</p></section>");
  });
});
