import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { PlanOutlook } from '../../renderer/experiment/plan-outlook.tsx';
import { StandingView } from '../../renderer/experiment/standing.tsx';
import { useSync } from '../../renderer/stores/sync.ts';
import type { ExperimentStanding, LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { experimentPlan, onDay, startedAt } from '../fixtures/experiments.ts';

const running: LiveExperiment = {
  ...{ id: '018f0000-0000-7000-8000-00000000000a', state: 'running', plan: experimentPlan(), createdBy: 'Lena' },
  ...{ createdAt: startedAt, startedAt, stoppedAt: null, decidedAt: null, decision: null, looks: [] },
};
const none = { control: 0, treatment: 0 };
const locked: ExperimentStanding = {
  ...{
    day: 0,
    countedUntil: startedAt,
    exposures: none,
    reviewed: none,
    watch: null,
    due: null,
  },
  reading: { status: 'locked', harms: [], opensAt: onDay(14) },
};
const told = (standing: ExperimentStanding) =>
  renderToStaticMarkup(createElement(StandingView, { experiment: running, standing }));

describe('the conversations of an experiment', () => {
  it('hold no ratio and have no shares before there is one', () => {
    expect(told(locked)).toContain('no conversation yet');
    expect(told(locked)).not.toContain('Sample ratio holds');
    expect(told(locked)).toContain('>–</td>');
  });

  it('hold it once there are some', () => {
    const some = told({ ...locked, exposures: { control: 10, treatment: 10 } });
    expect(some).toContain('Sample ratio holds');
    expect(some).toContain('50.0 %');
  });
});

it('the days of a plan are those of the server, by which it runs', () => {
  vi.useFakeTimers({ now: Date.parse('2026-12-24T12:00:00Z'), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const plan = experimentPlan({ traffic: { perDay: 100_000, answered: 1 } });
  const outlook = () => renderToStaticMarkup(createElement(PlanOutlook, { plan }));
  expect(outlook()).toContain('on 7 Jan 2027');
  // What is drawn without a window goes by a store's first state.
  Object.assign(useSync.getInitialState(), { status: { clockAheadMs: 30 * 86_400_000 } });
  expect(outlook()).toContain('on 8 Dec 2026');
});
