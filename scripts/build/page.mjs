/**
 * The page: its first script, its style and three workers, each file named by its hash, in a folder that any server can hand
 * out under any path. The worker that judges is one file, so that a verdict waits for nothing; the one that holds models
 * loads targets and the like when they are asked for.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What the page may load: itself. It asks nobody, and nobody may ask through it. */
const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Two of Node's modules that shared code names, as a page has them. */
const NODE = {
  "node:buffer": "export const isAscii = (bytes) => bytes.every((byte) => byte < 128);",
  "node:fs": "export const readFileSync = undefined;",
  "node:url": "export const fileURLToPath = undefined;",
};

const withoutNode = {
  name: "without-node",
  setup(builder) {
    builder.onResolve({ filter: /^node:/ }, ({ path }) => (path in NODE ? { path, namespace: "page", sideEffects: false } : undefined));
    builder.onLoad({ filter: /.*/, namespace: "page" }, ({ path }) => ({ contents: NODE[path], loader: "js" }));
  },
};

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);

/** Builds one entry with what it loads late; gives the name of its file. */
async function script(root, folder, source, name, define) {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    entryPoints: { [name]: source },
    outdir: folder,
    entryNames: "[name]-[hash]",
    chunkNames: `${name}-[hash]`,
    platform: "browser",
    format: "esm",
    target: "es2023",
    splitting: true,
    minify: true,
    plugins: [withoutNode],
    define: { "process.platform": '"linux"', ...define },
  });
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source);
  return basename(entry);
}

const sizeOf = (folder, name) => {
  const bytes = readFileSync(join(folder, name));
  return { bytes: bytes.length, gzip: gzipSync(bytes).length };
};

/** Writes the page to `folder`. Gives the sizes of what is loaded for a verdict, and for a model. */
export async function buildPage(root, folder, { version, packed }) {
  mkdirSync(folder, { recursive: true });
  const common = { CORNICHON_VERSION: JSON.stringify(version) };
  const judge = await script(root, folder, "src/page/judge/main.ts", "judge", {
    ...common,
    CORNICHON_PACKED: JSON.stringify(JSON.stringify(packed)),
  });
  const hash = await script(root, folder, "src/page/judge/hash.ts", "hash", common);
  const model = await script(root, folder, "src/page/model/main.ts", "model", common);
  const main = await script(root, folder, "src/page/main.ts", "page", {
    ...common,
    CORNICHON_WORKERS: JSON.stringify({ judge, hash, model }),
  });
  const css = readFileSync(join(root, "src", "page", "style.css"));
  const style = `style-${hashOf(css)}.css`;
  writeFileSync(join(folder, style), css);
  const html = readFileSync(join(root, "src", "page", "index.html"), "utf8")
    .replace("CORNICHON_CSP", PAGE_CSP)
    .replace("CORNICHON_STYLE", `./${style}`)
    .replace("CORNICHON_SCRIPT", `./${main}`);
  writeFileSync(join(folder, "index.html"), html);
  // The service hands out what is compressed here: it inflates and deflates nothing itself.
  for (const name of readdirSync(folder))
    if (name !== "index.html") writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name))));
  return Object.fromEntries([main, judge, hash, model, style].map((name) => [name, sizeOf(folder, name)]));
}
