import { SMALL_APP } from '../bank.ts';
import type { LivingBank } from '../living-bank.ts';
import { body, by, type Case, fetchJson, having, pair } from './case.ts';

const stranger = (b: LivingBank) => ({ userid: 'zhouba', external_userid: b.ids.customer });

export const TAG_CASES: readonly Case[] = [
  ['tag.add', 40071, body((b) => ({ group_id: b.ids.tagGroup, tag: [{ name: '代发' }] }))],
  ['tag.add', 40068, body(() => ({ group_id: 'etNone', tag: [{ name: 'x' }] }))],
  [
    'tag.add',
    40126,
    having(
      { corpTags: 2 },
      body((b) => ({ group_id: b.ids.tagGroup, tag: [{ name: 'x' }] })),
    ),
  ],
  ['tag.edit', 40068, body(() => ({ id: 'etNone', name: 'x' }))],
  ['tag.edit', 40071, body((b) => ({ id: b.ids.otherTag, name: '代发' }))],
  [
    'tag.edit',
    81011,
    by(
      body((b) => ({ id: b.ids.tag, name: 'x' })),
      SMALL_APP,
    ),
  ],
  [
    'tag.delete',
    81011,
    by(
      body((b) => ({ tag_id: [b.ids.tag] })),
      SMALL_APP,
    ),
  ],
  ['tag.delete', 40068, body(() => ({ tag_id: ['etNone'] }))],
  ['tag.mark', 84061, body((b) => ({ ...stranger(b), add_tag: [b.ids.tag] }))],
  ['tag.mark', 40068, body((b) => ({ ...pair(b), add_tag: ['etNone'] }))],
  [
    'tag.mark',
    40096,
    body((b) => ({ ...pair(b), external_userid: 'wmNone', add_tag: [b.ids.tag] })),
  ],
  [
    'tag.mark',
    40144,
    having(
      { tagsPerCustomer: 1 },
      body((b) => ({ ...pair(b), add_tag: [b.ids.tag, b.ids.otherTag] })),
    ),
  ],
  [
    'strategy-tag.add',
    60030,
    body(() => ({ strategy_id: 99, group_name: 'x', tag: [{ name: 'x' }] })),
  ],
  [
    'strategy-tag.add',
    40071,
    body((b) => ({
      strategy_id: b.ids.strategy,
      group_id: b.ids.strategyTagGroup,
      tag: [{ name: '重点' }],
    })),
  ],
  [
    'strategy-tag.add',
    40126,
    having(
      { corpTags: 1 },
      body((b) => ({ strategy_id: b.ids.strategy, group_name: 'y', tag: [{ name: 'y' }] })),
    ),
  ],
  [
    'strategy-tag.edit',
    40071,
    async (b) => {
      await fetchJson(b, '/cgi-bin/externalcontact/add_strategy_tag', {
        strategy_id: b.ids.strategy,
        group_id: b.ids.strategyTagGroup,
        tag: [{ name: '次要' }],
      });
      return { body: { id: b.ids.strategyTag, name: '次要' } };
    },
  ],
  [
    'strategy-tag.edit',
    81011,
    by(
      body((b) => ({ id: b.ids.strategyTag, name: 'x' })),
      SMALL_APP,
    ),
  ],
  [
    'strategy-tag.delete',
    81011,
    by(
      body((b) => ({ tag_id: [b.ids.strategyTag] })),
      SMALL_APP,
    ),
  ],
  ...(['customer', 'moment'] as const).flatMap((kind): Case[] => [
    ...(['get', 'range', 'delete', 'edit'] as const).map(
      (verb): Case => [`${kind}-strategy.${verb}`, 60136, body(() => ({ strategy_id: 99 }))],
    ),
    [
      `${kind}-strategy.create`,
      60030,
      by(
        body(() => ({
          strategy_name: 'x',
          admin_list: ['lisi'],
          range: [{ type: 2, partyid: 2 }],
        })),
        SMALL_APP,
      ),
    ],
    [
      `${kind}-strategy.create`,
      60136,
      body(() => ({
        parent_id: 99,
        strategy_name: 'x',
        admin_list: ['lisi'],
        range: [{ type: 2, partyid: 2 }],
      })),
    ],
    [
      `${kind}-strategy.edit`,
      60030,
      body((b) => ({
        strategy_id: kind === 'customer' ? b.ids.strategy : b.ids.momentStrategy,
        range_add: [{ type: 2, partyid: 99 }],
      })),
    ],
  ]),
  [
    'tag.mark',
    81011,
    body((b) => ({ userid: 'WangWu', external_userid: b.ids.west, add_tag: [b.ids.strategyTag] })),
  ],
];
