import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const guard = new URL('guard.ts', import.meta.url).href;
const run = promisify(execFile);
const server = createServer((_, response) => response.end('the named one'));
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** What the attempt says in a process behind the wall. */
async function attempt(body: string, walled = true): Promise<string> {
  const script = `
    import * as http from 'node:http'; import * as https from 'node:https';
    import * as net from 'node:net'; import * as tls from 'node:tls';
    import * as dgram from 'node:dgram'; import * as dns from 'node:dns';
    import { spawn } from 'node:child_process'; import { Worker } from 'node:worker_threads';
    import pg from 'pg';
    const heard = (emitter) => new Promise((resolve, reject) => {
      emitter.on('error', reject); for (const e of ['connect', 'response']) emitter.on(e, () => resolve('reached'));
    });
    try { console.log(await (async () => { ${body} })()); }
    catch (error) { console.log(error.code ?? error.cause?.code ?? error.message); }
    process.exit(0);`;
  const { stdout } = await run(
    process.execPath,
    [...(walled ? ['--import', guard] : []), '--input-type=module', '-e', script],
    { env: { ...process.env, REHEARSAL_REACH: `127.0.0.1:${port}` } },
  );
  return stdout.trim();
}

test('a process of a rehearsal reaches the simulator it was told of', async () => {
  expect(await attempt(`return (await fetch('http://127.0.0.1:${port}/')).text();`)).toBe(
    'the named one',
  );
});

test.each([
  ['WeCom itself', `await fetch('https://qyapi.weixin.qq.com/cgi-bin/gettoken');`],
  ['an address on the internet', `await fetch('http://192.0.2.1/');`],
  ['another port of this machine', `await fetch('http://127.0.0.1:5432/');`],
  ['this machine by another name', `await fetch('http://localhost:PORT/');`],
  ['the internet by the plain client', `return heard(http.get('http://192.0.2.1/'));`],
  ['the internet by TLS', `return heard(https.get('https://example.com/'));`],
  ['the internet by a bare socket', `return heard(net.connect(80, '192.0.2.1'));`],
  [
    'the internet by a socket made first',
    `return heard(new net.Socket().connect({ host: '192.0.2.1', port: 80 }));`,
  ],
  ['the internet by a bare TLS socket', `return heard(tls.connect(443, '192.0.2.1'));`],
  ['a socket file', `return heard(net.connect('/tmp/docker.sock'));`],
  [
    'another database',
    `const c = new pg.Client('postgres://a:b@192.0.2.1/x'); c.on('error', () => {}); await c.connect();`,
  ],
  ['anybody by datagram', `dgram.createSocket('udp4').send('x', 53, '192.0.2.1');`],
  [
    'a name server',
    `await new Promise((y, n) => dns.resolve4('example.com', (e, a) => e ? n(e) : y(a)));`,
  ],
  ['the world through another process', `spawn('true');`],
  ['the world through a worker', `new Worker('1', { eval: true });`],
])('a process of a rehearsal does not reach %s', async (_, body) => {
  expect(await attempt(body.replace('PORT', String(port)))).toBe('REHEARSAL_WALL');
});

test('without the wall the same attempt gets as far as the machine lets it', async () => {
  expect(await attempt(`await fetch('http://127.0.0.1:${port}/'); return 'reached';`, false)).toBe(
    'reached',
  );
  expect(await attempt(`spawn('true'); return 'reached';`, false)).toBe('reached');
});
