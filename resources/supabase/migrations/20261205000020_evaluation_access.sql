-- Who may do what with evaluations: leads read all but the secrets, the functions write, and a judge has their own feed.

do $$
declare
  name text;
begin
  foreach name in array array['evaluations', 'evaluation_secrets', 'evaluation_openings', 'evaluation_items', 'comparisons',
    'judgments']
  loop
    execute format('alter table public.%I enable row level security', 'assay_' || name);
    execute format('revoke all on public.%I from public, anon, authenticated', 'assay_' || name);
    execute format('grant select on public.%I to authenticated', 'assay_' || name);
    if name <> 'evaluation_secrets' then
      execute format('create policy %I on public.%I for select to authenticated using ((select assay.is_lead()))',
        'assay_' || name || '_read', 'assay_' || name);
    end if;
  end loop;
end $$;

do $$
declare
  f record;
begin
  for f in
    select p.oid::regprocedure as signature, n.nspname as schema
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'assay' or (n.nspname = 'public' and p.proname like 'assay\_%')
  loop
    execute format('revoke execute on function %s from public, anon', f.signature);
    if f.schema = 'public' then execute format('grant execute on function %s to authenticated', f.signature); end if;
  end loop;
end $$;

update public.assay_team set migration = 4;
