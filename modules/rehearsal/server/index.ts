export { countRehearsal } from './counting/count.service.ts';
export { type RehearsalWork, rehearseTask } from './rehearsal.task.ts';
export { beginSubject, sendsSms } from './subjects/subject.service.ts';
