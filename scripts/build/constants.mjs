/**
 * Writes numbers where the guest's sources name them: `OP.MARK`, `TAG.INT`, `NOTHING`. A bundle keeps such names as variables
 * that an engine must look up each time: the machine's switches then compare one opcode after the other, and take ten times
 * as long until they are compiled, and a quarter longer from there on. Only `const` of this file, or imported by name from
 * another, whose value is a number or a literal of numbers; a second meaning of such a name in a file ends the build.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** @type {Map<string, { source: ts.SourceFile, values: Map<string, number | Map<string, number>> }>} */
const known = new Map();

const OPERATORS = {
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.AsteriskAsteriskToken]: (a, b) => a ** b,
  [ts.SyntaxKind.BarToken]: (a, b) => a | b,
  [ts.SyntaxKind.LessThanLessThanToken]: (a, b) => a << b,
};

/** The number that an expression is, undefined where that is not known here. */
function numberOf(node, values) {
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll("_", ""));
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return numberOf(node.expression, values);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = numberOf(node.operand, values);
    return value === undefined ? undefined : -value;
  }
  if (ts.isBinaryExpression(node)) {
    const operator = OPERATORS[node.operatorToken.kind];
    const [left, right] = [numberOf(node.left, values), numberOf(node.right, values)];
    return operator === undefined || left === undefined || right === undefined ? undefined : operator(left, right);
  }
  const found = namedBy(node, values);
  return typeof found === "number" ? found : undefined;
}

/** What a name, or a name of a table, stands for. */
function namedBy(node, values) {
  if (ts.isIdentifier(node)) return values.get(node.text);
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const table = values.get(node.expression.text);
  return table instanceof Map ? table.get(node.name.text) : undefined;
}

/** `{ A: 1, B: 2 } as const`, all of it numbers. */
function tableOf(node, values) {
  if (!ts.isAsExpression(node) || !ts.isObjectLiteralExpression(node.expression)) return undefined;
  const table = new Map();
  for (const property of node.expression.properties) {
    const value = ts.isPropertyAssignment(property) && ts.isIdentifier(property.name) ? numberOf(property.initializer, values) : undefined;
    if (value === undefined) return undefined;
    table.set(property.name.text, value);
  }
  return table;
}

/** A file's constants by the names that it has for them: its own, and those that it imports. */
function constantsOf(file) {
  const before = known.get(file);
  if (before !== undefined) return before;
  const values = new Map();
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found = { source, values };
  known.set(file, found);
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) takeImports(file, statement, values);
    else if (ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) !== 0)
      for (const { name, initializer } of statement.declarationList.declarations) {
        const value = initializer === undefined ? undefined : (tableOf(initializer, values) ?? numberOf(initializer, values));
        if (ts.isIdentifier(name) && value !== undefined) values.set(name.text, value);
      }
  }
  return found;
}

function takeImports(file, statement, values) {
  const from = statement.moduleSpecifier.text;
  const names = statement.importClause?.namedBindings;
  if (!from.startsWith(".") || !from.endsWith(".js") || names === undefined || !ts.isNamedImports(names)) return;
  const theirs = constantsOf(join(dirname(file), from.replace(/\.js$/, ".ts"))).values;
  for (const { name, propertyName, isTypeOnly } of names.elements) {
    const value = theirs.get((propertyName ?? name).text);
    if (!isTypeOnly && value !== undefined) values.set(name.text, value);
  }
}

/** True where a name stands for its value, and not for itself. */
function isRead({ parent }, node) {
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent)) return false;
  return parent.name !== node && parent.propertyName !== node && parent.label !== node;
}

/** Whether a declaration gives a constant's name another meaning. */
const isSecondMeaning = (node, values) =>
  (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node)) &&
  node.name !== undefined &&
  ts.isIdentifier(node.name) &&
  values.has(node.name.text) &&
  !(ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent));

/** A source with its numbers written out. */
function withConstants(file) {
  const { source, values } = constantsOf(file);
  let text = "";
  let done = 0;
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (isSecondMeaning(node, values)) throw new Error(`${file}: ${node.name.text} has a second meaning`);
    const value = namedBy(node, values);
    if (typeof value !== "number" || (ts.isIdentifier(node) && !isRead(node, node))) return ts.forEachChild(node, visit);
    text += `${source.text.slice(done, node.getStart(source))}${value < 0 ? `(${value})` : value}`;
    done = node.end;
  };
  visit(source);
  return text + source.text.slice(done);
}

/** For esbuild: sources below `folder`. */
export const constants = (folder) => ({
  name: "constants",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
      path.startsWith(folder) ? { contents: withConstants(path), loader: "ts" } : undefined,
    );
  },
});
