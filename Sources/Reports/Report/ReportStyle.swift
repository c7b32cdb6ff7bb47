/// How the page looks, and its one script.
enum ReportStyle {
  private static func colours(_ list: [String]) -> String {
    list.enumerated().map { "--s\($0):\($1)" }.joined(separator: ";")
  }

  static let css = """
    :root{--bg:#fff;--fg:#1c2024;--soft:#59626e;--line:#dfe3e8;--card:#f6f7f9;--link:#0a58a8;\
    --good:#0a6b46;--bad:#a3341c;--mark:#fff3cf;\(colours(FigureStyle.light))}
    @media (prefers-color-scheme:dark){:root{--bg:#14171b;--fg:#e8eaed;--soft:#a4adb8;\
    --line:#30363e;--card:#1c2026;--link:#7db8f5;--good:#5fd3a3;--bad:#ff9d85;--mark:#3a3114;\
    \(colours(FigureStyle.dark))}}
    *{box-sizing:border-box}
    html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;\
    background:var(--bg);color:var(--fg);-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:74rem;padding:0 1.25rem 4rem}
    a{color:var(--link)}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
    .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.5rem}
    header{padding:2.5rem 0 .5rem}
    h1{font-size:clamp(1.6rem,4vw,2.3rem);line-height:1.15;margin:0 0 .6rem;letter-spacing:-.015em}
    h2{font-size:1.4rem;margin:3rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
    h3{font-size:1.08rem;margin:2rem 0 .5rem}
    .question{font-size:1.12rem;max-width:46rem}.question p{margin:.35rem 0}
    .eyebrow{color:var(--soft);font-size:.85rem;margin:0 0 .35rem}
    .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;\
    margin:1.25rem 0 0;padding:0;list-style:none}
    .facts li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.65rem .9rem}
    .facts b{display:block;font-size:1.3rem;line-height:1.3;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    .facts span{color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}.facts .broad{grid-column:span 2}
    nav{position:sticky;top:0;z-index:2;background:var(--bg);border-bottom:1px solid var(--line);margin-top:1.25rem}
    nav ul{display:flex;gap:1.25rem;overflow-x:auto;list-style:none;margin:0;padding:.6rem 0;font-size:.92rem;white-space:nowrap}
    section{scroll-margin-top:3rem}
    .scroll{overflow-x:auto;margin:.75rem 0;border:1px solid var(--line);border-radius:.5rem}
    table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--soft);font-size:.85rem;padding:.55rem .75rem}
    th,td{padding:.42rem .75rem;text-align:left;border-top:1px solid var(--line);vertical-align:baseline}
    thead th{white-space:nowrap;background:var(--card);font-weight:600}
    tbody th{font-weight:500;min-width:8rem}
    thead th:first-child,tbody th{position:sticky;left:0;z-index:1}
    tbody th{background:var(--bg)}tr.base th{background:var(--card)}
    .n{text-align:right;white-space:nowrap}
    th button{all:unset;cursor:pointer;font-weight:600}
    th button::after{content:"↕";opacity:.45;margin-left:.3em;font-size:.8em}
    th[aria-sort=ascending] button::after{content:"↑";opacity:1}
    th[aria-sort=descending] button::after{content:"↓";opacity:1}
    th button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
    tr.base{background:var(--card)}tr.baseline th,tr.baseline td{color:var(--soft)}
    tr.first-baseline>*{border-top:2px solid var(--soft)}
    .best{background:var(--mark)}.good{color:var(--good)}.bad{color:var(--bad)}
    .soft{color:var(--soft)}
    .tag{display:inline-block;font-size:.72rem;line-height:1.5;border:1px solid currentColor;\
    border-radius:.6rem;padding:0 .45rem;margin-left:.4rem;vertical-align:.08em}
    .notes{color:var(--soft);font-size:.88rem;padding-left:1.1rem;max-width:60rem}.notes li{margin:.2rem 0}
    figure{margin:1rem 0}.draw{overflow-x:auto}
    .panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));gap:1rem}
    .panels figure{margin:0;border:1px solid var(--line);border-radius:.5rem;padding:.5rem}
    svg{display:block;width:100%;height:auto}
    .wide svg{min-width:34rem;max-width:58rem}
    svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--fg);stroke:none}
    svg .h{font-weight:600;font-size:13px}svg .small{font-size:11px}svg .muted{fill:var(--soft)}
    svg .axis{stroke:var(--fg)}svg .grid{stroke:var(--line)}svg .line{fill:none}
    svg .band,svg .bar{stroke:none}svg .mark{stroke:var(--bg);stroke-width:.8}
    svg .ref{fill:var(--bg);stroke:var(--fg);stroke-width:1.3}
    \((0..<FigureStyle.colours).map { "svg .s\($0){fill:var(--s\($0));stroke:var(--s\($0))}" }.joined())
    svg .line{fill:none}svg .band,svg .bar{stroke:none}svg .mark{stroke:var(--bg)}
    .pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr));gap:1rem}
    .pictures figure{margin:0}.pictures img{width:100%;height:auto;border-radius:.4rem;border:1px solid var(--line);image-rendering:auto}
    figcaption{color:var(--soft);font-size:.85rem}
    pre{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.5rem;\
    padding:.8rem 1rem;font-size:.85rem;line-height:1.5}
    code{font-family:ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
    pre code{overflow-wrap:normal}
    details{margin:.75rem 0}summary{cursor:pointer;color:var(--link)}
    footer{margin-top:3rem;color:var(--soft);font-size:.85rem;border-top:1px solid var(--line)}
    @media (max-width:40rem){body{padding:0 .9rem 3rem}th,td{padding:.4rem .5rem}header{padding-top:1.5rem}}
    @media print{:root{--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--card:#f4f4f4;--link:#000;\
    --good:#0a6b46;--bad:#a3341c;--mark:#fff3cf;\(colours(FigureStyle.light))}
    html{font-size:11px}nav,.skip,th button::after{display:none}body{max-width:none;padding:0}\
    .scroll,.draw,pre{overflow:visible}pre{white-space:pre-wrap}figure,tr,.facts li{break-inside:avoid}\
    h2,h3{break-after:avoid}thead{display:table-header-group}.wide svg{min-width:0}}
    """

  /// Sorts a table by the column whose heading is pressed; again turns the order.
  static let script = """
    for(const table of document.querySelectorAll("table[data-sort]")){
    const heads=[...table.tHead.rows[0].cells],body=table.tBodies[0];
    const key=(row,i)=>{const c=row.cells[i];return c.dataset.v??c.textContent.trim()};
    heads.forEach((head,i)=>head.querySelector("button").addEventListener("click",()=>{
    const down=head.getAttribute("aria-sort")==="ascending";
    heads.forEach(h=>h.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort",down?"descending":"ascending");
    const rows=[...body.rows],numeric=head.classList.contains("n");
    rows.sort((a,b)=>{const x=key(a,i),y=key(b,i);
    if(x===""||y==="")return (x==="")-(y==="");
    const order=numeric?Number(x)-Number(y):x.localeCompare(y,undefined,{numeric:true});
    return down?-order:order});
    body.append(...rows)}))}
    """
}
