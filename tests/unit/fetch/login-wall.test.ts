/** What looks like a login, by its address and by its form. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksPassword, leadsToLogin, namesLogin } from '../../../src/core/fetch/login-wall.js';

const url = (text: string) => new URL(text, 'https://site.example/');

test('an address that names a login has its word in the host or the path', () => {
  const paths = [
    '/login.php',
    '/users/sign_in',
    '/log-on',
    '/Signin',
    '/oauth2/x',
    '/oauth',
    '/authenticate',
    '/authorize',
  ];
  for (const login of [
    ...paths,
    '/sso/',
    '/saml/start',
    '/cas?x=1',
    '/session/new',
    '/sessions/new',
    'https://auth.site.example/',
    '/admin#/signin?x',
    '/konto/anmelden',
    '/connexion',
    '/iniciar-sesión',
    '/giriş',
    '/uye/giris-yap.php',
    '/acceder;id=1',
    '/вход',
    '/войти',
    '/ログイン',
    '/로그인',
    '/%E7%99%BB%E5%BD%95',
  ])
    assert.ok(namesLogin(url(login)), login);
  for (const other of [
    '/blogin',
    '/interconnexion',
    '/connexion-internet.html',
    '/veri-bilimine-giris',
    '/es/como-entrar-en-linea',
    'https://anmeldung-und-ausweis.example/',
    '/входной',
    '/%ff',
    '/loginto',
    '/authors',
    '/case',
    '/crossover',
    '/session/old',
    '/a?login',
    '/#login',
    '/#/list?login',
    '/log/in',
  ])
    assert.ok(!namesLogin(url(other)), other);
});

test('a site leads to its login by name, or where the address leads back to what was asked for', () => {
  for (const [from, to, expected] of [
    ['/orders', '/login', true],
    ['/orders', '/hello?next=%2Forders', true],
    ['/orders', '/hello?a=b&next=https%3A%2F%2Fsite.example%2Forders%3Fpage%3D2', true],
    ['/orders', 'https://id.example/hello?next=/orders', true],
    ['/orders', '/hello?next=orders', false],
    ['/orders', '/hello?next=/bills', false],
    ['/orders', '/orders?from=/orders', false],
    ['/login', '/sso', false],
    ['/admin/#/posts', '/admin/#/signin', true],
    ['/admin/', '/admin/#/signin', true],
    ['/admin/#/signin', '/admin/#/signin?next=posts', false],
    ['/admin/#top', '/admin/', false],
    ['/orders', '/hello', false],
  ] as const)
    assert.equal(leadsToLogin(url(from).href, url(to).href), expected, `${from} ${to}`);
  assert.equal(leadsToLogin('no address', 'https://site.example/login'), false);
});

test('a field for a password is known however it is written', () => {
  for (const field of ['<input type="password">', "<INPUT name=p TYPE = 'Password'>", '<input\ntype=password>'])
    assert.ok(asksPassword(`<p>x</p>${field}`), field);
  for (const other of [
    '<input type="text" name="password">',
    '<input data-type="password">',
    '<input type="passwords">',
    '<inputs type="password">',
    '<input name="a"><b type="password">',
  ])
    assert.ok(!asksPassword(other), other);
  const before = process.cpuUsage();
  for (const hostile of ['<input ', '<input type ', '<input type=           ']) asksPassword(hostile.repeat(100_000));
  assert.ok(process.cpuUsage(before).user < 2_000_000);
});
