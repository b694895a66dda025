import type { Locator, Page } from '@playwright/test';
import { type ArmTruth, smallPlan } from '../backend/experiment-days.ts';
import { ask, press } from './labeling-desk.ts';
import { come } from './team-desk.ts';

export const plan = { ...smallPlan(), agent: 'Order Support' };

/** Arms of which the second ships. */
export const asToday: ArmTruth = { approved: 50, edited: 40, violations: 0, csat: [3, 4] };
export const better: ArmTruth = { approved: 95, edited: 3, violations: 0, csat: [5, 4] };

/** It draws the arms: always the same one, so that no run of a test draws a ratio that is rare. */
export const experimentId = '01930000-0000-4000-8000-000000000001';

export async function toDeploy(page: Page): Promise<void> {
  await press(page, 'ControlOrMeta+Shift+d');
}

/** Figures of a plan that has a first look with the power. */
export async function fillFigures(dialog: Locator): Promise<void> {
  for (const [label, value] of [
    ['Policy violations, %', '1'],
    ['Conversations a day', '20'],
    ['Edited, %', '40'],
    ['Violations: rise accepted, points', '8'],
    ['Approval: expected, points', '30'],
    ['Edits: expected, points', '30'],
    ['CSAT: expected', '1'],
    ['Approved as they are, %', '50'],
    ['Standard deviation of CSAT', '1'],
    ['Customers who say how content they are, %', '50'],
  ] as const)
    await dialog.getByLabel(label).fill(value);
}

/** Waits until the window knows of so many conversations. */
export async function counts(page: Page, id: string, all: number): Promise<void> {
  await come(page, async () => {
    const { control = 0, treatment = 0 } = (await ask(page, 'experiment.standing', { id }))?.exposures ?? {};
    return control + treatment === all;
  });
}
