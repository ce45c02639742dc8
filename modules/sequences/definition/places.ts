/** Filled for each recipient by whoever sends: nobody has to write them down for a run. */
export const knownPlaces: ReadonlySet<string> = new Set([
  'customer_title',
  'rm_name',
  'rm_no',
  'bank_name',
  'branch_name',
]);
