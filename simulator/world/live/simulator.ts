/** The control interface of a simulator, as much as the people need. */
export interface SimulatorLink {
  readonly url: string;
  clock(): Promise<{ now: number; speed: number }>;
  advance(seconds: number): Promise<void>;
  seed(parts: object): Promise<void>;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
}

export class SimulatorError extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

export function simulatorAt(url: string, corp: string): SimulatorLink {
  const ask = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    if (!response.ok)
      throw new SimulatorError(
        response.status,
        `${path}: ${response.status} ${text.slice(0, 300)}`,
      );
    return JSON.parse(text) as T;
  };
  const post = <T>(path: string, body: object) =>
    ask<T>(path, { method: 'POST', body: JSON.stringify(body) });
  const ofCorp = `/sim/corps/${corp}`;
  return {
    url,
    clock: () => ask('/sim/clock'),
    advance: (seconds) => post('/sim/clock', { advance: seconds }),
    seed: (parts) => post(`${ofCorp}/seed`, parts),
    get: (path) => ask(`${ofCorp}${path}`),
    post: (path, body) => post(`${ofCorp}${path}`, body),
  };
}
