/** The style sheet of the components: colours of a light or dark screen, and of paper. */
export const styles = `
:root {
  --ibp-page: #fff; --ibp-raised: #f4f6f8; --ibp-text: #1b1f24; --ibp-quiet: #535c66; --ibp-rule: #d3d9df;
  --ibp-proved: #0b62b4; --ibp-open: #848d97; --ibp-broken: #c2570c; --ibp-wrong: #7d1f4b; --ibp-other: #5f7312;
  --ibp-second: #c2570c; --ibp-third: #2b7a38; --ibp-notice: #fff4d6;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ibp-page: #10151a; --ibp-raised: #192027; --ibp-text: #e6ebf0; --ibp-quiet: #9fabb7; --ibp-rule: #34404b;
    --ibp-proved: #5aa9f5; --ibp-open: #8993a0; --ibp-broken: #ee8b45; --ibp-wrong: #e077a6; --ibp-other: #a5b85a;
    --ibp-second: #ee8b45; --ibp-third: #68c07a; --ibp-notice: #3a3014;
  }
}
body { margin: 0; background: var(--ibp-page); }
.ibp-report {
  max-width: 68rem; margin: 0 auto; padding: 1.5rem; color: var(--ibp-text); background: var(--ibp-page);
  font: 1rem/1.5 system-ui, sans-serif; print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.ibp-report h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; }
.ibp-report header p { margin: .4rem 0 0; color: var(--ibp-quiet); }
.ibp-report h2 { margin: 2.5rem 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--ibp-rule); font-size: 1.3rem; }
.ibp-report h3 { margin: 1.4rem 0 .5rem; font-size: 1rem; }
.ibp-report p { max-width: 46rem; margin: .5rem 0 1rem; }
.ibp-report code { font: .88em ui-monospace, monospace; overflow-wrap: anywhere; }
.ibp-notice { padding: .6rem .9rem; border-left: 4px solid var(--ibp-broken); background: var(--ibp-notice); }
.ibp-headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .8rem; margin: 0; }
.ibp-headline > div { padding: .8rem 1rem; border-radius: .5rem; background: var(--ibp-raised); }
.ibp-headline dt { color: var(--ibp-quiet); font-size: .9rem; }
.ibp-headline dd { margin: 0; }
.ibp-headline strong { display: block; font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.ibp-headline span { color: var(--ibp-quiet); font-size: .8rem; }
.ibp-bar { display: flex; gap: 1px; height: .9rem; min-width: 9rem; overflow: hidden; border-radius: 3px; }
.ibp-bar i { min-width: 1px; }
.ibp-verdicts .ibp-bar { height: 1.6rem; }
.ibp-verdicts ul, .ibp-curves ul { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .5rem 0 0; padding: 0; list-style: none; }
.ibp-verdicts li i { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; border-radius: 2px; }
.ibp-verdicts span { color: var(--ibp-quiet); }
.ibp-proved { background: var(--ibp-proved); } .ibp-open { background: var(--ibp-open); }
.ibp-broken { background: var(--ibp-broken); } .ibp-wrong { background: var(--ibp-wrong); }
.ibp-other { background: var(--ibp-other); }
.ibp-scroll { overflow-x: auto; }
.ibp-scroll table { min-width: min(20rem, 100%); }
.ibp-report table { margin: 1.2rem 0 0; border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
.ibp-report caption { padding-bottom: .3rem; text-align: left; font-weight: 600; }
.ibp-report th, .ibp-report td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--ibp-rule); text-align: left; vertical-align: top; }
.ibp-report th { font-weight: 400; }
.ibp-report thead th { color: var(--ibp-quiet); font-size: .85rem; vertical-align: bottom; }
.ibp-report td .ibp-bar { margin-top: .3rem; width: 16rem; }
.ibp-facts th { color: var(--ibp-quiet); }
.ibp-facts td { overflow-wrap: anywhere; }
.ibp-beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 2.5rem; align-items: start; }
.ibp-charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 1.2rem 2rem; }
.ibp-curves { margin: 0; max-width: 30rem; }
.ibp-curves figcaption { font-weight: 600; font-size: .92rem; }
.ibp-curves > svg { display: block; width: 100%; height: auto; }
.ibp-curves ul { font-size: .85rem; }
.ibp-curves li svg { width: 24px; height: 8px; margin-right: .4rem; vertical-align: middle; }
.ibp-axis path { stroke: var(--ibp-rule); fill: none; }
.ibp-axis text { fill: var(--ibp-quiet); font: 11px system-ui, sans-serif; }
[class^="ibp-line"] { --ibp-line: var(--ibp-proved); }
.ibp-line-1 { --ibp-line: var(--ibp-second); stroke-dasharray: 7 3; }
.ibp-line-2 { --ibp-line: var(--ibp-third); stroke-dasharray: 2 3; }
.ibp-line-3 { --ibp-line: var(--ibp-wrong); stroke-dasharray: 9 3 2 3; }
.ibp-line-4 { --ibp-line: var(--ibp-other); stroke-dasharray: 12 4; }
.ibp-line-5 { --ibp-line: var(--ibp-open); }
path[class^="ibp-line"], [class^="ibp-line"] path { stroke: var(--ibp-line); fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
[class^="ibp-line"] circle { fill: var(--ibp-line); }
.ibp-gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 1.2rem; }
.ibp-counter-example { margin: 0; }
.ibp-counter-example > div:first-child:not(.ibp-scroll) { display: flex; gap: 4px; }
.ibp-counter-example figcaption { margin-top: .2rem; font-size: .85rem; }
.ibp-counter-example span { display: block; color: var(--ibp-quiet); }
.ibp-picture { width: 31%; height: auto; image-rendering: pixelated; border: 1px solid var(--ibp-rule); }
.ibp-report details { margin-top: 1rem; }
.ibp-report summary { cursor: pointer; }
.ibp-words { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .5rem 2.5rem; margin: 0; font-size: .92rem; }
.ibp-words dt { font-weight: 600; }
.ibp-words dd { margin: 0; color: var(--ibp-quiet); }
@media print {
  .ibp-report { max-width: none; padding: 0; font-size: .85rem; }
  .ibp-report details { display: none; }
  .ibp-headline { grid-template-columns: repeat(4, 1fr); }
  .ibp-gallery, .ibp-charts { grid-template-columns: repeat(3, 1fr); }
  .ibp-words { grid-template-columns: 1fr 1fr; }
  .ibp-report td .ibp-bar { width: 9rem; }
  .ibp-headline strong { font-size: 1.2rem; }
  .ibp-report h2, .ibp-report h3, .ibp-report caption { break-after: avoid; }
  .ibp-report tr, .ibp-report figure, .ibp-headline > div, .ibp-words > div { break-inside: avoid; }
}
`;
