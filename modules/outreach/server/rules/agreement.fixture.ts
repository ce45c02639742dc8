import fc from 'fast-check';
import { licenceKinds } from '#modules/org/contract.ts';
import { modeOf } from '../../contract/channel.ts';
import { type AskedRules, askedRules, type Basis } from './basis.ts';
import type { Facts } from './facts.ts';
import { both, edgesOf, momentsOf, without } from './hours.ts';

const START = Date.parse('2026-03-02T00:00:00Z');
const MINUTE = 60_000;

/** Values that a rule might stumble over: its thresholds and their neighbours. */
const boundaryMinutes = [
  0, 479, 480, 539, 540, 541, 659, 660, 661, 839, 840, 1_019, 1_020, 1_199, 1_200, 1_319, 1_320,
  1_439,
];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 5 });
const day = (first: string, days: number) =>
  fc
    .integer({ min: 0, max: days })
    .map((n) =>
      new Date(Date.parse(`${first}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10),
    );

const moment = fc
  .tuple(
    fc.integer({ min: 0, max: 12 }),
    fc.oneof(fc.constantFrom(...boundaryMinutes), fc.integer({ min: 0, max: 1_439 })),
    fc.constantFrom(0, 0, 1, 59_999),
  )
  .map(([days, minute, ms]) => {
    const midnight = START - 8 * 60 * MINUTE + days * 86_400_000;
    const at = new Date(midnight + minute * MINUTE + ms);
    const local = new Date(at.getTime() + 8 * 60 * MINUTE);
    return {
      at: at.toISOString(),
      day: local.toISOString().slice(0, 10),
      minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
    };
  });

/** Facts of any customer at any moment, nulls and boundaries included. */
export const anyFacts: fc.Arbitrary<Facts> = fc
  .tuple(
    moment,
    fc.record({
      unitPath: maybe(fc.constantFrom('/1/', '/1/2/', '/1/20/', '/1/2/7/', '/9/')),
      arm: maybe(fc.constantFrom('reached' as const, 'control' as const)),
      active: maybe(fc.boolean()),
      consent: maybe(fc.constantFrom('given' as const, 'withdrawn' as const)),
      consentVersion: maybe(fc.integer({ min: 1, max: 4 })),
      age: maybe(fc.constantFrom(0, 17, 18, 40, 59, 60, 61, 64, 65, 66, 90)),
      deceased: maybe(fc.boolean()),
      staff: maybe(fc.boolean()),
      listed: maybe(fc.boolean()),
      doNotCall: maybe(fc.boolean()),
      complaintOpen: maybe(fc.boolean()),
      complaintClosedOn: maybe(day('2026-01-20', 60)),
      deletedOn: maybe(day('2025-08-20', 200)),
      riskGrade: maybe(fc.constantFrom('C1', 'C2', 'C3', 'C4', 'C5')),
      assessedOn: maybe(day('2025-02-01', 60)),
      friend: maybe(fc.boolean()),
      phone: maybe(fc.boolean()),
      lastSpeaker: maybe(fc.boolean()),
      displaced: maybe(fc.boolean()),
      groupState: maybe(
        fc.constantFrom('held' as const, 'left' as const, 'other' as const, 'gone' as const),
      ),
      tags: maybe(fc.subarray(['need_loan', 'direct', 'staff_family'])),
      answering: maybe(fc.boolean()),
      qualified: maybe(fc.boolean()),
      licences: maybe(fc.subarray([...licenceKinds])),
      lapsedLicences: maybe(fc.subarray([...licenceKinds])),
      interestAt: maybe(
        fc
          .integer({ min: -24, max: 24 * 12 })
          .map((n) => new Date(START + n * 60 * MINUTE).toISOString()),
      ),
    }),
    fc.record({
      pointDay: fc.integer({ min: 0, max: 3 }),
      pointWeek: fc.integer({ min: 0, max: 5 }),
      pointMonth: fc.integer({ min: 0, max: 10 }),
      callDay: fc.integer({ min: 0, max: 3 }),
      callMonth: fc.integer({ min: 0, max: 4 }),
      massDay: fc.integer({ min: 0, max: 2 }),
      massWeek: fc.integer({ min: 5, max: 8 }),
      massMonth: fc.integer({ min: 2, max: 33 }),
      fatigue: fc.integer({ min: 0, max: 60 }).map((n) => n / 10),
    }),
  )
  .map(([time, some, counts]) => ({ ...time, ...some, ...counts }));

const values: Record<string, object> = {
  'CR-048': { months: 12, askAgainDays: 30 },
  'CR-049': { matrix: { C1: 'R1', C2: 'R2', C3: 'R3', C4: 'R4', C5: 'R5' } },
  'CR-054': { age: 65, coolingHours: 24, highest: 'R2' },
  'CR-055': { age: 60 },
  'CR-094': { quiet: [['22:00', '08:00']] },
  'CR-095': {
    age: 60,
    allowed: [
      ['09:00', '11:00'],
      ['14:00', '17:00'],
      ['20:00', '22:00'],
    ],
  },
  'CR-097': { perMonth: 4 },
  'CR-098': { perDay: 1, perWeek: 3, perMonth: 8 },
  'CR-105': { hours: [['09:00', '20:00']], perDay: 2, perMonth: 3 },
  'CR-136': { wealth: 'wealth', fund: 'fund', structured_deposit: 'none' },
  'CR-107': { deletedDays: 180, complaintDays: 30 },
};

const rules = (off: readonly string[], mode: string, register: string): AskedRules =>
  Object.fromEntries(
    askedRules.map((id) => [
      id,
      {
        id,
        version: 1,
        on: !off.includes(id),
        values: {
          ...values[id],
          ...(id === 'CR-096' && { mode }),
          ...(id === 'CR-136' && { register }),
        },
      },
    ]),
  ) as unknown as AskedRules;

const product = fc.record({
  name: fc.constant('稳健理财'),
  kind: fc.constantFrom('wealth', 'fund', 'deposit', 'credit_card', 'insurance'),
  grade: maybe(fc.constantFrom('R1', 'R2', 'R3', 'R5')),
  periodic: fc.boolean(),
  privateOffering: fc.boolean(),
  listed: fc.boolean().map((off) => !off || true),
  saleFrom: maybe(day('2026-03-01', 5)),
  saleTo: maybe(day('2026-03-03', 8)),
  eligibility: fc.record({
    ageFrom: fc.option(fc.constantFrom(18, 60), { nil: null, freq: 1 }),
    ageTo: fc.option(fc.constantFrom(60, 65), { nil: null, freq: 1 }),
    anyTag: fc.constantFrom([], [], ['need_loan', 'direct']),
    noTag: fc.constantFrom([], [], ['staff_family']),
  }),
});

const finding = { rule: 'CR-073', version: 1, why: ['“保本”', 'guarantee'] as const };

/** Anything that may be the same for a batch. */
export const anyBasis: fc.Arbitrary<Basis> = fc
  .record({
    channel: fc.constantFrom(
      'one_to_one',
      'one_to_one',
      'moments',
      'group',
      'sms',
      'call_list',
      'work_item',
      'app_message',
      'sidebar',
    ),
    purpose: fc.constantFrom('marketing', 'marketing', 'marketing', 'service'),
    kind: fc.constantFrom('sequence', 'bulk', 'own'),
    planState: fc.constantFrom(
      'running',
      'running',
      'running',
      'running',
      'running',
      'paused',
      'ended',
    ),
    project: fc.constantFrom('running', 'running', 'running', 'running', 'ended', 'none'),
    content: fc.constantFrom(
      'approved',
      'approved',
      'approved',
      'approved',
      'approved',
      'replaced',
      'unapproved',
      'none',
    ),
    from: maybe(day('2026-03-01', 3)),
    to: maybe(day('2026-03-05', 9)),
    word: fc.constantFrom(false, false, false, true),
    gap: fc.constantFrom(false, false, false, true),
    products: fc.array(fc.option(product, { nil: null, freq: 9 }), { maxLength: 2 }),
    least: fc.integer({ min: 1, max: 3 }),
    off: fc.subarray([...askedRules], { maxLength: 4 }),
    register: fc.constantFrom('kept', 'kept', 'kept', 'not_kept'),
    mode: fc.constantFrom('monthly', 'weekly', 'daily'),
    stopped: fc.constantFrom(false, false, false, false, true),
    stopDay: maybe(day('2026-03-02', 6)),
    deferDays: fc.integer({ min: 0, max: 5 }),
    spread: fc.constantFrom(0, 60, 1_800),
    weight: fc.constantFrom(0, 0.2, 1),
  })
  .map((b): Basis => {
    const asked = rules(b.off, b.mode, b.register);
    const stopDays: Record<string, string> = b.stopDay ? { [b.stopDay]: '哀悼日' } : {};
    let ordinary = asked['CR-094'].on ? without(edgesOf(asked['CR-094'].values.quiet)) : [0, 1_440];
    if (b.channel === 'call_list' && asked['CR-105'].on)
      ordinary = both(ordinary, edgesOf(asked['CR-105'].values.hours));
    const elderly = asked['CR-095'].on
      ? both(ordinary, edgesOf(asked['CR-095'].values.allowed))
      : ordinary;
    const moments = (edges: readonly number[]) =>
      momentsOf(edges, '2026-03-01', 22, (d) => d in stopDays);
    const dealing =
      b.purpose === 'service' ? 'service' : b.channel === 'call_list' ? 'call' : 'marketing';
    const kinds = [...new Set(b.products.flatMap((p) => (p ? [p.kind] : [])))];
    return {
      channel: b.channel,
      mode: modeOf[b.channel],
      class: 'sequence',
      purpose: b.purpose,
      today: '2026-03-02',
      plan: { id: '00000000-0000-7000-8000-000000000001', kind: b.kind, state: b.planState },
      project:
        b.project === 'none'
          ? null
          : {
              state: b.project,
              scope: 'pilot',
              startsAt: '2026-03-02T01:00:00.000Z',
              endsAt: '2026-03-12T16:00:00.000Z',
              paths: ['/1/2/', '/9/'],
            },
      content: {
        kind: 'content.item',
        id: 'x',
        version: 1,
        state: b.content,
        from: b.from,
        to: b.to,
        words: b.word ? [finding] : [],
        missing: b.gap ? [{ ...finding, rule: 'CR-076' }] : [],
      },
      products: b.products,
      consent: { channel: b.channel, least: b.least },
      dealings: (kinds.length === 0 ? [null] : kinds).map((kind) => ({
        kind: dealing,
        automated: b.kind !== 'own',
        oneToOne: b.channel !== 'moments' && b.channel !== 'group',
        product: kind,
      })),
      rules: asked,
      settings: {
        version: 1,
        weight: b.weight,
        days: 7,
        limit: 5,
        stopped: b.stopped,
        stopReason: '',
        deferDays: b.deferDays,
        spreadSeconds: b.spread,
      },
      hours: {
        ordinary,
        elderly,
        stopDays,
        ordinaryMoments: moments(ordinary),
        elderlyMoments: moments(elderly),
      },
    } as Basis;
  });
