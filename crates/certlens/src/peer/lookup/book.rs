//! The phrases by which a line is known, one file for each family of stacks that words its errors alike.

mod alerts;
mod browser;
mod curl;
mod embedded;
mod gnutls;
mod go;
mod java;
mod openssl;
mod rustls;

use core::ops::Range;
use std::collections::HashMap;

use crate::peer::Cause;
use crate::peer::alert::Alert;
use crate::peer::substring::find;

/// Stacks that word their errors alike.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// What it is called where the line itself does not say which of its members wrote it.
    pub(super) name: &'static str,
    /// Ids of the stacks whose texts are predicted with its words.
    pub(super) stacks: &'static [&'static str],
    /// Where the words come from.
    pub(super) source: &'static str,
    phrases: &'static [Phrase],
}

/// Words of an error, and what they say.
#[derive(Debug, PartialEq, Eq)]
struct Phrase {
    /// Literal parts in their order, in lower case and with a blank for `_`.
    parts: &'static [&'static str],
    told: Told,
    /// What may be wrong, the likeliest first.
    causes: &'static [Cause],
    /// What stands before and after the name that was dialled.
    dialled: Option<(&'static str, &'static str)>,
}

/// What kind of thing an error says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The end that writes it judged what the other end shows, and gave up.
    Judged,
    /// The end that writes it could not use its own files.
    Load,
    /// The other end gave up and sent this alert.
    Alert(Alert),
    /// The other end gave up and sent an alert; the words do not say which.
    SomeAlert,
    /// The other end went away without an alert.
    Silence,
    /// It is not about certificates; what it is about.
    NoTls(&'static str),
}

/// Most causes by which a phrase still tells something; one with more loses to any other in its line.
const TELLING: usize = 5;

/// What a line may be about where the words say only that the other end's certificate was refused.
const VERIFYING: &[Cause] = &[
    Cause::Issuer,
    Cause::Expired,
    Cause::Name,
    Cause::KeyPurpose,
    Cause::KeyUsage,
    Cause::Signature,
    Cause::CaFlag,
    Cause::NameConstraints,
    Cause::SignatureAlgorithm,
    Cause::KeyStrength,
    Cause::KeyType,
    Cause::CriticalExtension,
    Cause::PathLength,
    Cause::KeyCertSign,
    Cause::Anchor,
    Cause::Encoding,
    Cause::ValidityFormat,
    Cause::Policy,
    Cause::Revocation,
];

const fn judges(parts: &'static [&'static str], causes: &'static [Cause]) -> Phrase {
    Phrase { parts, told: Told::Judged, causes, dialled: None }
}

const fn loads(parts: &'static [&'static str], causes: &'static [Cause]) -> Phrase {
    Phrase { parts, told: Told::Load, causes, dialled: None }
}

const fn names(
    parts: &'static [&'static str],
    causes: &'static [Cause],
    dialled: (&'static str, &'static str),
) -> Phrase {
    Phrase { parts, told: Told::Judged, causes, dialled: Some(dialled) }
}

const fn protocol(parts: &'static [&'static str], what: &'static str) -> Phrase {
    Phrase { parts, told: Told::NoTls(what), causes: &[], dialled: None }
}

const fn silence(parts: &'static [&'static str]) -> Phrase {
    Phrase { parts, told: Told::Silence, causes: VERIFYING, dialled: None }
}

const fn alarm(parts: &'static [&'static str]) -> Phrase {
    Phrase { parts, told: Told::SomeAlert, causes: alerts::ANY, dialled: None }
}

const FAMILIES: &[&Family] = &[
    &go::FAMILY,
    &openssl::FAMILY,
    &java::FAMILY,
    &rustls::FAMILY,
    &gnutls::FAMILY,
    &browser::NSS,
    &browser::CHROME,
    &embedded::MBEDTLS,
    &embedded::WOLFSSL,
    &curl::FAMILY,
];

/// Bytes of a phrase that it is first looked up by.
const PREFIX: usize = 4;

/// All phrases, so that a line is compared with few of them.
pub(super) struct Book {
    entries: Vec<Entry>,
    by_prefix: HashMap<[u8; PREFIX], Vec<usize>>,
    /// Whether a phrase begins with this byte.
    begins: [bool; 256],
}

/// A phrase with whose it is.
pub(super) struct Entry {
    parts: Vec<String>,
    pub(super) family: &'static Family,
    pub(super) told: Told,
    pub(super) causes: &'static [Cause],
    dialled: Option<(&'static str, &'static str)>,
}

/// A phrase in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Number of the phrase.
    pub(super) entry: usize,
    /// Where its first part begins in the line.
    pub(super) start: usize,
    /// Where its last part ends.
    pub(super) end: usize,
    /// What lies between its first and its last part.
    pub(super) gap: Range<usize>,
    /// The name that was dialled, where the words give it.
    pub(super) dialled: Option<String>,
}

impl Book {
    pub(super) fn open() -> Self {
        let own = FAMILIES.iter().flat_map(|family| {
            family.phrases.iter().map(|phrase| Entry {
                parts: phrase.parts.iter().map(|part| (*part).to_owned()).collect(),
                family,
                told: phrase.told,
                causes: phrase.causes,
                dialled: phrase.dialled,
            })
        });
        let entries: Vec<Entry> = own.chain(alerts::entries()).collect();
        let mut by_prefix: HashMap<[u8; PREFIX], Vec<usize>> = HashMap::new();
        let mut begins = [false; 256];
        for (number, entry) in entries.iter().enumerate() {
            let Some(prefix) = entry.parts.first().and_then(|part| part.as_bytes().first_chunk()) else {
                continue;
            };
            by_prefix.entry(*prefix).or_default().push(number);
            if let Some(begins) = begins.get_mut(usize::from(prefix[0])) {
                *begins = true;
            }
        }
        Self { entries, by_prefix, begins }
    }

    pub(super) fn entry(&self, hit: &Hit) -> Option<&Entry> {
        self.entries.get(hit.entry)
    }

    /// The phrase of a line that tells most: of those that leave few causes open the longest.
    pub(super) fn look(&self, line: &[u8]) -> Option<Hit> {
        let plain = plain(line);
        let starts =
            plain.iter().enumerate().filter(|(_, byte)| self.begins.get(usize::from(**byte)) == Some(&true));
        let hits = starts.flat_map(|(start, _)| {
            let prefix = plain.get(start..).and_then(|rest| rest.first_chunk::<PREFIX>());
            let known =
                prefix.and_then(|prefix| self.by_prefix.get(prefix)).map(Vec::as_slice).unwrap_or_default();
            let plain = &plain;
            known.iter().filter_map(move |number| {
                let entry = self.entries.get(*number)?;
                let end = entry.end(plain, start)?;
                Some((entry, Hit { entry: *number, start, end, gap: entry.gap(start, end), dialled: None }))
            })
        });
        // Of those that tell as much the first: a log repeats itself.
        let best =
            hits.max_by_key(|(entry, hit)| (entry.telling(), entry.len(), core::cmp::Reverse(hit.start)));
        let (entry, hit) = best?;
        is_log_like(&plain, hit.end - hit.start)
            .then(|| Hit { dialled: entry.dialled(line, &plain, hit.start), ..hit })
    }
}

impl Entry {
    /// Where the last part ends if the first one stands at `start`.
    fn end(&self, plain: &[u8], start: usize) -> Option<usize> {
        let (first, others) = self.parts.split_first()?;
        if !plain.get(start..)?.starts_with(first.as_bytes()) {
            return None;
        }
        let mut ends = others.iter();
        let end = ends.try_fold(start + first.len(), |at, part| {
            Some(find_from(plain, part.as_bytes(), at)? + part.len())
        })?;
        // 10 is not the beginning of 109.
        let is_digit = |at: usize| plain.get(at).is_some_and(u8::is_ascii_digit);
        (!is_digit(end) || !is_digit(end - 1) || !self.is_alert()).then_some(end)
    }

    fn gap(&self, start: usize, end: usize) -> Range<usize> {
        match self.parts.as_slice() {
            [first, .., last] => start + first.len()..end - last.len(),
            _ => end..end,
        }
    }

    /// How much it tells: of what is only a frame around other words the least.
    const fn telling(&self) -> u8 {
        match self.told {
            Told::NoTls(_) => 0,
            Told::SomeAlert => 1,
            _ if self.causes.len() > TELLING => 2,
            _ => 3,
        }
    }

    const fn is_alert(&self) -> bool {
        matches!(self.told, Told::Alert(_))
    }

    fn len(&self) -> usize {
        self.parts.iter().map(String::len).sum()
    }

    fn dialled(&self, line: &[u8], plain: &[u8], start: usize) -> Option<String> {
        /// A name of the DNS is no longer.
        const LONGEST: usize = 255;
        let (before, after) = self.dialled?;
        let from = find_from(plain, before.as_bytes(), start)? + before.len();
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\"'\\,;)".contains(byte);
        let rest = line.get(from..)?;
        let len = if after.is_empty() {
            rest.iter().position(is_end)
        } else {
            find_from(plain, after.as_bytes(), from).map(|at| at - from)
        };
        let name = core::str::from_utf8(rest.get(..len.unwrap_or(rest.len()))?).ok()?;
        let name = name.trim_end_matches('.');
        (!name.is_empty() && name.len() <= LONGEST && !name.contains(' ')).then(|| name.to_owned())
    }
}

/// Byte for byte the same, in lower case and with a blank for `_`: reasons are written in words or as names.
fn plain(line: &[u8]) -> Vec<u8> {
    line.iter().map(|byte| if *byte == b'_' { b' ' } else { byte.to_ascii_lowercase() }).collect()
}

fn find_from(whole: &[u8], part: &[u8], from: usize) -> Option<usize> {
    find(whole.get(from..)?, part).map(|at| from + at)
}

/// Words that stand in what programs write of errors.
const CUES: &[&str] = &[
    "err",
    "x509",
    "tls",
    "ssl",
    "verif",
    "exception",
    "fail",
    "alert",
    "pkix",
    "curl",
    "handshake",
    "invalid",
    "***",
    "crypto/",
    "section",
    "unable to",
    "pk - ",
];

/// True of a line that a program may have written: a sentence of a guide may have the same words without reporting them.
fn is_log_like(plain: &[u8], matched: usize) -> bool {
    let line = plain.trim_ascii();
    matched * 2 >= line.len() || CUES.iter().any(|cue| find(line, cue.as_bytes()).is_some())
}
