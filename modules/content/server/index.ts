export { findUsable, type VersionRow } from './items/item.repo.ts';
export { type FindUses, usesContent } from './items/uses.ts';
