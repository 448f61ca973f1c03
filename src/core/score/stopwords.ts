/**
 * Words that say nothing about what a page is about, in the languages most pages are written in. BM25 already gives a
 * word that stands everywhere no weight; these keep it from deciding when few links are compared. For other languages
 * that weight alone has to do.
 */
const LISTS: Readonly<Record<string, string>> = {
  en: `a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here hers
    him his how i if in into is it its itself just me more most my no nor not now of off on once only or other our ours
    out over own same she should so some such than that the their theirs them then there these they this those through
    to too under until up us very was we were what when where which while who whom why will with would you your yours`,
  de: `aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des die dies diese
    dieser dieses doch dort du durch ein eine einem einen einer eines er es euer für hat hatte hier ich ihr im in ist
    ja kann kein man mein mit nach nicht noch nun nur oder ohne sehr sein sich sie sind so über um und uns unser unter
    vom von vor war was wenn wer wie wir wird wo zu zum zur`,
  fr: `à au aux avec c ce ces cet cette comme comment d dans de des dont du elle elles en est et être eu il ils j je l la
    le les leur leurs lui ma mais me mes moi mon n ne nos notre nous on ou où par pas plus pour qu que quel quelle qui
    s sa sans se ses si son sont sur ta te tes toi ton tu un une vos votre vous y`,
  es: `a al algo ante como con contra cual cuando de del desde donde dos e el ella ellos en entre era es esa ese eso esta
    este esto fue ha hay la las le les lo los más me mi muy no nos o os para pero por porque que qué se ser si sí sin
    sobre son su sus también te tu un una uno y ya yo`,
  it: `a ad agli ai al alla alle anche che chi ci come con cui da dal dalla dei del della delle di dove e è ed era gli ha
    i il in io l la le lo loro ma mi ne nei nel nella non o per perché più quale quando quello questa questo se sei si
    sono su sua sul sulla suo tra un una uno vi`,
  pt: `a ao aos as às até com como da das de dela dele do dos e é ela ele em entre era essa esse esta este eu foi há isso
    isto já lhe mais mas me meu minha muito na não nas no nos o os ou para pela pelo por qual quando que quem se sem ser
    seu sua são só também te tem um uma você`,
  nl: `aan al als bij dan dat de der deze die dit door dus een en er had heb heeft hem het hier hij hoe hun ik in is ja je
    kan maar me meer men met mijn na naar niet nog nu of om onder ons ook op over te tot u uit van veel voor waar wat we
    wel werd wie wij wordt zal ze zich zij zijn zo`,
  sv: `alla att av blev bli de dem den denna det detta dig din du där då efter ej eller en er ett från för ha hade han har
    hon hur här i inte jag kan man med men mig min mot nu någon när och om oss på sig sin ska som så till under upp ut
    vad var vara vem vi vid är över`,
  da: `af alle at blev bliver da de dem den denne der deres det dette dig din du efter eller en end er et for fra ham han
    har havde hun hvad hvis hvor i ikke ind jeg kan man med men mig min mod når nu og om op os over på sig sin skal som
    så til ud under var ved vi vil være`,
  no: `alle at av ble blir da de dem den denne der dere det dette du eller en er et etter for fra ha hadde han har hun hva
    hvis hvor i ikke inn jeg kan man med meg men min mot nå når og om opp oss over på seg sin skal som så til ut var ved
    vi vil være`,
  ru: `а без бы был была были было быть в вам вас весь во вот все всё вы где да для до его ее её если есть же за и из или
    им их к как когда кто ли мне мы на над не нет ни но ну о об он она они от по под при с со так также там то того тоже
    только ты у уже что чтобы это этот я`,
  ja: `の に は を が と で も や から まで より へ か ね よ な だ です ます まし ませ ました ません でし でしょう ある あり あっ い いる
    する し した して さ れる られる れ られ せ こと もの ため これ それ この その あの どの どれ ここ そこ どこ どう どの す すれ よう ください
    たい ない なく なり なる なっ て た ば ん いい よい という いう など 及び または`,
  zh: `的 了 和 是 在 我 有 就 不 也 都 而 及 与 與 或 这 這 那 你 他 她 它 我们 我們 你们 个 個 们 們 为 為 以 于 於 对 對 从 從 到 把
    被 让 向 什么 什麼 怎么 怎麼 怎样 如何 哪 哪里 吗 嗎 呢 吧 之 其 但 但是 因为 所以 如果 可以 能 会 會 要 请 这个 那个 一个 一個`,
  ko: `및 또는 그리고 이 그 저 것 수 등 을 를 은 는 가 에 의 로 으로 와 과 도 위한 위해 대한 어떻게 무엇 하는 한다 합니다 있다 있는
    있습니다 이다 입니다`,
};

const SAME_AS: Readonly<Record<string, string>> = { '': 'en', nb: 'no', nn: 'no' };

/** The languages there is a list for. */
export const LISTED_LANGUAGES: readonly string[] = Object.keys(LISTS);

/** The subtag under which a language's list is kept; no language is English. */
export function listedAs(language: string): string {
  return SAME_AS[language] ?? language;
}

export function stopWordsOf(language: string): ReadonlySet<string> {
  return new Set(LISTS[listedAs(language)]?.split(/\s+/));
}
