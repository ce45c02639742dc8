import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import workers from 'node:worker_threads';

/**
 * Loaded before anything else into each process of a rehearsal: a connection may be opened to the
 * addresses that REHEARSAL_REACH names (`127.0.0.1:5432,…`) and to no other. It stands below HTTP, TLS
 * and every client, so no configuration can open a way around it; what would be one (datagrams,
 * further processes, workers) is refused altogether.
 */
const reach = new Set((process.env.REHEARSAL_REACH ?? '').split(',').filter(Boolean));

const refused = (what: string) =>
  Object.assign(new Error(`A rehearsal does not reach ${what}`), { code: 'REHEARSAL_WALL' });

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  const target = targetOf(args);
  if (!reach.has(target)) {
    // Whoever listens is told; a client that has let go of its socket by then is no reason to fall.
    this.on('error', () => {});
    process.nextTick(() => this.destroy(refused(target)));
    return this;
  }
  return Reflect.apply(connect, this, args);
} as typeof connect;

/** `net.connect` hands its arguments over as one list, which it has put in order before. */
function targetOf(args: unknown[]): string {
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as [unknown, unknown];
  if (typeof first === 'object' && first !== null) {
    const { host, port, path } = first as { host?: string; port?: unknown; path?: string };
    if (path) return path;
    return `${host ?? 'localhost'}:${port}`;
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return first;
  return `${typeof second === 'string' ? second : 'localhost'}:${first}`;
}

// A question for a name is a message too.
for (const resolver of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const name of Object.keys(resolver).concat(Object.getOwnPropertyNames(resolver)))
    if (/^(resolve|reverse)/.test(name))
      Object.assign(resolver, {
        [name]: () => {
          throw refused('a name server');
        },
      });

for (const name of ['bind', 'connect', 'send'] as const)
  dgram.Socket.prototype[name] = (() => {
    throw refused('anything by datagram');
  }) as never;
for (const name of [
  'spawn',
  'spawnSync',
  'exec',
  'execSync',
  'execFile',
  'execFileSync',
  'fork',
] as const)
  childProcess[name] = (() => {
    throw refused('another process');
  }) as never;
workers.Worker = class {
  constructor() {
    throw refused('a worker');
  }
} as never;
syncBuiltinESMExports();
