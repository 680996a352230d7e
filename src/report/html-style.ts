/** The page's style: dark and light, narrow and wide, on paper. Colours are never alone: a word stands beside each. */
export const STYLE = `
:root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--soft:#57606a;--line:#d0d7de;--box:#f6f8fa;--link:#0550ae;
--bad:#b3141c;--warn:#7d4e00;--good:#116329}
@media (prefers-color-scheme:dark){:root{--back:#0f1419;--text:#e6edf3;--soft:#9da7b3;--line:#3d444d;--box:#181e25;--link:#79c0ff;
--bad:#ff8f88;--warn:#e5b567;--good:#6fdd8b}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 .25rem;font-family:ui-monospace,monospace}
a{color:var(--link)}p{margin:.25rem 0}footer{margin:2rem 0 1rem;color:var(--soft)}
.counts{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem;padding:0;margin:.75rem 0}
.counts li{border:1px solid var(--line);border-left:.4rem solid currentColor;border-radius:.25rem;padding:.25rem .75rem;background:var(--box)}
.counts b{font-size:1.2rem}
details{border:1px solid var(--line);border-radius:.25rem;margin:.5rem 0;padding:.5rem .75rem;background:var(--box);break-inside:avoid}
summary{cursor:pointer;overflow-wrap:anywhere}
summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.verdict{font-weight:700;border:1px solid currentColor;border-radius:.25rem;padding:0 .4rem;white-space:nowrap}
.name,code,dd{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
.of,dt{color:var(--soft)}
dl{margin:.5rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;font-size:.9rem}dl div{display:flex;gap:.5rem;min-width:0}dd{margin:0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-top:1px solid var(--line)}
td:nth-child(-n+3){white-space:nowrap}td:last-child{min-width:16rem;overflow-wrap:anywhere}
.dangerous,.unlisted,.critical,.high{color:var(--bad)}.limit,.malformed,.unsupported,.medium{color:var(--warn)}.safe{color:var(--good)}
.low,.note,.other{color:var(--soft)}
.counts li b,.counts li{font-weight:600}
@media (max-width:44rem){thead{position:absolute;clip-path:inset(50%)}tr{display:block;border-top:1px solid var(--line);padding:.35rem 0}
td{display:inline-block;border:0;padding:0 .75rem 0 0}td:last-child{display:block;min-width:0}}
@media print{details{background:none}}
`;
