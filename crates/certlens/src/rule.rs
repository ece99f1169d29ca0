//! The vocabulary of judgement: what is asked of an object, and what was found.

use core::fmt;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::span::Location;
use crate::word::words;

/// One thing that is asked of certificates, keys, Secrets or pairs, and everything there is to say of it in general.
///
/// A rule is a constant beside the function that applies it. Its code never changes its meaning and is never used again.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Words in kebab case; a requirement is named for what must hold, a lint for what is wrong.
    pub code: &'static str,
    /// Lower case, no full stop.
    pub title: &'static str,
    /// The one severity of this rule.
    pub severity: Severity,
    /// Where it is written.
    pub citation: Citation,
    /// Why it matters, in full sentences.
    pub explanation: &'static str,
    /// What to do, in full sentences.
    pub remedy: &'static str,
    /// Whether it decides verdicts.
    pub kind: RuleKind,
}

/// Whether a rule decides verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum RuleKind {
    /// Decides a verdict.
    Requirement,
    /// An opinion; never changes a verdict.
    Lint,
}

words!(RuleKind { Requirement = "requirement", Lint = "lint" });

/// How much a failure matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Severity {
    /// Worth knowing.
    Notice,
    /// A SHOULD, or a habit that bites later.
    Warning,
    /// A MUST that some relying party enforces.
    Error,
}

words!(Severity { Notice = "notice", Warning = "warning", Error = "error" });

/// Where a rule is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Citation {
    /// RFC number and section.
    Rfc(u16, &'static str),
    /// Section of the CA/Browser Forum's Baseline Requirements for TLS.
    Baseline(&'static str),
    /// Another document, named in full.
    Document(&'static str),
    /// No document: what implementations do, named.
    Practice(&'static str),
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rfc(number, "") => write!(f, "RFC {number}"),
            Self::Rfc(number, section) => write!(f, "RFC {number} §{section}"),
            Self::Baseline(section) => write!(f, "CA/B Baseline Requirements §{section}"),
            Self::Document(text) | Self::Practice(text) => f.write_str(text),
        }
    }
}

/// What came of applying a rule in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What came of it.
    pub outcome: Outcome,
    /// Where.
    pub location: Location,
    /// One sentence or two: what was found, what was needed, what to do.
    pub message: String,
}

/// What came of applying a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// It does not concern this object.
    NotApplicable,
    /// It could not be decided; the message says why. Neither a pass nor a failure.
    Undetermined,
}

words!(Outcome { Pass = "pass", Fail = "fail", NotApplicable = "not-applicable", Undetermined = "undetermined" });

/// The worst of the requirements; lints never enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Verdict {
    /// Every requirement holds.
    Accept,
    /// A requirement does not hold.
    Reject,
    /// No requirement fails, but one could not be decided.
    Undetermined,
}

words!(Verdict { Accept = "accept", Reject = "reject", Undetermined = "undetermined" });

impl Verdict {
    /// The verdict these findings amount to.
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        findings.into_iter().filter(|finding| finding.rule.kind == RuleKind::Requirement).fold(
            Self::Accept,
            |verdict, finding| match (verdict, finding.outcome) {
                (Self::Reject, _) | (_, Outcome::Fail) => Self::Reject,
                (_, Outcome::Undetermined) => Self::Undetermined,
                (verdict, Outcome::Pass | Outcome::NotApplicable) => verdict,
            },
        )
    }
}
