//! What `dist/` does in a real browser.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::chromium;
use super::tally::{self, Tally};
use crate::process;

/// Not at the top of its host, so that a URL that takes that for granted fails.
const BASE: &str = "/a/folder/";

pub(crate) fn run() -> Result<Tally> {
    crate::build::run()?;
    install()?;
    let chromium = chromium::find()?;
    let address = crate::serve::start(BASE)?;
    let mut node = process::command("node");
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1", "--test-timeout=300000"]);
    node.args(files()?);
    node.env("CERTLENS_URL", address);
    node.env("CERTLENS_FILE", crate::root().join("dist").join(crate::build::SINGLE_FILE));
    node.env("CHROME_PATH", chromium);
    tally::count(&mut node)
}

fn files() -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(crate::root().join("tests/e2e"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    ensure!(!files.is_empty(), "tests/e2e holds no test");
    Ok(files)
}

/// `npm ci`, unless what it would install is there.
fn install() -> Result<()> {
    let lock = fs::read(crate::root().join("package-lock.json"))?;
    let installed = crate::root().join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    ensure!(
        process::find("npm").is_some(),
        "The end-to-end tests need Node.js with npm. Install it and run them again."
    );
    process::run(process::command("npm").args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&installed, lock).context("could not note what npm installed")
}
