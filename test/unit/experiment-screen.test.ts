import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { StandingView } from '../../renderer/experiment/standing.tsx';
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
