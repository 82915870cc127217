// A Chromium with an empty profile that is as slow as a phone, and the files it is shown.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import WebSocket from 'ws';

/** How many times slower than this machine. */
const SLOWER = 4;

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.xml': 'text/xml', '.svg': 'image/svg+xml' };

/** Serves `files` by their path, `forms` under /forms/, and the built site `dist` under /dist/ as if it had the forms among its surveys. */
export function serve({ forms, dist, files = new Map() }) {
  const read = (path) => {
    if (files.has(path)) return files.get(path);
    if (path.startsWith('/forms/')) return readFileSync(join(forms, path.slice(7)));
    const inside = path.replace('/dist/', '');
    try { return readFileSync(join(dist, inside)); } catch { return readFileSync(join(forms, inside.replace('surveys/', ''))); }
  };
  const server = createServer((request, response) => {
    let path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (path.endsWith('/')) path += 'index.html';
    try {
      const bytes = read(path);
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'cache-control': 'no-store' });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

/** One Chromium, and one page in it that runs `source` before its own scripts. */
export async function browse(source) {
  const profile = mkdtempSync(join(tmpdir(), 'bench-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-extensions', '--disable-sync', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
  const child = spawn(process.env.CHROME ?? 'chromium', flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise((done) => {
    let said = '';
    child.stderr.on('data', (it) => { said += it; const found = said.match(/ws:\/\/\S+/); if (found) done(found[0]); });
  });
  const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 1 << 30 });
  await new Promise((done) => socket.once('open', done));
  const waiting = new Map();
  let number = 0;
  socket.on('message', (text) => {
    const message = JSON.parse(text);
    const { done, fail } = waiting.get(message.id) ?? {};
    if (!done) return;
    waiting.delete(message.id);
    if (message.error) fail(new Error(message.error.message)); else done(message.result);
  });
  const call = (method, params = {}, sessionId) => new Promise((done, fail) => {
    waiting.set(++number, { done, fail });
    socket.send(JSON.stringify({ id: number, method, params, sessionId }));
  });
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  const page = (method, params) => call(method, params, sessionId);
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await page('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  const close = async () => {
    await call('Browser.close').catch(() => {});
    await new Promise((done) => child.once('exit', done));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  await page('Page.enable');
  await page('Emulation.setDeviceMetricsOverride', { width: 412, height: 915, deviceScaleFactor: 1, mobile: true });
  await page('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page('Page.addScriptToEvaluateOnNewDocument', { source });
  return { call, page, evaluate, close };
}

/** Inside a page: when the next frame is painted. */
export const PAINTED = `const painted = () => new Promise((done) => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => done(performance.now()); c.port2.postMessage(0); }));`;

export const at = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * share)];
export const milliseconds = (it) => (it >= 100 ? it.toFixed(0) : it.toFixed(1));
