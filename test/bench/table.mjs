/** The benchmark's results as Markdown: what `npm run bench` prints, and the README's table. */

/** Three digits, and none that were not measured. */
export function digits(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  return size >= 100
    ? value.toFixed(0)
    : size >= 10
      ? value.toFixed(1)
      : size >= 0.01 || size === 0
        ? value.toFixed(2)
        : value.toPrecision(2);
}

/** The median, and the least where there were several runs. */
function spread(one, unit) {
  if (one === null) return "";
  const least = one.min === one.median ? "" : ` (${digits(one.min)})`;
  return `${digits(one.median)}${least} ${unit}`.trimEnd();
}

/** What stands for a text in a cell. */
const plain = (text) => text.replace(/\s+/g, " ").replace(/[<>*_|]/g, (c) => `\\${c}`);

const verdict = (met) => (met === null ? "**not measured**" : met ? "yes" : "**no**");

function line({ what, note, ours, theirs, peer, unit, value, bar, met }) {
  const other = theirs === null ? (peer ?? "") : `${peer}: ${spread(theirs, unit)}`;
  const said = note === undefined ? "" : ` (${note})`;
  const figure = value === null ? "–" : digits(value);
  return `| ${plain(`${what}${said}`)} | ${spread(ours, unit)} | ${plain(other)} | ${figure} | ≤ ${digits(bar)} | ${verdict(met)} |`;
}

const HEAD = "| case | ours: median (least) | others | ratio | bar | met |\n|---|---|---|---|---|---|";

/** A table a group under its title, and the machine. */
export function markdown({ machine, groups, rows }) {
  const tables = Object.entries(groups).flatMap(([group, title]) => {
    const lines = rows.filter((row) => row.group === group).map(line);
    return lines.length === 0 ? [] : [`**${title}**\n\n${HEAD}\n${lines.join("\n")}`];
  });
  const { cpu, cores, node, peers } = machine;
  return `${tables.join("\n\n")}\n\n${cpu}, ${cores} cores; Node ${node}; ${peers}.`;
}
