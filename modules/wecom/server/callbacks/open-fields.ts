/** Fields that say what happened and never to whom. Everything that is not listed is masked. */
const OPEN = new Set([
  'AgentID',
  'CardType',
  'ChangeType',
  'CurMemVer',
  'Event',
  'ExpireQuotaNum',
  'ExpireTime',
  'FailReason',
  'JobId',
  'JoinScene',
  'LastMemVer',
  'LinkId',
  'MemChangeCnt',
  'Order',
  'ParentId',
  'QuitScene',
  'Source',
  'State',
  'Status',
  'StrategyId',
  'TagType',
  'UpdateDetail',
]);

export interface ShownField {
  readonly name: string;
  readonly value: string;
  readonly masked: boolean;
}

/** wmA1b2C3d4E5f6 → wm****f6: enough to tell two apart, not enough to find anybody. */
function hide(value: unknown): string {
  if (Array.isArray(value)) return value.map(hide).join('、');
  if (typeof value === 'object' && value !== null) return '****';
  const chars = [...String(value)];
  if (chars.length < 8) return '****';
  return `${chars.slice(0, 2).join('')}****${chars.slice(-2).join('')}`;
}

/** What a push said, for the eye. */
export function shownFields(fields: Readonly<Record<string, unknown>>): ShownField[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '' && String(value) !== '')
    .map(([name, value]) => {
      const open = OPEN.has(name) && typeof value !== 'object';
      return { name, value: open ? String(value) : hide(value), masked: !open };
    });
}
