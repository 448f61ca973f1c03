import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHtml } from '../../../src/core/document/parse-html.js';
import { parseRendered } from '../../../src/core/document/parse-rendered.js';
import type { ElementNode } from '../../../src/core/document/tree.js';
import { type Position, walk } from '../../../src/core/document/walk.js';

/** What the walk says where the element with id "x" stands. */
function positionOf(html: string, rendered = false): Position | undefined {
  let found: Position | undefined;
  const enter = (element: ElementNode, at: Position) => {
    if (element.attributes['id'] === 'x') found = { ...at };
  };
  walk((rendered ? parseRendered : parseHtml)(html).root, [{ enter }], rendered);
  return found;
}

/** Whether its text is one that a person would not see. */
function isTextHidden(html: string): boolean | undefined {
  let hidden: boolean | undefined;
  const text = (_: unknown, at: Position) => {
    hidden = at.hidden;
  };
  walk(parseHtml(html).root, [{ text }], false);
  return hidden;
}

const REGIONS: [html: string, region: string][] = [
  ['<p id=x>', 'other'],
  ['<main><p id=x>', 'main'],
  ['<div role=main><p id=x>', 'main'],
  ['<main><nav><p id=x>', 'nav'],
  ['<header><p id=x>', 'header'],
  ['<main><header><p id=x>', 'main'],
  ['<article><header><p id=x>', 'other'],
  ['<div role=banner><nav></nav><p id=x>', 'header'],
  ['<footer><ul><li id=x>', 'footer'],
  ['<div role=contentinfo><p id=x>', 'footer'],
  ['<div role="Navigation menubar"><p id=x>', 'nav'],
  ['<aside><p id=x>', 'aside'],
  ['<div role=navigation><p id=x>', 'nav'],
  ['<div role=constructor><p id=x>', 'other'],
];

test('regions by landmark and role', async (t) => {
  for (const [html, region] of REGIONS) await t.test(html, () => assert.equal(positionOf(html)?.region, region));
});

const STYLES: [style: string, hidden: boolean][] = [
  ['display:none', true],
  ['DISPLAY : None !important', true],
  ['display:block;display:none', true],
  ['display:none;display:block', false],
  ['display:none!important;display:block', true],
  ['/* display:none */ color:red', false],
  ['/* a */display:none', true],
  ['display:none !important;display:block !important', false],
  ['visibility:hidden', true],
  ['visibility:collapse', true],
  ['visibility:visible', false],
  ['opacity:0', true],
  ['opacity:0.0', true],
  ['opacity:0.5', false],
  ['opacity:0;transition:opacity 1s', false],
  ['opacity:0;transform:translateY(20px)', false],
  ['font-size:0', true],
  ['font-size:10px', false],
  ['height:0;overflow:hidden', true],
  ['height:0', false],
  ['height:0;overflow:hidden;padding-bottom:56%', false],
  ['width:1px;height:1px;overflow:hidden', true],
  ['position:absolute;left:-9999px', true],
  ['position:absolute;left:-20px', false],
  ['left:-9999px', false],
  ['text-indent:-9999px', true],
  ['text-indent:-1em', false],
  ['position:absolute;clip:rect(0 0 0 0)', true],
  ['position:absolute;clip:rect(1px, 1px, 1px, 1px)', true],
  ['clip-path:inset(50%)', true],
  ['clip-path:circle(0)', true],
  ['opacity:.01', true],
  ['opacity:.05', false],
  ['filter:opacity(0%)', true],
  ['filter:opacity(4%)', true],
  ['opacity:4%', true],
  ['content-visibility:hidden', true],
  ['content-visibility:auto', false],
  ['font:0/0 a', true],
  ['font:bold 0 a', true],
  ['font:700 12px/0 a', false],
  ['scale:0', true],
  ['scale:0.5', false],
  ['translate:-9999px 0', true],
  ['translate:-50%', false],
  ['position:relative;left:-9999px', true],
  ['position:relative;left:-1920px', false],
  ['position:fixed;clip:rect(1px,1px,1px,1px)', true],
  ['opacity:40%', false],
  ['opacity:-1', true],
  ['font-size:1px', true],
  ['font-size:3.9px', true],
  ['font-size:4px', false],
  ['font:italic .5px a', true],
  ['font:0% a', true],
  ['filter:opacity(.01)', true],
  ['filter:opacity(1)', false],
  ['transform:scale3d(0, 1, 1)', true],
  ['transform:scaleX(0)', true],
  ['transform:scaleY(0.00)', true],
  ['font-size:0.9em', false],
  ['transform:scale(0)', true],
  ['transform:scale(0);transition:transform 1s', false],
  ['transform:scale(0.9)', false],
  ['transform:translateX(-9999px)', true],
  ['transform:translate3d(-2400px, 0, 0)', false],
  ['margin-left:-9999px', true],
  ['margin-left:-1200px', false],
  ['margin-bottom:-9999px', false],
  ['color:white', false],
  ['color:transparent', true],
  ['color:#fff0', true],
  ['color:#12345600', true],
  ['color:rgba(0, 0, 0, 0.0)', true],
  ['color:rgb(0 0 0 / 0%)', true],
  ['color:rgba(0, 0, 0, 0.5)', false],
  ['color:#1230f0', false],
  ['color:rgb(0, 0, 0)', false],
  ['color:rgb(255,0,0)', false],
  ['color:rgb(0 0 0)', false],
  ['color:hsl(0, 0%, 0%)', false],
  ['color:rgb(1, 2, 3, .0)', true],
  ['color:hsla(0,0%,0%,0)', true],
  ['background-color:transparent;color:red', false],
  ['color:red;-webkit-text-fill-color:transparent', true],
  ['color:transparent;background-clip:text', false],
  ['color:transparent;background:linear-gradient(red, blue) text', false],
  ['color:transparent;text-shadow:0 0 3px #000', false],
  ['color:transparent;transition:color 1s', false],
  ['color:transparent;animation:a 1s', false],
  ['color:transparent;-webkit-text-stroke:1px red', false],
  ['color:transparent;text-shadow:none', true],
  ['color:transparent;background:url(a) textured', true],
];

test('inline style that hides', async (t) => {
  for (const [style, hidden] of STYLES) {
    await t.test(style, () => {
      assert.equal(isTextHidden(`<p style="${style}"><b>X`), hidden);
      const isOfTextAlone = /font|color/.test(style);
      assert.equal(positionOf(`<p style="${style}"><img id=x>`)?.hidden, hidden && !isOfTextAlone);
    });
  }
});

const HIDING: [html: string, hidden: boolean][] = [
  ['<p hidden><b id=x>', true],
  ['<p hidden="until-found" id=x>', true],
  ['<body hidden><b id=x>', false],
  ['<body style="opacity:0"><b id=x>', false],
  ['<html style="visibility:hidden"><body><b id=x>', false],
  ['<p aria-hidden=true><b id=x>', false],
  ['<dialog><b id=x>', true],
  ['<dialog open><b id=x>', false],
  ['<dialog style="color:red"><b id=x>', true],
  ['<dialog open style="color:red"><b id=x>', false],
  ['<div popover><b id=x>', true],
  ['<p style="visibility:hidden"><b style="visibility:visible" id=x>', false],
  ['<p style="visibility:hidden"><b style="visibility:inherit" id=x>', true],
  ['<p style="visibility:hidden"><b style="visibility:initial" id=x>', false],
  ['<p style="visibility:hidden"><b style="font-size:12px" id=x>', true],
  ['<p style="display:none"><b style="display:block;visibility:visible" id=x>', true],
  ['<p data-webloupe-hidden><b id=x>', true],
  ['<video><b id=x>', true],
  ['<audio id=x>', false],
  ['<canvas><b id=x>', true],
  ['<object><b id=x>', false],
];

const READ: [html: string, hidden: boolean][] = [
  ['<p style="font-size:0"><b style="font-size:12px">X', false],
  ['<p style="font-size:0"><b style="font-size:1em">X', true],
  ['<p style="font-size:0"><b style="font-size:120%">X', true],
  ['<p style="font-size:0"><b style="font-size:1rem">X', false],
  ...['inherit', 'unset', 'revert', 'revert-layer', 'smaller', 'larger', '2ex', '2ch'].map(
    (size): [string, boolean] => [`<p style="font-size:0"><b style="font-size:${size}">X`, true],
  ),
  ['<p style="font-size:0"><b style="font-size:small"><i style="font-size:.9em">X', false],
  ['<p style="color:transparent"><b style="color:red">X', false],
  ['<p style="color:transparent"><b style="color:inherit">X', true],
  ['<p style="color:transparent"><a href=/>X', false],
  ['<body style="color:transparent">X', true],
  ['<a href=/ style="color:transparent">X', false],
];

test('hidden elements and texts, and what shows again', async (t) => {
  for (const [html, hidden] of HIDING) await t.test(html, () => assert.equal(positionOf(html)?.hidden, hidden));
  for (const [html, hidden] of READ) await t.test(html, () => assert.equal(isTextHidden(html), hidden));
});

test('order, depth and noscript', () => {
  const at = positionOf('<p>a</p><noscript><i><b id=x>');
  assert.deepEqual([at?.inNoscript, at?.depth, at?.order], [true, 4, 7]);
  assert.equal(positionOf('<noscript><b id=x></b></noscript>', true), undefined);
});

test('a scope narrows the walk, and what is skipped is never entered', () => {
  const { root } = parseHtml('<main><p class=in>a<i>b</i><s>c</s></p>d</main>');
  const only = new Set<ElementNode>();
  const seen: string[] = [];
  walk(root, [{ enter: (element) => void (element.name === 'p' && only.add(element)) }], false);
  const visitor = {
    enter: (element: ElementNode, at: Position) => void seen.push(`${element.name}:${at.region}`),
    leave: (element: ElementNode) => void seen.push(`/${element.name}`),
    text: (node: { text: string }) => void seen.push(node.text),
  };
  walk(root, [visitor], false, { only, skips: (element) => element.name === 's' });
  assert.deepEqual(seen, ['p:main', 'a', 'i:main', 'b', '/i', '/p']);
});
