import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { TICKET_SECONDS, TOKEN_SECONDS } from '#protocol/wecom/limits.ts';
import { rows, run } from './db.ts';
import type { App, Corp, Directory } from './directory.ts';
import { Refusal } from './refusal.ts';

export type TokenKind = 'access' | 'corp-ticket' | 'app-ticket';

interface Token {
  readonly token: string;
  readonly kind: TokenKind;
  readonly corpId: string;
  readonly agentId: number;
  readonly expiresAt: number;
  voided: boolean;
}

export interface Tokens {
  /** The one that is valid, or a new one. */
  issue(kind: TokenKind, corp: Corp, app: App): Promise<{ token: string; expiresIn: number }>;
  /** Who calls; refuses with 41001, 40014 or 42001. */
  whoCalls(token: string | undefined): { corp: Corp; app: App };
  /** The platform may void tokens early. */
  void(corpId: string, agentId: number): Promise<number>;
  /** The valid ticket, for checking signatures. */
  ticket(kind: TokenKind, corp: Corp, app: App | null): string | undefined;
}

/** Voided tokens are remembered this long. */
const KEEP_SECONDS = 86_400;

export async function openTokens(
  pool: pg.Pool,
  /** Unix seconds of the clock by which they end. */
  now: () => number,
  directory: Directory,
): Promise<Tokens> {
  const all = new Map<string, Token>();
  const newest = new Map<string, Token>();
  const slot = (kind: TokenKind, corpId: string, agentId: number) => `${kind} ${corpId} ${agentId}`;
  const keep = (token: Token) => {
    all.set(token.token, token);
    newest.set(slot(token.kind, token.corpId, token.agentId), token);
  };
  for (const token of await rows<Token>(
    pool,
    `select token, kind, corp_id "corpId", agent_id "agentId", expires_at "expiresAt", voided
       from token where expires_at > $1 order by issued_at`,
    [now() - KEEP_SECONDS],
  ))
    keep(token);

  return {
    async issue(kind, corp, app) {
      // The corp's ticket is one for all apps.
      const agentId = kind === 'corp-ticket' ? 0 : app.agentId;
      const at = now();
      const last = newest.get(slot(kind, corp.corpId, agentId));
      const same = kind !== 'access' || corp.settings.sameToken;
      if (same && last && !last.voided && last.expiresAt > at)
        return { token: last.token, expiresIn: last.expiresAt - at };
      // A new one replaces the old at once.
      if (last) last.voided = true;
      const lifetime = kind === 'access' ? TOKEN_SECONDS : TICKET_SECONDS;
      const token: Token = {
        token: newToken(kind),
        kind,
        corpId: corp.corpId,
        agentId,
        expiresAt: at + lifetime,
        voided: false,
      };
      keep(token);
      if (last) await run(pool, 'update token set voided = true where token = $1', [last.token]);
      await run(
        pool,
        `insert into token (token, kind, corp_id, agent_id, issued_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [token.token, kind, corp.corpId, agentId, at, token.expiresAt],
      );
      return { token: token.token, expiresIn: lifetime };
    },
    whoCalls(token) {
      if (!token) throw new Refusal(41001);
      const known = all.get(token);
      if (known?.kind !== 'access') throw new Refusal(40014);
      if (known.expiresAt <= now()) throw new Refusal(42001);
      if (known.voided) throw new Refusal(40014);
      const corp = directory.corp(known.corpId);
      const app = corp?.apps.get(known.agentId);
      if (!corp || !app) throw new Refusal(40014);
      return { corp, app };
    },
    async void(corpId, agentId) {
      let count = 0;
      for (const token of all.values())
        if (token.corpId === corpId && token.agentId === agentId && !token.voided) {
          token.voided = true;
          count++;
        }
      await run(pool, 'update token set voided = true where corp_id = $1 and agent_id = $2', [
        corpId,
        agentId,
      ]);
      return count;
    },
    ticket(kind, corp, app) {
      const token = newest.get(slot(kind, corp.corpId, app?.agentId ?? 0));
      return token && !token.voided && token.expiresAt > now() ? token.token : undefined;
    },
  };
}

function newToken(kind: TokenKind): string {
  const bytes = randomBytes(kind === 'access' ? 160 : 64);
  const sum = createHash('sha256').update(bytes).digest('base64url').slice(0, 4);
  return bytes.toString('base64url') + sum;
}
