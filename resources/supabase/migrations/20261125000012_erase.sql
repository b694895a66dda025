-- A sample that goes takes everything about it along: labels hold corrections, and those hold what it said. What stays is
-- its name, so that every device can forget it too.
create function assay.sample_deleted() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  gone text[] := array(select o.sample_id::text from former o);
begin
  insert into public.assay_erased (sample_id) select unnest(gone)
  on conflict (sample_id) do update set erased_at = now();
  update public.assay_assignments a
  set state = 'revoked', holds = false, head_id = null, label_id = null, returned_reason = null
  where a.sample_id = any (gone);
  delete from public.assay_queue_items i where i.sample_id = any (gone);
  delete from public.assay_labels l where l.sample_id = any (gone);
  delete from public.assay_marks m where m.sample_id = any (gone);
  delete from public.assay_questions u where u.sample_id = any (gone);
  delete from public.assay_adjudications j where j.sample_id = any (gone);
  delete from public.assay_written w where w.sample_id = any (gone);
  update public.assay_dead_letters d
  set op = json_build_object('op_id', d.op_id, 'kind', d.op -> 'kind', 'sample_id', d.sample_id)
  where d.sample_id = any (gone) and d.code <> 'not_stored';
  delete from public.assay_dead_letters d where d.sample_id = any (gone) and d.code = 'not_stored';
  return null;
end $$;
create trigger zz_assay_deleted after delete on public.agent_training_samples
  referencing old table as former for each statement execute function assay.sample_deleted();

create function public.assay_erase(sample_ids text[]) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  erased integer;
begin
  perform assay.calling_lead();
  perform assay.lock_samples(assay_erase.sample_ids);
  delete from public.agent_training_samples s where s.sample_id::text collate "C" = any (assay_erase.sample_ids);
  get diagnostics erased = row_count;
  return json_build_object('erased', erased);
end $$;
