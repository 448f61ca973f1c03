/** Alternatives of regular expressions, in any case. */

/** What says so wherever it stands, in the languages that most of the web is written in. */
export const LOADS =
  'wird geladen|chargement|cargando|carregando|caricamento|aan het laden|bezig met laden|laddar|indlæser|laster inn|ladataan' +
  '|wczytywanie|ładowanie|načítá|betöltés|se încarcă|yükleniyor|memuat|đang tải|загрузка|завантаження|φόρτωση|טוען' +
  '|جاري التحميل|جارٍ التحميل|در حال بارگذاری|लोड हो रहा|กำลังโหลด|加载中|正在加载|載入中|正在載入|読み込み中|ロード中|로딩|불러오는 중';

/** What pages say in the place of what has yet to come. */
export const LOADING_WORDS = `(?:loading|please wait|lade|${LOADS})`;
