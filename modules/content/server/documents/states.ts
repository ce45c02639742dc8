/** What the states of a document are called where a change of them is decided. */
export const documentStates = {
  draft: ['草稿', 'draft'],
  approved: ['可用', 'in use'],
  withdrawn: ['已撤下', 'taken out'],
} as const;
