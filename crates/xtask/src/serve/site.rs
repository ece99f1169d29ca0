//! The files of `dist/`, held in memory: what is not among them cannot be asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Files by the path they are asked for under.
pub(crate) struct Site {
    files: BTreeMap<String, File>,
}

/// A file and its compressed forms.
#[derive(Default)]
pub(crate) struct File {
    pub(crate) body: Vec<u8>,
    pub(crate) gzip: Option<Vec<u8>>,
    pub(crate) brotli: Option<Vec<u8>>,
    pub(crate) media_type: &'static str,
    pub(crate) policy: String,
    pub(crate) cache: &'static str,
    pub(crate) etag: String,
}

impl Site {
    /// Reads a folder; `base` begins and ends in `/`.
    pub(crate) fn read(folder: &Path, base: &str) -> Result<Self> {
        let mut site = Self { files: BTreeMap::new() };
        site.read_folder(folder, base).with_context(|| format!("could not read {}", folder.display()))?;
        if let Some(index) = site.files.remove(&format!("{base}index.html")) {
            site.files.insert(base.to_owned(), index);
        }
        Ok(site)
    }

    pub(crate) fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        // A compressed form comes after the file it belongs to.
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.read_folder(&entry.path(), &format!("{name}/"))?;
            } else {
                self.add(name, fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    fn add(&mut self, name: String, body: Vec<u8>) {
        if let Some(file) = name.strip_suffix(".br").and_then(|plain| self.files.get_mut(plain)) {
            file.brotli = Some(body);
        } else if let Some(file) = name.strip_suffix(".gz").and_then(|plain| self.files.get_mut(plain)) {
            file.gzip = Some(body);
        } else {
            self.files.insert(name.clone(), File::new(&name, body));
        }
    }
}

impl File {
    fn new(name: &str, body: Vec<u8>) -> Self {
        let media_type = media_type(name);
        let cache =
            if name.contains("/assets-") { "public, max-age=31536000, immutable" } else { "no-cache" };
        let own_policy = if media_type.starts_with("text/html") {
            policy(&body)
        } else if name.ends_with("/sw.js") {
            // It fetches the files of the site, and nothing else.
            Some("default-src 'none'; connect-src 'self'")
        } else {
            None
        };
        Self {
            etag: format!("\"{}\"", HEXLOWER.encode(&Sha256::digest(&body))),
            policy: format!("{}; frame-ancestors 'none'", own_policy.unwrap_or("default-src 'none'")),
            media_type,
            cache,
            body,
            gzip: None,
            brotli: None,
        }
    }
}

/// The policy a page states in itself: as a header it can also say who may frame the page.
fn policy(page: &[u8]) -> Option<&str> {
    let page = std::str::from_utf8(page).ok()?;
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    rest.split_once('"').map(|(policy, _)| policy)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("ts" | "txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
