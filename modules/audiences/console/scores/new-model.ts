import { z } from 'zod';
import { Purpose } from '#modules/customers/contract.ts';
import { ModelDraft, ModelSource } from '../../contract.ts';

const list = z.array(z.string()).optional().default([]);

/** The form as it is filled in; what does not concern the chosen kind is left out when it is sent. */
export const NewModel = z
  .object({
    name: ModelDraft.shape.name,
    source: ModelSource,
    purpose: Purpose,
    targetKind: z.enum(['event', 'attribute']).default('event'),
    events: list,
    days: z.int().min(1).max(365).default(30),
    attribute: z.string().optional(),
    attributes: list,
    counted: list,
  })
  .refine((m) => m.source === 'uploaded' || m.targetKind !== 'event' || m.events.length > 0, {
    path: ['events'],
    error: '请选择要预测的行为|Choose what to foretell',
  })
  .refine((m) => m.source === 'uploaded' || m.targetKind !== 'attribute' || !!m.attribute, {
    path: ['attribute'],
    error: '请选择要预测的属性|Choose what to foretell',
  })
  .refine((m) => m.source === 'uploaded' || m.attributes.length + m.counted.length > 0, {
    path: ['attributes'],
    error: '请至少选择一项可以看的|Choose at least one thing to look at',
  });

export function draftOf(given: z.output<typeof NewModel>): z.input<typeof ModelDraft> {
  const { name, source, purpose } = given;
  if (source === 'uploaded')
    return { name, source, purpose, target: null, features: { attributes: [], events: [] } };
  return {
    name,
    source,
    purpose,
    target:
      given.targetKind === 'event'
        ? { kind: 'event', events: given.events, days: given.days }
        : { kind: 'attribute', attribute: given.attribute! },
    features: { attributes: given.attributes, events: given.counted },
  };
}
