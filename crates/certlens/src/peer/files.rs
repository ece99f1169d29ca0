//! The files of one side, as its workload mounts them.

use core::fmt;

use zeroize::Zeroizing;

use crate::inventory::{self, Content};
use crate::source::{self, Scan, Source};

/// `tls.crt`, `tls.key` and `ca.crt` of one side. Input only: it may hold a key, which is wiped with it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// What the side presents; `None` where it presents nothing.
    pub certificate: Option<Zeroizing<Vec<u8>>>,
    /// The private key; `None` where it was not given, and is then taken to be the right one.
    pub key: Option<Zeroizing<Vec<u8>>>,
    /// What the side trusts.
    pub trust: Option<Zeroizing<Vec<u8>>>,
}

/// The content may be a private key and is not shown.
impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let len = |file: &Option<Zeroizing<Vec<u8>>>| file.as_ref().map(|bytes| bytes.len());
        f.debug_struct("Files")
            .field("certificate", &len(&self.certificate))
            .field("key", &len(&self.key))
            .field("trust", &len(&self.trust))
            .finish()
    }
}

impl Files {
    pub(super) const fn part(&mut self, part: Part) -> &mut Option<Zeroizing<Vec<u8>>> {
        match part {
            Part::Certificate => &mut self.certificate,
            Part::Key => &mut self.key,
            Part::Trust => &mut self.trust,
        }
    }
}

/// What a file is to its side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// `tls.crt`
    Certificate,
    /// `tls.key`
    Key,
    /// `ca.crt`
    Trust,
}

impl Part {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Certificate => "what it presents",
            Self::Key => "its private key",
            Self::Trust => "what it trusts",
        }
    }

    /// What the name of a file says it is.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        let stem = name.split('.').next().unwrap_or_default();
        let words = || stem.split(['-', '_']);
        let is_key = name.ends_with(".key") || words().any(|word| matches!(word, "key" | "privkey"));
        let is_trust = words().any(|word| matches!(word, "ca" | "cacert" | "cabundle" | "root" | "roots"));
        match () {
            () if is_key => Some(Self::Key),
            () if is_trust => Some(Self::Trust),
            () if name == "tls.crt" => Some(Self::Certificate),
            () => None,
        }
    }

    /// What the content of a file says it is: CAs alone are trusted if the side has other files.
    pub(super) fn held(bytes: &[u8], has_company: bool) -> Vec<Self> {
        let inventory = inventory::build(&scan(bytes).artifacts);
        let has_key = inventory.objects.iter().any(|object| matches!(object.content, Content::PrivateKey(_)));
        let mut certificates = inventory.certificates().peekable();
        if certificates.peek().is_none() {
            return if has_key { vec![Self::Key] } else { Vec::new() };
        }
        if has_key {
            return vec![Self::Certificate, Self::Key];
        }
        let only_cas = certificates.all(|(_, certificate)| certificate.is_ca());
        vec![if only_cas && has_company { Self::Trust } else { Self::Certificate }]
    }
}

/// What one file holds, read as leniently as can be.
pub(super) fn scan(file: &[u8]) -> Scan {
    source::scan(&[Source { name: String::new(), content: file.to_vec() }])
}

/// As much of a line as may be quoted: of one that speaks of a private key what stands up to there, since the key may follow.
pub(crate) fn quotable(line: &[u8]) -> &[u8] {
    const WORDS: &[u8] = b"PRIVATE KEY";
    let at = line.windows(WORDS.len()).position(|window| window.eq_ignore_ascii_case(WORDS));
    at.and_then(|at| line.get(..at + WORDS.len())).unwrap_or(line)
}
