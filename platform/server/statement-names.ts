import { createHash } from 'node:crypto';
import pg from 'pg';

/** A connection keeps the plans of this many statements. */
const MOST = 128;
/**
 * Longer ones are lists of values, of another length each time. Those that judge contacts have up to
 * 14,000 characters, and planning them anew was half of what a single decision cost.
 */
const LONGEST = 20_000;
/** From this use on a statement is one of the frequent. */
const FREQUENT = 3;

/**
 * A connection that has the server parse and plan a frequent statement once instead of each time,
 * which for the look-up of a session is most of its cost. A statement counts as frequent per
 * connection; nothing else about it changes.
 */
export class NamingClient extends pg.Client {
  readonly #uses = new Map<string, number>();
  readonly #names = new Map<string, string>();

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of the library
  override query(...args: any[]): any {
    const [text, values] = args;
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      const name = this.#nameFor(text);
      if (name) return this.#ask({ name, text, values }, ...args.slice(2));
    }
    return this.#ask(...args);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of the library
  #ask(...args: any[]): any {
    return super.query.apply(this, args as never);
  }

  #nameFor(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known || text.length > LONGEST || this.#names.size === MOST) return known;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < FREQUENT) {
      if (this.#uses.size > 10 * MOST) this.#uses.clear();
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const name = `y${createHash('sha1').update(text).digest('base64url')}`;
    this.#names.set(text, name);
    return name;
  }
}
