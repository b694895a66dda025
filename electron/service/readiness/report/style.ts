/**
 * The style of the report, in the colours of the window. Themes are the reader's system's; paper is light. Fonts are
 * whatever the reader has: the file asks nobody for anything.
 */
export const style = `
:root{color-scheme:light;--bg:#fbfaf8;--ink:#1d1f23;--soft:#5d626b;--faint:#666b74;--line:#e2dfd8;--accent:#806110;
--ribbon:#e9e4d6;--met:#1b5a94;--not:#a3380a;--s1:#b4430c;--s2:#b5652a;--s3:#6d737d;--s4:#3f769f;--s5:#1b5a94}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--bg:#15171b;--ink:#e7e6e2;--soft:#a4a8b0;
--faint:#9298a1;--line:#2b2f36;--accent:#d9b656;--ribbon:#2f2d25;--met:#7fb2dc;--not:#f0936a}}
*{box-sizing:border-box;margin:0}
body{max-width:1080px;margin:0 auto;padding:40px 32px 80px;background:var(--bg);color:var(--ink);
font:13px/20px Inter,system-ui,sans-serif}
h1{font-size:22px;line-height:30px;font-weight:600;letter-spacing:-.01em}
h2{padding:32px 0 8px;font-size:13px;font-weight:600}
h2 small{margin-left:8px;font-size:12px;font-weight:400;color:var(--faint)}
h3{padding-bottom:2px;font-size:12px;font-weight:500;color:var(--soft)}
p{max-width:96ch;overflow-wrap:anywhere}
.soft{color:var(--soft)}.faint{font-size:12px;color:var(--faint)}
table{border-collapse:collapse;width:100%}
th,td{padding:5px 12px 5px 0;text-align:left;vertical-align:baseline;font-weight:400;overflow-wrap:anywhere}
tbody tr{border-top:1px solid var(--line);break-inside:avoid}
thead th{font-size:11px;line-height:16px;font-weight:600;color:var(--soft)}
.verdict{display:inline-flex;align-items:center;gap:6px;font-size:11px;font-weight:600;white-space:nowrap;color:var(--soft)}
.verdict svg{width:12px;height:12px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.verdict.met{color:var(--met)}.verdict.not-met{color:var(--not)}.verdict.cannot-tell svg{stroke-width:1.5;stroke-dasharray:2.2 2.2}
.criteria{table-layout:fixed}.verdicts{width:108px}.titles{width:176px}.criteria b{font-weight:600}
.criteria p{font-size:12px;line-height:18px;color:var(--soft)}.criteria .settle{color:var(--ink)}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:0 48px}
.scores{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:12px 25px}
.plot{display:block;max-width:100%;height:auto;overflow:visible}
.plot text{font-family:inherit;font-size:11px;fill:var(--faint)}
.plot .value{fill:var(--soft)}.plot .label{font-size:12px;font-weight:600;fill:var(--ink)}.plot .limit-label{fill:var(--accent)}
.grid{stroke:var(--line)}.limit{stroke:var(--accent);stroke-dasharray:3 3}.ribbon{fill:var(--ribbon)}
.line{fill:none;stroke:var(--ink);stroke-width:1.75;stroke-linejoin:round}.point{fill:var(--ink)}
.whisker{stroke:var(--soft);vector-effect:non-scaling-stroke}
.mark{stroke:var(--accent);stroke-width:2;vector-effect:non-scaling-stroke}.bar{fill:var(--s4)}
.score-1{fill:var(--s1)}.score-2{fill:var(--s2)}.score-3{fill:var(--s3)}.score-4{fill:var(--s4)}.score-5{fill:var(--s5)}
.stretched{display:block;width:100%;height:16px;overflow:visible}
.bars{table-layout:fixed}.bars tbody tr{border:0}.bars th,.bars td{padding:3px 0;vertical-align:middle}
.names{width:42%}.values{width:56px}.needs{width:100px}
.bars tbody th{padding-right:12px;color:var(--soft);line-height:18px}
.bars .value{text-align:right;font-weight:500;font-variant-numeric:tabular-nums}
.bars .need{padding-left:12px;font-size:12px;color:var(--not)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.prices th,.prices td:nth-last-child(2){white-space:nowrap}
.amount{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.total>*{font-weight:600}
.total .how{font-weight:400}
.pattern{display:grid;grid-template-columns:116px minmax(0,1fr) auto;gap:0 16px;align-items:baseline;padding:10px 0 12px;
border-top:1px solid var(--line);break-inside:avoid}
.pattern b{font-weight:600}
.prompt{margin-top:6px;padding-left:12px;border-left:2px solid var(--accent)}
blockquote{margin-top:6px;padding-left:12px;border-left:2px solid var(--line);color:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere}
details{padding-top:6px;font-size:12px;color:var(--soft)}summary{cursor:pointer}
.numbers{width:auto;font-variant-numeric:tabular-nums}.numbers caption{text-align:left;padding:6px 0}
.numbers th,.numbers td{padding:2px 20px 2px 0}
footer{padding-top:40px;font-size:12px;line-height:18px;color:var(--faint)}
@media print{body{max-width:none;padding:0;background:none}details{display:none}section{break-inside:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;
