//! Where the corpora are: beside the workspace, or where the environment says.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder of corpora (`CERTLENS_CORPORA`, by default `../shared/corpora`); says loudly when it is not there.
#[must_use]
pub fn corpora() -> Option<PathBuf> {
    folder("CERTLENS_CORPORA", "../shared/corpora")
}

/// The folder of recorded handshakes (`CERTLENS_HANDSHAKES`, by default `../shared/handshakes`); likewise.
#[must_use]
pub fn handshakes() -> Option<PathBuf> {
    folder("CERTLENS_HANDSHAKES", "../shared/handshakes")
}

fn folder(variable: &str, default: &str) -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = std::env::var_os(variable).map_or_else(|| workspace.join(default), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    // Written directly: what a test prints is kept back if it passes.
    let line = format!("\nSKIPPED, NOTHING WAS CHECKED: {} is not there; set {variable}\n", folder.display());
    let _unheard = std::io::stdout().write_all(line.as_bytes());
    None
}

/// Every file below `folder`, in the order of their names.
///
/// # Panics
/// If the folder cannot be read.
#[must_use]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}
