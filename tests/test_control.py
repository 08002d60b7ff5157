"""What users keep and drop, by category, rule and selector, from every layer of options; and what they hear when
wrong."""

from __future__ import annotations

import os
import time
from pathlib import Path

import cssselect
import pytest
from click.testing import CliRunner

import cleanpress
from cleanpress import Config, ConfigError, RuleError
from cleanpress.rules import choice
from cleanpress.rules.pattern import PatternError, compile_pattern
from cleanpress.rules.rulebook import categories
from cleanpress.rules.selector import css, xpath
from cleanpress.rules.selftest import check_pack
from cleanpress.rules.tree import WORK, Tree
from cleanpress.settings import config_of, find_file, from_environment, read_settings

BODY = (
    "The lighthouse on the point was lit again on Friday, two years after a storm had torn off its lantern.",
    "Its keeper climbed the hundred and twelve steps in front of the mayor, a camera and half of the village school.",
    "The lantern was made in a yard up the coast, from drawings that had lain in the church for ninety years.",
)
APPEAL = "Support us today!"
TEXT = "\n\n".join((*BODY, APPEAL))


def page(*inside: str, after: str = "") -> str:
    paragraphs = [f"<p>{line}</p>" for line in BODY]
    parts = "".join([paragraphs[0], *inside, *paragraphs[1:]])
    return (
        f"<html><body><nav><a href='/'>Home</a></nav><article><h1>Lit again</h1>{parts}</article>{after}</body></html>"
    )


def rules(folder: Path, text: str) -> str:
    """Write a file of rules called own; rule files are read once, so each gets a folder of its own."""
    path = folder / str(len(list(folder.iterdir()))) / "own.toml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return str(path)


RULE = '[[rule]]\nid = "ad.box"\ncategory = "ad"\nwhy = "x"\nmatch = []\nmiss = []\n'
KEEP = '[[rule]]\nid = "keep.note"\nkeep = true\nwhy = "x"\nmatch = []\nmiss = []\n'


# --- keep and drop --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", sorted(categories()))
def test_every_category_can_be_kept_and_dropped(category: str) -> None:
    cleanpress.clean(TEXT, config=Config(keep=frozenset({category})))
    cleanpress.clean(TEXT, config=Config(drop=frozenset({category})))


def test_a_kept_category_stays_and_a_kept_rule_too() -> None:
    assert APPEAL not in cleanpress.clean_text(TEXT)
    assert APPEAL in cleanpress.clean_text(TEXT, config=Config(keep=frozenset({"donation"})))
    text = "\n\n".join((BODY[0], "Share this article", *BODY[1:], APPEAL))
    config = Config(keep=frozenset({r.rule for r in cleanpress.clean(text).removals if str(r.category) == "share"}))
    assert "Share this article" in cleanpress.clean_text(text, config=config)
    assert APPEAL not in cleanpress.clean_text(text, config=config)


def test_a_category_that_is_kept_by_default_goes_when_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {name: {**row, **({"default": "keep"} if name == "donation" else {})} for name, row in categories().items()}
    monkeypatch.setattr(choice, "categories", lambda: rows)
    assert APPEAL in cleanpress.Cleaner(Config()).clean_text(TEXT)
    assert APPEAL not in cleanpress.Cleaner(Config(drop=frozenset({"donation"}))).clean_text(TEXT)
    assert APPEAL in cleanpress.Cleaner(Config(drop=frozenset({"donation"}), keep=frozenset({"donation"}))).clean_text(
        TEXT
    )


def test_a_dropped_category_goes_at_fewer_points(tmp_path: Path) -> None:
    own = rules(tmp_path, RULE + 'points = 5\nphrases = ["lamp oil by the barrel"]\n')
    text = "\n\n".join((BODY[0], "Lamp oil by the barrel.", *BODY[1:]))
    assert "barrel" in cleanpress.clean_text(text, config=Config(rules=(own,)))
    assert "barrel" not in cleanpress.clean_text(text, config=Config(rules=(own,), drop=frozenset({"ad"})))


def test_a_dropped_rule_decides_alone(tmp_path: Path) -> None:
    own = rules(tmp_path, RULE + 'points = 1\nphrases = ["half of the village school"]\n')
    assert BODY[1] in cleanpress.clean_text(TEXT, config=Config(rules=(own,)))
    article = cleanpress.clean(TEXT, config=Config(rules=(own,), drop=frozenset({"own:ad.box"})))
    assert BODY[1] not in article.text
    assert article.rulebook != cleanpress.clean(TEXT, config=Config(rules=(own,))).rulebook


@pytest.mark.parametrize(
    ("option", "name", "hint"),
    [
        ("keep", "en:donation.labl", "did you mean 'en:donation.label'"),
        ("drop", "en:donation.labl", "did you mean 'en:donation.label'"),
        ("keep", "q.zzzzzzzzzzzzzzzzzzzzzzzzzzz", "cleanpress rules list shows them all"),
        ("drop", "place.tail", "a step that always runs"),
        ("drop", "donations", "did you mean 'donation'"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(option: str, name: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=option) as caught:
        cleanpress.Cleaner(Config(**{option: frozenset({name})}))  # type: ignore[arg-type]  # one option at a time
    assert hint in str(caught.value)


def test_steps_and_shapes_can_be_kept() -> None:
    cleanpress.Cleaner(Config(keep=frozenset({"place.tail", "shape.links", "markup.aside", "filter.mine:##.ad"})))


# --- user rules -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "selector",
    ['css = [".box"]', 'css = ["div.outer > div"]', "xpath = [\"//div[@class='box']\"]", 'css = ["p + .box, q"]'],
)
def test_a_selector_takes_an_element(selector: str, tmp_path: Path) -> None:
    box = '<div class="outer"></div><p>x y</p>'
    box += '<div class="box"><p>The village shop is open until seven in the evening.</p></div>'
    box = box if "outer" not in selector else box.replace('"></div><p>x y</p>', '">') + "</div>"
    html = page(box)
    assert "village shop" in cleanpress.clean_text(html)
    article = cleanpress.clean(html, config=Config(rules=(rules(tmp_path, RULE + selector),)))
    assert "village shop" not in article.text
    assert all(line in article.text for line in BODY)
    gone = next(r for r in article.removals if "village shop" in r.text)
    assert (gone.rule, str(gone.category)) == ("own:ad.box", "ad")
    assert cleanpress.apply_removals(article.source_text, article.removals) == article.text


def test_a_span_that_is_a_whole_line_counts(tmp_path: Path) -> None:
    html = page(
        '<p><span class="lbl">The village shop opens at seven.</span></p>',
        '<p>He <span class="lbl">never</span> left it.</p>',
    )
    text = cleanpress.clean_text(html, config=Config(rules=(rules(tmp_path, RULE + 'css = [".lbl"]'),)))
    assert "village shop" not in text
    assert "He never left it." in text


def test_soups_and_trees_give_the_same(tmp_path: Path) -> None:
    from bs4 import BeautifulSoup
    from lxml import html as lxml_html

    markup = page('<div class="box"><p>The village shop is open until seven in the evening.</p></div>')
    config = Config(rules=(rules(tmp_path, RULE + 'css = [".box"]'),))
    texts = {
        cleanpress.clean_text(source, config=config)
        for source in (markup, BeautifulSoup(markup, "lxml"), lxml_html.document_fromstring(markup))
    }
    assert len(texts) == 1
    assert "village shop" not in cleanpress.clean_soup(markup, config=config).get_text()


@pytest.mark.parametrize("selector", ['css = ["article p"]', 'css = ["article"]', 'xpath = ["//p"]'])
def test_no_selector_takes_the_article(selector: str, tmp_path: Path) -> None:
    article = cleanpress.clean(page(), config=Config(rules=(rules(tmp_path, RULE + selector),)))
    assert all(line in article.text for line in BODY)
    assert "selector-guarded" in article.notes
    always = Config(rules=(rules(tmp_path, RULE + 'points = "always"\n' + selector),))
    assert not any(line in cleanpress.clean_text(page(), config=always) for line in BODY)


def test_many_selectors_together_take_no_article_either(tmp_path: Path) -> None:
    text = "".join(
        RULE.replace("ad.box", f"ad.box-{i}") + f'css = ["article p:nth-of-type({i})"]\n' for i in range(1, 10)
    )
    html = "<html><body><article>" + "".join(f"<p>{BODY[i % 3]}</p>" for i in range(9)) + "</article></body></html>"
    article = cleanpress.clean(html, config=Config(rules=(rules(tmp_path, text),)))
    assert len(article.text) > 0.45 * len(cleanpress.clean_text(html))


@pytest.mark.parametrize(
    "what",
    [
        'css = ["aside.note"]',
        'xpath = ["//aside"]',
        'class = ["note"]',
        'phrases = ["tide tables"]',
        'css = ["div, aside"]',
    ],
)
def test_what_a_user_keeps_stays_wherever_it_is(what: str, tmp_path: Path) -> None:
    note = "<aside class='note'><p>Subscribe to our newsletter and get the tide tables!</p></aside>"
    config = Config(rules=(rules(tmp_path, KEEP + what),))
    for html in (
        page(note),
        page(after=f"<div><p>One more</p>{note}<p>And one</p></div>"),
        page(after=f"<footer>{note}</footer>"),
    ):
        assert "tide tables" not in cleanpress.clean_text(html)
        article = cleanpress.clean(html, config=config)
        assert "tide tables" in article.text
        assert all(line in article.text for line in BODY)
        assert cleanpress.apply_removals(article.source_text, article.removals) == article.text


def test_keeping_wins_over_dropping(tmp_path: Path) -> None:
    own = (
        RULE + 'points = "always"\nphrases = ["support us"]\ncss = ["p"]\n' + KEEP + 'phrases = ["support us today"]\n'
    )
    config = Config(rules=(rules(tmp_path, own),), drop=frozenset({"donation", "own:ad.box"}))
    assert APPEAL in cleanpress.clean_text(TEXT, config=config)
    assert APPEAL in cleanpress.clean_text(page(f"<p class='donate'>{APPEAL}</p>"), config=config)


def test_a_menu_gives_up_what_is_kept_and_nothing_else(tmp_path: Path) -> None:
    menu = "<div class='foot'>" + "".join(f"<p class='n{i}'>Link {i}</p>" for i in range(9)) + "</div>"
    config = Config(rules=(rules(tmp_path, KEEP + 'css = [".n4"]'),))
    article = cleanpress.clean(page(after=menu), config=config)
    assert "Link 4" in article.text
    assert "Link 3" not in article.text
    assert "Link 5" not in article.text


def test_examples_of_selectors_are_markup(tmp_path: Path) -> None:
    own = RULE.replace("match = []", "match = ['<p class=box>x</p>']").replace(
        "miss = []", "miss = ['<p class=bo>x</p>']"
    )
    assert not list(check_pack("own", Config(rules=(rules(tmp_path, own + 'css = [".box"]'),))))
    problems = [f.problem for f in check_pack("own", Config(rules=(rules(tmp_path, own + 'css = [".bo"]'),)))]
    assert problems == ["match is chosen by no selector", "miss is chosen by a selector"]


@pytest.mark.parametrize(
    ("selector", "part"),
    [
        ('css = ["div["]', "not a CSS selector: 'div['"),
        ('xpath = ["//div["]', "not an XPath"),
        ("xpath = [\"//p[re:test(., 'x')]\"]", "re:test() is refused"),
        ("xpath = [\"//p[php:function('system')]\"]", "php:function() is refused"),
        ("xpath = [\"document('/etc/passwd')\"]", "document() is refused"),
        ('xpath = ["//svg:p"]', "not an XPath"),
        ('xpath = ["count(//p)"]', "must select elements"),
        ('xpath = ["//p[. = $x]"]', "variables are refused"),
        ('xpath = ["//a[.//b[.//c]]"]', "searches inside searches"),
        ('css = "p"', "list of non-empty strings"),
    ],
)
def test_a_broken_selector_names_file_line_and_fault(selector: str, part: str, tmp_path: Path) -> None:
    path = rules(tmp_path, "\n\n" + RULE + selector)
    with pytest.raises(RuleError) as caught:
        cleanpress.Cleaner(Config(rules=(path,)))
    assert str(caught.value).startswith(f"{path}, line 4")
    assert part in str(caught.value)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(a|aa)+$",
        r"([a-z]+)*x",
        r"(.*)(.*)(.*)x",
        r"a{1,99}{1,99}",
        r"(?:a?){1,90}a{90}b+",
        r"(\w+\s?)*$",
        r"(x)\1",
    ],
)
def test_patterns_that_could_run_away_are_refused(pattern: str, tmp_path: Path) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)
    with pytest.raises(RuleError, match="line 2"):
        cleanpress.Cleaner(Config(rules=(rules(tmp_path, f"{RULE}pattern = '''{pattern}'''"),)))


def test_patterns_that_are_allowed_are_fast_on_the_worst_line() -> None:
    for pattern in (r"a{0,100}a{0,100}b", r"(?:a|b|ab){0,100}c", r"[a-z ]{0,100}[a-z ]{0,100}!"):
        compiled, start = compile_pattern(pattern), time.perf_counter()
        compiled.search("a" * 300)
        assert time.perf_counter() - start < 1.0


HOSTILE = {
    "flat": "<p class=a>x</p>" * 30_000,
    "deep": "<div class=a>" * 250 + "<p>x</p>" * 3_000 + "</div>" * 250,
    "tangled": ("<div class=a>" * 40 + "<p class=b>x y</p>" * 20 + "</div>" * 40) * 200,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_selectors_end_soon_on_hostile_pages(name: str) -> None:
    from cleanpress.readers import read

    tree = Tree(read(f"<html><body>{HOSTILE[name]}", kind="html"))
    selectors = [css("div p"), css(".a .a .b"), css("p ~ p"), css("div:has(p)"), css("p:nth-child(3)"), xpath("//*//*"),
                 xpath("//*[.//p]"), xpath("//p[preceding::p]"),
                 xpath("//*[contains(., 'zz')]"), xpath("//p | //div//p")]  # fmt: skip
    for selector in selectors:
        start = time.perf_counter()
        found = tree.find(selector)
        assert (found is None) == (tree.work(selector) > WORK)
        assert time.perf_counter() - start < 3, selector.text


def test_a_selector_that_would_take_too_long_is_left_out_with_a_note(tmp_path: Path) -> None:
    html = page(after=HOSTILE["flat"])
    article = cleanpress.clean(html, config=Config(rules=(rules(tmp_path, RULE + 'xpath = ["//*//*"]'),)))
    assert "selector-skipped" in article.notes


@pytest.mark.parametrize(
    ("selector", "ids"),
    [
        ("#a .x", "d"), ("#a > b", "c"), (".x + i", "e"), ("b ~ i", "e f"), ("b i", "d"), ("div:not(.z) b", "c"),
        ("i.x, #f", "d f"), ("*", "a b c d e f"), ("div div > b", "c"), ("[id=c]", "c"), ("#b:has(i)", "b"),
    ],
)  # fmt: skip
def test_css_means_what_it_means(selector: str, ids: str) -> None:
    from cleanpress.readers import read

    body = "<div id=a><div id=b><b id=c><i id=d class=x>t</i></b><i id=e></i></div><i id=f></i></div>"
    body = {".x + i": "<b class=x>t</b><i id=e></i><i id=f></i>", "b ~ i": "<b>t</b><i id=e></i><i id=f></i>"}.get(
        selector, body
    )
    body = "<div id=a><b id=c>t</b></div>" if selector == "#a > b" else body
    tree = Tree(read(f"<html><body>{body}", kind="html"))
    found = {tree.elements[i].get("id") for i in tree.find(css(selector)) or []} - {None}
    assert found == set(ids.split())
    assert found == {e.get("id") for e in tree.root.xpath(cssselect.HTMLTranslator().css_to_xpath(selector))} - {None}


# --- files and environment ------------------------------------------------------------------------------------------


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_gives_a_config_with_paths_relative_to_it(tmp_path: Path) -> None:
    own = rules(tmp_path, RULE + 'phrases = ["lamp oil"]')
    text = 'preset = "strict"\nkeep = ["caption"]\nsite-name = "The Point"\nrules = ["0/own.toml"]\nimages = true\n'
    config = Config.from_file(str(write(tmp_path, "cleanpress.toml", text)))
    assert config == Config.preset(
        "strict", keep=frozenset({"caption"}), site_name="The Point", rules=(own,), images=True
    )
    assert Config.from_file(str(tmp_path / "cleanpress.toml"), place=False).place is False


def test_a_table_in_pyproject_will_do(tmp_path: Path) -> None:
    path = write(tmp_path, "pyproject.toml", '[project]\nname = "x"\n[tool.cleanpress]\ndrop = ["bio"]\n')
    assert Config.from_file(str(path)).drop == {"bio"}


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('\nkep = ["ad"]', 2, "did you mean 'keep'"),
        ('preset = "strict"\nkeep = "ad"', 2, "list of strings"),
        ('keep = ["add"]', 1, "did you mean 'ad'"),
        ("\n\nimages = 1", 3, "true or false"),
        ('remove-at = "9"', 1, "a whole number"),
        ('preset = "strickt"', 1, "did you mean 'strict'"),
        ('locator = "block"', 1, "did you mean 'blocks'"),
    ],
)
def test_a_wrong_file_names_file_line_and_nearest(text: str, line: int, part: str, tmp_path: Path) -> None:
    path = write(tmp_path, "cleanpress.toml", text)
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert str(caught.value).startswith(f"{path}, line {line}: "), caught.value
    assert part in str(caught.value)


def test_a_file_that_is_no_toml_or_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cleanpress\.toml: not valid TOML"):
        read_settings(write(tmp_path, "cleanpress.toml", "keep = ["))
    with pytest.raises(ConfigError, match="cannot be read"):
        read_settings(tmp_path / "none.toml")


def test_the_nearest_file_upward_is_found(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    write(tmp_path / "a", "pyproject.toml", "[project]\nname = 'x'\n")
    own = write(tmp_path, "cleanpress.toml", "")
    assert find_file(below) == own
    nearer = write(tmp_path / "a", "pyproject.toml", "[tool.cleanpress]\n")
    assert find_file(below) == nearer


def test_the_environment_speaks(tmp_path: Path) -> None:
    spoken = from_environment(
        {"CLEANPRESS_KEEP": "ad, bio", "CLEANPRESS_IMAGES": "yes", "CLEANPRESS_REMOVE_AT": "12",
         "CLEANPRESS_DEBUG": "1",
         "CLEANPRESS_RULES": os.pathsep.join(("a.toml", "b.toml")), "CLEANPRESS_PRESET": "gentle", "PATH": "/bin"}
    )  # fmt: skip
    assert spoken == {
        "keep": {"ad", "bio"}, "images": True, "remove_at": 12, "rules": ("a.toml", "b.toml"),
        "preset": "gentle",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("CLEANPRESS_KEPE", "ad", "did you mean CLEANPRESS_KEEP"),
        ("CLEANPRESS_KEEP", "add", "CLEANPRESS_KEEP.*did you mean 'ad'"),
        ("CLEANPRESS_IMAGES", "maybe", "must be 1 or 0"),
        ("CLEANPRESS_REMOVE_AT", "ten", "whole number"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str, part: str) -> None:
    with pytest.raises(ConfigError, match=part):
        from_environment({name: value})


def test_layers_go_by_the_last_that_names_something() -> None:
    low = {"preset": "strict", "keep": frozenset({"ad", "bio"}), "site_name": "A", "rules": ("a",)}
    high = {"drop": frozenset({"bio"}), "keep": frozenset({"app"}), "site_name": "B", "rules": ("b",)}
    config = config_of([low, high])
    assert config == Config.preset(
        "strict", keep=frozenset({"ad", "app"}), drop=frozenset({"bio"}), site_name="B", rules=("a", "b")
    )
    assert config_of([high, low]).keep == {"ad", "bio", "app"}


def run(*args: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    from cleanpress.cli import main

    class Program:
        name = "cleanpress"

        def main(self, args: list[str], prog_name: str, **extra: object) -> None:
            main(args)

    result = CliRunner().invoke(Program(), list(args), env=env)  # type: ignore[arg-type]  # it needs no more of a command
    return result.exit_code, result.stdout, result.stderr


def test_the_command_line_wins_over_environment_file_and_preset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "page.txt", "\n\n".join((BODY[0], "Share this article", *BODY[1:], APPEAL)))
    assert APPEAL not in run("page.txt")[1]
    write(tmp_path, "cleanpress.toml", 'keep = ["donation", "share"]')
    assert APPEAL in run("page.txt")[1]
    assert APPEAL not in run("page.txt", "--no-config")[1]
    assert APPEAL not in run("page.txt", env={"CLEANPRESS_DROP": "donation"})[1]
    assert APPEAL in run("page.txt", "--keep", "donation", env={"CLEANPRESS_DROP": "donation"})[1]
    out = run("page.txt", "--drop", "share")[1]
    assert APPEAL in out
    assert "Share this article" not in out
    other = write(tmp_path, "other.toml", 'keep = ["share"]')
    out = run("page.txt", "--config", str(other))[1]
    assert APPEAL not in out
    assert "Share this article" in out


def test_the_library_reads_no_file_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLEANPRESS_KEEP", "donation")
    write(tmp_path, "cleanpress.toml", 'keep = ["donation"]')
    assert APPEAL not in cleanpress.Cleaner().clean_text(TEXT)


def test_a_wrong_file_ends_the_command_with_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "page.txt", TEXT)
    write(tmp_path, "cleanpress.toml", "\nkep = 1")
    code, out, err = run("page.txt")
    assert (code, out) == (2, "")
    assert "cleanpress.toml, line 2: no option 'kep'; did you mean 'keep'?" in err
    assert len(err.splitlines()) == 1


def test_rules_show_and_list_know_selectors_and_keep_rules(tmp_path: Path) -> None:
    own = rules(tmp_path, RULE + 'css = [".box"]\n' + KEEP + 'xpath = ["//aside"]\n')
    listed = run("rules", "list", "own", "--rules", own)[1]
    assert "1 selectors" in listed
    assert "(keep)" in listed
    shown = run("rules", "show", "own:keep.note", "--rules", own)[1]
    assert "keeps" in shown
    assert "//aside" in shown
