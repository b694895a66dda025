-- Datasets that leads have built, and the sides that these have put samples on: what one device has held out, no other one
-- trains on. Both name samples and hold no word of them, so that an erased sample leaves no more here than its name, which
-- assay_erased keeps as well; a sample that comes again under that name is on the side where it was.

create table public.assay_datasets (
  -- SHA-256 of the manifest: the same labels on the same sides give the same dataset, whoever builds it.
  dataset_id text collate "C" primary key,
  name text not null,
  -- To the letter: another byte would be another dataset.
  manifest text not null,
  -- Examples on each side.
  train integer not null,
  validation integer not null,
  holdout integer not null,
  built_at timestamptz not null,
  recorded_by uuid not null references public.assay_members,
  recorded_at timestamptz not null,
  -- Never written twice, so the default stamps it.
  assay_xid xid8 not null default pg_current_xact_id()
);
create index assay_datasets_feed on public.assay_datasets (assay_xid, dataset_id);

-- One row a sample over all datasets. Two that were built without knowing of each other may have put it on several sides.
create table public.assay_splits (
  sample_id text collate "C" primary key,
  train boolean not null,
  validation boolean not null,
  holdout boolean not null,
  assay_xid xid8 not null
);
create index assay_splits_feed on public.assay_splits (assay_xid, sample_id);
create trigger stamp before insert or update on public.assay_splits for each row execute function assay.stamp();

create function assay.apply_dataset(o assay.op, s assay.sender) returns assay.outcome
language plpgsql set search_path = '' as $$
declare
  manifest json;
  examples json;
begin
  if s.role <> 'lead' then return assay.rejected('not_lead'); end if;
  if o.dataset_id is null or o.dataset_id is distinct from encode(sha256(convert_to(o.manifest, 'UTF8')), 'hex') then
    return assay.rejected('malformed');
  end if;
  manifest := o.manifest::json;
  examples := manifest -> 'examples';
  if manifest -> 'recipe' ->> 'name' is null or examples ->> 'train' is null or examples ->> 'validation' is null
    or examples ->> 'holdout' is null
  then
    return assay.rejected('malformed');
  end if;
  -- Built again by somebody else it is the one that is there.
  insert into public.assay_datasets
    (dataset_id, name, manifest, train, validation, holdout, built_at, recorded_by, recorded_at)
  values (o.dataset_id, manifest -> 'recipe' ->> 'name', o.manifest, (examples ->> 'train')::integer,
    (examples ->> 'validation')::integer, (examples ->> 'holdout')::integer, assay.commit_time(o, s), s.member_id,
    s.received_at)
  on conflict (dataset_id) do nothing;
  return ('applied', null, null, false)::assay.outcome;
end $$;

-- Adds to the sides that samples have been on, and takes nothing away: told twice, or by two, it is the same.
create function assay.apply_splits(o assay.op, s assay.sender) returns assay.outcome
language plpgsql set search_path = '' as $$
begin
  if s.role <> 'lead' then return assay.rejected('not_lead'); end if;
  if coalesce(json_typeof(o.splits), '') <> 'object' or exists (
    select from json_each(o.splits) e
    where e.key not in ('train', 'validation', 'holdout') or json_typeof(e.value) <> 'array'
  ) then
    return assay.rejected('malformed');
  end if;
  -- One after the other: two that name the same samples in another order would wait for each other for good.
  lock table public.assay_splits in share row exclusive mode;
  insert into public.assay_splits as t (sample_id, train, validation, holdout)
  select n.sample_id, bool_or(n.side = 'train'), bool_or(n.side = 'validation'), bool_or(n.side = 'holdout')
  from (select e.key as side, json_array_elements_text(e.value) as sample_id from json_each(o.splits) e) n
  group by n.sample_id
  on conflict (sample_id) do update
    set train = t.train or excluded.train, validation = t.validation or excluded.validation,
      holdout = t.holdout or excluded.holdout
    where (excluded.train and not t.train) or (excluded.validation and not t.validation)
      or (excluded.holdout and not t.holdout);
  return ('applied', null, null, false)::assay.outcome;
end $$;

-- Feeds for leads alone. The manifest stays here: a device asks for none but its own.
create function assay.datasets_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select d.assay_xid, d.dataset_id, json_build_object('xid', d.assay_xid::text, 'dataset_id', d.dataset_id,
    'name', d.name, 'train', d.train, 'validation', d.validation, 'holdout', d.holdout, 'built_at', d.built_at,
    'recorded_by', d.recorded_by, 'recorded_at', d.recorded_at)
  from public.assay_datasets d
  where (d.assay_xid, d.dataset_id) > (assay.xid_of(cursors, 'datasets'), assay.id_of(cursors, 'datasets') collate "C")
    and d.assay_xid < assay.watermark()
  order by d.assay_xid, d.dataset_id limit page
$$;

create function assay.splits_page(cursors json, page integer) returns setof assay.feed_row
language sql stable as $$
  select t.assay_xid, t.sample_id, json_build_object('xid', t.assay_xid::text, 'sample_id', t.sample_id,
    'train', t.train, 'validation', t.validation, 'holdout', t.holdout)
  from public.assay_splits t
  where (t.assay_xid, t.sample_id) > (assay.xid_of(cursors, 'splits'), assay.id_of(cursors, 'splits') collate "C")
    and t.assay_xid < assay.watermark()
  order by t.assay_xid, t.sample_id limit page
$$;
