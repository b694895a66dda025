import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PracticeItem, practiceItemSchema } from '../../../shared/domain/practice.ts';
import { type Rubric, rubricSchema } from '../../../shared/domain/rubric.ts';

/** The built-in rubric with its anchors, and the guidelines that explain it. */
export function readRubric(resources: string): { rubric: Rubric; guidelines: string } {
  const text = (name: string) => readFileSync(join(resources, 'guidelines', name), 'utf8');
  return { rubric: rubricSchema.parse(JSON.parse(text('rubric.json'))), guidelines: text('guidelines.md') };
}

/** The ten explained practice items. */
export function readPractice(resources: string): PracticeItem[] {
  const file = join(resources, 'guidelines', 'practice.json');
  return practiceItemSchema.array().parse(JSON.parse(readFileSync(file, 'utf8')));
}
