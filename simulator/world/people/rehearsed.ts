import { DAY, HOUR } from '../calendar.ts';
import type { Changes } from '../parameters.ts';
import { valuesOf } from '../parameters.ts';
import { makePopulation, type Population } from '../population/population.ts';
import { understand } from './content.ts';
import {
  type Act,
  type Deeds,
  type DeskDeed,
  NOTHING,
  type Outcome,
  type Seen,
  type SeenMessage,
  type Visit,
} from './exchange.ts';
import { createWorld, type World, type WorldState } from './world.ts';

/** A world for tests, without a simulator: what people do succeeds. */

export const MONDAY = Date.UTC(2026, 2, 1, 16, 0, 0) / 1000; // 2026-03-02 00:00 in Shanghai

export const somePeople = (customers: number, rms = 3, seed = 'test'): Population =>
  makePopulation({ customers, rms, seed, today: '2026-03-02' }, valuesOf());

export interface Lived {
  readonly world: World;
  readonly acts: readonly (Act & { readonly at: number })[];
  readonly visits: readonly (Visit & { readonly at: number })[];
  readonly desk: readonly (DeskDeed & { readonly at: number })[];
}

export interface Script {
  readonly population: Population;
  readonly days: number;
  /** What reaches them in the hour that begins at `at`. */
  readonly seen?: (at: number, hour: number, deeds: Deeds) => Partial<Seen>;
  readonly parameters?: Changes;
  readonly workbench?: boolean;
  readonly state?: WorldState;
  readonly begin?: number;
}

/** Hour by hour. */
export function lived({
  population,
  days,
  seen,
  parameters,
  workbench = false,
  state,
  begin = MONDAY,
}: Script): Lived {
  const world = createWorld({
    population,
    now: begin,
    desks: workbench ? population.rms.map(({ userid }) => userid) : [],
    ...(parameters ? { parameters } : {}),
    ...(state ? { state } : {}),
  });
  const acts: (Act & { at: number })[] = [];
  const visits: (Visit & { at: number })[] = [];
  const desk: (DeskDeed & { at: number })[] = [];
  let deeds: Deeds = { acts: [], visits: [], desk: [] };
  for (let at = begin; at < begin + days * DAY; at += HOUR) {
    const hour = Math.floor(((at - MONDAY) % DAY) / HOUR);
    deeds = world.step(at, { ...NOTHING, ...seen?.(at, hour, deeds) });
    acts.push(...deeds.acts.map((act) => ({ ...act, at })));
    visits.push(...deeds.visits.map((visit) => ({ ...visit, at })));
    desk.push(...deeds.desk.map((deed) => ({ ...deed, at })));
    world.settle(deeds.acts, deeds.acts.map(outcomeOf));
  }
  return { world, acts, visits, desk };
}

const outcomeOf = (act: Act): Outcome =>
  act.do === 'customer.scan' ? { ok: true, userid: 'rm001' } : { ok: true, userid: act.userid };

/** A mass message of an RM to all friends. */
export const massOf = (
  population: Population,
  userid: string,
  at: number,
  text: string,
  url?: string,
): SeenMessage[] =>
  population.customers
    .filter((c) => c.rm === userid && c.friendForDays !== null)
    .map((c) => ({
      person: c.person,
      userid,
      chatId: null,
      fromStaff: true,
      by: null,
      source: 'mass',
      at,
      ...understand('link', { title: text, url }),
    }));

/** The acts of the last step as the simulator would show them to both sides. */
export const echoOf = (deeds: Deeds, at: number): SeenMessage[] =>
  deeds.acts.flatMap((act) =>
    act.do === 'customer.say' || act.do === 'staff.say'
      ? [
          {
            person: act.person as string,
            userid: act.userid as string,
            chatId: null,
            fromStaff: act.do === 'staff.say',
            by: null,
            source: 'manual',
            at,
            ...understand('text', act.content as Record<string, unknown>),
          },
        ]
      : [],
  );
