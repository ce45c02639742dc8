import { z } from 'zod';

export const READ = 'rehearsal.rehearsal.read';
export const START = 'rehearsal.rehearsal.start';

export const rehearsePayload = z.object({ rehearsalId: z.uuid() });
export const rehearseKind = { kind: 'rehearsal.rehearse', payload: rehearsePayload };
