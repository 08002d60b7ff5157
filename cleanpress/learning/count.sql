-- From docs and blocks to one row per block that recurs, in words that DuckDB and Spark understand alike. Each query is
-- named; braces stand for those before it, and for the smallest needs of templates/needs.toml. learning/store.py runs
-- them one after another. Nothing here sorts or holds all blocks, so that DuckDB can work from disk.

-- dropped: of the copies of one article all but one.
select doc from {docs} docs join (
  select host, page, min_by(doc, digest) as keep from {docs} docs group by host, page having count(*) > 1
) using (host, page) where doc <> keep;

-- hosts: what is left of each.
select host, count(*) as host_pages, min(day) as host_first, max(day) as host_last
from {docs} docs anti join {dropped} dropped using (doc) group by host;

-- recurring: blocks that stand on enough pages of their host to be anybody's. What else a page has is its own.
select block, pages, host, host_pages, host_first, host_last from (
  select block, count(*) as pages, any_value(doc) as doc
  from {blocks} blocks anti join {dropped} dropped using (doc) group by block having count(*) >= {pages}
) join (select doc, host from {docs} docs) using (doc) join {hosts} hosts using (host)
where pages >= {share} * host_pages;

-- spans: where the paragraphs begin and end that only this page has.
select doc, day, first, last from {docs} docs anti join {dropped} dropped using (doc) left join (
  select doc, min(place) as first, max(place) as last from {blocks} blocks anti join {recurring} recurring using (block)
  where kept and not leaning and kind = 2 group by doc
) using (doc);

-- sums: what those blocks are on their pages, by what they were removed as.
select block, category, count(*) as pages, count_if(kept) as kept, count_if(placed) as placed,
  count_if(leaning) as leaning, bool_or(spoken) as spoken, bool_or(figures) as figures, max(kind) as kind,
  count_if(place < first) as before, count_if(place > last) as after,
  min(place) as first_place, max(place) as last_place, min(day) as first_day, max(day) as last_day, min(text) as example
from {blocks} blocks semi join {recurring} recurring using (block) join {spans} spans using (doc)
group by block, category;

-- found: a row each, as Sums in learning/store.py; part says of which blocks.
select any_value(host) as host, block, any_value(recurring.pages) as pages, any_value(host_pages) as host_pages,
  sum(kept) as kept, sum(placed) as placed, sum(leaning) as leaning, bool_or(spoken) as spoken,
  bool_or(figures) as figures, max(kind) as kind, sum(before) as before, sum(after) as after,
  max_by(category, (sums.pages, -category)) filter (where category >= 0) as category,
  min(first_place) as first_place, max(last_place) as last_place, min(first_day) as first_day,
  max(last_day) as last_day, min(example) as example, any_value(host_first) as host_first,
  any_value(host_last) as host_last
from {sums} sums join {recurring} recurring using (block) where {part} group by block;
