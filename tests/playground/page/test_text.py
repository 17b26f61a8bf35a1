"""Discord's markdown, Telegram's entities and typed slash commands, as the page's own modules read them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

pytestmark = pytest.mark.browser

MARKDOWN = {
    "plain & simple": "<p>plain &amp; simple</p>",
    "**b** *i* _i_ __u__ ~~s~~": "<p><strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s></p>",
    "***both*** **a *b* c**": "<p><strong><em>both</em></strong> <strong>a <em>b</em> c</strong></p>",
    "snake_case_name 2*3*4": "<p>snake_case_name 2<em>3</em>4</p>",
    "a * b * c": "<p>a * b * c</p>",
    "\\*not\\* `**code**`": "<p>*not* <code>**code**</code></p>",
    "# One\n## Two\n### Three\n#no": "<h3>One</h3><h4>Two</h4><h5>Three</h5><p>#no</p>",
    "-# small": '<small class="subtext">small</small>',
    "> said\nnext": "<blockquote>said</blockquote><p>next</p>",
    "so:\n```py\nx = 1\n```\nyes": "<p>so:</p><pre><code>x = 1</code></pre><p>yes</p>",
    "<b>raw</b>": "<p>&lt;b&gt;raw&lt;/b&gt;</p>",
    "[x](javascript:alert(1))": "<p>[x](javascript:alert(1))</p>",
    "<t:99999999999999:f> <t:x>": "<p>&lt;t:99999999999999:f&gt; &lt;t:x&gt;</p>",
    "one\ntwo": "<p>one\ntwo</p>",
    "@everyone": '<p><span class="mention">@everyone</span></p>',
}
LINK = 'target="_blank" rel="noopener noreferrer"'


async def rendered(page: Page, text: str) -> str:
    script = """async (text) => {
        const { markdown } = await import("/static/markdown.js");
        const box = document.createElement("div");
        box.append(...markdown(text));
        return box.innerHTML;
    }"""
    html: str = await page.evaluate(script, text)
    return html


async def test_markdown_is_drawn_as_discord_draws_it(page: Page) -> None:
    for text, html in MARKDOWN.items():
        assert await rendered(page, text) == html, text


async def test_links_open_elsewhere_and_only_lead_to_the_web(page: Page) -> None:
    masked = await rendered(page, "[Ariane (6)](https://example.org/a_(6))")
    assert masked == f'<p><a href="https://example.org/a_(6)" {LINK}>Ariane (6)</a></p>'
    bare = await rendered(page, "see https://example.org/x, or <https://example.org/y>.")
    assert f'<a href="https://example.org/x" {LINK}>https://example.org/x</a>,' in bare
    assert f'<a href="https://example.org/y" {LINK}>https://example.org/y</a>.' in bare


async def test_timestamps_are_told_in_the_readers_time(page: Page) -> None:
    shown = await rendered(page, "<t:-14182080:f>")
    assert 'datetime="1969-07-20T20:32:00.000Z"' in shown
    assert ">20 July 1969 at 20:32<" in shown
    assert "years ago" in await rendered(page, "<t:0:R>")


async def test_long_and_unbalanced_text_is_drawn_in_the_end(page: Page) -> None:
    for text in ("*" * 2000, "_a" * 1000, "[" * 2000, "||" * 999, "`" * 1999, "<t:" * 600):
        assert await rendered(page, text)


async def test_entities_nest_and_count_as_telegram_counts(page: Page) -> None:
    script = """async ([text, entities]) => {
        const { entityNodes } = await import("/static/entities.js");
        const box = document.createElement("div");
        const on = { link: (address, children) => [address, ...children].join("→"), command: () => {} };
        box.append(...entityNodes(text, entities, on).flat());
        return box.innerHTML;
    }"""
    entities = [
        {"type": "italic", "offset": 3, "length": 4},
        {"type": "bold", "offset": 0, "length": 7},
        {"type": "text_link", "offset": 8, "length": 2, "url": "https://example.org"},
        {"type": "novel", "offset": 11, "length": 1},
    ]
    html = await page.evaluate(script, ["🚀 both up <", entities])
    assert html == ("<strong>🚀 <em>both</em></strong> https://example.org→up <span>&lt;</span>")


async def parsed(page: Page, line: str) -> dict[str, Any]:
    script = """async (line) => {
        const { SlashLine, flatten } = await import("/static/slash.js");
        const called = (name, rest) => ({ name, sent: name, ...rest });
        const options = [
            called("provider", { type: 3, autocomplete: true }),
            called("crewed", { type: 5 }),
            called("view", { type: 3, choices: [{ name: "One by one", value: "detailed" }] }),
        ];
        const add = called("add", { type: 1, options: [called("rocket", { type: 3 })] });
        const nested = called("alerts", { options: [add] });
        const ask = async () => [{ name: "SpaceX", value: "121" }];
        const slash = new SlashLine({ ask, people: () => [], places: () => [] });
        slash.entries = flatten([called("previous", { options }), called("prev", { options: [] }), nested]);
        const suggestions = await slash.suggest(line);
        return { ...slash.finished(line), suggestions: suggestions.map((each) => each.label) };
    }"""
    result: dict[str, Any] = await page.evaluate(script, line)
    return result


async def test_options_are_read_with_spaces_colons_and_choices(page: Page) -> None:
    line = await parsed(page, "/previous provider:Rocket Lab: NZ crewed:true view:one by one")
    assert line["name"] == "previous"
    assert line["options"] == {"provider": "Rocket Lab: NZ", "crewed": True, "view": "detailed"}
    assert (await parsed(page, "/alerts add rocket:Vega"))["name"] == "alerts add"


async def test_a_line_that_is_no_command_is_explained(page: Page) -> None:
    assert (await parsed(page, "/nothing"))["problem"] == "/nothing is not a command here."
    assert "belongs to no option" in (await parsed(page, "/previous crew dragon"))["problem"]


async def test_commands_options_and_values_are_suggested_in_turn(page: Page) -> None:
    assert (await parsed(page, "/pre"))["suggestions"] == ["/previous", "/prev"]
    assert (await parsed(page, "/previous "))["suggestions"] == ["provider:", "crewed:", "view:"]
    assert (await parsed(page, "/previous provider:sp"))["suggestions"] == ["SpaceX"]
    assert (await parsed(page, "/previous crewed:"))["suggestions"] == ["True", "False"]
    assert (await parsed(page, "/previous crewed:True v"))["suggestions"] == ["view:"]
