//! What was seen in the paste and is no certificate or key: nothing is dropped in silence.

use core::fmt;

use serde::Serialize;

use crate::span::Span;

/// Something about the paste that a reader should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// What.
    pub kind: RemarkKind,
    /// Where.
    pub span: Span,
}

/// What a remark is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum RemarkKind {
    /// A source with nothing in it, or nothing but blanks.
    Empty,
    /// Text in which nothing was recognised.
    Unknown {
        /// What it looks like.
        looks: Looks,
        /// Its first words, without anything that might be secret.
        excerpt: String,
    },
    /// Text before, between or after blocks, which loaders skip.
    Surrounding {
        /// How many stretches of it.
        count: usize,
    },
    /// Not a text, and of no kind that is known here.
    Binary,
    /// Bytes that are not UTF-8 in what is a text otherwise.
    NotUtf8,
    /// An archive, or what [`unpack`](super::unpack) left of one.
    Compressed {
        /// `gzip`, `tar` or `zip`.
        format: &'static str,
        /// Whether a password is needed for some of it.
        is_encrypted: bool,
    },
    /// A Helm release, which holds templates and no Secret of its own.
    HelmRelease,
    /// A document that YAML does not allow; what could be found in its text was found.
    BrokenYaml {
        /// What the parser says.
        reason: String,
    },
    /// A value in `data` or `binaryData` that is not base64 as Kubernetes takes it.
    NotBase64 {
        /// Its key.
        key: String,
        /// What it has instead, as a verb with its object.
        has: &'static str,
    },
    /// PEM in `data` of a Secret, where base64 is needed.
    PemInData {
        /// Its key.
        key: String,
    },
    /// A value in `data` of a key that `stringData` has too.
    Overridden {
        /// The key.
        key: String,
    },
    /// A key that a mapping has twice.
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// The annotation that `kubectl apply` leaves.
    LastApplied {
        /// Whether the copy in it contains a private key.
        has_private_key: bool,
    },
    /// An alias that names no anchor, or too many of them.
    UnresolvedAlias {
        /// The alias.
        name: String,
    },
    /// Decoding stopped: too deep, or too much.
    Limit {
        /// Which.
        limit: &'static str,
    },
}

/// What unknown text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Looks {
    /// Sentences.
    Prose,
    /// Shell commands.
    Shell,
    /// Go.
    Go,
    /// YAML or JSON.
    Yaml,
    /// HTML or XML.
    Html,
    /// An address.
    Url,
    /// The output of `kubectl describe`.
    Describe,
    /// The output of `openssl x509 -text`.
    OpensslText,
    /// An OpenSSH public key or certificate.
    Openssh,
}

impl fmt::Display for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Prose => "text",
            Self::Shell => "shell commands",
            Self::Go => "Go code",
            Self::Yaml => "YAML",
            Self::Html => "HTML",
            Self::Url => "an address",
            Self::Describe => "the output of kubectl describe",
            Self::OpensslText => "the output of openssl x509 -text",
            Self::Openssh => "an OpenSSH public key",
        })
    }
}

impl Looks {
    pub(super) fn of(text: &[u8]) -> Self {
        const SAMPLE: usize = 4096;
        let sample = String::from_utf8_lossy(text.get(..text.len().min(SAMPLE)).unwrap_or_default());
        let text = sample.trim();
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let line = |starts: &[&str]| {
            text.lines().any(|line| starts.iter().any(|start| line.trim_start().starts_with(start)))
        };
        let keys = text.lines().filter(|line| is_key_line(line)).count();
        if (text.starts_with("https://") || text.starts_with("http://")) && !text.contains('\n') {
            Self::Url
        } else if line(&["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"]) {
            Self::Openssh
        } else if has(&["<html", "<!DOCTYPE", "<?xml", "</"]) {
            Self::Html
        } else if line(&["Name:  "]) && has(&[" bytes"]) || has(&["Type:         "]) {
            Self::Describe
        } else if has(&["Signature Algorithm:", "Subject Public Key Info:"]) {
            Self::OpensslText
        } else if line(&["package ", "func ", "import ("]) || has(&[":= ", "tls.Config{"]) {
            Self::Go
        } else if line(&["#!/", "$ ", "kubectl ", "openssl ", "curl ", "export ", "echo ", "helm "])
            || has(&[" | base64"])
        {
            Self::Shell
        } else if keys * 2 > text.lines().count() || text.starts_with('{') {
            Self::Yaml
        } else {
            Self::Prose
        }
    }
}

/// `key: value`, the key one word.
pub(super) fn is_key_line(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    line.split_once(':').is_some_and(|(key, rest)| {
        let key = key.trim_matches(['"', '\'']);
        let word = !key.is_empty()
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/'));
        word && (rest.is_empty() || rest.starts_with(char::is_whitespace))
    })
}

/// The first words; longer ones, which may be parts of keys, are left out.
pub(super) fn excerpt(text: &[u8]) -> String {
    const SAMPLE: usize = 400;
    const WORDS: usize = 8;
    const LONGEST: usize = 20;
    let sample = String::from_utf8_lossy(text.get(..text.len().min(SAMPLE)).unwrap_or_default());
    let words = sample.split_whitespace().take(WORDS);
    let shown: Vec<&str> = words.map(|word| if word.len() > LONGEST { "…" } else { word }).collect();
    shown.join(" ")
}
