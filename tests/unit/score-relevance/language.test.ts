import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../../src/core/score/language.js';

const GERMAN = 'Wie man die Dateien auf dem Rechner findet und was mit ihnen nicht geht';
const ENGLISH = 'How to find the files on your computer and what they are for';
const LONGER =
  'This is where you can find out how all of the files that are on your computer got there, which of them it has to keep and why, what they were for before, and who was not able to do more with each than we did';
const cases: { what: string; text: string; declared: string; query?: string; is: string }[] = [
  { what: 'not declared', text: GERMAN, declared: '', is: 'de' },
  { what: 'declared by the template', text: GERMAN, declared: 'en', is: 'de' },
  { what: 'declared rightly', text: ENGLISH, declared: 'en', is: 'en' },
  { what: 'declared, and close to another', text: 'om det er en god dag for deg og meg', declared: 'da', is: 'da' },
  { what: 'a language that cannot be judged', text: ENGLISH, declared: 'ca', is: 'ca' },
  { what: 'English, and no language declared', text: LONGER, declared: 'gb', is: 'en' },
  { what: 'English in a template for a language that cannot be judged', text: LONGER, declared: 'sk', is: 'en' },
  {
    what: 'English beside a language that cannot be judged',
    text: `${LONGER} com es fa un paquet de la seva llista, que no en te, si ho vol el del port o al camp entre les cases on era una mes`,
    declared: 'ca',
    is: 'ca',
  },
  { what: 'another script than Latin, which cannot be judged', text: 'Как найти файл', declared: 'bg', is: 'bg' },
  { what: 'too little to overrule anything', text: 'die Datei', declared: 'en', is: 'en' },
  { what: 'one word again and again', text: 'mod_a mod_b mod_c mod_d med for til', declared: '', is: '' },
  { what: 'another script', text: 'Как найти файл', declared: '', is: 'ru' },
  { what: 'another script, with names between', text: 'mod_rewrite mod_alias mod_dir и', declared: 'ru', is: 'ru' },
  { what: 'its script, another language of it', text: 'як знайти файл', declared: 'uk', is: 'uk' },
  {
    what: 'letters its neighbour has not',
    text: 'Як встановити й вилучити програму, і де її знайти',
    declared: '',
    is: 'uk',
  },
  { what: 'letters all of its script have', text: 'Как найти файл', declared: 'uk', is: 'uk' },
  { what: 'Persian letters between Arabic ones', text: 'چگونه یک بسته را پیدا کنیم', declared: 'en', is: 'fa' },
  { what: 'Arabic letters', text: 'كيف نبحث عن حزمة', declared: 'en', is: 'ar' },
  { what: 'Hebrew letters', text: 'איך מוצאים קובץ', declared: 'en', is: 'he' },
  { what: 'Thai letters', text: 'วิธีค้นหาไฟล์', declared: 'en', is: 'th' },
  {
    what: 'Polish in an English template',
    text: 'Jak znaleźć plik, który jest na dysku, i co z nim zrobić',
    declared: 'en',
    is: 'pl',
  },
  { what: 'kana and Han', text: '画像の切り抜き', declared: 'en', is: 'ja' },
  { what: 'Han alone, of a Japanese page', text: '画像編集', declared: 'ja', is: 'ja' },
  { what: 'Han alone', text: '图像裁剪', declared: '', is: 'zh' },
  { what: 'Hangul between names', text: 'mod_rewrite mod_alias mod_dir 서버 설정', declared: 'ko', is: 'ko' },
  { what: 'English for the most part, asked in Hindi', text: ENGLISH, declared: 'hi', query: 'फ़ाइल कैसे खोजें', is: 'hi' },
  { what: 'English for the most part, asked for a name', text: ENGLISH, declared: 'hi', query: 'grep', is: 'en' },
  { what: 'nothing', text: '', declared: '', is: '' },
];

for (const { what, text, declared, query = '', is } of cases) {
  test(`language: ${what}`, () => assert.equal(languageOf([text], declared, query), is));
}
