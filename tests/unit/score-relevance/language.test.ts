import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../../src/core/score/language.js';

const GERMAN = 'Wie man die Dateien auf dem Rechner findet und was mit ihnen nicht geht';
const ENGLISH = 'How to find the files on your computer and what they are for';
const cases: { what: string; text: string; declared: string; is: string }[] = [
  { what: 'not declared', text: GERMAN, declared: '', is: 'de' },
  { what: 'declared by the template', text: GERMAN, declared: 'en', is: 'de' },
  { what: 'declared rightly', text: ENGLISH, declared: 'en', is: 'en' },
  { what: 'declared, and close to another', text: 'om det er en god dag for deg og meg', declared: 'da', is: 'da' },
  { what: 'a language that cannot be judged', text: ENGLISH, declared: 'pl', is: 'pl' },
  { what: 'too little to overrule anything', text: 'die Datei', declared: 'en', is: 'en' },
  { what: 'one word again and again', text: 'mod_a mod_b mod_c mod_d med for til', declared: '', is: '' },
  { what: 'another script', text: 'Как найти файл', declared: '', is: 'ru' },
  { what: 'another script, with names between', text: 'mod_rewrite mod_alias mod_dir и', declared: 'ru', is: 'ru' },
  { what: 'its script, another language of it', text: 'як знайти файл', declared: 'uk', is: 'uk' },
  { what: 'kana and Han', text: '画像の切り抜き', declared: 'en', is: 'ja' },
  { what: 'Han alone', text: '图像裁剪', declared: '', is: 'zh' },
  { what: 'Hangul between names', text: 'mod_rewrite mod_alias mod_dir 서버 설정', declared: 'ko', is: 'ko' },
  { what: 'nothing', text: '', declared: '', is: '' },
];

for (const { what, text, declared, is } of cases) {
  test(`language: ${what}`, () => assert.equal(languageOf([text], declared), is));
}
