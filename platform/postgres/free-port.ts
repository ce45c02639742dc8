import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Where the usual servers end, and how many ports are enough to draw from. */
const FIRST = 10_000;
const LAST = 65_535;
const ENOUGH = 2_000;
const TRIES = 500;

/**
 * A port of this machine that nobody listens on just now, and that no outgoing connection is given:
 * whoever is killed and comes back to its port must not find somebody's connection on it.
 */
export async function freePort(): Promise<number> {
  const [first, last] = besideOutgoing();
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(first, last + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${first} and ${last}`);
}

/** The wider part beside the range from which the system takes ports of outgoing connections. */
function besideOutgoing(): [first: number, last: number] {
  const [from, to] = outgoing();
  const below: [number, number] = [FIRST, from - 1];
  const above: [number, number] = [to + 1, LAST];
  const wide = ([first, last]: [number, number]) => last - first;
  const [widest] = [below, above].sort((a, b) => wide(b) - wide(a));
  // A system that leaves nothing: all of them are as good as any.
  return widest && wide(widest) >= ENOUGH ? widest : [FIRST, LAST];
}

function outgoing(): [from: number, to: number] {
  try {
    const said = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim();
    const [from, to] = said.split(/\s+/).map(Number);
    if (from && to) return [from, to];
  } catch {
    // Not Linux, or hidden from us.
  }
  return [32_768, 60_999];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
