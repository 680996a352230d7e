/** Examples of `docs/format.md`: what `convert` writes for values that Python and numpy pickled (`fixtures/format`). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./stage.mjs";

const MARKED = /(<!-- example (\w+) -->\n)[\s\S]*?(<!-- \/example -->)/g;

const EXAMPLES = JSON.parse(readFileSync(join(ROOT, "fixtures", "format", "examples.json"), "utf8"));

const fence = (language, text) => `\`\`\`${language}\n${text}\n\`\`\``;

async function documentOf(convert, { name, pickle }, options = {}) {
  const { document, sidecar } = await convert(Buffer.from(pickle, "base64"), { placeholders: name === "unlisted", ...options });
  return { text: document.trimEnd(), sidecar };
}

const rootOf = (text) => text.slice(text.indexOf('"root":') + '"root":'.length, -1);

/** Line breaks between the keys of a document, and nothing else. */
function broken(text) {
  const parts = Object.entries(JSON.parse(text)).map(
    ([key, value]) => `${JSON.stringify(key)}:${key === "root" ? rootOf(text) : JSON.stringify(value)}`,
  );
  if (`{${parts.join(",")}}` !== text) throw new Error("an example that JSON.stringify spells in another way");
  return `{${parts.join(",\n ")}}`;
}

async function made(convert, name) {
  const row = EXAMPLES.find((one) => one.name === (name === "document" ? "instance" : name === "sidecar" ? "fortran" : name));
  if (row === undefined) throw new Error(`no example ${name}`);
  if (name === "document") return fence("json", broken((await documentOf(convert, row, { fileName: "model_v1.0.0.pkl" })).text));
  if (name !== "sidecar") return `\`${row.python}\`\n\n${fence("json", rootOf((await documentOf(convert, row)).text))}`;
  const { text, sidecar } = await documentOf(convert, row, { arrays: "sidecar", sidecar: "model.safetensors" });
  const header = Buffer.from(sidecar).subarray(8, 8 + Number(Buffer.from(sidecar).readBigUInt64LE(0)));
  return `\`${row.python}\`\n\n${fence("json", rootOf(text))}\n\nThe header of \`model.safetensors\`:\n\n${fence("json", header.toString().trimEnd())}`;
}

/** The page with its examples. */
export async function withExamples(page, convert) {
  const parts = new Map();
  for (const [, , name] of page.matchAll(MARKED)) parts.set(name, await made(convert, name));
  return page.replace(MARKED, (_, open, name, close) => `${open}${parts.get(name)}\n${close}`);
}
