//! Sections of openssl's configuration that ask for certificate extensions.

use serde::Serialize;

use super::{Command, Script};
use crate::config::Stated;
use crate::span::Span;

/// A section with extensions, or the `-addext` options of one command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtensionSection {
    /// `v3_req`; `-addext` for options.
    pub name: String,
    /// Extensions by name, as `keyUsage`, with the value as it is written.
    pub entries: Vec<(String, Stated<String>)>,
    /// From the first entry to the last.
    pub span: Span,
}

impl ExtensionSection {
    /// What an extension is given; the last one counts.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Stated<String>> {
        self.entries.iter().rev().find(|(entry, _)| entry == name).map(|(_, value)| value)
    }

    /// True if an extension is given this among others: `has("keyUsage", "digitalSignature")`.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.get(name).is_some_and(|stated| stated.value.split(',').any(|part| part.trim() == value))
    }

    /// The DNS names and addresses in `subjectAltName`, or in the section that it refers to if this is that.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let listed = self.entries.iter().filter(|(key, _)| key.starts_with("DNS.") || key.starts_with("IP."));
        let listed = listed.map(|(_, name)| name.value.as_str());
        let inline = self.get("subjectAltName").into_iter().flat_map(|names| names.value.split(','));
        listed.chain(inline.filter_map(|name| {
            let (form, name) = name.trim().split_once(':')?;
            matches!(form, "DNS" | "IP").then_some(name)
        }))
    }

    /// True if it is for a server or a client.
    #[must_use]
    pub fn is_for_peer(&self) -> bool {
        self.has("extendedKeyUsage", "serverAuth") || self.has("extendedKeyUsage", "clientAuth")
    }
}

/// Every section in the here-documents of a script and every command with `-addext`.
pub(super) fn of(script: &Script) -> Vec<ExtensionSection> {
    let documents = script.commands().flat_map(|command| &command.documents).flat_map(sections);
    documents.chain(script.commands().filter_map(options)).collect()
}

fn options(command: &Command) -> Option<ExtensionSection> {
    let stated: Vec<&Stated<String>> = command.options("-addext");
    let span = Span { end: stated.last()?.span.end, ..stated.first()?.span };
    let entry = |option: &Stated<String>| {
        let (name, value) = option.value.split_once('=')?;
        Some((name.trim().to_owned(), Stated { value: value.trim().to_owned(), span: option.span }))
    };
    let entries = stated.into_iter().filter_map(entry).collect();
    Some(ExtensionSection { name: "-addext".to_owned(), entries, span })
}

fn sections(document: &Stated<String>) -> Vec<ExtensionSection> {
    let mut sections: Vec<ExtensionSection> = Vec::new();
    let mut at = document.span.start;
    for line in document.value.split_inclusive('\n') {
        let content = line.split('#').next().unwrap_or_default().trim();
        let start = at + line.len() - line.trim_start().len();
        let span = Span { start, end: start + content.len(), ..document.span };
        at += line.len();
        if let Some(name) = content.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let name = name.trim().to_owned();
            sections.push(ExtensionSection { name, entries: Vec::new(), span });
        } else if let Some((name, value)) = content.split_once('=') {
            let entry = (name.trim().to_owned(), Stated { value: value.trim().to_owned(), span });
            if sections.is_empty() {
                sections.push(ExtensionSection { name: "default".to_owned(), entries: Vec::new(), span });
            }
            if let Some(section) = sections.last_mut() {
                section.entries.push(entry);
                section.span.end = span.end;
            }
        }
    }
    let known = |entry: &(String, Stated<String>)| {
        let name = entry.0.as_str();
        matches!(
            name,
            "keyUsage" | "extendedKeyUsage" | "basicConstraints" | "subjectAltName" | "DNS.1" | "IP.1"
        )
    };
    sections.retain(|section| section.entries.iter().any(known));
    sections
}
