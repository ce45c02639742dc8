import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { balanceFile, customerFile, historyFile, transactionFile } from '../money/bank-file.ts';
import { PARAMETERS, valuesOf } from '../parameters.ts';
import type { Population } from '../population/population.ts';
import { temperOf } from '../population/staff.ts';
import type { LiveWorld } from './live.ts';

export interface WorldControl {
  readonly url: string;
  close(): Promise<void>;
}

type Answer = { readonly json: unknown } | { readonly csv: string; readonly name: string };

const NAME = /^[\w\-.@]{1,64}$/;
const BODY = 1_000_000;

/**
 * Looks into a world and at the bank's files. On a loopback address, without a credential; a page of
 * a browser finds neither the name nor the right to write.
 */
export async function controlWorld(
  world: LiveWorld,
  population: Population,
  port: number,
): Promise<WorldControl> {
  const people = new Map(population.customers.map((c) => [c.person, c]));
  const values = valuesOf();

  async function answer(request: IncomingMessage): Promise<Answer | null> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = `${request.method} ${pathname}`;
    const person = /^GET \/people\/([\w-]+)$/.exec(route)?.[1];
    if (person) {
      const customer = people.get(person);
      return customer ? { json: customer } : null;
    }
    const day = searchParams.get('day');
    const closed = world.bankDays().find((d) => d.day === day) ?? world.bankDays().at(-1);
    switch (route) {
      case 'GET /health':
        return { json: { ok: world.status().problem === null, ...world.status() } };
      case 'GET /parameters':
        return { json: PARAMETERS };
      case 'GET /rms':
        return {
          json: population.rms.map((rm) => ({
            ...rm,
            temper: temperOf(population.seed, rm.userid, values),
          })),
        };
      case 'GET /bank/customers.csv':
        return { csv: customerFile(population), name: 'customers.csv' };
      case 'GET /bank/history.csv':
        return { csv: historyFile(population), name: 'history.csv' };
      case 'GET /bank/days':
        return { json: { days: world.bankDays().map((d) => d.day) } };
      case 'GET /bank/balances.csv':
        if (!closed || (day && closed.day !== day)) return null;
        return { csv: balanceFile(closed), name: `balances-${closed.day}.csv` };
      case 'GET /bank/transactions.csv':
        if (!closed || (day && closed.day !== day)) return null;
        return { csv: transactionFile(closed), name: `transactions-${closed.day}.csv` };
      case 'POST /step':
        return { json: { acts: await world.step(), nextDue: world.nextDue() } };
      case 'PUT /by-hand': {
        const ids = await idsIn(request);
        world.playByHand(ids);
        return { json: { byHand: ids } };
      }
    }
    return null;
  }

  const server = createServer((request, response) => {
    const say = (status: number, type: string, text: string, name?: string) => {
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        ...(name ? { 'content-disposition': `attachment; filename="${name}"` } : {}),
      });
      response.end(text);
    };
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const site = request.headers['sec-fetch-site'];
    if (
      !['127.0.0.1', 'localhost'].includes(host) ||
      (site && site !== 'none' && site !== 'same-origin')
    )
      return say(403, 'text/plain', 'not from here');
    answer(request).then(
      (found) => {
        if (!found) say(404, 'text/plain', 'not found');
        else if ('csv' in found) say(200, 'text/csv', found.csv, found.name);
        else say(200, 'application/json', JSON.stringify(found.json));
      },
      (error) => say(400, 'text/plain', String(error)),
    );
  });
  return { url: await listen(server, port), close: () => closed(server) };
}

async function idsIn(request: IncomingMessage): Promise<string[]> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > BODY) throw new Error('too long');
  }
  const { ids } = JSON.parse(text) as { ids?: unknown };
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string' && NAME.test(id)))
    throw new Error('ids: a list of persons and userids');
  return ids;
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
