//! A Chromium to test in.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;

const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// CHROME_PATH, or one on PATH, or one installed here and now.
pub(crate) fn find() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROME_PATH") {
        return Ok(PathBuf::from(path));
    }
    if let Some(path) = on_path() {
        return Ok(path);
    }
    if !Path::new("/etc/debian_version").exists() || process::output(process::command("id").arg("-u"))? != "0"
    {
        bail!(
            "The end-to-end tests need Chromium. Install it, or set CHROME_PATH to where it is, and run them again."
        );
    }
    println!("Chromium is not here: installing Debian's.");
    process::run(process::command("apt-get").arg("update"))?;
    let mut install = process::command("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args([
        "install",
        "--yes",
        "--no-install-recommends",
        "chromium",
    ]);
    process::run(&mut install)?;
    on_path().context("Chromium was installed and yet is not on PATH. Set CHROME_PATH to where it is.")
}

fn on_path() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| process::find(name))
}
