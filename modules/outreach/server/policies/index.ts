import type { Policy } from '../policy.ts';
import { approvedContent } from './approved-content.policy.ts';
import { projectScope } from './project-scope.policy.ts';

/** Every rule the gate judges by today, in any order: the gate puts them in the order of its steps. */
export const policies: readonly Policy[] = [projectScope, approvedContent];
