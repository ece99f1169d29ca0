//! The script that keeps the site for when there is no network.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::page::Files;

/// `web/sw.js` with the addresses and digests of the files it is to keep: a script that differs whenever one of them does, which is
/// how browsers notice a new version.
pub(crate) fn keeper(root: &Path, site: &Files) -> Result<Vec<u8>> {
    let script = fs::read_to_string(root.join("web/sw.js")).context("could not read web/sw.js")?;
    let digest = |bytes: &[u8]| Value::from(format!("sha256-{}", BASE64.encode(&Sha256::digest(bytes))));
    // Hosts answer for the start page under the address of its folder.
    let address = |name: &str| if name == "index.html" { "./".to_owned() } else { name.to_owned() };
    let files: Map<String, Value> = site.iter().map(|(name, bytes)| (address(name), digest(bytes))).collect();
    let files = Value::from(files).to_string();
    let version = HEXLOWER.encode(&Sha256::digest(format!("{files}{script}")));
    Ok(format!("\"use strict\";\nconst version = \"{version}\";\nconst files = {files};\n{script}")
        .into_bytes())
}
