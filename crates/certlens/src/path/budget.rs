//! Limits of a search, each with where its number comes from. Whoever pastes must not be able to hang the page.

use core::fmt;

/// A limit that ended a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// [`SIGNATURE_CHECKS`]
    SignatureChecks,
    /// [`ISSUERS`]
    Issuers,
    /// [`CANDIDATES`]
    Candidates,
    /// [`NAME_COMPARISONS`]
    NameComparisons,
}

/// Signatures checked for one target. A thousand CAs of one name without key identifiers, the worst that peers are measured
/// with, take 1,001; 2,048 ECDSA checks take about a second in a browser.
pub const SIGNATURE_CHECKS: usize = 2_048;

/// Signatures checked for each certificate pasted, all searches together, so that the whole stays linear: a certificate
/// needs one, and a rotation with cross-signed CAs three or four.
pub const SIGNATURE_CHECKS_PER_CERTIFICATE: usize = 4;

/// Signatures checked to explain why there is no path, where names alone show that there is none.
pub const SIGNATURE_CHECKS_TO_EXPLAIN: usize = 256;

/// Pairs of certificate and possible issuer looked at for one target. A hundred CAs that all bear one name make 10,000.
pub const ISSUERS: usize = 16_384;

/// Paths validated for one target. The largest graphs of BetterTLS have 24 paths; Go stops after 100 signatures.
pub const CANDIDATES: usize = 256;

/// Paths kept for one target: more than anyone reads.
pub const CANDIDATES_KEPT: usize = 16;

/// Certificates of a path: OpenSSL's default is 100, Java's 5; no public path has more than 6.
pub const PATH_LENGTH: usize = 64;

/// Pairs of name and name constraint, for one target: four times what OpenSSL allows (`NAME_CHECK_MAX`, 2^20), as 2,000
/// names under 2,000 constraints are still compared in some tens of milliseconds.
pub const NAME_COMPARISONS: usize = 1 << 22;

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignatureChecks => {
                write!(f, "more than {SIGNATURE_CHECKS} signatures would have to be checked")
            }
            Self::Issuers => write!(f, "more than {ISSUERS} possible issuers would have to be looked at"),
            Self::Candidates => write!(f, "there are more than {CANDIDATES} paths"),
            Self::NameComparisons => {
                write!(f, "more than {NAME_COMPARISONS} names and constraints would have to be compared")
            }
        }
    }
}

/// What one search may still spend.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    pub(crate) signature_checks: usize,
    pub(crate) issuers: usize,
    pub(crate) name_comparisons: usize,
    /// The first limit that was reached.
    pub(crate) spent: Option<Limit>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            signature_checks: SIGNATURE_CHECKS,
            issuers: ISSUERS,
            name_comparisons: NAME_COMPARISONS,
            spent: None,
        }
    }
}

impl Budget {
    /// Notes that `limit` was reached.
    pub(crate) fn exhaust(&mut self, limit: Limit) {
        self.spent.get_or_insert(limit);
    }

    /// Takes one signature check; false if there is none left.
    pub(crate) fn take_signature(&mut self) -> bool {
        match self.signature_checks.checked_sub(1) {
            Some(left) => {
                self.signature_checks = left;
                true
            }
            None => {
                self.exhaust(Limit::SignatureChecks);
                false
            }
        }
    }

    /// Takes a look at one possible issuer; false if there is none left.
    pub(crate) fn take_issuer(&mut self) -> bool {
        match self.issuers.checked_sub(1) {
            Some(left) => {
                self.issuers = left;
                true
            }
            None => {
                self.exhaust(Limit::Issuers);
                false
            }
        }
    }

    /// Takes `count` comparisons of names; false if so many are not left.
    pub(crate) fn take_names(&mut self, count: usize) -> bool {
        match self.name_comparisons.checked_sub(count) {
            Some(left) => {
                self.name_comparisons = left;
                true
            }
            None => {
                self.exhaust(Limit::NameComparisons);
                false
            }
        }
    }
}
