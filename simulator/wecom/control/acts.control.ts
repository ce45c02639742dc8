import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { perform } from '../acts/act.ts';
import { ACTS } from '../acts/index.ts';
import { inTx } from '../core/db.ts';
import type { Sim, Work } from '../core/sim.ts';
import { upkeep } from '../core/upkeep.ts';
import { bodyOf, ControlError } from './json.ts';
import {
  DepartmentSeed,
  GroupSeed,
  PersonSeed,
  RelationshipSeed,
  StaffSeed,
  writeDepartments,
  writeGroups,
  writePeople,
  writeRelationships,
  writeStaff,
} from './seed.store.ts';

const Acts = z.object({
  acts: z
    .array(z.looseObject({ do: z.string() }))
    .min(1)
    .max(20_000),
  batch: z.object({ sender: z.string().min(1), number: z.int().min(1) }).optional(),
});

const Seed = z.object({
  departments: z.array(DepartmentSeed).default([]),
  staff: z.array(StaffSeed).default([]),
  people: z.array(PersonSeed).default([]),
  relationships: z.array(RelationshipSeed).default([]),
  groups: z.array(GroupSeed).default([]),
});

export function actsControl(http: FastifyInstance, sim: Sim): void {
  const workFor = (params: unknown): Omit<Work, 'db'> => {
    const corp = sim.directory.corp((params as { corp: string }).corp);
    if (!corp) throw new ControlError(404, 'no such corp');
    return { sim, corp, now: sim.clock.now() };
  };

  http.get('/sim/acts', async () => ({
    acts: [...ACTS.values()].map((a) => ({
      do: a.name,
      input: z.toJSONSchema(a.input, { unrepresentable: 'any', io: 'input' }),
    })),
  }));

  /**
   * In order; what cannot be done says why and does not stop the rest. A batch that is sent again is
   * answered again, and only what had not been done is done.
   */
  http.post('/sim/corps/:corp/acts', async (request) => {
    const { corp } = workFor(request.params);
    const { acts, batch } = bodyOf(request, Acts);
    const results = await perform(sim, ACTS, corp.corpId, acts, batch);
    await sim.freshen.wrote(acts.length);
    await upkeep(sim);
    return { results };
  });

  http.post('/sim/corps/:corp/seed', async (request) => {
    const seed = bodyOf(request, Seed);
    const { corp } = workFor(request.params);
    await inTx(sim.pool, async (db) => {
      const work: Work = { ...workFor(request.params), db };
      if (seed.departments.length > 0) await writeDepartments(work, seed.departments);
      if (seed.staff.length > 0) await writeStaff(work, seed.staff);
      if (seed.people.length > 0) await writePeople(work, seed.people);
    });
    if (seed.departments.length + seed.staff.length > 0) await sim.directory.reload(corp.corpId);
    const relationships = await inTx(sim.pool, async (db) => {
      const work: Work = { ...workFor(request.params), db };
      const made = await writeRelationships(work, seed.relationships);
      await writeGroups(work, seed.groups);
      return made;
    });
    const inGroups = seed.groups.reduce((sum, { persons }) => sum + persons.length, 0);
    await sim.freshen.wrote(seed.people.length + seed.relationships.length + inGroups);
    return { ok: true, relationships };
  });

  http.post('/sim/people', async (request) => {
    const { people } = bodyOf(request, z.object({ people: z.array(PersonSeed).min(1) }));
    await inTx(sim.pool, (db) => writePeople({ sim, db }, people));
    return { ok: true };
  });
}
