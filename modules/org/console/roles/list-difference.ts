/** How many members came and went. */
export const listDifference = (before: readonly string[], after: readonly string[]) => ({
  added: after.filter((name) => !before.includes(name)).length,
  removed: before.filter((name) => !after.includes(name)).length,
});
