import type { FastifyInstance } from 'fastify';
import type { Sim } from '../core/sim.ts';

const OURS = /^\/(sim|phones)(\/|$)/;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/**
 * The control door has no credential. A page from elsewhere that a browser has open next to us must
 * not find it: neither by a form or script of its own, nor by a name that leads to this machine.
 */
export function guardControl(http: FastifyInstance, sim: Sim): void {
  http.addHook('onRequest', async (request, reply) => {
    if (!OURS.test(request.url)) return;
    const host = request.headers.host ?? '';
    const site = request.headers['sec-fetch-site'];
    const known = LOOPBACK.test(host) || host === URL.parse(sim.publicUrl())?.host;
    const foreign =
      request.method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none';
    if (!known || foreign) return reply.code(403).send({ error: { reason: 'not from here' } });
  });
}
