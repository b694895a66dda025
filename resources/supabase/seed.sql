-- Three samples for a project on this machine (`supabase start` and `supabase db reset` run this; `supabase db push` does
-- not). `npm run backend` brings a whole demo team.

insert into public.agent_training_samples
  (sample_id, created_at, source, query, agent_response, human_feedback, customer_outcome, tags, training_flags)
values
  ('925b61c8-9c0c-5659-acf9-aec1d7b1efef', '2026-07-08T17:13:56Z',
    '{"agent_name": "Store Policy", "agent_sdk_version": "1.8.2", "conversation_id": "hf-chat-42facf4c54", "model": "support-8b-2026-05", "prompt_version": "policy-v4"}',
    '{"text": "how long do i have to return something", "intent": "return_request", "metadata": {"history": [], "channel": "chat"}}',
    '{"text": "Unused items in their original packaging can be returned within 45 days of delivery [1].", "sources": [{"id": "policy/returns-and-exchanges#return-window", "score": 0.97, "text": "Unused items in their original packaging can be returned within 45 days of delivery.", "metadata": {"title": "Returns and exchanges: Return window"}}], "confidence": 0.96}',
    '{"approved": false}',
    '{"resolved": true, "escalated": false, "csat": 4, "reopened": false}',
    array['window'],
    '{"include_in_training": true, "include_in_evaluation": false, "quality_reviewed": false, "pii_redacted": false}'),
  ('387a8608-c4dc-52a5-a0c1-8bb6f8d59c6e', '2026-07-08T17:15:35Z',
    '{"agent_name": "Store Policy", "agent_sdk_version": "1.8.2", "conversation_id": "hf-chat-42facf4c54", "model": "support-8b-2026-05", "prompt_version": "policy-v4"}',
    '{"text": "and if i used it? its a backpack, took it on one weekend trip", "intent": "return_request", "metadata": {"history": [{"role": "user", "content": "how long do i have to return something"}, {"role": "assistant", "content": "Unused items in their original packaging can be returned within 45 days of delivery [1]."}], "channel": "chat"}}',
    '{"text": "Then a different rule works in your favour: backpacks may come back used within 30 days of delivery, and you receive what you paid as store credit [1]. The label is free in that case [2].", "sources": [{"id": "policy/returns-and-exchanges#trail-test", "score": 0.96, "text": "Footwear and backpacks may be returned used within 30 days of delivery, for store credit in the amount paid.", "metadata": {"title": "Returns and exchanges: Trail Test"}}, {"id": "policy/returns-and-exchanges#return-costs", "score": 0.88, "text": "The return label is free for exchanges, for store credit, and whenever the mistake or the fault is ours. Otherwise $6.95 (€6.95 in the EU) is deducted from the refund.", "metadata": {"title": "Returns and exchanges: Return costs"}}], "confidence": 0.94}',
    '{"approved": false}',
    '{"resolved": true, "escalated": false, "csat": 4, "reopened": false}',
    array['window'],
    '{"include_in_training": true, "include_in_evaluation": false, "quality_reviewed": false, "pii_redacted": false}'),
  ('50985e78-7708-5d5b-b113-6a87d1557aa8', '2026-07-08T17:17:40Z',
    '{"agent_name": "Store Policy", "agent_sdk_version": "1.8.2", "conversation_id": "hf-chat-42facf4c54", "model": "support-8b-2026-05", "prompt_version": "policy-v4"}',
    '{"text": "does that count from order or from delivery", "intent": "return_request", "metadata": {"history": [{"role": "user", "content": "how long do i have to return something"}, {"role": "assistant", "content": "Unused items in their original packaging can be returned within 45 days of delivery [1]."}, {"role": "user", "content": "and if i used it? its a backpack, took it on one weekend trip"}, {"role": "assistant", "content": "Then a different rule works in your favour: backpacks may come back used within 30 days of delivery, and you receive what you paid as store credit [1]. The label is free in that case [2]."}], "channel": "chat"}}',
    '{"text": "From the day of the order [1], so do keep an eye on the date in your confirmation mail.", "sources": [{"id": "policy/returns-and-exchanges#trail-test", "score": 0.96, "text": "Footwear and backpacks may be returned used within 30 days of delivery, for store credit in the amount paid.", "metadata": {"title": "Returns and exchanges: Trail Test"}}], "confidence": 0.91}',
    '{"approved": false}',
    '{"resolved": true, "escalated": false, "csat": 4, "reopened": false}',
    array['window'],
    '{"include_in_training": true, "include_in_evaluation": false, "quality_reviewed": false, "pii_redacted": false}')
on conflict do nothing;
