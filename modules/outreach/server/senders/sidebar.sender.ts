import { defineSender, type Sender } from './sender.ts';

/**
 * A colleague's own send to one customer: what a permit opens is the chat on the colleague's phone. The
 * page puts the message there through WeCom's client, the colleague sends it, the page says so.
 */
export const sidebarSender = (): Sender =>
  defineSender({
    channel: 'sidebar',
    most: 1,
    deliver: async () => ({ outcome: 'sent', task: null, unreachable: [], confirm: true }),
  });
