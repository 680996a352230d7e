/**
 * Node's own modules by `process.getBuiltinModule` instead of `import`: an import asks a module for all that it exports, and
 * `fs`, `util` and `crypto` load streams, MIME types and WebCrypto when they are asked (14 ms of a command's first 60).
 */
import { isBuiltin } from "node:module";
import ts from "typescript";

const builtinOf = (statement) => {
  if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) return null;
  const name = statement.moduleSpecifier.text;
  return name.startsWith("node:") && isBuiltin(name) ? name : null;
};

/** `{a as b, c}` of an import as a pattern's `{a: b, c}`. */
const pattern = ({ elements }) =>
  `{${elements.map(({ propertyName, name }) => (propertyName === undefined ? name.text : `${propertyName.text}:${name.text}`)).join(",")}}`;

/** What an import declares, as constants. */
function constants({ importClause: { name, namedBindings } }, builtin) {
  const got = `process.getBuiltinModule("${builtin}")`;
  const names = [
    ...(name === undefined ? [] : [name.text]),
    ...(namedBindings === undefined ? [] : [ts.isNamespaceImport(namedBindings) ? namedBindings.name.text : pattern(namedBindings)]),
  ];
  return `const ${names.map((one) => `${one}=${got}`).join(",")};`;
}

/** A script of ours whose imports of Node's modules are constants at its head. */
export function withBuiltins(script) {
  const { statements } = ts.createSourceFile("chunk.js", script, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const found = statements.map((statement) => ({ statement, builtin: builtinOf(statement) })).filter(({ builtin }) => builtin !== null);
  let [rest, at] = ["", 0];
  for (const { statement } of found) {
    rest += script.slice(at, statement.pos);
    at = statement.end;
  }
  return found.map(({ statement, builtin }) => constants(statement, builtin)).join("") + rest + script.slice(at);
}
