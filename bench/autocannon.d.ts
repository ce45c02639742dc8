declare module 'autocannon' {
  namespace autocannon {
    interface Options {
      url: string;
      method?: 'GET' | 'POST';
      body?: string;
      headers?: Record<string, string>;
      connections?: number;
      duration?: number;
      /** Requests a second, of all connections together. */
      overallRate?: number;
      workers?: number;
      requests?: { setupRequest: (request: object) => object }[];
    }
    interface Result {
      requests: { average: number };
      latency: { p99: number };
      non2xx: number;
      errors: number;
    }
  }
  function autocannon(options: autocannon.Options): Promise<autocannon.Result>;
  export default autocannon;
}
