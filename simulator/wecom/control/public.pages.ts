import type { FastifyInstance } from 'fastify';
import QRCode from 'qrcode';
import type { Sim } from '../core/sim.ts';
import { findMedia } from '../media/media.store.ts';

/** What addresses in answers lead to: QR codes, files, links. */
export function publicPages(http: FastifyInstance, sim: Sim): void {
  const svg = (text: string) =>
    QRCode.toString(text, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });

  http.get('/qr/:kind/*', async (request, reply) => {
    const { kind, '*': id } = request.params as { kind: string; '*': string };
    if (!['way', 'group', 'staff'].includes(kind)) return reply.code(404).send('not found');
    return reply
      .header('content-type', 'image/svg+xml')
      .header('cache-control', 'public, max-age=3600')
      .send(await svg(`${sim.publicUrl()}/scan/${kind}/${id}`));
  });

  http.get('/media/:id', async (request, reply) => {
    const media = await findMedia(sim.pool, (request.params as { id: string }).id);
    if (!media || (media.expires_at !== null && media.expires_at <= sim.clock.now()))
      return reply.code(404).send('not found');
    return reply
      .header('content-type', media.content_type)
      .header('x-content-type-options', 'nosniff')
      .send(media.bytes);
  });
}
