//! Certification paths: found among everything pasted (RFC 4158), and validated step by step (RFC 5280 §6.1).
//!
//! The files follow the letters of §6.1.3 to §6.1.5. Every check of every certificate is recorded, passes too.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::der::oid::Oid;
use crate::rule::{Finding, Rule, Verdict};
use crate::span::ObjectId;
use crate::word::words;
use crate::x509::name::Name;

pub mod budget;
mod critical;
mod end_entity;
mod issuer;
mod member;
pub mod memo;
mod name_chaining;
pub(crate) mod name_constraints;
mod policy;
mod profile;
pub(crate) mod prove;
pub mod revocation;
mod search;
mod signature;
mod state;
mod trust_anchor;
mod validate;
mod validity;
pub mod window;

pub use budget::Limit;
pub(crate) use critical::CRITICAL_EXTENSIONS;
pub(crate) use end_entity::{KEY_PURPOSE, KEY_USAGE, REFERENCE_IDENTIFIER};
pub(crate) use issuer::{CA_FLAG, KEY_CERT_SIGN, PATH_LENGTH};
pub use memo::Memo;
pub(crate) use name_chaining::NAME_CHAINING;
pub(crate) use name_constraints::PERMITTED as NAME_CONSTRAINTS_PERMITTED;
pub(crate) use policy::CERTIFICATE_POLICY;
pub use search::search;
pub(crate) use signature::SIGNATURE;
pub(crate) use trust_anchor::TRUST_ANCHOR;
pub(crate) use validity::VALIDITY_PERIOD;

/// What was found for one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathSearch {
    /// The certificate that is judged.
    pub target: ObjectId,
    /// The paths tried, best first, those refused among them. Never empty.
    pub candidates: Vec<Candidate>,
    /// The limit that ended the search before everything was tried.
    pub spent: Option<Limit>,
}

impl PathSearch {
    /// The verdict of the best candidate. A search that was cut short refuses nothing: what was not tried might do.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (self.candidates.first().map(|candidate| candidate.verdict), self.spent) {
            (Some(Verdict::Accept), _) => Verdict::Accept,
            (Some(Verdict::Reject), None) => Verdict::Reject,
            _ => Verdict::Undetermined,
        }
    }
}

/// One path, and what came of validating it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The target first, as TLS sends it.
    pub certificates: Vec<ObjectId>,
    /// How it ends.
    pub end: PathEnd,
    /// One for each of `certificates`, in their order.
    pub steps: Vec<PathStep>,
    /// The worst of the findings.
    pub verdict: Verdict,
    /// `user-constrained-policy-set` (RFC 5280 §6.1.6): the policies under which the path is valid.
    pub policies: Vec<Oid>,
}

/// How a path ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathEnd {
    /// At a trust anchor, which is the last of its certificates.
    Anchor(ObjectId),
    /// At a self-signed certificate that is not an anchor: it can be made one.
    Untrusted(ObjectId),
    /// At a certificate whose issuer was not pasted; the issuer's name.
    MissingIssuer(Name),
    /// At a certificate that leads back to one already on the path.
    Loop(ObjectId),
}

impl PathEnd {
    /// How, without what it ends at.
    #[must_use]
    pub const fn kind(&self) -> Ending {
        match self {
            Self::Anchor(_) => Ending::Anchor,
            Self::Untrusted(_) => Ending::Untrusted,
            Self::MissingIssuer(_) => Ending::MissingIssuer,
            Self::Loop(_) => Ending::Loop,
        }
    }
}

/// How a path ends, without what it ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Ending {
    /// At a trust anchor.
    Anchor,
    /// At a self-signed certificate that is not an anchor.
    Untrusted,
    /// At a certificate whose issuer was not pasted.
    MissingIssuer,
    /// At a certificate that leads back to one already on the path.
    Loop,
}

words!(Ending { Anchor = "anchor", Untrusted = "untrusted", MissingIssuer = "missing-issuer", Loop = "loop" });

/// One certificate of a path, and what was checked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStep {
    /// The certificate.
    pub certificate: ObjectId,
    /// Its place.
    pub role: Role,
    /// Every check, in the order of RFC 5280 §6.1.
    pub findings: Vec<Finding>,
}

/// The place of a certificate on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Role {
    /// The target, be it a CA's certificate or not.
    EndEntity,
    /// Between the target and the anchor.
    Intermediate,
    /// Trusted beforehand.
    TrustAnchor,
}

words!(Role { EndEntity = "end-entity", Intermediate = "intermediate", TrustAnchor = "trust-anchor" });

/// Every requirement that paths are held to: the algorithm's, then the profiles'.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    ALGORITHM.iter().copied().chain(profile::rules())
}

const ALGORITHM: &[&Rule] = &[
    &SIGNATURE,
    &VALIDITY_PERIOD,
    &revocation::REVOCATION,
    &NAME_CHAINING,
    &NAME_CONSTRAINTS_PERMITTED,
    &name_constraints::EXCLUDED,
    &CERTIFICATE_POLICY,
    &policy::POLICY_MAPPING,
    &CA_FLAG,
    &PATH_LENGTH,
    &KEY_CERT_SIGN,
    &CRITICAL_EXTENSIONS,
    &critical::READABLE,
    &KEY_PURPOSE,
    &KEY_USAGE,
    &REFERENCE_IDENTIFIER,
    &TRUST_ANCHOR,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::RuleKind;

    #[test]
    fn every_rule_is_said_in_full() {
        let mut codes = std::collections::BTreeSet::new();
        for rule in rules() {
            assert!(codes.insert(rule.code), "{} stands twice", rule.code);
            assert_eq!(rule.kind, RuleKind::Requirement, "{}", rule.code);
            assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{}", rule.code);
            assert!(rule.explanation.ends_with('.') && rule.remedy.ends_with('.'), "{}", rule.code);
        }
    }
}
