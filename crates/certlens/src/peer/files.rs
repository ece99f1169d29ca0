//! The files of one side, as its workload mounts them.

use core::fmt;

use zeroize::Zeroizing;

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

/// As much of a line as may be quoted: of one that speaks of a private key what stands up to there, since the key may follow.
pub(crate) fn quotable(line: &[u8]) -> &[u8] {
    const WORDS: &[u8] = b"PRIVATE KEY";
    let at = line.windows(WORDS.len()).position(|window| window.eq_ignore_ascii_case(WORDS));
    at.and_then(|at| line.get(..at + WORDS.len())).unwrap_or(line)
}
