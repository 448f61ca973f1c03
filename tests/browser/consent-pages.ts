/** Pages with consent banners, built after the markup and the behaviour of the managers. Banners are magenta. */
import type { Route } from '../helpers/site.js';

/** The only text of the banners. */
export const BANNER_TEXT = /value your privacy|verwenden Cookies|Subscribe now/i;

const MAGENTA = 'background:#f0f;color:#000';
const TEXT = 'We value your privacy. We and our partners store cookies.';
/** Tells the site that the visitor declined, as a manager would its own server. */
const TELL = (name: string) => `fetch('/declined/${name}', { method: 'POST' });`;

/** OneTrust: a stub brings the banner some time after the page; scrolling is locked; rejecting hides it. */
const ONETRUST = `<script src="/scripttemplates/otSDKStub.js" data-domain-script="1"></script>`;
const ONETRUST_STUB = `setTimeout(() => {
  document.body.style.overflow = 'hidden';
  document.body.insertAdjacentHTML('beforeend', \`<div id="onetrust-consent-sdk" data-nosnippet="true">
    <div class="onetrust-pc-dark-filter" style="position:fixed;inset:0;background:#f0f8"></div>
    <div id="onetrust-banner-sdk" class="otFlat bottom" role="region" aria-label="Cookie banner" style="position:fixed;bottom:0;width:100%;height:200px;${MAGENTA}">
      <div class="ot-sdk-container"><p id="onetrust-policy-text">${TEXT}</p>
      <div id="onetrust-button-group"><button id="onetrust-pc-btn-handler">Cookie settings</button>
      <button id="onetrust-reject-all-handler">Reject all</button><button id="onetrust-accept-btn-handler">Accept all</button></div></div></div></div>\`);
  document.getElementById('onetrust-reject-all-handler').onclick = () => {
    ${TELL('OneTrust')}
    document.getElementById('onetrust-consent-sdk').style.display = 'none';
    document.body.style.overflow = '';
  };
}, 200)`;

/** Cookiebot: what can be done is asked of an object of the page. */
const COOKIEBOT = `<div id="CybotCookiebotDialogBodyUnderlay" style="position:fixed;inset:0;background:#f0f8"></div>
  <div id="CybotCookiebotDialog" role="dialog" aria-modal="true" style="position:fixed;top:20%;left:20%;width:500px;height:250px;${MAGENTA}">${TEXT}
  <button id="CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll">Allow all</button>
  <button id="CybotCookiebotDialogBodyLevelButtonLevelOptinDeclineAll">Deny</button></div><script>
  window.Cookiebot = { hasResponse: false, declined: false, dialog: { visible: true }, withdraw() {}, hide() {} };
  document.getElementById('CybotCookiebotDialogBodyLevelButtonLevelOptinDeclineAll').onclick = () => {
    ${TELL('Cookiebot')} Cookiebot.declined = Cookiebot.hasResponse = true;
    document.getElementById('CybotCookiebotDialog').remove(); document.getElementById('CybotCookiebotDialogBodyUnderlay').remove();
  };</script>`;

/** Usercentrics: all in a shadow root. */
const USERCENTRICS = `<div id="usercentrics-root"></div><script>
  window.UC_UI = { closeCMP() {}, denyAllConsents() {}, areAllConsentsAccepted: () => false };
  const root = document.getElementById('usercentrics-root').attachShadow({ mode: 'open' });
  root.innerHTML = '<div data-testid="uc-container" style="position:fixed;bottom:0;width:100%;height:220px;${MAGENTA}">${TEXT}<button data-testid="uc-accept-all-button">Accept</button><button data-testid="uc-deny-all-button">Deny</button></div>';
  root.querySelector('[data-testid=uc-deny-all-button]').onclick = () => { ${TELL('Usercentrics')} root.innerHTML = ''; };</script>`;

const DIDOMI = `<div id="didomi-host"><div id="didomi-popup" class="didomi-popup-backdrop didomi-notice-popup" role="dialog" style="position:fixed;inset:0;${MAGENTA}">${TEXT}
  <span class="didomi-continue-without-agreeing" role="button">Continue without agreeing</span><button id="didomi-notice-agree-button">Agree</button></div></div><script>
  document.querySelector('.didomi-continue-without-agreeing').onclick = () => { ${TELL('Didomi')} document.getElementById('didomi-host').replaceChildren(); };</script>`;

/** Sourcepoint: a frame of another site, which tells the page when it was answered. */
const SOURCEPOINT = `<div id="sp_message_container_7" style="position:fixed;inset:0"><iframe id="sp_message_iframe_7" title="SP Consent Message"
  src="http://cdn.privacy.example/index.html?message_id=7&consentUUID=1" style="border:0;width:100%;height:100%"></iframe></div><script>
  addEventListener('message', ({ data }) => { if (data === 'sp.hideMessage') { ${TELL('Sourcepoint')} document.getElementById('sp_message_container_7').remove(); } });</script>`;
const SOURCEPOINT_FRAME = `<body style="${MAGENTA}"><div class="message type-modal"><p>${TEXT}</p><button class="message-button sp_choice_type_11">Accept all</button>
  <button class="message-button sp_choice_type_13" onclick="parent.postMessage('sp.hideMessage', '*')">Reject all</button></div>`;

/** A site's own, with no name that tells. */
const OWN = `<div class="x9f" style="position:fixed;bottom:0;left:0;width:60%;height:180px;${MAGENTA}"><p>Wir verwenden Cookies, um Inhalte zu personalisieren.</p>
  <button>Alle akzeptieren</button><button onclick="${TELL('own').replaceAll('"', '&quot;')} this.parentNode.remove()">Alle ablehnen</button></div>`;

/** Nothing to decline with; the page cannot be scrolled behind it. */
const WALL = `<style>html, body { overflow: hidden }</style><div class="veil" style="position:fixed;inset:0;background:#f0f8"></div>
  <div class="cookie-wall" style="position:fixed;top:30%;left:30%;width:40%;${MAGENTA}">${TEXT} <button>Accept</button> <a href="/subscribe">Subscribe instead</a></div>`;

const MODAL = `<div style="position:fixed;inset:0;background:#f0f8"></div>
  <div role="dialog" aria-modal="true" style="position:fixed;top:20%;left:20%;width:60%;height:50%;${MAGENTA}">Subscribe now</div>`;

export const BANNERS: Readonly<Record<string, { html: string; declines: boolean; fields?: Record<string, true> }>> = {
  OneTrust: { html: ONETRUST, declines: true },
  Cookiebot: { html: COOKIEBOT, declines: true },
  Usercentrics: { html: USERCENTRICS, declines: true },
  Didomi: { html: DIDOMI, declines: true },
  Sourcepoint: { html: SOURCEPOINT, declines: true },
  own: { html: OWN, declines: true },
  wall: { html: WALL, declines: false },
  modal: { html: MODAL, declines: false, fields: { remove_overlay_elements: true } },
};

/** With an image far down that only scrolling brings. */
const article = (name: string) => `<!doctype html><title>Tides</title><body style="margin:0;background:#fff">
  <header style="position:sticky;top:0;background:#eee">Cookie recipes <a href="/privacy">Privacy and cookies</a></header>
  <main><h1>Tides</h1><p>${'The water comes and goes. '.repeat(40)}</p><div style="height:2000px"></div><img id="deep" alt="deep"></main><script>
  new IntersectionObserver((seen, me) => { if (seen[0].isIntersecting) { deep.src = '/deep/${name}'; me.disconnect(); } }).observe(deep);</script>`;

export const ROUTES: Readonly<Record<string, Route>> = {
  ...Object.fromEntries(
    Object.entries(BANNERS).map(([name, { html }]) => [`/${name}`, { body: article(name) + html }]),
  ),
  '/none': { body: article('none') },
  '/scripttemplates/otSDKStub.js': { headers: { 'content-type': 'text/javascript' }, body: ONETRUST_STUB },
  '/index.html': { body: SOURCEPOINT_FRAME },
  '/lure': {
    body: `${article('lure')}<p id="bindings"></p><script>
      bindings.textContent = 'bindings: ' + Object.keys(window).filter((name) => /autoconsent|webloupe/i.test(name));
      setInterval(() => { window.autoconsentSendMessage?.({ type: 'eval', id: '1', code: 'document.title = "harmed"' }); }, 1);
    </script><div class="cookie-wall" style="position:fixed;bottom:0;height:90px;width:100%;${MAGENTA}">${TEXT}</div><script>
      for (const name of ['querySelector', 'elementFromPoint']) Document.prototype[name] = () => { throw new Error('harmed'); };
      Element.prototype.remove = () => {};
    </script>`,
  },
};
