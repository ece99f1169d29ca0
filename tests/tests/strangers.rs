//! Names in certificates, files and manifests are written by strangers: in every report they stay text.

use certlens::names::{self, Dialled};
use certlens::report::{self, Format};
use certlens::{Settings, Source, diff, inspect, peer, pin_match};
use pulldown_cmark::{Event, Options, Parser, Tag};
use tests::issue::{Entity, Kind};
use tests::pem;

const PAYLOADS: &[&str] = &[
    "a` <img src=x onerror=alert(1)> [click](http://evil.example) `b",
    "a`` <img src=x> ![p](http://evil.example/p) ``b",
    "a\\|[click](http://evil.example)|<b>c",
    "a|b\\` <i>c</i> **EVIL** __EVIL__ ~~EVIL~~ &lt;script&gt;",
    "```\n# EVIL\n```\n~~~\n<script>",
    "x\nerror evil: all is well\r\n- **EVIL** <b>",
    "\u{1b}[2Jcleared \u{9b}31m\u{7}",
    "\u{202e}elpmaxe.live\u{2066}\u{200b}\u{feff}",
    "=HYPERLINK(\"http://evil.example\")",
    "@SUM(1+1)\t|\"quoted, twice\"",
    "#1 of a#22 for @team",
];

fn sources(payload: &str) -> Vec<Source> {
    let ca = Entity::new(&format!("{payload} CA"), 1);
    let leaf = Entity::new(payload, 2);
    let names = vec![payload.to_owned(), "web.example".to_owned()];
    let chain = pem::certificate(&leaf.certificate(&ca, 1, &Kind::EndEntity(names)));
    let root = pem::certificate(&ca.certificate(&ca, 1, &Kind::Authority(Vec::new())));
    let secret = serde_json::json!({
        "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
        "metadata": { "name": payload, "namespace": payload, "annotations": { payload: payload } },
        "data": {
            "tls.crt": data_encoding::BASE64.encode(chain.as_bytes()),
            "ca.crt": data_encoding::BASE64.encode(root.as_bytes()),
            payload: data_encoding::BASE64.encode(root.as_bytes()),
            "tls.key": payload,
        },
    });
    let log = format!(
        "remote error: tls: bad certificate {payload}\ntls: failed to verify certificate: x509: certificate is valid for {payload}, not {payload}\n"
    );
    [secret.to_string(), chain, log]
        .map(|text| Source { name: payload.to_owned(), content: text.into_bytes() })
        .to_vec()
}

/// Every report there is: as text, as Markdown, and as CSV.
fn reports(payload: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let sources = sources(payload);
    let time = "2026-12-01T00:00:00Z".parse().unwrap();
    let settings = Settings { time, ..Settings::default() };
    let inspection = inspect(&sources, &settings);
    assert!(inspection.inventory.certificates().count() >= 2, "{payload:?}");
    let (mut text, mut markdown, mut csv) = (Vec::new(), Vec::new(), Vec::new());
    for is_redacted in [false, true] {
        let written = |format| report::written(&inspection, None, format, is_redacted).unwrap();
        text.push(written(Format::Text));
        markdown.push(written(Format::Markdown));
        csv.push(written(Format::Csv));
    }
    let grid = names::grid(&inspection.inventory, &inspection.manifests, &Dialled::default());
    let of_names = report::names::document(&inspection, &grid);
    let digest = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac".parse().unwrap();
    let found = pin_match::find(&digest, &sources, &inspection.inventory);
    let of_pins = report::pins::document(&inspection, &[found]);
    let of_diff = report::diff::document(&diff::compare(&sources, &self::sources("other"), &settings));
    let side = peer::side(&sources);
    let conversation = peer::Conversation::new(payload, time);
    let pair = peer::pair::pair(Some(&side), Some(&side), &conversation, peer::stacks());
    let of_pair = report::pair::document(&pair);
    text.extend([report::names::text(&of_names), report::pins::text(&of_pins)]);
    text.extend([report::diff::text(&of_diff), report::pair::text(&of_pair)]);
    markdown.extend([report::names::markdown(&of_names), report::pins::markdown(&of_pins)]);
    markdown.extend([report::diff::markdown(&of_diff), report::pair::markdown(&of_pair)]);
    (text, markdown, csv)
}

fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[test]
fn text_has_no_controls_and_no_lines_of_theirs() {
    for payload in PAYLOADS {
        for text in reports(payload).0 {
            assert!(!text.contains(is_hidden), "{payload:?}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("error evil")), "{payload:?}:\n{text}");
        }
    }
}

/// What the writers themselves put there.
const OUR_TAGS: &[&str] = &["<br>", "<!-- -->", "<details>", "</details>", "<summary>", "</summary>"];

/// What GitHub makes a link to an issue of, or calls somebody by.
fn refers(text: &str) -> bool {
    let mut pairs = text.chars().zip(text.chars().skip(1));
    pairs.any(|(sign, next)| match sign {
        '#' => next.is_ascii_digit(),
        '@' => next.is_ascii_alphanumeric(),
        _ => false,
    })
}

#[test]
fn markdown_has_no_markup_of_theirs() {
    for payload in PAYLOADS {
        for markdown in reports(payload).1 {
            assert!(!markdown.contains(is_hidden), "{payload:?}: {markdown:?}");
            let (mut strong, mut in_code) = (false, false);
            for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
                let is_theirs = match &event {
                    Event::Start(
                        Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough,
                    ) => true,
                    Event::Start(Tag::Strong) => {
                        strong = true;
                        false
                    }
                    Event::End(pulldown_cmark::TagEnd::Strong) => {
                        strong = false;
                        false
                    }
                    Event::Start(Tag::CodeBlock(_)) => {
                        in_code = true;
                        false
                    }
                    Event::End(pulldown_cmark::TagEnd::CodeBlock) => {
                        in_code = false;
                        false
                    }
                    Event::Text(text) => (strong && &**text == "EVIL") || (!in_code && refers(text)),
                    Event::Html(html) | Event::InlineHtml(html) => {
                        let ours = OUR_TAGS.iter().fold(html.to_string(), |html, tag| html.replace(tag, ""));
                        ours.contains('<')
                    }
                    _ => false,
                };
                assert!(!is_theirs, "{payload:?}: {event:?}\n{markdown}");
            }
            assert!(!markdown.lines().any(|line| line.starts_with("# EVIL")), "{payload:?}:\n{markdown}");
        }
    }
}

#[test]
fn csv_has_its_columns_and_no_formulas() {
    for payload in PAYLOADS {
        for csv in reports(payload).2 {
            let rows = rows(&csv);
            for row in &rows {
                assert_eq!(row.len(), rows[0].len(), "{payload:?}: {row:?}");
                let is_formula = |cell: &String| cell.trim_start().starts_with(['=', '+', '-', '@']);
                assert!(!row.iter().any(is_formula), "{payload:?}: {row:?}");
            }
        }
    }
}

#[test]
fn what_is_redacted_is_so_however_it_is_escaped() {
    let names = [
        "qxv_wzk_jqp",
        "qxvw\"wzkj,jqpx*xkqz",
        "qxvw|wzkj",
        "\u{202e}qxvw\u{1b}wzkj",
        "qxvw\\wzkj;jqpx_xkqz",
    ];
    for name in names {
        let inspection = inspect(&sources(name), &Settings::default());
        for format in [Format::Text, Format::Markdown, Format::Csv, Format::Json] {
            let redacted = report::written(&inspection, None, format, true).unwrap();
            let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 2);
            for part in parts {
                assert!(!redacted.contains(part), "{part} of {name:?} is left in {format:?}:\n{redacted}");
            }
        }
    }
}

/// The cells of RFC 4180.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for character in csv.chars() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !is_quoted => {}
            other => cell.push(other),
        }
    }
    rows
}
