import { workerData } from 'node:worker_threads';
import { serve } from '../store/worker.ts';
import { openSyncApi, syncThreadSchema } from './api.ts';

const { api, close } = openSyncApi(syncThreadSchema.parse(workerData));
serve(api, close);
