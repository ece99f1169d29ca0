//! Reports for places where everybody reads: names, serial numbers and digests become placeholders.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::catalog;
use crate::reissue::Fix;
use crate::report::document::{CertificateDocument, ConfigurationDocument, InspectionDocument};
use crate::report::pair::PairDocument;
use crate::report::plain::line;
use crate::sort;

use token::Pieces;

mod strings;
mod token;

/// What every cluster has, and so tells nobody from another.
const EVERYWHERE: &[&str] = &[
    "default",
    "kube-system",
    "kube-public",
    "localhost",
    "127.0.0.1",
    "::1",
    "svc",
    "cluster",
    "local",
    "cluster.local",
    "svc.cluster.local",
    "tls.crt",
    "tls.key",
    "ca.crt",
    "etc",
    "main",
    "pasted text",
    "standard input",
    "com",
    "net",
    "org",
];

/// What configuration says that is a name, a file or an object.
const NAMING: &[&str] = &[
    "ServerName",
    "path",
    "mountPath",
    "secretName",
    "issuerRef",
    "commonName",
    "literalSubject",
    "dnsNames",
    "ipAddresses",
    "uris",
    "emailAddresses",
    "service",
    "ca.secretName",
    "expr",
];

/// Sections of an OpenSSL configuration whose values are names.
const SECTIONS: &[&str] = &["[subject]", "[names]"];

/// Shorter names stand only where their kind is beside them: `C=US` is replaced, the word `us` is not.
const SHORTEST: usize = 3;

/// What is to be replaced, and by what. The same name has the same placeholder everywhere.
pub struct Redaction {
    placeholders: HashMap<String, String>,
    /// The same by their first byte, the longest first.
    by_start: HashMap<u8, Vec<String>>,
    /// Words of the rules, which name nobody.
    vocabulary: HashSet<String>,
    counts: HashMap<&'static str, usize>,
}

impl Redaction {
    /// Everything that names somebody in `document`, and in the pair that was judged.
    #[must_use]
    pub fn of(document: &InspectionDocument, pair: Option<&PairDocument>) -> Self {
        let texts = catalog::rules().flat_map(|rule| [rule.code, rule.title, rule.explanation, rule.remedy]);
        let mut redaction = Self {
            placeholders: HashMap::new(),
            by_start: HashMap::new(),
            vocabulary: texts.flat_map(words).map(str::to_lowercase).collect(),
            counts: HashMap::new(),
        };
        for manifest in &document.manifests {
            redaction.add_manifest(&manifest.name);
            for entry in &manifest.entries {
                redaction.add("entry", &entry.key);
                // What stands in the place of a value: `a placeholder: …`.
                entry.state.split_once(": ").into_iter().for_each(|(_, text)| redaction.add_words(text));
            }
        }
        for object in &document.objects {
            code(&object.title).for_each(|name| redaction.add_distinguished(name));
            if let Some(certificate) = &object.certificate {
                redaction.add_certificate(certificate);
            }
        }
        document.configuration.iter().for_each(|found| redaction.add_configuration(found));
        document.fixes.iter().for_each(|fix| redaction.add_fix(fix));
        let of_paste = document.findings.iter().filter(|finding| finding.object.is_none());
        of_paste.for_each(|finding| code(&finding.message).for_each(|text| redaction.add_words(text)));
        for error in &document.errors {
            error.dialled.iter().for_each(|name| redaction.add_domains(name));
            redaction.add("line", &error.text);
        }
        document.sources.iter().for_each(|source| redaction.add_source(source));
        // What the sides hold is among the objects; the name that is dialled may have been typed.
        for pair in pair.iter().flat_map(|pair| [*pair].into_iter().chain(&pair.other_names)) {
            redaction.add_domains(&pair.name);
        }
        for needle in redaction.placeholders.keys() {
            if let Some(first) = needle.as_bytes().first() {
                redaction.by_start.entry(*first).or_default().push(needle.clone());
            }
        }
        for needles in redaction.by_start.values_mut() {
            sort::by_key(needles, |needle| (core::cmp::Reverse(needle.len()), needle.clone()));
        }
        redaction
    }

    fn add_certificate(&mut self, certificate: &CertificateDocument) {
        self.add_distinguished(&certificate.subject);
        self.add_distinguished(&certificate.issuer);
        self.add("serial", &certificate.serial);
        for name in &certificate.subject_alternative_names {
            let Some((kind, value)) = name.split_once(':') else { continue };
            self.add("name", value);
            match kind {
                "DNS" => self.add_domains(value),
                "URI" => value.split(['/', ':', '@', '?', '#']).for_each(|part| self.add_domains(part)),
                _ if value.contains('=') => self.add_distinguished(value),
                _ => {}
            }
        }
    }

    /// `Secret NAMESPACE/NAME`
    fn add_manifest(&mut self, name: &str) {
        let Some((kind, name)) = name.split_once(' ') else { return };
        match name.strip_prefix("in ").map(|namespace| (namespace, "")).or_else(|| name.split_once('/')) {
            Some((namespace, name)) => {
                self.add("namespace", namespace);
                self.add("object", name);
                let (own, of) = (self.beside("object", name), self.beside("namespace", namespace));
                self.add_phrase(&format!("{namespace}/{name}"), format!("{of}/{own}"));
                self.add_phrase(&format!("-n {namespace}"), format!("-n {of}"));
                self.add_phrase(&format!("{kind} {name}"), format!("{kind} {own}"));
                self.add_phrase(&format!("{kind} in {namespace}"), format!("{kind} in {of}"));
            }
            None => {
                self.add("object", name);
                let own = self.beside("object", name);
                self.add_phrase(&format!("{kind} {name}"), format!("{kind} {own}"));
            }
        }
    }

    /// The placeholder of a name whose kind is beside it, however short or common it is; what every cluster has stays.
    fn beside(&mut self, kind: &'static str, name: &str) -> String {
        let is_everywhere = name.is_empty() || EVERYWHERE.contains(&name.to_lowercase().as_str());
        if is_everywhere { name.to_owned() } else { self.placeholder(kind, name) }
    }

    fn add_phrase(&mut self, phrase: &str, redacted: String) {
        self.placeholders.insert(phrase.to_lowercase(), redacted);
    }

    /// The values of a distinguished name as RFC 4514 writes it.
    fn add_distinguished(&mut self, name: &str) {
        for attribute in token::attributes(name) {
            let Some((kind, value)) = attribute.split_once('=') else {
                self.add("name", &attribute);
                continue;
            };
            self.add("name", value);
            self.add("name", &value.replace('\\', ""));
            let placeholder = self.placeholder("name", value);
            self.placeholders.insert(attribute.to_lowercase(), format!("{kind}={placeholder}"));
        }
    }

    /// A domain name, the domains it is in, and its labels.
    fn add_domains(&mut self, name: &str) {
        let mut rest = name;
        while let Some((label, parent)) = rest.split_once('.') {
            self.add("name", rest);
            self.add("name", label);
            rest = parent;
        }
        self.add("name", rest);
    }

    /// What it is called, and what it says that is a name.
    fn add_configuration(&mut self, found: &ConfigurationDocument) {
        let title = match found.kind.as_str() {
            // `2 commands: openssl genrsa, openssl req`: what openssl is told to do names nobody.
            "commands" => found.title.split_once(": ").map(|(_, commands)| commands),
            // `tls.Config in createProviderClient`, `tls.LoadX509KeyPair`: only the former is the reader's own.
            "go-tls-config" | "go-verify-options" | "go-file" => {
                found.title.split_once(" in ").map(|(_, function)| function)
            }
            _ => found.title.split_once(' ').map(|(_, names)| names),
        };
        let parts = title.into_iter().flat_map(|title| title.split(", "));
        parts.filter(|part| !part.starts_with("openssl ")).for_each(|part| self.add_words(part));
        let named = found.facts.iter().filter(|fact| NAMING.contains(&fact.name.as_str()));
        named.for_each(|fact| self.add_words(&fact.value));
    }

    /// The names that a request has stand here alone.
    fn add_fix(&mut self, fix: &Fix) {
        self.add("file", fix.file.trim_end_matches(".cnf"));
        let mut section = "";
        for line in fix.config.lines() {
            if line.starts_with('[') {
                section = line;
            } else if let Some((_, value)) = line.split_once(" = ")
                && SECTIONS.contains(&section)
            {
                self.add("name", value);
                self.add_words(value);
            }
        }
    }

    /// Each word that is neither an option nor a number, and none of ours.
    fn add_words(&mut self, text: &str) {
        for word in words(text).filter(|word| !word.starts_with('-')) {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number {
                self.add("name", word);
            }
        }
    }

    /// The name of a file, its folders and the archives it is in.
    fn add_source(&mut self, source: &str) {
        self.add("file", source);
        source.split(" › ").flat_map(|part| part.split('/')).for_each(|part| self.add("file", part));
    }

    fn add(&mut self, kind: &'static str, value: &str) {
        let value = value.trim();
        if value.len() >= SHORTEST && !self.is_everywhere(&value.to_lowercase()) {
            self.placeholder(kind, value);
        }
    }

    /// The placeholder of a value, made when it is first asked for.
    fn placeholder(&mut self, kind: &'static str, value: &str) -> String {
        let plain = value.to_lowercase();
        let names_nobody = value.len() < SHORTEST || self.is_everywhere(&plain);
        // Under a key that no text has, where the value by itself is to stay.
        let key = if names_nobody { format!("\0{plain}") } else { plain };
        let counts = &mut self.counts;
        let fresh = || {
            let count = counts.entry(kind).or_default();
            *count += 1;
            format!("{kind}-{count}")
        };
        let placeholder = self.placeholders.entry(key).or_insert_with(fresh).clone();
        // As the text report writes it.
        if let (Cow::Owned(shown), false) = (line(value), names_nobody) {
            self.placeholders.entry(shown.to_lowercase()).or_insert_with(|| placeholder.clone());
        }
        placeholder
    }

    /// True for what is the same in every cluster, and for words of the rules.
    fn is_everywhere(&self, lower: &str) -> bool {
        EVERYWHERE.contains(&lower) || lower.starts_with("pasted text") || self.vocabulary.contains(lower)
    }

    /// A text without names, digests, addresses and quotations.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        self.text_after(text, &mut Pieces::default())
    }

    /// The same after other texts, in which some of what has placeholders was found already.
    fn text_after(&self, text: &str, known: &mut Pieces) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut rest = text;
        let mut before = None;
        while let Some(next) = rest.chars().next() {
            if let Some((needle, placeholder)) = self.name_at(rest, before) {
                redacted.push_str(placeholder);
                before = needle.chars().next_back();
                rest = rest.get(needle.len()..).unwrap_or_default();
            } else {
                redacted.push(next);
                before = Some(next);
                rest = rest.get(next.len_utf8()..).unwrap_or_default();
            }
        }
        token::without(&redacted, known)
    }

    /// The longest name that `text` begins with, as a word.
    fn name_at<'a>(&'a self, text: &'a str, before: Option<char>) -> Option<(&'a str, &'a str)> {
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let first = text.bytes().next()?.to_ascii_lowercase();
        self.by_start.get(&first)?.iter().find_map(|needle| {
            let found = text.get(..needle.len())?;
            let after = text.get(needle.len()..)?.chars().next();
            let is_word = !after.is_some_and(char::is_alphanumeric);
            (is_word && found.to_lowercase() == *needle)
                .then(|| Some((found, self.placeholders.get(needle)?.as_str())))?
        })
    }

    /// The document without names. This goes before it is written: no name is looked for in what was escaped and quoted.
    #[must_use]
    pub fn document(&self, mut document: InspectionDocument) -> InspectionDocument {
        self.take_from(strings::of(&mut document));
        document
    }

    /// A pair without names, likewise.
    #[must_use]
    pub fn pair(&self, mut pair: PairDocument) -> PairDocument {
        self.take_from(strings::of_pair(&mut pair));
        pair
    }

    fn take_from(&self, strings: Vec<&mut String>) {
        let mut known = Pieces::default();
        for text in strings {
            *text = self.text_after(text, &mut known);
        }
    }
}

/// What stands between backquotes: what is quoted from the paste, and words of programs.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The words of a text; what joins a name, a file or a code stays in it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')));
    words.map(|word| word.trim_matches('.'))
}
