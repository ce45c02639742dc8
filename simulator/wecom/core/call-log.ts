/** What was asked lately, for the curious and for tests. Holds no bodies. */
export interface CallRecord {
  readonly at: number;
  readonly corpId: string | null;
  readonly agentId: number | null;
  readonly endpoint: string;
  readonly errcode: number;
  readonly ms: number;
  readonly fault: string | null;
}

export interface CallLog {
  add(record: CallRecord): void;
  recent(limit: number): CallRecord[];
  /** Calls and failures by endpoint since the start or the last clear. */
  totals(): Record<string, { calls: number; failures: number }>;
  clear(): void;
}

const KEPT = 5000;

export function openCallLog(): CallLog {
  let records: CallRecord[] = [];
  let totals = new Map<string, { calls: number; failures: number }>();
  return {
    add(record) {
      records.push(record);
      if (records.length > KEPT * 2) records = records.slice(-KEPT);
      const total = totals.get(record.endpoint) ?? { calls: 0, failures: 0 };
      total.calls++;
      if (record.errcode !== 0) total.failures++;
      totals.set(record.endpoint, total);
    },
    recent: (limit) => records.slice(-limit).reverse(),
    totals: () => Object.fromEntries(totals),
    clear() {
      records = [];
      totals = new Map();
    },
  };
}
