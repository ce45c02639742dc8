import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../contract.ts';
import { describeGate, listDecisions, replayDecision } from './decision.view.ts';
import type { Gate } from './gate.ts';
import type { Sender } from './senders/sender.ts';
import { testSend } from './test-send.service.ts';

export function outreachRoutes(app: FastifyInstance, gate: Gate, senders: readonly Sender[]): void {
  const connected = new Set(senders.map((sender) => sender.channel));
  route(app, api.testSend, (ctx, { body }) => testSend(ctx, gate, senders, body));
  route(app, api.listDecisions, (ctx, { query }) => listDecisions(ctx, query));
  route(app, api.replayDecision, (ctx, { params }) => replayDecision(ctx, gate, params.id));
  route(app, api.describeGate, async (ctx) => describeGate(ctx, gate, connected));
}
