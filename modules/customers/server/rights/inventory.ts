import type { DataSet } from '#platform/server/data-set.ts';
import type { RecordKind } from '#platform/server/retention.ts';

/** What all modules of the product declare, this one included; asked when it is needed. */
export interface Inventory {
  readonly dataSets: () => readonly DataSet[];
  readonly retention: () => readonly RecordKind[];
}
