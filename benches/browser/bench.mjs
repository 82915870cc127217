// The same forms in Minyi's built page, ODK Web Forms and SurveyJS, in one Chromium, one run.
// See docs/speed.md. `node bench.mjs FORMS DIST [ROUNDS]`
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { PAINTED, at, browse, milliseconds, serve } from './browser.mjs';

const [forms, dist, rounds = '3'] = process.argv.slice(2);
const N_ANSWERS = 60;
const LONGEST = 90_000;
// Between answers, in milliseconds: by turns at every place of a frame, so that none is always the lucky one.
const gap = (idx) => 20 + ((idx * 7) % 17);

// `ready` says when the first question can be answered, `chosen` what stands around a chosen one.
const ENGINES = [
  { name: 'Minyi', page: (form) => `/dist/answer/#s=${form}`, ready: `document.querySelectorAll('[data-place] input').length > 0`, chosen: '.chosen' },
  { name: 'ODK Web Forms', page: (form) => `/peers/odk.html#${form}`, ready: `document.querySelectorAll('.odk-form input').length > 0`, chosen: '.p-radiobutton-checked' },
  { name: 'SurveyJS', page: (form) => `/peers/surveyjs.html#${form}`, ready: `document.querySelectorAll('.sd-question input').length > 0`, chosen: '.sd-item--checked' },
];

async function peers() {
  const out = await build({
    entryPoints: ['odk.js', 'surveyjs.js'], bundle: true, minify: true, format: 'esm', splitting: true,
    outdir: 'peers', write: false, absWorkingDir: import.meta.dirname, logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl' },
  });
  const files = new Map(out.outputFiles.map((it) => [`/peers/${it.path.split('/peers/').at(-1)}`, it.contents]));
  for (const name of ['odk', 'surveyjs']) {
    const css = files.has(`/peers/${name}.css`) ? `<link rel="stylesheet" href="/peers/${name}.css">` : '';
    files.set(`/peers/${name}.html`, Buffer.from(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">${css}<body><div id="app"></div><script type="module" src="/peers/${name}.js"></script>`));
  }
  return files;
}

/** Told in every page before its own scripts: when the first question was painted, and answers. */
const INSIDE = (ready) => `(() => {
  ${PAINTED}
  const look = async () => { if (document.body && (${ready})) { window.benchReady = await painted(); } else requestAnimationFrame(look); };
  requestAnimationFrame(look);
  // Until a frame is painted in which the choice is drawn as chosen.
  window.benchClick = async (word, chosen) => {
    const input = benchChoice(word);
    if (!input) throw new Error('nothing to click: ' + word + ' in ' + document.body.innerText.slice(0, 300));
    const before = performance.now();
    input.click();
    for (;;) {
      const isDrawn = benchChoice(word)?.closest(chosen);
      const at = await painted();
      if (isDrawn) return at - before;
      if (at - before > 30000) throw new Error(word + ' is not drawn as chosen');
    }
  };
  window.benchType = async (find, text) => {
    const input = find();
    if (!input) throw new Error('nothing to type into in ' + document.body.innerText.slice(0, 300));
    input.focus();
    const before = performance.now();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
    input.blur();
    return (await painted()) - before;
  };
  // The first yes and the first no on the page are those of the first question.
  window.benchChoice = (word) => {
    const leaf = [...document.querySelectorAll('label, label *')].find((it) => !it.children.length && it.textContent.trim() === word);
    const label = leaf?.closest('label');
    return label && (label.querySelector('input') ?? label.control);
  };
})()`;

function privateMegabytes(pids) {
  let total = 0;
  for (const pid of pids) {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    total += Number(text.match(/Private_Dirty:\s+(\d+)/)[1]) / 1000;
  }
  return total;
}

async function renderers(browser) {
  const { processInfo } = await browser.call('SystemInfo.getProcessInfo');
  return processInfo.filter((it) => it.type === 'renderer').map((it) => it.id);
}

async function visit(engine, form, base) {
  const browser = await browse(INSIDE(engine.ready));
  try {
    const empty = privateMegabytes(await renderers(browser));
    await browser.page('Page.navigate', { url: base + engine.page(form) });
    const ends = Date.now() + LONGEST;
    let ready = null;
    while (ready === null) {
      await sleep(50);
      ready = await browser.evaluate('window.benchReady ?? null').catch(() => null);
      if (Date.now() > ends) throw new Error(`no question after ${LONGEST / 1000} s: ${await browser.evaluate('document.body.innerText.slice(0, 500)')}`);
    }
    const found = { ready, answers: form === 'large' ? await clicks(browser, engine) : await typed(browser) };
    await browser.page('HeapProfiler.enable');
    await browser.page('HeapProfiler.collectGarbage');
    found.memory = privateMegabytes(await renderers(browser)) - empty;
    return found;
  } finally {
    await browser.close();
  }
}

/** Yes and no by turns to the first question, on which 25 others and what follows from them depend. */
async function clicks(browser, engine) {
  const times = [];
  const ends = Date.now() + LONGEST;
  for (let idx = 0; idx < N_ANSWERS && Date.now() < ends; idx += 1) {
    const word = idx % 2 ? 'No' : 'Yes';
    times.push(await browser.evaluate(`benchClick('${word}', '${engine.chosen}')`));
    await sleep(gap(idx));
  }
  return times;
}

/** The head's name, over and over: 200 instances stand behind it and none depends on it. */
async function typed(browser) {
  const times = [];
  const ends = Date.now() + LONGEST;
  for (let idx = 0; idx < N_ANSWERS && Date.now() < ends; idx += 1) {
    times.push(await browser.evaluate(`benchType(() => document.querySelector('input[type=text], input:not([type]), textarea'), 'name ${idx}')`));
    await sleep(gap(idx));
  }
  return times;
}

const { base, close } = await serve({ forms, dist, files: await peers() });
for (const form of ['large', 'repeat']) {
  console.log(`\n| ${form} | first question usable | an answer, p50 | an answer, p99 | memory |\n|---|---|---|---|---|`);
  const rows = new Map(ENGINES.map((it) => [it.name, []]));
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const engine of ENGINES) {
      try { rows.get(engine.name).push(await visit(engine, form, base)); } catch (error) { console.error(`${engine.name}, ${form}: ${error.message}`); }
    }
  }
  let first = null;
  for (const [name, found] of rows) {
    if (!found.length) { console.log(`| ${name} | failed | | | |`); continue; }
    const answers = found.flatMap((it) => it.answers);
    const all = [at(found.map((it) => it.ready), 0.5), at(answers, 0.5), at(answers, 0.99), at(found.map((it) => it.memory), 0.5)];
    first ??= all;
    const cell = (it, idx) => `${milliseconds(it)} ${idx === 3 ? 'MB' : 'ms'} (${(it / first[idx]).toFixed(1)} ×)`;
    console.log(`| ${name} | ${all.map(cell).join(' | ')} | <!-- ${answers.length} answers -->`);
  }
}
close();
