/** The words that the intrinsic score knows. Lower case; compared with whole words, or with the whole text. */

/** Link texts that say nothing of the target, in the languages that most of the web is written in. */
const GENERIC_TEXTS: ReadonlySet<string> = new Set(
  (
    'click here|here|read more|more|learn more|see more|show more|view more|find out more|more info|' +
    'more information|details|view|view all|see all|show all|all|link|this|this link|this page|continue|' +
    'continue reading|next|previous|prev|back|go|open|visit|website|read|read on|full story|full article|' +
    'permalink|source|edit|share|print|reply|skip to content|skip to main content|skip navigation|back to top|' +
    'top|menu|close|toggle|get started|discover more|explore|download|buy now|shop now|subscribe|submit|' +
    'comments|hier|hier klicken|mehr|mehr erfahren|mehr lesen|mehr infos|weiter|weiterlesen|zurück|alle|ici|' +
    'cliquez ici|en savoir plus|lire la suite|plus|suite|suivant|précédent|voir plus|voir tout|aquí|' +
    'haga clic aquí|leer más|más|más información|ver más|ver todo|siguiente|anterior|clique aqui|aqui|' +
    'leia mais|saiba mais|mais|ver mais|ver tudo|próximo|clicca qui|qui|leggi tutto|scopri di più|di più|' +
    'continua|avanti|indietro|vedi tutti|klik hier|lees meer|meer|meer informatie|verder|volgende|vorige|' +
    'fortsätt läsa|läs mer|här|les mer|her|læs mere|lue lisää|tästä|seuraava|edellinen|czytaj więcej|czytaj dalej|więcej|' +
    'zobacz więcej|dalej|wstecz|poprzednia|następna|tutaj|kliknij tutaj|číst dále|číst více|více|zobrazit více|zde|další|' +
    'předchozí|tovább|bővebben|itt|előző|következő|citește mai mult|mai mult|mai multe|aici|подробнее|далее|ещё|' +
    'читать далее|читать полностью|здесь|назад|вперёд|детальніше|докладніше|читати далі|далі|тут|περισσότερα|εδώ|' +
    'devamı|devamını oku|daha fazla|tıklayın|buraya tıklayın|sonraki|önceki|xem thêm|đọc tiếp|tại đây|selengkapnya|' +
    'baca selengkapnya|lihat semua|di sini|こちら|詳細|詳しくはこちら|詳しく見る|もっと見る|もっと読む|続きを読む|一覧へ|次へ|前へ|戻る|更多|查看更多|阅读更多|閱讀更多|了解更多|' +
    '查看详情|详情|點擊這裡|点击这里|返回顶部|下一页|下一頁|上一页|上一頁|자세히|더보기|더 보기|자세히 보기|바로가기|여기|다음|이전|อ่านต่อ|อ่านเพิ่มเติม|ดูเพิ่มเติม|คลิกที่นี่|' +
    'المزيد|اقرأ المزيد|هنا|اضغط هنا|التالي|السابق|ادامه مطلب|بیشتر|اینجا|קרא עוד|כאן|עוד|और पढ़ें|यहाँ क्लिक करें'
  ).split('|'),
);

/** Characters that people put around such a text: arrows, quotes, dots, brackets. */
const DECORATION = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
/** No generic text is longer; a cheap look before anything else. */
const GENERIC_CHARS_MAX = 32;

/** Whether a link text says nothing of its target: "Read more »", "here", "12". */
export function isGenericText(text: string): boolean {
  if (text.length > GENERIC_CHARS_MAX) return false;
  const lower = text.toLowerCase();
  if (GENERIC_TEXTS.has(lower)) return true;
  // Between letters there is no decoration.
  if (isLetter(lower.charCodeAt(0)) && isLetter(lower.charCodeAt(lower.length - 1))) return false;
  const bare = lower.replace(DECORATION, '');
  return bare === '' || GENERIC_TEXTS.has(bare) || /^\d{1,4}$/.test(bare);
}

/** a to z. */
export function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** Words of paths under which content stands. */
const CONTENT_WORDS = (
  'article|articles|blog|blogs|post|posts|news|story|stories|docs|doc|documentation|guide|guides|tutorial|' +
  'tutorials|reference|api|manual|handbook|wiki|learn|lesson|course|courses|research|paper|papers|' +
  'publication|publications|report|reports|review|reviews|product|products|feature|features|recipe|recipes|' +
  'faq|howto|examples|example|changelog|release|releases|spec|specification|overview|introduction|' +
  'quickstart|book|books'
).split('|');

/** Words of paths and texts that name a site's machinery, not its content. */
const UTILITY_WORDS = (
  'login|logout|signin|signup|signout|register|registration|account|myaccount|password|cart|basket|checkout|' +
  'wishlist|privacy|terms|tos|cookie|cookies|gdpr|imprint|impressum|datenschutz|disclaimer|legal|agb|' +
  'unsubscribe|subscribe|newsletter|rss|feed|sitemap|advertise|advertising|adchoices|tag|tags|share|sharer|' +
  'intent|print|captcha|oauth|sso|auth|admin|preferences|accessibility|mentions|confidentialite|privacidad|' +
  'privacidade|prywatności|zaloguj|anmelden|registrieren|warenkorb|carrito|carrinho|koszyk|košík|gizlilik|sepet|конфиденциальности|' +
  'войти|регистрация|корзина|プライバシーポリシー|利用規約|ログイン|新規登録|会員登録|隐私政策|隱私權政策|登录|登錄|登入|注册|註冊|购物车|購物車|개인정보처리방침|이용약관|' +
  '로그인|회원가입|장바구니'
).split('|');

/** The same as pairs of words, as link texts write them. */
const UTILITY_PAIRS: ReadonlySet<string> = new Set(
  (
    'log in|sign in|sign up|log out|sign out|create account|my account|contact us|about us|wp login|wp admin|' +
    'mentions légales|aviso legal'
  ).split('|'),
);

/** Flags of `kindsOf`. */
export const CONTENT = 1;
export const UTILITY = 2;
const BEGINS_PAIR = 4;

/** One look for each word, whatever is asked of it: a page has thousands. */
const KINDS = new Map<string, number>();
for (const word of CONTENT_WORDS) KINDS.set(word, CONTENT);
for (const word of UTILITY_WORDS) KINDS.set(word, (KINDS.get(word) ?? 0) | UTILITY);
for (const pair of UTILITY_PAIRS) {
  const first = pair.split(' ', 1)[0] ?? '';
  KINDS.set(first, (KINDS.get(first) ?? 0) | BEGINS_PAIR);
}

/** Whether any of the words, in lower case, names content, or any or two in a row a site's machinery. */
export function kindsOf(words: readonly string[]): number {
  let kinds = 0;
  for (let i = 0; i < words.length; i++) {
    const kind = KINDS.get(words[i] ?? '') ?? 0;
    if (kind & BEGINS_PAIR && UTILITY_PAIRS.has(`${words[i]} ${words[i + 1]}`)) kinds |= UTILITY;
    kinds |= kind;
  }
  return kinds;
}

/** Words that stand in any title and relate nothing to anything. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'the|and|for|with|from|that|this|your|you|our|are|was|how|what|why|who|all|new|home|page|www|com|org|net|' +
    'html|htm|php|index|site|official|welcome|der|die|das|und|für|mit|von|les|des|une|pour|avec|los|las|para|' +
    'con|del|una|per|che|het|een|van|voor'
  ).split('|'),
);
