import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesState, linkChangesState } from '../../../src/core/preview/changes-state.js';

test('links that sign out or delete, by their path, query or text', () => {
  const acts = [
    ['/logout'],
    ['/users/sign_out'],
    ['/account/logout.php'],
    ['/wiki/Special:UserLogout'],
    ['/wp-login.php?action=logout&_wpnonce=1'],
    ['/posts/5/delete'],
    ['/delete/5'],
    ['/delete/5/'],
    ['/?logout'],
    ['/%E9%80%80%E5%87%BA'],
    ['/a', 'Log out (Anna)'],
    ['/a', 'Se déconnecter'],
    ['/a', 'CERRAR SESIÓN'],
    ['/a', 'Abmelden'],
    ['/a', '로그아웃'],
    ['/a', 'ログアウト'],
    ['/a', 'Unsubscribe'],
    ['/a', 'Log out of Tides'],
    ['/deconnexion'],
    ...['Uitloggen', 'Logga ut', 'Kirjaudu ulos', 'Wyloguj', 'Odhlásit', 'Kijelentkezés', 'Çıkış', 'Αποσύνδεση'].map(
      (text) => ['/a', text],
    ),
    ...['Выйти', 'Вийти', 'تسجيل الخروج', 'התנתק', '退出登录', '删除', '삭제'].map((text) => ['/a', text]),
  ];
  const shows = [
    ['/login', 'Log in'],
    ['/signup', 'Sign up'],
    ['/blog/how-to-delete-a-branch-in-git', 'How to delete a branch in git'],
    ['/catalogue', 'Blog outline'],
    ['/delete/old/pages/about', 'About'],
    ['/deleted-scenes', 'Deleted scenes'],
    ['/delete/pages/about', 'About'],
    ['/a', 'How to delete a branch'],
  ];
  const judged = ([path, text = '']: string[]) => changesState(new URL(path ?? '', 'https://site.example'), text);
  assert.deepEqual(
    acts.filter((link) => !judged(link)),
    [],
  );
  assert.deepEqual(shows.filter(judged), []);
  const link = { href: 'https://site.example/a', text: '', base_domain: '', region: 'main', count: 1 } as const;
  assert.deepEqual(
    ['Delete', 'Read'].map((title) => linkChangesState({ ...link, title })),
    [true, false],
  );
});
