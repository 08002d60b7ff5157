"""The rules' own tests: every ``match`` must be hit by its rule, every ``miss`` must survive the whole rulebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleanpress.cleaner import Cleaner
from cleanpress.config import Config
from cleanpress.model import Article
from cleanpress.readers import read
from cleanpress.rules.pack import NEVER, selectors_of
from cleanpress.rules.rulebook import Rule, load, pack_paths
from cleanpress.rules.tree import Tree

BEFORE = (
    "The council met on Tuesday evening to look at the plan, whic"
    "h had been put off twice since the spring of that year."
)
AFTER = (
    "A decision is expected before the month is out, after a seco"
    "nd hearing and a visit to the site, the mayor's office wrote."
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One example that does not behave as its rule promises."""

    rule: str
    example: str
    problem: str

    def __str__(self) -> str:
        """Say rule, problem and example on one line."""
        return f"{self.rule}: {self.problem}: {self.example!r}"


def check_pack(name: str, config: Config | None = None) -> Iterator[Failure]:
    """Run every example of a shipped pack or of a rule file among ``config.rules``; yield what failed."""
    config = config or Config()
    cleaner = Cleaner(config)
    for rule in load(config.languages, config.rules, full=True).rules:
        if rule.id.partition(":")[0] == name:
            yield from check_rule(rule, cleaner)


def check_rule(rule: Rule, cleaner: Cleaner) -> Iterator[Failure]:
    """Run the examples of one rule: those that begin with "<" are markup for its selectors, the others are words.

    Class rules are tested by pages.
    """
    if rule.css or rule.xpath:
        yield from _check_selectors(rule)
    if not (rule.phrases or rule.pattern):
        return
    for example in (example for example in rule.match if not _is_markup(rule, example)):
        article = cleaner.clean(f"{BEFORE}\n\n{example}\n\n{AFTER}", kind="text")
        terms = [e for r in article.removals for e in r.evidence]
        fired = {e.rule for e in terms if e.rule == rule.id or e.category == rule.category}
        if example in article.text and not _fires(rule, example, cleaner):
            yield Failure(rule.id, example, "match is not hit by its rule")
        elif example in article.text and rule.points >= cleaner.config.remove_at:
            yield Failure(rule.id, example, f"match is hit but stays (sum below {cleaner.config.remove_at})")
        elif example not in article.text and (rule.points <= NEVER or not fired):
            yield Failure(rule.id, example, f"match is removed, but by {sorted({e.rule for e in terms})}")
    for example in (example for example in rule.miss if not _is_markup(rule, example)):
        for text, where in ((f"{BEFORE}\n\n{example}\n\n{AFTER}", "between paragraphs"), (example, "alone")):
            article = cleaner.clean(text, kind="text")
            if example not in article.text:
                yield Failure(rule.id, example, f"miss is removed {where} {_sum(article, example)}")


def _is_markup(rule: Rule, example: str) -> bool:
    return bool(rule.css or rule.xpath) and example.startswith("<")


def _check_selectors(rule: Rule) -> Iterator[Failure]:
    selectors = selectors_of(rule)
    for hit, examples in ((True, rule.match), (False, rule.miss)):
        for example in examples:
            page = read(example, kind="html")
            if not _is_markup(rule, example) or page.tree is None:
                continue
            tree = Tree(page)
            if any(tree.find(selector) for selector in selectors) != hit:
                yield Failure(
                    rule.id, example, "match is chosen by no selector" if hit else "miss is chosen by a selector"
                )


def _fires(rule: Rule, example: str, cleaner: Cleaner) -> bool:
    return any(rule.id in {e.rule for e in found} for found in cleaner.evidence(example))


def _sum(article: Article, example: str) -> str:
    terms = [e for r in article.removals if r.text.strip() in example or example in r.text for e in r.evidence]
    return "(" + ", ".join(f"{e.rule} {e.points:+d}" for e in terms) + ")"


def main() -> int:
    """Print the failures of the packs named on the command line (default: all)."""
    import sys  # noqa: PLC0415  # only this entry point needs it

    failed = 0
    for name in sys.argv[1:] or pack_paths():
        rules = [r for r in load(full=True).rules if r.id.partition(":")[0] == name]
        for failure in check_pack(name):
            failed += 1
            print(failure)
        match, miss = sum(len(r.match) for r in rules), sum(len(r.miss) for r in rules)
        print(f"{name}: {len(rules)} rules, {match} match, {miss} miss")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
