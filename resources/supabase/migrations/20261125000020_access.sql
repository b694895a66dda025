-- Who may do what: rows are read by policy, and written by the functions alone.

do $$
declare
  name text;
begin
  foreach name in array array['team', 'members', 'invites', 'rubrics', 'queues', 'queue_items', 'claims', 'assignments',
    'labels', 'marks', 'questions', 'adjudications', 'datasets', 'splits', 'receipts', 'dead_letters', 'written', 'erased',
    'devices']
  loop
    execute format('alter table public.%I enable row level security', 'assay_' || name);
    execute format('revoke all on public.%I from public, anon, authenticated', 'assay_' || name);
    execute format('grant select on public.%I to authenticated', 'assay_' || name);
  end loop;
end $$;
alter table public.agent_training_samples enable row level security;

-- The policies ask through a subquery, once a statement: asked once a row they would read the whole table.

create policy assay_team_read on public.assay_team for select to authenticated using ((select assay.is_member()));
create policy assay_members_read on public.assay_members for select to authenticated using ((select assay.is_member()));
create policy assay_rubrics_read on public.assay_rubrics for select to authenticated using ((select assay.is_member()));
create policy assay_queues_read on public.assay_queues for select to authenticated using ((select assay.is_lead()));
create policy assay_queue_items_read on public.assay_queue_items for select to authenticated
  using ((select assay.is_lead()));
create policy assay_claims_read on public.assay_claims for select to authenticated using ((select assay.is_lead()));
create policy assay_marks_read on public.assay_marks for select to authenticated using ((select assay.is_lead()));
create policy assay_adjudications_read on public.assay_adjudications for select to authenticated
  using ((select assay.is_lead()));
create policy assay_datasets_read on public.assay_datasets for select to authenticated using ((select assay.is_lead()));
create policy assay_splits_read on public.assay_splits for select to authenticated using ((select assay.is_lead()));
create policy assay_dead_letters_read on public.assay_dead_letters for select to authenticated
  using ((select assay.is_lead()));
create policy assay_written_read on public.assay_written for select to authenticated using ((select assay.is_lead()));
create policy assay_erased_read on public.assay_erased for select to authenticated using ((select assay.is_lead()));
create policy assay_samples_read on public.agent_training_samples for select to authenticated
  using ((select assay.is_lead()));

create policy assay_assignments_read on public.assay_assignments for select to authenticated
  using ((select assay.is_lead()) or (member_id = (select auth.uid()) and (select assay.is_member())));
create policy assay_labels_read on public.assay_labels for select to authenticated
  using ((select assay.is_lead()) or (member_id = (select auth.uid()) and (select assay.is_member())));
create policy assay_questions_read on public.assay_questions for select to authenticated
  using ((select assay.is_lead()) or (member_id = (select auth.uid()) and (select assay.is_member())));

-- Policies that a team's table had before stay, and may be wide; a labeler, who is new to it, gets nothing by them: there
-- is what could steer a verdict.
create policy assay_samples_not_read_by_labelers on public.agent_training_samples as restrictive for select
  to authenticated using (not (select assay.is_labeler()));
create policy assay_samples_not_added_by_labelers on public.agent_training_samples as restrictive for insert
  to authenticated with check (not (select assay.is_labeler()));
create policy assay_samples_not_changed_by_labelers on public.agent_training_samples as restrictive for update
  to authenticated using (not (select assay.is_labeler()));
create policy assay_samples_not_deleted_by_labelers on public.agent_training_samples as restrictive for delete
  to authenticated using (not (select assay.is_labeler()));

-- A policy for everybody who has signed in is one for everybody, as soon as accounts can be made with the publishable key.
do $$
declare
  wide text;
begin
  select string_agg(format('“%s”', p.policyname), ', ') into wide from pg_policies p
  where p.schemaname = 'public' and p.tablename = 'agent_training_samples' and p.permissive = 'PERMISSIVE'
    and p.policyname not like 'assay\_%' and p.roles && array['public', 'anon', 'authenticated']::name[];
  if wide is not null then
    raise warning 'Policies of agent_training_samples let in whoever has the publishable key or an account: %.', wide
      using hint = 'Name who may read and write there before you allow sign-ups, or drop them.';
  end if;
end $$;

-- Functions may be called by everybody unless that is taken away, and Supabase gives it to its own roles besides.
do $$
declare
  f record;
begin
  for f in
    select p.oid::regprocedure as signature, n.nspname as schema, p.proname as name
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'assay' or (n.nspname = 'public' and p.proname like 'assay\_%')
  loop
    execute format('revoke execute on function %s from public, anon', f.signature);
    if f.schema = 'public' then execute format('grant execute on function %s to authenticated', f.signature); end if;
  end loop;
end $$;

-- Policies run as whoever asks.
grant execute on function assay.is_member(), assay.is_lead(), assay.is_labeler() to authenticated;
