/**
 * Ways by which a page can make a browser reach an address. Each has a target of its own, so that one that arrives is
 * known by name. `{http}`, `{ws}`, `{host}` stand for the target; `{redirect}` for a permitted page that redirects there.
 */

/** Pages of their own: each takes the whole tab with it. Those of `goto` are the address of the call itself. */
export const NAVIGATIONS: Readonly<Record<string, { goto: string } | { html: string } | { headers: string[] }>> = {
  'goto IP': { goto: 'http://127.0.0.2:{port}/' },
  'goto localhost': { goto: 'http://localhost:{port}/' },
  'goto sub.localhost': { goto: 'http://sub.localhost:{port}/' },
  'goto [::1]': { goto: 'http://[::1]:{port}/' },
  'goto decimal': { goto: 'http://2130706433:{port}/' },
  '302 to IP': { headers: ['location', 'http://127.0.0.2:{port}/'] },
  '302 to localhost': { headers: ['location', 'http://localhost:{port}/'] },
  '302 to sub.localhost': { headers: ['location', 'http://sub.localhost:{port}/'] },
  '302 to [::1]': { headers: ['location', 'http://[::1]:{port}/'] },
  '302 to decimal': { headers: ['location', 'http://2130706433:{port}/'] },
  'Refresh header': { headers: ['refresh', '0; url={http}'] },
  'meta refresh': { html: '<meta http-equiv="refresh" content="0; url={http}">' },
  'location=': { html: '<script>location = "{http}"</script>' },
  'location.replace after load': {
    html: '<script>onload = () => setTimeout(() => location.replace("{http}"), 50)</script>',
  },
  'form post': {
    html: '<form method="post" action="{http}"><input name="a" value="b"></form><script>document.forms[0].submit()</script>',
  },
  'click on a link': { html: '<a href="{http}">x</a><script>document.querySelector("a").click()</script>' },
  download: { html: '<a download="x" href="{http}">x</a><script>document.querySelector("a").click()</script>' },
  'csp report': { headers: ['content-security-policy', "img-src 'none'; report-uri {http}"] },
  'Link header preload': { headers: ['link', '<{http}>; rel=preload; as=style'] },
  'Link header preconnect': { headers: ['link', '<{http}>; rel=preconnect'] },
  'Reporting-Endpoints': { headers: ['reporting-endpoints', 'default="{http}"'] },
  'Link header modulepreload': { headers: ['link', '<{http}>; rel=modulepreload'] },
  'Link header dns-prefetch': { headers: ['link', '<{http}>; rel=dns-prefetch, <{http}>; rel=prefetch'] },
  'Speculation-Rules header': { headers: ['speculation-rules', '"{http}"'] },
  frameset: { html: '<frameset><frame src="{http}"></frameset>' },
  'base href': { html: '<base href="{http}"><img src="image">' },
  manifest: { html: '<link rel="manifest" href="{http}">' },
  favicon: { html: '<link rel="icon" href="{http}">' },
};

/** Elements, all on one page. */
export const ELEMENTS: Readonly<Record<string, string>> = {
  img: '<img src="{http}">',
  'img srcset': '<img srcset="{http} 2x, {http}b 1x">',
  'img by redirect': '<img src="{redirect}">',
  picture: '<picture><source srcset="{http}"><img></picture>',
  'input image': '<input type="image" src="{http}">',
  'body background': '<table background="{http}"><td>x</table>',
  script: '<script src="{http}"></script>',
  'script module': '<script type="module" src="{http}"></script>',
  'module import': '<script type="module">import "{http}"</script>',
  'link stylesheet': '<link rel="stylesheet" href="{http}">',
  'css import': '<style>@import "{http}";</style>',
  'css background': '<div style="width:9px;height:9px;background:url({http})"></div>',
  'css image-set': '<div style="width:9px;height:9px;background:image-set(url({http}) 1x)"></div>',
  'css mask': '<div style="width:9px;height:9px;-webkit-mask:url({http}#m)"></div>',
  'css cursor': '<div style="cursor:url({http}),auto">x</div>',
  'css list-style': '<ul style="list-style-image:url({http})"><li>x</ul>',
  'css content': '<style>.way::before { content: url({http}) }</style><i class="way">x</i>',
  'css shape-outside': '<div style="float:left;shape-outside:url({http})">x</div>',
  'css filter': '<div style="filter:url({http}#f)">x</div>',
  font: '<style>@font-face { font-family: way; src: url({http}) }</style><p style="font-family:way">x</p>',
  video: '<video src="{http}" preload="auto"></video>',
  'video poster': '<video poster="{http}"></video>',
  audio: '<audio src="{http}" preload="auto"></audio>',
  track: '<video src="data:video/mp4,x"><track default src="{http}"></video>',
  'svg image': '<svg width="9" height="9"><image href="{http}" width="9" height="9"/></svg>',
  'svg use': '<svg width="9" height="9"><use href="{http}#a"/></svg>',
  'svg feImage':
    '<svg width="9" height="9"><filter id="f"><feImage href="{http}"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>',
  object: '<object data="{http}"></object>',
  embed: '<embed src="{http}">',
  iframe: '<iframe src="{http}"></iframe>',
  'iframe by redirect': '<iframe src="{redirect}"></iframe>',
  'iframe srcdoc': '<iframe srcdoc="<img src={http}>"></iframe>',
  'iframe data:': '<iframe src="data:text/html,<img src={http}>"></iframe>',
  'iframe meta refresh': '<iframe srcdoc="<meta http-equiv=refresh content=\'0;url={http}\'>"></iframe>',
  prefetch: '<link rel="prefetch" href="{http}">',
  preload: '<link rel="preload" as="image" href="{http}">',
  modulepreload: '<link rel="modulepreload" href="{http}">',
  preconnect: '<link rel="preconnect" href="{http}">',
  'dns-prefetch': '<link rel="dns-prefetch" href="{http}">',
  'link prerender': '<link rel="prerender" href="{http}">',
  'svg script': '<svg><script href="{http}"></script></svg>',
  'svg animate':
    '<svg width="9" height="9"><image width="9" height="9"><set attributeName="href" to="{http}"/></image></svg>',
  'object as PDF': '<object type="application/pdf" data="{http}"></object>',
  'embed as PDF': '<embed type="application/pdf" src="{http}">',
  'link icon late': '<link rel="apple-touch-icon" href="{http}"><link rel="shortcut icon" href="{http}">',
  'link compression-dictionary': '<link rel="compression-dictionary" href="{http}">',
  'css layer import': '<style>@import url({http}) layer(x) supports(display: grid);</style>',
  'css cross-fade':
    '<div style="width:9px;height:9px;background:-webkit-cross-fade(url({http}), url({http}b), 50%)"></div>',
  'css border-image': '<div style="border:9px solid;border-image:url({http}) 1">x</div>',
  'import map':
    '<script type="importmap">{"imports":{"way":"{http}"}}</script><script type="module">import "way"</script>',
  'declarative shadow': '<div><template shadowrootmode="open"><img src="{http}"></template></div>',
  'iframe javascript:': '<iframe src="javascript:\'<img src={http}>\'"></iframe>',
  'iframe blob:':
    '<script>document.body.append(Object.assign(document.createElement("iframe"), { src: URL.createObjectURL(new Blob(["<img src={http}>"], { type: "text/html" })) }))</script>',
  'speculation prefetch': '<script type="speculationrules">{"prefetch":[{"source":"list","urls":["{http}"]}]}</script>',
  'speculation prerender by redirect':
    '<script type="speculationrules">{"prerender":[{"source":"list","urls":["{redirect}"]}]}</script>',
};

/** Scripts, all on one page; each runs by itself, whatever becomes of the others. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  fetch: 'await fetch("{http}", { mode: "no-cors" })',
  'fetch by redirect': 'await fetch("{redirect}", { mode: "no-cors" })',
  'fetch keepalive': 'await fetch("{http}", { mode: "no-cors", keepalive: true })',
  fetchLater: 'fetchLater("{http}", { activateAfter: 0 })',
  XHR: 'const xhr = new XMLHttpRequest(); xhr.open("GET", "{http}"); xhr.send()',
  beacon: 'navigator.sendBeacon("{http}", "x")',
  'a[ping]':
    'const a = document.createElement("a"); a.href = "#x"; a.ping = "{http}"; document.body.append(a); a.click()',
  EventSource: 'new EventSource("{http}")',
  WebSocket: 'new WebSocket("{ws}")',
  'WebSocket secure': 'new WebSocket("wss://{host}/")',
  'worker fetch': 'new Worker(URL.createObjectURL(new Blob([`fetch("{http}", { mode: "no-cors" })`])))',
  'worker importScripts': 'new Worker(URL.createObjectURL(new Blob([`importScripts("{http}")`])))',
  'worker WebSocket': 'new Worker(URL.createObjectURL(new Blob([`new WebSocket("{ws}")`])))',
  'shared worker':
    'new SharedWorker("data:text/javascript," + encodeURIComponent(`fetch("{http}", { mode: "no-cors" })`))',
  'service worker': 'await navigator.serviceWorker.register("/sw.js?to=" + encodeURIComponent("{http}"))',
  'dynamic import': 'await import("{http}")',
  'audio worklet': 'await new AudioContext().audioWorklet.addModule("{http}")',
  'paint worklet': 'await CSS.paintWorklet.addModule("{http}")',
  compileStreaming: 'await WebAssembly.compileStreaming(fetch("{http}"))',
  'Image()': 'new Image().src = "{http}"',
  popup: 'window.open("{http}")',
  'popup by redirect': 'window.open("{redirect}")',
  'named frame':
    'const f = document.createElement("iframe"); f.name = "way"; document.body.append(f); window.open("{http}", "way")',
  'download by frame': 'const f = document.createElement("iframe"); f.src = "{http}"; document.body.append(f)',
  'form in frame':
    'const f = document.createElement("iframe"); f.name = "post"; document.body.append(f); document.body.insertAdjacentHTML("beforeend", `<form method=post target=post action="{http}"></form>`); document.forms[document.forms.length - 1].submit()',
  'speculation by script':
    'const s = document.createElement("script"); s.type = "speculationrules"; s.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: ["{http}"] }] }); document.head.append(s)',
  FedCM:
    'await navigator.credentials.get({ identity: { providers: [{ configURL: "{http}config.json", clientId: "x" }] } })',
  'payment manifest':
    'const request = new PaymentRequest([{ supportedMethods: "{http}" }], { total: { label: "x", amount: { currency: "EUR", value: "1" } } }); await request.canMakePayment()',
  WebSocketStream: 'await new WebSocketStream("{ws}").opened',
  'worker module':
    'new Worker(URL.createObjectURL(new Blob([`import "{http}"`], { type: "text/javascript" })), { type: "module" })',
  'worker in worker':
    "new Worker(URL.createObjectURL(new Blob([`new Worker(URL.createObjectURL(new Blob([\"fetch('{http}', { mode: 'no-cors' })\"])))`])))",
  'document.write':
    'const f = document.createElement("iframe"); document.body.append(f); f.contentDocument.write("<img src={http}>")',
  'base in srcdoc':
    'const f = document.createElement("iframe"); f.srcdoc = "<base href={http}><img src=x>"; document.body.append(f)',
  'image outside of the document': 'const t = document.createElement("div"); t.innerHTML = "<img src={http}>"',
  FontFace: 'await new FontFace("x", "url({http})").load()',
  'CSSOM sheet':
    'const s = new CSSStyleSheet(); s.replaceSync(".q { background: url({http}) }"); document.adoptedStyleSheets = [s]; document.body.insertAdjacentHTML("beforeend", "<i class=q>x</i>")',
  'video by MediaSource': 'const v = document.createElement("video"); v.src = "{http}"; v.load()',
  'canvas by ImageBitmap': 'await createImageBitmap(await (await fetch("{http}", { mode: "no-cors" })).blob())',
  'WebRTC turn tcp': 'rtc([{ urls: "turn:{host}?transport=tcp", username: "a", credential: "b" }])',
  'WebRTC turns': 'rtc([{ urls: "turns:{host}?transport=tcp", username: "a", credential: "b" }])',
  'WebRTC host tcp': 'rtcTo("tcp", "{address}", {port})',
};

/** Scripts whose target is counted by packets. */
export const UDP_SCRIPTS: Readonly<Record<string, string>> = {
  'WebRTC stun': 'rtc([{ urls: "stun:{host}" }])',
  'WebRTC turn': 'rtc([{ urls: "turn:{host}?transport=udp", username: "a", credential: "b" }])',
  'WebRTC host': 'rtcTo("udp", "{address}", {port})',
  WebTransport: 'await new WebTransport("https://{host}/").ready',
};

/** What the scripts use: a peer that gathers candidates, and one that is told where the other side is. */
export const RTC_SCRIPT = `
const peers = [];
function rtc(iceServers) {
  const peer = new RTCPeerConnection({ iceServers });
  peers.push(peer);
  peer.createDataChannel('way');
  return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
}
async function rtcTo(transport, address, port) {
  const here = new RTCPeerConnection(), there = new RTCPeerConnection();
  peers.push(here, there);
  here.createDataChannel('way');
  await here.setLocalDescription(await here.createOffer());
  await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription(await there.createAnswer());
  await here.setRemoteDescription(there.localDescription);
  const tail = transport === 'tcp' ? ' tcptype passive' : '';
  const candidate = 'candidate:1 1 ' + transport + ' 2122260223 ' + address + ' ' + port + ' typ host' + tail;
  await here.addIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 });
}`;
