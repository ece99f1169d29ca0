//! Certificate policies (`PolicyChecker`): any will do, unless a CA demands that there is one.

use std::collections::BTreeSet;

use crate::der::oid::Oid;
use crate::peer::cause::Cause;
use crate::peer::stack::java::extension;
use crate::peer::stack::java::validate::{Failure, check_failed};
use crate::sort;
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::oids;

/// The policies that hold on the whole path so far, and how many certificates may go without.
#[derive(Debug)]
pub(super) struct Policies {
    /// `None` for any policy.
    valid: Option<BTreeSet<Oid>>,
    explicit: u64,
    has_mapping: bool,
}

impl Policies {
    pub(super) fn new(length: usize) -> Self {
        Self {
            valid: None,
            explicit: u64::try_from(length).unwrap_or(u64::MAX).saturating_add(1),
            has_mapping: false,
        }
    }

    /// `PolicyChecker.checkPolicy`: RFC 5280 §6.1.3 (d) to (f), §6.1.4 (h), (i), §6.1.5 (a), (b), without mappings. Recorded:
    /// ext-policies-duplicate-server.
    pub(super) fn check(&mut self, certificate: &Certificate, is_last: bool) -> Result<(), Failure> {
        let named: BTreeSet<Oid> = match extension::read(certificate, "certificatePolicies") {
            Some(ExtensionContent::CertificatePolicies(policies)) => {
                sort::gather(policies.iter().map(|policy| policy.policy.clone()))
            }
            _ => BTreeSet::new(),
        };
        if !named.iter().any(|policy| policy.octets() == oids::ANY_POLICY) {
            self.valid = Some(match self.valid.take() {
                None => named,
                Some(valid) => sort::gather(valid.intersection(&named).cloned()),
            });
        }
        self.demand()?;
        self.has_mapping |= certificate.extension("policyMappings").is_some();
        if self.explicit > 0 && (is_last || !certificate.is_self_issued()) {
            self.explicit -= 1;
        }
        if let Some(ExtensionContent::PolicyConstraints(constraints)) =
            extension::read(certificate, "policyConstraints")
            && let Some(require) = constraints.require_explicit_policy
            && (!is_last || require == 0)
        {
            self.explicit = self.explicit.min(require);
        }
        if is_last { self.demand() } else { Ok(()) }
    }

    fn demand(&self) -> Result<(), Failure> {
        if self.explicit > 0 || self.valid.as_ref().is_none_or(|valid| !valid.is_empty()) {
            return Ok(());
        }
        if self.has_mapping {
            let reason = "a CA demands a certificate policy, and what mappings make of those there are was not followed";
            return Err(Failure::Unknown(reason.to_owned()));
        }
        Err(check_failed(Cause::Policy, "non-null policy tree required and policy tree is null").into())
    }
}
