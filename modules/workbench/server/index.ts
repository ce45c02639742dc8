export { workbenchOwned } from './data-sets.ts';
export { wecomScripts } from './sidebar/page-signature.service.ts';
export { insideWecom } from './sidebar/sign-in.routes.ts';
export { rehearseLists } from './today/rehearse-day.service.ts';
export type { WorkbenchSources } from './workbench.routes.ts';
