//! What the user asks for: the inputs of RFC 5280 §6.1.1, and what relying parties add to them.

use std::collections::BTreeSet;

use crate::der::oid::Oid;
use crate::identity::ReferenceIdentifier;
use crate::purpose::Purpose;
use crate::sort;
use crate::time::Timestamp;

/// The inputs of path validation. The default asks nothing but a path to an anchor, and trusts nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The validation time (RFC 5280 §6.1.1 (b)). There is no clock here.
    pub time: Timestamp,
    /// The trust anchors (§6.1.1 (d)).
    pub trust: Trust,
    /// What of an anchor's certificate counts beside its name and key.
    pub anchor_use: AnchorUse,
    /// What the target's key is to be used for (§4.2.1.3, §4.2.1.12).
    pub purpose: Purpose,
    /// Who must list the purpose in extKeyUsage.
    pub purpose_demand: PurposeDemand,
    /// The names that will be dialled (RFC 9525 §6.1); each of them must match.
    pub identifiers: Vec<ReferenceIdentifier>,
    /// What is asked of certificates beside the algorithm of §6.1.
    pub profile: Profile,
    /// The policy inputs (§6.1.1 (c), (e) to (g)).
    pub policies: PolicyInputs,
    /// Whether revocation must be known (§6.1.3 (a)(3)).
    pub revocation: Revocation,
    /// Most seconds since `thisUpdate` of a list or response that is believed; `None` goes by `nextUpdate` alone.
    pub revocation_age: Option<i64>,
    /// The most intermediates that are not self-issued: the first value of `max_path_length` (§6.1.2 (k)). `None` is no limit.
    pub max_intermediates: Option<u64>,
}

/// The trust anchors: certificates by their SHA-256 fingerprints, be they self-signed or not. Being pasted makes none of them one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trust(BTreeSet<[u8; 32]>);

impl Trust {
    /// True if nothing is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if the certificate with this fingerprint is trusted.
    #[must_use]
    pub fn contains(&self, fingerprint: &[u8; 32]) -> bool {
        self.0.contains(fingerprint)
    }
}

impl FromIterator<[u8; 32]> for Trust {
    fn from_iter<T: IntoIterator<Item = [u8; 32]>>(fingerprints: T) -> Self {
        Self(sort::gather(fingerprints))
    }
}

impl Extend<[u8; 32]> for Trust {
    fn extend<T: IntoIterator<Item = [u8; 32]>>(&mut self, fingerprints: T) {
        self.0.extend(fingerprints);
    }
}

/// What of an anchor's certificate is enforced. RFC 5280 §6.1.1 (d) takes name and key only; RFC 5937 adds the constraints;
/// most TLS stacks refuse an expired anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AnchorUse {
    /// Its validity period.
    pub validity: bool,
    /// Its extensions: basicConstraints, keyUsage, extKeyUsage, nameConstraints, policies (RFC 5937 §3.2), and what the profile asks.
    pub constraints: bool,
}

impl AnchorUse {
    /// Name and key, nothing else (RFC 5280 §6.1.1 (d)).
    pub const NAME_AND_KEY: Self = Self { validity: false, constraints: false };
    /// Everything, as OpenSSL and Go do.
    pub const ENFORCED: Self = Self { validity: true, constraints: true };
}

impl Default for AnchorUse {
    fn default() -> Self {
        Self::ENFORCED
    }
}

/// What is asked of the certificates of a path beside the algorithm of RFC 5280 §6.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Nothing, but that RSA keys below 1024 bits prove nothing.
    Algorithm,
    /// What RFC 5280 §4 says certificates MUST be.
    Rfc5280,
    /// What the CA/Browser Forum's Baseline Requirements say certificates of public TLS servers MUST be.
    WebPki,
    /// What TLS stacks enforce among private certificates, and no more.
    #[default]
    Private,
}

/// The policy inputs of RFC 5280 §6.1.1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyInputs {
    /// (c) `user-initial-policy-set`; empty means any-policy.
    pub initial_policy_set: Vec<Oid>,
    /// (f) `initial-explicit-policy`
    pub initial_explicit_policy: bool,
    /// (e) `initial-policy-mapping-inhibit`
    pub initial_policy_mapping_inhibit: bool,
    /// (g) `initial-any-policy-inhibit`
    pub initial_any_policy_inhibit: bool,
}

/// Who must list the purpose in extKeyUsage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PurposeDemand {
    /// Nobody: a certificate without extKeyUsage serves every purpose, as one with anyExtendedKeyUsage does (RFC 5280 §4.2.1.12).
    #[default]
    NotExcluded,
    /// The target; anyExtendedKeyUsage does not count there.
    ListedByTarget,
    /// The target, and every CA that has extKeyUsage; anyExtendedKeyUsage counts nowhere.
    ListedWherePresent,
    /// Every certificate below the anchor, and the anchor if its constraints are enforced; the root programs ask so of public CAs.
    ListedByAll,
}

/// Whether the revocation status of every certificate of a path must be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Revocation {
    /// Revocation lists and OCSP responses are used where some that concern the certificate were pasted.
    #[default]
    WhenGiven,
    /// A certificate whose status cannot be told from what was pasted is undetermined.
    Required,
}
