import type { IdentityRule } from '../../contract/identity.ts';
import type { KnownKey } from './identity.repo.ts';
import type { Key } from './identity-key.ts';
import { ASKS_FROM, confidenceOf, JOINS_FROM, oneEach, ruleOf } from './rules.ts';

/** Somebody a record may be: known already, or begun by an earlier record of the same batch. */
export interface Person {
  /** Null until one is given out. */
  customerId: number | null;
  readonly isNew: boolean;
  readonly name: string | null;
  /** Of the kinds of which a person has one: `bank_no:<scope>` → hash. */
  readonly single: Map<string, string>;
}

export interface Candidate {
  readonly person: Person;
  readonly key: Key;
  readonly rule: IdentityRule;
  readonly confidence: number;
}

export interface Assigned {
  readonly person: Person;
  readonly rule: IdentityRule;
  readonly confidence: number;
  /** Others whom an identity of the record leads to: one person perhaps. */
  readonly doubts: readonly Candidate[];
}

interface Holder {
  readonly person: Person;
  readonly verified: boolean;
}

/** Goes through records one after another and says whose each of them is. Pure: what the database knows is given. */
export class Assignment {
  private readonly holders = new Map<string, Holder>();
  private readonly persons = new Map<number, Person>();

  /** `names` and `singles` are needed only of those whom a weak identity leads to. */
  constructor(
    known: ReadonlyMap<string, KnownKey>,
    names: ReadonlyMap<number, string>,
    singles: ReadonlyMap<number, readonly { kind: string; scope: string; hash: string }[]>,
  ) {
    for (const [hash, { customerId, verified }] of known) {
      let person = this.persons.get(customerId);
      if (!person) {
        const single = new Map(
          (singles.get(customerId) ?? []).map((s) => [`${s.kind}:${s.scope}`, s.hash]),
        );
        person = { customerId, isNew: false, name: names.get(customerId) ?? null, single };
        this.persons.set(customerId, person);
      }
      this.holders.set(hash, { person, verified });
    }
  }

  assign(keys: readonly Key[], name: string | null): Assigned {
    const candidates = this.candidates(keys, name);
    const chosen = candidates.find(
      ({ person, confidence }) => confidence >= JOINS_FROM && !contradicts(person, keys),
    );
    const person = chosen?.person ?? begin(name);
    for (const key of keys) {
      if (oneEach.has(key.kind)) person.single.set(`${key.kind}:${key.scope}`, key.hash);
      if (!this.holders.has(key.hash))
        this.holders.set(key.hash, { person, verified: key.verified });
    }
    return {
      person,
      rule: chosen?.rule ?? 'first_seen',
      confidence: chosen?.confidence ?? 1,
      doubts: candidates.filter(
        (other) => other.person !== person && other.confidence >= ASKS_FROM,
      ),
    };
  }

  /** The surest first; for each person the surest reason. */
  private candidates(keys: readonly Key[], name: string | null): Candidate[] {
    const best = new Map<Person, Candidate>();
    for (const key of keys) {
      const holder = this.holders.get(key.hash);
      if (!holder) continue;
      const { person } = holder;
      const rule = ruleOf({
        kind: key.kind,
        verified: key.verified && holder.verified,
        sameName: name !== null && name === person.name,
      });
      const found: Candidate = { person, key, rule, confidence: confidenceOf[rule] };
      if (found.confidence > (best.get(person)?.confidence ?? 0)) best.set(person, found);
    }
    return [...best.values()].sort((a, b) => b.confidence - a.confidence);
  }

  holds(person: Person, hash: string): boolean {
    return this.holders.get(hash)?.person === person;
  }
}

const begin = (name: string | null): Person => ({
  customerId: null,
  isNew: true,
  name,
  single: new Map(),
});

/** The record has another bank number than the person: two customers of the bank, whatever their phone says. */
const contradicts = (person: Person, keys: readonly Key[]): boolean =>
  keys.some(({ kind, scope, hash }) => {
    const own = oneEach.has(kind) ? person.single.get(`${kind}:${scope}`) : undefined;
    return own !== undefined && own !== hash;
  });
