/**
 * Words that say nothing about what a page is about, in the languages most pages are written in. BM25 already gives a
 * word that stands everywhere no weight; these keep it from deciding when few links are compared. For other languages
 * that weight alone has to do. What is also the name of a thing that is asked for is left out: Polish go and pod, Romanian ai, the letters of
 * elisions in Italian, where a vitamin has them.
 */
const LISTS: Readonly<Record<string, string>> = {
  en: `a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here
    hers him his how i if in into is it its itself just me more most my no nor not now of off on once only or other
    our ours out over own same she should so some such than that the their theirs them then there these they this
    those through to too under until up us very was we were what when where which while who whom why will with would
    you your yours`,
  de: `aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des die dies
    diese dieser dieses doch dort du durch ein eine einem einen einer eines er es euer für hat hatte hier ich ihr im
    in ist ja kann kein man mein mit nach nicht noch nun nur oder ohne sehr sein sich sie sind so über um und uns
    unser unter vom von vor war was wenn wer wie wir wird wo zu zum zur deine deiner euch etwas ihm ihn ihre ihren
    jede jeden jeder jedes keine keinen können könnte meine meinem meinen meiner mich mir muss müssen seine seinen
    soll sollte warum welche welchen welcher welches werden wieso woher womit wurde`,
  fr: `à au aux avec c ce ces cet cette comme comment d dans de des dont du elle elles en est et être eu il ils j je l
    la le les leur leurs lui ma mais me mes moi mon n ne nos notre nous on ou où par pas plus pour qu que quel
    quelle qui s sa sans se ses si son sont sur ta te tes toi ton tu un une vos votre vous y aussi avez avoir chaque
    combien cela dois donc entre faut laquelle lequel peut peux pourquoi puis quand quelles quels quoi tous tout
    toute toutes très`,
  es: `a al algo ante como con contra cual cuando de del desde donde dos e el ella ellos en entre era es esa ese eso
    esta este esto fue ha hay la las le les lo los más me mi muy no nos o os para pero por porque que qué se ser si
    sí sin sobre son su sus también te tu un una uno y ya yo cada cómo cuál cuáles cuándo cuánto cuánta cuántos
    cuántas dónde están estos estas han mis nuestro otra otro puede puedo quién quiénes sea tiene tengo todos
    todas unas unos`,
  it: `a ad agli ai al alla alle anche che chi ci come con cui da dal dalla dei del della delle di dove e è ed era gli
    ha i il in io l la le lo loro ma mi ne nei nel nella non o per perché più quale quando quello questa questo se
    sei si sono su sua sul sulla suo tra un una uno vi all dall dello devo ho mia mie miei mio negli nell nelle
    ogni posso può quali quanta quante quanti quanto quella quelle quelli queste questi sull tutti tutto`,
  pt: `a ao aos as às até com como da das de dela dele do dos e é ela ele em entre era essa esse esta este eu foi há
    isso isto já lhe mais mas me meu minha muito na não nas no nos o os ou para pela pelo por qual quando que quem
    se sem ser seu sua são só também te tem um uma você cada minhas meus onde outra outro pelas pelos pode posso
    porque quais quantas quanto quantos quanta seus suas tenho todas todos umas uns`,
  nl: `aan al als bij dan dat de der deze die dit door dus een en er had heb heeft hem het hier hij hoe hun ik in is ja
    je kan maar me meer men met mijn na naar niet nog nu of om onder ons ook op over te tot u uit van veel voor waar
    wat we wel werd wie wij wordt zal ze zich zij zijn zo hebben kunt kunnen mag moet moeten waarom wanneer welke
    worden`,
  sv: `alla att av blev bli de dem den denna det detta dig din du där då efter ej eller en er ett från för ha hade han
    har hon hur här i inte jag kan man med men mig min mot nu någon när och om oss på sig sin ska som så till under
    upp ut vad var vara vem vi vid är över kunde mina mitt måste vilka vilken vilket varför`,
  da: `af alle at blev bliver da de dem den denne der deres det dette dig din du efter eller en end er et for fra ham
    han har havde hun hvad hvis hvor i ikke ind jeg kan man med men mig min mod når nu og om op os over på sig sin
    skal som så til ud under var ved vi vil være`,
  no: `alle at av ble blir da de dem den denne der dere det dette du eller en er et etter for fra ha hadde han har hun
    hva hvis hvor i ikke inn jeg kan man med meg men min mot nå når og om opp oss over på seg sin skal som så til ut
    var ved vi vil være`,
  pl: `a aby albo ale ani bez bo by być był była było były chcę co czy dla do gdy gdzie i ich ile im inne inny ja
    jak jaka jaki jakie jako je jego jej jest jeśli już każda każdy każde każdej kiedy kto która które którego
    której który lub ma mam mi mnie moja moje mój może można mogę my na nad nam nas nie niż o od oraz po przed
    przez przy są się ta tak także tam te tego tej ten też to tu twój tylko tym u w we więc z za ze że żeby`,
  cs: `a aby ale ani až bez bude by byl byla bylo být co což do ho i já jak jaká jaké jaký jako je jeho její jejich jen
    ještě ji jiné již jsem jsou k kam kde kdo kdy ke kolik která které který má mají mezi mi mně moje můj může mohu
    můžete můžu na nad nebo není o od po pokud pro proč před přes při s se si svůj ta tak také tam tato tento
    této to toho tom tu ty u v ve více však z za ze že`,
  ro: `a acest această aceste acestea al ale am are aș au când care cât câte ce cel cu cum că dacă de decât din
    dintre doar după e ea ei el era este eu fi fie fost în între îmi la le lui mai mea meu nu o ori pe pentru poate
    prin sau să se sunt și te toate tot un una unde unei unor unui va vor`,
  hu: `a ahol aki ami amely az azok azt be csak de e egy én és ez ezek ezen ezt fel ha hány hogy hogyan hol is itt ki
    kell le lehet lesz meg mert mi mikor milyen minden mint mit nagyon ne nem ön s se sem szerint több úgy vagy van
    vannak volt`,
  fi: `eivät ei ja joka jos jotka jossa että he hän ilman itse jo joita kaikki kanssa kuin kuka kun me mikä miksi
    milloin minä minun missä miten mitä mutta muut myös ne niin nyt näin ole olen oli olla on ovat sekä se sen sinä
    sitä tai te tämä tämän tässä tätä voi voin voit vain`,
  tr: `ama ancak bana bazı beni benim bir bu bunu bunun böyle çok da daha de değil diye en gibi göre hangi hem her hiç
    için ile ise kaç kadar ki kim mi mı mu mü nasıl ne neden nerede niçin o olan olarak onu sonra şey şu tüm ve veya
    ya`,
  id: `ada adalah agar akan anda apa apakah atau bagaimana bagi bahwa berapa bisa dalam dan dapat dari dengan di dia
    hanya harus ini itu jika juga kami karena ke kepada kita lebih mana mengapa mereka oleh pada saat saya sebagai
    sebuah secara seperti sudah telah tersebut tidak untuk yang`,
  vi: `bạn bị bởi các cái cho chúng có của cùng cũng đã đang để đến đó được gì hay hoặc khi không là mà một này nào nên
    nếu như nhưng những ở ra rằng rất sẽ sao tại thế theo thì tôi trên trong từ và vào vì với`,
  ru: `а без бы был была были было быть в вам вас весь во вот все всё вы где да для до его ее её если есть же за и из
    или им их к как когда кто ли мне мы на над не нет ни но ну о об он она они от по под при с со так также там то
    того тоже только ты у уже что чтобы это этот я будет ваш даже зачем какая какие какое какой который которая
    которые куда можно моей моего моём моя мой мои нужно откуда почему сколько свой свои через эта эти этой этом`,
  uk: `або але без би був була було бути в вам ваш вже ви від він вона вони все всі де для до є же з за зі його її їх і
    й із коли котрий куди ми мені може можна моє моя мій на над наш не немає ні після по при про скільки та так
    також те ти тільки то того у це цей ця ці чи чому що щоб я яка яке який які як якщо`,
  el: `αλλά αν από αυτή αυτό αυτός για δε δεν είναι εγώ εδώ ένα ένας έχει έχω ή η θα και κάθε κατά με μέσα μετά μη μια
    μου μπορώ μπορεί να ο οι όπως όταν ότι πιο ποια ποιο ποιος που πού προς πρέπει πώς πως σε στα στη στην στις στο
    στον στους τα τη την της τι τις το τον του τους των ως`,
  ar: `أن أنا أنت أو أي أين إذا إلا إلى الى إن التي الذي الذين ألا ان او اي اين بعد بين ثم حتى حول حيث دون ذلك عن عند
    على غير فقط في قبل قد كان كانت كل كم كما كيف لا لكن لم لماذا لن له لها لي ليس ما ماذا متى مثل مع من منذ نحن هذا
    هذه هل هم هناك هو هي و يجب يكون يمكن`,
  fa: `آن آنها آیا از است اگر ام ای این با باید بر برای بود به بی تا تان تر توان چرا چطور چگونه چند چه چیست خود در دارد
    را روی شان شد شده شود صورت کجا کدام که کی کسی ما مان من می نمی نیز نیست ها های هر هم همه هیچ و ولی یا یک`,
  he: `או אותו אותה אחרי איך אין איפה אך אל אלא אם אני אנחנו את אתה בו בין בלי גם הוא היא היה הם זה זו זאת יש כי כל כמה
    כן לא לו לי למה לפני מה מי מן מתי על עד עם פי רק של שלי שלך תחת`,
  hi: `अपना अपनी अपने अब आप इन इस इसका इसके इसे उन उस उसे एक एवं और कब का कि कितना कितने किस की के कैसे को कोई कौन क्या
    क्यों गया जब जा जाता जैसे जो तक तथा तो था थी थे द्वारा दो न नहीं ने पर बाद भी मुझे में मेरा मेरी मेरे मैं यदि यह
    यहाँ या ये रहा लिए वह वाले वे से हम हर ही हुआ है हैं हो होता होती होना`,
  th: `กับ การ ก็ ของ ความ คือ จะ จาก ด้วย ได้ ต้อง ถ้า ที่ นี้ นั้น เป็น เพื่อ โดย และ แล้ว ไม่ มี ยัง ว่า วิธี หรือ
    อยู่ อย่าง อย่างไร ยังไง อะไร ใน ให้`,
  ja: `の に は を が と で も や から まで より へ か ね よ な だ です ます まし ませ ました ません でし でしょう ある あり あっ い いる する し した して さ れる られる れ られ せ こと
    もの ため これ それ この その あの どの どれ ここ そこ どこ どう す すれ よう ください たい ない なく なり なる なっ て た ば ん いい よい という いう など 及び または`,
  zh: `的 了 和 是 在 我 有 就 不 也 都 而 及 与 與 或 这 這 那 你 他 她 它 我们 我們 你们 个 個 们 們 为 為 以 于 於 对 對 从 從 到 把 被 让 向 什么 什麼 怎么 怎麼 怎样 如何 哪
    哪里 吗 嗎 呢 吧 之 其 但 但是 因为 所以 如果 可以 能 会 會 要 请 这个 那个 一个 一個`,
  ko: `및 또는 그리고 이 그 저 것 수 등 을 를 은 는 가 에 의 로 으로 와 과 도 위한 위해 대한 어떻게 무엇 하는 한다 합니다 있다 있는 있습니다 이다 입니다`,
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
