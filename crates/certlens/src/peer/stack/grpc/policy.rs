//! `X509_policy_check` of BoringSSL's `crypto/x509/policy.cc`, as far as requireExplicitPolicy asks.

use std::collections::HashSet;

use crate::peer::stack::openssl::x509::X509;
use crate::x509::extension::ExtensionContent;
use crate::x509::oids;

/// What is wrong with the policies of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) enum Fault {
    /// The extension cannot be read, is there twice, or names a policy twice (recorded: `ext-policies-duplicate-server`).
    Extension,
    /// A policy is required, and none holds down to the leaf.
    None,
}

/// The first fault from the top, and the certificate. `chain` is without its anchor, which has no say.
pub(in crate::peer::stack) fn check(chain: &[X509]) -> Option<(Fault, &X509)> {
    let mut explicit = chain.len() + 1;
    let mut valid: Option<HashSet<&[u8]>> = None;
    for (depth, x509) in chain.iter().enumerate().rev() {
        let Ok(own) = policies(x509) else { return Some((Fault::Extension, x509)) };
        let is_any = own.contains(oids::ANY_POLICY);
        valid = match valid {
            _ if own.is_empty() => Some(HashSet::new()),
            valid if is_any => valid,
            Some(valid) => Some(valid.intersection(&own).copied().collect()),
            None => Some(own),
        };
        if explicit == 0 && valid.as_ref().is_some_and(HashSet::is_empty) {
            return Some((Fault::None, x509));
        }
        if depth == 0 || !x509.is_self_issued {
            explicit = explicit.saturating_sub(1);
        }
        let Ok(required) = required_after(x509) else { return Some((Fault::Extension, x509)) };
        if let Some(most) = required {
            explicit = explicit.min(usize::try_from(most).unwrap_or(usize::MAX));
        }
    }
    let is_empty = valid.as_ref().is_some_and(HashSet::is_empty);
    chain.first().filter(|_| explicit == 0 && is_empty).map(|leaf| (Fault::None, leaf))
}

/// `X509_policy_check`, `process_certificate_policies`
fn policies(x509: &X509) -> Result<HashSet<&[u8]>, ()> {
    let Some(extension) = x509.certificate().extension("certificatePolicies") else {
        return Ok(HashSet::new());
    };
    let ExtensionContent::CertificatePolicies(policies) = &extension.content else { return Err(()) };
    let own: HashSet<&[u8]> = policies.iter().map(|policy| policy.policy.octets()).collect();
    let is_sound = !x509.is_broken("certificatePolicies") && own.len() == policies.len() && !own.is_empty();
    if is_sound { Ok(own) } else { Err(()) }
}

/// `process_policy_constraints`: one of the two numbers must be there.
fn required_after(x509: &X509) -> Result<Option<u64>, ()> {
    match x509.certificate().extension("policyConstraints").map(|extension| &extension.content) {
        Some(ExtensionContent::PolicyConstraints(constraints)) => {
            let is_empty =
                constraints.require_explicit_policy.is_none() && constraints.inhibit_policy_mapping.is_none();
            if is_empty { Err(()) } else { Ok(constraints.require_explicit_policy) }
        }
        _ => Ok(None),
    }
}
