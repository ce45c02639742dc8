import { describe, expect, test } from 'vitest';
import {
  doneAt,
  type GuideMemory,
  guideSteps,
  readMemory,
  remembered,
  secondPersonsWay,
} from './steps.ts';

const ID = '01930000-0000-7000-8000-000000000001';
const walk = (memory: GuideMemory, path: string, person = 'maker'): GuideMemory => {
  const step = doneAt(memory, { path, person });
  return step ? remembered(memory, step, { path, person }) : memory;
};

describe('the guide to a first plan', () => {
  test('goes on when one arrives where a step is done, and remembers the run and its request', () => {
    let memory: GuideMemory = { step: 0 };
    for (const path of [
      '/',
      '/audiences',
      `/audiences/${ID}`,
      '/sequences',
      `/sequences/${ID}`,
      '/sequences/runs/new',
      `/sequences/runs/${ID}`,
      `/rehearsals/${ID}`,
      `/sequences/runs/${ID}`,
      `/approvals/${ID}`,
    ])
      memory = walk(memory, path);
    expect(memory).toEqual({
      step: 5,
      audience: `/audiences/${ID}`,
      sequence: `/sequences/${ID}`,
      run: `/sequences/runs/${ID}`,
      approval: `/approvals/${ID}`,
      maker: 'maker',
    });
    expect(guideSteps[5]!.to(memory)).toBe(`/approvals/${ID}`);
    expect(guideSteps[2]!.to(memory)).toBe(`/sequences/runs/new?audience=${ID}&sequence=${ID}`);
    expect(guideSteps[3]!.to(memory)).toBe(`/rehearsals/new?of=${ID}`);
  });

  test('whoever goes ahead is not led back: a run submitted at once waits for its second person', () => {
    const memory = walk({ step: 2 }, `/approvals/${ID}`);
    expect(guideSteps[memory.step]?.key).toBe('approve');
    expect(memory.approval).toBe(`/approvals/${ID}`);
  });

  test('the second person is led from home to the request that waits, who asked for it is not', () => {
    const memory = walk({ step: 4 }, `/approvals/${ID}`, 'maker');
    expect(secondPersonsWay(memory, { path: '/', person: 'officer' })).toBe(`/approvals/${ID}`);
    expect(secondPersonsWay(memory, { path: '/', person: 'maker' })).toBeNull();
    expect(secondPersonsWay(memory, { path: '/audiences', person: 'officer' })).toBeNull();
    const later = { ...memory, step: memory.step + 1 };
    expect(secondPersonsWay(later, { path: '/', person: 'officer' })).toBeNull();
  });

  test('what was kept and cannot be read is no guide', () => {
    expect(readMemory(null)).toBeNull();
    expect(readMemory('{')).toBeNull();
    expect(readMemory('{"step":-1}')).toBeNull();
    expect(readMemory('{"step":2}')).toEqual({ step: 2 });
  });
});
