export { workbenchOwned } from './data-sets.ts';
export type { Script } from './items/script.ts';
export { wecomScripts } from './sidebar/page-signature.service.ts';
export { insideWecom } from './sidebar/sign-in.routes.ts';
