"""The style sheet of the HTML edition: the paper's measures, on a screen and on A4."""

STYLE = """
:root{--ink:#000;--tint:#BCD0E4}
*{box-sizing:border-box}
html{font-kerning:none;-webkit-text-size-adjust:100%}
body{font:1.05rem/1.4 "Gentium Book Plus","Gentium Plus",Gentium,Georgia,serif;color:var(--ink);
background:#fff;max-width:178mm;margin:2rem auto;padding:0 1rem}
h1{font-size:2.6rem;line-height:1.1;margin:1.5rem 0 .4rem}
h2{font-size:1.9rem;line-height:1.15;font-weight:400;margin:2.5rem 0 .6rem}
h3{font-size:1.15rem;line-height:1.3;margin:1.4rem 0 .3rem}
h3 small{font-weight:400;font-size:.9rem}
p{margin:.4rem 0}
.lede,.date{font-size:1.25rem;line-height:1.35}
.note{font-size:.92rem}
.code{font-size:1.9rem;font-weight:700}
.type b{font-size:1.5rem}
figure{margin:1rem 0}
td figure,th figure{margin:.3rem 0 0}
svg{display:block;overflow:visible}
svg text{font-family:"Gentium Book Plus","Gentium Plus",Gentium,Georgia,serif;font-kerning:none}
ul.people,ul.sign{list-style:none;display:flex;flex-wrap:wrap;gap:1rem 3rem;padding:0}
ul.sign li{border-bottom:1px solid;min-width:14rem;padding-bottom:3.5rem}
.points{list-style:none;padding-left:0}
.points li{margin:.6rem 0}
.step{display:inline-block;padding-left:1.2rem}
table{border-collapse:collapse;width:100%;margin:.8rem 0}
th,td{text-align:left;vertical-align:top;padding:.45rem .8rem .45rem 0;border-bottom:1px solid;
font-weight:400}
thead th{font-style:italic;border-bottom-width:2px}
table.plan td,table.plan th{height:2.6rem}
dl{margin:.4rem 0;display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}
dt{font-style:italic}
dd{margin:0}
blockquote{margin:.5rem 0;font-style:italic}
.mark{display:inline-block;text-align:center;font-weight:700;font-size:.75em;line-height:1.5em;
min-width:1.5em;vertical-align:.1em}
.mark.priority{background:#000;color:#fff;border-radius:50%}
.mark.vigilance{background:#000;color:#fff;clip-path:polygon(50% 0,100% 100%,0 100%);
line-height:1.9em;min-width:1.8em}
.mark.verify{border:1.5px solid;border-radius:50%;min-width:.8em;height:.8em}
.line{display:inline-block;width:14rem;border-bottom:1px solid}
.draft{position:fixed;top:.5rem;right:1rem;border:2px solid;padding:.1rem .6rem;background:#fff}
.two{display:grid;grid-template-columns:54fr 112fr;column-gap:4mm;align-items:start}
.two>div>ul:not(.points){list-style:none;padding:0}
.two>div>ul:not(.points) li{margin:.5rem 0}
table.levels{table-layout:fixed}
.levels figure{margin:.2rem 0 0}
.step-of{display:flex;gap:2.5mm;align-items:flex-end;line-height:1.2}
.step-of svg{min-width:23mm}
table.plan{table-layout:fixed}
.plan th:nth-child(1){width:46%}
.plan th:nth-child(2),.plan th:nth-child(3){width:15%}
.plan th:nth-child(5),.plan td:nth-child(5){width:7%;text-align:right}
@media (max-width:640px){.two{grid-template-columns:1fr}table.levels{table-layout:auto}}
@page{size:A4;margin:18mm 18mm 16mm 22mm}
@media print{
body{font-size:10.5pt;line-height:14pt;max-width:none;margin:0;padding:0;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
section{break-before:page}
section:first-of-type,section.short{break-before:auto}
h2{margin-top:0}
h3{margin:.9rem 0 .2rem}
section.short h2{margin-top:10mm}
.two,dl{margin:.2rem 0}
th,td{padding:.28rem .6rem .28rem 0}
table.plan td,table.plan th{height:7.5mm}
table.plan thead th{height:auto}
ul.sign li{padding-bottom:10mm}
.points li{margin:.4rem 0}
h2,h3,thead{break-after:avoid}
tr,figure,li,dl{break-inside:avoid}
a{color:inherit;text-decoration:none}
p{orphans:2;widows:2}
}
"""
