import { dayOf, textOf } from '../calendar.ts';
import { simulatorAt } from '../live/simulator.ts';
import { type Changes, valuesOf } from '../parameters.ts';
import { friendSince } from './customer.ts';
import { groupsOf } from './groups.ts';
import { makePopulation, type Population, type PopulationOptions } from './population.ts';

export type PopulateOptions = Omit<PopulationOptions, 'today'> & {
  /** By default the simulator's day. */
  readonly today?: string;
  readonly parameters?: Changes;
  /** Of customers who are given: the groups they are in. Those of made-up ones are made up. */
  readonly groups?: readonly object[];
};

const CHUNK = 5000;

/**
 * Puts the bank's people into a corp of the simulator: RMs that were made up, everybody as a person of
 * WeChat, and the friendships and groups that exist already, without events. Doing it twice changes nothing.
 */
export async function populate(
  simUrl: string,
  corp: string,
  options: PopulateOptions,
): Promise<Population> {
  const simulator = simulatorAt(simUrl, corp);
  const { now } = await simulator.clock();
  const { parameters, groups = [], today = textOf(dayOf(now)), ...rest } = options;
  const population = makePopulation({ ...rest, today }, valuesOf(parameters));
  if (population.invented) await seedStaff(population);
  for (let from = 0; from < population.customers.length; from += CHUNK) {
    const some = population.customers.slice(from, from + CHUNK);
    await simulator.seed({
      people: some.map((c) => ({
        person: c.person,
        name: c.nickname,
        gender: c.gender,
        phone: c.phone,
        ...(c.unionid ? { unionid: c.unionid } : {}),
      })),
      relationships: some
        .filter((c) => c.friendForDays !== null)
        .map((c) => ({
          userid: c.rm,
          person: c.person,
          createtime: friendSince(c, now),
          addWay: c.addWay,
          remark: c.remarked ? c.name : '',
        })),
    });
  }
  const known = typeof options.customers === 'number' ? groupsOf(population, now) : groups;
  if (known.length > 0) await simulator.seed({ groups: known });
  return population;

  async function seedStaff({ rms }: Population) {
    const departments = new Map(rms.map((rm) => [rm.department, rm.outletName]));
    await simulator.seed({
      departments: [...departments].map(([id, name]) => ({ id, name, parentId: 1 })),
      staff: rms.map((rm) => ({ userid: rm.userid, name: rm.name, departments: [rm.department] })),
    });
  }
}
