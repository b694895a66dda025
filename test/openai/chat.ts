import { z } from 'zod';
import { unixSeconds } from './clock.ts';
import { usableModel } from './models.ts';
import { type Act, parsed } from './route.ts';

const requestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })).min(1),
});

export const chatCompletion: Act = async (state, { json, now }) => {
  const { model } = parsed(requestSchema, json);
  await usableModel(state, model, now);
  const content = 'Thank you for reaching out.';
  return {
    json: {
      object: 'chat.completion',
      id: state.ids.next('chatcmpl-'),
      created: unixSeconds(now),
      model,
      choices: [
        { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' },
      ],
    },
  };
};
