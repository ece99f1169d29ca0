//! `cargo xtask build`: the site, the single file and the JS package, in `dist/`.

mod canonical;
pub(crate) mod compress;
mod names;
mod offline;
mod order;
mod package;
pub(crate) mod page;
mod policy;
mod size;
pub(crate) mod wasm;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use page::Files;

/// The file that needs no other, nor a network.
pub(crate) const SINGLE_FILE: &str = "certlens.html";

pub(crate) fn run() -> Result<()> {
    let root = crate::root();
    let dist = root.join("dist");
    wasm::add_target()?;
    wasm::compile()?;

    let modules = wasm::bind("web", wasm::Target::Modules)?;
    let script = wasm::bind("web", wasm::Target::Script)?;
    let single = page::single(&root, &script)?;
    let mut site = page::hosted(&root, &modules, &single)?;
    let keeper = offline::keeper(&root, &site)?;
    site.insert("sw.js".to_owned(), keeper);

    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| format!("could not empty {}", dist.display()))?;
    }
    write(&dist, &site)?;
    write(&dist, &compress::twins(&site)?)?;
    write(&dist, &Files::from([(SINGLE_FILE.to_owned(), single.clone())]))?;
    write(&dist.join("npm"), &package::files()?)?;
    size::report(&site, &single)
}

fn write(folder: &Path, files: &Files) -> Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, bytes).with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(())
}
