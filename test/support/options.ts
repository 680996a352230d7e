/** Options of the tests' own commands: `--name value`. */

/** What stands behind `--name`, null where it is not given. */
export function option(name: string): string | null {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

export const textOption = (name: string, fallback: string): string => option(name) ?? fallback;

export const numberOption = (name: string, fallback: number): number => Number(option(name) ?? fallback);

/** A line on standard output. */
export const say = (line: string): boolean => process.stdout.write(`${line}\n`);
