-- From docs and blocks to one row per block that recurs: run in order by learning/store.py; $pages and $share are the
-- smallest
-- needs of templates/needs.toml. Nothing here sorts or holds all blocks, so that DuckDB can work from disk.

-- Of the copies of one article all but one.
create or replace temp table dropped as
select doc from docs join (
  select host, page, arg_min(doc, digest) as keep from docs group by host, page having count(*) > 1
) using (host, page) where doc <> keep;

create or replace temp table hosts as
select host, count(*) as host_pages, min(day) as first_day, max(day) as last_day from docs anti join dropped using (doc) group by host;

-- Blocks that stand on enough pages of their host to be anybody's; what else a page has is its own.
create or replace temp table recurring as
select block, pages, host, host_pages from (
  select block, count(*) as pages, any_value(doc) as doc
  from blocks anti join dropped using (doc) group by block having count(*) >= $pages
) join (select doc, host from docs) using (doc) join hosts using (host)
where pages >= $share * host_pages;

-- Where the paragraphs begin and end that only this page has.
create or replace temp table spans as
select doc, day, first, last from docs anti join dropped using (doc) left join (
  select doc, min(place) as first, max(place) as last from blocks anti join recurring using (block)
  where kept and not leaning and kind = 2 group by doc
) using (doc);

create or replace temp table sums as
select block, category, count(*) as pages, count_if(kept) as kept, count_if(placed) as placed,
  count_if(leaning) as leaning, bool_or(spoken) as spoken, bool_or(figures) as figures, max(kind) as kind,
  count_if(place < first) as before, count_if(place > last) as after,
  min(place) as first_place, max(place) as last_place, min(day) as first_day, max(day) as last_day, min(text) as example
from blocks semi join recurring using (block) join spans using (doc) group by block, category;
