//! What must not stay on a screen.

use serde::Serialize;

use crate::sort;
use crate::span::Span;

/// A stretch of the paste that holds a private key, a password or a token, or may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SecretSpan {
    /// Where.
    pub span: Span,
    /// True if it is known to be a private key.
    pub is_private_key: bool,
}

/// Sorted, and joined where they overlap.
pub(super) fn merge(mut spans: Vec<SecretSpan>) -> Vec<SecretSpan> {
    sort::ascending(&mut spans);
    let mut merged: Vec<SecretSpan> = Vec::with_capacity(spans.len());
    for next in spans {
        match merged.last_mut() {
            Some(last) if last.span.source == next.span.source && next.span.start <= last.span.end => {
                last.span.end = last.span.end.max(next.span.end);
                last.is_private_key |= next.is_private_key;
            }
            _ => merged.push(next),
        }
    }
    merged
}

/// True for keys whose values are secret by their name.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.as_str();
    let public = ["public", "pubkey", "keyref", "keyid"].iter().any(|word| name.contains(word));
    let exact =
        ["token", "key", "privatekey", "private_key", "private-key", "pass", "id-token", "refresh-token"];
    let ends =
        [".key", "-key", "_key", "key.pem", "key-data", "keydata", "token", "secret", "pwd", "privatekey"];
    let contains = [
        "password",
        "passwd",
        "passphrase",
        "private",
        "secretkey",
        "secret_key",
        "secret-key",
        "accesskey",
        "api-key",
        "apikey",
    ];
    !public
        && (exact.contains(&name)
            || ends.iter().any(|end| name.ends_with(end))
            || contains.iter().any(|word| name.contains(word)))
}
