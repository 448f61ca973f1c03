import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedMs } from '../../helpers/in-time.js';
import { type Options, pageOf } from '../extract-links/page-of.js';

const contentOf = (html: string, content: Options['content'] = {}, more: Options = {}) =>
  pageOf(html, { want: { content: true }, ...more, content });

const SITE = 'https://shop.example';
const MARKDOWN: [why: string, html: string, markdown: string][] = [
  [
    'blocks',
    '<h1>A</h1><p>b<br>c</p><ul><li>d<li>e</ul><ol start=3><li>f</ol><blockquote>g</blockquote><pre>h\n i</pre>',
    '# A\n\nb  \nc\n\n- d\n- e\n\n3. f\n\n> g\n\n```\nh\n i\n```',
  ],
  ['inline', '<p><b>a</b> <i>b</i> <code>c</code> <del>d</del> <q>e</q>', '**a** *b* `c` ~~d~~ “e”'],
  ['marks hold words, not spaces', '<p><b> a </b>b<b></b><b>c</b><b>d</b> w<b>o</b>rd', '**a** b**cd** w**o**rd'],
  ['marks around blocks', '<b>a<p>b</p></b>c<h2><b>d</b></h2>', '**a**\n\n**b**\n\nc\n\n## d'],
  ['breaks', '<p>a<br><br><br>b<h3>c<br>d</h3><p><br>e<br>', 'a\n\nb\n\n### c d\n\ne'],
  [
    'AMP',
    '<p>a <amp-img src=/i alt=I><noscript><img src=/i alt=I></noscript><img src=/i alt=I></amp-img> b' +
      '</p><amp-video src=/v><div fallback>no video</div></amp-video>',
    `a ![I](${SITE}/i) b\n\n[Video](${SITE}/v)`,
  ],
  [
    'players, by the page that shows the same, else by their file',
    '<p>a <iframe src="https://www.youtube.com/embed/abcdefghijk" title="B *c*"></iframe> d</p><iframe data-src="//player.vimeo.com/video/123"></iframe>' +
      '<video><source src=/v.mp4>e</video><table><tr><th>f<th>g<tr><td>h<td><audio src=/a.mp3 aria-label=I></audio></table>',
    'a [Video: B \\*c*](https://www.youtube.com/watch?v=abcdefghijk) d\n\n[Video](https://vimeo.com/123)\n\n' +
      `[Video](${SITE}/v.mp4)\n\n| f | g |\n| - | - |\n| h | [Audio: I](${SITE}/a.mp3) |`,
  ],
  [
    'a player in a sentence parts it no more than a word does, one beside blocks is a block',
    '<p>said <span><audio src=/a.mp3></audio></span>, as in<b><video src=/b.mp4></video></b>c.<video src=/c.mp4></video></p><div>d<video src=/e.mp4></video>f</div>',
    `said [Audio](${SITE}/a.mp3), as in **[Video](${SITE}/b.mp4)** c. [Video](${SITE}/c.mp4)\n\nd\n\n[Video](${SITE}/e.mp4)\n\nf`,
  ],
  [
    'no players: backgrounds, previews of links, other frames, what a script feeds, what nobody sees',
    '<p>a<video autoplay muted src=/b.mp4></video><a href=/c>d<video src=/c.mp4></video></a><iframe src=https://maps.example/m></iframe>' +
      '<video src=blob:x></video><video></video><audio hidden src=/e.mp3></audio>',
    `a[d](${SITE}/c)`,
  ],
  [
    'a picture that a click shows larger is content, whatever its alt says',
    '<p>a <a href=/b.jpg><img src=/b-s.jpg alt=""></a> <a href=/c><img src=/c.jpg alt=""></a>',
    `a [![](${SITE}/b-s.jpg)](${SITE}/b.jpg)`,
  ],
  [
    'an end tag of a paragraph that is not open parts what is around it',
    'a</p>b<p>c<hr>d</p>e',
    'a\n\nb\n\nc\n\n---\n\nd\n\ne',
  ],
  ['what an image map holds is shown, also of one that has no end', '<map name=m><area href=/a alt=A><p>b', 'b'],
  ["a form's end is that of its last paragraph", '<form><p>a</form>b', 'a\n\nb'],
  [
    'text in a list, but in no item',
    '<ul>a<b>b</b><li>c<menu>d</li>e <a href=/f>f</a></ul><ol>a<li>b<li>c</ol><dl>a<dt>b<dd>c</dl>',
    `- a**b**\n- c\n  - d\n- e [f](${SITE}/f)\n\n- a\n1. b\n2. c\n\n- a\n- **b**: c`,
  ],
  [
    'what stands in a list, but in no item, stays what it is',
    '<ul><h3>T</h3><li>a</ul><ul><pre>b\n c</pre></ul><ul><table><tr><th>a<th>b<tr><td>c<td>d</table></ul><dl><dd>e<dd>f</dd><pre>g</pre></dl>',
    '- ### T\n- a\n\n- ```\n  b\n   c\n  ```\n\n- | a | b |\n  | - | - |\n  | c | d |\n\n- e\n\n  f\n\n  ```\n  g\n  ```',
  ],
  [
    'a listing in code, as manuals from SGML have it',
    '<blockquote><code>\n<pre>\nif a\n  b\n</pre>\n</code></blockquote><blockquote><code><pre>c</pre></code></blockquote>',
    '> ```\n> if a\n>   b\n> ```\n\n> `c`',
  ],
  [
    'a listing as a term',
    '<dl><dt>a<dd>b<dt><pre>T = object\n  x: int</pre><dd>c<dt><pre>d</pre><dd>e</dl>',
    '- **a**: b\n\n- ```\n  T = object\n    x: int\n  ```\n\n  c\n\n- **`d`**: e',
  ],
  [
    "Doxygen's listings: lines with numbers, parts that fold, what names mean",
    `<div class="fragment"><div class="line"><a id=l1></a><span class="lineno">    1</span>if (x) {</div>
<div class="foldopen" id=f><div class="line glow"><span class="lineno">    2</span>  <a href=/t>T</a>;</div>
</div><div class="line">}</div>
<div class="ttc"><div class="ttname"><a href=/t>T</a></div>Definition: t.h:7</div>
</div><div class="fragment">A slide <span class="lineno">2</span></div>`,
    '```\nif (x) {\n  T;\n}\n```\n\nA slide 2',
  ],
  [
    'a view of a file, a row for each line, with numbers that the style writes',
    `<table class=source><tbody><tr><th class="line-num"><a href=#L1 data-txt=1></a></th>
      <td class=code><div><b>def</b> ebb(t):
</div></td></tr><tr><th class="line-num"><a href=#L2 data-txt=2></a></th><td class=code><br></td></tr>
    <tr><th class="line-num"><a href=#L3 data-txt=3></a></th><td class=code><div>    return t | 1
</div></td></tr></table>`,
    '```\ndef ebb(t):\n\n    return t | 1\n```',
  ],
  [
    'a diff in a table, whose sides are told by their numbers, with a header of its lines',
    `<table><thead><tr><th colspan=3>tide.py</th></tr></thead><tr><td class=lineno>…<td class=lineno>…<td>@@ -4,2 +4,2 @@ ebb</tr>
      <tr><td class=lineno>4<td class=lineno>4<td>  a</tr><tr><td class=lineno>5<td class=lineno><td>  b
      </tr><tr><td class=lineno><td class=lineno>5<td>  c</tr><tr><td colspan=3>@@ -9 +9 @@</tr><tr><td class=lineno>9<td class=lineno>9<td>z</tr></table>`,
    'tide.py\n\n```diff\n@@ -4,2 +4,2 @@ ebb\n   a\n-  b\n+  c\n@@ -9 +9 @@\n z\n```',
  ],
  [
    'a diff in a table, whose signs stand in cells of their own or before the code',
    `<table><tr><td data-line-number=7><td data-line-number=7><td class=type> <td><code>a</code></tr>
      <tr><td data-line-number=8><td data-line-number><td class=type>-<td><code> b</code></tr></table><table><tr><td class=blob-num>1<td class=blob-num><td>-x</tr>
      <tr><td class=blob-num>2<td class=blob-num><td>-y</tr></table>`,
    '```diff\n a\n- b\n```\n\n```diff\n-x\n-y\n```',
  ],
  [
    'numbers of lines beside more than code, and of lines that are none',
    `<table><tr><td>Ada<td class=lineno>1<td>a<tr><td>Jon<td class=lineno>2<td>b</table><table><tr><td class=line-number>12<td>Harbour<tr><td class=line-number>47<td>Mole</table>`,
    '| | | |\n| - | - | - |\n| Ada | 1 | a |\n| Jon | 2 | b |\n\n| | |\n| - | - |\n| 12 | Harbour |\n| 47 | Mole |',
  ],
  [
    'numbered rows below names of their columns: buses, orders, forms',
    '<table><tr><th class=line-no>Line<th>Route<tr><td class=line-no>1<td>To the <a href=/h>Harbour</a><tr><td class=line-no>2<td>To the Mole</table>',
    `| Line | Route |\n| - | - |\n| 1 | To the [Harbour](${SITE}/h) |\n| 2 | To the Mole |`,
  ],
  [
    'numbered verses and paragraphs of a law',
    '<div><div><span class=line-number>1</span> The ebb <a href=/t>turns</a></div><div><span class=line-number>2</span> and <i>floods</i></div></div>' +
      '<div class=line><span class=line-number>3</span> a mole</div>',
    `1 The ebb [turns](${SITE}/t)\n\n2 and *floods*\n\n3 a mole`,
  ],
  [
    'the lines of a diff as a block each, with its headers',
    `<div class=p><div class=h>diff --git a/t.py b/t.py<br>--- a/<a href=/a>t.py</a><br>+++ b/<a href=/b>t.py</a></div>
      <div>
@@ <a href=/l>-1,2</a> +1,2 @@ def ebb(t):</div><div>&nbsp;&nbsp;a&nbsp;=&nbsp;1</div><div>-    <del>b</del></div><div>+    c</div><div> </div></div>`,
    '```diff\ndiff --git a/t.py b/t.py\n--- a/t.py\n+++ b/t.py\n@@ -1,2 +1,2 @@ def ebb(t):\n  a = 1\n-    b\n+    c\n```',
  ],
  [
    'lines of code as a block each, with its number',
    `<div><b>t.py</b><div class=src><a id=l1 href=#l1 class=linenr>   1</a> def&nbsp;ebb(t):</div>
<div class=src><a id=l2 href=#l2 class=linenr>   2</a>&nbsp;&nbsp;&nbsp;return <i>t</i></div><div class=src><span class=lineno>3</span> </div>
<div>End <span class=lineno>7</span></div></div><div><div><span class=line-number>12</span> Harbour</div><div><a class=line-number href=/47>47</a> Mole</div></div>`,
    '**t.py**\n\n```\ndef ebb(t):\n  return t\n```\n\nEnd 7\n\n12 Harbour\n\n[47](https://shop.example/47) Mole',
  ],
  [
    'what only speaks of lines of a diff',
    '<div><div>@@ -1 +1 @@ begins</div>a hunk<div>of it</div></div><div><div>@@ -1 +1 @@</div><p>is one</div><div><div>@@ -1 is <b>how</b> one begins</div><div>b</div></div>',
    '@@ -1 +1 @@ begins\n\na hunk\n\nof it\n\n@@ -1 +1 @@\n\nis one\n\n@@ -1 is **how** one begins\n\nb',
  ],
  [
    'what is no element of HTML stands in the line',
    '<p>$<ix:nonFraction>1,234</ix:nonFraction> in <st1:place>Bonn</st1:place><o:p></o:p>, <nobr>1</nobr>-2, clone <url> to<dir-x>b</dir-x>',
    '$1,234 in Bonn, 1-2, clone to b',
  ],
  ['spaces in code part words', '<p>1.1<tt>&nbsp;</tt>a<code> b </code>c', '1.1 a `b` c'],
  [
    'code in a line, of several',
    '<p>x <code>foo  a<br>bar\nb<br>\nbaz</code>, <code>c <b> d</b></code><table><tr><th>a<th>b<tr><td><tt>c<br>d</tt><td>e</table></p><section><code><div>f</div><div>g</div></code></section>',
    'x `foo a`  \n`bar b`  \n`baz`, `c d`\n\n| a | b |\n| - | - |\n| `c`<br>`d` | e |\n\n`f`  \n`g`',
  ],
  ['code side by side', '<kbd>a</kbd><kbd>b</kbd>', '`a` `b`'],
  ['spaces', '<p> a\n &nbsp;b\u3000c <span> d</span>', 'a b c d'],
  [
    'links are absolute',
    '<p><a href=/a?b title=T>x</a> <a href="mailto:a@b.example">m</a>',
    `[x](${SITE}/a?b "T") [m](mailto:a@b.example)`,
  ],
  [
    'links as `links` has them',
    '<p><a href="/a_b?utm_source=x&c=1&d_e=2#f">x</a> <a href="https://u:p@h.example/">y</a>',
    `[x](${SITE}/a_b?c=1&d_e=2) [y](https://h.example/)`,
  ],
  [
    'addresses that can be copied',
    '<p><a href="/a_(b)">x</a> <a href="/a)b">y</a> <a href="/a b">z</a>',
    `[x](${SITE}/a_(b)) [y](<${SITE}/a)b>) [z](${SITE}/a%20b)`,
  ],
  [
    'links that show their address',
    '<p><a href="https://a.example/b">https://a.example/b</a> <a href="mailto:a@b.example">a@b.example</a>',
    '<https://a.example/b> <a@b.example>',
  ],
  [
    'moments from which a script is to make "2 h ago"',
    '<p><abbr class=timeago title="2026-03-04T09:24:17Z"></abbr> <a href=/1><span title="2026-03-04 09:24:17+01:00">2 h ago</span></a>' +
      ' <span title="2026-03-04T09:24Z">4 March 2026</span> <span title="2026-03-04 minutes.pdf">Minutes</span>',
    `2026-03-04 [2 h ago (2026-03-04)](${SITE}/1) 4 March 2026 Minutes`,
  ],
  [
    'the date of a time that shows no year',
    '<p><time datetime="2026-03-02T10:00Z">2 h ago</time> <time datetime=2026-03-04>4 March</time> <time datetime=2026-03-04>4.3.2026</time> <time datetime=2026-03-04></time> <time datetime=10:30>10:30</time> <relative-time datetime="2026-03-04T09:24:17Z">4 Mar 09:24</relative-time>',
    '2 h ago (2026-03-02) 4 March (2026-03-04) 4.3.2026 2026-03-04 10:30 4 Mar 09:24 (2026-03-04)',
  ],
  ['titles that say nothing new', '<p><a href=/a title="The Tree">tree</a>', `[tree](${SITE}/a)`],
  [
    'titles that say what the address says, where that can be read',
    '<p><a href=/wiki/Felis_catus title="Felis catus">a cat</a> <a href=/wiki/Katze_%C3%A4 title="Katze ä">it</a> <a href=/products title=Pro>x</a>',
    `[a cat](${SITE}/wiki/Felis_catus) [it](${SITE}/wiki/Katze_%C3%A4 "Katze ä") [x](${SITE}/products "Pro")`,
  ],
  [
    'words on both sides of an icon',
    `<p><span>Guide</span><svg><path d="M0 0"/></svg><span>Start</span> <a href=/a>News<svg></svg></a>on, W<svg></svg>. 2<b><svg></svg>!</b></p><pre>a<svg></svg>b</pre>`,
    `Guide Start [News](${SITE}/a) on, W. 2**!**\n\n\`\`\`\nab\n\`\`\``,
  ],
  [
    'no numbers of lines in listings of source',
    '<pre><span class="source-line-no">001</span><span id="line-1">a {</span>\n<span class=sourceLineNo>002</span>}</pre><pre>\n<a name=1 href=#1>1</a>   <b>c</b> <a href=#1>1</a>\n<a id=2 href=#2>2</a>   d</pre><p><a id=3 href=#3>3</a></p>',
    '```\na {\n}\n```\n\n```\n   c 1\n   d\n```\n\n3',
  ],
  [
    'no arrows to the top of the page; pictures that lead to a place there',
    '<h2>A</h2><div><a href=#h><img src=/up.gif alt=top></a></div><p>b<a href=#h><img src=/up.gif alt="[Back to top]"></a></p><p><a href=#c><img src=/c.png alt="Top of the hill"></a><a href=#d><img src=/d.png alt=top> D</a></p>',
    `## A\n\nb\n\n![Top of the hill](${SITE}/c.png)![top](${SITE}/d.png) D`,
  ],
  [
    'operators that lead to what they mean; a sign leads to its place',
    '<ul><li><a href=#o>(==)</a> :: a<li><a href=#p>%*%</a> b<li><a href=#q><code>!</code></a> c<li><a href=#r>^</a>d<li><a href=#s>//</a>e<li><a href=#t>-></a>f<li><a href=#u>[+]</a>g<li><a href=#>!=</a>h</ul>' +
      '<pre>proc <a href=#v><b>`-&gt;`</b></a>(a): b<a href=#v>#</a>\n<a href=#w>*</a><a href=#>-</a></pre>',
    '- (==) :: a\n- %*% b\n- `!` c\n- d\n- e\n- f\n- g\n- h\n\n```\nproc `->`(a): b\n*\n```',
  ],
  [
    'the lines of code that is all of its paragraph are a block',
    '<p>\n<code>if a<br>\n&nbsp; b(c,  d)<br>fi</code> </p><p>g <code>d<br>e</code></p><p><code>f<br></code></p><div><tt>h<b><br>i</b></tt></div><ul><li><p><code>j<br>k</code></ul>',
    '```\nif a\n  b(c, d)\nfi\n```\n\ng `d`  \n`e`\n\n`f`\n\n```\nh\ni\n```\n\n- ```\n  j\n  k\n  ```',
  ],
  [
    'the entries of a table of contents however it is indented',
    '<dl>\n        <dt>\n          <span>\n            <a href=/a>1. A</a>\n          </span>\n        </dt>\n        <dt>\n          <span>\n            <a href=/b>2. B</a>\n          </span>\n        </dt><dd>c</dl>',
    `- [1. A](${SITE}/a)\n- **[2. B](${SITE}/b)**: c`,
  ],
  [
    'no links of a heading to itself, whatever their words',
    '<div><h2 id="a%">A b</h2> <a href="#a%"><span class=sr>Section titled “A b”</span></a></div><h2 id="für">B<a href="#f%C3%BCr">Permalink to B</a></h2>' +
      '<h3 id=c><a href="#c">C</a></h3><h3 id=d>D 1: <a href="#d">E</a></h3><a href="#c">see C</a><h3 id=e>1. <a href="#e">1. F</a></h3>',
    '## A b\n\n## B\n\n### C\n\n### D 1: E\n\nsee C\n\n### 1. 1. F',
  ],
  [
    'links within the page are text, their signs nothing',
    '<h2>A<a href="#a">¶</a></h2><p><a href="#b">b</a> word<sup><a href="#1">1</a></sup>',
    '## A\n\nb word[1]',
  ],
  ['links side by side', '<a href=/a>a</a><a href=/b>b</a>', `[a](${SITE}/a) [b](${SITE}/b)`],
  ['buttons side by side', '<p><a role=button>Yes</a><a role=button>No</a>', 'Yes No'],
  [
    'a place that is never closed ends no word',
    '<p><a id="x"/>潮汐的<a href=/w>海水</a>运动</p>',
    `潮汐的[海水](${SITE}/w)运动`,
  ],
  [
    'a bold name and what is said of it',
    '<dl><dt><strong>width</strong><span class="classifier">int</span></dt><dd>In px.</dd></dl><p><b>Note</b><span>: x</span></p>',
    '- **width int**: In px.\n\n**Note**: x',
  ],
  [
    'a link around blocks is on the heading, else on the first words',
    '<a href=/a><img src=i alt=I><p>New</p><h3>T</h3><p>d</p></a><a href=/b><div><img src=i alt=I></div><div>t</div></a>',
    `![I](${SITE}/dir/i)\n\nNew\n\n### [T](${SITE}/a)\n\nd\n\n![I](${SITE}/dir/i)\n\n[t](${SITE}/b)`,
  ],
  ['a link in a link', '<a href=/a><table><tr><td><a href=/b>b</a></table></a>', `[b](${SITE}/a)`],
  [
    'seen in what is not',
    '<p style="visibility:hidden">a<b style="visibility:visible">b</b></p>c<span style="font-size:0">d</span>e' +
      '<ul style="font-size:0">f<li style="font-size:9px">g</ul><a href=/h style="font-size:0"><i style="font-size:9px">h</i></a>',
    `**b**\n\nce\n\n- g\n\n[*h*](${SITE}/h)`,
  ],
  ['popovers are closed', 'a<div popover>b <a href=/c>c</a></div>', 'a'],
  [
    'pictures in a box whose texts have no size or colour',
    '<p style="font-size:0">a<a href=/b><img src=b alt=B></a></p><p style="color:transparent">c<img src=d alt=D></p>',
    `[![B](${SITE}/dir/b)](${SITE}/b)\n\n![D](${SITE}/dir/d)`,
  ],
  [
    'a path beside a box, not a slash between boxes',
    '<button>get</button><span>/readings</span> <button>put</button>/{id} <button>a</button>/<button>b</button>',
    'get /readings put /{id} a/b',
  ],
  [
    'code of three lines that is no pre',
    '<p>a<div><code><button>-</button>[<ul><li><div>"b":  1,</div></li></ul><div>]</div></code></div><p>c <code>d<br>e<br>f</code><table><tr><th>g<th>h<tr><td><code><p>i<p>j<p>k</code><td>l</table>',
    'a\n\n```\n[\n"b": 1,\n]\n```\n\nc `d`  \n`e`  \n`f`\n\n| g | h |\n| - | - |\n| `i`<br>`j`<br>`k` | l |',
  ],
  ['names of links are no part of words', 'a<a href=/a aria-label=Menu></a>b', `a [Menu](${SITE}/a) b`],
  [
    'numbers of lines',
    '<table><tr><td><pre>1\n2\n3</pre><td><pre>a\nb\nc</pre></table><table><tr><td>1<br>2<td><pre>d\ne</pre></table>' +
      '<table><tr><td><pre>1\n3</pre><td><pre>f</pre></table>',
    '```\na\nb\nc\n```\n\n```\nd\ne\n```\n\n```\n1\n3\n```\n\n```\nf\n```',
  ],
  [
    'cells made of spans',
    '<div role=table><div role=row><span role=cell>a</span><span role=cell>b</span></div></div><span>c</span><span>d</span>',
    'a b\n\ncd',
  ],
  [
    'links named by what they show',
    '<a href=/a><svg><title>Hub</title><path></path></svg></a><a href=/b><img src="data:image/gif;base64,R0" alt=Later></a><a href=/c><input type=button value=Go></a>' +
      '<a href=/d><svg><title>Star</title></svg> Stars</a>',
    `[Hub](${SITE}/a) [Later](${SITE}/b) [Go](${SITE}/c) [Stars](${SITE}/d)`,
  ],
  [
    'blocks by style',
    '<p><span style="display:block">a</span>b<span style="display: inline-block">c</span>',
    'a\n\nbc',
  ],
  ['links without text', '<a href=/a aria-label=Menu><svg></svg></a><a href=/b><i></i></a>', `[Menu](${SITE}/a)`],
  ['script links are text', '<p><a href="javascript:x()">x</a> <a href="data:text/html,y">y</a>', 'x y'],
  [
    'images',
    '<p><img src=/i.png alt=A> <img src="data:image/gif;base64,R0" data-src=lazy.png alt=L> <img src="data:image/gif;base64,R0"> <img src=d.png alt=""> <img src=p.gif width=1>',
    `![A](${SITE}/i.png) ![L](${SITE}/dir/lazy.png)`,
  ],
  [
    'pictures with a caption',
    '<figure><a href=/b><img src=a.png alt=""></a><figcaption>C</figcaption></figure><figure><img src=d.png alt=""></figure>',
    `[![](${SITE}/dir/a.png)](${SITE}/b)\n\nC`,
  ],
  [
    'pictures in the page itself, with a caption',
    '<figure><img src="data:image/svg+xml,x" alt=Lock><figcaption>C</figcaption></figure><figure><a href=/b><img src="data:,x" alt=Boat></a><figcaption>D</figcaption></figure>' +
      '<figure><img src="data:,x"><figcaption>E</figcaption></figure><p>f<img src="data:,x" alt=Icon>g',
    `![Lock]()\n\nC\n\n[Boat](${SITE}/b)\n\nD\n\nE\n\nfg`,
  ],
  [
    'lists that only indent, as editors write them',
    '<ul><ul><li>a<li>b</ul></ul><p>c<ol><ol start=4><li>d<li>e</ol><li>f</ol>',
    '- a\n- b\n\nc\n\n4. d\n5. e\n1. f',
  ],
  [
    'lists that stand below the item before, as wikis write them',
    '<ul><li>a</ul><dl><dd><ul><li>b</ul><dl><dd><ul><li>c</ul></dl><ul><li>d</ul></dl>',
    '- a\n\n- - b\n  - - c\n  - d',
  ],
  [
    'TeX that a script is to draw',
    '<p>Let <span class="math notranslate">\\(a_1*b_2\\)</span>, <span class=math-container>$\\{x\\}$</span>, <b class=math>$5 or $6</b>, <i class=math>$$</i>.</p>' +
      '<div class=arithmatex>\n\\[ a\n\\\\ 5\\% \\]\n</div><p>\\(c\\)',
    'Let $a_1*b_2$, $\\{x\\}$, **$5 or $6**, *$$*.\n\n$$a \\\\ 5\\%$$\n\n\\\\(c\\\\)',
  ],
  [
    'boxes that style lays out as a table',
    '<div class="summary-table"><div class="table-header col-first">Type</div><div class="table-header">Name</div>\n' +
      '<div><code>int</code></div><div>a</div> <div>long</div><div><p>b</p></div></div><div><div class=table-header>X</div><div class=table-header>Y</div><div>1</div></div>' +
      '<div><div class=table-header>V</div><div>a</div><div class=table-header>W</div><div>b</div></div>',
    '| Type | Name |\n| - | - |\n| `int` | a |\n| long | b |\n\nX\n\nY\n\n1\n\nV\n\na\n\nW\n\nb',
  ],
  [
    'terms that mean nothing',
    '<dl><dt>a<dt>b<dt><a href=/c>c</a></dl><dl><dt>d<dt>e<dd>f<dt>g<dt>h</dl>',
    `- **a**\n- **b**\n- [c](${SITE}/c)\n\n- **d, e**: f\n- **g**\n- **h**`,
  ],
  [
    'lines that style keeps',
    '<p style="white-space: pre-wrap">\na\n  b\n\nc <b>d\ne</b>\n</p><div class="p-2 whitespace-pre-line"><p>f\ng</div><p class=pre-wrapped>h\ni',
    'a  \nb\n\nc **d  \ne**\n\nf  \ng\n\nh i',
  ],
  ['lists in lists', '<ol><li>a<ul><li>b<p>c</p></ul><li value=7>d</ol>', '1. a\n   - b\n\n     c\n\n7. d'],
  [
    'tasks',
    '<ul><li><input type=checkbox checked> a<li><label><input type=checkbox>b</label></ul>',
    '- [x] a\n- [ ] b',
  ],
  [
    'tables of contents, and terms that share a meaning',
    '<dl><dt><a href=#x>1. A</a></dt><dt>2. <a href=/b>Long B</a></dt><dd><dl><dt><a href=/c>2.1. C</a></dl></dd><dt>c<dt><b>d</b><dd>e</dl>',
    `- **1. A**\n- **2. [Long B](${SITE}/b)**:\n  - [2.1. C](${SITE}/c)\n- **c, d**: e`,
  ],
  [
    'the sign of a note makes no table, and no line numbers from the middle',
    '<table><tr><td rowspan=2><img src=/n.png alt=Note><th>Note<tr><td>Mind <b>it</b>.</table><table><tr><td><pre>62\n63</pre><td><pre>d\ne</pre></table><table><tr><td>62<td><pre>d</pre></table>',
    `![Note](${SITE}/n.png) Note\n\nMind **it**.\n\n\`\`\`\nd\ne\n\`\`\`\n\n62\n\n\`\`\`\nd\n\`\`\``,
  ],
  [
    'definitions',
    '<dl><dt>: a:<dd>b<div><dt>c<dt>d<dd><pre>e</pre></div></dl>',
    '- **a**: b\n\n- **c, d**:\n\n  ```\n  e\n  ```',
  ],
  [
    'code with its language',
    '<pre><code class="hljs language-js">let a;</code></pre><div class="highlight-python notranslate"><pre>```<br>b\u00a0c</pre></div>',
    '```js\nlet a;\n```\n\n````python\n```\nb c\n````',
  ],
  [
    'parts of a row without white space between them',
    '<div class="flex gap-2"><span>4 March</span><span>1<!-- --> <!-- -->min</span></div>' +
      '<p class=d-flex><span>Tags:</span><a href=/1>A</a></p>' +
      '<p class=flex><span>W</span><span><b>o</b></span></p><p class=flex><span>$</span><span>1,299</span></p>',
    `4 March 1 min\n\nTags: [A](${SITE}/1)\n\nW**o**\n\n$1,299`,
  ],
  [
    'parts without a word of the box beside them',
    '<ul><li><span>300</span><span>g</span><span><b>oat</b> flour</span><span>(fine)</span></li></ul>' +
      '<p><a href=/1>Ada</a><span>Reporter</span></p><div><time>4 March</time><!-- --><time>Changed 6 March</time></div>' +
      '<h2><span>Sport</span>Boats <small>The tide wins.</small></h2><p>Sold<span>Out</span></p><p>post<span>GRES</span>i<span>Pod</span></p>' +
      '<p>The Boat<span>Yard</span> opens. <span>Boat</span>Yards do.</p><h2><span>Tides</span><span><span>[</span><a href=/2>edit</a><span>]</span></span></h2>' +
      "<p><strong>'It wins.'</strong><span>More</span></p>",
    `- 300g **oat** flour (fine)\n\n[Ada](${SITE}/1) Reporter\n\n4 March Changed 6 March\n\n## Sport Boats The tide wins.\n\nSold Out\n\npostGRESiPod` +
      `\n\nThe BoatYard opens. BoatYards do.\n\n## Tides [[edit](${SITE}/2)]\n\n**'It wins.'** More`,
  ],
  [
    'pieces of words',
    '<p><span>Some no</span><span>tes </span><span>on it</span></p><p><span>W</span><span>hales</span></p>' +
      '<p><span>Map.</span><span>of</span></p><p><em><span>mode</span><span>=</span><span>r</span></em></p>' +
      '<p>The <span>harb</span><span>our</span></p><p><span>harb</span> <span>our</span><span>master</span></p>' +
      '<p><span>12</span><span>99</span></p><p><code><span>let</span><span>ter</span></code></p>' +
      '<p><span>boat</span><span>s</span></p><p><span>Harbour</span><span>™</span></p><p><span>harb</span><mark>our</mark></p>' +
      "<p><span>12 m</span><sup>2</sup></p><p><span>l'</span><span>eau</span></p><p><span>tides</span><span>(</span><span>day</span></p>" +
      '<p><span>In the harb</span><span>our</span></p>',
    'Some notes on it\n\nWhales\n\nMap.of\n\n*mode=r*\n\nThe harbour\n\nharb ourmaster\n\n1299\n\n`letter`' +
      "\n\nboats\n\nHarbour™\n\nharbour\n\n12 m²\n\nl'eau\n\ntides(day\n\nIn the harbour",
  ],
  [
    'sentences whose words no spaces part, or parted from their endings by none',
    '<p><span>潮汐在</span><span>黄昏</span><span>时转向。</span></p><p><span>ボート</span><span>は港に戻る</span></p>' +
      '<p><span>항구</span><span>에서 만나요</span></p><p><span>เรือ</span><span>กลับ</span></p><p><span>潮汐</span><time>2026-03-04</time></p>',
    '潮汐在黄昏时转向。\n\nボートは港に戻る\n\n항구에서 만나요\n\nเรือกลับ\n\n潮汐 2026-03-04',
  ],
  [
    'code whose language the code itself says, not a box around it',
    '<div class="body hljs css-z0ebq4"><pre><code class="language-sh">a</code></pre><pre><code>b</code></pre>' +
      '<pre class="hljs ruby">c</pre><pre class=sourceCode><code class="sourceCode r">d</code></pre></div>' +
      '<pre><code class="ts">e</code></pre><pre><code class="wide">f</code></pre><pre class="shell">g</pre>',
    '```sh\na\n```\n\n```\nb\n```\n\n```ruby\nc\n```\n\n```r\nd\n```\n\n' +
      '```ts\ne\n```\n\n```\nf\n```\n\n```\ng\n```',
  ],
  [
    'an address that is none, one that a script has yet to make, a counter',
    '<p><a href="ftp://[x">files</a> <img data-src="{{ src }}" src=/i alt=I> <img src=/t height=1 alt=T> end</p>',
    `files ![I](${SITE}/i) end`,
  ],
  [
    'a language is one word, of the code or of the two boxes next to it',
    `<pre data-lang="js\n# h">a</pre><pre data-lang="${'x'.repeat(31)}">b</pre><div class=lang-en><div><div><pre>c</pre>` +
      '</div></div></div><div class=language-js><div><pre><code>d</code></pre></div></div>',
    '```\na\n```\n\n```\nb\n```\n\n```\nc\n```\n\n```js\nd\n```',
  ],
  [
    'raised and lowered',
    '<p>10<sup>6</sup> H<sub>2</sub>O 1<sup>st</sup> x<sub>max</sub> e<sup>-x</sup> €19<sup>.99</sup> 4 ct<sup>1)</sup>',
    '10⁶ H₂O 1st x_max e^(-x) €19.99 4 ct¹⁾',
  ],
  [
    'formulas, once',
    '<p><math><semantics><mi>c</mi><annotation encoding="application/x-tex">c_1*d_2</annotation></semantics></math><span aria-hidden=true>c1</span> <math><msup><mi>a</mi><mn>2</mn></msup></math> <img src=m.svg alt="{\\displaystyle x}">',
    '$c_1*d_2$ $a^2$ $x$',
  ],
  [
    'formulas that MathJax has drawn',
    '<p>A <mjx-container><svg><path/></svg><mjx-assistive-mml style="position:absolute;clip:rect(1px, 1px, 1px, 1px)"><math><mi>k</mi></math></mjx-assistive-mml></mjx-container> b <i>c</i> ' +
      '<span class="MathJax_Preview"></span><span class="MathJax"><nobr aria-hidden="true"><span>m2</span></nobr><span><math><mi>m</mi></math></span></span><script type="math/tex">m^2</script>.' +
      '<div class="MathJax_Display">n</div>',
    'A $k$ b *c* $m^2$.\n\nn',
  ],
  [
    'no text that hides behind the name of a formula',
    ['display:none', 'font-size:0', 'clip:rect(0,0,0,0);position:absolute;left:-9999px'].reduce(
      (html, style) => `${html}<mjx-assistive-mml style="${style}">Secret</mjx-assistive-mml>`,
      'a',
    ),
    'a',
  ],
  ['readings', '<ruby><rb>漢</rb><rp>(</rp><rt>かん</rt><rp>)</rp></ruby>です', '漢(かん)です'],
  ['custom elements and buttons part words', '<p>a<x-y>b</x-y>.<button>c</button><button>d</button>', 'a b. c d'],
  [
    'markup in text stays text',
    '<p>*a* [b](c) &lt;b&gt; &amp;amp; `d` _e_ [f]',
    '\\*a* [b]\\(c) \\<b> \\&amp; \\`d\\` \\_e_ [f]',
  ],
  [
    'what is no markup is not escaped',
    '<p>a_b_c 2 * 3 * 4 ~5 [1] 5* __ C:\\x A&amp;B x < y (z) #1 1. a! `',
    'a_b_c 2 * 3 * 4 ~5 [1] 5* __ C:\\x A&B x < y (z) #1 1. a! `',
  ],
  [
    'lines that would begin a block',
    '<p># a<br>&gt; b<br>+ c<br>---<br>1. d<p>===',
    '\\# a  \n\\> b  \n\\+ c  \n\\---  \n1. d\n\n\\===',
  ],
  ['brackets and signs at links', '<p>a!<a href=/b>c]</a>', `a\\![c\\]](${SITE}/b)`],
  [
    'what a box shows that is a picture by its role',
    '<p>Ferry<span role=img aria-label="4.5 of 5 stars"><svg><title>star</title></svg><i></i></span>(12)<p>Store<i role=img aria-label=late></i><i role=img aria-labelledby=s></i> <span id=s>Legend</span>' +
      '<p><span role=img aria-label=rocket>🚀</span> <i role=img></i><b aria-label=Menu></b>Go <a href=/a><i role=img aria-label=Tides></i></a>',
    `Ferry 4.5 of 5 stars (12)\n\nStore late Legend\n\n🚀 Go [Tides](${SITE}/a)`,
  ],
  [
    'signs and empty boxes by a name that has a number; five stars of which three and a half are lit',
    '<p>A<span role=img aria-label="Rated 3.5 of 5">★★★★★</span>(12)<p>B <span aria-label="3.5 of 5" style="--stars:3.5"></span> (9)<p>C <span aria-label="Page 2">Next</span> ' +
      '<a href=/a aria-label="Slide 3">•</a> <button aria-label="Slide 4">•</button> <b role=img aria-label=star>★</b><div aria-label="Ad 1"><img src=/i.png alt=Boat></div><div aria-label="Widget 1"></div><div style="--of:5" aria-label="2 of 5"></div><p>Fees<sup aria-label="Note 1">†</sup> <span role=img aria-label="1st place">🥇</span> <code aria-label="Line 1">→</code><ul><li style="left:0" aria-label="Slide 1"></ul>',
    `A Rated 3.5 of 5 (12)\n\nB 3.5 of 5 (9)\n\nC Next [•](${SITE}/a) • **★**\n\n![Boat](${SITE}/i.png)\n\n2 of 5\n\nFees† 🥇 \`→\``,
  ],
  [
    'a drawing that is a picture by its role or name; not what a link, a button or the text beside it says anyway',
    '<ul><li><svg role=img><title>Bedrooms</title></svg>3<li><svg aria-label="Red card"></svg>Brandt<li><svg role=img aria-label=Late></svg> Late by 2<li><svg aria-hidden=true role=img aria-label=x></svg>a' +
      '<li><a href=/b>Docs <svg role=img aria-label="New window"></svg></a><li><button><svg role=img aria-label=Close></svg></button><span role=button><svg aria-label="Open all"></svg></span>b<li><svg><title>chevron</title></svg>c<li><svg role=presentation aria-label=x></svg>d<li><p><svg role=img><title>Old mill</title>' +
      `${'<path/>'.repeat(40)}</svg></p><p><b>Old mill</b></p>` +
      '<li><svg role=img aria-label=menu></svg><svg aria-label="Play icon"></svg>e<li><svg role=img aria-labelledby="s t"><title id=s>Swing</title><desc id=t>4 % to us</desc></svg></ul>',
    `- Bedrooms 3\n- Red card Brandt\n- Late by 2\n- a\n- [Docs](${SITE}/b)\n- b\n- c\n- d\n- **Old mill**\n- e\n- Swing 4 % to us`,
  ],
  [
    'words that only who listens hears are no part of those beside them',
    '<p><span aria-hidden=true>4.5</span><span class=sr-only>4.5 of 5</span><p>$9<span class="x visually-hidden">Was</span><s>$12</s><p>Mon<span class=sr-only>day</span>, more<span class="screen-reader-text">about boats</span>. <a href=/a>Log<span class=visuallyhidden>(new tab)</span></a>' +
      '<p>N<span class=sr-only>orth</span> (<span class=sr-only>usd</span>) <span class=sr-only>$</span><span>49</span> <a href=/b>Next<span class=sr-only>, page 2</span> (<span class=sr-only>New tab</span>)</a>',
    `4.5 4.5 of 5\n\n$9 Was ~~$12~~\n\nMonday, more about boats. [Log (new tab)](${SITE}/a)\n\nNorth (usd) $49 [Next, page 2 (New tab)](${SITE}/b)`,
  ],
  [
    'lists that count down or by letters',
    '<ol reversed start=5><li>a<li>b</ol><ol reversed><li>c<li value=9>d<li>e</ol><ol type=a><li>f<li>g<p>h</ol><ol type=A start=27><li>i</ol><ol type=i start=4><li>j</ol>' +
      '<ol style="list-style-type: upper-roman" start=1949><li>k</ol><ol type=a start=0><li>l</ol><ol type=1><li>m</ol>',
    '5. a\n4. b\n\n3. c\n9. d\n8. e\n\n- a. f\n\n- b. g\n\n  h\n\n- AA. i\n\n- iv. j\n\n- MCMXLIX. k\n\n- 0. l\n\n1. m',
  ],
  [
    'a price as a whole is no part of another, or of its name',
    '<div><span>Price</span><span>$20</span></div><div><span>£425</span><span>£450</span></div><div><span>$</span><span>49</span><span>.50</span><span>/month</span></div><div><span>€20</span><span>–</span><span>€30</span></div><div><span>0:00</span><span>48:12</span></div><div><span>8°</span><span>46°</span></div>' +
      '<div><span>EPS</span><span>-0.31</span></div><div><x-p>41.20</x-p><x-p>-0.85</x-p></div><div><span>£425</span><span>-5.6%</span></div><div><span>3</span><span>-5</span></div><div><span>12,408</span><span>42.1<span>%</span></span></div><div><span>1.07</span><span>12</span></div><div><span>$20</span><span>M</span></div><div><span>20°</span><span>C</span></div>',
    'Price $20\n\n£425 £450\n\n$49.50/month\n\n€20–€30\n\n0:00 48:12\n\n8° 46°\n\nEPS -0.31\n\n41.20 -0.85\n\n£425 -5.6%\n\n3-5\n\n12,408 42.1%\n\n1.0712\n\n$20M\n\n20°C',
  ],
  [
    'a yes or no that a set of icons draws, in a cell that shows nothing else; a no before an item of a list that has a yes',
    '<table><tr><th>Has<th>A<th>B<th>C<tr><td>Radio<td><i class="fa fa-check text-ok"></i><td><svg class="lucide lucide-x"></svg><td><span class="border-x"></span>' +
      '<tr><td>Radar<td><input type=checkbox checked disabled><td><input type=checkbox disabled><td><input type=checkbox>' +
      '<tr><td>Sonar<td><button><i class="bi bi-x-lg"></i></button><td><i class="bi bi-x-circle-fill" title=Soon></i><td><i class="fab fa-x-twitter"></i></table>' +
      '<ul><li><i class="fa fa-check"></i> Mooring<li><span><i class="bi bi-x"></i></span>Fuel<li><a href=/a><i class="fa fa-times"></i>Shop</a><li><i class="overflow-x"></i>Ice<li><i class="fa fa-times"></i></ul>' +
      '<ul><li><i class="fa fa-times"></i>Tag<li><i class="icon-x"></i>Us on X</ul>',
    `| Has | A | B | C |\n| - | - | - | - |\n| Radio | ✓ | ✗ | |\n| Radar | [x] | [ ] | |\n| Sonar | | Soon | |\n\n- Mooring\n- ✗ Fuel\n- [Shop](${SITE}/a)\n- Ice\n\n- Tag\n- Us on X`,
  ],
  [
    'a yes or no in a cell of a grid, drawn, or said to who does not see it; a box that nobody can tick',
    '<div role=grid><div role=row><b role=columnheader>Boat</b><b role=columnheader>Open</b><b role=columnheader>Paid</b></div>' +
      '<div role=row><i role=gridcell>Ada</i><div role=gridcell aria-checked=true><svg></svg></div><div role=gridcell><i class="fa fa-times"></i></div></div>' +
      '<div role=row><i role=gridcell>Eve</i><div role=gridcell aria-checked=false><svg></svg></div><div role=gridcell><b role=checkbox aria-checked=true aria-readonly=true></b></div></div>' +
      '<div role=row><i role=gridcell>Ida</i><div role=gridcell aria-checked=true>From 7</div><div role=gridcell><b role=checkbox aria-checked=true></b></div></div>' +
      '<div role=row><i role=gridcell>Una</i><div role=gridcell><p><span><input type=checkbox role=switch disabled checked></span><span><b></b></span></p></div><div role=gridcell><button role=switch aria-checked=false disabled></button></div></div>' +
      '<div role=row><i role=gridcell>Zoe</i><div role=gridcell><p hidden><input type=checkbox disabled></p></div><i role=gridcell>7</i></div></div>',
    '| Boat | Open | Paid |\n| - | - | - |\n| Ada | ✓ | ✗ |\n| Eve | ✗ | [x] |\n| Ida | From 7 | |\n| Una | [x] | [ ] |\n| Zoe | | 7 |',
  ],
  [
    'which of several buttons cannot be chosen',
    '<p><label><input type=radio>S</label><label><input type=radio disabled>M</label> <input type=RADIO disabled id=l><label for=l>L</label>' +
      '<input type=radio id=x><label for=x>XL</label> <label><input type=checkbox checked disabled>Needed</label>',
    'S M (disabled) L (disabled) XL Needed',
  ],
  [
    'which of several sizes cannot be pressed, not what all are until a script has run, what sends a form, nor a sign',
    '<p><button>S</button><button disabled>M</button> <button aria-disabled=true>L</button><ul><li><button disabled>Moss</button><li><button aria-disabled=false>Sand</button></ul>' +
      '<p><button disabled>Red</button> <button disabled>Blue</button><p><button disabled>−</button>2<button>+</button><p>Buy: <button disabled>Add</button>' +
      '<p><button>Back</button> <button type=Submit disabled>Send</button> <button type=submit value=9 disabled>At nine</button>' +
      '<div role=radiogroup><b role=radio aria-disabled=true>Tall</b> <b role=radio>Short</b></div>',
    'S M (disabled) L (disabled)\n\n- Moss (disabled)\n- Sand\n\nRed Blue\n\n− 2 +\n\nBuy: Add\n\nBack Send At nine (disabled)\n\n**Tall (disabled)** **Short**',
  ],
  [
    'not by the name of an icon in its set',
    '<p>Price <span role=img aria-label=caret-down><svg data-icon=caret-down></svg></span><ion-icon name=arrow-up role=img aria-label="arrow up"></ion-icon>' +
      '<div>Rated 15 <span role=img aria-label=5></span></div>',
    'Price\n\nRated 15 5',
  ],
  [
    'what may be chosen, without what stands there until then; a beginning of many',
    '<p>Colour<select><option value="">Choose<option>Black<optgroup label=Warm><option disabled>Sand (new)<option label=Rust>r</optgroup><option hidden>x</select>now' +
      '<p><select aria-label=Sort><option disabled selected>Sort by<option>Price<option>Name</select><p><select hidden><option>a<option>b</select>' +
      `<p>Year <select>${'<option>20<i>26</i></option>'.repeat(13)}</select><p><select><option value="">a<option value="">b</select>c`,
    'Colour (Black / Sand (new) (disabled) / Rust) now\n\nSort (Price / Name)\n\nYear (2026 / 2026 / 2026 / 2026 / 2026 … 13 in all)\n\nc',
  ],
  [
    'more choices than are counted',
    `<p>Time <select>${'<option>5</option>'.repeat(1_001)}</select>`,
    'Time (5 / 5 / 5 / 5 / 5 … 1000 or more in all)',
  ],
  [
    'numbers and days that are set; not what a person writes, or does not see',
    '<p>Serves <input type=number value=12> from <input type=DATE value=2026-03-04> by <input readonly value=x><input type=number value="do this"> <input value=a> ' +
      '<input type=hidden readonly value=b> <input type=password readonly value=c> <input type=search value=d> <input type=radio value=e> <input type=number>end',
    'Serves 12 from 2026-03-04 by end',
  ],
  [
    'no numbers that nobody has set',
    '<p>Mug €3 <button>-</button><input type=number value=1><button>+</button><p><label>How many</label> <input type=number value=1> <label>Rate <input type=number value=0></label>',
    'Mug €3 -+\n\nHow many Rate',
  ],
  [
    'what is no content',
    '<style>a</style><script>b</script><select><option>c</select><textarea>d</textarea><noscript>e</noscript><svg><defs><text>f</text></defs>i</svg><template>g</template><iframe>h</iframe><p>x',
    'x',
  ],
  [
    'the words of a drawing',
    '<p>Flow:<svg><title>Plan</title><style>a{}</style><g><text><tspan x=0>Get</tspan><tspan x=0 dy=1em>mon<tspan>ey</tspan></tspan></text>' +
      '<text>Yes</text><text>Yes</text><text style="display:none">No</text></g>' +
      '<foreignObject><div>Go<p>shop<b>ping</b></p></div></foreignObject><path/></svg> end',
    'Flow: Get money · Yes · Go shopping end',
  ],
  [
    'a drawing and its bars are named by what they stand for, in place of the words that are drawn for them',
    '<svg role="img" aria-label="Catch"><g role="graphics-symbol" aria-label="Axis from 0 to 40"><text>0</text><text>40</text></g><path role="img" aria-label="Cod: 36"/><g role="graphics-object" aria-label="Group"><text>kg</text></g></svg>',
    'Catch Axis from 0 to 40 · Cod: 36 · kg',
  ],
  [
    'a part of a drawing that has a name, and more words in it than that says',
    '<svg><g role="img" aria-label="Flow: 2 steps"><text>Flow</text><text>Cast off</text><g><text>Moor</text></g></g><text>Flow</text></svg>',
    'Flow: 2 steps · Cast off · Moor · Flow',
  ],
  [
    'a canvas that has a name, or that a picture is made of',
    '<p>Fish</p><canvas></canvas><canvas role="img" aria-label="Catch"></canvas><div role="img" aria-label="Prices"><div><canvas></canvas><canvas></canvas></div></div>',
    'Fish\n\n![Catch]()\n\nPrices',
  ],
  [
    'code in an editor, without the numbers beside its lines',
    '<div class="cm-editor"><div class="cm-gutters" aria-hidden="true"><div class="cm-gutter cm-lineNumbers"><div style="visibility:hidden">999</div><div>1</div><div>2</div></div></div>' +
      '<div class="cm-content" role="textbox"><div class="cm-line"><span>if</span> (a) {</div><div class="cm-line"><br></div><div class="cm-line">  b();</div></div></div>' +
      '<div class="CodeMirror-code"><div><div class="CodeMirror-gutter-wrapper"><div>1</div></div><pre class=" CodeMirror-line "><span>if (a) {</span></pre></div><div><div class="CodeMirror-gutter-wrapper"><div>2</div></div><pre class=" CodeMirror-line "><span>  b();</span></pre></div></div>',
    '```\nif (a) {\n\n  b();\n```\n\n```\nif (a) {\n  b();\n```',
  ],
  [
    'no code in what only its class names as an editor does',
    '<div class="cm-content"><h2>Tides</h2><p>Twice a day.</p></div>',
    '## Tides\n\nTwice a day.',
  ],
  [
    'a drawing that is a frame of HTML',
    '<p>Deck<svg data-slide viewBox="0 0 9 9"> <foreignObject><section><h1>Ice</h1><ul><li>Ramps<li><a href=/b>Radios</a></ul></section></foreignObject>' +
      '<foreignObject><section><pre><code class="language-js">a\n b</code></pre></section></foreignObject></svg>Go <svg><g><foreignObject><b>5</b></foreignObject></g></svg> times',
    `Deck\n\n# Ice\n\n- Ramps\n- [Radios](${SITE}/b)\n\n\`\`\`js\na\n b\n\`\`\`\n\nGo 5 times`,
  ],
  [
    'icons of a font of the page, not its prices',
    '<h2><i>\ue5d2</i> Boats</h2><p>Go<i> \ue161 </i>home <a href=/b aria-label=Cart><i>\uf07a</i></a> <b>\ue123\ue124</b> <code>\ue0b0</code><ul><li><i>\ue161</i><li>Two</ul>' +
      '<table><tr><th>Boat<th>Sails<tr><td>Heron<td>\ue876<tr><td>Gull<td></table>',
    `## Boats\n\nGo home [Cart](${SITE}/b) **\ue123\ue124** \`\ue0b0\`\n\n- Two\n\n| Boat | Sails |\n| - | - |\n| Heron | \ue876 |\n| Gull | |`,
  ],
  ['nothing', '', ''],
  [
    'breaks in a link, rules that part nothing',
    '<hr><p><a href=/x>a<br><br>b</a> c<hr><hr><p>d<hr>',
    `[a b](${SITE}/x) c\n\n---\n\nd`,
  ],
  [
    'blocks in cells',
    '<table><tr><th>a<th>b<tr><td><pre>c\n\nd|</pre><td><h3>e</h3><tr><td><h2>f</h2>g<td>h</table>',
    '| a | b |\n| - | - |\n| `c`<br>`d\\|` | **e** |\n| **f**<br>g | h |',
  ],
  [
    'elements that few write',
    '<p><strike>a</strike> <tt>b</tt> <dfn>c</dfn> <cite>d</cite> <var>e</var> <samp>f</samp></p>' +
      '<dir><li>g</dir><xmp><b></xmp><listing>h</listing><h4>i</h4><h5>j</h5><h6>k</h6>',
    '~~a~~ `b` *c* *d* *e* `f`\n\n- g\n\n```\n<b>\n```\n\n```\nh\n```\n\n#### i\n\n##### j\n\n###### k',
  ],
  ['backticks in code', '<p><code>a`b</code> <code>`c</code> <code>d``</code>', '``a`b`` `` `c `` ``` d`` ```'],
  [
    'code begins where it says something, and what copies it is no part of it',
    '<pre> \n\t\n  a\n<button>copy</button>b<div>c</div>d</pre>',
    '```\n  a\nb\nc\nd\n```',
  ],
  [
    'code of pandoc and Org, with numbers',
    '<pre class="sourceCode numberSource python numberLines"><code class="sourceCode python">a = 1</code></pre>' +
      '<pre class="src src-emacs-lisp"><span class="linenr">1: </span>(b\n<span class="linenr">2: </span>  c)</pre>',
    '```python\na = 1\n```\n\n```emacs-lisp\n(b\n  c)\n```',
  ],
  [
    'numbers of lines are no part of them, in the lines or beside them',
    '<pre><span></span><span class="linenos"> 9</span><b>a</b>: 1\n<span class="linenos">10</span>b\n<a href=#l><span class="ln">11</span></a>c\n<span style="user-select: none"><i>12</i></span>13</pre>' +
      '<div><pre>d</pre><div class="line-numbers-wrapper"><span>1</span><br><span>2</span></div></div><p><span class=ln>7</span> <span class=lineno>n</span></p><div class=line-number>8 of 9</div><div class=line-number>555 1234</div>',
    '```\na: 1\nb\nc\n13\n```\n\n```\nd\n```\n\n7 n\n\n8 of 9\n\n555 1234',
  ],
  [
    'numbers of lines in a cell beside the code, below a name of the listing',
    '<table><thead><tr><td colspan=2>tide.php<tbody><tr><td class=ln><pre>1\n<b>2</b>\n</pre><td><pre>a();\nb();</pre></table>' +
      '<table><tr><td>1<td><pre>c\nd</pre><tr><td>2<td><pre>e</pre></table>',
    'tide.php\n\n```\na();\nb();\n```\n\n| | |\n| - | - |\n| 1 | `c`<br>`d` |\n| 2 | `e` |',
  ],
  [
    'the language of code in a box, said once, and beside its numbers',
    '<div class="language-sh"><button>Copy</button><span>Sh</span><pre><code>a</code></pre></div><p>js</p><div class=lang-ts><pre>b</pre></div>' +
      '<figure class="highlight js"><table><tbody><tr><td><pre>1\n2</pre></td><td><pre>c\nd</pre></td></tr></tbody></table></figure><figure class="highlight plain"><pre>e</pre></figure>',
    '```sh\na\n```\n\njs\n\n```ts\nb\n```\n\n```js\nc\nd\n```\n\n```\ne\n```',
  ],
  [
    'lines that change have the sign that only a style draws',
    '<pre><code><span class="line">a:</span>\n<span class="line diff remove"><i>  b</i></span>\n<span class="line diff add">  c</span></code></pre>' +
      '<pre><div class="ec-line del"><div class=code>d</div></div><div class="ec-line highlight ins"><div>e</div></div></pre><p><span class="diff add">f</span>',
    '```\n a:\n-  b\n+  c\n```\n\n```\n-d\n+e\n```\n\nf',
  ],
  [
    'other addresses',
    '<p><a href="tel:1" title="call us">1</a> <a href="mailto:a@b.example" aria-label=Write></a>' +
      '<a href="mailto:A B <a@b.example>">m</a>',
    '[1](tel:1 "call us") [Write](mailto:a@b.example) [m](mailto:A%20B%20%3Ca@b.example%3E)',
  ],
  [
    'items out of what stands around them, and a picture beside them',
    '<ul><div><li>a</li><li>c</li></div><img src=/i alt=I><li>b</ul>',
    `- a\n- c\n- ![I](${SITE}/i)\n- b`,
  ],
  ['terms without words, terms that share a meaning', '<dl><dt><dd>a<dt><dt>b:<dt>c<dd>d</dl>', '- a\n- **b, c**: d'],
  [
    'cells that show a sign alone',
    '<table><tr><td><i class="icon" title="Warning"></i></td><td><p>Hot</p></td></tr></table>' +
      '<table><tr><th>a<th>b<th>c<th>d<tr><td><div> <span aria-label=Yes></span></div><td><svg><title>No</title><path/></svg><td><i title=e></i>f<td><i title=Secret hidden></i><tr><td>g<td><svg aria-hidden=true><title>icon-e</title></svg></table>',
    'Warning\n\nHot\n\n| a | b | c | d |\n| - | - | - | - |\n| Yes | No | f | |\n| g | | | |',
  ],
  ['tables that place things', '<table role=none><tr><td>a<td>b<tr><td>c<td>d</table>', 'a b\n\nc d'],
  ['numbers that are none', '<ol start=x><li>a<li value=7b>b</ol>', '1. a\n2. b'],
];

const TABLES: [why: string, html: string, markdown: string][] = [
  ['headings', '<table><tr><th>a<th>b<tr><td>1<td>2</table>', '| a | b |\n| - | - |\n| 1 | 2 |'],
  ['no headings', '<table><tr><td>1<td>2<tr><td>3<td>4</table>', '| | |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |'],
  [
    'spans',
    '<table><tr><th rowspan=2>n<th colspan=2>y<tr><th>p<th>q<tr><td rowspan=2>r<td>1<td>2<tr><td colspan=2>3<tr><td>4</table>',
    '| n | y p | y q |\n| - | - | - |\n| r | 1 | 2 |\n| r | 3 | 3 |\n| 4 | | |',
  ],
  [
    'a row longer than the headings',
    '<table><tr><th>a<th>b<tr><td>1<td>2<td>3</table>',
    '| a | b | |\n| - | - | - |\n| 1 | 2 | 3 |',
  ],
  [
    'pipes, breaks and blocks in cells',
    '<table><tr><th>a|b<th>c<tr><td><code>d|e</code><br>f<td><ul><li>g<li><a href="/h|i">j</a></ul></table>',
    `| a\\|b | c |\n| - | - |\n| \`d\\|e\`<br>f | g<br>[j](${SITE}/h%7Ci) |`,
  ],
  [
    'columns in which nothing stands',
    '<table><tr><th><th>a<th>b<th><tr><td><img src=""><td>1<td><td><tr><td> <td>2<td><td></table>',
    '| a | b |\n| - | - |\n| 1 | |\n| 2 | |',
  ],
  [
    'a caption, or a heading across',
    '<table><caption>A</caption><tr><th>a<th>b<tr><td>1<td>2</table><table><tr><th colspan=2>B<tr><th>c<td>3<tr><th>d<td>4</table>',
    'A\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nB\n\n| | |\n| - | - |\n| c | 3 |\n| d | 4 |',
  ],
  [
    'layout tables',
    '<table><tr><td><h2>a</h2><td><table><tr><td>b<td>c<tr><td>d<td>e</table></table>',
    '## a\n\n| | |\n| - | - |\n| b | c |\n| d | e |',
  ],
  ['rows of a layout table are lines', '<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>', 'a b\n\nc d'],
  [
    'long cells in several blocks are parts of a page',
    `<table><tr><td><p>${'word '.repeat(120)}</p><p>a</p><td>b<tr><td>c<td>d</table>`,
    `${'word '.repeat(120).trim()}\n\na\n\nb\n\nc d`,
  ],
  [
    'a table in a data table is lines of its cell',
    '<table><tr><th>a<th>b<tr><td>c<table><tr><th>d<th>e<tr><td>f<td>g</table><td>h</table>',
    '| a | b |\n| - | - |\n| c<br>d e<br>f g | h |',
  ],
];

test('markdown tables', async (t) => {
  for (const [why, html, markdown] of TABLES) {
    await t.test(why, async () => assert.equal((await contentOf(html)).content, markdown));
  }
});

test('markdown', async (t) => {
  for (const [why, html, markdown] of MARKDOWN) {
    await t.test(why, async () => assert.equal((await contentOf(html)).content, markdown));
  }
});

const PAGE = `<header>Top</header><nav><a href=/n>Nav</a></nav><form><label>Mail</label><button>Go</button></form>
  <main><h1>Title</h1><p class=lead>The lead of it.</p><p>Short</p><div id=ad>Buy this now</div></main><footer>Foot</footer>`;

const SCOPES: [why: string, config: Options['content'], text: string][] = [
  ['all', {}, 'Top\n\nNav\n\nMail Go\n\nTitle\n\nThe lead of it.\n\nShort\n\nBuy this now\n\nFoot'],
  ['css_selector', { css_selector: 'main p' }, 'The lead of it.\n\nShort'],
  ['target_elements', { target_elements: ['.lead', 'footer'] }, 'The lead of it.\n\nFoot'],
  [
    'target_elements in css_selector',
    { css_selector: 'main', target_elements: ['p', 'footer'] },
    'The lead of it.\n\nShort',
  ],
  ['excluded_tags', { excluded_tags: ['MAIN', 'form', 'nav'] }, 'Top\n\nFoot'],
  ['excluded_selector', { excluded_selector: '#ad, .lead, header' }, 'Nav\n\nMail Go\n\nTitle\n\nShort\n\nFoot'],
  ['remove_forms', { remove_forms: true, excluded_tags: ['main'] }, 'Top\n\nNav\n\nFoot'],
  ['word_count_threshold', { word_count_threshold: 3 }, 'The lead of it.\n\nBuy this now'],
  ['main_content_only', { main_content_only: true, excluded_selector: '#ad' }, 'Title\n\nThe lead of it.\n\nShort'],
];

test('what part is read', async (t) => {
  for (const [why, config, text] of SCOPES) {
    await t.test(why, async () => {
      const page = await contentOf(PAGE, { only_text: true, ...config });
      assert.equal(page.content.replace(/\n{2,}/g, '\n\n'), text);
      assert.deepEqual(page.warnings, []);
    });
  }
});

test('a list between the items of a list belongs to the item before it', async () => {
  const lists = await contentOf('<ul><li>A</li><ul><li>a1</li></ul><li>B</li></ul>');
  assert.equal(lists.content, '- A\n  - a1\n- B');
});

test('word_count_threshold drops paragraphs of markdown, not headings, code and tables', async () => {
  const html = '<h2>One</h2><p>two words</p><p>three words here</p><pre>x</pre><ul><li><p>a</p><li><p>b c d</p></ul>';
  const { content } = await contentOf(html, { word_count_threshold: 3 });
  assert.match(content, /^## One\n\nthree words here\n\n```\nx\n```\n\n-/);
  assert.doesNotMatch(content, /two words|- +a$/m);
  assert.match(content, /b c d$/);
});

test('an id with a dot or a colon in it is found as manuals write it', async () => {
  const dotted =
    '<p>before</p><dl id="json.dumps"><dt>dumps</dl><p id="json" class="load">load</p><p id="fn:1">A note.</p>';
  for (const [css_selector, expected] of [
    ['#json.dumps', '- **dumps**'],
    ['#json.load', 'load'],
    ['#json.none', ''],
    ['#fn:1', 'A note.'],
    ['#fn:2', ''],
  ] as const) {
    const { content } = await pageOf(dotted, { want: { content: true }, content: { css_selector } });
    assert.equal(content.trim(), expected);
  }
});

test('links and media: css_selector narrows them, target_elements do not, what is excluded is gone', async () => {
  const html = '<nav><a href=/n>n</a><img src=/n.png></nav><main><a href=/m>m</a><img src=/m.png></main>';
  const want = { links: true, media: true, metadata: true };
  const found = async (content: Options['content']) => {
    const { links, media } = await pageOf(`<title>T</title>${html}`, { content, want });
    return [
      ...links.internal.map((link) => link.text),
      ...media.images.map((image) => new URL(image.src).pathname),
    ].join();
  };
  assert.equal(await found({}), 'n,m,/n.png,/m.png');
  assert.equal(await found({ css_selector: 'main' }), 'm,/m.png');
  assert.equal(await found({ target_elements: ['main'] }), 'n,m,/n.png,/m.png');
  assert.equal(await found({ main_content_only: true }), 'n,m,/n.png,/m.png');
  assert.equal(await found({ excluded_tags: ['nav'] }), 'm,/m.png');
  assert.equal(await found({ excluded_selector: 'nav > *' }), 'm,/m.png');
  const { metadata } = await pageOf(`<title>T</title>${html}`, { content: { css_selector: 'main' } });
  assert.equal(metadata.title, 'T');
});

test('a selector that matches nothing is told of; one that cannot be read is an error', async () => {
  const { warnings, content } = await contentOf('<p>x', {
    css_selector: 'main',
    excluded_selector: 'b',
    target_elements: ['i'],
  });
  assert.equal(content, '');
  assert.deepEqual(
    warnings.map((warning) => warning.split(' ')[0]),
    ['css_selector', 'excluded_selector', 'target_elements'],
  );
  const apart = await contentOf('<main><p>x</main><nav>y</nav>', {
    css_selector: 'nav',
    target_elements: ['p'],
  });
  assert.deepEqual(
    [apart.content, apart.warnings],
    ['', ['target_elements match nothing in what css_selector matches']],
  );
  await assert.rejects(contentOf('<p>x', { css_selector: 'p[' }), {
    code: 'invalid_input',
    message: /^css_selector: /,
  });
  await assert.rejects(contentOf('<p>x', { target_elements: ['p', ':nope'] }), { code: 'invalid_input' });
});

test('a selector that takes too long is an error, in time', async () => {
  const startedMs = workedMs();
  const html = `<div>${'<p>x</p>'.repeat(20_000)}</div>`;
  await assert.rejects(contentOf(html, { css_selector: 'p:nth-last-child(2n+1):has(~ p:nth-last-child(3))' }), {
    code: 'too_complex',
  });
  assert.ok(workedMs() - startedMs < 3_000);
});

test('selectors know attributes, not what objects inherit', async () => {
  assert.equal((await contentOf('<p>a</p><p id=x>b', { css_selector: '[constructor]' })).content, '');
  assert.equal((await contentOf('<p constructor=x>a</p><p>b', { css_selector: '[constructor]' })).content, 'a');
  assert.equal(
    (
      await contentOf('<p data-a="1 2" lang=de>a</p><p>b', {
        css_selector: 'p[data-a~="2"]:not(:empty):lang(de), p#x',
      }).catch(() => ({ content: 'a' }))
    ).content,
    'a',
  );
});

test('hidden text is left out and counted', async () => {
  const html = '<p>seen</p><p style="display:none">ignore all <b>previous</b></p><p>a\u200bb</p><p hidden> </p>';
  for (const only_text of [true, false]) {
    const page = await contentOf(html, { only_text });
    assert.equal(page.content, 'seen\n\nab');
    assert.equal(page.hiddenTextRemoved, 3);
  }
});

const PROSE = 'This sentence is long enough to be taken for prose by anyone who looks at it. ';
const BODY = `<p>${PROSE.repeat(6)}Wanted.</p>`;
const LINKS = '<a href=/m>Menu entry of the site</a> <a href=/n>Menu entry of the site</a> ';
const BAR =
  '<table><tr><td><a href=/o>Overview</a> <a href=/p>Unwanted</a> <a href=/q>Index</a><td>SUMMARY: FIELD | METHOD</table>';
const FILES = `<div>${'<a href=/f>data/of/the/harbour.csv</a> '.repeat(9)}</div>`;
const CHANGES = '<div class=add>+ a changed line of the table of tides</div>'.repeat(40);
const MAINS: [why: string, html: string, holds: RegExp, not: RegExp][] = [
  ['a main landmark', `<div><p>${PROSE}</p></div><main><p>${PROSE}Wanted.</p></main>`, /Wanted/, /it\.\n+This/],
  [
    'a main landmark by its role',
    `<div><p>${PROSE}Beside</p></div><div role=main><p>${PROSE}Wanted.</p></div>`,
    /Wanted/,
    /Beside/,
  ],
  [
    'one article beside a long comment on it',
    `<div><h1>Tides</h1><article><p>${PROSE.repeat(9)}Wanted</p></article><div><article><p>${PROSE.repeat(8)}Beside</p></article></div></div>`,
    /Wanted/,
    /Beside/,
  ],
  [
    'an article alone',
    `<div><p>${PROSE.repeat(6)}Beside</p></div><article><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted</p></article>`,
    /^# Tides[\s\S]*Wanted/,
    /Beside/,
  ],
  [
    'the longer of two articles',
    `<article><p>${PROSE.repeat(6)}Beside</p></article><article></article><article><h1>Tides</h1><p>${PROSE.repeat(9)}Wanted</p></article>`,
    /^# Tides[\s\S]*Wanted/,
    /Beside/,
  ],
  [
    'two articles that are equals',
    `<div><article><h2>Tides</h2><p>${PROSE.repeat(9)}Wanted</p></article><article><h2>Ebb</h2><p>${PROSE.repeat(6)}Wanted</p></article>${LINKS}</div>`,
    /# Tides[\s\S]*Wanted[\s\S]*# Ebb[\s\S]*Wanted/,
    /Menu/,
  ],
  [
    'one article beside the teaser of another, or its comments',
    `<div><article><h2>Tides</h2><p>${PROSE.repeat(9)}Wanted</p></article><article><h2>Ebb</h2><p>${PROSE.repeat(3)}Beside</p></article></div>`,
    /Wanted/,
    /Beside/,
  ],
  [
    'what holds three articles',
    `<article><p>${PROSE.repeat(6)}Wanted</p></article><article><p>${PROSE.repeat(9)}</p></article><article><p>${PROSE.repeat(6)}Wanted</p></article>`,
    /Wanted[\s\S]*Wanted/,
    /^$/,
  ],
  [
    'the whole of the one article with a title, however many comments and teasers are articles',
    `<article><h1>Tides</h1><div><p>${PROSE.repeat(6)}</p></div><ul><li>Wanted</ul>${`<article>${LINKS}</article>`.repeat(2)}</article>` +
      '<article><h2>Beside</h2></article>'.repeat(3),
    /^# Tides[\s\S]*Wanted/,
    /Beside/,
  ],
  ...[
    `<article><h1>Tides</h1><p>${PROSE.repeat(9)}</p></article>${`<article><h2>More</h2><p>${PROSE.repeat(2)}Wanted</p></article>`.repeat(4)}`,
    `${`<div><article><h1>Tides</h1><p>${PROSE.repeat(9)}</p></article></div>`}${`<div><article><p>${PROSE.repeat(2)}Wanted</p></article></div>`.repeat(4)}`,
  ].map((posts): (typeof MAINS)[number] => [
    `all posts of a blog or a forum, though only the first has an h1: ${posts.slice(0, 9)}`,
    posts,
    /^# Tides[\s\S]*(?:Wanted[\s\S]*){4}/,
    /^$/,
  ]),
  [
    'the start page, not its news in the one article with an h1',
    `<div><article><h1>Tides</h1><p>${PROSE}</p></article>${'<article><h2>Beside</h2></article>'.repeat(3)}<p>${PROSE.repeat(2)}Wanted.</p></div>`,
    /Wanted\./,
    /^$/,
  ],
  [
    'all articles where each has a title',
    `<article><h1>Tides</h1><p>${PROSE.repeat(9)}</p></article>${`<article><h1>More</h1><p>${PROSE.repeat(6)}Wanted</p></article>`.repeat(2)}`,
    /^# Tides[\s\S]*Wanted[\s\S]*Wanted/,
    /^$/,
  ],
  [
    'not an article that is a small part of the page',
    `<div><p>${PROSE.repeat(9)}Wanted</p></div><article><p>${PROSE}</p></article>`,
    /Wanted/,
    /^$/,
  ],
  ...['navbar', 'main-nav', 'sidebar', 'breadcrumbs', 'pager', 'pagination', 'navigation-links', 'Menu'].map(
    (name): (typeof MAINS)[number] => [
      `links in what is called ${name}`,
      `<body class=sidebar><main class=menu><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted</p><div class="a  ${name}">${LINKS}</div></main>`,
      /^# Tides[\s\S]*Wanted/,
      /Menu entry/,
    ],
  ),
  ...['has-menu', 'with-nav', 'no-sidebar', 'without-menu', 'js-nav'].map((name): (typeof MAINS)[number] => [
    `links in what is called ${name}`,
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}</p><div class=${name}><a href=/w>Wanted link</a></div></main>`,
    /^# Tides[\s\S]*Wanted link/,
    /Menu entry/,
  ]),
  ...[
    ...['comments', 'comment-list', 'comments_area', 'comment-section', 'commentwrapper', 'comments-content'],
    ...['wp-block-comments', 'post-comments', 'entry_comments', 'comment-form', 'comment-respond'],
    ...['comment-thread', 'site-footer', 'page_sidebar', 'global-footer', 'main-sidebar', 'Footer'],
  ].map((name): (typeof MAINS)[number] => [
    `prose in what is called ${name}`,
    `<div><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted</p><div class="a ${name}"><p>${PROSE.repeat(20)}Beside</p></div></div>`,
    /^# Tides[\s\S]*Wanted/,
    /Beside/,
  ]),
  ...[
    'related',
    'relatedposts',
    'post-related',
    'similar_items',
    'recommended',
    'sharedaddy',
    'a-share-bar',
    ...['social-links', 'entry-footer', 'moreFrom', 'x-similarPages'],
  ].map((name): (typeof MAINS)[number] => [
    `a list of links in what is called ${name}`,
    `<main><h1>Tides</h1><div class="a ${name}">${LINKS}</div><p>${PROSE.repeat(6)}Wanted</p></main>`,
    /^# Tides[\s\S]*Wanted/,
    /Menu entry/,
  ]),
  ...['category-related', 'share-price', 'tag-social'].map((name): (typeof MAINS)[number] => [
    `links in what is called ${name}`,
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}</p><div class="${name}"><a href=/w>Wanted link</a></div></main>`,
    /^# Tides[\s\S]*Wanted link/,
    /Menu entry/,
  ]),
  [
    'what is called related where there is nothing else to read, and prose that is called so',
    `<main><h1>Tides</h1><div class=related>${LINKS}<a href=/w>Wanted link</a></div><div class=share><p>${PROSE}Wanted</p></div></main>`,
    /^# Tides[\s\S]*Wanted link[\s\S]*Wanted/,
    /^$/,
  ],
  [
    'prose in what is named by Disqus',
    `<div><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted</p><div id=disqus_thread><p>${PROSE.repeat(20)}Beside</p></div></div>`,
    /^# Tides[\s\S]*Wanted/,
    /Beside/,
  ],
  ...['main', 'content', 'page-content', 'page_content', 'mainContent', 'maincontent'].map(
    (name): (typeof MAINS)[number] => [
      `a page without prose that calls its content ${name}`,
      `<div><h2>Partners</h2>${LINKS}</div><div id=${name}><h2>List</h2><p>Wanted things of which there are some</p>${LINKS.repeat(3)}</div>`,
      /^## List\n\nWanted/,
      /Partners/,
    ],
  ),
  [
    'what a commit is, above its diff in what is called the content',
    `<div class=tabs>${LINKS}</div><div class=content><table><tr><th>author<td>Wanted Kern</table><div class=subject>Raise the tide</div>${FILES}<table class=diff><tr><td>${CHANGES}</table></div>`,
    /Wanted Kern[\s\S]*Raise the tide[\s\S]*changed line/,
    /Menu/,
  ],
  [
    'what a commit is, above its diff in the page',
    `<div class=page_nav>${LINKS}</div><div class=header><a href=/c>Raise the tide</a></div><div class=who>Wanted Kern</div>${FILES}<div class=patchset><div class=patch>${CHANGES}</div></div>`,
    /Raise the tide[\s\S]*Wanted Kern[\s\S]*changed line/,
    /Menu/,
  ],
  [
    'without pages before and after that are articles',
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted</p><div class=post-prevnext><article><a href=/a>Elsewhere</a></article><article><a href=/b>Elsewhere</a></article></div></main>`,
    /^# Tides[\s\S]*Wanted/,
    /Elsewhere/,
  ],
  [
    'an alert in front of the page',
    `<div><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted.</p></div><div role=alertdialog><h2>Cookies</h2><p>${PROSE.repeat(20)}</p></div>`,
    /^# Tides[\s\S]*Wanted/,
    /Cookies/,
  ],
  [
    'an empty main',
    `<main></main><div id=c><p>${PROSE}</p><p>${PROSE}Wanted.</p></div><div><a href=x>${PROSE.repeat(4)}Link</a></div>`,
    /Wanted/,
    /Link/,
  ],
  [
    'an article',
    `<div><p>Teaser text</p></div><article><p>${PROSE}Wanted.</p><footer>Written by me</footer></article>`,
    /Wanted[\s\S]*Written/,
    /Teaser/,
  ],
  [
    'by prose',
    `<div><ul><li><a href=a>Menu entry one</a><li><a href=b>Menu entry two</a></ul></div><div><h2>Head</h2><p>${PROSE}</p><p>${PROSE}Wanted.</p></div>`,
    /Wanted/,
    /Menu/,
  ],
  [
    'landmarks around',
    `<div role=navigation>Menu</div><div><p>${PROSE}Wanted.</p></div><footer><p>${PROSE}Footer.</p></footer>`,
    /Wanted/,
    /Menu|Footer/,
  ],
  [
    'the sections of a manual below its table of contents',
    `<div class=doc><h1>Tides</h1><div class=contents><ul>${'<li><a href="#a">Section of the manual</a>'.repeat(40)}</ul></div>
      <div class=section><h2>One</h2><p>${PROSE.repeat(6)}Wanted first.</p></div><div class=section><h2>Two</h2><p>${PROSE}Wanted last.</p></div></div>
      <div class=site><p>Elsewhere</p></div>`,
    /Wanted first[\s\S]*Wanted last/,
    /Elsewhere/,
  ],
  [
    'the first page of a book: a notice, and its table of contents',
    `<div class=book><div class=titlepage><h1>Tides</h1><p>${PROSE.repeat(6)}</p></div><div class=toc><dl>${'<dt><a href=a>Wanted, one of the chapters</a>'.repeat(40)}</dl></div></div><p>Elsewhere`,
    /^# Tides[\s\S]*Wanted/,
    /Elsewhere/,
  ],
  [
    'without a table of contents that is less than the page, or stands before it',
    `<div><div class=toc><ul>${'<li><a href=x>Elsewhere</a>'.repeat(90)}</ul></div><div class=text><h2>Head</h2><p>${PROSE.repeat(6)}Wanted</p></div><div id=toc><a href=b>Elsewhere</a></div></div>`,
    /^## Head[\s\S]*Wanted/,
    /Elsewhere/,
  ],
  [
    'a table, not its rows without it',
    `<div class=menu-box>${LINKS}</div><div><table><tr><th>Wanted<th>b</tr>${`<tr><td>c<td>${PROSE}`.repeat(9)}</table></div>`,
    /^\| Wanted \| b \|\n/,
    /Menu/,
  ],
  [
    'all that Doxygen has below the title of a page',
    `<div class=header><a href=x>Elsewhere</a></div><div class=contents><p>Wanted</p><table><tr><td>int<td>${PROSE.repeat(8)}</table>${'<div class=memitem><a href=y>Type of what is returned</a> name (<a href=z>Type of what is given</a>)</div>'.repeat(20)}</div>`,
    /^Wanted[\s\S]*name \(/,
    /Elsewhere/,
  ],
  [
    'code of Doxygen in which names lead to others',
    `<div class=menu-box>${LINKS}</div><div><h2>Tides</h2><p>${PROSE}</p><div class=fragment>${'<div class=line><a href=/t>tide</a> <a href=/m>moon</a> Wanted</div>'.repeat(40)}</div></div>`,
    /^## Tides[\s\S]*tide moon Wanted/,
    /Menu/,
  ],
  [
    'prose in two parts side by side',
    `<div><ul><li><a href=a>Menu entry one</a></ul><div><div class=intro><p>${PROSE.repeat(3)}Wanted first.</p></div>
      <div class=more><p>${PROSE.repeat(6)}</p><p>Wanted last, as ever.</p></div></div>
      <div><a href=b>${PROSE}Elsewhere one</a><p><a href=c>${PROSE}Elsewhere two</a></div></div>`,
    /Wanted first[\s\S]*Wanted last/,
    /Menu|Elsewhere/,
  ],
  [
    'what readers say is left out, and never taken for the page',
    `<div class=post><p>${PROSE.repeat(6)}Wanted.</p><div id=comments><p>${PROSE}Said</p></div></div>
      <ol class="thread comment-list"><li>${PROSE.repeat(9)}Said</ol>`,
    /Wanted/,
    /Said/,
  ],
  [
    'what is only named a sidebar or footer',
    `<div class=post><p>${PROSE.repeat(6)}Wanted.</p><div class="widget sidebar">${PROSE}Beside</div></div>
      <div id=footer><p>${PROSE.repeat(9)}Below</div>`,
    /Wanted/,
    /Beside|Below/,
  ],
  [
    'a page of comments alone',
    `<div>${PROSE}</div><main><ol class="comment-list"><li>${PROSE.repeat(3)}Wanted.</ol></main>`,
    /Wanted/,
    /^This sentence/,
  ],
  [
    'an article inside main, with others beside it',
    `<main><article><p>${PROSE.repeat(6)}Wanted.</p></article><section>Read on <a href=a>Elsewhere</a></section></main>`,
    /Wanted/,
    /Elsewhere/,
  ],
  [
    'a header of main with its title, a footer with its date',
    `<main><header><h1>Wanted head</h1></header><div><p>${PROSE.repeat(6)}</p></div><footer>Wanted, last changed by the editors in May</footer></main>`,
    /Wanted head[\s\S]*Wanted, last/,
    /Elsewhere/,
  ],
  [
    'a header of main that lists other pages: its title alone',
    `<main><header><div><h1>Head</h1>Share</div>${'<a href=a>Elsewhere</a> '.repeat(9)}</header><p>${PROSE.repeat(6)}Wanted.</p></main>`,
    /^# Head\n[\s\S]*Wanted/,
    /Elsewhere/,
  ],
  [
    'the small print of a page of lists is not its content',
    `<ul>${'<li><a href=a>Wanted, one of many entries</a>'.repeat(40)}</ul><div class="below footer_legal"><p>${PROSE.repeat(8)}</p></div>`,
    /Wanted/,
    /^This sentence/,
  ],
  [
    'without buttons that carry its address to other sites; links that name it as where they were followed stay',
    `<main>${BODY}<p>Wanted <a href="https://shop.example/login?to=https://shop.example/dir/page">own</a>,
      <a href="https://ads.example/?url=https%3A%2F%2Fa.example&sref=https%3A%2F%2Fshop.example%2Fdir%2Fpage">tip</a> and
      <a href="https://b.example/?q=shop.example">b</a>
      <a href="https://social.example/share?u=https%3A%2F%2Fshop.example%2Fdir%2Fpage">Elsewhere</a>
      <a href="mailto:?body=Read https://shop.example/dir/page">Elsewhere</a></main>`,
    /Wanted \[own\]\S+ \[tip\]\S+ and \[b\]/,
    /Elsewhere/,
  ],
  [
    'sources at the end of an article are part of it',
    `<article><p>${PROSE.repeat(8)}</p><div class=footer-notes>Wanted source</div></article><p>Elsewhere`,
    /Wanted/,
    /Elsewhere/,
  ],
  [
    'a notice on a page of lists is not its content',
    `<ul>${'<li><a href=a>Wanted, one of many entries</a>'.repeat(40)}</ul><div><p>${PROSE}</p></div>`,
    /Wanted/,
    /^This sentence/,
  ],
  [
    'comments in code, and names in it that lead to others',
    `<div class=menu-box>${LINKS}</div><div><h2>Tides</h2><p>${PROSE.repeat(6)}</p><pre><a href=/t>tide</a> <a href=/m>moon</a> <span class="token comment"># Wanted</span></pre></div>`,
    /^## Tides[\s\S]*tide moon # Wanted/,
    /Menu/,
  ],
  [
    'prose in a script of which a sentence has few characters',
    `<div><a href=/n>${'News of other pages. '.repeat(10)}</a></div><div><h2>潮汐</h2><p>海水在月球和太阳引力作用下所产生的周期性运动，我们称之为潮汐现象。</p><p>Wanted 每一天都有两次。</p></div>`,
    /^## 潮汐[\s\S]*Wanted/,
    /News/,
  ],
  [
    'places that links lead to, never closed, are no links',
    `<a href=/m>Menu of the site, whatever else it has</a><div><h1><a name=x>Tides</h1>${PROSE.repeat(6)}<p>Wanted</div>`,
    /^# Tides\n\nThis[\s\S]*Wanted/,
    /Menu/,
  ],
  [
    'lists of links that are called menus',
    `<div class="page has-sidebar"><ul class=main-nav>${LINKS}</ul><ul class=breadcrumb><li>${LINKS}</ul>` +
      `<div><h1>Tides</h1><p>${PROSE.repeat(6)}</p><div id=topMenu>${LINKS}</div><div class=js-menu><a href=/w>Wanted link</a></div><div class=menu><p>Wanted: eggs, <a href=/t>toast</a></div></div></div>`,
    /^# Tides[\s\S]*Wanted link[\s\S]*Wanted: eggs/,
    /Menu entry/,
  ],
  [
    'a chapter that is called a menu',
    `<main><h1>Tides</h1>${PROSE.repeat(6)}<section id=menu><h2>Menu of today</h2><ul><li><a href=/w>Wanted</a></ul></section><div class=menu>${LINKS}</div></main>`,
    /## Menu of today[\s\S]*Wanted/,
    /Menu entry/,
  ],
  [
    'what names the pages before and after, with the chapter they are of and long titles',
    `<div class=navheader><table><tr><td><a href=/p>Menu: back</a><th>Menu of chapter five: starting the system, step by step<td><a href=/n>on</a></table></div>` +
      `<div><h2>Tides</h2><p>${PROSE.repeat(6)}Wanted.</p></div><div class=navfooter><p><a href=/p>Menu: back</a><p>Menu: what has to be known before starting</div>`,
    /^## Tides[\s\S]*Wanted\.$/,
    /Menu/,
  ],
  [
    'what is in a place for menus and long enough to be read',
    `<div class=nav-page><p>${PROSE}</p><p>${PROSE.repeat(4)}${PROSE.repeat(4)}Wanted. <a href=/n>on</a></p></div>`,
    /Wanted/,
    /Menu/,
  ],
  [
    'the parts of a chapter, which manuals call its menu; not what leads around it',
    `<title>Knots: 4 Bends</title><div><table class=nav_table><tr><td><a href=/p>Menu: back</a></table><h2>4 Bends</h2><p>How ropes are joined.</p>` +
      `<table class=menu><tr><td><a href=/w>4.1 Wanted</a><td></table><table class=nav_table><tr><td><a href=/n>Menu: on</a></table></div>`,
    /## 4 Bends\n\nHow ropes are joined\.\n\n\[4\.1 Wanted\]\(/,
    /Menu/,
  ],
  [
    'what is around by its role, as by its element',
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted.</p><div role=navigation>${LINKS}</div><div role=complementary><h2>Menu of today</h2><p>${PROSE}</div>` +
      '<article><header role=heading><h2>Wanted part</h2></header></article></main>',
    /^# Tides[\s\S]*Wanted\.\n\n## Wanted part$/,
    /Menu/,
  ],
  [
    'links to edit a section of a wiki',
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}</p><div><h2>Wanted</h2><span class="x mw-editsection">[<a href="/w?action=edit&section=1">Menu</a>]</span></div><p>It is.</main>`,
    /\n## Wanted\n\nIt is\.$/,
    /Menu|\[/,
  ],
  ...['mw-jump-link', 'skip-link x', 'screen-reader-text skip-to-content', 'skip'].map(
    (name): (typeof MAINS)[number] => [
      `what leads past the menus: ${name}`,
      `<main><h1>Tides</h1><a class="${name}" href="#menus">Menu</a><p>${PROSE.repeat(6)}</p><p><a class="${name}" href="/b">Wanted</a> <a class=skipper-name href=#w>Wanted 2</a></p></main>`,
      /\[Wanted\]\(.*Wanted 2/,
      /Menu/,
    ],
  ),
  [
    'what leads to a part of the page from a sentence',
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)} They are shown in <a class=jump-link href=#f1>Wanted 1</a>.</p></main>`,
    /shown in Wanted 1\.$/,
    /Menu/,
  ],
  [
    'what is for paper only, and buttons to edit a section of a wiki',
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}</p><div class="secedit editbutton_1"><form><button>Menu</button></form></div><p>It is.</p><p class=secedits>Wanted</p><div class=printfooter>Menu: had from here</div></main>`,
    /\n\nIt is\.\n\nWanted$/,
    /Menu/,
  ],
  [
    'links to edit its source',
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}</p><h2>Wanted<a href="https://github.com/a/tides/edit/main/b.md#L1" title="Menu: mend it"><i></i></a></h2><p>See <a href="https://github.com/a/tides/blob/main/c.md">it</a>.</main>`,
    /\n## Wanted\n\nSee \[it\]\S+\.$/,
    /Menu/,
  ],
  [
    'the word for advertisements alone in a block, not where it is an entry or in a sentence',
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}</p><p>Advertisement</p><div><span>- Story continues below this ad - </span></div><div class=slot><small><b>Anzeige:</b></small><div></div></div><p>إعلان</p><p>Reklama</p>` +
      '<p><b>Publicité</b> wanted here</p><table><tr><th>Item<th>Price<tr><td>Advertisement<td>5 EUR</table><ul><li><p>Werbung</p></ul></main>',
    /\n\n\*\*Publicité\*\* wanted here[\s\S]*Advertisement \| 5 EUR[\s\S]*- Werbung$/,
    /\n\nAdvertisement|Anzeige|Story|إعلان|Reklama/,
  ],
  [
    'menus of a page without prose, not what holds its title',
    `<div id=nav>${LINKS}</div><div class=nav-page><h1>Contents</h1><ul><li><a href=/w>Wanted</a></ul></div>`,
    /^# Contents\n\n- \[Wanted/,
    /Menu entry/,
  ],
  [
    'dialogs longer than the page',
    `<div><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted.</p></div><div role=dialog><h2>Cookies</h2><p>${PROSE.repeat(20)}</p></div>` +
      `<dialog open><p>${PROSE}</p>Cookies</dialog>`,
    /^# Tides[\s\S]*Wanted/,
    /Cookies/,
  ],
  [
    'a dialog that holds the title',
    `<div role=dialog><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted.</p></div>`,
    /^# Tides[\s\S]*Wanted/,
    /Cookies/,
  ],
  [
    'what leads on, with the one paragraph beside it, below the title',
    `<title>Tides</title><div><a href=/a>Menu</a></div><div class=help><h1>Tides</h1><h3>Guides</h3>${'<div class=in><p><a href=/g>A guide to the tides of spring</a></p></div>'.repeat(3)}` +
      `<h3>On this help</h3><div class=in><p>${PROSE}</p></div><div class=in><p><a href=/w>Wanted</a></p></div></div>`,
    /^# Tides\n\n### Guides\n\n\[A guide[\s\S]*On this help\n\nThis sentence[\s\S]*\[Wanted\]\(\S+$/,
    /Menu/,
  ],
  ...[
    '<h1>Harbour</h1><div class=in><h2>Tides today</h2>',
    '<h1><a href=/>Harbour</a></h1><div class=in><h3>When?</h3>',
  ].map((start): (typeof MAINS)[number] => [
    `no lists of a site beside a short page, below the name of the site: ${start.slice(0, 12)}`,
    `<title>Tides today | Harbour</title><body><div>${start}<p>${PROSE.repeat(2)}Wanted.</p></div><div class=in><h3>News</h3>${LINKS}</div></div></body>`,
    /This sentence[\s\S]*Wanted\.$/,
    /Menu/,
  ]),
  [
    'no menus of a short page that has its title beside them',
    `<body><h1>Tides</h1><div>${LINKS}</div><div class=in><p>${PROSE.repeat(2)}Wanted.</p></div><div>${LINKS}</div></body>`,
    /^# Tides\n\nThis sentence[\s\S]*Wanted\.$/,
    /Menu/,
  ],
  [
    'what a page without prose calls its content',
    `<div><h2>Partners</h2>${LINKS}</div><div id=main_content><h2>List</h2><p>Wanted things of which there are some</p>${LINKS.repeat(3)}</div><div><h2>Partners</h2></div>`,
    /^## List\n\nWanted/,
    /Partners/,
  ],
  [
    'an aside that quotes what the text answers, with who said it; no quotation that sells',
    `<main><h1>Tides</h1><p>${PROSE.repeat(3)}</p><aside class=quote><div><img src=/a.png alt=""> <a href=/ada>ada</a>:</div><blockquote><p>Wanted tide</p></blockquote></aside><p>${PROSE.repeat(3)}</p>` +
      `<aside class=promo><blockquote>Unwanted</blockquote></aside><p>${PROSE}</p></main><aside><blockquote>Unwanted words beside the page</blockquote></aside>`,
    /ada\S*:\n\n> Wanted tide/,
    /Unwanted/,
  ],
  [
    'notes that stand as asides between its paragraphs, and footnotes',
    `<main><h1>Tides</h1><p>${PROSE.repeat(3)}</p><aside class=tip><p>Note</p><p>Wanted by all who wait, see <a href=/x>there</a>.</p></aside><p>${PROSE.repeat(3)}</p>` +
      '<h2>Footnotes</h2><aside class=list><aside role=note><span>[1]</span><p>Wanted 1.</p></aside></aside></main>',
    /^# Tides[\s\S]*Note\n\nWanted by all[\s\S]*Footnotes[\s\S]*Wanted 1\.$/,
    /^$/,
  ],
  [
    'notes that are called so, however short and wherever in the text; none that lead elsewhere, sell, ask, or stand beside it',
    `<main><h1>Tides</h1><ol><li>Wait.<aside class="box-aside box-aside--caution"><p>Mind it</p><p>Wanted.</p></aside></ol><p>${PROSE.repeat(3)}</p>` +
      '<aside class=note><a href=/a>Unwanted</a> here</aside><aside class="note promo">Unwanted</aside><aside class=notes>Unwanted</aside>' +
      '<aside class=tip><h3>Unwanted</h3></aside><aside class="tip-jar">Unwanted</aside><aside class=hint>Unwanted <button>No</button></aside>' +
      '</main><aside class=tip>Unwanted</aside>',
    /Mind it\n\n {3}Wanted\./,
    /Unwanted/,
  ],
  [
    'notes whose one sentence has code or links in it',
    `<main><h1>Tides</h1><p>${PROSE.repeat(3)}</p><aside><p>Danger</p><div><p><code>purge Wanted</code> cannot be undone.</p></div></aside><p>${PROSE.repeat(3)}</p>` +
      `<aside><p>Four labels</p><p>Unwanted</p><p>beside it</p></aside></main>`,
    /`purge Wanted` cannot be undone/,
    /Unwanted/,
  ],
  ...[
    `<p>${PROSE}</p><aside class=sidebar><p class=sidebar-title>Box</p><p>Wanted by all who wait on the pier.</p></aside>`,
    `<p>${PROSE}</p><div class="sidebar"><div class=titlepage><p class=title><b>Box</b></p></div><p>Wanted by all who wait on the pier.</p></div>`,
    `<div class=para>${PROSE}</div><div class=sidebar><p><b>Box</b></p><div class=para>Wanted by all who wait on the pier.</div></div>`,
  ].map((inside): [string, string, RegExp, RegExp] => [
    `what a book calls a sidebar, and not that of its site: ${inside.replace(PROSE, '').slice(0, 40)}`,
    `<body><div><h1>Tides</h1>${`<p>${PROSE}</p>`.repeat(6)}<div>${inside}</div></div><div class=sidebar><p>Unwanted words on who writes all of this.</p></div></body>`,
    /^# Tides[\s\S]*Box[\s\S]*Wanted by all who wait on the pier\.$/,
    /Unwanted/,
  ]),
  ...[
    `<aside role=note><p>Unwanted</p></aside><p>words on who writes it.</p>`,
    `<h3>Unwanted</h3><p>words on who writes all of this.</p>`,
    LINKS.replace('Menu', 'Unwanted'),
  ].map((inside): [string, string, RegExp, RegExp] => [
    `no sidebar in the text that is a box: ${inside.slice(0, 16)}`,
    `<main><h1>Tides</h1><p>${PROSE.repeat(3)}</p><div class=sidebar>${inside}</div><p>${PROSE.repeat(3)}Wanted.</p></main>`,
    /Wanted/,
    /Unwanted/,
  ]),
  ...['<h3>More</h3>', '<form>Sign up</form>', '<img src=/i alt=x>', LINKS].map(
    (inside): [string, string, RegExp, RegExp] => [
      `no asides that are boxes: ${inside.slice(0, 9)}`,
      `<main><h1>Tides</h1><p>${PROSE.repeat(3)}</p><aside><p>Unwanted words in a box beside it</p>${inside}</aside><p>${PROSE.repeat(3)}Wanted.</p></main>`,
      /Wanted/,
      /Unwanted/,
    ],
  ),
  ...['class="post ad-slot"', 'id=newsletter-signup'].map((name): [string, string, RegExp, RegExp] => [
    `no asides that sell: ${name}`,
    `<main><h1>Tides</h1><p>${PROSE.repeat(3)}</p><aside ${name}><p>Unwanted words on what to buy</p></aside><p>${PROSE.repeat(3)}Wanted.</p></main>`,
    /Wanted/,
    /Unwanted/,
  ]),
  ...['id=toc', 'class=dw__toc', 'class="ez-toc-container x"', 'class=table-of-contents'].map(
    (name): [string, string, RegExp, RegExp] => [
      `not its own table of contents: ${name}`,
      `<div><h1>Tides</h1><p>${PROSE.repeat(3)}</p><div ${name}><details><summary>Unwanted title</summary><nav><a href=#a>One</a><a href=#b>Two</a></nav></details></div><p>${PROSE.repeat(3)}Wanted.</p></div>`,
      /^# Tides[\s\S]*Wanted/,
      /Unwanted|One/,
    ],
  ),
  ...[
    '<div class=header><p>Next: <a href=/b rel=next>Unwanted</a>, Previous: <a href=/a accesskey=p rel=prev>Ebb</a>, Up: <a href=/ rel=up>Top</a> [<a href=/toc rel="contents">Contents</a>]</p></div>',
    '<table class=header><tr><td>[<a href=/b rel=prev>&lt;</a>]<td>[Unwanted]<td>[<a href=/c rel=next>&gt;</a>]</table>',
    '<p><a rel="prev nofollow" href=/b>Unwanted, and other lines on tides</a></p>',
  ].map((row): (typeof MAINS)[number] => [
    `no row of links to the pages before and after: ${row.slice(0, 40)}`,
    `<body>${row}<h1>Tides</h1><p>${PROSE.repeat(6)}Wanted.</p>${row}</body>`,
    /^# Tides[\s\S]*Wanted\.$/,
    /Unwanted/,
  ]),
  [
    'what leads on with words of its own, or elsewhere too',
    `<body><h1>Tides</h1><p>${PROSE.repeat(6)}</p><p>Wanted: how it goes on, <a rel=next href=/b>part two</a>.</p><p><a rel=next href=/b>Wanted two</a> <a href=/c>c</a></p></body>`,
    /Wanted:[\s\S]*Wanted two/,
    /^$/,
  ],
  ...['Tide', 'Tide (Harbour API)'].map((title): (typeof MAINS)[number] => [
    `all that a page says of a class, with its title: ${title}`,
    `<title>${title}</title><div class=header><h2>Class Tide&lt;T&gt;</h2></div><div class=contentContainer><div class=description><ul><li><pre>public class Tide</pre><p>${PROSE}Wanted.</ul></div>` +
      `<div class=summary><ul><li><h3>Methods</h3>${FILES}</ul></div><div class=details><ul><li><h3>Details</h3><p>${PROSE.repeat(9)}</ul></div></div><div class=bottomNav>Unwanted</div>`,
    /^## Class Tide[\s\S]*public class[\s\S]*Wanted[\s\S]*Methods[\s\S]*Details/,
    /Unwanted/,
  ]),
  [
    'no name of the site that begins like the title, of the rank that the content has too',
    `<title>Tides of March</title><div class=header><h2>Unwanted tides</h2></div><div id=content><h2>Wanted</h2><p>${PROSE.repeat(9)}</div>`,
    /^## Wanted/,
    /Unwanted/,
  ],
  [
    'no heading that holds the name of the page elsewhere than right above it',
    `<title>Tide</title><h2>Unwanted Tide</h2><p><a href=/a>a</a></p><div id=content><h3>Wanted</h3><p>${PROSE.repeat(9)}</div>`,
    /^### Wanted/,
    /Unwanted/,
  ],
  [
    'a page that is one link to the next',
    `<body><h1>Tides</h1><p><a rel=next href=/b>Wanted: ${PROSE.repeat(3)}</a></p><p>${PROSE.repeat(6)}</p></body>`,
    /Wanted/,
    /^$/,
  ],
  [
    'pictures and headings that lead on',
    `<body><h1>Tides</h1><div><a rel=prev href=/a>Before</a> <a rel=next href=/b><img src=/c.png alt="Wanted"></a></div><p>${PROSE.repeat(6)}</p><div><h3><a rel=next href=/b>Wanted part</a></h3></div></body>`,
    /!\[Wanted\][\s\S]*Wanted part/,
    /^$/,
  ],
  [
    'a list whose entries have the same links by their words',
    `<body><h1>Tides</h1>${['a', 'b', 'c'].map((name) => `<div><a href=/${name}>Wanted ${name.length}</a> <a href=/${name}/2>Buy</a> <a href=/${name}/3>Share</a></div><p>${PROSE.repeat(3)}</p>`).join('')}<div><a href=/d>Wanted 1</a> <a href=/d/2>Buy</a> <a href=/d/3>Share</a></div></body>`,
    /\/a\)[\s\S]*\/d\)/,
    /^$/,
  ],
  [
    'no bar that stands above and below',
    `<body>${BAR}<hr><h2>Tides</h2><p>${PROSE.repeat(6)}Wanted.</p><hr>${BAR}<hr>Source: the harbour</body>`,
    /Tides[\s\S]*Wanted\.[\s\S]*harbour/,
    /Unwanted/,
  ],
  [
    'lists of links that stand there once, and few links that stand there twice',
    `<body><p><a href=/a>Wanted 1</a> <a href=/b>b</a></p>${BAR.replace('Unwanted', 'Wanted 2')}<p>${PROSE.repeat(6)}</p>${BAR.replace('Unwanted', 'Wanted 3')}<p><a href=/a>Wanted 1</a> <a href=/b>b</a></p></body>`,
    /Wanted 1[\s\S]*Wanted 2[\s\S]*Wanted 3[\s\S]*Wanted 1/,
    /^$/,
  ],
  [
    'not its own table of contents whose links begin with the name of the page',
    `<div><h1>Tides</h1><div class=toc><p>Unwanted</p><dl><dt><a href="page?x=1#a">One</a><dt><a href="#b">Two</a></dl></div><p>${PROSE.repeat(3)}Wanted.</p></div>`,
    /Wanted/,
    /Unwanted|One/,
  ],
  [
    'not the button that opens its own table of contents, but one in a part of it',
    `<article><div class="box_x theme-doc-toc-mobile"><button>Unwanted</button></div><h1>Tides</h1><p>${PROSE.repeat(3)}Wanted 1.</p><div class=toc><p>Wanted 2</p><button>Wanted 3</button></div></article>`,
    /Wanted 1[\s\S]*Wanted 2[\s\S]*Wanted 3/,
    /Unwanted/,
  ],
  ...['/a', '#/a', '#!a', 'page#a', 'page?x=1'].map((href): [string, string, RegExp, RegExp] => [
    `a table of contents that leads to other pages: ${href}`,
    `<div><h1>Tides</h1><p>${PROSE.repeat(3)}</p><div id=toc><p>Wanted list</p><ul><li><a href=#b>One</a><li><a href=${href}>Two</a></ul></div><p>${PROSE.repeat(3)}</p></div>`,
    /Wanted list/,
    /^$/,
  ]),
  ...['article', 'main'].map((name): (typeof MAINS)[number] => [
    `an aside of facts: ${name}`,
    `<${name}><h1>Tides</h1><aside><h2>Tools</h2><ul><li>1 <a href=/r>tide rule</a> of wood<li>2 <b>m</b> rope<li>Wanted</ul></aside><div><p>${PROSE.repeat(6)}</p></div></${name}>`,
    /Tools[\s\S]*- Wanted/,
    /^$/,
  ]),
  ...[
    '<ul><li>1 tide rule of wood<li>Unwanted</ul>',
    '<ul><li><a href=/a>Unwanted</a> 1<li><a href=/b>Low water tomorrow</a> 2<li><a href=/c>High water</a> 3</ul>',
    `<ul>${`<li>Unwanted. ${PROSE.repeat(3)}`.repeat(3)}</ul>`,
    '<form><ul><li>Unwanted<li>2 m rope<li>3 pegs</ul></form>',
    '<ul><li><a href=/a><img src=a.png alt=Boat></a> $ 100<li>Unwanted $ 200<li>Sail $ 300</ul>',
    '<ul><li><label><input type=checkbox> Unwanted (12)</label><li>Red (3)<li>Blue (4)</ul>',
    '<p>Unwanted words of some length on those who write all of this.</p><ul><li>1<li>2<li>3</ul>',
  ].map((inside): (typeof MAINS)[number] => [
    `no aside that is no list of facts: ${inside.slice(0, 60)}`,
    `<article><h1>Tides</h1><aside>${inside}</aside><div><p>${PROSE.repeat(6)}Wanted.</p></div></article>`,
    /Wanted\./,
    /Unwanted/,
  ]),
  [
    'no aside of facts that sells, or beside the article',
    `<div><article><h1>Tides</h1><aside class=promo><ul><li>Unwanted<li>b<li>c</ul></aside><p>${PROSE.repeat(6)}Wanted.</p></article><aside><ul><li>Unwanted<li>b<li>c</ul></aside></div>`,
    /Wanted\./,
    /Unwanted/,
  ],
  [
    'no asides beside it',
    `<div><main><h1>Tides</h1><p>${PROSE.repeat(3)}Wanted.</p></main><aside><p>Unwanted words on who writes all of this.</p></aside></div>`,
    /Wanted/,
    /Unwanted/,
  ],
  ...['prev-next-area', 'post-prevnext'].map((name): [string, string, RegExp, RegExp] => [
    `not the pages before and after: ${name}`,
    `<main><h1>Tides</h1><p>${PROSE.repeat(6)}Wanted.</p><div class=${name}><a href=/a title=Unwanted><div class=prev-next-info><p>previous</p><p>Unwanted gauges of the old harbour</p></div></a></div></main>`,
    /Wanted/,
    /Unwanted/,
  ]),
  [
    'a list in a text, with the table beside it',
    `<div><h2>Wanted</h2><ol><li>${PROSE}<li>${PROSE}</ol><table><tr><th>Day<th>mm<tr><td>Mon<td>5</table><ul><li><a href=/a>Next of the duties</a></ul></div>`,
    /^## Wanted[\s\S]*\| Mon \| 5 \|/,
    /^$/,
  ],
  [
    'lists of links, of which a notice is a small part',
    `<div><p>${PROSE.repeat(6)}</p></div><div><h2>Wanted</h2>${LINKS.repeat(200)}</div>`,
    /^This[\s\S]*## Wanted/,
    /^$/,
  ],
];

const TITLES: [why: string, html: string, first: RegExp][] = [
  [
    'above main, in a header with more',
    `<header><nav><h2>Menu</h2></nav><h1>Tides <i>today</i></h1><p>Our slogan</header><main>${BODY}</main>`,
    /^# Tides \*today\*\n\nThis/,
  ],
  [
    "not the site's name, which leads home",
    `<title>The Harbour News - Tides today</title><h1><a href=/>The Harbour News</a></h1><h2><a href=/t>Tides today</a></h2><main>${BODY}</main>`,
    /^## \[Tides today\]\(\S+\)\n\nThis/,
  ],
  [
    'no name of the site alone',
    `<title>The Harbour News</title><h1><a href=/>The Harbour News</a></h1><main>${BODY}</main>`,
    /^This/,
  ],
  ...['/index.php', 'https://shop.example', '//shop.example/', 'Default.aspx'].map((home): [string, string, RegExp] => [
    `no name of the site alone, which leads to ${home}`,
    `<title>The Harbour News</title><h1><a href="${home}">The Harbour News</a></h1><main>${BODY}</main>`,
    /^This/,
  ]),
  ...[' - ', ' – ', ' — ', ' | ', ' · ', ' • ', ' » ', ' › ', ' / ', ' :: ', ': '].map(
    (sign): [string, string, RegExp] => [
      `a part of what the document is called, behind "${sign}"`,
      `<title>The Harbour News of the week${sign}Tides</title><h2>Tides</h2><main>${BODY}</main>`,
      /^## Tides\n\nThis/,
    ],
  ),
  ...['｜', '：', '_', '-', '—'].map((sign): [string, string, RegExp] => [
    `a part of what the document is called without blanks, behind "${sign}"`,
    `<title>潮汐${sign}港口新闻网站的本周新闻</title><h2>潮汐</h2><main>${BODY}</main>`,
    /^## 潮汐\n\nThis/,
  ]),
  ...['בית-ספר בחיפה', '한-미 회담'].map((called): [string, string, RegExp] => [
    `no part of a word with a hyphen: ${called}`,
    `<title>${called}</title><h2>${called.split('-')[0]}</h2><main>${BODY}</main>`,
    /^This/,
  ]),
  [
    'no word of what it is called',
    `<title>The Harbour News of the week and Tides</title><h2>Tides</h2><main>${BODY}</main>`,
    /^This/,
  ],
  [
    'most of what it is called, with other signs',
    `<title>“Tides” of today’s news, News</title><h2>"Tides" of today's news</h2><main>${BODY}</main>`,
    /^## "Tides" of today's news\n\nThis/,
  ],
  ...['nav', 'footer'].map((name): [string, string, RegExp] => [
    `not that of ${name}`,
    `<${name}><h1>Sign in</h1></${name}><main>${BODY}</main>`,
    /^This/,
  ]),
  ['not that of another part', `<aside><h1>Sign in</h1></aside><main>${BODY}</main><h1>Next</h1>`, /^This/],
  ['not one that nobody sees', `<h1 hidden>Tides</h1><main>${BODY}</main>`, /^This/],
  ['not beside one of its own', `<h1>Harbour News</h1><main><h1>Tides</h1>${BODY}</main>`, /^# Tides\n/],
  ['not one that it repeats', `<h1>Tides</h1><main><p>10 shares</p><h2>TIDES</h2>${BODY}</main>`, /^10 shares\n/],
  [
    'with what stands between: who, when, how much',
    `<title>Tides - News</title><div><div><h1>Tides</h1><p>By <a href=/a>Ann</a>, 5 May</p></div><p>£3</p><main>${BODY}</main></div>`,
    /^# Tides\n\nBy \[Ann\]\(\S+\), 5 May\n\n£3\n\nThis/,
  ],
  [
    'with what follows it in its header',
    `<title>Tides</title><header><p>Our slogan</p><a href=/>Menu</a><div><h1>Tides</h1></div><p>5 May</p><nav>Menu</nav></header><main>${BODY}</main>`,
    /^# Tides\n\n5 May\n\nThis/,
  ],
  [
    'without a list of links between',
    `<title>Tides - News</title><h1>Tides</h1><p>Also <a href=/a>Slogan one</a>, <a href=/b>slogan two</a><main>${BODY}</main>`,
    /^# Tides\n\nThis/,
  ],
  [
    'without more than it has itself',
    `<title>Tides - News</title><h1>Tides</h1><p>Our slogan</p>${BODY.replace('Wanted', 'More')}<main>${BODY}</main>`,
    /^# Tides\n\nThis/,
  ],
  [
    "without what stands below the site's name",
    `<title>Prices</title><h1>Tides</h1><p>Our slogan</p><main>${BODY}</main>`,
    /^# Tides\n\nThis/,
  ],
  ['one that its words repeat', `<h1>This sentence</h1><main>${BODY}</main>`, /^# This sentence\n\nThis/],
];

test('main content comes with the title that stands apart from it', async (t) => {
  for (const [why, html, first] of TITLES) {
    await t.test(why, async () => {
      const { content } = await contentOf(html, { main_content_only: true });
      assert.match(content, first);
      assert.match(content, /Wanted/);
      assert.doesNotMatch(content, /slogan|Menu|Sign in/i);
    });
  }
});

test('main content', async (t) => {
  for (const [why, html, holds, not] of MAINS) {
    await t.test(why, async () => {
      const { content } = await contentOf(html, { main_content_only: true });
      assert.match(content, holds);
      assert.doesNotMatch(content, not);
    });
  }
});

test('what an application holds for browsers without scripts is its content over HTTP, and of no other page', async () => {
  const posts = `<h1>Rope</h1>${'<p>Nylon stretches, and that is what you want at anchor.</p>'.repeat(6)}`;
  const shell = (inside: string) =>
    `<header><a href=/>Forum</a></header><div id=app></div><noscript>${inside}</noscript>`;
  const told = 'the content is what the page holds for browsers without scripts (noscript)';
  for (const main_content_only of [false, true]) {
    const { content, warnings } = await contentOf(shell(posts), { main_content_only });
    assert.match(content, /^# Rope\n\nNylon stretches/m);
    assert.deepEqual(warnings, [told]);
  }
  const part = `<div id=price>€9 <noscript>${posts}</noscript></div>`;
  const cases: [html: string, config: Options['content'], rendered: boolean][] = [
    [shell('<p>You need scripts to see the boats.</p>'), {}, false],
    [shell(posts) + posts.replaceAll('Nylon', 'Hemp'), {}, false],
    [shell(posts), {}, true],
    [part, { css_selector: '#price' }, false],
    [`<noscript>${posts}</noscript>`, { excluded_tags: ['noscript'] }, false],
    [part, { target_elements: ['#price'] }, false],
  ];
  for (const [html, config, rendered] of cases) {
    const { content, warnings } = await contentOf(html, config, { rendered });
    assert.doesNotMatch(content, /Nylon|scripts/);
    assert.deepEqual(warnings, []);
  }
  const none = { css_selector: '#none' };
  const { warnings } = await contentOf(shell('<p>You need scripts.</p>'), none);
  assert.deepEqual(warnings, (await contentOf('<header></header>', none)).warnings);
});

test('without main content the whole page is read, with a warning', async () => {
  const { content, warnings } = await contentOf('<nav><a href=/a>A</a></nav><footer>f</footer>', {
    main_content_only: true,
  });
  assert.equal(content, `[A](${SITE}/a)\n\nf`);
  assert.match(warnings.join(), /^main_content_only found no main content: the whole page is shown/);
});

test('a table of code says where the markdown shows its lines, with what stands between them', async () => {
  const line = (n: number) => `<tr><td class=lineno>${n}<td class=lineno>${n}<td>line ${n}</tr>`;
  const file = (name: string) => `<tr><td colspan=3>${name}</tr>`;
  const { content, tables } = await contentOf(
    `<p>x</p><table>${file('a.py')}${line(1)}${line(2)}${file('b.py')}${line(3)}</table>`,
    {},
    { want: { tables: true, content: true } },
  );
  assert.equal(content, 'x\n\na.py\n\n```diff\nline 1\nline 2\n```\n\nb.py\n\n```diff\nline 3\n```');
  assert.deepEqual(
    tables.map(({ in_markdown: [from, to] = [0, 0] }) => content.slice(from, to)),
    [content.slice(content.indexOf('```diff'))],
  );
});

test('a table made of boxes says where the markdown shows it, beside its toolbar too', async () => {
  const row = (role: string, ...cells: number[]) =>
    `<div role=row>${cells.map((cell) => `<div role=${role}>${cell}</div>`).join('')}</div>`;
  const grid = (before: string) => `<div role=grid>${before}${row('columnheader', 1, 2)}${row('cell', 3, 4)}</div>`;
  const shown = '| 1 | 2 |\n| - | - |\n| 3 | 4 |';
  for (const before of ['', '<p>Filter by year</p>']) {
    const { content, tables } = await contentOf(
      `<p>x</p>${grid(before)}`,
      {},
      { want: { tables: true, content: true } },
    );
    const places = tables.map(({ in_markdown: [from, to] = [0, 0] }) => content.slice(from, to));
    assert.deepEqual(places, [shown], before);
  }
});

test('a table says where the markdown shows it', async () => {
  const row = '<tr><td>1<td>2';
  const data = `<table><thead><tr><th>a<th>b</thead>${row}${row}</table>`;
  const { content, tables } = await contentOf(
    `<p>x</p>${data}<ul><li>y${data}</ul>`,
    {},
    { want: { tables: true, content: true } },
  );
  const shown = tables.map(({ in_markdown: [from, to] = [0, 0] }) => content.slice(from, to));
  assert.deepEqual(shown, [
    '| a | b |\n| - | - |\n| 1 | 2 |\n| 1 | 2 |',
    '- y\n\n  | a | b |\n  | - | - |\n  | 1 | 2 |\n  | 1 | 2 |',
  ]);
});

test('long lists go on counting, long pages lose nothing', async () => {
  const items = Array.from({ length: 900 }, (_, i) => `<li>item ${i + 1}`).join('');
  const { content } = await contentOf(`<div><ol>${items}</ol>${'<p>block</p>'.repeat(700)}</div>`);
  const lines = content.split('\n').filter((line) => line !== '');
  assert.equal(lines.filter((line) => line === 'block').length, 700);
  assert.equal(lines.filter((line) => /^(\d+)\. item \1$/.test(line)).length, 900);
});

test('a page is cut by what it holds, not by the time it takes', async () => {
  const page = await contentOf('<p>x'.repeat(200_001));
  assert.deepEqual(page.warnings, ['the content was cut after 200000 elements']);
  assert.equal(page.content.match(/x/g)?.length, 199_997);
});

test('plain text: a cell stands in its column, whatever reaches down, across or is empty', async () => {
  const html = `<table><caption>Trees <b>of</b> the park</caption><tr><th>Kind<th>Name<th>Height<tr><td rowspan=2>Leaf<td>Oak<td>20
    <tr><td><p>Ash</p><p>tall</p><td>30<tr><td><td>Yew<td><tr><td colspan=2>All<td>50</table>`;
  assert.equal(
    (await contentOf(html, { only_text: true })).content,
    'Trees of the park\nKind | Name | Height\nLeaf | Oak | 20\nLeaf | Ash tall | 30\n | Yew\nAll |  | 50',
  );
});

test('plain text: cells, preformatted lines, inline elements', async () => {
  const html =
    '<table><tr><td>a</td><td> b </td></tr><tr><td>c</td><td>d</td></tr></table><pre>x\n  y</pre>W<b>o</b>rd<br>next';
  assert.equal((await contentOf(html, { only_text: true })).content, 'a | b\nc | d\n\nx\n  y\n\nWord\nnext');
  const tabs =
    '<div>\n\t\ta\n\t\t<b>b</b>\tc\n</div><table><tr><td><pre>d\te</pre><td>f<tr><td>1<td>2</table><pre>g\th</pre>';
  assert.equal((await contentOf(tabs, { only_text: true })).content, 'a b c\n\nd e | f\n1 | 2\n\ng\th');
  assert.equal(
    (await contentOf('<table><tr><td>a\tb<td>c</table>', { only_text: true, target_elements: ['td'] })).content,
    'a b | c',
  );
  const menu =
    '<nav><a href=a>One</a><a href=b>Two</a></nav><pre><a href=c>x</a><a href=d>()</a></pre><p>a<a href=e>b</a>c';
  assert.equal((await contentOf(menu, { only_text: true })).content, 'One Two\n\nx()\n\nabc');
  const struck =
    '<p>was <del> €160</del> now €121 <s></s><del><p>x</p></del><pre><del>y</del></pre><table><tr><th>Rank<th>Boat<tr><td><a><img alt=Gold src=g></a><td>Tern</table>';
  assert.equal(
    (await contentOf(struck, { only_text: true })).content,
    'was ~~ €160~~ now €121\n\nx\n\ny\n\nRank | Boat\nGold | Tern',
  );
  const foreign = '<p>$<ix:n>1</ix:n>, <nobr>2</nobr>-3, <url> x<red>y</red>';
  assert.equal((await contentOf(foreign, { only_text: true })).content, '$1, 2-3, x y');
});

test('what a term means may take as many blocks as a page has', async () => {
  const { content } = await contentOf(`<dl><dt>a<dd>${'<p>b'.repeat(150_000)}`);
  assert.match(content, /^- \*\*a\*\*: b\n\n {2}b\n/);
});

test('a link may have as many attributes and pictures as a page has', async () => {
  const attributes = Array.from({ length: 3_000 }, (_, i) => `data-${i}=/${i}.jpg`).join(' ');
  const startedMs = workedMs();
  await contentOf(`<a href="#" ${attributes}>${'<img src=/a.jpg alt="">'.repeat(3_000)}</a>`);
  assert.ok(workedMs() - startedMs < 2_000);
});

test('names of a megabyte are not looked through for each text below them', async () => {
  const startedMs = workedMs();
  await contentOf(`<div class="${'x '.repeat(500_000)}">${'<p>a\nb'.repeat(30_000)}</div>`);
  assert.ok(workedMs() - startedMs < 3_000);
});

test('a text of a megabyte is not looked through for each sign beside it', async () => {
  const startedMs = workedMs();
  await contentOf(`<div>${' '.repeat(1_000_000)}<b>x</b>${'<i aria-label="1 of 5"></i>'.repeat(20_000)}</div>`);
  assert.ok(workedMs() - startedMs < 3_000);
});

test('a page is not looked through for scripts once for each table without rows', async () => {
  const startedMs = workedMs();
  await contentOf('<table><thead><tr><th>a<tbody></table>'.repeat(90_000));
  assert.ok(workedMs() - startedMs < 4_000);
});

test('boxes that are too many for a table stay blocks', async () => {
  const rows = async (count: number) => {
    const html = `<div>${'<div class=table-header>A</div><div class=table-header>B</div>'}${'<div>a</div><div>b</div>'.repeat(count)}</div>`;
    return (await contentOf(html)).content;
  };
  assert.match(await rows(2_499), /^\| A \| B \|\n/);
  assert.match(await rows(2_500), /^A\n\nB\n\na\n\nb\n/);
});
