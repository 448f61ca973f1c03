/** preview_links with queries in other languages than English, through a real client. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';

/** Pages of one shop in each language: title and first paragraph, by path. */
const SHOPS: Record<string, Record<string, readonly [title: string, text: string]>> = {
  de: {
    passwort: ['Passwort zurücksetzen', 'Wer sein Kennwort vergessen hat, bekommt einen Link per E-Mail.'],
    versand: ['Versandkosten', 'Was eine Lieferung ins Ausland kostet und wie lange sie dauert.'],
    konto: ['Konto löschen', 'So entfernen Sie Ihr Benutzerkonto mit allen Daten.'],
    wir: ['Über uns', 'Wer wir sind und wie wir Ihnen mit dem helfen, was Sie möchten. Wie können Sie uns erreichen?'],
  },
  fr: {
    adresse: ['Adresse de livraison', 'Modifier l’adresse à laquelle une commande est envoyée, avec ou sans compte.'],
    retours: ['Retours et remboursements', 'Vous pouvez renvoyer un article dans les quatorze jours.'],
    compte: ['Supprimer un compte', 'La suppression efface toutes les données de la boutique.'],
    nous: ['À propos de nous', 'Qui nous sommes, ce que nous faisons et comment nous pouvons vous aider.'],
  },
  ru: {
    password: ['Восстановление пароля', 'Если вы забыли пароль, мы пришлём ссылку на почту.'],
    return: ['Возврат товара', 'Товар можно вернуть в течение четырнадцати дней.'],
    account: ['Удаление учётной записи', 'Запись удаляется вместе со всеми данными.'],
    about: ['О компании', 'Кто мы и чем занимаемся, как нас найти и что мы можем для вас сделать.'],
  },
  ja: {
    password: ['パスワードの再設定', 'パスワードを忘れた場合はメールでリンクを送ります。'],
    payment: ['請求書とお支払い', '請求書の確認とクレジットカードでの支払いについて。'],
    account: ['アカウントの削除', 'アカウントを削除するとすべてのデータが消えます。'],
    about: ['会社概要', '私たちがどのようなことをしているか、どうすればお問い合わせできるか。'],
  },
};

const ASKED = [
  ['de', 'wie kann ich mein Passwort zurücksetzen', 'passwort'],
  ['de', 'was kostet der Versand ins Ausland', 'versand'],
  ['de', 'Wie lösche ich mein Konto?', 'konto'],
  ['de', 'Konto loeschen', 'konto'],
  ['fr', 'comment changer l’adresse de livraison', 'adresse'],
  ['fr', 'se faire rembourser un article', 'retours'],
  ['fr', 'suppression de mon compte', 'compte'],
  ['ru', 'как восстановить забытый пароль', 'password'],
  ['ru', 'вернуть товар', 'return'],
  ['ru', 'как удалить учетную запись', 'account'],
  ['ja', 'パスワードを忘れました', 'password'],
  ['ja', 'クレジットカードで支払う方法', 'payment'],
  ['ja', 'アカウントを削除するにはどうすればいいですか', 'account'],
] as const;

const html = (title: string, body: string) => `<!doctype html><meta charset=utf-8><title>${title}</title>${body}`;

let site: Site;
let server: TestClient;

before(async () => {
  const pages = Object.entries(SHOPS).flatMap(([language, shop]) => [
    [
      `/${language}/`,
      {
        body: html(
          'Shop',
          Object.entries(shop)
            .map(([path, [title]]) => `<a href="${path}">${title}</a> `)
            .join(''),
        ),
      },
    ],
    ...Object.entries(shop).map(([path, [title, text]]) => [
      `/${language}/${path}`,
      { body: html(title, `<h1>${title}</h1><p>${text}</p>`) },
    ]),
  ]);
  site = await startSite(Object.fromEntries(pages));
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

for (const [language, query, best] of ASKED) {
  test(`no page declares its language: ${query}`, async () => {
    const { data } = await server.call('preview_links', { url: `${site.url}/${language}/`, query });
    const [first, second] = data.links;
    assert.equal(new URL(first.href).pathname, `/${language}/${best}`);
    assert.ok(first.contextual_score > second.contextual_score, `${second.href} matches as well`);
  });
}

test('a query that nothing matches is told in which language the pages are', async () => {
  const html = '<html lang="de-AT" title="x"><title>Amt</title><a href="/hund">Hundesteuer</a>';
  await using town = await startSite({ '*': { body: html } });
  for (const [tool, options] of [
    ['preview_links', {}],
    ['crawl', { max_pages: 2 }],
  ] as const) {
    const { data } = await server.call(tool, { url: `${town.url}/`, query: 'dog tax', ...options });
    assert.match(data.warnings.join(), /^query: no .*; the pages' language is "de"$/, tool);
  }
});
