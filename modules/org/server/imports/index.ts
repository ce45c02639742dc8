import { licenceImport } from './licence.import.ts';
import { staffImport } from './staff.import.ts';
import { unitImport } from './unit.import.ts';

/** What of the organisation can be imported from files. */
export const orgImports = [unitImport, staffImport, licenceImport];
