/** What pages say in the place of what has yet to come, as an alternative of a regular expression; in any case. */
export const LOADING_WORDS =
  '(?:loading|please wait|wird geladen|lade|chargement|cargando|carregando|caricamento|загрузка|加载中|載入中|読み込み中|로딩)';
