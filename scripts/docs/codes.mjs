/** `docs/codes.md`: every code that is published, from what `cornichon schema codes` prints. */

const cell = (text) => text.replaceAll("|", "\\|");

export const codesPage = ({ findings, failures }) => `# Codes

Made by \`node scripts/docs.mjs\` from \`cornichon schema codes\`. A code is never used again for something else.

## Findings

What is wrong with an artifact, or worth a note: \`findings[].code\` of a report. An artifact's verdict is the worst of its findings'.

| code | severity | verdict | meaning |
|---|---|---|---|
${findings.map(({ code, severity, verdict, meaning }) => `| \`${code}\` | ${severity} | ${verdict} | ${cell(meaning)} |`).join("\n")}

## Failures

What kept the program from judging or answering: \`code\` of a \`CornichonError\`.

| code | meaning |
|---|---|
${failures.map(({ code, meaning }) => `| \`${code}\` | ${cell(meaning)} |`).join("\n")}
`;
