// The package brings no types. These are the parts the tests of single sign-on use.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }
  interface Session {
    oidc: { provider: Provider; session: { accountId: string }; client: { clientId: string } };
  }
  interface Settings {
    clients: Record<string, unknown>[];
    claims: Record<string, string[]>;
    pkce: { required: () => boolean };
    features: { devInteractions: { enabled: boolean } };
    interactions: { url: (ctx: unknown, interaction: { uid: string }) => string };
    findAccount: (
      ctx: unknown,
      id: string,
    ) => Promise<{
      accountId: string;
      claims: () => Promise<Record<string, unknown>>;
    }>;
    loadExistingGrant: (ctx: Session) => Promise<Grant>;
    [more: string]: unknown;
  }
  export default class Provider {
    constructor(issuer: string, settings: Settings);
    Grant: new (of: {
      clientId: string;
      accountId: string;
    }) => Grant;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Record<string, unknown>,
    ): Promise<void>;
  }
}
