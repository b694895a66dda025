import { useEffect } from 'react';
import { useSeenJobs } from '../ui/job-list.tsx';
import { CompareScreen } from './compare.tsx';
import { ListScreen } from './list.tsx';
import { ResultsScreen } from './results.tsx';
import { followEvaluations, useEvaluations } from './store.ts';

/** Blind comparisons of two models: the list of them, one that is judged, and what one has come to. */
export function EvaluationScreen() {
  const view = useEvaluations(({ view }) => view);
  useEffect(followEvaluations, []);
  useSeenJobs('evaluation');
  switch (view) {
    case 'list':
      return <ListScreen />;
    case 'compare':
      return <CompareScreen />;
    case 'results':
      return <ResultsScreen />;
  }
}
