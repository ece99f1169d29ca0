//! The JS package.

use anyhow::Result;
use serde_json::json;

use super::page::Files;
use super::wasm::{self, Target};

/// The package as `npm pack` would take it.
pub(crate) fn files() -> Result<Files> {
    let bound = wasm::bind("certlens-js", Target::Modules)?;
    let manifest = json!({
        "name": "certlens",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Reads certificates, keys and Kubernetes Secrets: what they are, whether they fit together, and what to change.",
        "license": env!("CARGO_PKG_LICENSE"),
        "type": "module",
        "main": "certlens_js.js",
        "types": "certlens_js.d.ts",
        "files": ["certlens_js.js", "certlens_js.d.ts", "certlens_js_bg.wasm"],
        "sideEffects": false,
    });
    Ok(Files::from([
        ("package.json".to_owned(), format!("{manifest:#}\n").into_bytes()),
        ("certlens_js.js".to_owned(), bound.js.into_bytes()),
        ("certlens_js.d.ts".to_owned(), bound.typescript.into_bytes()),
        ("certlens_js_bg.wasm".to_owned(), bound.wasm),
    ]))
}
