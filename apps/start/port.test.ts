import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { choosePort } from './port.ts';

const HOST = '127.0.0.1';

function occupy(port: number): Promise<number> {
  const server: Server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve((server.address() as { port: number }).port));
  });
}

test('a port that was asked for and is free is used', async () => {
  const { port } = await choosePort(HOST, 0, 0);
  expect(await choosePort(HOST, port, 0)).toEqual({ port });
});

test('a port that was asked for and is taken is refused, with its holder and a free one', async () => {
  const taken = await occupy(0);
  const refused = await choosePort(HOST, taken, 0).catch((error) => error);
  expect(refused.code).toBe('port-taken');
  expect(refused.message).toContain(`pid ${process.pid}`);
  const offered = Number(/PORT=(\d+) npm start/.exec(refused.message)?.[1]);
  expect(offered).toBeGreaterThan(taken);
  expect(await choosePort(HOST, offered, 0)).toEqual({ port: offered });
});

test('the usual port, taken while nobody asked for one, gives way to the next', async () => {
  await occupy(8600).catch(() => {
    // Somebody holds it already: as good.
  });
  const { port, instead } = await choosePort(HOST, null, 0);
  expect(port).toBeGreaterThan(8600);
  expect(instead).toBeTruthy();
});

test('a port on its way to be free is waited for', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as { port: number };
  setTimeout(() => server.close(), 300);
  expect(await choosePort(HOST, port, 5_000)).toEqual({ port });
});
