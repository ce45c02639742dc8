import type { IdentityRule } from '../../contract/identity.ts';
import type { KnownCustomer } from '../customers/customer.repo.ts';
import type { NameSource } from '../customers/name.ts';
import type { Assigned } from './assign.ts';
import type { Key } from './identity-key.ts';

export interface CustomerRecord {
  /** At least one. */
  readonly identities: readonly {
    readonly kind: Key['kind'];
    readonly scope?: string;
    readonly value: string;
    /** Proven by the customer or the bank. */
    readonly verified?: boolean;
  }[];
  readonly name?: string | null | undefined;
  readonly nameFrom?: NameSource;
  /** Whose customer somebody new becomes. */
  readonly unitId: string;
  readonly rmId?: string | null | undefined;
  /** Unit and RM of the record hold for a known customer too: the bank says so. */
  readonly rules?: boolean;
  /** What `prepareRecord` made of this very record. */
  readonly prepared?: Prepared;
}

/** Hashed and encrypted beforehand, where reading a file leaves time for it. */
export interface Prepared {
  readonly keys: readonly Key[];
  readonly name: string | null;
  readonly sealedName: string | null;
  readonly grams: readonly number[];
  /** By hash of the key. */
  readonly stored: ReadonlyMap<
    string,
    { readonly value: string | null; readonly sealed: string | null }
  >;
}

export interface ResolveOptions {
  /** Where the records come from: `import`, `wecom`, `sign-in`. */
  readonly source: string;
  /** False: the customer is known, but not this caller's to change; the record is left out. */
  readonly mayChange?: (customer: KnownCustomer) => boolean;
  /** False when the caller accounts for the work itself. */
  readonly audited?: boolean;
}

export interface Resolved {
  readonly customerId: number;
  readonly outcome: 'created' | 'changed' | 'known' | 'elsewhere';
  /** Why it is this customer, and how sure that is. */
  readonly rule: IdentityRule;
  readonly confidence: number;
  /** Customers who may be the same person: somebody is asked. */
  readonly proposed: readonly number[];
}

export interface Work {
  readonly index: number;
  readonly record: CustomerRecord;
  readonly name: string | null;
  readonly keys: readonly Key[];
  readonly prepared: Prepared | null;
}

export interface Settled extends Work {
  readonly assigned: Assigned;
  /** Nobody had them before. */
  readonly newKeys: ReadonlySet<string>;
  /** Lead to somebody else. */
  readonly foreign: ReadonlySet<string>;
  /** Seen before, proven only now. */
  readonly proven: ReadonlySet<string>;
}
