import type { StaffFacts } from '../../rendering/staff.repo.ts';
import { markup } from './markup.ts';

/** Who sent it, at the end of every page; the link leads to where that can be checked. */
export const smallCard = (staff: StaffFacts, cardUrl: string) =>
  staff.state === 'active'
    ? markup`<aside class="card" aria-label="您的客户经理"><span class="face" aria-hidden="true">${[...staff.name][0] ?? ''}</span><div><h2>${staff.name}</h2><p>${staff.title ? `${staff.title} · ` : ''}${staff.unitName}</p><p>工号 ${staff.number} · <span class="verified">✓ 本行在岗员工</span></p><a href="${cardUrl}">核验身份 ›</a></div></aside>`
    : null;
