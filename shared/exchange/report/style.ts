/** How the report looks: on a screen in light or dark, and on paper. Whoever reads it without colours has the shapes. */
export const style = `
:root { color-scheme: light dark; --paper: #fffefb; --ink: #1d1d1b; --soft: #5f5c54; --line: #e2dfd4; --quote: #6b3fa0;
  --claim: #b03410; --wash: 13%; --base: #fffefb; --tone: 78%; --accent: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b1c1f; --ink: #ecebe7; --soft: #b0aea7; --line: #34363b;
  --quote: #bd9cf0; --claim: #ff8f66; --wash: 24%; --base: white; --tone: 58%; --accent: #79b4f2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 40px 24px 80px; max-width: 46rem; background: var(--paper); color: var(--ink);
  font: 18px/1.7 Charter, Georgia, "Liberation Serif", serif; overflow-wrap: break-word; }
h1 { font-size: 1.6em; line-height: 1.25; margin: 0 0 .3em; text-wrap: balance; }
h2, h3 { line-height: 1.3; margin: 1.4em 0 .5em; }
.meta, .legend, .tables, nav { font: 14px/1.5 system-ui, "Segoe UI", Arial, sans-serif; }
.meta, .legend { color: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 10px 0; margin: 16px 0 24px; border-block: 1px solid var(--line); }
a { color: var(--accent); }
p.block, blockquote.block, h2.block { white-space: pre-wrap; }
blockquote.block { margin: 0 0 1em; padding-left: 1em; border-left: 3px solid var(--line); }
.caption, .credit { font-size: .9em; color: var(--soft); }
.mention { background: color-mix(in oklab, var(--mark, #888) var(--wash), transparent);
  border-bottom: 2px solid color-mix(in oklab, var(--mark, #777) var(--tone), var(--base)); }
.mention.nominal, .mention.pronoun { background: none; border-bottom-style: dotted; }
.mention.unlinked { border-bottom-style: dashed; }
.quote { text-decoration: none; box-shadow: inset 2px 0 var(--quote), inset -2px 0 var(--quote); padding: 0 3px;
  background: color-mix(in oklab, var(--quote) 8%, transparent); }
.cue { border-bottom: 2px dashed var(--quote); }
.claim { border-bottom: 3px solid var(--claim); }
.number { font: 600 11px/1 system-ui, Arial, sans-serif; vertical-align: super; text-decoration: none; padding: 0 2px; }
.number.q { color: var(--quote); } .number.c { color: var(--claim); }
.tables { border-top: 1px solid var(--line); margin-top: 40px; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; font-weight: 600; font-size: 17px; padding: 28px 0 8px; }
th, td { text-align: left; vertical-align: top; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
.dot { display: inline-block; width: 10px; height: 10px; border-radius: 50%; background: var(--mark, #888); margin-right: 6px; }
:target { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 34rem) { body { padding: 20px 14px; font-size: 17px; } table, tbody, tr, td { display: block; }
  thead { position: absolute; clip-path: inset(50%); } td { border: 0; padding: 2px 0; } td:empty { display: none; }
  td[data-of]::before { content: attr(data-of) ": "; color: var(--soft); } tr { border-bottom: 1px solid var(--line); padding: 8px 0; display: block; } }
@media print { :root { --paper: white; --ink: black; } body { padding: 0; font-size: 11pt; max-width: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } tr { break-inside: avoid; } a { color: inherit; text-decoration: none; } }
`;
