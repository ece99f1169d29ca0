//! The subject as OpenSSL's configuration takes it.

use crate::x509::name::{Attribute, Name};

/// One attribute.
pub(super) struct Line {
    /// Its short name, or its identifier in dotted decimal.
    pub(super) label: String,
    pub(super) value: String,
    /// True if it belongs to the same relative name as the one before.
    pub(super) is_joined: bool,
}

/// The attributes that OpenSSL writes by their short names; all others go by their identifiers.
const SHORT: &[&str] =
    &["CN", "C", "ST", "L", "O", "OU", "DC", "UID", "SN", "GN", "emailAddress", "serialNumber", "title"];

/// The attributes, and what cannot be carried over.
pub(super) fn lines(subject: &Name, gaps: &mut Vec<String>) -> Vec<Line> {
    let mut lines = Vec::new();
    for rdn in &subject.rdns {
        let mut is_joined = false;
        for attribute in &rdn.attributes {
            let own = attribute.label();
            if let Some(why) = refusal(&own, attribute) {
                gaps.push(format!(
                    "The attribute {own} of the subject, `{}`, is left out: {why}",
                    shown(&attribute.text)
                ));
                continue;
            }
            let label = if SHORT.contains(&own.as_str()) { own } else { attribute.oid.to_string() };
            lines.push(Line { label, value: attribute.text.clone(), is_joined });
            is_joined = true;
        }
    }
    lines
}

/// Why OpenSSL would refuse the attribute, or write another one (RFC 5280 §A.1 for the lengths).
fn refusal(label: &str, attribute: &Attribute) -> Option<&'static str> {
    let text = attribute.text.as_str();
    let most = match label {
        "C" => 2,
        "CN" | "O" | "OU" | "title" | "serialNumber" => 64,
        _ => 128,
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " '()+,-./:=?".contains(c);
    if attribute.string_type.is_none() {
        return Some("its value is no text.");
    }
    if text.is_empty() {
        return Some("it has no value.");
    }
    if text.chars().any(char::is_control) {
        return Some("it has control characters. Choose another value.");
    }
    if text.chars().count() > most || label == "C" && text.chars().count() != most {
        return Some("it does not have the length that RFC 5280 allows. Choose another value.");
    }
    match label {
        "C" | "serialNumber" if !text.chars().all(is_plain) => {
            Some("it has characters that PrintableString does not have. Choose another value.")
        }
        "DC" | "emailAddress" if !text.is_ascii() => Some("it must be ASCII. Choose another value."),
        _ => None,
    }
}

/// A value in a sentence: control characters as blanks, and no more of it than can be read.
pub(super) fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(80).collect()
}
