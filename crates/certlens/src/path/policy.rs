//! Certificate policies (RFC 5280 §6.1.3 (d) to (f), §6.1.4 (a), (b), §6.1.5 (g)).
//!
//! The tree of the RFC has a node for every way in which a policy can be reached, which mappings can make exponentially
//! many. Here it is a graph: a policy is one node of its level, however many parents it has, so that the whole is no
//! larger than the certificates.

use std::collections::{BTreeMap, BTreeSet};

use crate::der::oid::Oid;
use crate::path::Role;
use crate::path::member::Member;
use crate::path::state::State;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::sort;
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::certificate_policies::PolicyInformation;
use crate::x509::extension::policy_constraints::PolicyConstraints;
use crate::x509::extension::policy_mappings::PolicyMapping;
use crate::x509::oids;

pub(crate) const CERTIFICATE_POLICY: Rule = Rule {
    code: "certificate-policy",
    title: "an acceptable certificate policy remains",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.3 (f), 6.1.5 (g)"),
    explanation: "Certificates can name the policies they were issued under. Where a CA or the relying party demands an explicit policy, one policy \
                  must hold on the whole path, mappings taken into account.",
    remedy: "Issue the certificates of the path under a common policy, or take requireExplicitPolicy out of the CA that demands it.",
    kind: RuleKind::Requirement,
};

pub(super) const POLICY_MAPPING: Rule = Rule {
    code: "policy-mapping",
    title: "no policy is mapped to or from anyPolicy",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.4 (a)"),
    explanation: "A mapping says that a policy of one domain counts as one of another. anyPolicy is no policy of a domain and cannot be mapped.",
    remedy: "Issue the CA certificate without that mapping.",
    kind: RuleKind::Requirement,
};

/// One level of `valid_policy_tree`: what holds at one certificate.
#[derive(Debug, Clone, Default)]
struct Level {
    /// Each policy, with the policies of the level above that it follows from; none if it follows from anyPolicy.
    nodes: BTreeMap<Oid, Vec<Oid>>,
    /// Whether anyPolicy holds here.
    any: bool,
}

impl Level {
    fn is_null(&self) -> bool {
        self.nodes.is_empty() && !self.any
    }
}

/// `valid_policy_tree` of RFC 5280 §6.1.2 (a).
#[derive(Debug)]
pub(super) struct Graph {
    /// The levels that are done, the anchor's first.
    done: Vec<Level>,
    /// What the next certificate may build on (`expected_policy_set`), or, while it is processed, its level.
    current: Level,
}

impl Graph {
    /// One node: anyPolicy.
    pub(super) const fn initial() -> Self {
        Self { done: Vec::new(), current: Level { nodes: BTreeMap::new(), any: true } }
    }

    /// True if no policy is left: `valid_policy_tree` is NULL.
    fn is_null(&self) -> bool {
        self.current.is_null()
    }

    /// §6.1.3 (d), (e)
    fn intersect(&mut self, policies: Option<&[PolicyInformation]>, any_counts: bool) {
        let Some(policies) = policies else {
            self.current = Level::default();
            return;
        };
        let own: BTreeSet<&Oid> = sort::gather(policies.iter().map(|information| &information.policy));
        let is_any = |policy: &Oid| policy.octets() == oids::ANY_POLICY;
        let has_any = any_counts && own.iter().any(|policy| is_any(policy));
        if !has_any {
            self.current.nodes.retain(|policy, _| own.contains(policy));
        }
        if self.current.any {
            for policy in own.into_iter().filter(|policy| !is_any(policy)) {
                self.current.nodes.entry(policy.clone()).or_default();
            }
        }
        self.current.any &= has_any;
    }

    /// §6.1.4 (b), and on to the next level
    fn map(&mut self, mappings: &[PolicyMapping], allowed: bool) {
        for mapping in mappings {
            if !allowed {
                self.current.nodes.remove(&mapping.issuer_domain);
            } else if self.current.any {
                self.current.nodes.entry(mapping.issuer_domain.clone()).or_default();
            }
        }
        let mapped: BTreeSet<&Oid> = sort::gather(mappings.iter().map(|mapping| &mapping.issuer_domain));
        let mut next = Level { nodes: BTreeMap::new(), any: self.current.any };
        for mapping in
            mappings.iter().filter(|mapping| self.current.nodes.contains_key(&mapping.issuer_domain))
        {
            next.nodes.entry(mapping.subject_domain.clone()).or_default().push(mapping.issuer_domain.clone());
        }
        for policy in self.current.nodes.keys().filter(|policy| !mapped.contains(policy)) {
            next.nodes.entry(policy.clone()).or_default().push(policy.clone());
        }
        self.done.push(std::mem::replace(&mut self.current, next));
    }

    /// §6.1.5 (g): the policies, in the terms of the anchor's domain, that are in `initial` (empty means any-policy).
    pub(super) fn user_constrained(&self, initial: &[Oid]) -> Vec<Oid> {
        let mut found: BTreeSet<&Oid> = BTreeSet::new();
        let mut reached: BTreeSet<&Oid> = sort::gather(self.current.nodes.keys());
        for level in std::iter::once(&self.current).chain(self.done.iter().rev()) {
            let mut above = BTreeSet::new();
            for policy in reached {
                match level.nodes.get(policy).map(Vec::as_slice) {
                    Some([]) => {
                        found.insert(policy);
                    }
                    Some(parents) => above.extend(parents),
                    None => {}
                }
            }
            reached = above;
        }
        let any = Oid::from_octets(oids::ANY_POLICY);
        let accepts_any = initial.is_empty() || initial.contains(&any);
        match (self.current.any, accepts_any) {
            (true, true) => found.into_iter().cloned().chain([any]).collect(),
            (true, false) => initial.to_vec(),
            (false, true) => found.into_iter().cloned().collect(),
            (false, false) => found.into_iter().filter(|policy| initial.contains(policy)).cloned().collect(),
        }
    }
}

fn constraints(certificate: &Certificate) -> PolicyConstraints {
    let found = certificate.extensions.iter().find_map(|extension| match extension.content {
        ExtensionContent::PolicyConstraints(constraints) => Some(constraints),
        _ => None,
    });
    found.unwrap_or_default()
}

/// `inhibitAnyPolicy`; a number that cannot be read counts as 0.
fn inhibit_any(certificate: &Certificate) -> Option<u64> {
    certificate.extensions.iter().find_map(|extension| match extension.content {
        ExtensionContent::InhibitAnyPolicy(skip) => Some(skip.unwrap_or_default()),
        _ => None,
    })
}

/// §6.1.3 (d) to (f)
pub(super) fn basic(member: &Member<'_>, is_last: bool, state: &mut State<'_>) -> Finding {
    let any_counts = state.inhibit_any_policy > 0 || (!is_last && member.is_self_issued);
    state.valid_policy_graph.intersect(member.certificate.certificate_policies(), any_counts);
    let label = &member.label;
    let remaining = &state.valid_policy_graph;
    let (outcome, message) = if !remaining.is_null() {
        (Outcome::Pass, format!("{label} leaves a certificate policy under which the path is valid."))
    } else if state.explicit_policy > 0 {
        (
            Outcome::NotApplicable,
            format!("No certificate policy holds on the path down to {label}, and none is demanded."),
        )
    } else {
        (
            Outcome::Fail,
            format!(
                "An explicit certificate policy is demanded, but none holds on the whole path down to {label}. \
                 Issue it under a policy that the certificates above it have."
            ),
        )
    };
    Member::finding(&CERTIFICATE_POLICY, outcome, member.at_extension("certificatePolicies"), message)
}

/// The policies of an anchor whose constraints are enforced: they count if it has any (RFC 5937 §3.2).
pub(super) fn anchor(member: &Member<'_>, state: &mut State<'_>) {
    if member.certificate.certificate_policies().is_some() {
        state.valid_policy_graph.intersect(member.certificate.certificate_policies(), true);
    }
}

/// §6.1.4 (a), (b)
pub(super) fn mapping(member: &Member<'_>, state: &mut State<'_>) -> Option<Finding> {
    let mappings = member.certificate.policy_mappings();
    state.valid_policy_graph.map(mappings, state.policy_mapping > 0);
    if mappings.is_empty() {
        return None;
    }
    let label = &member.label;
    let is_any = |policy: &Oid| policy.octets() == oids::ANY_POLICY;
    let broken =
        mappings.iter().any(|mapping| is_any(&mapping.issuer_domain) || is_any(&mapping.subject_domain));
    let (outcome, message) = if broken {
        (
            Outcome::Fail,
            format!("{label} maps anyPolicy, which must not be mapped. Issue it without that mapping."),
        )
    } else if state.policy_mapping > 0 {
        (Outcome::Pass, format!("The policy mappings of {label} are taken into account."))
    } else {
        (
            Outcome::Pass,
            format!("Mapping is inhibited here, so the policies that {label} maps no longer count."),
        )
    };
    Some(Member::finding(&POLICY_MAPPING, outcome, member.at_extension("policyMappings"), message))
}

/// §6.1.4 (h) to (j)
pub(super) fn count_down(member: &Member<'_>, state: &mut State<'_>) {
    if !member.is_self_issued && member.role != Role::TrustAnchor {
        state.explicit_policy = state.explicit_policy.saturating_sub(1);
        state.policy_mapping = state.policy_mapping.saturating_sub(1);
        state.inhibit_any_policy = state.inhibit_any_policy.saturating_sub(1);
    }
    let constraints = constraints(member.certificate);
    let lower =
        |variable: &mut u64, to: Option<u64>| *variable = to.map_or(*variable, |to| to.min(*variable));
    lower(&mut state.explicit_policy, constraints.require_explicit_policy);
    lower(&mut state.policy_mapping, constraints.inhibit_policy_mapping);
    lower(&mut state.inhibit_any_policy, inhibit_any(member.certificate));
}

/// §6.1.5 (a), (b), (g), and the user-constrained-policy-set
pub(super) fn wrap_up(member: &Member<'_>, initial: &[Oid], state: &mut State<'_>) -> (Finding, Vec<Oid>) {
    state.explicit_policy = state.explicit_policy.saturating_sub(1);
    if constraints(member.certificate).require_explicit_policy == Some(0) {
        state.explicit_policy = 0;
    }
    let policies = state.valid_policy_graph.user_constrained(initial);
    let names = || policies.iter().map(|policy| format!("`{policy}`")).collect::<Vec<_>>().join(", ");
    let label = &member.label;
    let (outcome, message) = if !policies.is_empty() {
        (Outcome::Pass, format!("{label} is valid under the certificate policies {}.", names()))
    } else if state.explicit_policy > 0 {
        (
            Outcome::NotApplicable,
            format!("{label} is valid under no certificate policy, and none is demanded."),
        )
    } else {
        (
            Outcome::Fail,
            format!(
                "An explicit certificate policy is demanded, but none of those acceptable holds on the whole path to {label}. \
                 Issue its certificates under a common policy."
            ),
        )
    };
    let at = member.at_extension("certificatePolicies");
    (Member::finding(&CERTIFICATE_POLICY, outcome, at, message), policies)
}
