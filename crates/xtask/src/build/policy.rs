//! The Content-Security-Policy of each build.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// For the site: what it loads comes from where it came from, and nothing goes anywhere else.
///
/// Its worker is a Blob and so lives under the same policy. `connect-src` cannot be `'none'`: the module is fetched.
pub(crate) const HOSTED: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; manifest-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; \
    form-action 'none'; require-trusted-types-for 'script'; trusted-types certlens";

/// For the single file: these very scripts and styles, and no connection at all.
pub(crate) fn single(scripts: &[&str], style: &str) -> String {
    let scripts: Vec<String> = scripts.iter().map(|script| source(script)).collect();
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data:; connect-src 'none'; \
         worker-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types certlens",
        scripts.join(" "),
        source(style),
    )
}

fn source(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text)))
}
