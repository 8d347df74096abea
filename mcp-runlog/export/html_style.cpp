#include "mcp-runlog/export/html_style.hpp"

namespace runlog {

const std::string_view html_style = R"css(
:root {
  color-scheme: light dark;
  --paper: #faf9f6; --card: #ffffff; --wash: #f2f0ea; --line: #e2dfd7; --edge: #cbc7bc;
  --ink: #1d1e21; --soft: #5c6068;
  --talk: #1b5aa6; --say: #6a3cb0; --tool: #0d6a66; --edit: #855200; --sub: #a32c69;
  --bus: #0a607b; --run: #33363c; --quiet: #656971; --bad: #b3261e; --warn: #8a5300; --good: #1b6e37;
  --bar-done: #2f8f88; --bar-bad: #cf3d34; --bar-warn: #c98516; --bar-open: #7d828b;
  --added: #e4f4e6; --removed: #fce8e5; --mark: #fff2bf;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas,
    "DejaVu Sans Mono", monospace;
  --name: 19rem; --amount: 7rem;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #141619; --card: #1b1e22; --wash: #22262b; --line: #2c3036; --edge: #454b54;
    --ink: #e8e6e1; --soft: #a3a8b0;
    --talk: #82b6f5; --say: #c1a2f7; --tool: #6ccac2; --edit: #e2b060; --sub: #f19ac2;
    --bus: #73c4e0; --run: #d6d4cf; --quiet: #979ca5; --bad: #ff8a80; --warn: #e8b35c; --good: #7fd093;
    --bar-done: #3fa39b; --bar-bad: #e5645b; --bar-warn: #d39a3c; --bar-open: #8b919b;
    --added: #17301f; --removed: #3a1f1e; --mark: #4a4015;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 84rem; padding: 0 clamp(1rem, 3vw, 2.5rem) 3rem;
  background: var(--paper); color: var(--ink); font: 400 0.94rem/1.5 var(--sans);
}
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: inherit; text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--talk); outline-offset: 2px; border-radius: 3px; }
code, pre, time, .number, .amount, .when { font-family: var(--mono); font-size: 0.86em; }
small { font-size: 0.82em; color: var(--soft); font-weight: 400; }
.hint { color: var(--soft); font-size: 0.86rem; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.3rem 0.8rem; z-index: 9; }

nav {
  position: sticky; top: 0; z-index: 5; display: flex; gap: 1.4rem; padding: 0.7rem 0;
  background: var(--paper); border-bottom: 1px solid var(--line); font-size: 0.86rem;
}
nav a { color: var(--soft); }
nav a:hover { color: var(--ink); }

header { padding: 2.2rem 0 0.4rem; }
.who { display: flex; align-items: center; gap: 0.7rem; margin-bottom: 0.6rem; }
.status {
  font-size: 0.74rem; font-weight: 650; letter-spacing: 0.06em; text-transform: uppercase;
  padding: 0.12rem 0.6rem; border-radius: 1rem; border: 1px solid currentColor; color: var(--quiet);
}
.s-ok { color: var(--good); }
.s-failed, .s-timeout { color: var(--bad); }
.s-open { color: var(--talk); }
.s-cancelled, .s-orphaned { color: var(--warn); }
h1 {
  font-size: clamp(1.4rem, 3.2vw, 2.05rem); line-height: 1.22; font-weight: 680;
  letter-spacing: -0.015em; overflow-wrap: anywhere; max-width: 60rem; text-wrap: balance;
}
.outcome { margin-top: 0.7rem; font-size: 1.02rem; max-width: 60rem; overflow-wrap: anywhere;
  white-space: pre-line; }
.remark { margin-top: 0.5rem; color: var(--warn); }
.figures {
  display: flex; flex-wrap: wrap; margin: 1.6rem 0 1.3rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
}
.figure { flex: 1 1 auto; min-width: 7.2rem; padding: 0.75rem 1.1rem; box-shadow: -1px -1px 0 var(--line); }
.figure dt { font-size: 0.76rem; color: var(--soft); }
.figure dd { white-space: nowrap; }
.figure b { font-size: 1.3rem; font-weight: 620; font-variant-numeric: tabular-nums;
  letter-spacing: -0.01em; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.4rem; }
.facts dt { color: var(--soft); font-size: 0.76rem; }
.facts dd { overflow-wrap: anywhere; font-size: 0.88rem; }

section { margin-top: 2.6rem; }
h2 { font-size: 1.12rem; font-weight: 660; letter-spacing: -0.005em; margin-bottom: 0.5rem; }
h2 small { margin-left: 0.3rem; }

.verdict { padding-left: 1.35rem; position: relative; margin-bottom: 0.8rem; }
.verdict::before {
  content: ""; position: absolute; left: 0; top: 0.4em; width: 0.72rem; height: 0.72rem;
  border-radius: 50%; background: var(--good);
}
.incomplete::before { background: var(--bar-warn); }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.sources { border-collapse: collapse; width: 100%; font-size: 0.88rem; }
.sources th, .sources td { text-align: left; padding: 0.38rem 1rem; vertical-align: baseline; }
.sources thead th { font-size: 0.76rem; font-weight: 500; color: var(--soft); }
.sources tbody tr { border-top: 1px solid var(--line); }
.sources tbody th { font-weight: 600; }
.sources .number { text-align: right; white-space: nowrap; }
.sources thead th:nth-child(3), .sources thead th:nth-child(4) { text-align: right; }
.sources td:last-child { min-width: 16rem; overflow-wrap: anywhere; }
.presence::before { content: "●"; margin-right: 0.4rem; font-size: 0.7em; color: var(--good); }
.p-silent .presence::before { content: "○"; color: var(--warn); }
.p-failing .presence::before { content: "▲"; color: var(--bad); }
.p-silent .presence, .p-failing .presence { font-weight: 600; }
.gaps { margin-top: 0.8rem; font-size: 0.88rem; }
.gaps li { padding-left: 1.35rem; position: relative; overflow-wrap: anywhere; }
.gaps li::before { content: "!"; position: absolute; left: 0.2rem; font-weight: 700; color: var(--warn); }
.remarks { margin-top: 0.8rem; color: var(--soft); font-size: 0.83rem; columns: 30rem; }
.remarks li { overflow-wrap: anywhere; break-inside: avoid; padding-left: 1.35rem; position: relative; }
.remarks li::before { content: "·"; position: absolute; left: 0.25rem; font-weight: 700; }

.chart { position: relative; margin-top: 0.6rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; padding: 0 0.9rem 0.5rem; }
.sheet { position: relative; }
.window { max-height: 70vh; overflow-y: auto; }
.axis { position: sticky; top: 0; z-index: 2; background: var(--card); padding: 0.4rem 0 0.2rem;
  margin: 0 var(--amount) 0 var(--name); }
.axis svg, .track { display: block; width: 100%; height: 22px; overflow: visible; }
.axis svg { height: 18px; }
.axis text { font: 0.7rem var(--mono); fill: var(--soft); }
.grid { position: absolute; left: calc(var(--name) + 0.9rem); top: 1.9rem; bottom: 0;
  width: calc(100% - var(--name) - var(--amount) - 1.8rem); height: calc(100% - 2.2rem);
  pointer-events: none; }
.sheet .grid { left: var(--name); width: calc(100% - var(--name) - var(--amount)); }
.grid line { stroke: var(--line); }
.rows { position: relative; }
.rows li { display: grid; grid-template-columns: var(--name) minmax(0, 1fr) var(--amount);
  align-items: center; min-height: 26px; content-visibility: auto; contain-intrinsic-size: auto 26px; }
.rows .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding-right: 1rem;
  font-size: 0.84rem; }
.rows .name b { font-weight: 620; }
.rows .name span { font-family: var(--mono); font-size: 0.92em; color: var(--soft); }
.rows .amount { text-align: right; white-space: nowrap; color: var(--soft); font-size: 0.76rem; }
.rows em { font-style: normal; font-weight: 600; color: var(--bad); }
.rows .denied em { color: var(--warn); }
.call:hover { background: var(--wash); border-radius: 4px; }
.call rect { fill: var(--bar-done); stroke: var(--bar-done); stroke-width: 1.5; }
.call.failed rect { fill: var(--bar-bad); stroke: var(--bar-bad); }
.call.denied rect { fill: var(--bar-warn); stroke: var(--bar-warn); }
.call.open rect { fill: var(--bar-open); fill-opacity: 0.18; stroke: var(--bar-open);
  stroke-dasharray: 4 3; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; }
.key::before { content: ""; display: inline-block; width: 1.1rem; height: 0.6rem; margin-right: 0.45rem;
  border-radius: 2px; background: var(--bar-done); border: 1px solid transparent; }
.key.failed::before { background: var(--bar-bad); }
.key.denied::before { background: var(--bar-warn); }
.key.open::before { background: transparent; border: 1px dashed var(--bar-open); }
.lane a rect { fill: currentColor; }
.lane a:hover rect { fill: var(--ink); }

.c-talk { --tone: var(--talk); } .c-say { --tone: var(--say); } .c-tool { --tone: var(--tool); }
.c-edit { --tone: var(--edit); } .c-sub { --tone: var(--sub); } .c-bus { --tone: var(--bus); }
.c-run { --tone: var(--run); } .c-quiet { --tone: var(--quiet); } .c-bad { --tone: var(--bad); }
.c-warn { --tone: var(--warn); }
.lane a { color: var(--tone); }

#controls { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.1rem; margin: 0.4rem 0 0.9rem;
  font-size: 0.86rem; color: var(--soft); }
#find { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--edge);
  border-radius: 6px; padding: 0.3rem 0.6rem; width: min(20rem, 60vw); }
#controls button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--edge);
  border-radius: 6px; padding: 0.28rem 0.7rem; cursor: pointer; }
#controls button:hover { background: var(--wash); }
#controls label { display: inline-flex; align-items: center; gap: 0.4rem; }

summary { cursor: pointer; }
.chapter { margin-bottom: 1.2rem; }
.chapter > summary { display: flex; align-items: baseline; gap: 0.7rem; padding: 0.35rem 0.7rem;
  margin-bottom: 0.5rem; background: var(--wash); border-radius: 6px; }
.chapter > summary::before { content: "▸"; color: var(--soft); }
.chapter[open] > summary::before { content: "▾"; }
.chapter > summary::-webkit-details-marker { display: none; }
h3 { font-size: 0.95rem; font-weight: 640; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.chapter > summary small { white-space: nowrap; }
.entry { display: grid; grid-template-columns: 7.4rem minmax(0, 1fr); content-visibility: auto;
  contain-intrinsic-size: auto 2rem; }
.when { text-align: right; padding: 0.26rem 1.1rem 0 0; color: var(--soft); white-space: nowrap;
  font-size: 0.8rem; font-variant-numeric: tabular-nums; }
.when time { font-size: inherit; }
.near { margin-right: 0.25rem; color: var(--warn); }
.what { position: relative; border-left: 2px solid var(--line); padding: 0.14rem 0 0.3rem 1.2rem; }
.what::before { content: ""; position: absolute; left: -6px; top: 0.56rem; width: 10px; height: 10px;
  border-radius: 50%; background: var(--tone); box-shadow: 0 0 0 3px var(--paper); }
.line { overflow-wrap: anywhere; padding-right: 6.5rem; position: relative; }
.kind { font-size: 0.78rem; font-weight: 650; color: var(--tone); margin-right: 0.35rem; }
.by { color: var(--soft); font-size: 0.84rem; margin-right: 0.35rem; }
.title { font-weight: 500; }
.source { position: absolute; right: 0.4rem; top: 0.1rem; font-size: 0.76rem; color: var(--soft); }
.mark { font-size: 0.74rem; white-space: nowrap; padding: 0.03rem 0.42rem; border-radius: 4px;
  background: var(--wash); color: var(--soft); margin-left: 0.15rem; }
.mark.warn { color: var(--warn); }
.mark.bad { color: var(--bad); }
.c-tool .title, .c-bad .title, .c-warn .title, .c-edit .title { font-family: var(--mono); font-size: 0.86em; }
.c-quiet .title { font-weight: 400; color: var(--soft); font-size: 0.92em; }
.again .what > * { opacity: 0.78; }
.again .what::before { background: var(--paper); border: 2px solid var(--tone); }
.speech { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 52rem; padding: 0.15rem 0 0.3rem; }
.c-talk .speech { background: var(--card); border: 1px solid var(--line); border-left: 3px solid var(--talk);
  border-radius: 6px; padding: 0.5rem 0.9rem; margin: 0.25rem 0 0.4rem; }
.entry:target .what { background: var(--mark); border-radius: 0 6px 6px 0; }
.entry:target .when { font-weight: 700; color: var(--ink); }

.values { font-size: 0.82rem; color: var(--soft); display: flex; flex-wrap: wrap; gap: 0 1.2rem;
  overflow-wrap: anywhere; }
.values > div { display: flex; gap: 0.45rem; align-items: baseline; min-width: 0; }
.values dd { color: var(--ink); min-width: 0; }
.what details { margin: 0.15rem 0; }
.what summary { width: max-content; max-width: 100%; font-size: 0.82rem; color: var(--soft); }
.what summary:hover { color: var(--ink); }
.plus { color: var(--good); } .minus { color: var(--bad); }
.parts { margin: 0.35rem 0 0.6rem; padding: 0.5rem 0.9rem 0.65rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 6px; display: grid; gap: 0 1rem;
  grid-template-columns: max-content minmax(0, 1fr); align-items: baseline; }
.parts dt { color: var(--soft); font-size: 0.78rem; max-width: 14rem; overflow-wrap: anywhere; }
.parts dd { min-width: 0; padding: 0.1rem 0; overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 26rem; overflow-y: auto;
  line-height: 1.45; tab-size: 4; }
.diff { margin: 0.35rem 0 0.6rem; max-height: 36rem; overflow: auto; }
.diff table { border-collapse: collapse; width: 100%; font: 0.8rem/1.45 var(--mono); tab-size: 4; }
.diff td { padding: 0 0.5rem; vertical-align: top; }
.diff .n { text-align: right; color: var(--soft); width: 1%; min-width: 2.6rem; user-select: none;
  opacity: 0.85; }
.diff .sign { width: 1%; padding: 0 0.15rem; user-select: none; }
.diff .code { white-space: pre-wrap; overflow-wrap: anywhere; }
.diff .added { background: var(--added); } .diff .removed { background: var(--removed); }
.diff .added .sign { color: var(--good); } .diff .removed .sign { color: var(--bad); }
.diff .hunk td { color: var(--soft); background: var(--wash); padding: 0.12rem 0.7rem; }
.diff .note .code { color: var(--soft); font-style: italic; }

footer { margin-top: 3.5rem; padding-top: 0.9rem; border-top: 1px solid var(--line); color: var(--soft);
  font-size: 0.8rem; }

@media screen and (max-width: 48rem) {
  :root { --name: 0rem; --amount: 0rem; }
  .rows li { grid-template-columns: minmax(0, 1fr) max-content; padding: 0.25rem 0;
    contain-intrinsic-size: auto 48px; }
  .rows .track { grid-row: 2; grid-column: 1 / -1; }
  .rows .name { padding-right: 0.7rem; }
  .rows li + li { border-top: 1px solid var(--line); }
  .figure { min-width: 6.2rem; padding: 0.6rem 0.85rem; }
  .figure b { font-size: 1.1rem; }
  .sources th:nth-child(4), .sources td:nth-child(4) { display: none; }
  .sources th, .sources td { padding: 0.38rem 0.6rem; }
  .sources td:last-child { min-width: 9rem; }
  .entry { grid-template-columns: minmax(0, 1fr); padding-left: 0.4rem; }
  .when { text-align: left; padding: 0.4rem 0 0 1.2rem; border-left: 2px solid var(--line); }
  .what { padding-left: 1.1rem; }
  .what::before { top: -0.85rem; }
  .line { padding-right: 4.8rem; }
  .parts { grid-template-columns: minmax(0, 1fr); }
  .parts dd { padding-bottom: 0.4rem; }
}
@media print {
  :root { color-scheme: light; --paper: #ffffff; --card: #ffffff; --name: 13rem; --amount: 6rem; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0 1px; }
  .entry { grid-template-columns: 6.6rem minmax(0, 1fr); }
  nav, #controls, .skip { display: none !important; }
  header { padding-top: 0; }
  section { margin-top: 1.6rem; }
  .window, pre, .diff { max-height: none; overflow: visible; }
  .axis { position: static; }
  .rows li, .entry { content-visibility: visible; break-inside: avoid-page; }
  .speech, pre, .diff tr { orphans: 3; widows: 3; }
  .chart:not(.window) { break-inside: avoid; }
  h2, h3, summary, .hint { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";

}  // namespace runlog
