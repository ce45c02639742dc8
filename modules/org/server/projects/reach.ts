/** Whether a unit lies in a reach: the same answer `withinReach` gives in SQL. */
export function reaches(paths: readonly string[], unitPath: string): boolean {
  return paths.some((path) => unitPath.startsWith(path));
}
