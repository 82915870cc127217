// From a key to the painted list, where a person types to find one of 50,000 choices.
// See docs/speed.md. `node typing.mjs FORMS DIST [ROUNDS]`
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PAINTED, at, browse, milliseconds, serve } from './browser.mjs';

const [forms, dist, rounds = '3'] = process.argv.slice(2);
// Every key leaves other matches than the one before.
const WORDS = ['4999', '12345', '70707', '9901', '38'];
const LONGEST = 60_000;

// A frame in which the field holds the words and the count of matches says what belongs to them.
const INSIDE = `(() => {
  ${PAINTED}
  window.benchKey = async (words) => {
    const field = document.querySelector('[data-seek] input');
    const said = () => document.querySelector('[data-seek] .seek-count')?.innerText + document.querySelector('[data-seek] [data-choice]')?.dataset.choice;
    const old = said();
    field.focus();
    const before = performance.now();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, words);
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    for (;;) {
      // What yew draws, it draws in a task of its own before the frame.
      const painting = painted();
      await new Promise((done) => requestAnimationFrame(done));
      const isDrawn = said() !== old;
      const now = await painting;
      if (isDrawn) return now - before;
      if (now - before > 30000) throw new Error('nothing was found anew for ' + words);
    }
  };
})()`;

// Without its filter, so that all are offered.
const form = JSON.parse(readFileSync(join(forms, 'long-list.json')));
form.items = [{ type: 'select_one', name: 'place', label: 'Which place?', choices: 'places' }];
const FORM = Buffer.from(JSON.stringify(form));
const INDEX = Buffer.from(JSON.stringify([{ id: 'long-list', file: 'long-list.json', title: { en: 'A long list' } }]));

async function until(browser, expression, what) {
  for (const ends = Date.now() + LONGEST; Date.now() < ends; await sleep(100)) {
    const found = await browser.evaluate(expression).catch(() => null);
    if (found) return found;
  }
  throw new Error(`no ${what}: ${await browser.evaluate('document.body.innerText.slice(0, 300)')}`);
}

async function visit(base) {
  const browser = await browse(INSIDE);
  try {
    await browser.page('Page.navigate', { url: `${base}/dist/#/surveys/long-list` });
    const shown = (selector) => until(browser, `!!document.querySelector('${selector}')`, selector);
    await shown('[data-area]');
    await browser.evaluate(`document.querySelector('[data-area]').click()`);
    await sleep(500);
    const before = Date.now();
    await browser.evaluate(`document.querySelector('[data-do=begin]').click()`);
    await shown('[data-seek] [data-choice]');
    const seen = Date.now() - before;
    await sleep(500);
    const times = [];
    for (const word of WORDS) {
      for (let n = 1; n <= word.length; n += 1) {
        try { times.push(await browser.evaluate(`benchKey(${JSON.stringify(word.slice(0, n))})`)); } catch (error) { console.error(error.message); }
        await sleep(40);
      }
      await browser.evaluate(`benchKey('')`);
    }
    return { seen, times };
  } finally {
    await browser.close();
  }
}

const { base, close } = await serve({ forms, dist, files: new Map([['/dist/surveys/index.json', INDEX], ['/dist/surveys/long-list.json', FORM]]) });
const found = [];
for (let round = 0; round < Number(rounds); round += 1) found.push(await visit(base));
const times = found.flatMap((it) => it.times);
console.log('| 50,000 choices | p50 | p99 | most |\n|---|---|---|---|');
console.log(`| a key to the painted list, ${times.length} keys | ${[0.5, 0.99, 1].map((it) => `${milliseconds(at(times, it))} ms`).join(' | ')} |`);
console.log(`<!-- seen after ${found.map((it) => it.seen).join(', ')} ms -->`);
close();
