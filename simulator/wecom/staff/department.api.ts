import {
  getDepartment,
  listDepartmentIds,
  listDepartments,
} from '#protocol/wecom/endpoints/contacts.ts';
import type { Department } from '../core/directory.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';

const departmentOf = (d: Department) => ({
  id: d.id,
  name: d.name,
  name_en: d.nameEn,
  department_leader: [...d.leaders],
  parentid: d.parentId,
  order: d.sort,
});

/** The subtree of an id, or everything that is visible. */
function visible(call: Caller, id: number | undefined): Department[] {
  const { corp, app } = call;
  if (id) {
    demand(corp.departments.has(id), 60003);
    demand(app.seesDepartment(id), 60011);
  }
  const wanted = id ? corp.subtree(id) : null;
  return [...corp.departments.values()].filter(
    (d) => app.seesDepartment(d.id) && (!wanted || wanted.has(d.id)),
  );
}

export const departmentApi = [
  serve(listDepartments, async (call) => ({
    department: visible(call, call.query.id).map(departmentOf),
  })),
  serve(listDepartmentIds, async (call) => ({
    department_id: visible(call, call.query.id).map((d) => ({
      id: d.id,
      parentid: d.parentId,
      order: d.sort,
    })),
  })),
  serve(getDepartment, async ({ corp, app, query }) => {
    const department = found(corp.departments.get(query.id), 60003);
    demand(app.seesDepartment(query.id), 60011);
    return { department: departmentOf(department) };
  }),
];
