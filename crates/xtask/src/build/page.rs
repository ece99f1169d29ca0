//! index.html as the site and as the single file.
//!
//! Trunk reads the same index.html: every element it would replace stands on a line of its own and is marked `data-trunk`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

use super::wasm::Bound;
use super::{compress, policy};

/// Paths with `/`, relative to the folder they are to be written to.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Starts the site once what index.html has is painted: the module may come before that, and starting takes longer than a frame. A tab
/// in the background paints nothing, and does not wait.
const START: &str = r#"import init from "./web.js";
await Promise.race([
  new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))),
  new Promise((late) => setTimeout(late, 200)),
]);
await init().catch(cannotStart);
"#;

/// What index.html says, line by line.
enum Line<'a> {
    Text(&'a str),
    Icon(&'a str),
    /// A file that index.html refers to by its bare name.
    Copy(&'a str),
    Manifest(&'a str),
    Style(&'a str),
    Script(&'a str),
    Rust,
}

/// The site. Assets live in a folder named after their content, so that they may be cached for ever. It says the digest of the
/// single file, which it offers for download.
pub(crate) fn hosted(root: &Path, bound: &Bound, single: &[u8]) -> Result<Files> {
    let index = read(root, "index.html")?;
    let lines = lines(&index)?;
    let mut files = Files::new();
    let mut assets = Files::from([
        ("web.js".to_owned(), bound.js.clone().into_bytes()),
        ("web_bg.wasm".to_owned(), bound.wasm.clone()),
        ("start.js".to_owned(), START.as_bytes().to_vec()),
        ("style.css".to_owned(), style(root, &lines)?.into_bytes()),
    ]);
    for line in &lines {
        match *line {
            Line::Script(path) => assets.insert(name(path).to_owned(), fs::read(root.join(path))?),
            Line::Icon(path) | Line::Copy(path) => {
                files.insert(name(path).to_owned(), fs::read(root.join(path))?)
            }
            Line::Text(_) | Line::Manifest(_) | Line::Style(_) | Line::Rust => None,
        };
    }
    let folder = format!("assets-{}", digest(&assets));

    let mut page = Page::default();
    for line in &lines {
        match *line {
            Line::Text(text) | Line::Manifest(text) => page.push(text),
            Line::Icon(path) => {
                page.push(&format!(r#"<link rel="icon" type="image/svg+xml" href="{}">"#, name(path)));
            }
            Line::Style(_) => page.once(&format!(r#"<link rel="stylesheet" href="{folder}/style.css">"#)),
            // In the order of the page, and before the module; what is painted first need not wait for any.
            Line::Script(path) => {
                page.push(&format!(r#"<script defer src="{folder}/{}"></script>"#, name(path)));
            }
            Line::Rust => {
                let digest = HEXLOWER.encode(&Sha256::digest(single));
                page.push(&format!(r#"<meta name="single-file" content="{digest}">"#));
                page.push(&format!(r#"<link rel="modulepreload" href="{folder}/web.js">"#));
                page.push(&format!(
                    r#"<link rel="preload" href="{folder}/web_bg.wasm" as="fetch" type="application/wasm" crossorigin>"#
                ));
                page.push(&format!(r#"<script type="module" src="{folder}/start.js"></script>"#));
            }
            Line::Copy(_) => {}
        }
    }
    files.insert("index.html".to_owned(), page.under(policy::HOSTED)?);
    files.extend(assets.into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    Ok(files)
}

/// One file that works from a disk, with no network: everything stands inside, the module compressed.
pub(crate) fn single(root: &Path, bound: &Bound) -> Result<Vec<u8>> {
    let index = read(root, "index.html")?;
    let lines = lines(&index)?;
    let style = style(root, &lines)?;
    let start = read(root, "web/single.js")?;
    let module = BASE64.encode(&compress::gzip(&bound.wasm)?);
    let mut scripts = Vec::new();
    let mut page = Page::default();
    for line in &lines {
        match *line {
            Line::Text(text) => page.push(text),
            Line::Icon(path) => {
                let icon = BASE64.encode(&fs::read(root.join(path))?);
                page.push(&format!(r#"<link rel="icon" href="data:image/svg+xml;base64,{icon}">"#));
            }
            Line::Style(_) => page.once(&format!("<style>{style}</style>")),
            Line::Script(path) => {
                let script = read(root, path)?;
                page.late.push_str(&format!("<script>{script}</script>\n"));
                scripts.push(script);
            }
            Line::Rust | Line::Copy(_) | Line::Manifest(_) => {}
        }
    }
    // boot.js looks for the glue, so the glue comes first.
    let late = std::mem::take(&mut page.late);
    page.late = format!(
        "<script id=\"glue\">{}</script>\n{late}<script id=\"module\" type=\"application/gzip\">{module}</script>\n<script>{start}</script>\n",
        bound.js
    );
    scripts.extend([bound.js.clone(), start]);
    for text in scripts.iter().chain([&style]) {
        let lower = text.to_lowercase();
        ensure!(
            !lower.contains("</script") && !lower.contains("</style") && !lower.contains("<!--"),
            "A script or style holds a word that would end it early inside a page: `</script`, `</style` or `<!--`."
        );
    }
    let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
    page.under(&policy::single(&scripts, &style))
}

/// A page being put together.
#[derive(Default)]
struct Page {
    text: String,
    /// What stands at the end of the body.
    late: String,
}

impl Page {
    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn once(&mut self, line: &str) {
        if !self.text.contains(line) {
            self.push(line);
        }
    }

    /// The page with its policy, which must stand before anything it is to hold for.
    fn under(self, policy: &str) -> Result<Vec<u8>> {
        let charset = "<meta charset=\"utf-8\">\n";
        let (before, after) = self.text.split_once(charset).context("index.html lacks its charset line")?;
        let (body, end) = after.split_once("</body>").context("index.html lacks the end of its body")?;
        let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n");
        Ok([before, charset, &meta, body, &self.late, "</body>", end].concat().into_bytes())
    }
}

fn lines(index: &str) -> Result<Vec<Line<'_>>> {
    index.lines().filter(|line| !line.starts_with("<!--")).map(read_line).collect()
}

fn read_line(line: &str) -> Result<Line<'_>> {
    if !line.contains(" data-trunk ") {
        let manifest = attribute(line, "rel") == Some("manifest");
        return Ok(if manifest { Line::Manifest(line) } else { Line::Text(line) });
    }
    Ok(match (attribute(line, "rel"), attribute(line, "href"), attribute(line, "src")) {
        (Some("icon"), Some(path), None) => Line::Icon(path),
        (Some("copy-file"), Some(path), None) => Line::Copy(path),
        (Some("css"), Some(path), None) => Line::Style(path),
        (Some("rust"), Some(_), None) => Line::Rust,
        (None, None, Some(path)) => Line::Script(path),
        _ => bail!("index.html has a data-trunk element that `cargo xtask build` does not know: {line}"),
    })
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// All style sheets in the order of index.html.
fn style(root: &Path, lines: &[Line<'_>]) -> Result<String> {
    lines.iter().filter_map(|line| if let Line::Style(path) = line { Some(path) } else { None }).try_fold(
        String::new(),
        |mut sheet, path| {
            sheet.push_str(&read(root, path)?);
            Ok(sheet)
        },
    )
}

fn digest(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update(name);
        hash.update(Sha256::digest(bytes));
    }
    HEXLOWER.encode(&hash.finalize()).chars().take(12).collect()
}

fn read(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("could not read {path}"))
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
