import { expect, test } from 'vitest';
import type { RehearsalReport } from '../contract.ts';
import { compare } from './compare.ts';

const rehearsed = (reached: number, delivered: number, days = 24) => ({
  days,
  report: {
    plan: {
      people: { reached, control: 0, touched: reached },
      funnel: [{ step: 'delivered', touches: delivered, customers: reached, share: null }],
      drops: [
        { state: 'refused', touches: 4 },
        { state: 'deferred', touches: 9 },
      ],
      deletions: { all: { share: 0.02 } },
      load: { days: [{ handovers: 3, workItems: 2 }] },
    },
    sample: { customers: reached },
    cost: { confirmations: 5, workItems: 2, sms: 0, staffHours: 1.5 },
    findings: [],
  } as unknown as RehearsalReport,
});
const of = ({ figures }: ReturnType<typeof compare>, key: string) =>
  figures.find((figure) => figure.key === key)!;

test('rehearsals of the same size are held against each other by their counts', () => {
  const same = compare(rehearsed(200, 400), rehearsed(200, 300));
  expect(same).toMatchObject({ sameSize: true, sameDays: true });
  expect(of(same, 'delivered')).toMatchObject({ left: 400, right: 300, difference: -100 });
  expect(of(same, 'refusedTouches')).toMatchObject({ left: 4, difference: 0 });
});

test('a smaller sample is no worse plan: what differs is told for each hundred customers', () => {
  const unlike = compare(rehearsed(200, 400), rehearsed(50, 150, 12));
  expect(unlike).toMatchObject({ sameSize: false, sameDays: false });
  expect(of(unlike, 'delivered')).toMatchObject({
    left: 400,
    right: 150,
    per100: { left: 200, right: 300 },
    difference: 100,
  });
  expect(of(unlike, 'deletion')).toMatchObject({ share: true, per100: null, difference: 0 });
});
