import type { DraftInput } from '../contract/item.ts';

type Given = Partial<Omit<DraftInput, 'body' | 'facets'>> & {
  readonly text?: string;
  readonly human?: string | null;
  readonly body?: Partial<DraftInput['body']>;
  readonly facets?: Partial<DraftInput['facets']>;
};

/** A text that may be said: with a stage, a segment, a scene and a way to stop. */
export function aDraft({ text, human, body, facets, ...rest }: Given = {}): DraftInput {
  return {
    name: '开学季的三笔开销',
    body: {
      text:
        text ??
        '{customer_title}您好，开学前先写预算再逛街。如不希望收到此类消息，回复“退订”即可停止。',
      human: human ?? null,
      carrier: { format: 'text' },
      ...body,
    },
    facets: {
      stage: 'attention',
      type: 'hot_topic',
      segments: ['payroll'],
      scenes: ['开学季'],
      need: '开学前把花费排清楚',
      ...facets,
    },
    validity: {},
    ...rest,
  };
}
