// Made by `npm run db:types` from the migrations. Do not edit.
export interface DB {
  'platform.auditEntry': {
    orgId: string;
    seq: number;
    at: Date;
    realAt: Date;
    actorKind: string;
    actorId: string;
    actorName: string;
    action: string;
    subjectKind: string;
    subjectId: string;
    subjectName: string | null;
    unitId: string | null;
    before: unknown | null;
    after: unknown | null;
    reason: string | null;
    ip: string | null;
    requestId: string;
    prevHash: Buffer;
    hash: Buffer;
  };
  'platform.auditHead': {
    orgId: string;
    seq: number;
    hash: Buffer;
  };
  'platform.clock': {
    id: number;
    mode: string;
    realAt: Date;
    businessAt: Date;
    factor: number;
    version: number;
  };
  'platform.dataKey': {
    id: string;
    purpose: string;
    generation: number;
    wrapped: Buffer;
    createdAt: Date;
  };
  'platform.handledJob': {
    key: string;
    handledAt: Date;
  };
  'platform.lease': {
    name: string;
    bucketFrom: number;
    bucketTo: number;
    holder: string | null;
    heldUntil: Date | null;
    done: boolean;
  };
  'platform.process': {
    id: string;
    role: string;
    host: string;
    pid: number;
    workers: string[];
    startedAt: Date;
    seenAt: Date;
  };
}
