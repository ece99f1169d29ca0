//! The Kubernetes objects in the paste.

use core::fmt;

use granit_parser::ScalarStyle;
use serde::Serialize;

use crate::span::Span;

/// One Kubernetes object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// Index of the source.
    pub source: usize,
    /// `v1`.
    pub api_version: String,
    /// `Secret`.
    pub kind: String,
    /// `metadata.namespace`; none if the object does not name it.
    pub namespace: Option<String>,
    /// `metadata.name`.
    pub name: Option<String>,
    /// `type` of a Secret.
    pub secret_type: Option<String>,
    /// What `data`, `stringData` and `binaryData` of a Secret or a `ConfigMap` hold, repeated keys included.
    pub entries: Vec<Entry>,
    /// Annotations of cert-manager, by name.
    pub cert_manager: Vec<(String, String)>,
    /// All of it in the paste.
    pub span: Span,
}

/// One key of a Secret or a `ConfigMap`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// `data`, `stringData` or `binaryData`.
    pub section: String,
    /// `tls.crt`.
    pub key: String,
    /// Its value in the paste; the key, where there is no value.
    pub span: Span,
    /// What the value is.
    pub state: EntryState,
    /// True if another value counts instead: that of `stringData`, or that of the same key further down.
    pub is_overridden: bool,
}

/// What the value of an entry is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum EntryState {
    /// There is one.
    Present,
    /// An empty string.
    Empty,
    /// Nothing, or `null`.
    Null,
    /// Nothing but a comment.
    OnlyComment(String),
    /// Something that someone should have replaced.
    Placeholder(String),
    /// Something that should be base64 and is not.
    NotBase64,
}

/// `Secret default/provider-tls`
impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        match (&self.namespace, &self.name) {
            (Some(namespace), Some(name)) => write!(f, " {namespace}/{name}"),
            (None, Some(name)) => write!(f, " {name}"),
            (Some(namespace), None) => write!(f, " in {namespace}"),
            (None, None) => Ok(()),
        }
    }
}

impl EntryState {
    /// What `text` amounts to, before anyone tries to decode it.
    pub(super) fn of(text: &str, style: ScalarStyle, comment: Option<&str>) -> Self {
        let is_plain = style == ScalarStyle::Plain;
        match text.trim() {
            "" | "~" | "null" | "Null" | "NULL" if is_plain => {
                comment.map_or(Self::Null, |comment| Self::OnlyComment(comment.to_owned()))
            }
            "" => Self::Empty,
            trimmed if is_placeholder(trimmed) => Self::Placeholder(trimmed.to_owned()),
            _ => Self::Present,
        }
    }
}

/// Longest text that is thought to be a placeholder.
const LONGEST_PLACEHOLDER: usize = 200;

fn is_placeholder(text: &str) -> bool {
    if text.len() > LONGEST_PLACEHOLDER {
        return false;
    }
    let upper = text.to_ascii_uppercase();
    let all_of = |characters: &str| text.chars().all(|character| characters.contains(character));
    (text.starts_with('<') && text.ends_with('>'))
        || (text.starts_with('[') && text.ends_with(']'))
        || ["{{", "${", "$(", "((", "%(", "__"].iter().any(|opening| text.starts_with(opening))
        || text.contains("{{")
        || all_of(".…")
        || all_of("*")
        || (text.len() >= 3 && all_of("xX"))
        || [
            "REDACTED",
            "CHANGEME",
            "CHANGE-ME",
            "CHANGE_ME",
            "REPLACE",
            "PLACEHOLDER",
            "BASE64 ",
            "BASE64_",
            "BASE64-",
            "YOUR",
            "TODO",
        ]
        .iter()
        .any(|word| upper.contains(word) && !upper.contains("BEGIN"))
            && (text.contains([' ', '_', '-', '<']) || upper.len() < 24)
}

/// What matters of a Kubernetes object's kind.
pub(super) struct Kind {
    pub(super) is_secret: bool,
    pub(super) is_config_map: bool,
    pub(super) is_helm: bool,
}

/// How a section holds its values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section {
    pub(super) is_base64: bool,
    pub(super) is_secret: bool,
    /// The section whose values count instead of those of this one.
    pub(super) is_overridden_by: Option<&'static str>,
}

impl Kind {
    pub(super) fn section(&self, name: &str) -> Option<Section> {
        let section =
            |is_base64, is_secret, is_overridden_by| Some(Section { is_base64, is_secret, is_overridden_by });
        match (name, self.is_secret, self.is_config_map) {
            ("data", true, _) => section(true, true, Some("stringData")),
            ("stringData", true, _) => section(false, true, None),
            ("data", _, true) => section(false, false, None),
            ("binaryData", _, true) => section(true, false, None),
            _ => None,
        }
    }
}
