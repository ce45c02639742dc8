import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Refusal } from '../core/refusal.ts';

/** The control interface speaks plain HTTP: 400 with a reason for what cannot be done. */

export function bodyOf<S extends z.ZodType>(request: FastifyRequest, schema: S): z.output<S> {
  const raw = Buffer.isBuffer(request.body) ? request.body.toString() : '';
  let json: unknown;
  try {
    json = raw ? JSON.parse(raw) : {};
  } catch {
    throw new ControlError(400, 'the body is not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  throw new ControlError(400, reasons.join('; '));
}

export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** Turns what was thrown into an answer. */
export function failed(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof ControlError)
    return reply.code(error.status).send({ error: { reason: error.message } });
  if (error instanceof Refusal)
    return reply.code(400).send({ error: { reason: error.message, code: error.code } });
  reply.log.error({ err: error }, 'simulator bug');
  return reply.code(500).send({ error: { reason: String(error) } });
}
