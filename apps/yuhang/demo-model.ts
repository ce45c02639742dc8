import { createModel } from '#modules/audiences/contract.ts';
import type { HeadlessBank } from '../rehearsal/headless/open-bank.ts';

/** A model of the demo bank, learnt from what its customers did before; the worker trains it. */
export async function trainDemoModel({ desk, operator }: HeadlessBank): Promise<void> {
  await desk.ask(operator, createModel, {
    body: {
      name: '三十天内会用卡消费',
      purpose: 'marketing',
      source: 'trained',
      target: { kind: 'event', events: ['transaction.made'], days: 30 },
      features: {
        attributes: ['age_band', 'income_band', 'payroll', 'city_tier', 'car_owner'],
        events: [
          ...['product.viewed', 'app.opened', 'branch.visited', 'consultation.asked'],
          ...['product.bought', 'transaction.made', 'salary.arrived'],
        ],
      },
    },
  });
}
