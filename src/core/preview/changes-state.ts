/**
 * Links that do something instead of showing something. With the operator's logins sent along, asking for one would end
 * the login or delete what is behind it. Pure.
 */
import type { LinkItem } from '../extract/link-item.js';
import { parseUrl, percentDecoded } from '../url.js';

/** What is said of such a link. */
export const CHANGES_STATE = 'not read: it may sign out or delete something';

/** What ends a login or takes something away; other changes can be undone. As buttons and the paths of programs say it. */
const ACTIONS = (
  'logout|log out|logoff|log off|signout|sign out|signoff|sign off|end session|' +
  'delete|remove|destroy|deactivate|revoke|unsubscribe|' +
  'abmelden|abmeldung|ausloggen|löschen|entfernen|kündigen|abbestellen|' +
  'déconnexion|déconnecter|supprimer|désabonner|désinscrire|résilier|' +
  'cerrar sesión|desconectar|desconectarse|salir|eliminar|borrar|darse de baja|' +
  'sair|terminar sessão|encerrar sessão|excluir|apagar|cancelar inscrição|' +
  'esci|disconnetti|disconnettiti|elimina|cancella|annulla iscrizione|' +
  'uitloggen|afmelden|verwijderen|logga ut|ta bort|log ud|logg ut|kirjaudu ulos|poista|' +
  'wyloguj|usuń|odhlásit|smazat|kijelentkezés|törlés|çıkış|cikis|deconectare|αποσύνδεση|' +
  'выход|выйти|удалить|отписаться|вихід|вийти|видалити|تسجيل الخروج|حذف|התנתק|' +
  '退出|退出登录|注销|登出|删除|刪除|ログアウト|サインアウト|削除|로그아웃|삭제'
).split('|');
/** As a whole word, in what `words` gives. */
const ACTION = new RegExp(`(?:^| )(?:${ACTIONS.map(words).join('|')})(?: |$)`, 'u');

/** More words are a title ("how to delete a branch"), not a button; four have no more characters. */
const WORDS_MAX = 4;
const CHARS_MAX = 100;
/** `/posts/5/delete`, `/delete/5`: what is done stands last, or before what it is done to. */
const SEGMENTS = 2;

/** Whether the end of the path, the query or the text says that the link signs out or takes something away. */
export function changesState(url: URL, ...texts: readonly string[]): boolean {
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  return [...texts, ...segments.slice(-SEGMENTS).map(percentDecoded), ...[...url.searchParams].flat()].some(isAction);
}

export function linkChangesState({ href, text, title }: LinkItem): boolean {
  const url = parseUrl(href);
  return url !== undefined && changesState(url, text, title);
}

function isAction(text: string): boolean {
  if (text.length > CHARS_MAX) return false;
  const found = words(text);
  return ACTION.test(found) && found.split(' ').length <= WORDS_MAX;
}

/** "signOut", "sign-out" and "Sign out" as "sign out"; "Déconnexion" as "deconnexion". */
function words(text: string): string {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
