/// The style sheet of a report's page: screen, phone, dark mode and print.
enum PageStyle {
  static let sheet = """
    :root {
      --paper: #fdfdfb; --ink: #1c1c1a; --soft: #5f5f58; --rule: #cfcfc6; --accent: #0b4a75;
      --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", Charter,
        Georgia, serif;
      --sans: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root { --paper: #161719; --ink: #e4e3de; --soft: #a3a39b; --rule: #3c3d40;
        --accent: #8fc1e3; }
      .card { filter: brightness(.9); }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 58rem; padding: 3.5rem 1.5rem 5rem; background: var(--paper);
      color: var(--ink); font: 1.0625rem/1.55 var(--serif); font-kerning: normal;
      overflow-wrap: break-word; }
    header { border-bottom: 1px solid var(--rule); padding-bottom: 1.5rem; }
    h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); line-height: 1.2; font-weight: 600;
      margin: .4rem 0 1rem; text-wrap: balance; letter-spacing: -.005em; }
    h2 { font-size: 1.3rem; line-height: 1.3; font-weight: 600; margin: 3rem 0 1rem; }
    p { margin: 0 0 1rem; max-width: 40rem; }
    .name, .extent { font: .875rem/1.5 var(--sans); color: var(--soft); margin: 0; }
    .answer { font-size: 1.4rem; line-height: 1.35; border-left: 3px solid var(--accent);
      padding-left: 1rem; margin: 0 0 1.25rem; text-wrap: pretty; }
    .numbers, .outlook { margin: 0 0 1rem; }
    .outlook b { font-weight: 600; }
    figure { margin: 1.75rem 0 2.25rem; }
    figcaption { font: .875rem/1.5 var(--sans); color: var(--soft); max-width: 40rem;
      margin-top: .6rem; }
    figcaption a { color: var(--ink); font-weight: 600; text-decoration: none; }
    figcaption a:hover { text-decoration: underline; }
    nav { font: .875rem/1.5 var(--sans); margin-top: 1rem; display: flex; flex-wrap: wrap;
      gap: .25rem 1.25rem; }
    nav a { color: var(--accent); }
    details { border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule);
      margin: 1.25rem 0; }
    details + details { border-top: 0; margin-top: -1.25rem; }
    summary { font: .9375rem/1.5 var(--sans); padding: .5rem 0; cursor: pointer;
      color: var(--accent); }
    details[open] > summary { border-bottom: 1px solid var(--rule); margin-bottom: 1.25rem; }
    section, figure { scroll-margin-top: 1rem; }
    :target > figcaption a { text-decoration: underline; text-decoration-thickness: 2px; }
    .note { font: .8125rem/1.5 var(--sans); color: var(--soft); margin: .5rem 0 0; }
    .note + .note { margin-top: .1rem; }
    .card { background: #fff; max-width: 40rem; border: 1px solid var(--rule); border-radius: 4px;
      padding: 1rem; }
    .card svg { display: block; width: 100%; height: auto; }
    .narrow { display: none; }
    .table figcaption { margin: 0 0 .6rem; }
    .scroll { overflow-x: auto; }
    .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    table { border-collapse: collapse; font: .875rem/1.35 var(--sans);
      font-variant-numeric: tabular-nums lining-nums; border-top: 1.5px solid var(--ink);
      border-bottom: 1.5px solid var(--ink); }
    th, td { text-align: left; padding: .4rem .5rem; vertical-align: baseline; font-weight: 400; }
    thead th { border-bottom: 1px solid var(--ink); font-weight: 600; vertical-align: bottom; }
    tbody th { min-width: 7rem; max-width: 14rem; }
    tbody tr + tr > * { border-top: 1px solid var(--rule); }
    th:first-child { padding-left: 0; position: sticky; left: 0; background: var(--paper); }
    td:not(.number) { min-width: 6rem; }
    .number { text-align: right; white-space: nowrap; }
    thead .number { white-space: normal; }
    td small { display: block; font-size: .8125rem; color: var(--soft); }
    dl { font: .875rem/1.5 var(--sans); font-variant-numeric: tabular-nums; margin: 0;
      border-top: 1px solid var(--rule); }
    dl div { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: 0 1.25rem;
      padding: .3rem 0; border-bottom: 1px solid var(--rule); }
    dt { color: var(--soft); }
    dd { margin: 0; overflow-wrap: anywhere; }
    @media screen and (max-width: 500px) {
      .wide.card { display: none; }
      .narrow { display: block; max-width: 27rem; }
    }
    @media (max-width: 34rem) {
      body { padding: 1.75rem 1rem 3rem; font-size: 1rem; }
      .card { padding: .4rem .25rem; margin: 0 -.5rem; }
      .answer { font-size: 1.125rem; }
      dl div { grid-template-columns: 1fr; }
      th:first-child { max-width: 7.5rem; }
      td:not(.number) { min-width: 9rem; }
    }
    @media print {
      @page { margin: 16mm; }
      :root { --paper: #fff; --ink: #000; --soft: #333; --rule: #bbb; }
      body { max-width: none; padding: 0; font-size: 10.5pt; }
      h2 { margin-top: 1.75rem; break-after: avoid; }
      figure:not(.table), tr, dl div, figcaption { break-inside: avoid; }
      .table figcaption { break-after: avoid; }
      th:first-child { position: static; }
      .card { border: 0; padding: 0; max-width: 130mm; }
      .scroll { overflow: visible; }
      nav { display: none; }
      details { border: 0; }
      details::details-content { content-visibility: visible; block-size: auto; }
      summary { list-style: none; color: var(--ink); padding: 0; }
      a { color: inherit; text-decoration: none; }
      @page wide { size: landscape; }
      .table.wide { page: wide; }
      table { font-size: 7.5pt; }
      th, td { padding: .25rem .35rem; }
      td small { font-size: 7pt; }
    }

    """
}
