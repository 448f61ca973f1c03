/**
 * Consent managers by their own markup. `containers` are what is taken out of the page (the first tells that the manager
 * is there), `decline` what is clicked before: the first that is shown. "host >>> inner" looks into a shadow root.
 */
export interface ConsentManager {
  readonly name: string;
  readonly containers: readonly string[];
  readonly decline: readonly string[];
}

export const CONSENT_MANAGERS: readonly ConsentManager[] = [
  {
    name: 'OneTrust',
    containers: ['#onetrust-consent-sdk', '#onetrust-banner-sdk', '.optanon-alert-box-wrapper'],
    decline: ['#onetrust-reject-all-handler', '.ot-pc-refuse-all-handler'],
  },
  {
    name: 'Cookiebot',
    containers: ['#CybotCookiebotDialog', '#CybotCookiebotDialogBodyUnderlay', '#CookiebotWidget'],
    decline: ['#CybotCookiebotDialogBodyButtonDecline', '#CybotCookiebotDialogBodyLevelButtonLevelOptinDeclineAll'],
  },
  {
    name: 'Didomi',
    containers: ['#didomi-host', '#didomi-popup', '#didomi-notice'],
    decline: ['#didomi-notice-disagree-button', '.didomi-continue-without-agreeing'],
  },
  {
    name: 'Quantcast Choice',
    containers: ['#qc-cmp2-container', '.qc-cmp2-container', '.qc-cmp-ui-container'],
    decline: ['.qc-cmp2-summary-buttons button[mode=secondary]', '.qc-cmp2-close-icon'],
  },
  {
    name: 'Usercentrics',
    containers: ['#usercentrics-root', '#usercentrics-cmp-ui', '#uc-banner-modal'],
    decline: [
      '#usercentrics-root >>> [data-testid=uc-deny-all-button]',
      '#usercentrics-cmp-ui >>> #deny',
      '#uc-btn-deny-banner',
    ],
  },
  {
    name: 'TrustArc',
    containers: [
      '#truste-consent-track',
      '.truste_box_overlay',
      '.truste_overlay',
      '#trustarc-banner-overlay',
      '.truste_cm_outerdiv',
    ],
    decline: ['#truste-consent-required', '.trustarc-declineall-btn'],
  },
  {
    name: 'Osano',
    containers: ['.osano-cm-window', '.osano-cm-dialog', '.cc-window.cc-banner', '.cc-window.cc-floating'],
    decline: ['.osano-cm-denyAll', '.osano-cm-deny', '.cc-deny'],
  },
  {
    name: 'Klaro',
    containers: ['#klaro', '.klaro .cookie-notice', '.klaro .cookie-modal'],
    decline: ['.klaro .cm-btn-decline', '.klaro .cn-decline'],
  },
  {
    name: 'CookieYes',
    containers: ['.cky-consent-container', '.cky-overlay', '.cky-modal', '#cookie-law-info-bar'],
    decline: ['.cky-btn-reject', '#wt-cli-reject-btn', '#cookie_action_close_header_reject'],
  },
  {
    name: 'Complianz',
    containers: ['#cmplz-cookiebanner-container', '.cmplz-cookiebanner', '#cmplz-manage-consent'],
    decline: ['.cmplz-cookiebanner .cmplz-deny'],
  },
  {
    name: 'iubenda',
    containers: ['#iubenda-cs-banner', '.iubenda-cs-container'],
    decline: ['.iubenda-cs-reject-btn', '.iubenda-cs-close-btn'],
  },
  {
    name: 'Termly',
    containers: ['#termly-code-snippet-support', '[class^=termly-styles-banner]', '[data-tid=banner-decline]'],
    decline: ['[data-tid=banner-decline]'],
  },
  {
    name: 'Google Funding Choices',
    containers: ['.fc-consent-root', '.fc-ab-root'],
    decline: ['.fc-cta-do-not-consent', '.fc-close'],
  },
  {
    name: 'Sourcepoint',
    containers: ['div[id^=sp_message_container_]'],
    decline: [],
  },
  {
    name: 'Consentmanager',
    containers: ['#cmpbox', '#cmpbox2', '#cmpwrapper'],
    decline: ['#cmpbntnotxt', '#cmpwelcomebtnno a', '#cmpwrapper >>> #cmpbntnotxt'],
  },
  {
    name: 'Borlabs Cookie',
    containers: ['#BorlabsCookieBox', '.brlbs-cmpnt-container'],
    decline: ['#BorlabsCookieBox [data-cookie-refuse]', '.brlbs-btn-accept-only-essential'],
  },
  {
    name: 'Axeptio',
    containers: ['#axeptio_overlay', '.axeptio_mount'],
    decline: ['#axeptio_btn_dismiss', '#axeptio_overlay >>> #axeptio_btn_dismiss'],
  },
  {
    name: 'tarteaucitron',
    containers: ['#tarteaucitronRoot', '#tarteaucitronAlertBig'],
    decline: ['#tarteaucitronAllDenied2', '#tarteaucitronCloseCross'],
  },
  {
    name: 'Cookie Consent (orestbida)',
    containers: ['#cc-main', '#cc--main'],
    decline: ['#cc-main [data-role=necessary]', '#cc--main #c-s-bn'],
  },
  {
    name: 'CookieFirst',
    containers: ['.cookiefirst-root', '[data-cookiefirst-widget=banner]'],
    decline: ['[data-cookiefirst-action=reject]'],
  },
  {
    name: 'CookieScript',
    containers: ['#cookiescript_injected', '#cookiescript_injected_wrapper'],
    decline: ['#cookiescript_reject'],
  },
  {
    name: 'Ketch',
    containers: ['#lanyard_root'],
    decline: ['#lanyard_root [aria-label*="Reject" i]'],
  },
  {
    name: 'Transcend',
    containers: ['#transcend-consent-manager'],
    decline: [],
  },
  {
    name: 'Shopify',
    containers: ['#shopify-pc__banner', '#shopify-pc__modal'],
    decline: ['#shopify-pc__banner__btn-decline'],
  },
];

/** How a button that declines is labelled, as the source of a regular expression; at the start of the label. */
export const DECLINE_WORDS = [
  '(?:reject|decline|deny|refuse|disagree)\\b',
  '(?:only |use )?(?:strictly )?(?:necessary|essential)(?: cookies)?(?: only)?$',
  'no,? thanks',
  'continue without',
  '(?:alle )?ablehnen',
  'nur (?:notwendige|erforderliche|essenzielle)',
  '(?:tout )?refuser',
  'continuer sans',
  'rechazar',
  'solo (?:necesarias|necessari)',
  'rifiuta',
  '(?:alles )?weigeren',
  'rejeitar|recusar',
  'odrzuć',
  'avvisa|avslå|afvis|hylkää',
  'odmítnout|elutasít|отклонить|відхилити',
  '拒否|拒绝|거부',
]
  .map((words) => `^(?:${words})`)
  .join('|');
