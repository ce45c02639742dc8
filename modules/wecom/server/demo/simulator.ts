/** The control door of the simulator, as a demo uses it. */
export interface SimulatedApp {
  readonly agentId: number;
  readonly secret: string;
  readonly settings: { readonly redirectDomain: string };
  readonly callback: {
    readonly url: string;
    readonly token: string;
    readonly encodingAesKey: string;
  } | null;
}

export interface SimulatedCorp {
  readonly corpId: string;
  readonly apps: readonly SimulatedApp[];
  readonly settings: { readonly archive: { readonly enabled: boolean } };
  readonly staff: number;
}

export interface SimulatorDoor {
  corp(corpid: string): Promise<SimulatedCorp | null>;
  /** Some of the people who live there. */
  people(corpid: string): Promise<string[]>;
  send(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object): Promise<unknown>;
}

export function simulatorDoor(url: string): SimulatorDoor {
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(new URL(path, url), {
      method,
      signal: AbortSignal.timeout(30_000),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status === 404 && method === 'GET') return null;
    if (!response.ok) throw new Error(`The simulator refused ${method} ${path}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  return {
    corp: async (corpid) =>
      (await ask('GET', `/sim/corps/${corpid}`)) as Promise<SimulatedCorp | null>,
    people: async (corpid) => {
      const found = await ask('GET', `/phones/api/corps/${corpid}/people`);
      return ((found ?? []) as { person: string }[]).map(({ person }) => person);
    },
    send: ask,
  };
}
