/**
 * `docs/api/`: every export with its signature, its members, what it says of itself and its examples, from the declarations
 * that the build leaves in `dist/` (TypeScript's own reading of them). An export without a page, without an example or a
 * `@see` that leads to one, ends this with an error: nothing is left out in silence.
 */
import { join } from "node:path";
import ts from "typescript";
import { PAGES } from "./api-pages.mjs";
import { ROOT } from "./stage.mjs";

const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
const LONGEST = 24;
const LONGEST_TYPE = 100;

function openDeclarations() {
  const entries = { cornichon: join(ROOT, "dist", "index.d.ts"), "cornichon/web": join(ROOT, "dist", "web.d.ts") };
  const program = ts.createProgram(Object.values(entries), {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules", "@types")],
  });
  const checker = program.getTypeChecker();
  const exportsOf = (file) => checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const modules = Object.entries(entries).map(([name, file]) => [name, new Map(exportsOf(file).map((one) => [one.name, resolved(one)]))]);
  return { checker, modules: new Map(modules) };
}

const said = (symbol, checker) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();

const tagsOf = (symbol, checker, name) =>
  symbol.getJsDocTags(checker).flatMap((tag) => (tag.name === name ? [ts.displayPartsToString(tag.text).trim()] : []));

const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const cell = (text) => oneLine(text).replaceAll("|", "\\|");

/** A declaration as it stands, without comments. */
function signature(symbol) {
  const [declaration] = symbol.declarations;
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const printer = ts.createPrinter({ removeComments: true });
  const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replace(/^(?:export |declare )+/, "");
  return text.split("\n").length > LONGEST ? `${text.split("\n")[0]} … }` : text;
}

/** A member's type: as it was declared where TypeScript's own words are long (a union of all codes). */
function typeText(member, at, checker) {
  const text = checker.typeToString(checker.getTypeOfSymbolAtLocation(member, at), at, FLAGS);
  const declared = member.declarations?.[0]?.type?.getText();
  const shown = text.length > LONGEST_TYPE && declared !== undefined ? declared : text;
  return member.flags & ts.SymbolFlags.Optional ? shown.replace(/ \| undefined$/, "") : shown;
}

/** What every error has. */
const isLibrary = (member) => /\/typescript\/lib\/|@types\/node/.test(member.declarations?.[0]?.getSourceFile().fileName ?? "");

/** Members that users see, with those that are inherited. */
function membersOf(symbol, checker) {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const at = symbol.declarations[0];
  const rows = checker.getPropertiesOfType(type).flatMap((member) => {
    if (/^(?:__|#)/.test(member.name) || isLibrary(member)) return [];
    const optional = member.flags & ts.SymbolFlags.Optional ? "?" : "";
    return [`| \`${member.name}${optional}\` | \`${cell(typeText(member, at, checker))}\` | ${cell(said(member, checker))} |`];
  });
  return rows.length === 0 ? "" : ["| member | type | |", "|---|---|---|", ...rows].join("\n");
}

const isShape = (symbol) => symbol.declarations.some((one) => ts.isInterfaceDeclaration(one) || ts.isClassDeclaration(one));

/** A table of members, or the declaration where there are none. */
function shapeOf(symbol, checker) {
  const members = isShape(symbol) ? membersOf(symbol, checker) : "";
  return members === "" ? `\`\`\`ts signature\n${signature(symbol)}\n\`\`\`` : members;
}

const exampleOf = (text) => (text.startsWith("```") ? text : `\`\`\`ts\n${text}\n\`\`\``);

const linked = (names, known) => names.map((name) => `[\`${name}\`](${known.get(name)})`).join(", ");

/** The names that a `@see` names. */
const seen = (symbol, checker) => tagsOf(symbol, checker, "see");

/** Where a name stands on its page, as GitHub spells it: of two that differ in case alone the second has a number. */
function anchorOf({ names }, name) {
  const same = names.filter((one) => one.toLowerCase() === name.toLowerCase()).indexOf(name);
  return `#${name.toLowerCase()}${same === 0 ? "" : `-${same}`}`;
}

function entry(name, symbol, { checker, known, module }) {
  const examples = tagsOf(symbol, checker, "example").filter((one) => one.includes(`from "${module}"`));
  const see = seen(symbol, checker);
  const found = see.filter((one) => known.has(one));
  const throws = tagsOf(symbol, checker, "throws").map((text) => `Throws: ${oneLine(text)}.`.replace(/\.\.$/, "."));
  return [
    `## ${name}`,
    said(symbol, checker),
    shapeOf(symbol, checker),
    ...throws,
    ...examples.map(exampleOf),
    ...(found.length === 0 ? [] : [`In the examples of ${linked(found, known)}.`]),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** A definition of an estimator: they are many, and all alike. */
const isModel = (symbol, checker) =>
  symbol.declarations.some(ts.isVariableDeclaration) && checker.typeToString(checker.getTypeOfSymbol(symbol)).startsWith("ModelDefinition");

function modelList(symbols, checker) {
  const names = [...symbols].filter(([, symbol]) => isModel(symbol, checker)).map(([name]) => `\`${name}\``);
  return `## The models\n\nEach of these ${names.length} is a [ModelDefinition](#modeldefinition), by its class's own name: what \`createLoader\` takes.\n\n${names.join(", ")}`;
}

/** Every name that a page must have, each on one page. */
function checkNames(module, symbols, checker) {
  const paged = PAGES.filter((page) => page.module === module).flatMap((page) => page.names);
  const exported = [...symbols].filter(([, symbol]) => !isModel(symbol, checker)).map(([name]) => name);
  const missing = exported.filter((name) => !paged.includes(name));
  const gone = paged.filter((name, i) => !exported.includes(name) || paged.indexOf(name) !== i);
  if (missing.length + gone.length > 0)
    throw new Error(
      `put the exports into scripts/docs/api-pages.mjs: of ${module} no page has ${missing.join(", ") || "—"}; not exported, or twice: ${gone.join(", ") || "—"}`,
    );
}

/** Every export has an example, or leads to one that has. */
function checkExamples(symbols, checker) {
  const has = (name) => tagsOf(symbols.get(name), checker, "example").length > 0;
  for (const [name, symbol] of symbols) {
    if (isModel(symbol, checker) || has(name)) continue;
    if (!seen(symbol, checker).some((one) => symbols.has(one) && has(one)))
      throw new Error(`${name} has no @example, and no @see that leads to one`);
  }
}

/** Types that are met below the exports of a module, and that nobody can import. */
function innerTypes(symbols, exported, checker) {
  const found = new Map();
  const visit = (node) => {
    const name = ts.isTypeReferenceNode(node) ? node.typeName : ts.isExpressionWithTypeArguments(node) ? node.expression : undefined;
    const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
    const resolved = symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const file = resolved?.declarations?.[0]?.getSourceFile().fileName ?? "";
    const isParameter = resolved !== undefined && (resolved.flags & ts.SymbolFlags.TypeParameter) !== 0;
    if (resolved !== undefined && !isParameter && file.includes("/dist/") && !exported.has(resolved) && !found.has(resolved.name)) {
      found.set(resolved.name, resolved);
      for (const one of resolved.declarations) ts.forEachChild(one, visit);
    }
    ts.forEachChild(node, visit);
  };
  for (const symbol of symbols) for (const one of symbol.declarations) visit(one);
  return found;
}

function innerSection({ file, types = [] }, found, checker) {
  if (types.length === 0) return [];
  const parts = types.map((name) => {
    const symbol = found.get(name);
    if (symbol === undefined) throw new Error(`scripts/docs/api-pages.mjs: ${file} tells of ${name}, which its exports do not name`);
    const body = shapeOf(symbol, checker);
    return [`### ${name}`, said(symbol, checker), body].filter((part) => part !== "").join("\n\n");
  });
  return [`## Types that these name\n\nThey cannot be imported; TypeScript knows them where they are used.\n\n${parts.join("\n\n")}`];
}

function pageOf(page, { checker, modules }) {
  const symbols = modules.get(page.module);
  const known = new Map(
    PAGES.filter(({ module }) => module === page.module).flatMap((other) =>
      other.names.map((name) => [name, `${other === page ? "" : other.file}${anchorOf(other, name)}`]),
    ),
  );
  const entries = page.names.map((name) => entry(name, symbols.get(name), { checker, known, module: page.module }));
  const named = page.names.map((name) => symbols.get(name));
  entries.push(...innerSection(page, innerTypes(named, new Set(symbols.values()), checker), checker));
  if (page.module === "cornichon/web") entries.push(modelList(symbols, checker));
  return `# ${page.title}\n\nMade by \`node scripts/docs.mjs\` from the source. ${page.says}\n\n${entries.join("\n\n")}\n`;
}

function indexOf({ modules, checker }) {
  const first = (text) => oneLine(text).match(/^.*?(?:\.(?= |$)|$)/)?.[0] ?? "";
  const rows = PAGES.map((page) => {
    const { file, title, module, names } = page;
    const symbols = modules.get(module);
    const lines = names.map(
      (name) => `| [\`${name}\`](${file}${anchorOf(page, name)}) | ${cell(first(said(symbols.get(name), checker)))} |`,
    );
    return `## [${title}](${file})\n\n| \`${module}\` | |\n|---|---|\n${lines.join("\n")}`;
  });
  return `# The library's reference

Made by \`node scripts/docs.mjs\` from the source. Examples are run by a test, in a folder that holds \`model.joblib\` and the like
(\`scripts/docs/stage.json\` says which fixture each is); what follows \`//=>\` is what they print. How it behaves as a whole
(streams, limits, errors, signals, concurrency, \`close\`) is told in [the library](../library.md).

${rows.join("\n\n")}
`;
}

/** All pages by their path. */
export function apiPages() {
  const declarations = openDeclarations();
  for (const [module, symbols] of declarations.modules) {
    checkNames(module, symbols, declarations.checker);
    checkExamples(symbols, declarations.checker);
  }
  return Object.fromEntries([
    ["docs/api/README.md", indexOf(declarations)],
    ...PAGES.map((page) => [`docs/api/${page.file}`, pageOf(page, declarations)]),
  ]);
}
